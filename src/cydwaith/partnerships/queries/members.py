# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who works at an organisation, and the parts one account has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import F, FilteredRelation, Q
from django.utils import timezone

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.errors import NotAllowed, NotVisible
from cydwaith.kernel.models import User
from cydwaith.kernel.periods import in_force
from cydwaith.kernel.prepared import DAY, Kept, given
from cydwaith.kernel.roles import STAFF_ROLES, Permission, Role
from cydwaith.partnerships import rules
from cydwaith.partnerships.models import Absence, Membership

SEES_MEMBERS = (Permission.MANAGE_ORGANISATION, Permission.MANAGE_TEAM)


@dataclass(frozen=True, slots=True)
class Part:
    """A membership that somebody may act under, with the organisation's colours ("" for the site's own)."""

    membership_id: int
    role: Role
    organisation_id: int
    organisation: Bilingual
    ink: str
    accent: str


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody's role at the actor's organisation."""

    membership_id: int
    user_id: int
    name: str
    email: str
    language: str
    role: Role
    title: str
    hours_share: int
    starts_on: date
    ends_on: date | None
    last_login: datetime | None


@dataclass(frozen=True, slots=True)
class AbsenceView:
    """A spell in which a member is away."""

    absence_id: int
    membership_id: int
    user_id: int
    name: str
    starts_on: date
    ends_on: date | None
    cover: str
    cover_user_id: int | None
    now: bool


_PART = (
    "pk", "role", "organisation_id", "organisation__name_en", "organisation__name_cy", "organisation__ink",
    "organisation__accent",
)  # fmt: skip
_ACCOUNT = tuple(column.attname for column in User._meta.concrete_fields)


def account_with_parts(user_id: int) -> tuple[User, list[Part]] | None:
    """An account with its memberships in force, in the order in which they began: asked once a request."""
    found = _ACCOUNT_WITH_PARTS.rows(user_id=user_id, today=timezone.localdate())
    if not found:
        return None
    width = len(_ACCOUNT)
    user = User.from_db(connection.alias, _ACCOUNT, found[0][:width])
    return user, [_part(row[width:]) for row in found if row[width] is not None]


def _account_with_parts() -> Any:
    today = given("today", None, DAY)
    now = in_force(today, prefix="memberships__") & ~Q(memberships__role=Role.EMPLOYER.value)
    rows = User.objects.annotate(part=FilteredRelation("memberships", condition=now))
    return (
        rows.filter(pk=given("user_id", None))
        .order_by("part__pk")
        .values_list(*_ACCOUNT, *(f"part__{name}" for name in _PART))
    )


_ACCOUNT_WITH_PARTS = Kept(_account_with_parts)


def _part(row: tuple[Any, ...]) -> Part:
    pk, role, place, en, cy, ink, accent = row
    return Part(pk, Role(role), place, Bilingual(en, cy), ink, accent)


def parts(user_id: int) -> list[Part]:
    """The memberships in force of one account, in the order in which they began."""
    found = account_with_parts(user_id)
    return found[1] if found else []


def has_staff_part(user_id: int) -> bool:
    """Whether one of the account's parts makes it staff now, of whom more is asked at sign-in."""
    return Membership.objects.filter(
        in_force(timezone.localdate()), user_id=user_id, role__in=[r.value for r in STAFF_ROLES]
    ).exists()


def _check(actor: Actor) -> None:
    if not any(actor.may(p) for p in SEES_MEMBERS):
        raise NotAllowed("members")


def _rows(actor: Actor, condition: Q) -> list[Member]:
    rows = (
        Membership.objects.filter(condition, organisation_id=rules.acting_for(actor))
        .exclude(role=Role.EMPLOYER.value)
        .annotate(
            name=F("user__name"),
            email=F("user__email"),
            language=F("user__language"),
            last_login=F("user__last_login"),
        )
        .order_by("name", "pk")
        .values_list(
            "pk",
            "user_id",
            "name",
            "email",
            "language",
            "role",
            "title",
            "hours_share",
            "starts_on",
            "ends_on",
            "last_login",
        )
    )
    return [Member(*row[:5], Role(row[5]), *row[6:]) for row in rows]


def members(actor: Actor, *, casework: bool = False) -> list[Member]:
    """The members of the actor's organisation now or from a day to come, by name; `casework`: who may have people.

    Raises `NotAllowed`.
    """
    _check(actor)
    going_on = Q(ends_on__isnull=True) | Q(ends_on__gt=timezone.localdate())
    if casework:
        going_on &= Q(role__in=[Role.ADVISER.value, Role.MANAGER.value])
    return _rows(actor, going_on)


def member(actor: Actor, membership_id: int) -> Member:
    """One member of the actor's organisation. Raises `NotVisible` where there is none that goes on."""
    _check(actor)
    found = _rows(
        actor, Q(pk=membership_id) & (Q(ends_on__isnull=True) | Q(ends_on__gt=timezone.localdate()))
    )
    if not found:
        raise NotVisible("membership")
    return found[0]


def absences(actor: Actor) -> list[AbsenceView]:
    """Absences at the actor's organisation that are now or to come, the first to begin first. Raises `NotAllowed`."""
    _check(actor)
    today = timezone.localdate()
    rows = (
        Absence.objects.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gt=today), membership__organisation_id=rules.acting_for(actor)
        )
        .order_by("starts_on", "pk")
        .values_list(
            "pk", "membership_id", "membership__user_id", "membership__user__name", "starts_on", "ends_on",
            "cover__user__name", "cover__user_id",
        )
    )  # fmt: skip
    return [
        AbsenceView(pk, membership, user, name, begins, ends, cover or "", cover_id, begins <= today)
        for pk, membership, user, name, begins, ends, cover, cover_id in rows
    ]
