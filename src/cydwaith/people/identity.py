# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which records are somebody's own, and whom they support: what turns an account into an actor on a person."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from cydwaith.kernel.guard import admit
from cydwaith.kernel.periods import in_force

from .models import Person, Supporter


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """A person record that an account may act on, and the organisation that keeps it."""

    person_id: int
    reference: str
    organisation_id: int


def own_records(user_id: int) -> list[OwnRecord]:
    """The records that are this account's own, the newest first."""
    rows = admit(Person.objects.filter(user_id=user_id, joined_into__isnull=True)).order_by("-pk")
    return [OwnRecord(*row) for row in rows.values_list("pk", "reference", "organisation_id")]


def supported_records(user_id: int) -> list[OwnRecord]:
    """The records of people whom this account supports now."""
    now = timezone.now()
    helped = admit(Supporter.objects.filter(in_force(now, start="starts_at", end="ends_at"), user_id=user_id))
    rows = admit(Person.objects.filter(pk__in=helped.values("person_id"), joined_into__isnull=True)).order_by(
        "pk"
    )
    return [OwnRecord(*row) for row in rows.values_list("pk", "reference", "organisation_id")]
