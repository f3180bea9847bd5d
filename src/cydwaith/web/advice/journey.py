# SPDX-License-Identifier: AGPL-3.0-or-later
"""Beginning a journey, taking a step on it, ending it, taking it up again, putting its dates right."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.journeys import actions, queries
from cydwaith.journeys.queries import editing
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.people.queries import Header
from cydwaith.web.components.navigation import NavItem
from cydwaith.web.forms.drafts import bind

from .journey_forms import CloseForm, DatesForm, DayForm, OpenForm, StepForm
from .pages import address, edit, form_page, kept_here
from .saving import token, version


@form_page
def begin(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """A person begins a journey on a programme of the organisation."""
    person = kept_here(actor, reference)
    programmes = [(str(one.id), str(one.name)) for one in queries.programmes_for(actor)]
    form = bind(request, OpenForm, programmes=programmes)
    return edit(
        request,
        form,
        lambda: actions.open_journey(
            by=actor,
            reference=reference,
            programme_id=int(form.cleaned_data["programme_id"]),
            opened_on=form.cleaned_data["opened_on"],
            referred_on=form.cleaned_data["referred_on"],
            work_at_start=form.cleaned_data["work_at_start"],
            token=token(request),
        ),
        person=person,
        title=_("Begin a journey"),
        save=_("Begin the journey"),
        done=_("The journey has begun."),
        back=address("person", person),
        template="advice/form.html" if programmes else "advice/no_programme.html",
    )


@form_page
def step(request: HttpRequest, actor: Actor, reference: str, journey_id: int) -> HttpResponse:
    """A step to another stage. Each stage says what it still asks for."""
    person = kept_here(actor, reference)
    journey = editing.journey(actor, person.person_id, journey_id)
    pathway = journey.its_pathway
    steps = [one for one in queries.next_steps(actor, journey_id) if one.stage != pathway.closed.code]
    hints = {one.stage: _still(one.missing) for one in steps if one.missing}
    # Of a break the form itself asks the one thing that is missing.
    pauses = [one.stage for one in steps if pathway.stage(one.stage).side]
    for code in pauses:
        hints.pop(code, None)
    form = bind(
        request,
        StepForm,
        stages=[(one.stage, one.label) for one in steps],
        hints=hints,
        pauses=pauses,
        initial={"to": request.GET.get("to", "")},
    )
    board = request.GET.get("then") == "board"

    def act() -> int:
        to = form.cleaned_data["to"]
        try:
            return actions.move_stage(
                by=actor,
                journey_id=journey_id,
                to=to,
                on=form.cleaned_data["on"],
                pause_until=form.cleaned_data["pause_until"] if to in pauses else None,
                version=version(request),
            )
        except Invalid as error:
            lacking = {message for one in steps if one.stage == to for _code, message in one.missing}
            raise _said_missing(error, lacking) from None

    return edit(
        request,
        form,
        act,
        person=person,
        version=journey.version,
        title=_("Take the next step"),
        save=_("Take the step"),
        done=_("The step is taken."),
        back=reverse("advice:board") if board else address("person", person),
        template="advice/step.html",
        stage=pathway.stage(journey.stage).staff.in_(actor.language),
        since=journey.stage_since,
        close=address("journey_close", person, journey_id=journey_id),
        mends=_mends(person, [code for one in steps for code, _message in one.missing]),
    )


# What a step may still ask for -> the page and the place on it where it is written down, and the words that lead there.
_MENDS: dict[str, tuple[str, str, Any]] = {
    "first_contact": ("contact", "", gettext_lazy("Record a contact")),
    "employer_contact": ("contact", "", gettext_lazy("Record a contact")),
    "language_asked": ("person_record", "", gettext_lazy("Write down the language")),
    "profile": ("profile", "", gettext_lazy("Write the profile together")),
    "plan_person": ("person_plan", "plan", gettext_lazy("Agree the plan")),
    "plan_adviser": ("person_plan", "plan", gettext_lazy("Agree the plan")),
    "job": ("job_add", "", gettext_lazy("Add a job")),
    "open_job": ("job_add", "", gettext_lazy("Add a job")),
    "held_job": ("job_add", "", gettext_lazy("Add a job")),
    "trial": ("job_add", "", gettext_lazy("Add the trial as a job")),
    "review_13": ("person_work", "reviews", gettext_lazy("Hold the review")),
}
_MENDS |= dict.fromkeys(
    (
        "job_employer", "job_start", "job_ended", "job_still_open", "job_end_reason", "trial_employer", "trial_start",
        "trial_still_open", "trial_lessons_person", "trial_lessons_employer",
    ),
    ("person_work", "jobs", gettext_lazy("See the jobs")),
)  # fmt: skip


def _mends(person: Header, codes: list[str]) -> list[NavItem]:
    """Links to where what is missing is written down, each once."""
    found: dict[str, Any] = {}
    for code in codes:
        if code in _MENDS:
            name, anchor, text = _MENDS[code]
            found.setdefault(address(name, person, anchor), text)
    return [NavItem(text=text, href=href) for href, text in found.items()]


def _still(missing: tuple[tuple[str, str], ...]) -> str:
    """What a stage still asks for, as a hint."""
    return f"{_('Still missing')}: {'; '.join(message for _code, message in missing)}"


def _said_missing(error: Invalid, lacking: set[str]) -> Invalid:
    """The same refusal; "a paid job" alone, as a mistake of the form, would tell nobody that it is missing."""
    return Invalid(
        {
            name: [f"{_('Still missing')}: {each}" if each in lacking else each for each in messages]
            for name, messages in error.errors.items()
        }
    )


@form_page
def close(request: HttpRequest, actor: Actor, reference: str, journey_id: int) -> HttpResponse:
    """A journey ends, for one of its pathway's reasons."""
    person = kept_here(actor, reference)
    journey = editing.journey(actor, person.person_id, journey_id)
    reasons = [(one.code, one.staff.in_(actor.language)) for one in journey.its_pathway.closing_reasons]
    form = bind(request, CloseForm, reasons=reasons)
    return edit(
        request,
        form,
        lambda: actions.close_journey(
            by=actor,
            journey_id=journey_id,
            reason=form.cleaned_data["reason"],
            on=form.cleaned_data["on"],
            version=version(request),
        ),
        person=person,
        version=journey.version,
        title=_("End the journey"),
        save=_("End the journey"),
        done=_("The journey has ended. It can be taken up again at any time."),
        back=address("person", person),
        note=_("The record stays, and so do jobs and reviews. The journey can be taken up again."),
    )


