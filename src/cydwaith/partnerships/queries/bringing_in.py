# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an import needs to know of an organisation: its programmes and its colleagues, by every name they go by."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from cydwaith.kernel.periods import in_force
from cydwaith.kernel.roles import Role
from cydwaith.partnerships.models import Delivery, Membership, Organisation, Programme


@dataclass(frozen=True, slots=True)
class DeliveredProgramme:
    """A programme that the organisation delivers or leads, its names in both languages, its pathway's code."""

    programme_id: int
    code: str
    name_en: str
    name_cy: str
    pathway: str


@dataclass(frozen=True, slots=True)
class Caseworker:
    """An adviser or manager who works at the organisation now."""

    user_id: int
    name: str
    email: str


def delivered_programmes(organisation_id: int) -> list[DeliveredProgramme]:
    """Programmes that the organisation has delivered at any time, or leads, by code."""
    delivered = Delivery.objects.filter(organisation_id=organisation_id).values("programme_id")
    found = Programme.objects.filter(pk__in=delivered) | Programme.objects.filter(lead_id=organisation_id)
    rows = found.order_by("code").values_list("pk", "code", "name_en", "name_cy", "pathway")
    return [DeliveredProgramme(*row) for row in rows]


def caseworkers(organisation_id: int) -> list[Caseworker]:
    """Advisers and managers whose membership is in force, by name; each account once."""
    rows = (
        Membership.objects.filter(
            in_force(timezone.localdate()),
            organisation_id=organisation_id,
            role__in=[Role.ADVISER.value, Role.MANAGER.value],
        )
        .order_by("user__name", "user_id")
        .values_list("user_id", "user__name", "user__email")
        .distinct()
    )
    return [Caseworker(*row) for row in rows]


def is_manager(user_id: int, organisation_id: int) -> bool:
    """Whether somebody is a team manager there now. A job asks again: a role may have ended since it was begun."""
    return Membership.objects.filter(
        in_force(timezone.localdate()),
        user_id=user_id,
        organisation_id=organisation_id,
        role=Role.MANAGER.value,
        user__is_active=True,
    ).exists()


def organisation_id_of(code: str) -> int | None:
    """The id behind an organisation's code, None for a code that there is not."""
    return Organisation.objects.filter(code=code).values_list("pk", flat=True).first()
