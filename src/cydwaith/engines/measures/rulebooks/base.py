# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a rulebook is made of: measures, the lines by which each row is judged, and the facts it reads.

A measure judges rows of facts: each gets exactly one line, the first whose condition holds. The line says whether the
row belongs to the cohort, whether it achieved, and so the verdict. `run` alone then counts distinct people over links,
groups, divides and rounds. A judgement is pure Ibis: the same expression runs on DuckDB, PostgreSQL and Spark, so it
keeps to integers, comparisons and whole division of what is not negative.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import ibis.expr.types as ir


def N_(text: str) -> str:  # noqa: N802 - the name by which gettext's extraction knows a marked string
    """Mark a string for translation without translating it here."""
    return text


class Verdict(StrEnum):
    """What a line says of a person."""

    COUNTED = "counted"
    NOT_YET = "not_yet"  # in the cohort, has not achieved
    EXCLUDED = "excluded"  # not in the cohort
    INCOMPLETE = "incomplete"  # a fact is missing: not counted, and listed


class Of(StrEnum):
    """What is counted once."""

    PERSON = "person"  # the human, over links
    RECORD = "record"  # an organisation's record of a person, where the source counts by organisation
    EVENT = "event"  # referrals, job starts, trials: each row


class Shape(StrEnum):
    """How a figure is made of the counts."""

    COUNT = "count"  # those who achieved
    RATE = "rate"  # achieved of the cohort, per cent
    MEAN = "mean"  # mean of the per cents of the parts (months), unweighted
    PER_BASE = "per_base"  # achieved for so many of a population base


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a rule, in the order of its measure. `says` is shown to people, in the site's catalogue.

    `evidence`: the table that `evidence_id` of the row is a key of. `cohort`: whether an incomplete row still stands
    in the denominator (a not yet always does, an excluded one never).
    """

    code: str
    verdict: Verdict
    says: str
    evidence: str = "journey"
    cohort: bool = False

    @property
    def in_cohort(self) -> bool:
        """Whether the row stands in the denominator."""
        achieved_or_may = self.verdict in (Verdict.COUNTED, Verdict.NOT_YET)
        return achieved_or_may or (self.cohort and self.verdict is Verdict.INCOMPLETE)


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of a rulebook. `judge(facts, options)` returns a table of `JUDGEMENT`.

    `decimals` of the published per cent; `cut`: what is left after rounding is truncated to whole per cents (1F).
    `benchmark`: hundredths of a per cent, with the day from which it holds. `base`: kind of population base and for
    how many of it the figure is given.
    """

    code: str
    title: str
    of: Of
    shape: Shape
    lines: tuple[Line, ...]
    judge: Callable[[Facts, Mapping[str, Any]], ir.Table]
    good: str = "up"  # up, down or none
    unit: str = "people"  # people, per_cent, referrals, job_starts, per_100000 ...
    decimals: int = 1
    cut: bool = False
    benchmark: tuple[int, date] | None = None
    base: tuple[str, int] | None = None
    strata: bool = False  # whether `stratum` is used: the parts are figures of their own (gender, band)

    def __post_init__(self) -> None:
        """Lines stand counted first, then the rest of the cohort, then the others: the best line of a subject's rows
        then says both whether it achieved and whether it stands in the denominator. Raises `ValueError`.
        """
        ranks = [(line.verdict is not Verdict.COUNTED, not line.in_cohort) for line in self.lines]
        if ranks != sorted(ranks):
            raise ValueError(f"{self.code}: lines must stand counted first, then the cohort, then the others")

    def line(self, code: str) -> int:
        """The place of a line: what a judgement holds. Raises `KeyError`."""
        return {line.code: place for place, line in enumerate(self.lines)}[code]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """One funder's or framework's definition of what counts.

    `in_force_to` None: still. `checker` empty: nobody has checked it yet, which is said wherever it is used.
    `to_confirm`: points read in no authoritative source, shown beside every figure. `options`: what a partnership
    may set, with the default.
    """

    name: str
    version: str
    title: str
    in_force_from: date
    in_force_to: date | None
    source: str
    author: str
    checker: str
    next_review: date
    tables: tuple[str, ...]
    measures: tuple[Measure, ...]
    to_confirm: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)

    def measure(self, code: str) -> Measure:
        """The measure of that code. Raises `KeyError`."""
        return {measure.code: measure for measure in self.measures}[code]


