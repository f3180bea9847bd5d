# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whole invented histories, a person each, made of the schema itself: what a rulebook reads, with days at its edges.

A history is `{table: rows}` of one person, ids counted from 1, and always valid: what ends does so after it began,
what refers finds its row. It is made of one number, so that Hypothesis draws whole batches of people cheaply; a person
for whom engine and referee differ is then cut down row by row, and told as a specification (`comparing`).

A referee's module may say more, by these names:

    VALUES   {(table, column): values}   what a column may hold, in place of `vocabulary.VALUES`
    ROWS     {table: most rows}          how many rows a person may have of a table
    PERIODS  [Period]                    in place of the usual ones
    AS_OF    date                        the last day known
    OPTIONS  [options]                   they take turns; without it the rulebook's defaults
    adjust(history, random) -> None      the last word: make rows fit together so that rare lines are met
"""

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from types import ModuleType
from typing import Any

from cydwaith.engines.measures.facts import BY_NAME, Column, Table, Type, day_of
from cydwaith.engines.measures.periods import Period
from cydwaith.engines.measures.rulebooks.base import Rulebook

from . import vocabulary

History = dict[str, list[dict[str, Any]]]

PERIODS = (
    Period(date(2018, 4, 1), date(2019, 3, 31)),
    Period(date(2018, 4, 1), date(2018, 6, 30)),
    Period(date(2018, 7, 1), date(2018, 9, 30)),
    Period(date(2019, 4, 1), date(2019, 6, 30)),
)
AS_OF = date(2019, 5, 31)

EDGES = tuple(
    day_of(one)
    for one in (
        *(date(2017, 4, 1), date(2017, 10, 1), date(2018, 1, 1), date(2018, 3, 31), date(2018, 4, 1)),
        *(date(2018, 6, 30), date(2018, 7, 1), date(2018, 9, 30), date(2018, 10, 1), date(2018, 12, 31)),
        *(date(2019, 1, 1), date(2019, 3, 31), date(2019, 4, 1), date(2019, 5, 31), date(2019, 6, 1)),
    )
)
NEAR = (0, 0, 0, 1, -1, 7, -7, 13, 14, 30, -30, 60, -60)
LENGTHS = (
    0,
    1,
    6,
    7,
    13,
    14,
    20,
    21,
    27,
    28,
    60,
    90,
    91,
    92,
    111,
    112,
    181,
    182,
    183,
    200,
    363,
    364,
    365,
    366,
)
GAPS = (1, 1, 1, 2, 7, 8, 14, 15, 16, 21, 22, 28, 29, 60)
USUAL_ROWS = 3
WORLD_TABLES = frozenset({*vocabulary.WORLD, "population_base", "target", "person_link", "staff"})


class Maker:
    """Makes histories for one rulebook. `referee`: the module that may say more."""

    def __init__(self, rulebook: Rulebook, referee: ModuleType) -> None:
        self.rulebook = rulebook
        self.values: Mapping[tuple[str, str], Sequence[Any]] = {
            **vocabulary.VALUES,
            **getattr(referee, "VALUES", {}),
        }
        self.rows: Mapping[str, int] = getattr(referee, "ROWS", {})
        self.periods: tuple[Period, ...] = tuple(getattr(referee, "PERIODS", PERIODS))
        self.as_of: date = getattr(referee, "AS_OF", AS_OF)
        self.options: list[dict[str, Any]] = getattr(referee, "OPTIONS", [{}])
        self.adjust = getattr(referee, "adjust", None)
        wanted = {"person", *rulebook.tables}
        if wanted & {"staff_assignment", "contact"}:
            wanted.add("staff")
        if wanted & {"job_terms"}:
            wanted.add("job")
        if wanted & {"job", "contact", "review", "stage_change", "staff_assignment"}:
            wanted.add("journey")
        if "contact" in wanted:
            wanted.add("referral")
        self.tables = [table for table in BY_NAME.values() if table.name in wanted]

    def history(self, seed: int) -> History:
        """The person of a number."""
        random = Random(seed)
        made: History = {}
        for table in self.tables:
            if table.name in vocabulary.WORLD:
                made[table.name] = vocabulary.WORLD[table.name]
            elif table.name == "staff":
                made["staff"] = [_staff(number, self, random) for number in (1, 2)]
            elif table.name == "job_terms":
                made["job_terms"] = self._terms(made, random)
            elif table.name not in WORLD_TABLES:
                made[table.name] = self._rows(table, made, random)
        if self.adjust:
            self.adjust(made, random)
        return made

    def _rows(self, table: Table, made: History, random: Random) -> list[dict[str, Any]]:
        most = self.rows.get(table.name, USUAL_ROWS)
        count = 1 if table.name == "person" else random.randint(0, most)
        rows: list[dict[str, Any]] = []
        for number in range(1, count + 1):
            row = {column.name: self.cell(table, column, made, random) for column in table.columns}
            row[table.key] = number
            if table.start:
                self._spell(table, row, rows, random)
            if any(row[column.name] is None and not column.null for column in table.columns):
                continue  # it would refer to a row that there is not
            rows.append(row)
        return rows

    def cell(self, table: Table, column: Column, made: History, random: Random) -> Any:
        """A value for a column."""
        if column.name == "person_id":
            return 1
        if (table.name, column.name) in self.values:
            return random.choice(self.values[table.name, column.name])
        if column.type is Type.ID:
            keys = [row[column.name] for row in made.get(column.refers, ())]
            return random.choice([*keys, *([None] if column.null else [])] or [None])
        if column.type is Type.DAY:
            return None if column.null and random.random() < 0.2 else self.day(random)
        if column.type is Type.FLAG:
            return random.choice([True, False, *([None] if column.null else [])])
        if column.name in vocabulary.CODES:
            codes = vocabulary.CODES[column.name]
            return random.choice([code for code in codes if code is not None or column.null])
        raise LookupError(f"say in vocabulary.VALUES what {table.name}.{column.name} may hold")

    def day(self, random: Random) -> int:
        """A day, mostly at or near an edge."""
        return random.choice(EDGES) + random.choice(NEAR)

    def _spell(self, table: Table, row: dict[str, Any], before: list[dict[str, Any]], random: Random) -> None:
        """A first and a last day that fit, often soon after the last row's end."""
        ends = [other[table.end] for other in before if other[table.end] is not None]
        start = row[table.start]
        if start is not None and ends and random.random() < 0.5:
            start = random.choice(ends) + random.choice(GAPS)
        length = None if random.random() < 0.3 else random.choice(LENGTHS)
        row[table.start] = start
        row[table.end] = None if length is None else (self.day(random) if start is None else start + length)

    def _terms(self, made: History, random: Random) -> list[dict[str, Any]]:
        """Dated hours and pay: one row after the other within their job, now and then none."""
        rows: list[dict[str, Any]] = []
        for job in made["job"]:
            start = job["start_day"] if job["start_day"] is not None else self.day(random)
            end = job["end_day"]
            day = start if end is None or start <= end else end
            for _ in range(random.choice((0, 1, 1, 1, 2, 3))):
                row = {
                    column.name: self.cell(BY_NAME["job_terms"], column, made, random)
                    for column in BY_NAME["job_terms"].columns
                }
                row |= {"terms_id": len(rows) + 1, "job_id": job["job_id"], "from_day": day, "to_day": end}
                if rows and rows[-1]["job_id"] == job["job_id"]:
                    rows[-1]["to_day"] = day - 1
                rows.append(row)
                day += random.choice((1, 7, 28, 91, 182))
                if end is not None and day > end:
                    break
        return rows


def _staff(number: int, maker: Maker, random: Random) -> dict[str, Any]:
    table = BY_NAME["staff"]
    row = {
        column.name: maker.cell(table, column, {}, random)
        for column in table.columns
        if column.name != "staff_id"
    }
    return {"staff_id": number, **row}


STRIDE = 1_000
"""Ids of the next person in a batch begin so much later."""


def together(histories: Sequence[History]) -> History:
    """Many people's histories as one, each with ids of their own."""
    whole: History = {}
    for number, history in enumerate(histories):
        for name, rows in history.items():
            if name in vocabulary.WORLD:
                whole[name] = rows
                continue
            ids = [column.name for column in BY_NAME[name].columns if column.type is Type.ID]
            target = whole.setdefault(name, [])
            for row in rows:
                moved = {one: row[one] + STRIDE * number for one in ids if row[one] is not None}
                target.append({**row, **moved})
    return whole
