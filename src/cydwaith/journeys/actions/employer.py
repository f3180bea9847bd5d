# SPDX-License-Identifier: AGPL-3.0-or-later
"""Telling an employer: the person alone decides, writes, and takes back; the employer opens one link."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.journeys import rules, snapshots
from cydwaith.journeys.finding import own_rows, row_for_change
from cydwaith.journeys.models import EmployerSnapshot, JobSpell, SnapshotLink
from cydwaith.journeys.policy import Bearer
from cydwaith.journeys.shapes import SnapshotPage, Told
from cydwaith.journeys.vocabulary import TellLevel
from cydwaith.kernel.actions import action, once, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.roles import Permission, Role
from cydwaith.people.queries import person_for_change


def draft(
    by: Actor,
    *,
    employer_name: str,
    level: str,
    adjustments: str = "",
    helps: str = "",
    condition: str = "",
    shown_name: str = "",
    job_id: int | None = None,
    language: str | None = None,
    days: int = 30,
) -> EmployerSnapshot:
    """The snapshot as it would be made, unsaved. Raises `Invalid` with everything wrong at once."""
    person = person_for_change(by, None)
    errors: rules.Errors = {}
    if level not in TellLevel.values:
        raise Invalid.on("level", _("Choose one of the answers."))
    texts = snapshots.within(level, {"adjustments": adjustments, "helps": helps, "condition": condition})
    owed = snapshots.OWED.get(level)
    if owed and not texts[owed]:
        errors[owed] = [_("Write this, or choose to tell less.")]
    if not employer_name.strip():
        errors["employer_name"] = [_("Write who will read this.")]
    if not 1 <= days <= snapshots.MOST_DAYS:
        errors["days"] = [_("Choose for how long the link works: up to a year.")]
    if job_id is not None and not own_rows(JobSpell, by).filter(pk=job_id).exists():
        errors["job_id"] = [_("Choose one of the answers.")]
    if errors:
        raise Invalid(errors)
    return EmployerSnapshot(
        person_id=person.pk,
        job_id=job_id,
        employer_name=employer_name.strip(),
        shown_name=shown_name.strip() or person.called or person.name,
        language=language or by.language,
        level=level,
        kept_under=int(snapshots.kept_under(level)),
        **texts,
    )


@action("journeys.tell_employer", permission=Permission.OWN_RECORD)
def tell_employer(
    *,
    by: Actor,
    employer_name: str,
    level: str,
    adjustments: str = "",
    helps: str = "",
    condition: str = "",
    shown_name: str = "",
    job_id: int | None = None,
    language: str | None = None,
    days: int = 30,
    token: str | None = None,
) -> Told:
    """Write what an employer shall read, and make the link for it. Only the person.

    At level "nothing" the choice is kept and no link is made. The link's token is shown once and only its digest
    is kept: sent twice with one `token`, the second answer has none. `days`: how long the link works. Raises `Invalid`.
    """
    made: list[str] = []

    def make() -> int:
        row = draft(
            by,
            employer_name=employer_name,
            level=level,
            adjustments=adjustments,
            helps=helps,
            condition=condition,
            shown_name=shown_name,
            job_id=job_id,
            language=language,
            days=days,
        )
        row.save()
        texts = {name: getattr(row, name) for name in ("adjustments", "helps", "condition")}
        wrote(row, changed={"level": level, **texts})
        if level != TellLevel.NOTHING:
            made.append(_make_link(row, days))
        return row.pk

    return Told(int(once(token, make)), "".join(made))


def _make_link(snapshot: Any, days: int) -> str:
    token, now = secrets.token_urlsafe(24), timezone.now()
    row = SnapshotLink.objects.create(
        person_id=snapshot.person_id,
        snapshot_id=snapshot.pk,
        token_digest=snapshots.digest(token),
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    wrote(row, changed={"expires_at": row.expires_at})
    return token


@action("journeys.new_link", permission=Permission.OWN_RECORD)
def new_link(*, by: Actor, snapshot_id: int, days: int = 30, token: str | None = None) -> str:
    """Another link to a snapshot; returns its token, shown once: "" where this was sent before with the same `token`,
    so that no second link works that nobody was shown. Raises `Invalid`, `NotVisible`."""
    snapshot = row_for_change(EmployerSnapshot, by, snapshot_id)
    if snapshot.level == TellLevel.NOTHING:
        raise Invalid.on("", _("There is nothing to tell here."))
    if not 1 <= days <= snapshots.MOST_DAYS:
        raise Invalid.on("days", _("Choose for how long the link works: up to a year."))
    made: list[str] = []

    def make() -> int:
        made.append(_make_link(snapshot, days))
        return snapshot.pk

    once(token, make)
    return "".join(made)


@action("journeys.revoke_link", permission=Permission.OWN_RECORD)
def revoke_link(*, by: Actor, link_id: int) -> None:
    """Take a link back: it opens nothing from the next request on. Taken back twice, the first time holds."""
    row = row_for_change(SnapshotLink, by, link_id)
    row.revoked_at = row.revoked_at or timezone.now()
    row.save(update_fields=["revoked_at"])
    wrote(row, changed={"revoked_at": row.revoked_at})


@action("journeys.open_snapshot", permission=Permission.READ_SNAPSHOT)
def open_snapshot(*, by: Actor, token: str) -> SnapshotPage:
    """What the holder of a link reads. Noted on the link, where the person sees it.

    Raises `NotVisible` for a token that is unknown, expired or taken back: the three look the same.
    """
    if by.role is not Role.EMPLOYER or not token:
        raise NotVisible("snapshot")
    bearer = Bearer(
        role=by.role, purpose=by.purpose, language=by.language, token_digest=snapshots.digest(token)
    )
    link = SnapshotLink.objects.visible_to(bearer).one()
    snapshot = EmployerSnapshot.objects.visible_to(bearer).filter(pk=link.snapshot_id).one()
    now: datetime = timezone.now()
    link.opened_at, link.last_opened_at = link.opened_at or now, now
    link.times_opened += 1
    link.save(update_fields=["opened_at", "last_opened_at", "times_opened"])
    wrote(link, changed={"opened": now})
    return snapshots.page(snapshot, link.expires_at)
