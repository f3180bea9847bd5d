# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a step of a pathway asks for, looked up in the records: only what the step names is read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from cydwaith.engines.pathways import EVIDENCE, JobFact, JourneyFacts
from cydwaith.journeys import rules
from cydwaith.journeys.models import Contact, Goal, JobSpell, Journey, Profile, Review, Step
from cydwaith.journeys.vocabulary import ContactOutcome, WithWhom
from cydwaith.kernel.actor import Actor

_JOBS = ("job_started", "job_over", "open_job", "trial_started", "trial_over", "trial_lessons", "held_job")
JOB_FIELDS = (
    "pk", "person_id", "kind", "starts_on", "ends_on", "employer_name", "end_reason", "found_through_support",
    "person_learned", "employer_learned",
)  # fmt: skip


def job_facts(opened_on: date, jobs: Iterable[Any]) -> tuple[JobFact, ...]:
    """Jobs as the engine's evidence looks at them."""
    return tuple(
        JobFact(
            kind=job.kind,
            start=job.starts_on,
            end=job.ends_on,
            employer_named=bool(job.employer_name),
            end_reason=bool(job.end_reason),
            held_before=rules.held_before(job, opened_on),
            employer_lessons=bool(job.employer_learned),
            person_lessons=bool(job.person_learned),
        )
        for job in jobs
    )


def _language(by: Actor, journey: Any) -> dict[str, Any]:
    rows = Journey.objects.visible_to(by, "person").filter(pk=journey.pk)
    asked = ~Q(person__spoken_language="") | ~Q(person__written_language="")
    return {"language_asked": rows.filter(asked).exists()}


def _profile(by: Actor, journey: Any) -> dict[str, Any]:
    return {"profile_versions": Profile.objects.visible_to(by).filter(person_id=journey.person_id).count()}


def _plan(by: Actor, journey: Any) -> dict[str, Any]:
    """Agreed by a side: there is a plan, and that side agreed to every line of it."""
    agreed: dict[str, list[Any]] = {"person": [], "adviser": []}
    for model in (Goal, Step):
        lines: Any = model.objects.visible_to(by).filter(journey_id=journey.pk, dropped_on__isnull=True)
        for line in lines.values("person_id", "agreed_by_person_at", "agreed_by_adviser_at"):
            for side, moments in agreed.items():
                moments.append(line[f"agreed_by_{side}_at"])
    return {
        f"plan_agreed_by_{side}_on": timezone.localdate(max(moments)) if moments and all(moments) else None
        for side, moments in agreed.items()
    }


def _employers(by: Actor, journey: Any) -> dict[str, Any]:
    rows = Contact.objects.visible_to(by).filter(
        journey_id=journey.pk, with_whom=WithWhom.EMPLOYER, outcome=ContactOutcome.MET
    )
    return {"employer_contacts": rows.count()}


def _jobs(by: Actor, journey: Any) -> dict[str, Any]:
    """The journey's jobs; and jobs of no journey, for work is the person's."""
    mine = Q(journey_id=journey.pk) | Q(journey_id__isnull=True)
    rows = JobSpell.objects.visible_to(by).filter(mine, person_id=journey.person_id).order_by("pk")
    return {"jobs": job_facts(journey.opened_on, rows)}


def _reviews(by: Actor, journey: Any) -> dict[str, Any]:
    """Reviews held in the present spell of work: those after the start of the newest."""
    rows = Review.objects.visible_to(by).filter(journey_id=journey.pk)
    found = list(rows.order_by("work_from").values("person_id", "week", "work_from", "done_on"))
    newest = found[-1]["work_from"] if found else None
    held = {row["week"] for row in found if row["done_on"] and row["work_from"] == newest}
    return {"reviews_done": frozenset(held)}


Look = Callable[[Actor, Any], dict[str, Any]]
LOOKS: dict[str, Look] = {
    "language_asked": _language,
    "profile": _profile,
    "plan_agreed": _plan,
    "employer_contact": _employers,
    "review_13": _reviews,
    **dict.fromkeys(_JOBS, _jobs),
}
"""Kind of evidence -> where it is looked up; kinds that are not here stand on the journey or in the form."""
assert set(LOOKS) <= set(EVIDENCE)  # noqa: S101 - two tables that must fit


def journey_facts(
    by: Actor,
    journey: Any,
    needs: Collection[str],
    *,
    pause_until: date | None = None,
    closing_reason: str = "",
) -> JourneyFacts:
    """What is known of a journey today, as far as `needs` asks."""
    facts = JourneyFacts(
        today=timezone.localdate(),
        first_contact_on=journey.first_contact_on,
        work_at_start=journey.work_at_start,
        back_on=journey.back_on,
        pause_until=pause_until,
        closing_reason=closing_reason,
    )
    for look in dict.fromkeys(LOOKS[need] for need in needs if need in LOOKS):
        facts = replace(facts, **look(by, journey))
    return facts
