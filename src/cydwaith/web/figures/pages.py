# SPDX-License-Identifier: AGPL-3.0-or-later
"""How pages of figures are declared, and what the address of each says: partnership, length of the periods, period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest

from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.outcomes.counting import STEPS
from cydwaith.web.actors import Audience
from cydwaith.web.pages import View, page

BOTH = ("GET", "POST")


def reading(view: View) -> View:
    """A page of figures: numbers, and nobody."""
    return page(Audience.STAFF, Purpose.COUNT_RESULTS, Permission.READ_FIGURES)(view)


def preparing(*methods: str) -> object:
    """A page or button of whoever draws up what is given out."""
    return page(
        Audience.STAFF, Purpose.COUNT_RESULTS, Permission.PREPARE_RETURN, methods=methods or ("GET", "POST")
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. Anything that makes no sense counts as not asked."""

    place: str
    step: str
    period: date | None

    @classmethod
    def of(cls, request: HttpRequest, step: str = "year") -> Asked:
        """Read the address."""
        wanted = request.GET.get("step", "")
        try:
            period = date.fromisoformat(request.GET.get("period", ""))
        except ValueError:
            period = None
        place = request.GET.get("place", "").replace("\x00", "")[:60]
        return cls(place, wanted if wanted in STEPS else step, period)
