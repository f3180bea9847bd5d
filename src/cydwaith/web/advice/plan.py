# SPDX-License-Identifier: AGPL-3.0-or-later
"""The profile and the plan, written together: each text with whose words it is, each line agreed by both."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from cydwaith.journeys import actions
from cydwaith.journeys.queries import editing
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotVisible
from cydwaith.web.forms.drafts import bind

from .pages import address, edit, form_page, kept_here, send, verb
from .plan_forms import AgreedForm, GoalForm, ProfileForm, RewordGoalForm, RewordStepForm, StepForm
from .saving import token, version


@form_page
def profile(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """A new version of the profile, begun from the newest. Earlier ones stay."""
    person = kept_here(actor, reference)
    newest = editing.profile(actor, person.person_id)
    form = bind(
        request, ProfileForm, initial={name: getattr(newest, name) for name in ProfileForm.base_fields}
    )
    return edit(
        request,
        form,
        lambda: actions.write_profile(
            by=actor,
            reference=reference,
            profile=form.profile(),
            whose=form.cleaned_data["whose"],
            seen=version(request),
            token=token(request),
        ),
        person=person,
        version=newest.id,
        title=_("Profile"),
        save=_("Save the profile"),
        done=_("The profile is saved. The version before can still be read."),
        back=address("person_plan", person, "profile"),
        note=_("Write it together. What stands here is theirs, and they read it as you do."),
    )


@form_page
def add_goal(request: HttpRequest, actor: Actor, reference: str, journey_id: int) -> HttpResponse:
    """What the person is after."""
    person = kept_here(actor, reference)
    editing.journey(actor, person.person_id, journey_id)
    form = bind(request, GoalForm)
    return edit(
        request,
        form,
        lambda: actions.add_goal(by=actor, journey_id=journey_id, token=token(request), **form.cleaned_data),
        person=person,
        title=_("Add a goal"),
        save=_("Add the goal"),
        done=_("The goal is in the plan. The person is asked to agree to it."),
        back=address("person_plan", person, "plan"),
    )


@form_page
def add_step(request: HttpRequest, actor: Actor, reference: str, journey_id: int) -> HttpResponse:
    """One step, towards a goal or not."""
    person = kept_here(actor, reference)
    goals = editing.open_goals(actor, person.person_id, journey_id)
    editing.journey(actor, person.person_id, journey_id)
    form = bind(
        request,
        StepForm,
        goals=[(str(goal.id), goal.words[:80]) for goal in goals],
        initial={"goal_id": request.GET.get("goal", "")},
    )

    def add() -> int:
        values = {**form.cleaned_data}
        goal = values.pop("goal_id", "")
        return actions.add_step(
            by=actor,
            journey_id=journey_id,
            goal_id=int(goal) if goal else None,
            token=token(request),
            **values,
        )

    return edit(
        request,
        form,
        add,
        person=person,
        title=_("Add a step"),
        save=_("Add the step"),
        done=_("The step is in the plan. The person is asked to agree to it."),
        back=address("person_plan", person, "plan"),
    )


@form_page
def reword(request: HttpRequest, actor: Actor, reference: str, kind: str, line_id: int) -> HttpResponse:
    """A line put differently; the other side has to agree anew."""
    person = kept_here(actor, reference)
    line = editing.line(actor, person.person_id, kind, line_id)
    form_class = RewordStepForm if kind == "step" else RewordGoalForm
    form = bind(request, form_class, initial={name: getattr(line, name) for name in form_class.base_fields})
    return edit(
        request,
        form,
        lambda: actions.reword(
            by=actor, kind=kind, line_id=line_id, version=version(request), **form.cleaned_data
        ),
        person=person,
        version=line.version,
        title=_("Put a step differently") if kind == "step" else _("Put a goal differently"),
        save=_("Save the changes"),
        done=_("Saved. The person is asked to agree to the new words."),
        back=address("person_plan", person, "plan"),
    )


@verb
def settle(
    request: HttpRequest, actor: Actor, reference: str, kind: str, line_id: int, what: str
) -> HttpResponse:
    """A line is done, dropped, or taken up again: the buttons beside it."""
    person = kept_here(actor, reference)
    editing.line(actor, person.person_id, kind, line_id)
    verbs = {
        "done": (actions.finish_line, _("Done.")),
        "drop": (actions.drop_line, _("Taken out of the plan. It can still be read there.")),
        "again": (actions.take_up_again, _("It is in the plan again.")),
    }
    if what not in verbs:
        raise NotVisible(what)
    act, done = verbs[what]
    return send(
        request,
        lambda: act(by=actor, kind=kind, line_id=line_id),
        done=done,
        back=address("person_plan", person, "plan"),
    )


@verb
def agree(request: HttpRequest, actor: Actor, reference: str, journey_id: int) -> HttpResponse:
    """The adviser agrees to the plan as it stands."""
    person = kept_here(actor, reference)
    editing.journey(actor, person.person_id, journey_id)
    return send(
        request,
        lambda: actions.agree_plan(by=actor, journey_id=journey_id),
        done=_("You agreed to the plan as it stands."),
        back=address("person_plan", person, "plan"),
    )


@form_page
def person_agreed(request: HttpRequest, actor: Actor, reference: str, journey_id: int) -> HttpResponse:
    """The person agreed to the plan elsewhere than on the screen: how they said so is written down."""
    person = kept_here(actor, reference)
    editing.journey(actor, person.person_id, journey_id)
    form = bind(request, AgreedForm)
    return edit(
        request,
        form,
        lambda: actions.agree_plan(
            by=actor, journey_id=journey_id, how_given=form.cleaned_data["how_given"], for_person=True
        ),
        person=person,
        title=_("The person agreed to the plan"),
        save=_("Write it down"),
        done=_("It is written down that the person agreed."),
        back=address("person_plan", person, "plan"),
        note=_("On screen, people agree by themselves. Write down here what they said to you."),
    )
