# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one page for an employer, pure: what a level lets through, and the page itself."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from cydwaith.journeys.shapes import SnapshotPage
from cydwaith.journeys.vocabulary import TellLevel
from cydwaith.kernel.vocabulary import Category

TEXTS: dict[str, tuple[str, ...]] = {
    TellLevel.NOTHING.value: (),
    TellLevel.ADJUSTMENTS.value: ("adjustments",),
    TellLevel.HELPS.value: ("adjustments", "helps"),
    TellLevel.CONDITION.value: ("adjustments", "helps", "condition"),
}
"""Level -> the texts that an employer reads. What was typed beyond the level is not kept."""
OWED: dict[str, str] = {
    TellLevel.ADJUSTMENTS.value: "adjustments",
    TellLevel.HELPS.value: "helps",
    TellLevel.CONDITION.value: "condition",
}
"""Level -> the text that it is chosen for, which may not be empty."""
MOST_DAYS = 366


def digest(token: str) -> str:
    """What is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def within(level: str, texts: dict[str, str]) -> dict[str, str]:
    """The three texts, those beyond the level emptied."""
    allowed = TEXTS[level]
    return {
        name: texts.get(name, "").strip() if name in allowed else ""
        for name in ("adjustments", "helps", "condition")
    }


def kept_under(level: str) -> Category:
    """Health where the condition is told, adjustments otherwise."""
    return Category.HEALTH if level == TellLevel.CONDITION else Category.ADJUSTMENTS


def page(snapshot: Any, expires_at: datetime) -> SnapshotPage:
    """The page as the employer reads it, from a snapshot (a row or one that is yet to be made)."""
    return SnapshotPage(
        shown_name=snapshot.shown_name,
        employer_name=snapshot.employer_name,
        level=snapshot.level,
        adjustments=snapshot.adjustments,
        helps=snapshot.helps,
        condition=snapshot.condition,
        language=snapshot.language,
        made_at=snapshot.made_at,
        expires_at=expires_at,
    )
