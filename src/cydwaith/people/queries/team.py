# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who works with whom at the own organisation, and who has nobody."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotAllowed
from cydwaith.kernel.periods import in_force
from cydwaith.kernel.roles import Permission
from cydwaith.partnerships import partners
from cydwaith.partnerships.partners import Colleague
from cydwaith.people.models import Involvement, Person

from .lookup import own_organisation


@dataclass(frozen=True, slots=True)
class Unassigned:
    """Somebody with whom nobody works now. `since`: when the last one stopped (None: nobody ever did)."""

    person_id: int
    reference: str
    name: str
    since: datetime | None


def team(actor: Actor) -> list[Colleague]:
    """Advisers and managers of the own organisation, by name. Raises `NotAllowed`."""
    return partners.colleagues(own_organisation(actor))


def _working(actor: Actor, now: datetime, colleagues: Collection[int] | None = None) -> Any:
    """Involvements of users at the own organisation that hold now, of those who still work there."""
    here = own_organisation(actor)
    return Involvement.objects.visible_to(actor).filter(
        in_force(now, start="starts_at", end="ends_at"),
        organisation_id=here,
        user_id__in=colleagues or [one.user_id for one in partners.colleagues(here)],
    )


def unassigned(actor: Actor, *, among: Any = None, limit: int = 200) -> list[Unassigned]:
    """People of the own organisation with whom nobody works now, or whose adviser has left: for the manager.

    `among`: `unassigned_people`, narrowed by a context above. Who waits longest comes first. Raises `NotAllowed`.
    """
    if not actor.may(Permission.MANAGE_TEAM):
        raise NotAllowed("unassigned")
    people = (unassigned_people(actor) if among is None else among).order_by("created_at", "pk")
    rows = list(people.values("pk", "reference", "name", "created_at")[:limit])
    last: dict[int, datetime | None] = {}
    ended = Involvement.objects.visible_to(actor).filter(
        person_id__in=[row["pk"] for row in rows], user_id__isnull=False, ends_at__lte=timezone.now()
    )
    for pk, ends_at in ended.order_by("ends_at").values_list("person_id", "ends_at"):
        last[pk] = ends_at
    return [Unassigned(row["pk"], row["reference"], row["name"], last.get(row["pk"])) for row in rows]


def unassigned_people(actor: Actor, *, colleagues: Collection[int] | None = None) -> Any:
    """The same as an admitted query of people, to be counted or joined.

    `colleagues`: ids of those who work there with people now, where the caller has just asked for them.
    """
    working = _working(actor, timezone.now(), colleagues).filter(person_id=OuterRef("pk"))
    return Person.objects.visible_to(actor).filter(
        ~Exists(working), organisation_id=own_organisation(actor), joined_into__isnull=True
    )


def involved_ids(actor: Actor, user_id: int | None = None) -> Any:
    """Ids of the people with whom a user (the actor) works now, cover counted, as a subquery for `__in`."""
    who = actor.user_id if user_id is None else user_id
    return (
        Involvement.objects.visible_to(actor)
        .filter(
            in_force(timezone.now(), start="starts_at", end="ends_at"),
            organisation_id=own_organisation(actor),
            user_id=who or 0,
        )
        .values("person_id")
    )


@dataclass(frozen=True, slots=True)
class HeldPerson:
    """Somebody with whom a colleague works, cover left out."""

    person_id: int
    reference: str
    name: str
    called: str


def held_people(actor: Actor, user_id: int, *, but: Collection[int] = ()) -> list[HeldPerson]:
    """The people of the own organisation with whom a colleague works now, by name, without those in `but`.

    For the manager, who hands them over. Raises `NotAllowed`.
    """
    if not actor.may(Permission.MANAGE_TEAM):
        raise NotAllowed("held_people")
    here = own_organisation(actor)
    holding = Involvement.objects.visible_to(actor).filter(
        in_force(timezone.now(), start="starts_at", end="ends_at"), organisation_id=here, user_id=user_id
    )
    rows = (
        Person.objects.visible_to(actor)
        .filter(
            pk__in=holding.exclude(role="cover").values("person_id"),
            organisation_id=here,
            joined_into__isnull=True,
        )
        .exclude(pk__in=list(but))
        .order_by("sort_key", "pk")
    )
    return [HeldPerson(*row) for row in rows.values_list("pk", "reference", "name", "called")]
