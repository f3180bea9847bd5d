# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether an actor sees few people or many: it decides how a list or a search goes about it, never whom it shows.

To know it is to meet several hundred openings, on PostgreSQL all of an actor's. That they are many is remembered for
some minutes, in each process for itself; that they are few is asked again each time, since it is quick to tell.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings

from cydwaith.kernel.actor import Actor

FOR = 300.0  # seconds
KEPT = 5_000
"""So many actors are remembered before it begins anew."""

_until: dict[tuple[Any, ...], float] = {}


def are_many(actor: Actor, what: str, find: Callable[[], bool]) -> bool:
    """Whether `what` the actor sees is many. `find` tells, where it is not remembered."""
    key = (what, actor.recipients, actor.purpose)
    now = time.monotonic()
    if _until.get(key, 0.0) > now:
        return True
    if not find():
        return False
    if settings.CYDWAITH_KEEP_PREPARED:
        if len(_until) >= KEPT:
            _until.clear()
        _until[key] = now + FOR
    return True


def forget() -> None:
    """Drop what is remembered."""
    _until.clear()
