# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading pathway definitions and refusing those that do not hold together.

A definition is a TOML file; those of the package are in ``data``. The check looks at everything and reports
every problem at once, each with the place where it is.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

from cydwaith.engines.pathways.evidence import EVIDENCE
from cydwaith.engines.pathways.model import (
    Caseload,
    ClosingReason,
    Pathway,
    Stage,
    StageKind,
    Transition,
    Words,
)

_ANY = "*"


class PathwayError(ValueError):
    """A definition that cannot be used. problems: every one found, each naming its place."""

    def __init__(self, name: str, problems: list[str]) -> None:
        super().__init__(f"{name}: " + "; ".join(problems))
        self.problems = problems


def _words(table: Mapping[str, Any]) -> Words:
    return Words(str(table["en"]).strip(), str(table["cy"]).strip())


def _stage(table: Mapping[str, Any]) -> Stage:
    return Stage(
        code=table["code"],
        kind=StageKind(table["kind"]),
        staff=_words(table["staff"]),
        person=_words(table["person"]),
        next_step=_words(table["next"]),
        clock_days=table.get("clock_days"),
        contact_days=table.get("contact_days"),
        side=table.get("side", False),
    )


def _transitions(rows: list[Mapping[str, Any]], stages: tuple[Stage, ...]) -> Iterator[Transition]:
    """One transition for each stage that ``from`` names; ``"*"`` is every stage that is not closed."""
    still_open = [stage.code for stage in stages if stage.kind is not StageKind.CLOSED]
    for row in rows:
        named = row["from"]
        for frm in still_open if named == _ANY else [named] if isinstance(named, str) else named:
            if frm != row["to"]:
                yield Transition(frm, row["to"], tuple(row.get("needs", ())))


def _reason(table: Mapping[str, Any]) -> ClosingReason:
    return ClosingReason(
        code=table["code"],
        staff=_words(table["staff"]),
        person=_words(table["person"]) if "person" in table else None,
        in_work=table.get("in_work", False),
    )


def _build(table: Mapping[str, Any]) -> Pathway:
    stages = tuple(_stage(row) for row in table["stages"])
    load = table["caseload"]
    return Pathway(
        code=table["code"],
        version=table["version"],
        in_force_from=table["in_force_from"],
        in_force_to=table.get("in_force_to"),
        name=_words(table["name"]),
        about=_words(table["about"]),
        stages=stages,
        transitions=tuple(_transitions(table["transitions"], stages)),
        closing_reasons=tuple(_reason(row) for row in table["closing_reasons"]),
        caseload=Caseload(load["limit"], tuple((up_to, score) for up_to, score in load.get("bands", ()))),
        review_weeks=tuple(table["review_weeks"]),
        first_contact_days=table["first_contact_days"],
        source=table["source"],
    )


def _doubled(codes: list[str]) -> list[str]:
    return sorted({code for code in codes if codes.count(code) > 1})


def _texts(pathway: Pathway) -> Iterator[tuple[str, Words]]:
    yield "name", pathway.name
    yield "about", pathway.about
    for stage in pathway.stages:
        yield f"stage {stage.code}, staff", stage.staff
        yield f"stage {stage.code}, person", stage.person
        yield f"stage {stage.code}, next", stage.next_step
    for reason in pathway.closing_reasons:
        yield f"closing reason {reason.code}, staff", reason.staff
        if reason.person:
            yield f"closing reason {reason.code}, person", reason.person


def _reachable(pathway: Pathway) -> set[str]:
    seen, fresh = {pathway.first.code}, {pathway.first.code}
    while fresh:
        fresh = {step.to for step in pathway.transitions if step.frm in fresh} - seen
        seen |= fresh
    return seen


