# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a snapshot through the engine to rows: which rulebooks, which periods and groups, and what went wrong in words.

Nothing here is imported before something is counted: the column store and the rules take a moment to load.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from cydwaith.engines.measures.engine import Engine
    from cydwaith.engines.measures.figure import Figure
    from cydwaith.engines.measures.rulebooks.base import Rulebook
    from cydwaith.outcomes.models import FigureRow, Snapshot

GROUPINGS: tuple[tuple[str, ...], ...] = (
    (),
    ("programme",),
    ("partner",),
    ("area",),
    ("programme", "area"),
    ("programme", "partner"),
)
"""What every run is grouped by: all that the pages show."""

STEPS: dict[str, int] = {"quarter": 12, "year": 5}
"""How long a period is -> how many of them the pages look back."""

CONTRACT = "contract"
"""The step of a run whose periods are whole contracts, from the first day of delivery to the last of the contract."""

CONTRACTED: tuple[str, ...] = ("programme-contract", "ips-grow", "work-trial", "retention")
"""Rulebooks that say something of a programme over a whole contract."""


WHOLE = "whole"
"""A step of its own: one period from the first day to the last."""

FAILURES: dict[str, Any] = {
    "snapshot": _("The folder of facts does not hold what was written into it. Take a new snapshot."),
    "gone": _("The folder of facts is not there any more. Take a new snapshot."),
    "facts": _("The facts hold something that cannot be. It must be put right in the records first."),
    "option": _("The rulebook was given an option that it does not take."),
    "rulebook": _("This site does not hold the rulebook, or holds another version of it."),
    "failed": _("Counting broke off. The site's log knows more."),
}
"""Code of a failure -> what it says, and what to do."""


UNKNOWN = "-"
"""Stands in a row for a group whose code nobody knows: empty would be the whole."""


class NotCountedError(Exception):
    """A run that came to nothing: a code of `FAILURES`, and where the fault was found."""

    def __init__(self, code: str, where: str = "") -> None:
        super().__init__(f"{code} {where}".strip())
        self.code, self.where = code, where[:200]


def rulebooks() -> Mapping[str, Rulebook]:
    """Every rulebook that the site knows, by name."""
    from cydwaith.engines.measures.rulebooks import registry

    return registry.ALL


def rulebook(name: str, version: str = "") -> Rulebook:
    """One of them. Raises `NotCountedError` where it is not there, or only in another version."""
    found = rulebooks().get(name)
    if found is None or (version and found.version != version):
        raise NotCountedError("rulebook", f"{name} {version}".strip())
    return found


def span(step: str, as_of: date) -> tuple[date, date]:
    """First and last day of what the pages look back on: whole periods, the one under way among them."""
    month = as_of.year * 12 + as_of.month - 1
    if step == "year":
        begun = month - (month - 3) % 12
        first, last = begun - 12 * (STEPS[step] - 1), begun + 11
    else:
        begun = month - month % 3
        first, last = begun - 3 * (STEPS[step] - 1), begun + 2
    following = last + 1
    end = date(following // 12, following % 12 + 1, 1) - timedelta(days=1)
    return date(first // 12, first % 12 + 1, 1), end


def contract_spans(partnership_id: int, as_of: date) -> tuple[tuple[date, date], ...]:
    """First and last day of each contract of a partnership's programmes that has begun; one that goes on ends today."""
    from cydwaith.outcomes.models import Contract

    rows = Contract.objects.filter(
        programme__partnership_id=partnership_id, delivery_starts_on__lte=as_of
    ).values_list("delivery_starts_on", "ends_on")
    return tuple(sorted({(first, contract_end(ends_on, as_of)) for first, ends_on in rows}))


def contract_end(ends_on: date | None, as_of: date) -> date:
    """The last day of a contract that has come: `ends_on` is the first that it does not cover."""
    return as_of if ends_on is None else min(ends_on - timedelta(days=1), as_of)


def periods(
    step: str, first_day: date, last_day: date, spans: tuple[tuple[date, date], ...] = ()
) -> tuple[Any, ...]:
    """The periods of a run: those given, or the span cut; `WHOLE` makes one of it all. Raises `KeyError` for a step
    that there is not."""
    from cydwaith.engines.measures.periods import CUTS, Period

    if step == WHOLE:
        return (Period(first_day, last_day),)
    if spans:
        return tuple(Period(first, last) for first, last in spans)
    return tuple(CUTS[step](first_day, last_day))


@contextmanager
def opened(snapshot: Snapshot, *, of: int | None = None) -> Iterator[Engine]:
    """The facts of a snapshot in an engine, or of one person in it. Raises `NotCountedError` where they are not as they
    were written."""
    from . import facts_store

    with facts_store.opened(snapshot, of=of) as engine:
        yield engine


@dataclass(frozen=True, slots=True)
class Asked:
    """What to count: a rulebook in its version, the periods, the groups, the options, some measures or () for all.

    `spans`: the periods themselves, where they are not the span cut by the step.
    """

    rulebook: str
    version: str
    step: str
    first_day: date
    last_day: date
    by: tuple[tuple[str, ...], ...] = GROUPINGS
    options: Mapping[str, Any] | None = None
    measures: tuple[str, ...] = ()
    spans: tuple[tuple[date, date], ...] = ()


def figures(engine: Engine, asked: Asked, *, as_of: date, snapshot: str) -> tuple[Figure, ...]:
    """Count. Raises `NotCountedError`."""
    from cydwaith.engines.measures import run as runs
    from cydwaith.engines.measures.problems import withholding

    book = rulebook(asked.rulebook, asked.version)
    for problem in withholding(engine.problems, book):  # withheld rather than wrong
        raise NotCountedError(
            "facts", f"{problem.code} {problem.table} {problem.column} {problem.count}".strip()
        )
    try:
        return runs.run(
            engine,
            book,
            periods(asked.step, asked.first_day, asked.last_day, asked.spans),
            as_of=as_of,
            by=asked.by,
            options=asked.options,
            measures=asked.measures,
            snapshot=snapshot,
        )
    except runs.OptionError as error:
        raise NotCountedError("option", error.option) from error
    except KeyError as error:
        raise NotCountedError("rulebook", f"{asked.rulebook} {error}") from error


def _code(group: Mapping[str, str], name: str) -> str:
    return (group[name] or UNKNOWN) if name in group else ""


def as_row(figure: Figure, run_id: int) -> FigureRow:
    """A figure as an unsaved row of a run."""
    from cydwaith.outcomes.models import FigureRow

    group = dict(figure.group)
    return FigureRow(
        run_id=run_id,
        measure=figure.measure,
        first_day=figure.period.first,
        last_day=figure.period.last,
        **{name: _code(group, name) for name in ("programme", "partner", "area")},
        stratum=figure.stratum,
        numerator=figure.numerator,
        denominator=figure.denominator,
        value=figure.value,
        low=figure.low,
        high=figure.high,
        why=figure.why.value,
        benchmark=figure.benchmark,
        parts=figure.parts,
        incomplete=figure.incomplete,
        lines=[list(pair) for pair in figure.lines],
        unit=figure.unit,
        good=figure.good,
    )
