# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many people there are, as entered with its source."""

from __future__ import annotations

from dataclasses import dataclass

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.errors import NotAllowed
from cydwaith.kernel.roles import Permission
from cydwaith.outcomes.models import BaseKind, PopulationBase
from cydwaith.partnerships.queries.figures import area_names


@dataclass(frozen=True, slots=True)
class BaseView:
    """One number: of which people, where, for which year, and who says so."""

    area: Bilingual | str
    kind: str
    year: int
    people: int
    source: str


def kinds() -> list[tuple[str, str]]:
    """The kinds of people that may be counted, with their words."""
    return [(kind.value, str(kind.label)) for kind in BaseKind]


def areas() -> list[tuple[str, str]]:
    """Code and name of the site's areas, in the reader's language."""
    return sorted(((code, str(name)) for code, name in area_names().items()), key=lambda pair: pair[1])


def bases(actor: Actor) -> list[BaseView]:
    """Every number that was entered, by area, kind and year, the newest first. Raises `NotAllowed`."""
    if not actor.may(Permission.READ_FIGURES):
        raise NotAllowed("bases")
    names = area_names()
    rows = PopulationBase.objects.order_by("area", "kind", "-year")
    return [
        BaseView(
            names.get(row.area, row.area), str(BaseKind(row.kind).label), row.year, row.people, row.source
        )
        for row in rows
    ]
