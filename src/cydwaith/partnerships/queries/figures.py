# SPDX-License-Identifier: AGPL-3.0-or-later
"""What figures need to know of who works together: in which partnerships an organisation is and as what, and the names
behind the codes that figures hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils import timezone

from cydwaith.kernel import bilingual
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.periods import in_force
from cydwaith.partnerships.models import Area, Organisation, Partner, PartnerRole, Partnership, Programme


@dataclass(frozen=True, slots=True)
class Place:
    """A partnership that an organisation is in now. `whole`: as its lead body or a funder, who answer for all of it.

    `own`: the organisation's code, under which its share of a figure stands.
    """

    partnership_id: int
    code: str
    name: Bilingual
    whole: bool
    own: str


def places(organisation_id: int | None) -> tuple[Place, ...]:
    """The partnerships of an organisation, by name. One query."""
    rows = (
        Partner.objects.filter(in_force(timezone.localdate()), organisation_id=organisation_id or 0)
        .order_by("partnership__name_en", "partnership_id")
        .values_list(
            "partnership_id",
            "partnership__code",
            "partnership__name_en",
            "partnership__name_cy",
            "role",
            "organisation__code",
        )
    )
    answers = {PartnerRole.LEAD.value, PartnerRole.FUNDER.value}
    return tuple(
        Place(pk, code, Bilingual(en, cy), role in answers, own) for pk, code, en, cy, role, own in rows
    )


@dataclass(frozen=True, slots=True)
class ProgrammeOf:
    """A programme of a partnership, with both its starts. `ends_on`: the first day after it."""

    id: int
    code: str
    name: Bilingual
    public_name: Bilingual
    pathway: str
    lead_id: int
    contract_starts_on: date
    delivery_starts_on: date
    ends_on: date | None


def programmes_of(partnership_id: int) -> tuple[ProgrammeOf, ...]:
    """The programmes of a partnership, by name. One query."""
    columns = ("pk", "code", "pathway", "lead_id", "contract_starts_on", "delivery_starts_on", "ends_on")
    names = ("name_en", "name_cy", "public_name_en", "public_name_cy")
    rows = Programme.objects.filter(partnership_id=partnership_id).order_by("name_en", "pk")
    return tuple(
        ProgrammeOf(
            id=row["pk"],
            name=bilingual.of(row, "name"),
            public_name=bilingual.of(row, "public_name"),
            **{name: row[name] for name in columns[1:]},
        )
        for row in rows.values(*columns, *names)
    )


def partners_of(partnership_id: int) -> dict[str, tuple[int, Bilingual]]:
    """Code of an organisation that is or was in a partnership -> its id and name, by name. One query."""
    rows = (
        Organisation.objects.filter(partnerships__partnership_id=partnership_id)
        .order_by("name_en", "pk")
        .distinct()
        .values_list("code", "pk", "name_en", "name_cy")
    )
    return {code: (pk, Bilingual(en, cy)) for code, pk, en, cy in rows}


def funders_of(partnership_id: int) -> dict[int, Bilingual]:
    """Id -> name of the organisations that pay for something in a partnership, or are in it as funders. One query."""
    funds = Q(programmes_funded__partnership_id=partnership_id)
    joined = Q(partnerships__partnership_id=partnership_id, partnerships__role=PartnerRole.FUNDER)
    rows = Organisation.objects.filter(funds | joined).order_by("name_en", "pk").distinct()
    return {pk: Bilingual(en, cy) for pk, en, cy in rows.values_list("pk", "name_en", "name_cy")}


def area_names() -> dict[str, Bilingual]:
    """Code of an area -> its name. One query."""
    rows = Area.objects.order_by("name_en", "pk").values_list("code", "name_en", "name_cy")
    return {code: Bilingual(en, cy) for code, en, cy in rows}


def partnership_names() -> dict[int, Bilingual]:
    """Id -> name of every partnership on the site, for what is public. One query."""
    rows = Partnership.objects.values_list("pk", "name_en", "name_cy")
    return {pk: Bilingual(en, cy) for pk, en, cy in rows}


def partnership_codes() -> dict[str, int]:
    """Code -> id of every partnership on the site. One query."""
    return dict(Partnership.objects.values_list("code", "pk"))


def neutral_names(partnership_id: int) -> dict[str, Bilingual]:
    """Code of an organisation or programme of a partnership -> the name that outsiders read. Two queries."""
    organisations = Organisation.objects.filter(partnerships__partnership_id=partnership_id)
    programmes = Programme.objects.filter(partnership_id=partnership_id)
    return {
        code: Bilingual(en, cy)
        for rows in (organisations, programmes)
        for code, en, cy in rows.values_list("code", "public_name_en", "public_name_cy")
    }