JUDGEMENT: dict[str, str] = {
    "period": "int32",  # key of `Facts.periods`
    "part": "int32",  # the month of a mean of months, else 0
    "subject_id": "int64",  # what is counted: `person_id` where `Of.PERSON` or `Of.RECORD`, else the event's key
    "person_id": "int64",
    "programme": "string",  # '' where the rule knows none
    "partner": "string",
    "area": "string",  # '' where not known
    "stratum": "string",  # '' the whole, or a part: gender, band, indicator. Each is a figure of its own and nothing
    # is added up over them: a measure with a total and parts returns rows for '' and rows for each part
    "line": "int16",  # place in `Measure.lines`
    "evidence_id": "int64",  # key in the line's evidence table
    "by_day": "int32",  # when it will be reached or is lost if nothing changes; null: nothing can be said
    "lacks": "int64",  # how much is lacking (weeks, pence, minutes): the measure says what; null: nothing
}
"""Columns of what `judge` returns."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The facts as tables of one engine, and the periods asked for: `period`, `first_day`, `last_day`.

    `months` has a row for every month that a period touches: `month`, `first_day`, `last_day` (of the whole month),
    `period`. `as_of` is the last day that the snapshot knows: what would come later has not come yet. It is an Ibis
    scalar, or a number: use it in expressions only, since their SQL is kept for other days.
    """

    tables: Mapping[str, ir.Table]
    periods: ir.Table
    months: ir.Table
    as_of: Any

    def __getitem__(self, name: str) -> ir.Table:
        """The table of `facts.TABLES` with that name. Raises `KeyError`."""
        return self.tables[name]


def constants(columns: Mapping[str, str], rows: Iterable[tuple[Any, ...]]) -> ir.Table:
    """A small table of numbers or codes that a rule itself brings (rates, bands). `columns`: name to Ibis type."""
    import ibis
    import pyarrow as pa

    schema = ibis.schema(columns)
    records = [dict(zip(columns, row, strict=True)) for row in rows]
    return ibis.memtable(pa.Table.from_pylist(records, schema=schema.to_pyarrow()))


def first_line(measure_lines: tuple[Line, ...], *conditions: tuple[str, Any]) -> Any:
    """The place of the first line whose condition holds; the last pair's is the rest and always holds.

    `conditions`: (line code, boolean expression), in the order in which they are asked. Null counts as false.
    """
    import ibis

    place = {line.code: number for number, line in enumerate(measure_lines)}
    *asked, (rest, _) = conditions
    branches = [(condition.fill_null(False), ibis.literal(place[code], "int16")) for code, condition in asked]
    otherwise = ibis.literal(place[rest], "int16")
    return ibis.cases(*branches, else_=otherwise) if branches else otherwise


def judgement(table: ir.Table, **columns: Any) -> ir.Table:
    """A table in the shape of `JUDGEMENT`: columns given, else the table's own of that name, else empty."""
    import ibis

    empty = {
        "part": ibis.literal(0, "int32"),
        **dict.fromkeys(("programme", "partner", "area", "stratum"), ibis.literal("", "string")),
        "by_day": ibis.null("int32"),
        "lacks": ibis.null("int64"),
    }
    own = set(table.columns)
    chosen = {}
    for name, kind in JUDGEMENT.items():
        given = columns.get(name, table[name] if name in own else empty.get(name))
        if given is None:
            raise KeyError(name)
        chosen[name] = given.cast(kind).fill_null("") if kind == "string" else given.cast(kind)
    return table.select(**chosen)