def _shape(pathway: Pathway) -> Iterator[str]:
    codes = [stage.code for stage in pathway.stages]
    yield from (f"stage {code} is there twice" for code in _doubled(codes))
    yield from (
        f"closing reason {code} is there twice"
        for code in _doubled([r.code for r in pathway.closing_reasons])
    )
    closed = [stage.code for stage in pathway.stages if stage.kind is StageKind.CLOSED]
    if len(closed) != 1:
        yield "exactly one stage must be of kind closed"
    if pathway.first.kind is not StageKind.OPEN:
        yield f"stage {pathway.first.code}: the first stage must be of kind open"
    pairs = [f"{step.frm} to {step.to}" for step in pathway.transitions]
    yield from (f"transition {pair} is there twice" for pair in _doubled(pairs))
    for step in pathway.transitions:
        place = f"transition {step.frm} to {step.to}"
        yield from (f"{place}: there is no stage {code}" for code in (step.frm, step.to) if code not in codes)
        yield from (f"{place}: unknown evidence {need}" for need in step.needs if need not in EVIDENCE)
        if step.to in closed and "closing_reason" not in step.needs:
            yield f"{place}: closing needs closing_reason"
    yield from (f"stage {code} cannot be reached" for code in codes if code not in _reachable(pathway))
    for code in codes:
        if code not in closed and not any(s.frm == code and s.to in closed for s in pathway.transitions):
            yield f"stage {code}: a journey must be able to end from every stage"


def _numbers(pathway: Pathway) -> Iterator[str]:
    weeks = list(pathway.review_weeks)
    if not weeks or weeks != sorted(set(weeks)) or weeks[0] < 1:
        yield "review_weeks must rise and be at least 1"
    if pathway.first_contact_days < 1 or pathway.caseload.limit < 1 or pathway.version < 1:
        yield "first_contact_days, caseload limit and version must be at least 1"
    for stage in pathway.stages:
        for label, days in (("clock_days", stage.clock_days), ("contact_days", stage.contact_days)):
            if days is not None and days < 1:
                yield f"stage {stage.code}: {label} must be at least 1"
    limits = [up_to for up_to, _ in pathway.caseload.bands]
    scores = [score for _, score in pathway.caseload.bands]
    if limits != sorted(set(limits)) or scores != sorted(set(scores), reverse=True):
        yield "caseload bands must rise in people and fall in score"
    if pathway.in_force_to is not None and pathway.in_force_to < pathway.in_force_from:
        yield "in_force_to is before in_force_from"


def problems(pathway: Pathway) -> list[str]:
    """Everything wrong with a definition, in words; [] when it holds together."""
    found = [f"{place}: a language is empty" for place, text in _texts(pathway) if not (text.en and text.cy)]
    return [*_shape(pathway), *_numbers(pathway), *found]


def read(text: str, *, name: str = "pathway") -> Pathway:
    """A pathway from the text of its TOML file.

    ``name`` names the file in messages. Raises `PathwayError` with every problem found.
    """
    try:
        pathway = _build(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise PathwayError(name, [f"not TOML: {error}"]) from error
    except KeyError as error:
        raise PathwayError(name, [f"{error.args[0]} is missing"]) from error
    except (ValueError, TypeError) as error:
        raise PathwayError(name, [str(error)]) from error
    found = problems(pathway)
    if found:
        raise PathwayError(name, found)
    return pathway


@lru_cache(maxsize=1)
def all_pathways() -> tuple[Pathway, ...]:
    """The package's pathways, every version, by code and then version."""
    files = resources.files("cydwaith.engines.pathways").joinpath("data").iterdir()
    found = [read(file.read_text("utf-8"), name=file.name) for file in files if file.name.endswith(".toml")]
    return tuple(sorted(found, key=lambda pathway: (pathway.code, pathway.version)))


def get(code: str, version: int | None = None) -> Pathway:
    """A pathway by code, the newest version when none is named. Raises KeyError when there is none."""
    found = [p for p in all_pathways() if p.code == code and version in (None, p.version)]
    if not found:
        raise KeyError(f"no pathway {code}" + (f" version {version}" if version else ""))
    return found[-1]


def in_force(on: date) -> tuple[Pathway, ...]:
    """The pathways that a new journey may take on a day: of each code the newest version in force."""
    usable = (
        p for p in all_pathways() if p.in_force_from <= on and (p.in_force_to is None or on <= p.in_force_to)
    )
    return tuple({pathway.code: pathway for pathway in usable}.values())
