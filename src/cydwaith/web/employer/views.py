# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the holder of a link reads. No sign-in, no name of a service, nothing but what the person saw beforehand."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cydwaith.journeys import actions
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotVisible
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.web.actors import Audience
from cydwaith.web.pages import page


@page(Audience.EMPLOYER, Purpose.FIND_WORK, Permission.READ_SNAPSHOT)
def letter(request: HttpRequest, actor: Actor, token: str) -> HttpResponse:
    """The page behind a link; one page for every link that does not work, whatever the reason."""
    try:
        found = actions.open_snapshot(by=actor, token=token)
    except NotVisible:
        return render(request, "employer/over.html", status=404)
    answer = render(request, "employer/page.html", {"letter": found})
    # The address is the key: it must not travel on with whatever is opened from here.
    answer["Referrer-Policy"] = "no-referrer"
    return answer
