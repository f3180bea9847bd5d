# SPDX-License-Identifier: AGPL-3.0-or-later
"""What may follow what, how long things are kept, and how a batch is named. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

KEEP: Final = timedelta(days=30)
"""How long a file is kept and a batch can be undone."""

STALE: Final = timedelta(seconds=90)
"""Work that reported nothing for so long was stopped (its host went down): it may be started again."""

FOLLOWS: Final[Mapping[str, frozenset[str]]] = {
    "uploaded": frozenset({"mapped"}),
    "mapped": frozenset({"mapped", "checking"}),
    "checking": frozenset({"checked", "failed", "mapped"}),
    "checked": frozenset({"mapped", "checking", "committing"}),
    "committing": frozenset({"done", "failed", "checked"}),
    "failed": frozenset({"mapped", "checking"}),
    "done": frozenset({"undoing"}),
    "undoing": frozenset({"undone", "done"}),
    "undone": frozenset(),
}
"""State -> states that may follow it."""

AT_WORK: Final = frozenset({"checking", "committing", "undoing"})
"""States in which a job is under way."""


def may_follow(state: str, wanted: str) -> bool:
    """Whether a batch in `state` may go on to `wanted`."""
    return wanted in FOLLOWS[state]


def undo_until(committed_at: datetime) -> datetime:
    """The moment until which a batch can be undone."""
    return committed_at + KEEP


def neutral_name(day: date, number: int, kind: str) -> str:
    """What a file is called here: its day and number. The name it came under may tell about people."""
    return f"import-{day.isoformat()}-{number}.{kind}"


def signature(sheets: Iterable[tuple[str, Iterable[str]]]) -> str:
    """SHA-256 of the folded headings of each sheet, whatever their order: columns that moved still match."""
    content = sorted((name, sorted(headings)) for name, headings in sheets)
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()


def key_digest(*parts: str) -> str:
    """A short digest of a stable row key: the key itself may be a name and a date of birth."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def content_digest(values: Mapping[str, Any]) -> str:
    """A short digest of what a row said, whatever the order of its columns."""
    lines = sorted(f"{name}={value!s}" for name, value in values.items())
    return hashlib.sha256("\x1e".join(lines).encode()).hexdigest()[:32]
