# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every specification of every rulebook, on every engine: the files beside the rulebooks are the test."""

import pytest

from cydwaith.engines.measures.duck import DuckEngine
from cydwaith.engines.measures.rulebooks.registry import ALL
from cydwaith.engines.measures.specs.checking import differences
from cydwaith.engines.measures.specs.reading import Spec, specs_of

SPECS = [spec for name in ALL for spec in specs_of(name)]


@pytest.fixture(scope="module")
def duck():
    engine = DuckEngine(threads=2)
    yield engine
    engine.close()


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: f"{spec.rulebook}/{spec.name}")
def test_duckdb_gives_what_is_specified(duck: DuckEngine, spec: Spec) -> None:
    assert differences(duck, ALL[spec.rulebook], spec) == []


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
