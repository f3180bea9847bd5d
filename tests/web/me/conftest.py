# SPDX-License-Identifier: AGPL-3.0-or-later
"""The stage, and a browser in which the person is signed in."""

import pytest
from django.test import Client

from . import stage as stages


@pytest.fixture
def stage(db: None) -> stages.Stage:
    """Gwenllian's world."""
    return stages.build()


@pytest.fixture
def browser(stage: stages.Stage) -> Client:
    """Gwenllian's browser."""
    return stage.browser()
