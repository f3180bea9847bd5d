# SPDX-License-Identifier: AGPL-3.0-or-later
"""One person's working life as staff read it, a page a part. Each is one statement (see `arms`).

What a reader may not see of a part comes empty; whether a part is there at all the page's head says
(`people.queries.header`).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.utils import timezone

from cydwaith.journeys import models
from cydwaith.kernel.actor import Actor

from . import happenings, shaping
from .arms import Arm, Row, Sheet
from .record_shapes import (
    AgreementView,
    JourneyView,
    MoveView,
    PersonContacts,
    PersonPlan,
    PersonSummary,
    PersonWork,
)

CONTACTS_A_PAGE = 20
LATELY = 10
"""So many contacts may stand on the timeline of the first page."""
SHOWN = 10
"""So many things that happened stand there in all."""

_LINE = (
    "journey_id", "words", "whose", "agreed_by_person_at", "agreed_by_adviser_at", "done_on", "dropped_on", "version",
)  # fmt: skip
_GOING_ON = {"done_on__isnull": True, "dropped_on__isnull": True}

JOURNEYS = Arm(
    models.Journey,
    (
        "pathway", "pathway_version", "stage", "stage_since", "referred_on", "opened_on", "closed_on", "close_reason",
        "next_due_on", "next_due_code", "pause_until", "version", "organisation_id",
    ),
    {
        "programme_en": "programme__name_en",
        "programme_cy": "programme__name_cy",
        "adviser_name": "adviser__name",
    },
)  # fmt: skip
CHANGES = Arm(models.StageChange, ("journey_id", "frm", "to", "on", "reason"), by=True)
PROFILES = Arm(
    models.Profile,
    (
        "whose", "wants", "strengths", "never", "helps", "hours_from", "hours_to", "travel_minutes", "travel_by",
        "days", "written_at",
    ),
    by=True,
)  # fmt: skip
GOALS = Arm(models.Goal, _LINE, by=True)
STEPS = Arm(models.Step, (*_LINE, "goal_id", "who_does", "due_on"), by=True)
AGREEMENTS = Arm(models.PlanAgreement, ("journey_id", "side", "how_given", "at"))
JOBS = Arm(
    models.JobSpell,
    (
        "kind", "employer_name", "title", "soc", "starts_on", "ends_on", "end_reason", "found_through_support",
        "evidence", "person_learned", "employer_learned", "version",
    ),
)  # fmt: skip
TERMS = Arm(models.JobTerms, ("job_id", "from_on", "hours_minutes_week", "pay_pence", "pay_period"))
REVIEWS = Arm(
    models.Review, ("week", "due_on", "done_on", "in_work", "note"), order=("due_on", "week"), by=True
)
STATUSES = Arm(
    models.StatusObservation, ("on", "status", "hours_minutes_week"), order=("on", "pk"), newest=12, by=True
)
LEARNING = Arm(models.LearningSpell, ("kind", "title", "provider", "level", "starts_on", "ends_on", "result"))
ADJUSTMENTS = Arm(
    models.Adjustment, ("what", "whose", "provider", "job_id", "asked_on", "in_place_on", "ended_on")
)
TOLD = Arm(models.EmployerSnapshot, ("employer_name", "level", "made_at", "kept_under"))
_CONTACT = (
    "on", "at_time", "with_whom", "how", "minutes", "place", "outcome", "summary", "employer_name", "next_on",
)  # fmt: skip
NOTES = Arm(models.ContactNote, ("contact_id", "kept_under", "text", "written_at"), by=True)
MOVES = Arm(models.ContactMove, ("out", "on", "moved_at"), newest=10, by=True)


def _contacts(newest: int, skip: int = 0) -> Arm:
    return Arm(models.Contact, _CONTACT, newest=newest, skip=skip, order=("on", "pk"), by=True)


SUMMARY = Sheet(
    lambda _page: {
        "journeys": JOURNEYS,
        "changes": CHANGES,
        "profiles": replace(PROFILES, newest=3),
        "goals": replace(GOALS, only=_GOING_ON),
        "steps": replace(STEPS, only=_GOING_ON),
        "jobs": JOBS,
        "terms": TERMS,
        "reviews": REVIEWS,
        "contacts": _contacts(LATELY),
    },
    ["date_of_birth"],
)
PLAN = Sheet(
    lambda _page: {
        "journeys": JOURNEYS,
        "profiles": PROFILES,
        "goals": GOALS,
        "steps": STEPS,
        "agreements": AGREEMENTS,
    }
)
WORK = Sheet(
    lambda _page: {
        "journeys": JOURNEYS,
        "jobs": JOBS,
        "terms": TERMS,
        "reviews": REVIEWS,
        "statuses": STATUSES,
        "learning": LEARNING,
        "adjustments": ADJUSTMENTS,
        "told": TOLD,
    },
    ["date_of_birth"],
)
CONTACTS = Sheet(
    lambda page: {
        "journeys": JOURNEYS,
        # One row more than a page holds tells whether there are older ones.
        "contacts": _contacts(CONTACTS_A_PAGE + 1, skip=(page - 1) * CONTACTS_A_PAGE),
        "notes": NOTES,
        "moves": MOVES,
    }
)


def _journeys(actor: Actor, found: dict[str, list[Row]], today: date) -> tuple[JourneyView, ...]:
    return shaping.journeys(found["journeys"], found.get("changes", []), today, actor)


def person_summary(actor: Actor, person_id: int) -> PersonSummary:
    """Where somebody is, what comes next, what they want, what happened lately. Raises `NotVisible`."""
    today = timezone.localdate()
    row, found = SUMMARY.of(actor, person_id)
    journeys = _journeys(actor, found, today)
    # Lines of a journey that ended are over; those of one that the reader may not see are shown without it.
    ended = {one.id for one in journeys if not one.open}
    jobs = shaping.jobs(found["jobs"], found["terms"], row["date_of_birth"])
    profiles = [shaping.profile(one) for one in found["profiles"]]
    reviews = [shaping.review(one, today) for one in found["reviews"]]
    happened = [
        *happenings.of_stages(found["journeys"], found["changes"], actor.language),
        *happenings.of_contacts([shaping.contact(one) for one in found["contacts"]]),
        *happenings.of_jobs(jobs),
        *happenings.of_reviews(reviews),
        *happenings.of_profiles(profiles),
    ]
    return PersonSummary(
        journeys=journeys,
        profile=profiles[-1] if profiles else None,
        goals=tuple(shaping.line(one, today) for one in found["goals"] if one["journey_id"] not in ended),
        steps=tuple(
            sorted(
                (shaping.line(one, today) for one in found["steps"] if one["journey_id"] not in ended),
                key=lambda line: (line.due_on or date.max, line.id),
            )
        ),
        jobs=tuple(job for job in jobs if job.ends_on is None),
        reviews=tuple(one for one in reviews if one.done_on is None),
        timeline=tuple(sorted(happened, key=happenings.newest_first)[:SHOWN]),
    )


def person_plan(actor: Actor, person_id: int) -> PersonPlan:
    """Every version of the profile, and the plan with who agreed to what. Raises `NotVisible`."""
    today = timezone.localdate()
    _row, found = PLAN.of(actor, person_id)
    agreements = [
        AgreementView(one["journey_id"], one["side"], one["how_given"], one["at"])
        for one in found["agreements"]
    ]
    return PersonPlan(
        journeys=_journeys(actor, found, today),
        profiles=tuple(shaping.profile(one) for one in reversed(found["profiles"])),
        goals=tuple(shaping.line(one, today) for one in found["goals"]),
        steps=tuple(shaping.line(one, today) for one in found["steps"]),
        agreements=tuple(reversed(agreements)),
    )


def person_work(actor: Actor, person_id: int) -> PersonWork:
    """Jobs with dated hours and pay, reviews, status, learning, adjustments. Raises `NotVisible`."""
    today = timezone.localdate()
    row, found = WORK.of(actor, person_id)
    employers = {one["pk"]: one["employer_name"] for one in found["jobs"]}
    return PersonWork(
        journeys=_journeys(actor, found, today),
        jobs=shaping.jobs(found["jobs"], found["terms"], row["date_of_birth"]),
        reviews=tuple(shaping.review(one, today) for one in found["reviews"]),
        statuses=tuple(shaping.status(one) for one in reversed(found["statuses"])),
        learning=tuple(shaping.learning(one) for one in reversed(found["learning"])),
        adjustments=tuple(shaping.adjustment(one, employers) for one in reversed(found["adjustments"])),
        told=tuple(shaping.told(one) for one in reversed(found["told"])),
    )


def person_contacts(actor: Actor, person_id: int, *, page: int = 1) -> PersonContacts:
    """One page of contacts with the notes that are open to the reader. Raises `NotVisible`."""
    today = timezone.localdate()
    _row, found = CONTACTS.of(actor, person_id, page)
    rows = list(reversed(found["contacts"]))
    return PersonContacts(
        journeys=_journeys(actor, found, today),
        contacts=tuple(shaping.contact(one, found["notes"]) for one in rows[:CONTACTS_A_PAGE]),
        moves=tuple(
            MoveView(one["out"], one["on"], one["moved_at"], one["by"] or "")
            for one in reversed(found["moves"])
        ),
        page=page,
        more=len(rows) > CONTACTS_A_PAGE,
    )
