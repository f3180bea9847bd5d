# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can go wrong, as types: the web turns each into one kind of page, the command line into one exit code."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class CydwaithError(Exception):
    """Root of the errors that are answers, not accidents."""


class NotVisible(CydwaithError):
    """Absent, or not for this actor: the two look the same on purpose (404)."""


class NotAllowed(CydwaithError):
    """The role lacks the verb (403, the same kind page)."""


class Unadmitted(CydwaithError):
    """A statement touched a guarded table without admission: a fault in the code, never shown as data."""


class OutsideAction(CydwaithError):
    """A guarded row was written outside an action: a fault in the code."""


class Conflict(CydwaithError):
    """Somebody else changed the row since it was read. `current` holds what is there now, field by field."""

    def __init__(self, current: dict[str, Any], version: int) -> None:
        super().__init__("changed since it was read")
        self.current = current
        self.version = version


@dataclass
class Invalid(CydwaithError):
    """What was asked breaks a rule. `errors`: field name ("" for the whole) to messages in words."""

    errors: dict[str, list[str]] = field(default_factory=dict)

    def __str__(self) -> str:
        return "; ".join(f"{k}: {m}" if k else m for k, ms in self.errors.items() for m in ms)

    @classmethod
    def on(cls, field_name: str, message: str) -> Invalid:
        """One message on one field."""
        return cls({field_name: [str(message)]})


@dataclass
class Refused(Invalid):
    """An `Invalid` that may be a guess: `kernel.actions` undoes the verb, and keeps that it was tried.

    The trail is an audit row under the verb with "_refused": who, when, `person_id` where somebody's record was meant,
    and digests of what was `tried`. `verb`: which it was, set by the innermost action.
    """

    verb: str = ""
    person_id: int | None = None
    tried: dict[str, Any] = field(default_factory=dict)
