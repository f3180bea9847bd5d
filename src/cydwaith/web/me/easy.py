# SPDX-License-Identifier: AGPL-3.0-or-later
"""Easy Read: the same page in short sentences with pictures. Remembered; on from the start for who asked for it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from cydwaith.kernel.actor import Actor
from cydwaith.people import queries

from .common import verb

COOKIE = "cydwaith_easy"
_ASKED_FOR = "me.easy_read"  # session key: "yes" or "no" from the person's needs, with whose record it is
_YEAR = 365 * 24 * 60 * 60


def wanted(request: HttpRequest, actor: Actor) -> bool:
    """Whether pages are shown in Easy Read: as chosen here, else as the person's needs say."""
    chosen = request.COOKIES.get(COOKIE)
    if chosen in ("yes", "no"):
        return chosen == "yes"
    kept = request.session.get(_ASKED_FOR, "")
    person, _, answer = kept.partition(":")
    if person != str(actor.person_id):
        answer = "yes" if "easy_read" in queries.editable(actor).needs.formats else "no"
        request.session[_ASKED_FOR] = f"{actor.person_id}:{answer}"
    return bool(answer == "yes")


def template(request: HttpRequest, actor: Actor, plain: str, easy: str) -> str:
    """Which of a page's two templates is shown."""
    return easy if wanted(request, actor) else plain


@verb
def switch(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Turn Easy Read on or off, remember it for a year, and go back to the page one came from."""
    back = request.POST.get("next", "")
    own = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    answer = HttpResponseRedirect(back if own else "/")
    chosen = "yes" if request.POST.get("easy") == "yes" else "no"
    answer.set_cookie(
        COOKIE, chosen, max_age=_YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return answer
