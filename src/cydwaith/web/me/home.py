# SPDX-License-Identifier: AGPL-3.0-or-later
"""My path: where I am, the next stone in one sentence, what waits for me, what happened lately, who works with me."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from cydwaith.journeys import queries as work
from cydwaith.journeys.queries import MyJourney, MyPlan
from cydwaith.kernel.actor import Actor
from cydwaith.partnerships.queries.public import contact_of
from cydwaith.people import queries
from cydwaith.web.questions import Asked

from . import easy, giving, supporters, telling, words_for
from .common import mine, owner

LATELY = 6


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened. `own`: in the person's words."""

    when: date
    what: str
    text: str = ""
    own: bool = False


def lately(plan: MyPlan, contacts: Any) -> list[Happening]:
    """What happened, the newest first: talks, stones that were reached, steps that were done."""
    today = timezone.localdate()
    found = [
        Happening(one.on, _("You talked"), ", ".join(part for part in (one.how, one.by) if part))
        for one in contacts
        if one.with_person and one.met
    ]
    for journey in plan.journeys:
        found += [
            Happening(stone.entered_on, _("A new part of your path"), stone.label)
            for stone in journey.stones
            if stone.entered_on is not None and stone.state in ("done", "current")
        ]
        found += [
            Happening(line.done_on, _("Done"), line.words, line.mine) for line in journey.done if line.done_on
        ]
    found = [one for one in found if one.when <= today]
    return sorted(found, key=lambda one: one.when, reverse=True)[:LATELY]


def waiting(journeys: list[MyJourney]) -> list[dict[str, Any]]:
    """What waits for the person, as tasks; nothing that is only nice to have."""
    tasks = []
    if any(one.to_agree for one in journeys):
        tasks.append(
            {
                "text": _("Say whether you agree to your plan"),
                "href": reverse("me:plan"),
                "word": _("Your turn"),
                "tone": "own",
            }
        )
    if journeys and not any(one.goals or one.steps for one in journeys):
        tasks.append(
            {
                "text": _("Say what you want to reach"),
                "href": reverse("me:plan_goal_add"),
                "word": _("Your turn"),
                "tone": "own",
            }
        )
    return tasks


_BEGUN = (
    (giving.GIVING, _lazy("Go on choosing who may see something"), "me:give"),
    (telling.TELLING, _lazy("Go on with what you tell an employer"), "me:tell"),
    (supporters.INVITING, _lazy("Go on asking somebody to help you"), "me:supporter_name"),
)


def begun(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    """What was begun and left, to go on with."""
    return [
        {"text": text, "href": reverse(name), "word": _("Begun"), "tone": "info"}
        for questions, text, name in _BEGUN
        if Asked(request, questions, owner=owner(actor)).begun()
    ]


@mine()
def home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """My path."""
    me = queries.header(actor)
    plan = work.my_plan(actor)
    contacts = work.person_contacts(actor, me.person_id).contacts
    journeys = [one for one in plan.journeys if one.closed_on is None]
    tasks = [*begun(request, actor), *waiting(journeys)]
    if queries.stopped_shares(actor):
        text, href = _("Somebody sees nothing of you any more"), reverse("me:sharing")
        tasks.append({"text": text, "href": href, "word": _("To know"), "tone": "info"})
    if journeys and plan.profile is None:
        href = reverse("me:about_wants")
        tasks.append(
            {"text": _("Say what you want from work"), "href": href, "word": _("Your turn"), "tone": "own"}
        )
    template = easy.template(request, actor, "me/home.html", "me/easy/home.html")
    return render(
        request,
        template,
        {
            "me": me,
            "paths": [(one, words_for.stones(one)) for one in journeys],
            "ended": [one for one in plan.journeys if one.closed_on is not None],
            "profile": plan.profile,
            "tasks": tasks,
            "lately": lately(plan, contacts),
            "reach": contact_of(me.holder_id),
        },
    )
