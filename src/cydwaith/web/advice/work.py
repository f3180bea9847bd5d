# SPDX-License-Identifier: AGPL-3.0-or-later
"""Jobs: begin, put right, hours and pay from a day on, end, what was learned."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.journeys import actions
from cydwaith.journeys.queries import editing
from cydwaith.kernel.actor import Actor
from cydwaith.people.queries import Header
from cydwaith.web.forms.drafts import bind

from .pages import address, edit, form_page, kept_here, send, verb
from .saving import token, version
from .work_forms import JOB_NAMES, CorrectJobForm, EndForm, JobForm, LessonsForm, TermsForm


def _place(person: Header, job_id: int | None = None) -> str:
    return address("person_work", person, f"job-{job_id}" if job_id else "jobs")


def _after(request: HttpRequest) -> Any:
    """What a change of a job brings about is said; where the pay stands, its finding stands too."""

    def say(written: Any) -> None:
        if written.reviews:
            messages.info(request, _("The reviews in work were planned anew."))
        if written.below_floor:
            messages.warning(request, _("The pay is below the lowest lawful rate. See the job for the rate."))

    return say


@form_page
def add(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """A job that begins, or that was had."""
    person = kept_here(actor, reference)
    journeys = editing.open_journeys(actor, person.person_id)
    form = bind(request, JobForm, journeys=[(str(one.id), str(one.programme)) for one in journeys])
    return edit(
        request,
        form,
        lambda: actions.start_job(
            by=actor,
            reference=reference,
            job=form.job(),
            journey_id=form.journey_id(),
            token=token(request),
        ),
        person=person,
        names=JOB_NAMES,
        after=_after(request),
        title=_("Add a job"),
        save=_("Save the job"),
        done=_("The job is saved."),
        back=_place(person),
    )


@form_page
def correct(request: HttpRequest, actor: Actor, reference: str, job_id: int) -> HttpResponse:
    """A job that was recorded wrongly."""
    person = kept_here(actor, reference)
    job = editing.job(actor, person.person_id, job_id)
    initial = {name: getattr(job, name) for name in CorrectJobForm.base_fields}
    initial["found_through_support"] = CorrectJobForm.found(job.found_through_support)
    form = bind(request, CorrectJobForm, initial=initial)
    return edit(
        request,
        form,
        lambda: actions.correct_job(
            by=actor, job_id=job_id, version=version(request), values=form.cleaned_data
        ),
        person=person,
        version=job.version,
        names=JOB_NAMES,
        after=_after(request),
        title=_("Put a job right"),
        save=_("Save the changes"),
        done=_("The job is put right."),
        back=_place(person, job_id),
        subject=job.employer_name,
    )


@form_page
def terms(request: HttpRequest, actor: Actor, reference: str, job_id: int) -> HttpResponse:
    """Hours and pay from a day on; what was before stays as it was."""
    person = kept_here(actor, reference)
    job = editing.job(actor, person.person_id, job_id)
    before = editing.terms(actor, person.person_id, job_id)
    last = before[-1] if before else None
    form = bind(
        request,
        TermsForm,
        initial={
            "from_on": timezone.localdate() if before or job.starts_on is None else job.starts_on,
            "hours": last.hours_minutes_week if last else None,
            "pay": last.pay_pence if last else None,
            "pay_period": last.pay_period if last else "",
        },
    )
    return edit(
        request,
        form,
        lambda: actions.change_terms(by=actor, job_id=job_id, terms=form.terms()),
        person=person,
        after=_after(request),
        title=_("Hours and pay"),
        save=_("Save hours and pay"),
        done=_("Hours and pay are saved."),
        back=_place(person, job_id),
        subject=job.employer_name,
        note=_("Write the day from which they hold. What was before stays as it was."),
    )


@verb
def drop_terms(request: HttpRequest, actor: Actor, reference: str, job_id: int) -> HttpResponse:
    """Hours and pay that were written by mistake are taken back."""
    person = kept_here(actor, reference)
    editing.job(actor, person.person_id, job_id)
    return send(
        request,
        lambda: actions.drop_terms(by=actor, job_id=job_id, from_on=_day(request.POST.get("from_on", ""))),
        done=_("Hours and pay from that day are taken back."),
        back=_place(person, job_id),
    )


def _day(text: str) -> date:
    """A day as the button sends it; one on which nothing can be recorded where it is no day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return date.min


@form_page
def end(request: HttpRequest, actor: Actor, reference: str, job_id: int) -> HttpResponse:
    """A job ended: its last day, and why."""
    person = kept_here(actor, reference)
    job = editing.job(actor, person.person_id, job_id)
    form = bind(request, EndForm, initial={"ends_on": job.ends_on, "end_reason": job.end_reason})
    return edit(
        request,
        form,
        lambda: actions.end_job(by=actor, job_id=job_id, version=version(request), **form.cleaned_data),
        person=person,
        version=job.version,
        after=_after(request),
        title=_("A job ended"),
        save=_("Save the end"),
        done=_("The end of the job is saved."),
        back=_place(person, job_id),
        subject=job.employer_name,
    )


@form_page
def lessons(request: HttpRequest, actor: Actor, reference: str, job_id: int) -> HttpResponse:
    """What the person and the employer learned from a job or a trial."""
    person = kept_here(actor, reference)
    job = editing.job(actor, person.person_id, job_id)
    form = bind(
        request,
        LessonsForm,
        initial={"person_learned": job.person_learned, "employer_learned": job.employer_learned},
    )
    return edit(
        request,
        form,
        lambda: actions.write_lessons(by=actor, job_id=job_id, **form.cleaned_data),
        person=person,
        title=_("What was learned"),
        save=_("Save"),
        done=_("What was learned is saved."),
        back=_place(person, job_id),
        subject=job.employer_name,
    )
