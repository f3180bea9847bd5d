# SPDX-License-Identifier: AGPL-3.0-or-later
"""Areas that an organisation's people may count for: the councils that we hold by ONS code, and what the site has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.errors import Invalid
from cydwaith.partnerships.models import Area

if TYPE_CHECKING:
    from cydwaith.engines.measures.comparators.areas import Area as Held


def _held() -> Iterator[Held]:
    from cydwaith.engines.measures.comparators.areas import NORTH_WEST, WALES, own_areas

    table, today = own_areas(), timezone.localdate()
    met: set[str] = set()
    for whole in (WALES, NORTH_WEST):
        for area in table.members(whole, today):
            if area.code not in met:
                met.add(area.code)
                yield area


def choices() -> list[tuple[str, str]]:
    """Code and name of every area that may be chosen, by name in the reader's language."""
    found = {area.code: Bilingual(area.en, area.cy) for area in _held()}
    found |= {
        code: Bilingual(en, cy) for code, en, cy in Area.objects.values_list("code", "name_en", "name_cy")
    }
    return sorted(((code, str(name)) for code, name in found.items()), key=lambda pair: pair[1])


def kept(code: str) -> Area | None:
    """The site's row of an area, made with all that it lies in where there is none yet; None for "".

    Raises `Invalid`.
    """
    if not code:
        return None
    found = Area.objects.filter(code=code).first()
    if found is not None:
        return found
    held = next((area for area in _held() if area.code == code), None)
    if held is None:
        raise Invalid.on("area", _("Choose one of the answers."))
    return _made(held)


def _made(area: Held) -> Area:
    from cydwaith.engines.measures.comparators.areas import own_areas

    table = own_areas()
    above = [table.area(code) for code in area.within if code in table]
    # Of the wholes that it lies in, the one in which none of the others lies: a city region, not its region.
    nearest = next((whole for whole in above if all(whole.code not in other.within for other in above)), None)
    parent = (Area.objects.filter(code=nearest.code).first() or _made(nearest)) if nearest else None
    return Area.objects.create(
        code=area.code, kind=area.kind.value, name_en=area.en, name_cy=area.cy, parent=parent
    )
