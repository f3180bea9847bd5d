# SPDX-License-Identifier: AGPL-3.0-or-later
"""Invitations of staff that wait until a colleague has checked the address, and who can."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from cydwaith.kernel.actor import Actor
from cydwaith.partnerships import partners
from cydwaith.people import identity
from cydwaith.people.models import AccountInvitation, Supporter

from .lookup import person_for_change


@dataclass(frozen=True, slots=True)
class WaitingInvitation:
    """An invitation that waits. `supporter`: whose place it is, "" for the person's own. `own`: the actor wrote it."""

    invitation_id: int
    email: str
    supporter: str
    invited_by: str
    invited_at: datetime
    own: bool


def waiting_invitations(actor: Actor, reference: str) -> list[WaitingInvitation]:
    """Invitations about a person whose address nobody has checked, the newest first. Raises `NotVisible`."""
    person = person_for_change(actor, reference)
    rows = list(
        AccountInvitation.objects.visible_to(actor)
        .filter(
            person_id=person.pk,
            accepted_at__isnull=True,
            withdrawn_at__isnull=True,
            waits=True,
            expires_at__gt=timezone.now(),
        )
        .order_by("-pk")
    )
    if not rows:
        return []
    supporters = Supporter.objects.visible_to(actor).filter(person_id=person.pk)
    names = {pk: name for pk, _person, name in supporters.values_list("pk", "person_id", "name")}
    users = partners.user_names(row.invited_by for row in rows)
    return [
        WaitingInvitation(
            row.pk,
            row.email,
            names.get(row.supporter_id or 0, ""),
            users.get(row.invited_by or 0, ""),
            row.invited_at,
            row.invited_by == actor.user_id,
        )
        for row in rows
    ]


def who_may_confirm(actor: Actor, reference: str) -> list[partners.Addressee]:
    """To whom to write that an address waits to be checked: the managers, or, where there is none, the others.

    Raises `NotVisible`.
    """
    found = identity.who_may_confirm(actor, person_for_change(actor, reference).pk)
    managers = [one for one in found if one.role == "manager"]
    return partners.addressees(one.user_id for one in managers or found)
