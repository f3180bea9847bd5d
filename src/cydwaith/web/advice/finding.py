# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding a person among those one may see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cydwaith.kernel.actor import Actor
from cydwaith.people import queries as people

from .pages import advice


@advice()
def search(request: HttpRequest, actor: Actor) -> HttpResponse:
    """By name however it is spelt, date of birth, reference or NHS number. A reference leads straight there."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    found = people.search(actor, asked) if asked else None
    if found and len(found.people) == 1 and found.people[0].by in ("reference", "number"):
        return redirect("advice:person", reference=found.people[0].reference)
    return render(request, "advice/search.html", {"asked": asked, "found": found})
