# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pages that say what this is; none of them knows anything about anybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships.queries.public import public_contacts
from cydwaith.web.actors import Audience
from cydwaith.web.components.path import Event, Stone
from cydwaith.web.pages import page

from . import privacy_notice


def _way() -> list[Stone]:
    """How support goes, as a path that nobody has set foot on yet."""
    return [
        Stone(name=_("You ask"), state="here", note=_("A few short questions, in Welsh or English.")),
        Stone(name=_("We answer"), state="ahead", note=_("In the language and the way you choose.")),
        Stone(
            name=_("You make a plan together"),
            state="ahead",
            note=_("With one adviser, in your own words. Nothing in it holds until you agree."),
            events=[Event(text=_("You decide who may see what, and can change it."), own=True)],
        ),
        Stone(
            name=_("Work that suits you"),
            state="ahead",
            note=_("Finding it, keeping it, or going back to it. Help goes on once you are there."),
        ),
    ]


@page(Audience.PUBLIC, Purpose.GET_SUPPORT)
def home(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """What this is, in one look."""
    return render(request, "public/home.html", {"way": _way()})


@page(Audience.PUBLIC, Purpose.GET_SUPPORT)
def privacy(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """What is kept, why, for how long: made from the list by which every stored field is handled."""
    return render(request, "public/privacy.html", {"notice": privacy_notice.notice()})


@page(Audience.PUBLIC, Purpose.GET_SUPPORT)
def accessibility(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """How usable the site is meant to be, and whom to tell where it is not."""
    return render(request, "public/accessibility.html", {"contacts": public_contacts()})


@page(Audience.PUBLIC, Purpose.GET_SUPPORT)
def contact(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """How to reach the organisations."""
    return render(request, "public/contact.html", {"contacts": public_contacts()})
