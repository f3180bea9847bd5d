# SPDX-License-Identifier: AGPL-3.0-or-later
"""Roles that open people's records: who is told when one is given, and which were given lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from cydwaith.kernel import audit
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotAllowed
from cydwaith.kernel.models import User
from cydwaith.kernel.periods import in_force
from cydwaith.kernel.roles import Permission, Role
from cydwaith.partnerships import rules
from cydwaith.partnerships.models import Invitation, Membership
from cydwaith.partnerships.partners import Addressee, addressees, user_names

WATCH = (Role.ADMINISTRATOR.value, Role.GOVERNANCE.value)
DAYS = 31


@dataclass(frozen=True, slots=True)
class Watchers:
    """Who is told. `operators`: nobody else at the organisation looks after roles, so those of the site are."""

    who: tuple[Addressee, ...]
    operators: bool


def watchers(actor: Actor) -> Watchers:
    """Who is told of a role that the actor gives at their organisation: its other administrators and its governance
    lead; where there is neither, the site's operators. Raises `NotAllowed`."""
    if not actor.may(Permission.MANAGE_ORGANISATION):
        raise NotAllowed("watchers")
    here = Membership.objects.filter(
        in_force(timezone.localdate()), organisation_id=rules.acting_for(actor), role__in=WATCH
    )
    found = addressees(set(here.values_list("user_id", flat=True)) - {actor.user_id})
    if found:
        return Watchers(tuple(found), operators=False)
    operators = User.objects.filter(is_operator=True, is_active=True).exclude(pk=actor.user_id or 0)
    return Watchers(tuple(addressees(operators.values_list("pk", flat=True))), operators=True)


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """A role that opens people's records. `taken_up`: it is in use; else it is offered, or was."""

    at: datetime
    who: str
    role: Role
    by: str
    taken_up: bool


def roles_given(actor: Actor) -> list[RoleGiven]:
    """Roles given at the actor's organisation in the last month, by invitation or by a change, the newest first.

    Raises `NotAllowed` for all but the governance lead.
    """
    if not actor.may(Permission.GOVERN):
        raise NotAllowed("roles given")
    here, since = rules.acting_for(actor), timezone.now() - timedelta(days=DAYS)
    opening = [role.value for role in rules.READS_PEOPLE]
    invited = list(
        Invitation.objects.filter(organisation_id=here, role__in=opening, created_at__gte=since)
        .order_by("-pk")[:100]
        .values_list("created_at", "name", "email", "role", "invited_by", "accepted_at")
    )
    changes = {
        row.object_id or 0: row
        for row in audit.lately(here, ["partnerships.change_member"], since)
        if "role" in row.digests
    }
    changed = list(
        Membership.objects.filter(pk__in=changes, organisation_id=here, role__in=opening)
        .annotate(name=F("user__name"))
        .values_list("pk", "name", "role")
    )
    users = user_names([*(row[4] for row in invited), *(row.user_id for row in changes.values())])
    found = [
        RoleGiven(at, name or email, Role(role), users.get(by or 0, ""), taken is not None)
        for at, name, email, role, by, taken in invited
    ]
    found += [
        RoleGiven(changes[pk].at, name, Role(role), users.get(changes[pk].user_id or 0, ""), True)
        for pk, name, role in changed
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)
