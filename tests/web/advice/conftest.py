# SPDX-License-Identifier: AGPL-3.0-or-later
"""The world in which advisers are at work, and their browsers."""

from __future__ import annotations

from datetime import date

import pytest

from tests.unit.journeys.world import World, build
from tests.web.advice.browser import Browser
from tests.web.advice.story import Story


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    return build(monkeypatch, date(2025, 6, 2))


@pytest.fixture
def mair(world: World) -> Browser:
    return Browser(world.mair)


@pytest.fixture
def story(world: World, mair: Browser) -> Story:
    return Story(world, mair)
