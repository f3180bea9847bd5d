# SPDX-License-Identifier: AGPL-3.0-or-later
"""The adviser's home: what needs doing, the longest overdue first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.journeys import queries
from cydwaith.kernel.actor import Actor

from .pages import advice

# Where the one action of a row is done: route, what it asks beyond the reference, where one comes back.
ACTIONS: dict[str, tuple[str, str]] = {
    "action_first_contact": ("contact", ""),
    "action_contact": ("contact", ""),
    "action_call_back": ("contact", ""),
    "action_review": ("review", "review_id"),
    "action_own_step": ("person_plan", ""),
    "action_their_step": ("contact", ""),
    "action_stage": ("step", "journey_id"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the day. `tone` marks its rows."""

    key: str
    title: str
    tone: str
    rows: tuple[Any, ...]


def address_of(row: Any) -> str:
    """The address at which a row's action is done; one comes back to the list."""
    name, needs = ACTIONS.get(row.action_code, ("person", ""))
    kwargs: dict[str, Any] = {"reference": row.reference}
    if needs:
        found = row.about if needs == "review_id" else row.journey_id
        if found is None:
            name = "person"
        else:
            kwargs[needs] = found
    found_at = reverse(f"advice:{name}", kwargs=kwargs)
    return f"{found_at}?then=today" if name in ("contact", "review") else found_at


@advice()
def today(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Overdue, today, this week."""
    found = queries.today(actor)
    parts = [
        Part("overdue", _("Overdue"), "problem", found.overdue),
        Part("today", _("Today"), "due", found.today),
        Part("week", _("This week"), "plain", found.week),
    ]
    return render(
        request,
        "advice/today.html",
        {
            "parts": [part for part in parts if part.rows],
            "found": found,
            "overdue": len(found.overdue),
            "address_of": address_of,
            "greeting": _greeting(),
        },
    )


def _greeting() -> str:
    hour = timezone.localtime().hour
    if hour < 12:
        return _("Good morning")
    return _("Good afternoon") if hour < 18 else _("Good evening")
