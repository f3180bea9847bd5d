# SPDX-License-Identifier: AGPL-3.0-or-later
# ruff: noqa: S608 - statements are made of our own words; values are quoted, and none is typed by anybody
"""Distinct subjects by verdict, for every grouping in one pass: SQL that DuckDB, PostgreSQL and Spark all read.

A subject is a human over links (`Of.PERSON`), a record or an event. Its verdict in a group is the best line of its rows
there. Where links are in doubt, the same is counted again with every doubtful link, and with none, over those people
alone whose group depends on it: a subject never spans two clusters of possible links, so the difference is exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .engine import Engine
from .rulebooks.base import Measure, Of, Shape

DIMENSIONS = ("programme", "partner", "area")
"""By which a figure can be grouped, besides period and stratum, by which it always is."""

LINKAGES = ("group_id", "group_low", "group_high")
"""The best grouping, every link that may be, and sure links alone."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How many subjects of a group have a line as their verdict. `linkage`: None where links leave no doubt, else of
    those alone whom doubt touches. `group`: in the order of the grouping counted, `part` 0 but for a mean."""

    grouping: tuple[str, ...]
    group: tuple[str, ...]
    period: int
    stratum: str
    part: int
    line: int
    subjects: int
    linkage: str | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """What links an engine holds: whether any, and whether any is in doubt."""

    some: bool
    doubt: bool


def prepare_links(engine: Engine) -> Links:
    """Put links beside the facts as `run_link`, with whether a person's group is in doubt.

    Sure groups lie within best ones and those within possible ones. Where that does not hold everybody is in doubt.
    Where every group has one record there is nothing to link. Done once for the facts that an engine holds, if it
    says when others come.
    """
    if engine.catalogue is None:
        return _prepared(engine)
    if "links" not in engine.found:
        engine.found["links"] = _prepared(engine)
    found: Links = engine.found["links"]
    return found


def _prepared(engine: Engine) -> Links:
    groups = ", ".join(f"count(DISTINCT {linkage})" for linkage in LINKAGES)
    ((links, *distinct),) = engine.rows(f"SELECT count(*), {groups} FROM person_link")
    if set(distinct) == {links}:
        return Links(False, False)
    ((crossing,),) = engine.rows(
        "SELECT (SELECT count(*) FROM (SELECT group_id FROM person_link GROUP BY group_id"
        " HAVING min(group_low) <> max(group_low)) AS a)"
        " + (SELECT count(*) FROM (SELECT group_high FROM person_link GROUP BY group_high"
        " HAVING min(group_id) <> max(group_id)) AS b)"
    )
    doubtful = "TRUE" if crossing else "low.doubt"
    engine.keep(
        "run_link",
        "SELECT l.person_id, l.group_id, l.group_low, l.group_high,"
        f" {doubtful} AS doubt FROM person_link AS l JOIN (SELECT group_low,"
        " min(group_id) <> max(group_id) OR min(group_high) <> max(group_high) AS doubt"
        " FROM person_link GROUP BY group_low) AS low ON low.group_low = l.group_low ORDER BY l.person_id",
    )
    ((touched,),) = engine.rows("SELECT count(*) FROM run_link WHERE doubt")
    return Links(True, bool(touched))


def effective(measure: Measure, grouping: tuple[str, ...]) -> tuple[str, ...]:
    """What must be counted apart for a grouping: a mean is made of the outcomes of areas in each month."""
    if measure.shape is Shape.MEAN and "area" not in grouping:
        return (*grouping, "area")
    return grouping


def subject_of(measure: Measure, links: Links, linkage: str = "group_id") -> str:
    """SQL for the subject of a row `j`, with `l` its link; somebody without a link is alone, under a number below 0."""
    if measure.of is not Of.PERSON:
        return "j.subject_id"
    return f"coalesce(l.{linkage}, -1 - j.person_id)" if links.some else "-1 - j.person_id"


def _counted(
    measure: Measure, groupings: Sequence[tuple[str, ...]], source: str, subject: str, join: str
) -> str:
    """One statement: the best line of each subject in each group, then subjects by line."""
    used = [name for name in DIMENSIONS if any(name in grouping for grouping in groupings)]
    always = ["period", "stratum", *(["part"] if measure.shape is Shape.MEAN else [])]
    sets = ", ".join("(" + ", ".join([*always, *grouping, "subject"]) + ")" for grouping in groupings)
    columns = ", ".join([*always, *used])
    flags = ", ".join(f"has_{name}" for name in used)
    told = ", ".join(f"1 - grouping({name}) AS has_{name}" for name in used)
    end = f", {flags}" if flags else ""
    own = ", ".join(f"j.{name}" for name in [*always, *used])
    rows = f"SELECT {own}, j.line, {subject} AS subject FROM {source}{join}"
    best = (
        f"SELECT {columns}{', ' + told if told else ''}, subject, min(line) AS line"
        f" FROM ({rows}) AS r GROUP BY GROUPING SETS ({sets})"
    )
    return f"SELECT {columns}{end}, line, count(*) AS n FROM ({best}) AS b GROUP BY {columns}{end}, line"


def _cells(
    measure: Measure,
    groupings: Sequence[tuple[str, ...]],
    rows: Sequence[tuple[Any, ...]],
    linkage: str | None,
) -> Iterator[Cell]:
    used = [name for name in DIMENSIONS if any(name in grouping for grouping in groupings)]
    by_names = {frozenset(grouping): grouping for grouping in groupings}
    mean = measure.shape is Shape.MEAN
    for period, stratum, *rest in rows:
        part = rest.pop(0) if mean else 0
        values, flags = rest[: len(used)], rest[len(used) : 2 * len(used)]
        line, subjects = rest[-2:]
        present = {name: value for name, value, flag in zip(used, values, flags, strict=True) if flag}
        grouping = by_names[frozenset(present)]
        group = tuple(present[name] for name in grouping)
        yield Cell(grouping, group, period, stratum, part, line, subjects, linkage)


def count(
    engine: Engine,
    measure: Measure,
    options: Mapping[str, Any],
    as_of: date,
    groupings: Sequence[tuple[str, ...]],
    links: Links,
    blocks: Sequence[str] = ("",),
) -> list[Cell]:
    """Subjects by group and verdict. `groupings`: names of `DIMENSIONS`; every one is counted for each period.

    `blocks`: of `blocks.blocks`; a group has cells of each, which add up.
    """
    return [
        cell
        for block in blocks
        for cell in _of_block(engine, measure, options, as_of, groupings, links, block)
    ]


def _of_block(
    engine: Engine,
    measure: Measure,
    options: Mapping[str, Any],
    as_of: date,
    groupings: Sequence[tuple[str, ...]],
    links: Links,
    block: str,
) -> list[Cell]:
    wanted = list(dict.fromkeys(effective(measure, grouping) for grouping in groupings))
    judged = engine.judged(measure, options, as_of)
    source, join = f"({judged}) AS j", ""
    doubt = measure.of is Of.PERSON and links.doubt
    if measure.of is Of.PERSON and links.some:
        join = " LEFT JOIN run_link AS l ON l.person_id = j.person_id"
    if doubt:  # read four times: judged once
        needed = ("period", "part", "stratum", *DIMENSIONS, "line", "subject_id", "person_id")
        engine.keep("run_judged", f"{block}SELECT {', '.join(needed)} FROM ({judged}) AS j")
        source = "run_judged AS j"
    sql = _counted(measure, wanted, source, subject_of(measure, links), join)
    found = list(_cells(measure, wanted, engine.rows(block + sql), None))
    if doubt:
        inner = " JOIN run_link AS l ON l.person_id = j.person_id AND l.doubt"
        for linkage in LINKAGES:
            sql = _counted(measure, wanted, source, subject_of(measure, links, linkage), inner)
            found += _cells(measure, wanted, engine.rows(block + sql), linkage)
    return found
