# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pure rules of this context: what falls due next, which jobs count for reviews, what is wrong with what was typed.

Stages, clocks and reviews themselves are in `engines.pathways`, the wage floor in `engines.wages`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _

from cydwaith.engines import pathways, wages
from cydwaith.engines.pathways import Pathway, Spell
from cydwaith.journeys import vocabulary as words
from cydwaith.journeys.shapes import NewContact, NewJob, NewProfile, NewTerms, PayFinding

Errors = dict[str, list[str]]

WHENEVER = date(9998, 1, 1)
"""A day by which everything with a date is due: what the engine then lists first is what falls due next."""
TRAVEL = ("walk", "bicycle", "bus", "train", "car", "lift")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_EARLIEST = date(1950, 1, 1)


class JourneyDates(Protocol):
    """The columns of a journey that say where it is and since when."""

    pathway: str
    pathway_version: int
    stage: str
    stage_since: date
    referred_on: date
    pause_until: date | None
    first_contact_on: date | None
    last_contact_on: date | None
    next_contact_on: date | None


@dataclass(frozen=True, slots=True)
class OpenLine:
    """The step that is due first, and the review, where there is one."""

    step_due: date | None = None
    step_who: str = ""
    review_due: date | None = None
    review_week: int = 0


def looked_at(journey: JourneyDates, line: OpenLine, key: int = 0) -> pathways.JourneyToday:
    """A journey as the engine's rules of *Today* look at it."""
    steps: tuple[pathways.PlanStep, ...] = ()
    if line.step_due is not None:
        steps = (
            pathways.PlanStep(key=0, due=line.step_due, adviser_does=line.step_who == words.WhoDoes.ADVISER),
        )
    reviews: tuple[pathways.DueReview, ...] = ()
    if line.review_due is not None:
        reviews = (
            pathways.DueReview(
                line.review_week,
                line.review_due,
                line.review_due,
                (),
                "today_review_due",
                pathways.Urgency.LATER,
            ),
        )
    return pathways.JourneyToday(
        key=key,
        pathway=pathways.get(journey.pathway, journey.pathway_version),
        stage=journey.stage,
        stage_since=journey.stage_since,
        referred_on=journey.referred_on,
        first_contact_on=journey.first_contact_on,
        last_contact_on=journey.last_contact_on,
        next_contact_on=journey.next_contact_on,
        back_on=journey.pause_until,
        steps=steps,
        reviews=reviews,
    )


def next_due(journey: JourneyDates, line: OpenLine) -> tuple[date, str] | None:
    """When something falls due for this journey next, and the code of the one action; None: nothing will."""
    rows = pathways.rows_of(looked_at(journey, line), WHENEVER)
    return (rows[0].due, rows[0].action) if rows else None


class JobDates(Protocol):
    """The columns of a job that reviews are planned from."""

    pk: int
    kind: str
    starts_on: date | None
    ends_on: date | None
    found_through_support: bool | None


def keeps_a_job(pathway: Pathway) -> bool:
    """Whether a pathway is about the job that the person holds already."""
    return any("held_job" in step.needs for step in pathway.transitions)


def held_before(job: JobDates, opened_on: date) -> bool:
    """Whether a job was held when the journey began."""
    return job.starts_on is not None and job.starts_on < opened_on and not job.found_through_support


def spells(
    pathway: Pathway, opened_on: date, work_at_start: str, back_on: date | None, jobs: Sequence[JobDates]
) -> list[Spell]:
    """The jobs of a journey from which its reviews are counted.

    A job held before counts on a pathway that keeps jobs alone, from the first day back, or where nobody was away
    from the day the journey opened.
    """
    found = []
    for job in jobs:
        counts_from = None
        if held_before(job, opened_on):
            if not keeps_a_job(pathway):
                continue
            counts_from = back_on if work_at_start == words.WorkAtStart.OFF_SICK else opened_on
            if counts_from is None:
                continue
        found.append(
            Spell(key=job.pk, kind=job.kind, start=job.starts_on, end=job.ends_on, counts_from=counts_from)
        )
    return found


def pay_finding(kind: str, terms: NewTerms, job_started: date | None, born: date | None) -> PayFinding:
    """Hold one stretch of hours and pay against the wage floor of its first day, by age then."""
    in_first_year = job_started is not None and (terms.from_on - job_started).days < 365
    apprentice = wages.ApprenticeStatus.NOT
    if kind == words.JobKind.APPRENTICESHIP:
        apprentice = wages.ApprenticeStatus.FIRST_YEAR if in_first_year else wages.ApprenticeStatus.LATER_YEAR
    known = terms.pay_period in {per.value for per in wages.Per}
    minutes = terms.hours_minutes_week
    checked = wages.check(
        pay_pence=terms.pay_pence if known else None,
        per=wages.Per(terms.pay_period) if known else wages.Per.HOUR,
        hours_a_week=None if minutes is None else Decimal(minutes) / 60,
        period_start=terms.from_on,
        age=born,
        apprentice=apprentice,
        kind=kind,
    )
    floor = checked.floor
    return PayFinding(
        below=checked.below,
        from_on=terms.from_on,
        message=_(checked.message),
        hourly_pence=checked.hourly_pence,
        rate_pence=floor.rate_pence if floor else None,
        rate_from=floor.from_date if floor else None,
        band=_(wages.MESSAGES[floor.band.value]) if floor else "",
        short_pence=checked.short_pence,
    )


