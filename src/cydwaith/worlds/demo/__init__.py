# SPDX-License-Identifier: AGPL-3.0-or-later
"""The demonstration: two invented partnerships, their caseloads through the importer, and a few lives told in full.

`build()` fills an empty, migrated site; `PERSONAS` are those whom a visitor may sign in as. Deterministic for a given
day: the same people, the same numbers. No real person and no real organisation.
"""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from django.utils import timezone, translation

from cydwaith.kernel import audit

from .bodies import open_bodies
from .cast import PERSONAS, Persona, cast
from .figures import enter
from .importing import bring_in
from .stories import tell

__all__ = ["PERSONAS", "Persona", "build"]


def build(today: date | None = None) -> None:
    """Fill the site that is open. `today`: the day on which the stories stand (default: the site's own day).

    Raises `RuntimeError` where the importer would not take a caseload: the demonstration is then not shown at all.
    """
    day = today or timezone.localdate()
    with translation.override("en"), tempfile.TemporaryDirectory() as folder:
        bodies = open_bodies(day)
        people = cast(bodies)
        bring_in(Path(folder), bodies, day)
        tell(bodies, people, day)
        enter(bodies, people)
    audit.seal_all()
