# SPDX-License-Identifier: AGPL-3.0-or-later
"""People with whom somebody works and who were never on a journey: no list of journeys would show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from cydwaith.journeys.models import Journey
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Permission
from cydwaith.people.queries import involved_ids
from cydwaith.people.queries.columns import own_people

MOST = 200


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A person without a journey. `since`: the day on which the record was made."""

    person_id: int
    reference: str
    name: str
    called: str
    since: date


@dataclass(frozen=True, slots=True)
class Waiting:
    """Who has waited longest first, at most `MOST`; `more`: there are others."""

    rows: tuple[WaitingRow, ...]
    more: bool


def without_journey(actor: Actor) -> Waiting:
    """People of the own organisation who never had a journey: those the actor works with, a manager's whole team's.

    One statement.
    """
    journeys = Journey.objects.visible_to(actor).filter(
        person_id=OuterRef("pk"), organisation_id=actor.organisation_id or 0
    )
    people = own_people(actor).filter(~Exists(journeys))
    if not actor.may(Permission.MANAGE_TEAM):
        people = people.filter(pk__in=involved_ids(actor))
    rows = list(
        people.order_by("created_at", "pk").values("pk", "reference", "name", "called", "created_at")[
            : MOST + 1
        ]
    )
    found = tuple(
        WaitingRow(row["pk"], row["reference"], row["name"], row["called"], _day(row["created_at"]))
        for row in rows[:MOST]
    )
    return Waiting(found, len(rows) > MOST)


def _day(moment: datetime) -> date:
    return timezone.localdate(moment)