def _choice(errors: Errors, field: str, value: str, allowed: Sequence[str]) -> None:
    if value not in allowed:
        errors.setdefault(field, []).append(_("Choose one of the answers."))


def contact_problems(contact: NewContact, today: date) -> Errors:
    """Everything wrong with a contact, by field."""
    errors: Errors = {}
    _choice(errors, "with_whom", contact.with_whom, words.WithWhom.values)
    _choice(errors, "how", contact.how, words.How.values)
    _choice(errors, "place", contact.place, words.Place.values)
    _choice(errors, "outcome", contact.outcome, words.ContactOutcome.values)
    if contact.on > today:
        errors["on"] = [_("A contact is recorded once it has been. Arrange the next one as the next date.")]
    elif contact.on < _EARLIEST:
        errors["on"] = [_("Check the year.")]
    if contact.minutes is not None and not 0 <= contact.minutes <= 24 * 60:
        errors["minutes"] = [_("Write the minutes as a number from 0 to 1440.")]
    if len(contact.summary) > 300:
        errors["summary"] = [_("Write at most 300 characters here, and the rest in the note.")]
    if contact.next_on is not None and contact.next_on < contact.on:
        errors["next_on"] = [_("The next date comes after this contact.")]
    if contact.kept_under not in words.NOTE_CATEGORIES:
        errors["kept_under"] = [_("Choose one of the answers.")]
    return errors


def profile_problems(profile: NewProfile) -> Errors:
    """Everything wrong with a version of the profile, by field."""
    errors: Errors = {}
    for name in ("hours_from", "hours_to"):
        hours = getattr(profile, name)
        if hours is not None and not 0 <= hours <= 168:
            errors[name] = [_("A week has 168 hours: write a number from 0 to 168.")]
    least, most = profile.hours_from, profile.hours_to
    if not errors and least is not None and most is not None and least > most:
        errors["hours_to"] = [_("The most hours cannot be fewer than the least.")]
    if profile.travel_minutes is not None and not 0 <= profile.travel_minutes <= 600:
        errors["travel_minutes"] = [_("Write the minutes as a number from 0 to 600.")]
    if not set(profile.travel_by) <= set(TRAVEL):
        errors["travel_by"] = [_("Choose one or more of the answers.")]
    if not set(profile.days) <= set(DAYS):
        errors["days"] = [_("Choose one or more of the answers.")]
    texts = (profile.wants, profile.strengths, profile.never, profile.helps)
    facts = (profile.hours_from, profile.hours_to, profile.travel_minutes, profile.travel_by, profile.days)
    if not any(text.strip() for text in texts) and not any(fact not in (None, ()) for fact in facts):
        errors[""] = [_("Write at least one answer.")]
    return errors


def terms_problems(terms: NewTerms, starts_on: date | None, ends_on: date | None) -> Errors:
    """Everything wrong with hours and pay, by field. Pay below the floor is no error (see `pay_finding`)."""
    errors: Errors = {}
    minutes = terms.hours_minutes_week
    if minutes is not None and not 0 <= minutes <= 168 * 60:
        errors["hours"] = [_("A week has 168 hours: write a number from 0 to 168.")]
    if terms.pay_pence is not None:
        if terms.pay_pence < 0:
            errors["pay"] = [_("Pay cannot be less than nothing.")]
        if terms.pay_period not in words.PayPeriod.values:
            errors["pay_period"] = [_("Choose what the pay is for.")]
    elif terms.pay_period:
        errors["pay"] = [_("Write the amount of pay.")]
    if starts_on is not None and terms.from_on < starts_on:
        errors["from_on"] = [_("This day is before the job began.")]
    if ends_on is not None and terms.from_on > ends_on:
        errors["from_on"] = [_("This day is after the job ended.")]
    return errors


def job_problems(job: NewJob) -> Errors:
    """Everything wrong with a job and its terms, by field ("terms.0.hours" for those of the first terms)."""
    errors: Errors = {}
    _choice(errors, "kind", job.kind, words.JobKind.values)
    _choice(errors, "evidence", job.evidence, words.JobEvidence.values)
    if not job.employer_name.strip():
        errors["employer_name"] = [
            _("Write who the work is for. For self-employed work, the name of the business.")
        ]
    if job.soc and not (len(job.soc) == 4 and job.soc.isascii() and job.soc.isdigit() and job.soc >= "1000"):
        errors["soc"] = [_("An occupation code has four figures, for example 9223.")]
    if job.starts_on is not None and job.starts_on < _EARLIEST:
        errors["starts_on"] = [_("Check the year.")]
    errors |= end_problems(job.starts_on, job.ends_on, job.end_reason)
    for place, terms in enumerate(job.terms):
        found = terms_problems(terms, job.starts_on, job.ends_on)
        errors |= {f"terms.{place}.{name}": messages for name, messages in found.items()}
    if len({terms.from_on for terms in job.terms}) != len(job.terms):
        errors["terms"] = [_("Hours and pay are given twice from the same day.")]
    return errors


def end_problems(starts_on: date | None, ends_on: date | None, end_reason: str) -> Errors:
    """What is wrong with the end of a job."""
    errors: Errors = {}
    if end_reason and end_reason not in words.JobEnd.values:
        errors["end_reason"] = [_("Choose one of the answers.")]
    if ends_on is None and end_reason:
        errors["ends_on"] = [_("Write the last day worked.")]
    if ends_on is not None and starts_on is not None and ends_on < starts_on:
        errors["ends_on"] = [_("The last day cannot be before the first.")]
    return errors
