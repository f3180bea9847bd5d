# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the person told employers, the links, and beforehand exactly what the employer will see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from cydwaith.journeys import snapshots
from cydwaith.journeys.actions.employer import draft
from cydwaith.journeys.models import EmployerSnapshot, SnapshotLink
from cydwaith.journeys.shapes import SnapshotPage
from cydwaith.journeys.vocabulary import TellLevel
from cydwaith.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link to a snapshot. `live`: it opens the page now. `opened_at`: for the first time, None never."""

    id: int
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    opened_at: datetime | None
    last_opened_at: datetime | None
    times_opened: int
    live: bool


@dataclass(frozen=True, slots=True)
class ToldView:
    """What one employer was told: the level in words, the texts, and its links, newest first."""

    id: int
    person_id: int
    job_id: int | None
    employer_name: str
    shown_name: str
    level: str
    level_words: str
    adjustments: str
    helps: str
    condition: str
    made_at: datetime
    links: tuple[LinkView, ...]


def snapshot_preview(actor: Actor, *, days: int = 30, **given: Any) -> SnapshotPage:
    """The page that an employer would read, from what `tell_employer` would be given. Raises `Invalid`."""
    return snapshots.page(draft(actor, days=days, **given), timezone.now() + timedelta(days=days))


def told_employers(actor: Actor, person_id: int) -> tuple[ToldView, ...]:
    """What the person told employers, as far as the actor may see it, newest first. Two statements."""
    links: dict[int, list[LinkView]] = defaultdict(list)
    now = timezone.now()
    rows = SnapshotLink.objects.visible_to(actor).filter(person_id=person_id).order_by("-pk")
    row: Any
    for row in rows.values(
        "person_id", "pk", "snapshot_id", "made_at", "expires_at", "revoked_at", "opened_at", "last_opened_at",
        "times_opened",
    ):  # fmt: skip
        view = LinkView(
            id=row["pk"],
            live=row["revoked_at"] is None and row["expires_at"] > now,
            **{
                name: row[name]
                for name in (
                    "made_at", "expires_at", "revoked_at", "opened_at", "last_opened_at", "times_opened",
                )
            },
        )  # fmt: skip
        links[row["snapshot_id"]].append(view)
    told = EmployerSnapshot.objects.visible_to(actor).filter(person_id=person_id).order_by("-pk")
    return tuple(
        ToldView(
            id=row.pk,
            person_id=row.person_id,
            job_id=row.job_id,
            employer_name=row.employer_name,
            shown_name=row.shown_name,
            level=row.level,
            level_words=str(TellLevel(row.level).label),
            adjustments=row.adjustments,
            helps=row.helps,
            condition=row.condition,
            made_at=row.made_at,
            links=tuple(links[row.pk]),
        )
        for row in told
    )


def my_snapshots(actor: Actor) -> tuple[ToldView, ...]:
    """What I told employers, newest first."""
    return told_employers(actor, actor.person_id) if actor.person_id is not None else ()
