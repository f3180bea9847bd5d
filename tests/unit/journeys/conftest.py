# SPDX-License-Identifier: AGPL-3.0-or-later
"""The world of the stories; and after each story, what is kept twice still agrees with its source."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cydwaith.journeys import checks

from .world import World, build


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    yield build(monkeypatch)
    assert list(checks.disagreements()) == []
