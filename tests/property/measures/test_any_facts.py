# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever the facts, as long as their columns hold what they may: every rulebook counts, and counts make sense."""

from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cydwaith.engines.measures.duck import DuckEngine
from cydwaith.engines.measures.facts import TABLES, Column, Table, Type
from cydwaith.engines.measures.figure import Figure
from cydwaith.engines.measures.periods import Period
from cydwaith.engines.measures.rulebooks.registry import ALL
from cydwaith.engines.measures.run import run
from cydwaith.engines.measures.specs.checking import arrow
from tests.measures_engines import duckdb_engine

from .vocabulary import CODES, VALUES

PERIODS = (Period(date(2018, 4, 1), date(2019, 3, 31)), Period(date(1900, 1, 1), date(1900, 1, 1)))
WORDS = ("", "'", '"; DROP TABLE person; --', "ŵyneb", "a" * 300, "p1", "ips", "employed", "\0")
NUMBERS = (0, 1, -1, 2**31, -(2**31), 2**62, -(2**62), 7, 17_700)


def cell(table: Table, column: Column, random: Random) -> Any:
    """Any value that the column may hold, the farthest ones too."""
    if column.null and random.random() < 0.2:
        return None
    known = VALUES.get((table.name, column.name), CODES.get(column.name, ()))
    if known and random.random() < 0.7:
        value = random.choice(known)
        if value is not None:
            return value
    match column.type:
        case Type.FLAG:
            return random.choice((True, False))
        case Type.CODE:
            return random.choice(WORDS).replace("\0", "") or "x"
        case Type.MONTH:
            return random.choice((0, 23_880, 24_220, 2**31 - 1, -(2**31), 24_227))
        case Type.DAY:
            return random.choice((-50_000, 50_000, 17_622, 17_700, 17_986, random.randint(17_000, 18_500)))
    if column.refers or column.name == "person_id":
        return random.randint(0, 4)
    low = column.low if column.low is not None else (0 if column.name.startswith("group") else -(2**63))
    high = column.high if column.high is not None else 2**63 - 1
    return min(max(random.choice((*NUMBERS, random.randint(0, 5000), high)), low), high)


def rows(table: Table, random: Random) -> list[dict[str, Any]]:
    """Rows with keys of their own; what ends does so after it began."""
    made: dict[Any, dict[str, Any]] = {}
    for number in range(random.randint(0, 5)):
        row = {column.name: cell(table, column, random) for column in table.columns}
        if table.columns[0].type is Type.ID:
            row[table.key] = number
        if table.end and row[table.end] is not None and row[table.start] is not None:
            row[table.start], row[table.end] = sorted((row[table.start], row[table.end]))
        made[row[table.key]] = row
    return list(made.values())


@pytest.fixture(scope="module")
def duck() -> Iterator[DuckEngine]:
    with duckdb_engine() as engine:
        yield engine


def makes_sense(figure: Figure) -> bool:
    """A part is no more than its whole, lines add up, the range holds the value."""
    held = figure.low is None or figure.value is None or figure.low <= figure.value <= (figure.high or 0)
    return figure.numerator <= sum(count for _, count in figure.lines) and figure.incomplete >= 0 and held


@pytest.mark.parametrize("name", ALL)
def test_every_rulebook_counts_whatever_the_facts(duck: DuckEngine, name: str) -> None:
    @settings(
        max_examples=8,
        deadline=None,
        phases=[Phase.generate],
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, 2**32 - 1))
    def counts(seed: int) -> None:
        random = Random(seed)
        duck.load({table.name: arrow(table.name, rows(table, random)) for table in TABLES})
        made = run(
            duck, ALL[name], PERIODS, as_of=date(2019, 3, 31), by=[(), ("programme", "partner", "area")]
        )
        assert all(map(makes_sense, made))

    counts()
