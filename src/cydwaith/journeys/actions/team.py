# SPDX-License-Identifier: AGPL-3.0-or-later
"""A caseload never falls between people: handing journeys over, and standing in for who is away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.journeys.finding import rows_for_change
from cydwaith.journeys.models import Journey
from cydwaith.kernel.actions import action, nothing_to_write, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.roles import Permission
from cydwaith.partnerships import actions as partnership_actions
from cydwaith.partnerships.queries import workers
from cydwaith.people import actions as people_actions

OPEN_END = timedelta(days=365)
"""An absence whose end is not known is covered for a year; the cover ends with the absence where that comes first."""


@action("journeys.hand_over", permission=Permission.MANAGE_TEAM)
def hand_over(*, by: Actor, journey_ids: Sequence[int], to_user_id: int) -> int:
    """Give open journeys to another adviser of the organisation, with the involvement that goes with them.

    Returns how many changed hands. All or none: raises `NotVisible` where one is not an open journey here, and
    `Invalid` where the new adviser does not work here or one of the people keeps them out.
    """
    wanted = set(journey_ids)
    rows = list(
        rows_for_change(Journey, by)
        .filter(pk__in=wanted, organisation_id=by.organisation_id, closed_on__isnull=True)
        .select_related("person")
        .order_by("pk")
    )
    if not wanted or {row.pk for row in rows} != wanted:
        raise NotVisible("Journey")
    if to_user_id not in {one.user_id for one in workers(by.organisation_id)}:
        raise Invalid.on("to_user_id", _("Choose somebody who works here."))
    going = [row for row in rows if row.adviser_id != to_user_id]
    if not going:
        nothing_to_write()
    groups: dict[int | None, list[Journey]] = defaultdict(list)
    for row in going:
        groups[row.adviser_id].append(row)
    for from_user_id, group in groups.items():
        _move_involvement(by, group, from_user_id, to_user_id)
    for row in going:
        row.adviser_id = to_user_id
        row.version += 1
        row.save(update_fields=["adviser", "version"])
        wrote(row, changed={"adviser": to_user_id})
    return len(going)


def _move_involvement(by: Actor, group: list[Journey], from_user_id: int | None, to_user_id: int) -> None:
    """Hand the people over; whom the first adviser keeps on another journey, or is not with any more, is added."""
    people = {row.person_id: row.person.reference for row in group}
    kept: set[int] = set()
    if from_user_id is not None:
        others = rows_for_change(Journey, by).filter(
            person_id__in=list(people), adviser_id=from_user_id, closed_on__isnull=True
        )
        others = others.exclude(pk__in=[row.pk for row in group])
        kept = set(others.values_list("person_id", flat=True))
    leaving = [reference for pk, reference in people.items() if pk not in kept]
    staying = [reference for pk, reference in people.items() if pk in kept]
    if leaving and from_user_id is not None:
        try:
            people_actions.reassign(
                by=by, references=leaving, from_user_id=from_user_id, to_user_id=to_user_id
            )
        except NotVisible:
            staying += leaving
    elif leaving:
        staying += leaving
    if staying:
        people_actions.reassign(by=by, references=staying, from_user_id=None, to_user_id=to_user_id)


@action("journeys.arrange_cover", permission=Permission.MANAGE_TEAM)
def arrange_cover(
    *, by: Actor, membership_id: int, cover_id: int, starts_on: date, ends_on: date | None = None
) -> int:
    """Somebody is away from a day (up to, not including, `ends_on`) and a colleague stands in; returns the absence.

    The colleague is involved with everybody on the caseload for that time, and finds them on their own list. Both
    ids are memberships. Raises `Invalid`.
    """
    absence_id = partnership_actions.record_absence(
        by=by, membership_id=membership_id, starts_on=starts_on, ends_on=ends_on, cover_id=cover_id
    )
    users = {one.membership_id: one.user_id for one in workers(by.organisation_id)}
    begins = _midnight(starts_on)
    people_actions.cover(
        by=by,
        for_user_id=users[membership_id],
        by_user_id=users[cover_id],
        starts_at=begins,
        ends_at=_midnight(ends_on) if ends_on else begins + OPEN_END,
    )
    nothing_to_write()  # the two verbs inside have written their rows
    return int(absence_id)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
