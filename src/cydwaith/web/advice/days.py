# SPDX-License-Identifier: AGPL-3.0-or-later
"""Days that are quicker to choose than to type: today, yesterday, in a week; any other is typed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OTHER = "other"

PAST: tuple[tuple[str, Promise], ...] = (
    ("0", _("Today")),
    ("1", _("Yesterday")),
    (OTHER, _("Another day")),
)
"""Days ago."""

AHEAD: tuple[tuple[str, Promise], ...] = (
    ("none", _("Nothing arranged")),
    ("7", _("In a week")),
    ("14", _("In two weeks")),
    ("28", _("In four weeks")),
    (OTHER, _("On another day")),
)
"""Days from today."""


def past(choice: str, typed: date | None) -> date | None:
    """The day that an answer of `PAST` means; `typed` where another day was chosen."""
    return typed if choice == OTHER else timezone.localdate() - timedelta(days=int(choice))


def ahead(choice: str, typed: date | None) -> date | None:
    """The day that an answer of `AHEAD` means, None for nothing arranged."""
    if choice == "none":
        return None
    return typed if choice == OTHER else timezone.localdate() + timedelta(days=int(choice))


def as_past(day: date) -> dict[str, Any]:
    """Initial answers of a pair of fields (`day`, `other`) for a day that stands already."""
    gone = (timezone.localdate() - day).days
    return {"day": str(gone), "other": None} if gone in (0, 1) else {"day": OTHER, "other": day}
