# SPDX-License-Identifier: AGPL-3.0-or-later
"""My plan: goals and steps, whose words each is, written by both; and what I want, in my own words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cydwaith.journeys import actions, queries
from cydwaith.journeys.queries import MyJourney, MyLine, MyPlan
from cydwaith.journeys.vocabulary import WhoDoes
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotVisible
from cydwaith.web.advice.saving import token, version
from cydwaith.web.forms.base import Form, Look
from cydwaith.web.forms.drafts import bind
from cydwaith.web.forms.fields import DateField

from . import easy, words_for
from .common import ask, form_page, mine, send, verb

_WHO_DOES = [
    (WhoDoes.PERSON.value, _("I do it")),
    (WhoDoes.TOGETHER.value, _("We do it together")),
    (WhoDoes.ADVISER.value, _("The person I work with does it")),
]
SEEN_BY = _("The people who work with you, and those whom you let see your goals.")


class WordsForm(Form):
    """A goal, in one's own words."""

    words = forms.CharField(
        label=_("What do you want to reach?"),
        help_text=_("Say it as you would say it to a friend."),
        widget=forms.Textarea,
        max_length=2_000,
        error_messages={"required": _("Write it in a few words.")},
    )
    looks = {"words": Look(heading=True, whose="me", rows=3)}


class StepForm(WordsForm):
    """A step, in one's own words."""

    who_does = forms.ChoiceField(
        label=_("Who does it?"), widget=forms.RadioSelect, choices=_WHO_DOES, initial=WhoDoes.PERSON.value
    )
    due_on = DateField(label=_("By which day?"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("What is the next thing to do?")
        self.fields["words"].help_text = _("One small thing. You can add more afterwards.")


FORMS: dict[str, type[WordsForm]] = {"goal": WordsForm, "step": StepForm}


def context(plan: MyPlan) -> dict[str, Any]:
    """What the plan's templates need, for the person and for a supporter alike."""
    return {
        "plan": plan,
        "open": [one for one in plan.journeys if one.closed_on is None],
        "closed": [one for one in plan.journeys if one.closed_on is not None],
        "facts": words_for.profile_facts(plan.profile),
        "who_does": {
            WhoDoes.PERSON.value: _now("You do it"),
            WhoDoes.TOGETHER.value: _now("You do it together"),
        },
    }


def _last(request: HttpRequest, plan: MyPlan) -> MyLine | None:
    """The step that was just marked done, so that it can be undone."""
    wanted = request.GET.get("done", "")
    return next(
        (line for one in plan.journeys for line in one.done if f"{line.kind}-{line.id}" == wanted), None
    )


@mine()
def plan(request: HttpRequest, actor: Actor) -> HttpResponse:
    """My plan and what I want."""
    found = queries.my_plan(actor)
    template = easy.template(request, actor, "me/plan.html", "me/easy/plan.html")
    return render(request, template, {**context(found), "last": _last(request, found)})


def _journey(actor: Actor) -> MyJourney:
    """The journey that a new line belongs to: the newest that is open. Raises `NotVisible` where there is none."""
    found = next((one for one in queries.my_plan(actor).journeys if one.closed_on is None), None)
    if found is None:
        raise NotVisible("Journey")
    return found


@form_page
def add(request: HttpRequest, actor: Actor, *, kind: str) -> HttpResponse:
    """Write a goal or a step. `?goal=` says towards which goal a step leads."""
    journey = _journey(actor)
    form = bind(request, FORMS[kind])
    goal = next((one for one in journey.goals if str(one.id) == request.GET.get("goal", "")), None)

    def act() -> int:
        given = form.cleaned_data
        if kind == "goal":
            return actions.add_goal(
                by=actor, journey_id=journey.id, words=given["words"], token=token(request)
            )
        return actions.add_step(
            by=actor, journey_id=journey.id, goal_id=goal.id if goal else None, token=token(request), **given
        )

    return ask(
        request,
        form,
        act,
        back=reverse("me:plan"),
        done=_now("It is in your plan, in your words."),
        towards=goal,
        reason=_now("It is your plan. The person you work with reads it and says whether they agree."),
        seen_by=SEEN_BY,
        action_text=_now("Put it in my plan"),
        template="me/line.html",
    )


def _line(actor: Actor, kind: str, line_id: int) -> MyLine:
    """A line of one's own plan. Raises `NotVisible`."""
    for journey in queries.my_plan(actor).journeys:
        for line in (*journey.goals, *journey.steps, *journey.done):
            if (line.kind, line.id) == (kind, line_id):
                return line
    raise NotVisible(kind)


def _reword(request: HttpRequest, actor: Actor, kind: str, line_id: int) -> HttpResponse:
    line = _line(actor, kind, line_id)
    initial = {"words": line.words, "who_does": line.who_does, "due_on": line.due_on}
    form = bind(request, FORMS[kind], initial=initial)
    return ask(
        request,
        form,
        lambda: actions.reword(
            by=actor, kind=kind, line_id=line_id, version=version(request), **form.cleaned_data
        ),
        back=reverse("me:plan"),
        done=_now("Your words stand in the plan now. The person you work with is asked whether they agree."),
        row_version=line.version,
        line=line,
        seen_by=SEEN_BY,
        action_text=_now("Save my words"),
        template="me/line.html",
    )


@form_page
def goal(request: HttpRequest, actor: Actor, goal_id: int) -> HttpResponse:
    """Say a goal differently."""
    return _reword(request, actor, "goal", goal_id)


@form_page
def step(request: HttpRequest, actor: Actor, step_id: int) -> HttpResponse:
    """Say a step differently."""
    return _reword(request, actor, "step", step_id)


_VERBS: dict[str, tuple[Any, Any]] = {
    "drop": (actions.drop_line, _("It is taken out of your plan.")),
    "again": (actions.take_up_again, _("It is in your plan again.")),
}


@verb
def settle_goal(request: HttpRequest, actor: Actor, goal_id: int, *, how: str) -> HttpResponse:
    """A goal is reached, taken out, or taken up again."""
    return _settle(request, actor, "goal", goal_id, how)


@verb
def settle_step(request: HttpRequest, actor: Actor, step_id: int, *, how: str) -> HttpResponse:
    """A step is done, taken out, or taken up again."""
    return _settle(request, actor, "step", step_id, how)


def _settle(request: HttpRequest, actor: Actor, kind: str, line_id: int, how: str) -> HttpResponse:
    back = reverse("me:plan")
    if how == "done":
        return send(
            request,
            lambda: actions.finish_line(by=actor, kind=kind, line_id=line_id),
            back=f"{back}?done={kind}-{line_id}",
        )
    act, done = _VERBS[how]
    return send(request, lambda: act(by=actor, kind=kind, line_id=line_id), back=back, done=done)


@verb
def agree(request: HttpRequest, actor: Actor, journey_id: int) -> HttpResponse:
    """I agree to the plan as it stands."""
    return send(
        request,
        lambda: actions.agree_plan(by=actor, journey_id=journey_id),
        back=reverse("me:plan"),
        done=_now("You have agreed to the plan. You can change it whenever you like."),
    )
