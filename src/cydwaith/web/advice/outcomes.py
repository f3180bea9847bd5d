# SPDX-License-Identifier: AGPL-3.0-or-later
"""Employment status, reviews in work, learning, adjustments."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cydwaith.journeys import actions
from cydwaith.journeys.queries import editing
from cydwaith.kernel.actor import Actor
from cydwaith.web.forms.drafts import bind

from .outcome_forms import AdjustmentForm, EndLearningForm, LearningForm, ReviewForm, SettleForm, StatusForm
from .pages import address, edit, form_page, kept_here
from .saving import token, version


@form_page
def status(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """The employment status as it is on a day."""
    person = kept_here(actor, reference)
    form = bind(request, StatusForm)
    return edit(
        request,
        form,
        lambda: actions.observe_status(
            by=actor,
            reference=reference,
            on=form.cleaned_data["on"],
            status=form.cleaned_data["status"],
            hours_minutes_week=form.cleaned_data["hours"],
        ),
        person=person,
        title=_("Write down the employment status"),
        save=_("Save the status"),
        done=_("The status is saved."),
        back=address("person_work", person, "status"),
    )


@form_page
def review(request: HttpRequest, actor: Actor, reference: str, review_id: int) -> HttpResponse:
    """A review in work is held."""
    person = kept_here(actor, reference)
    found = editing.review(actor, person.person_id, review_id)
    held = {"on": found.done_on, "in_work": "yes" if found.in_work else "no", "note": found.note}
    form = bind(request, ReviewForm, initial=held if found.done_on else None)
    from_today = request.GET.get("then") == "today"
    return edit(
        request,
        form,
        lambda: actions.hold_review(
            by=actor,
            review_id=review_id,
            in_work=form.cleaned_data["in_work"] == "yes",
            on=form.cleaned_data["on"],
            note=form.cleaned_data["note"],
        ),
        person=person,
        title=_("Review in work"),
        save=_("Save the review"),
        done=_("The review is saved."),
        back=reverse("advice:today") if from_today else address("person_work", person, "reviews"),
        week=found.week,
        due_on=found.due_on,
        template="advice/review.html",
    )


@form_page
def add_learning(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Learning that began."""
    person = kept_here(actor, reference)
    form = bind(request, LearningForm)
    return edit(
        request,
        form,
        lambda: actions.start_learning(
            by=actor, reference=reference, learning=form.learning(), token=token(request)
        ),
        person=person,
        title=_("Add learning"),
        save=_("Save the learning"),
        done=_("The learning is saved."),
        back=address("person_work", person, "learning"),
    )


@form_page
def end_learning(request: HttpRequest, actor: Actor, reference: str, learning_id: int) -> HttpResponse:
    """Learning that ended."""
    person = kept_here(actor, reference)
    found = editing.learning(actor, person.person_id, learning_id)
    form = bind(request, EndLearningForm)
    return edit(
        request,
        form,
        lambda: actions.end_learning(
            by=actor, learning_id=learning_id, version=version(request), **form.cleaned_data
        ),
        person=person,
        version=found.version,
        title=_("Learning ended"),
        save=_("Save the end"),
        done=_("The end of the learning is saved."),
        back=address("person_work", person, "learning"),
        subject=found.title,
    )


@form_page
def add_adjustment(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """Something needs to be in place at work."""
    person = kept_here(actor, reference)
    jobs = editing.jobs_that_go_on(actor, person.person_id)
    form = bind(request, AdjustmentForm, jobs=[(str(job.id), job.employer_name) for job in jobs])

    def ask() -> int:
        values = {**form.cleaned_data}
        job = values.pop("job_id", "")
        return actions.ask_adjustment(
            by=actor,
            reference=reference,
            job_id=int(job) if job else None,
            token=token(request),
            **values,
        )

    return edit(
        request,
        form,
        ask,
        person=person,
        title=_("Add an adjustment"),
        save=_("Save the adjustment"),
        done=_("The adjustment is saved."),
        back=address("person_work", person, "adjustments"),
    )


@form_page
def settle_adjustment(request: HttpRequest, actor: Actor, reference: str, adjustment_id: int) -> HttpResponse:
    """An adjustment came to be in place, or is there no more."""
    person = kept_here(actor, reference)
    found = editing.adjustment(actor, person.person_id, adjustment_id)
    initial = {"in_place_on": found.in_place_on, "ended_on": found.ended_on}
    form = bind(request, SettleForm, initial=initial)
    return edit(
        request,
        form,
        lambda: actions.settle_adjustment(by=actor, adjustment_id=adjustment_id, **form.cleaned_data),
        person=person,
        title=_("How the adjustment stands"),
        save=_("Save"),
        done=_("The adjustment is saved."),
        back=address("person_work", person, "adjustments"),
        subject=found.what,
    )
