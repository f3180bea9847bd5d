# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a figure to the people behind it, for the managers of who supports them; and from a person to every rule."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.outcomes import counting, queries
from cydwaith.web.actors import Audience
from cydwaith.web.advice.pages import kept_here
from cydwaith.web.pages import page

from .overview import say


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 1


@page(Audience.STAFF, Purpose.CHECK_QUALITY, Permission.MANAGE_TEAM)
def verdicts(request: HttpRequest, actor: Actor, figure_id: int, line: str) -> HttpResponse:
    """Those behind one line of a figure: their names, as far as the reader's organisation supports them."""
    try:
        found = queries.behind(actor, figure_id, line, _page_number(request))
    except counting.NotCountedError as error:
        return render(
            request, "figures/not_counted.html", say(problem=counting.FAILURES[error.code]), status=503
        )
    return render(request, "figures/verdicts.html", say(found=found))


@page(Audience.STAFF, Purpose.FIND_WORK, Permission.WORK_CASELOAD)
def person(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """What each rule says of one person, and by when something would have to happen."""
    header = kept_here(actor, reference)
    problem = ""
    found = None
    try:
        found = queries.about_person(actor, reference, request.GET.get("rulebook", "")[:60])
    except counting.NotCountedError as error:
        problem = str(counting.FAILURES[error.code])
    return render(request, "figures/person.html", say(found=found, person=header, problem=problem))
