# SPDX-License-Identifier: AGPL-3.0-or-later
"""My jobs: several at once, hours and pay as they are and were, and when we look back together."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cydwaith.journeys import queries
from cydwaith.kernel.actor import Actor

from .common import mine


@mine()
def jobs(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Jobs that go on, then those that are over."""
    found = queries.my_jobs(actor)
    now = [job for job in found if job.now]
    minutes = [job.terms[0].hours_minutes_week for job in now if job.terms]
    return render(
        request,
        "me/jobs.html",
        {
            "now": now,
            "ahead": [job for job in found if not job.now and job.ends_on is None],
            "over": [job for job in found if not job.now and job.ends_on is not None],
            "together": sum(one for one in minutes if one) if len(now) > 1 else 0,
        },
    )
