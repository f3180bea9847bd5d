# SPDX-License-Identifier: AGPL-3.0-or-later
"""Engine and referee agree on thousands of whole histories, and every line of every rule is met on the way."""

import importlib
import os
from itertools import count
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cydwaith.engines.measures.duck import DuckEngine
from cydwaith.engines.measures.rulebooks.base import Rulebook
from cydwaith.engines.measures.rulebooks.registry import ALL

from .comparing import by_engine, by_referee, load, smallest, told
from .histories import Maker

BATCH = 500
WHOLE = int(os.environ.get("CYDWAITH_HISTORIES", "5000"))
"""People each rulebook is tried on, in the whole run."""
QUICK = 200


def referee_of(rulebook: str) -> ModuleType:
    """The plain Python of a rulebook."""
    return importlib.import_module(f"tests.property.measures.referee.{rulebook.replace('-', '_')}")


@pytest.fixture(scope="module")
def duck():
    engine = DuckEngine(threads=2)
    yield engine
    engine.close()


def compare(engine: DuckEngine, rulebook: Rulebook, seeds: list[int], batch: int) -> set[tuple[str, str]]:
    """Judge a person for each number, both ways; (measure, line) that were met. Fails where they differ.

    Options take turns, a batch each.
    """
    referee = referee_of(rulebook.name)
    maker = Maker(rulebook, referee)
    histories = [maker.history(seed + (batch << 32)) for seed in seeds]  # nobody is drawn twice
    load(engine, histories)
    met = set()
    options = {**rulebook.options, **maker.options[batch % len(maker.options)]}
    asked: Any = (maker.periods, maker.as_of, options)
    for measure in rulebook.measures:
        found = by_engine(engine, rulebook, measure.code, histories, *asked)
        for history, rows in zip(histories, found, strict=True):
            wanted = by_referee(referee, measure.code, history, *asked)
            met |= {(measure.code, row[4]) for row in wanted}
            if rows != wanted:
                fail(engine, rulebook, referee, measure.code, history, asked)
    return met


def fail(
    engine: DuckEngine, rulebook: Rulebook, referee: ModuleType, measure: str, history: Any, asked: Any
) -> None:
    """Tell the smallest history on which they differ."""

    def both(one: Any) -> tuple[Any, Any]:
        load(engine, [one])
        (rows,) = by_engine(engine, rulebook, measure, [one], *asked)
        return rows, by_referee(referee, measure, one, *asked)

    least = smallest(history, lambda one: len(set(map(frozenset, both(one)))) == 2)
    pytest.fail(told(least, measure, *asked, *both(least)), pytrace=False)


def agree(engine: DuckEngine, rulebook: Rulebook, histories: int) -> set[tuple[str, str]]:
    """Compare so many histories, in batches of people that Hypothesis draws; the lines met."""
    size = min(BATCH, histories)
    met: set[tuple[str, str]] = set()
    batch = count()

    @settings(
        max_examples=histories // size,
        phases=[Phase.generate],  # a person is cut down row by row instead
        derandomize=True,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(st.integers(0, 2**32 - 1), min_size=size, max_size=size, unique=True))
    def judged_alike(seeds: list[int]) -> None:
        met.update(compare(engine, rulebook, seeds, next(batch)))

    judged_alike()
    return met


@pytest.mark.parametrize("name", ALL)
def test_engine_and_referee_agree(duck: DuckEngine, name: str) -> None:
    agree(duck, ALL[name], QUICK)


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_engine_and_referee_agree_on_thousands_and_every_line_is_met(duck: DuckEngine, name: str) -> None:
    rulebook = ALL[name]
    met = agree(duck, rulebook, WHOLE)
    lines = {(measure.code, line.code) for measure in rulebook.measures for line in measure.lines}
    assert lines - met == set(), "lines that no history reached"
