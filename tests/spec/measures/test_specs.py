# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every specification of every rulebook, on DuckDB, and on PostgreSQL in its run."""

from collections.abc import Iterator

import pytest

from cydwaith.engines.measures.engine import Engine
from cydwaith.engines.measures.rulebooks.registry import ALL
from cydwaith.engines.measures.specs.checking import differences
from cydwaith.engines.measures.specs.reading import Spec, specs_of
from tests.measures_engines import engine_of_this_run

SPECS = [spec for name in ALL for spec in specs_of(name)]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with engine_of_this_run() as ready:
        yield ready


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.rulebook}/{spec.name}")
def test_the_engine_gives_what_is_specified(engine: Engine, spec: Spec) -> None:
    assert differences(engine, ALL[spec.rulebook], spec) == []


@pytest.mark.parametrize("name", ALL)
def test_every_line_of_every_rule_stands_in_a_specification(name: str) -> None:
    told = {
        (code, row["line"])
        for spec in SPECS
        if spec.rulebook == name
        for code, rows in spec.expect.items()
        for row in rows
    }
    lines = {(measure.code, line.code) for measure in ALL[name].measures for line in measure.lines}
    assert lines - told == set(), "lines that no specification shows"
