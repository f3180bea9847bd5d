# SPDX-License-Identifier: AGPL-3.0-or-later
"""The only bypass of the guard: `with system("reason"):`, for tasks, commands and facts.

Held to few importers by import-linter. Each use is logged; what it touched of a person's record is told to the
person by the caller through the audit row or access row that it writes.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

log = logging.getLogger("cydwaith.system")

_reason: ContextVar[str | None] = ContextVar("system_reason", default=None)


@contextmanager
def system(reason: str) -> Iterator[None]:
    """Admit every guarded statement inside the block, for `reason` (a sentence, kept in the log).

    Raises `ValueError` for an empty reason.
    """
    if not reason.strip():
        raise ValueError("a bypass needs its reason in words")
    token = _reason.set(reason)
    log.info("system bypass", extra={"reason": reason})
    try:
        yield
    finally:
        _reason.reset(token)


def system_reason() -> str | None:
    """The reason of the bypass in force, or None."""
    return _reason.get()
