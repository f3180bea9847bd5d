# SPDX-License-Identifier: AGPL-3.0-or-later
"""Jobs with dated hours and pay. Whatever changes a job plans its reviews anew and says what moved; pay below the
wage floor is pointed out and never refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.engines.pathways import Change
from cydwaith.journeys import rules, upkeep
from cydwaith.journeys.finding import journey_for_change, row_for_change, whose
from cydwaith.journeys.models import JobSpell, JobTerms
from cydwaith.journeys.shapes import JobWritten, NewJob, NewTerms, PayFinding
from cydwaith.kernel.actions import action, check_version, nothing_to_write, once, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.roles import Permission

FIELDS = (
    "kind", "employer_name", "title", "soc", "starts_on", "ends_on", "end_reason", "found_through_support", "evidence",
)  # fmt: skip
_TWICE = gettext_lazy("Hours and pay are given twice from the same day.")
TERMS_ONCE = {
    "terms_once_a_day": ("from_on", _TWICE),
    "journeys_jobterms.job_id, journeys_jobterms.from_on": ("from_on", _TWICE),
}


@action("journeys.start_job", permission=Permission.WORK_CASELOAD, messages=TERMS_ONCE)
def start_job(
    *, by: Actor, reference: str, job: NewJob, journey_id: int | None = None, token: str | None = None
) -> JobWritten:
    """Write down a job, with hours and pay where they are known. Others may run at the same time.

    `journey_id` None: the person's one open journey, if there is one; else the job stands on its own. Raises
    `Invalid` with everything wrong at once, `NotVisible`.
    """
    moved: tuple[Change, ...] = ()

    def make() -> int:
        nonlocal moved
        errors = rules.job_problems(job)
        if errors:
            raise Invalid(errors)
        person_id, journey = whose(by, reference, journey_id)
        values = {name: getattr(job, name) for name in FIELDS}
        row = JobSpell.objects.create(
            person_id=person_id, journey_id=journey.pk if journey else None, **values
        )
        for terms in job.terms:
            _write_terms(row, terms)
        wrote(row, changed=values, partnership_id=journey.partnership if journey else None)
        if journey is not None:
            moved = upkeep.replan(by, journey)
        return int(row.pk)

    return _written(by, int(once(token, make)), moved)


def _write_terms(job: Any, terms: NewTerms) -> Any:
    return JobTerms.objects.create(
        person_id=job.person_id,
        job_id=job.pk,
        from_on=terms.from_on,
        hours_minutes_week=terms.hours_minutes_week,
        pay_pence=terms.pay_pence,
        pay_period=terms.pay_period,
    )


def terms_of(rows: Iterable[Any]) -> list[NewTerms]:
    """Rows of terms as values."""
    return [NewTerms(row.from_on, row.hours_minutes_week, row.pay_pence, row.pay_period) for row in rows]


def _written(by: Actor, job_id: int, moved: tuple[Change, ...]) -> JobWritten:
    row = (
        JobSpell.objects.visible_to(by, "person")
        .filter(pk=job_id)
        .annotate(born=F("person__date_of_birth"))
        .one()
    )
    terms = terms_of(JobTerms.objects.visible_to(by).filter(job_id=job_id).order_by("from_on"))
    findings: list[PayFinding] = [rules.pay_finding(row.kind, one, row.starts_on, row.born) for one in terms]
    return JobWritten(job_id, row.version, tuple(one for one in findings if one.below), moved)


def _replan(by: Actor, job: Any) -> tuple[Change, ...]:
    return () if job.journey_id is None else upkeep.replan(by, journey_for_change(by, job.journey_id))


@action("journeys.change_terms", permission=Permission.WORK_CASELOAD)
def change_terms(*, by: Actor, job_id: int, terms: NewTerms) -> JobWritten:
    """Write hours and pay of a job from a day on; terms from that very day are replaced. Raises `Invalid`."""
    job = row_for_change(JobSpell, by, job_id)
    errors = rules.terms_problems(terms, job.starts_on, job.ends_on)
    if errors:
        raise Invalid(errors)
    row = JobTerms.objects.visible_to(by).filter(job_id=job.pk, from_on=terms.from_on).first()
    if row is None:
        row = _write_terms(job, terms)
    else:
        row.hours_minutes_week, row.pay_pence, row.pay_period = (
            terms.hours_minutes_week,
            terms.pay_pence,
            terms.pay_period,
        )
        row.save(update_fields=["hours_minutes_week", "pay_pence", "pay_period"])
    changed = {name: getattr(terms, name) for name in ("hours_minutes_week", "pay_pence", "pay_period")}
    wrote(row, changed={"from_on": terms.from_on, **changed})
    return _written(by, job.pk, ())


@action("journeys.drop_terms", permission=Permission.WORK_CASELOAD)
def drop_terms(*, by: Actor, job_id: int, from_on: date) -> JobWritten:
    """Take back terms that were written by mistake. Raises `Invalid` where there are none from that day."""
    job = row_for_change(JobSpell, by, job_id)
    row = JobTerms.objects.visible_to(by).filter(job_id=job.pk, from_on=from_on).first()
    if row is None:
        raise Invalid.on("from_on", _("No hours and pay are recorded from this day."))
    wrote(row, changed={"from_on": None})
    row.delete()
    return _written(by, job.pk, ())


@action("journeys.end_job", permission=Permission.WORK_CASELOAD)
def end_job(
    *, by: Actor, job_id: int, ends_on: date, end_reason: str = "", version: int | None = None
) -> JobWritten:
    """Write down the last day worked and why the job ended. Reviews are planned anew. Raises `Conflict`, `Invalid`."""
    job = row_for_change(JobSpell, by, job_id)
    return _change(by, job, {"ends_on": ends_on, "end_reason": end_reason}, version)


@action("journeys.correct_job", permission=Permission.WORK_CASELOAD)
def correct_job(*, by: Actor, job_id: int, version: int | None, values: Mapping[str, Any]) -> JobWritten:
    """Put right some of `FIELDS` of a job. Reviews are planned anew. Raises `Conflict`, `Invalid`."""
    if not set(values) <= set(FIELDS):
        raise Invalid({name: [_("This cannot be changed here.")] for name in set(values) - set(FIELDS)})
    return _change(by, row_for_change(JobSpell, by, job_id), values, version)


def _change(by: Actor, job: Any, values: Mapping[str, Any], version: int | None) -> JobWritten:
    changed = {name: value for name, value in values.items() if getattr(job, name) != value}
    if not changed:
        nothing_to_write()
        return _written(by, job.pk, ())
    rows = list(JobTerms.objects.visible_to(by).filter(job_id=job.pk).order_by("from_on"))
    first = _follow_start(job, rows, changed.get("starts_on"))
    as_it_was = NewJob(terms=tuple(terms_of(rows)), **{name: getattr(job, name) for name in FIELDS})
    errors = rules.job_problems(replace(as_it_was, **changed))
    if errors:
        raise Invalid(errors)
    check_version(job, version, shown=FIELDS)
    for name, value in changed.items():
        setattr(job, name, value)
    job.save(update_fields=[*changed, "version"])
    wrote(job, changed=changed)
    if first is not None:
        first.save(update_fields=["from_on"])
        wrote(first, changed={"from_on": first.from_on})
    return _written(by, job.pk, _replan(by, job))


def _follow_start(job: Any, rows: list[Any], starts_on: date | None) -> Any:
    """Terms that ran from the first day run from the corrected one; returns their row, None where nothing follows."""
    if starts_on is None or not rows or rows[0].from_on != job.starts_on:
        return None
    if len(rows) > 1 and rows[1].from_on <= starts_on:
        return None
    rows[0].from_on = starts_on
    return rows[0]


@action("journeys.write_lessons", permission=Permission.WORK_CASELOAD)
def write_lessons(
    *, by: Actor, job_id: int, person_learned: str | None = None, employer_learned: str | None = None
) -> None:
    """Write down what the person (with their family) and the employer learned. None: as it was."""
    job = row_for_change(JobSpell, by, job_id)
    given = {"person_learned": person_learned, "employer_learned": employer_learned}
    changed = {
        name: text.strip() for name, text in given.items() if text is not None and text != getattr(job, name)
    }
    if not changed:
        nothing_to_write()
        return
    for name, text in changed.items():
        setattr(job, name, text)
    job.version += 1
    job.save(update_fields=[*changed, "version"])
    wrote(job, changed=changed)


@action("journeys.take_job_into_journey", permission=Permission.WORK_CASELOAD)
def take_job_into_journey(*, by: Actor, job_id: int, journey_id: int | None) -> tuple[Change, ...]:
    """Say to which journey of the same person a job belongs (None: to none). Returns what moved in the reviews."""
    job = row_for_change(JobSpell, by, job_id)
    journey = None if journey_id is None else journey_for_change(by, journey_id)
    if journey is not None and journey.person_id != job.person_id:
        raise Invalid.on("journey_id", _("This journey is another person's."))
    before, job.journey_id = job.journey_id, journey_id
    job.version += 1
    job.save(update_fields=["journey", "version"])
    wrote(job, changed={"journey": journey_id})
    moved: tuple[Change, ...] = ()
    for changed in {before, journey_id} - {None}:
        moved += upkeep.replan(by, journey_for_change(by, changed))
    return moved
