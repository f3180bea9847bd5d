# SPDX-License-Identifier: AGPL-3.0-or-later
# ruff: noqa: S608 - statements are made of our own words; values are quoted, and none is typed by anybody
"""Who counts and why: the verdict of each subject behind a figure, with its rule line and the rows that it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from .counting import DIMENSIONS, Links, prepare_links, subject_of
from .duck import text
from .engine import Engine
from .facts import date_of
from .periods import Period
from .rulebooks.base import JUDGEMENT, Line, Measure, Of, Rulebook
from .run import options_of


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a rule says of one subject in one period, stratum and part (the month of a mean, else 0).

    `subject`: a person (the group of linked records, or the record), a record or an event. `people`: the records that
    the rows are about. `evidence`: keys in the table that `line.evidence` names. `by_day`, `lacks`: when it will be
    reached or is lost if nothing changes, and how much is lacking, in the unit that the measure says.
    """

    subject: int
    period: Period
    stratum: str
    part: int
    line: Line
    people: tuple[int, ...]
    evidence: tuple[int, ...]
    by_day: date | None
    lacks: int | None

    def as_json(self) -> dict[str, Any]:
        """For files."""
        return {
            "subject": self.subject,
            "from": self.period.first.isoformat(),
            "to": self.period.last.isoformat(),
            "stratum": self.stratum,
            "part": self.part,
            "line": self.line.code,
            "verdict": self.line.verdict.value,
            "says": self.line.says,
            "people": list(self.people),
            "evidence": {"table": self.line.evidence, "ids": list(self.evidence)},
            "by": self.by_day.isoformat() if self.by_day else None,
            "lacks": self.lacks,
        }


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rulings: of a person's record, of a group and stratum of a figure, with a line; None: any."""

    person: int | None = None
    group: tuple[tuple[str, str], ...] = ()
    stratum: str | None = None
    line: str | None = None


ALL = Wanted()


def _where(wanted: Wanted) -> str:
    """SQL for the rows `j` that a figure or a person is made of. Raises `ValueError` for an unknown dimension."""
    parts = []
    for name, value in wanted.group:
        if name not in DIMENSIONS:
            raise ValueError(f"figures cannot be grouped by {name}")
        parts.append(f"j.{name} = {text(value)}")
    if wanted.stratum is not None:
        parts.append(f"j.stratum = {text(wanted.stratum)}")
    return " AND ".join(parts) or "TRUE"


def _ranked(measure: Measure, judged: str, links: Links, wanted: Wanted) -> str:
    """Rows that hold the best line of their subject in the group that is asked for."""
    join = " LEFT JOIN run_link AS l ON l.person_id = j.person_id" if links.some else ""
    columns = ", ".join(f"j.{name}" for name in JUDGEMENT)
    rows = (
        f"SELECT {columns}, {subject_of(measure, links)} AS subject FROM ({judged}) AS j{join}"
        f" WHERE {_where(wanted)}"
    )
    best = (
        f"SELECT r.*, min(line) OVER (PARTITION BY subject, period, stratum, part) AS best FROM ({rows}) AS r"
    )
    line = "" if wanted.line is None else f" AND line = {measure.line(wanted.line)}"
    return f"SELECT * FROM ({best}) AS b WHERE line = best{line}"


def rulings(
    engine: Engine,
    rulebook: Rulebook,
    measure: Measure,
    periods: Sequence[Period],
    *,
    as_of: date,
    options: Mapping[str, Any] | None = None,
    wanted: Wanted = ALL,
    offset: int = 0,
    limit: int | None = None,
) -> tuple[Ruling, ...]:
    """Rulings in order of subject, period, stratum and part; `offset` and `limit` count rulings.

    For one person all the rows of their linked records count, as they do in the figure. Raises `OptionError`,
    `KeyError` for a line that the measure has not, `ValueError` for an unknown dimension.
    """
    chosen = options_of(rulebook, options)
    engine.ask_for(periods)
    links = prepare_links(engine)
    judged = engine.judged(measure, chosen, as_of)
    if wanted.person is not None:
        people = _people(engine, measure, links, wanted.person)
        judged = f"SELECT * FROM ({judged}) AS p WHERE p.person_id IN ({people})"
    engine.keep("run_ruled", _ranked(measure, judged, links, wanted))
    key = "subject, period, stratum, part"
    page = f"SELECT DISTINCT {key} FROM run_ruled ORDER BY {key}"
    if limit is not None:
        page += f" LIMIT {int(limit)}"
    page += f" OFFSET {int(offset)}"
    rows = engine.rows(
        f"SELECT r.subject, r.period, r.stratum, r.part, r.line, r.person_id, r.evidence_id, r.by_day, r.lacks"
        f" FROM run_ruled AS r JOIN ({page}) AS p ON p.subject = r.subject AND p.period = r.period"
        " AND p.stratum = r.stratum AND p.part = r.part"
    )
    found: dict[tuple[int, int, str, int], list[tuple[Any, ...]]] = {}
    for row in rows:
        found.setdefault(row[:4], []).append(row[4:])
    return tuple(_ruling(measure, periods, key, found[key]) for key in sorted(found))


def _people(engine: Engine, measure: Measure, links: Links, person: int) -> str:
    """The records of the same human, as a list for SQL: of a measure that counts people, else the one."""
    people = {int(person)}
    if links.some and measure.of is Of.PERSON:
        people |= {
            one
            for (one,) in engine.rows(
                "SELECT b.person_id FROM run_link AS a JOIN run_link AS b ON b.group_id = a.group_id"
                f" WHERE a.person_id = {int(person)}"
            )
        }
    return ", ".join(map(str, sorted(people)))


def _ruling(
    measure: Measure,
    periods: Sequence[Period],
    key: tuple[int, int, str, int],
    rows: Sequence[tuple[Any, ...]],
) -> Ruling:
    subject, period, stratum, part = key

    def soonest(row: tuple[Any, ...]) -> tuple[Any, ...]:
        by_day, lacks = row[3:]
        return (by_day is None, by_day or 0, lacks is None, lacks or 0)

    line, _, _, by_day, lacks = min(rows, key=soonest)
    return Ruling(
        subject=-1 - subject if measure.of is Of.PERSON and subject < 0 else subject,
        period=periods[period],
        stratum=stratum,
        part=part,
        line=measure.lines[line],
        people=tuple(sorted({row[1] for row in rows})),
        evidence=tuple(sorted({row[2] for row in rows if row[2] is not None})),
        by_day=None if by_day is None else date_of(by_day),
        lacks=lacks,
    )
