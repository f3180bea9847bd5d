# SPDX-License-Identifier: AGPL-3.0-or-later
"""The partnership of the stories; snapshots lie in a folder of the test's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cydwaith.outcomes import tasks

from .world import Bay, build


@pytest.fixture
def bay(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bay:
    settings.MEDIA_ROOT = tmp_path
    # Looking for records that are one human is tested where it belongs, and takes its time.
    monkeypatch.setattr(tasks, "link_anew", lambda _partnership_id, _by: None)
    return build()
