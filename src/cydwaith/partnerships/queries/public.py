# SPDX-License-Identifier: AGPL-3.0-or-later
"""What anybody may know of the organisations on this site: neutral names and how to reach them."""

from __future__ import annotations

from dataclasses import dataclass

from cydwaith.kernel import bilingual
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.partnerships.models import Organisation


@dataclass(frozen=True, slots=True)
class PublicContact:
    """How to reach an organisation that people may ask for help by themselves."""

    name: Bilingual
    email: str
    phone: str


def public_contacts() -> list[PublicContact]:
    """Organisations open to everybody, by name, with their address and number where they gave one."""
    rows = Organisation.objects.filter(takes_self_referrals=True).order_by("public_name_en", "pk")
    return [
        PublicContact(bilingual.of(row, "public_name"), row["email"], row["phone"])
        for row in rows.values("public_name_en", "public_name_cy", "email", "phone")
    ]


def contact_of(organisation_id: int) -> PublicContact | None:
    """How to reach one organisation; None where it gave neither address nor number."""
    rows = Organisation.objects.filter(pk=organisation_id)
    row = rows.values("public_name_en", "public_name_cy", "email", "phone").first()
    if row is None or not (row["email"] or row["phone"]):
        return None
    return PublicContact(bilingual.of(row, "public_name"), row["email"], row["phone"])
