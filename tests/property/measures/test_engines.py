# SPDX-License-Identifier: AGPL-3.0-or-later
"""DuckDB and PostgreSQL say the same of the same people, to the last digit and the last row."""

from collections.abc import Iterator
from typing import Any

import pytest

from cydwaith.engines.measures.engine import Engine
from cydwaith.engines.measures.rulebooks.registry import ALL
from cydwaith.engines.measures.run import cube, run
from cydwaith.engines.measures.verdicts import rulings
from tests.measures_engines import ON_POSTGRES, duckdb_engine, postgres_engine

from .comparing import load
from .histories import Maker, together
from .test_referees import referee_of

PEOPLE = 300


@pytest.fixture(scope="module")
def engines() -> Iterator[tuple[Engine, Engine]]:
    with duckdb_engine() as duck, postgres_engine() as postgres:
        yield duck, postgres


def said(engine: Engine, name: str, maker: Maker, number: int) -> list[Any]:
    """All that an engine says of the people it holds: every verdict and every figure of every group."""
    rulebook, options = ALL[name], maker.options[number % len(maker.options)]
    asked: dict[str, Any] = {"as_of": maker.as_of, "options": options}
    figures = run(engine, rulebook, maker.periods, by=cube("programme", "partner", "area"), **asked)
    told: list[Any] = list(figures)
    for measure in rulebook.measures:
        told += rulings(engine, rulebook, measure, maker.periods, **asked)
    return told


@pytest.mark.skipif(not ON_POSTGRES, reason="it is in the run on PostgreSQL")
@pytest.mark.parametrize("name", ALL)
def test_engines_agree(engines: tuple[Engine, Engine], name: str) -> None:
    maker = Maker(ALL[name], referee_of(name))
    histories = [maker.history(seed) for seed in range(PEOPLE)]
    for engine in engines:
        load(engine, histories)
    duck, postgres = (said(engine, name, maker, 1) for engine in engines)
    assert len(duck) > len(together(histories)["person"]) // 10, "hardly anybody was judged"
    assert duck == postgres
