# SPDX-License-Identifier: AGPL-3.0-or-later
"""The examples in the docstrings of the rule engines are true."""

import doctest
import importlib

import pytest

MODULES = {
    "names.folding": 1,
    "names.collation": 1,
    "names.phonetic": 1,
    "names.variants": 1,
    "names.alike": 1,
}


@pytest.mark.parametrize(("module", "least"), MODULES.items())
def test_examples(module: str, least: int) -> None:
    found = doctest.testmod(importlib.import_module(f"cydwaith.engines.{module}"))
    assert found.failed == 0
    assert found.attempted >= least
