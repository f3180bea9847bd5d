# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work that comes round by itself: what it is stands in ``settings.PERIODIC``, this runs it.

Each entry is a dotted path to a function without arguments and its interval in seconds. Every such
function may run twice at once (two hosts) or late (a host that slept): it does what is due and nothing twice.
"""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

logger = logging.getLogger(__name__)


@dataclass
class Entry:
    """One function, how often it runs (seconds) and when it is next due (monotonic seconds)."""

    name: str
    run: Callable[[], object]
    every: float
    due: float = 0.0


def entries() -> list[Entry]:
    """What ``settings.PERIODIC`` lists, resolved. Raises ``ImportError`` for a path that leads nowhere."""
    from django.conf import settings
    from django.utils.module_loading import import_string

    return [Entry(path, import_string(path), every) for path, every in settings.PERIODIC]


def run_due(listed: list[Entry] | None = None, *, now: float | None = None) -> list[str]:
    """Run what is due and return the names of what ran. A failure is logged; the others still run."""
    from django.db import close_old_connections

    ran = []
    for entry in entries() if listed is None else listed:
        moment = time.monotonic() if now is None else now
        if moment < entry.due:
            continue
        entry.due = moment + entry.every
        close_old_connections()
        try:
            entry.run()
        except Exception:  # one job that fails must not stop the seals of the audit trail
            logger.exception("A periodic job failed", extra={"safe": {"job": entry.name}})
        ran.append(entry.name)
    close_old_connections()
    return ran


class Clock(threading.Thread):
    """Looks once a second for what is due, beside the worker's own loop."""

    def __init__(self) -> None:
        super().__init__(name="cydwaith-clock", daemon=True)
        self._listed = entries()

    def run(self) -> None:
        """Run until the process ends."""
        while True:
            run_due(self._listed)
            time.sleep(1)
