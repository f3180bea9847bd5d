# SPDX-License-Identifier: AGPL-3.0-or-later
"""An engine, and a good folder of facts to spoil."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cydwaith.engines.measures import snapshot
from cydwaith.engines.measures.duck import DuckEngine

from .folders import AS_OF, tables


@pytest.fixture(scope="module")
def duck() -> Iterator[DuckEngine]:
    engine = DuckEngine(threads=1)
    yield engine
    engine.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A good snapshot."""
    snapshot.write(tmp_path / "facts", tables(), as_of=AS_OF, site="irwen")
    return tmp_path / "facts"
