# SPDX-License-Identifier: AGPL-3.0-or-later
"""Figures are the same whether people are counted at once or in blocks, and whatever numbers stand for rows."""

from typing import Any

import pytest

from cydwaith.engines.measures import blocks
from cydwaith.engines.measures.facts import BY_NAME, Type
from cydwaith.engines.measures.figure import Figure
from cydwaith.engines.measures.rulebooks.registry import ALL
from cydwaith.engines.measures.run import cube, run
from cydwaith.engines.measures.specs.checking import arrow
from tests.measures_engines import duckdb_engine

from .histories import Maker, together
from .test_referees import referee_of

PEOPLE = 60
PEOPLES = frozenset({"person_id", "group_id", "group_low", "group_high"})
Facts = dict[str, list[dict[str, Any]]]


def links(people: list[int], *, across: bool = False) -> list[dict[str, int]]:
    """Every fourth record is, and another fourth may be, the one before it; or the last may be the first."""
    order = sorted(people)
    found = []
    for place, one in enumerate(order):
        best = order[place - 1] if place % 4 == 1 else one
        low = order[place - 1] if place % 4 in (1, 3) else one
        found.append({"person_id": one, "group_id": best, "group_low": low, "group_high": one})
    if across:
        found[-1]["group_low"] = order[0]
    return found


def renumbered(facts: Facts) -> Facts:
    """The same rows under ids that fill 64 bits, also below 0; people keep theirs."""

    def moved(number: int) -> int:
        return (number * 0x9E3779B97F4A7C15) % 2**64 - 2**63

    return {
        name: [
            {
                column: moved(value)
                if value is not None
                and column not in PEOPLES
                and BY_NAME[name].column(column).type is Type.ID
                else value
                for column, value in row.items()
            }
            for row in rows
        ]
        for name, rows in facts.items()
    }


def counted(
    name: str, facts: Facts, people: int, monkeypatch: pytest.MonkeyPatch
) -> tuple[int, list[Figure]]:
    """How many blocks there were, and the figures."""
    book, maker = ALL[name], Maker(ALL[name], referee_of(name))
    monkeypatch.setattr(blocks, "PEOPLE_A_BLOCK", people)
    with duckdb_engine() as engine:
        engine.load({table: arrow(table, rows) for table, rows in facts.items()})
        by = cube("partner", "area")
        figures = run(engine, book, maker.periods, as_of=maker.as_of, by=by)
        return len(blocks.blocks(engine, book.tables, linked=False)), sorted(figures, key=repr)


@pytest.mark.parametrize("name", ALL)
def test_blocks_add_up_and_ids_do_not_matter(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """All figures of a rulebook, low and high ones too."""
    maker = Maker(ALL[name], referee_of(name))
    facts = together([maker.history(seed) for seed in range(PEOPLE)])
    facts["person_link"] = links([row["person_id"] for row in facts["person"]])
    whole = counted(name, facts, 10**6, monkeypatch)
    parts = counted(name, renumbered(facts), 8, monkeypatch)
    assert whole[0] == 1
    assert parts[0] > 5
    assert parts[1] == whole[1]
    assert any(many for figure in whole[1] for _, many in figure.lines)
