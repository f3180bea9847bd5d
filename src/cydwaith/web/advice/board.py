# SPDX-License-Identifier: AGPL-3.0-or-later
"""The caseload by stage: one column a stage. A card is moved from its menu, and the step asks what it asks anywhere."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cydwaith.journeys import queries
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Permission

from .pages import advice


@advice()
def board(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The board of one programme."""
    asked = request.GET.get("programme", "")
    team = actor.may(Permission.MANAGE_TEAM) and request.GET.get("whose", "team") == "team"
    found = queries.board(
        actor,
        int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 12 else None,
        scope="team" if team else "own",
    )
    return render(
        request,
        "advice/board.html",
        {"found": found, "team": team, "manages": actor.may(Permission.MANAGE_TEAM)},
    )
