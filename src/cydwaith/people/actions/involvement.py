# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who works with whom. The organisation's own involvement (the holder's) never ends here, so nobody falls between
people: who loses their last adviser stands on the manager's list of people with nobody."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _now

from cydwaith.kernel.actions import action, nothing_to_write, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.roles import Permission
from cydwaith.partnerships import partners
from cydwaith.people import sharing, visibility
from cydwaith.people.models import Involvement, Person
from cydwaith.people.queries.lookup import own_organisation, people_for_change, person_for_change

ROLES = ("adviser", "clinical")


def _check_colleague(by: Actor, user_id: int, field: str = "user_id") -> None:
    if not partners.works_at(user_id, own_organisation(by)):
        raise Invalid.on(field, _now("Choose somebody who works here."))


def _current(by: Actor, user_id: int | None = None) -> Any:
    """Involvements of users at the own organisation that hold now or are yet to begin."""
    rows = Involvement.objects.visible_to(by).filter(
        organisation_id=own_organisation(by), user_id__isnull=False
    )
    rows = rows.exclude(ends_at__lte=timezone.now())
    return rows if user_id is None else rows.filter(user_id=user_id)


def _begin(
    by: Actor, person_id: int, user_id: int, role: str, starts_at: datetime, ends_at: datetime | None = None
) -> int:
    row = Involvement.objects.create(
        person_id=person_id,
        organisation_id=own_organisation(by),
        user_id=user_id,
        role=role,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    wrote(row, changed={"user": user_id, "role": role, "starts_at": starts_at, "ends_at": ends_at})
    return row.pk


def _end(row: Involvement, at: datetime) -> None:
    row.ends_at = max(at, row.starts_at)
    row.save(update_fields=["ends_at"])
    wrote(row, changed={"ends_at": row.ends_at})


@action("people.assign", permission=Permission.MANAGE_TEAM)
def assign(
    *, by: Actor, reference: str, user_id: int, role: str = "adviser", starts_at: datetime | None = None
) -> int:
    """Name somebody of the own organisation to work with a person; returns the involvement's id.

    Asked again for who already does: the one that is there. Raises `Invalid` where they do not work here, or the
    person keeps them out.
    """
    person = person_for_change(by, reference)
    _check_colleague(by, user_id)
    if role not in ROLES:
        raise Invalid.on("role", _now("Choose one of the answers."))
    if sharing.kept_out([person.pk], user_id=user_id):
        raise Invalid.on(
            "user_id", _now("This person has asked that this colleague does not see their record.")
        )
    there = _current(by, user_id).filter(person_id=person.pk, role=role, ends_at__isnull=True).first()
    if there is not None:
        nothing_to_write()
        return int(there.pk)
    made = _begin(by, person.pk, user_id, role, starts_at or timezone.now())
    visibility.reindex([person.pk])
    return made


@action("people.reassign", permission=Permission.MANAGE_TEAM)
def reassign(*, by: Actor, references: Sequence[str], from_user_id: int | None, to_user_id: int) -> int:
    """Hand people over at one moment, from one colleague (None: from nobody) to another; returns how many.

    All or none: raises `Invalid` where one of the people keeps the new colleague out, `NotVisible` where one is
    not of this organisation or not with the first colleague.
    """
    people = people_for_change(by, list(references))
    _check_colleague(by, to_user_id, "to_user_id")
    if kept := sharing.kept_out([person.pk for person in people], user_id=to_user_id):
        names = ", ".join(sorted(person.name for person in people if person.pk in kept))
        raise Invalid.on(
            "to_user_id",
            _now("Some of them have asked that this colleague does not see their record.") + f" ({names})",
        )
    now = timezone.now()
    ids = [person.pk for person in people]
    rows = list(_current(by).filter(person_id__in=ids))
    leaving = [row for row in rows if row.user_id == from_user_id]
    if from_user_id is not None and {row.person_id for row in leaving} != set(ids):
        raise NotVisible("Involvement")
    for row in leaving:
        _end(row, now)
    there = {
        row.person_id
        for row in rows
        if row.user_id == to_user_id and row.role == "adviser" and not row.ends_at
    }
    for pk in ids:
        if pk not in there:
            _begin(by, pk, to_user_id, "adviser", now)
    visibility.reindex(ids)
    if not leaving and there >= set(ids):
        nothing_to_write()
    return len(ids)


@action("people.end_involvement", permission=Permission.MANAGE_TEAM)
def end_involvement(*, by: Actor, reference: str, user_id: int) -> int:
    """End somebody's work with a person now; returns how many involvements ended. The organisation's stays."""
    person = person_for_change(by, reference)
    rows = list(_current(by, user_id).filter(person_id=person.pk))
    if not rows:
        nothing_to_write()
    for row in rows:
        _end(row, timezone.now())
    visibility.reindex([person.pk])
    return len(rows)


@action("people.cover", permission=Permission.MANAGE_TEAM)
def cover(*, by: Actor, for_user_id: int, by_user_id: int, starts_at: datetime, ends_at: datetime) -> int:
    """Let a colleague stand in for another, for everybody they work with, until a moment; returns how many people.

    People who keep the colleague out are left out: they stay on the manager's list of people with nobody there.
    Raises `Invalid`.
    """
    _check_colleague(by, for_user_id, "for_user_id")
    _check_colleague(by, by_user_id, "by_user_id")
    if for_user_id == by_user_id:
        raise Invalid.on("by_user_id", _now("Choose somebody else."))
    if ends_at <= max(starts_at, timezone.now()):
        raise Invalid.on("ends_at", _now("This ends before it begins."))
    ids = list(
        _current(by, for_user_id)
        .exclude(role="cover")
        .order_by("person_id")
        .values_list("person_id", flat=True)
        .distinct()
    )
    people = list(Person.objects.visible_to(by).filter(pk__in=ids, joined_into__isnull=True))
    kept = sharing.kept_out(ids, user_id=by_user_id)
    there = set(
        _current(by, by_user_id)
        .filter(person_id__in=ids, ends_at__isnull=True)
        .values_list("person_id", flat=True)
    )
    wanted = [person.pk for person in people if person.pk not in kept and person.pk not in there]
    for pk in wanted:
        _begin(by, pk, by_user_id, "cover", starts_at, ends_at)
    if not wanted:
        nothing_to_write()
    visibility.reindex(wanted)
    return len(wanted)