@form_page
def reopen(request: HttpRequest, actor: Actor, reference: str, journey_id: int) -> HttpResponse:
    """A journey that had ended is taken up again at the stage where it ended."""
    person = kept_here(actor, reference)
    editing.journey(actor, person.person_id, journey_id)
    form = bind(request, DayForm, initial={"on": timezone.localdate()})
    return edit(
        request,
        form,
        lambda: actions.reopen_journey(by=actor, journey_id=journey_id, on=form.cleaned_data["on"]),
        person=person,
        title=_("Take the journey up again"),
        save=_("Take it up again"),
        done=_("The journey goes on."),
        back=address("person", person),
    )


@form_page
def dates(request: HttpRequest, actor: Actor, reference: str, journey_id: int) -> HttpResponse:
    """Days and facts of a journey put right."""
    person = kept_here(actor, reference)
    journey = editing.journey(actor, person.person_id, journey_id)
    form = bind(request, DatesForm, initial={name: getattr(journey, name) for name in DatesForm.base_fields})
    return edit(
        request,
        form,
        lambda: actions.change_journey(
            by=actor, journey_id=journey_id, version=version(request), values=form.cleaned_data
        ),
        person=person,
        version=journey.version,
        title=_("Put the journey's dates right"),
        save=_("Save the changes"),
        done=_("The dates are put right."),
        back=address("person", person),
    )
