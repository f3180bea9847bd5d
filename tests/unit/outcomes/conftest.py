# SPDX-License-Identifier: AGPL-3.0-or-later
"""The partnership of the stories; snapshots lie in a folder of the test's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from .world import Bay, build


@pytest.fixture
def bay(db: None, settings: Any, tmp_path: Path) -> Bay:
    settings.MEDIA_ROOT = tmp_path
    return build()
