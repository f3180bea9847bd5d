# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the contexts above need to know of partnerships: flows in force, who works where, neutral names.

Asked without an actor: nothing in these tables is about a person supported, and every answer is narrowed by its caller.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cydwaith.kernel import bilingual
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.models import User
from cydwaith.kernel.periods import in_force
from cydwaith.kernel.roles import Role
from cydwaith.partnerships.models import Flow, Membership, Organisation, Partner, PartnerRole, Programme

CASEWORK = (Role.ADVISER.value, Role.MANAGER.value)


@dataclass(frozen=True, slots=True)
class OpenFlow:
    """A flow that may be used today: to whom, for what, which categories, until when the agreement holds."""

    source_id: int
    recipient_id: int
    recipient: Bilingual
    partnership_id: int
    purpose: str
    categories: int
    lawful_basis: str
    agreement_ends_on: date


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works with people at an organisation."""

    user_id: int
    name: str
    role: str


def open_flows(
    *, source_id: int, recipient_id: int | None = None, purpose: str = "", on: date | None = None
) -> list[OpenFlow]:
    """Flows out of an organisation that are switched on, under a signed agreement in force, between organisations
    that both belong to the partnership on the day."""
    found = _in_use(on or timezone.localdate()).filter(source_id=source_id)
    if recipient_id is not None:
        found = found.filter(recipient_id=recipient_id)
    if purpose:
        found = found.filter(purpose=purpose)
    rows = found.order_by("recipient__name_en", "recipient_id", "purpose", "pk").values(
        "source_id", "recipient_id", "recipient__name_en", "recipient__name_cy", "agreement__partnership_id",
        "purpose", "categories", "lawful_basis", "agreement__ends_on",
    )  # fmt: skip
    return [
        OpenFlow(
            source_id=row["source_id"],
            recipient_id=row["recipient_id"],
            recipient=Bilingual(row["recipient__name_en"], row["recipient__name_cy"]),
            partnership_id=row["agreement__partnership_id"],
            purpose=row["purpose"],
            categories=row["categories"],
            lawful_basis=row["lawful_basis"],
            agreement_ends_on=row["agreement__ends_on"],
        )
        for row in rows
    ]


def _in_use(day: date) -> QuerySet[Flow]:
    member = Partner.objects.filter(in_force(day), partnership_id=OuterRef("agreement__partnership_id"))
    return Flow.objects.filter(
        in_force(day, prefix="agreement__"),
        Exists(member.filter(organisation_id=OuterRef("source_id"))),
        Exists(member.filter(organisation_id=OuterRef("recipient_id"))),
        switched_on_at__isnull=False,
        agreement__signed_at__isnull=False,
    )


def sources_of(
    recipient_id: int, purpose: str, categories: int, partnership_id: int | None = None
) -> set[int]:
    """Organisations that send all of these categories to another for a purpose today, in one partnership or in any."""
    found = _in_use(timezone.localdate()).filter(recipient_id=recipient_id, purpose=purpose)
    if partnership_id is not None:
        found = found.filter(agreement__partnership_id=partnership_id)
    return {source for source, sent in found.values_list("source_id", "categories") if not categories & ~sent}


def lead_of(partnership_id: int) -> int | None:
    """The organisation that leads a partnership today: its first lead body."""
    rows = Partner.objects.filter(
        in_force(timezone.localdate()), partnership_id=partnership_id, role=PartnerRole.LEAD
    )
    return rows.order_by("starts_on", "pk").values_list("organisation_id", flat=True).first()


@dataclass(frozen=True, slots=True)
class Led:
    """A partnership and its name."""

    partnership_id: int
    code: str
    name: Bilingual


def led_by(organisation_id: int) -> list[Led]:
    """The partnerships that an organisation leads today, by name."""
    rows = Partner.objects.filter(
        in_force(timezone.localdate()), organisation_id=organisation_id, role=PartnerRole.LEAD
    )
    found = rows.order_by("partnership__name_en", "partnership_id").values(
        "partnership_id", "partnership__code", "partnership__name_en", "partnership__name_cy"
    )
    return [
        Led(row["partnership_id"], row["partnership__code"], bilingual.of(row, "partnership__name"))
        for row in found
        if lead_of(row["partnership_id"]) == organisation_id
    ]


def works_at(user_id: int, organisation_id: int, roles: Iterable[str] = CASEWORK) -> bool:
    """Whether a user is a member of the organisation today, in one of `roles`, with an account that is active."""
    return Membership.objects.filter(
        in_force(timezone.localdate()),
        user_id=user_id,
        organisation_id=organisation_id,
        role__in=list(roles),
        user__is_active=True,
    ).exists()


def colleagues(organisation_id: int, roles: Iterable[str] = CASEWORK) -> list[Colleague]:
    """Those who work with people at an organisation today, by name; one with two roles stands once, as manager."""
    rows = (
        Membership.objects.filter(
            in_force(timezone.localdate()),
            organisation_id=organisation_id,
            role__in=list(roles),
            user__is_active=True,
        )
        .order_by("user__name", "user_id", "role")
        .values_list("user_id", "user__name", "role")
    )
    return list({user_id: Colleague(user_id, name, role) for user_id, name, role in rows}.values())


def organisation_names(ids: Iterable[int | None]) -> dict[int, Bilingual]:
    """Names of organisations by id, as partners call each other."""
    wanted = {pk for pk in ids if pk is not None}
    if not wanted:
        return {}
    rows = Organisation.objects.filter(pk__in=wanted).values("pk", "name_en", "name_cy")
    return {row["pk"]: bilingual.of(row, "name") for row in rows}


def public_names(ids: Iterable[int | None]) -> dict[int, Bilingual]:
    """Neutral names of organisations by id, as outsiders read them."""
    rows = Organisation.objects.filter(pk__in={pk for pk in ids if pk is not None})
    return {
        row["pk"]: bilingual.of(row, "public_name")
        for row in rows.values("pk", "public_name_en", "public_name_cy")
    }


def user_names(ids: Iterable[int | None]) -> dict[int, str]:
    """Names of users by id."""
    wanted = {pk for pk in ids if pk is not None}
    return dict(User.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody with an account to whom a letter may be written."""

    user_id: int
    email: str
    language: str


def addressees(ids: Iterable[int]) -> list[Addressee]:
    """Where to write to users whose accounts are active, by id."""
    rows = User.objects.filter(pk__in=set(ids), is_active=True).order_by("pk")
    return [Addressee(*row) for row in rows.values_list("pk", "email", "language")]


def takes_self_referrals(organisation_id: int) -> bool:
    """Whether an organisation is open to people who ask by themselves."""
    return Organisation.objects.filter(pk=organisation_id, takes_self_referrals=True).exists()


def self_referral_places() -> list[dict[str, Any]]:
    """Organisations open to people who ask by themselves: id, code and neutral public name."""
    rows: Any = (
        Organisation.objects.filter(takes_self_referrals=True)
        .order_by("public_name_en", "pk")
        .values("pk", "code", "public_name_en", "public_name_cy", "area__name_en", "area__name_cy")
    )
    return list(rows)


def delivers(programme_id: int, organisation_id: int) -> bool:
    """Whether an organisation leads or delivers a programme today."""
    day = timezone.localdate()
    delivered = in_force(day, prefix="deliveries__") & Q(deliveries__organisation_id=organisation_id)
    return Programme.objects.filter(Q(lead_id=organisation_id) | delivered, pk=programme_id).exists()
