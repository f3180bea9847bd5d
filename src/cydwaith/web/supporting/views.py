# SPDX-License-Identifier: AGPL-3.0-or-later
"""One page with all that was allowed, and one verb: a step is done."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cydwaith.journeys import queries as work
from cydwaith.journeys.actions.helping import help_with_step
from cydwaith.journeys.vocabulary import WhoDoes
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import CATEGORY_LABELS, Category, Purpose, categories_of
from cydwaith.people import queries
from cydwaith.people.opened import opened
from cydwaith.web.actors import Audience
from cydwaith.web.me import words_for
from cydwaith.web.me.common import send
from cydwaith.web.pages import View, page


def helping(*methods: str) -> Any:
    """Declare a page of this audience: the record of whom one helps, to get support."""

    def declare(view: View) -> View:
        return page(
            Audience.SUPPORTER, Purpose.GET_SUPPORT, Permission.HELP_PERSON, methods=methods or ("GET",)
        )(view)

    return declare


@helping()
def home(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """What the person lets me see. Without their name open to me there is nothing at all, said kindly."""
    now = opened(actor)
    if not now.categories & Category.IDENTITY:
        return render(request, "supporting/nothing.html")
    person = queries.header(actor, reference)
    plan = work.person_plan(actor, person.person_id) if now.categories & Category.GOALS else None
    path = work.my_plan(actor) if now.categories & Category.JOBS else None
    done = request.GET.get("done", "")
    return render(
        request,
        "supporting/home.html",
        {
            "person": person,
            "until": now.until,
            "allowed": [str(CATEGORY_LABELS[one]) for one in categories_of(int(now.categories))],
            "needs": person.needs if now.categories & Category.NEEDS else (),
            "goals": [one for one in plan.goals if one.open] if plan else [],
            "steps": [one for one in plan.steps if one.open] if plan else [],
            "theirs_to_do": str(WhoDoes.ADVISER.label),
            "sees_plan": plan is not None,
            "profile": plan.profiles[0] if plan and plan.profiles else None,
            "last": next((one for one in plan.steps if str(one.id) == done and one.done_on), None)
            if plan
            else None,
            "paths": _paths(path),
            "jobs": [job for job in work.my_jobs(actor) if job.now] if path is not None else None,
        },
    )


def _paths(plan: work.MyPlan | None) -> list[Any]:
    """Open journeys with their path; what was done is in the plan, which may be closed to the supporter."""
    journeys = [one for one in plan.journeys if one.closed_on is None] if plan else []
    return [(one, words_for.stones(one)) for one in journeys]


@helping("POST")
def step(request: HttpRequest, actor: Actor, reference: str, step_id: int, *, done: bool) -> HttpResponse:
    """A step is done, or is not done yet after all."""
    address = reverse("supporting:home", kwargs={"reference": reference})
    return send(
        request,
        lambda: help_with_step(by=actor, step_id=step_id, done=done),
        back=f"{address}?done={step_id}" if done else address,
    )
