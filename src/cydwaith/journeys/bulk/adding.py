# SPDX-License-Identifier: AGPL-3.0-or-later
"""Journeys, jobs and contacts, thousands at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db import router
from django.utils import timezone

from cydwaith.engines import pathways
from cydwaith.journeys import models, rules, upkeep
from cydwaith.journeys import vocabulary as words
from cydwaith.journeys.bulk.settling import parts, settle_journeys
from cydwaith.journeys.bulk.shapes import NewContact, NewJob, NewJourney
from cydwaith.kernel import bulk
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.guard import admit
from cydwaith.partnerships.queries import programme_names
from cydwaith.people.queries import own_organisation
from cydwaith.people.queries.columns import sort_keys


def stages(pathway: str) -> list[tuple[str, str, str]]:
    """(stage code, English, Welsh) of a pathway, in its order. Raises `KeyError` for a code that there is not."""
    return [(stage.code, stage.staff.en, stage.staff.cy) for stage in pathways.get(pathway).stages]


def open_journeys(*, by: Actor) -> set[tuple[int, int]]:
    """(person id, programme id) of the journeys that are open at the actor's organisation."""
    rows = admit(models.Journey.objects.filter(organisation_id=own_organisation(by), closed_on__isnull=True))
    return set(rows.values_list("person_id", "programme_id"))


JOURNEY_COLUMNS = (
    "id", "person_id", "programme_id", "organisation_id", "pathway", "pathway_version", "adviser_id", "referred_on",
    "opened_on", "work_at_start", "stage", "stage_since", "closed_on", "close_reason", "sort_key", "next_due_on",
    "next_due_code", "version",
)  # fmt: skip
CHANGE_COLUMNS = (
    "person_id",
    "journey_id",
    "frm",
    "to",
    "on",
    "reason",
    "evidence",
    "user_id",
    "recorded_at",
)


def add_journeys(rows: Sequence[NewJourney], *, by: Actor) -> list[int]:
    """Journeys with their stage changes (the first stage, and the one they are at now); ids in the order given.

    Raises `Invalid` for a programme or stage that there is not.
    """
    keys = sort_keys((row.person_id for row in rows), organisation_id=own_organisation(by))
    programmes = programme_names({row.programme_id for row in rows})
    ids = bulk.reserve(models.Journey, len(rows))
    now = timezone.now()
    journeys: list[tuple[Any, ...]] = []
    changes: list[tuple[Any, ...]] = []
    for pk, row in zip(ids, rows, strict=True):
        if row.programme_id not in programmes or row.person_id not in keys:
            raise Invalid.on(
                "", f"no programme {row.programme_id}, or no person {row.person_id} of this organisation"
            )
        pathway = pathways.get(programmes[row.programme_id].pathway)
        stage = pathway.closed.code if row.closed_on else row.stage or pathway.first.code
        if stage not in {one.code for one in pathway.stages}:
            raise Invalid.on("stage", f"{pathway.code} has no stage {stage}")
        referred = min(row.referred_on or row.opened_on, row.opened_on)
        since = row.closed_on or row.stage_since or row.opened_on
        reason = words.closing_code(pathway, row.close_reason or "other") if row.closed_on else ""
        due = (
            None
            if row.closed_on
            else rules.next_due(_looked_at(pathway, stage, since, referred), rules.OpenLine())
        )
        due_on, due_code = due or (models.NOTHING_DUE, "")
        values = (
            pk,
            row.person_id,
            row.programme_id,
            by.organisation_id,
            pathway.code,
            pathway.version,
            row.user_id,
            referred,
            row.opened_on,
            row.work_at_start,
            stage,
            since,
            row.closed_on,
            reason,
            keys[row.person_id],
            due_on,
            due_code,
            1,
        )  # fmt: skip
        journeys.append(values)
        first = pathway.first.code
        begun = min(row.opened_on, since)
        changes.append((row.person_id, pk, "", first, begun, "", [], None, now))
        if stage != first:
            changes.append((row.person_id, pk, first, stage, since, reason, [], None, now))
    bulk.insert(models.Journey, JOURNEY_COLUMNS, journeys)
    bulk.insert(models.StageChange, CHANGE_COLUMNS, changes)
    return ids


def _looked_at(pathway: pathways.Pathway, stage: str, since: date, referred: date) -> Any:
    return SimpleNamespace(
        pathway=pathway.code, pathway_version=pathway.version, stage=stage, stage_since=since, referred_on=referred,
        pause_until=None, first_contact_on=None, last_contact_on=None, next_contact_on=None,
    )  # fmt: skip


JOB_COLUMNS = (
    "id", "person_id", "journey_id", "employer_name", "title", "soc", "kind", "starts_on", "ends_on", "end_reason",
    "found_through_support", "evidence", "person_learned", "employer_learned", "recorded_at", "version",
)  # fmt: skip
TERMS_COLUMNS = ("person_id", "job_id", "from_on", "hours_minutes_week", "pay_pence", "pay_period")


def add_jobs(rows: Sequence[NewJob], *, by: Actor, settle: bool = True) -> list[int]:
    """Jobs with their hours and pay, and the reviews that fall due by them; ids in the order given.

    `settle=False`: the caller calls `settle_journeys` itself, once, after everything else.
    """
    ids = bulk.reserve(models.JobSpell, len(rows))
    now = timezone.now()
    bulk.insert(
        models.JobSpell,
        JOB_COLUMNS,
        (
            (
                pk, row.person_id, row.journey_id, row.employer_name, row.title, row.soc, row.kind, row.starts_on,
                row.ends_on, row.end_reason, row.found_through_support, "", "", "", now, 1,
            )
            for pk, row in zip(ids, rows, strict=True)
        ),
    )  # fmt: skip
    bulk.insert(
        models.JobTerms,
        TERMS_COLUMNS,
        (
            (
                row.person_id, pk, terms.from_on, terms.hours_minutes_week, terms.pay_pence,
                terms.pay_period if terms.pay_pence is not None else "",
            )
            for pk, row in zip(ids, rows, strict=True)
            for terms in row.terms
        ),
    )  # fmt: skip
    touched = {row.journey_id for row in rows if row.journey_id is not None}
    plan_reviews(touched)
    if settle:
        settle_journeys(touched, by=by)
    return ids


REVIEW_COLUMNS = ("person_id", "journey_id", "job_id", "week", "work_from", "due_on", "note")
_JOURNEY_DATES = ("pk", "person_id", "pathway", "pathway_version", "opened_on", "work_at_start", "back_on")
_JOB_DATES = ("pk", "journey_id", "kind", "starts_on", "ends_on", "found_through_support")


def plan_reviews(journey_ids: Iterable[int]) -> None:
    """Plan the reviews of these journeys from all their jobs, those that were here before too."""
    today = timezone.localdate()
    for part in parts(journey_ids):
        rows = admit(models.Journey.objects.filter(pk__in=part)).values(*_JOURNEY_DATES)
        journeys = [SimpleNamespace(**row) for row in rows]
        held: dict[int, list[Any]] = defaultdict(list)
        for row in admit(models.Review.objects.filter(journey_id__in=part, done_on__isnull=False)):
            held[row.journey_id].append(row)
        todo = admit(models.Review.objects.filter(journey_id__in=part, done_on__isnull=True))
        todo._raw_delete(router.db_for_write(models.Review))
        jobs: dict[int, list[Any]] = defaultdict(list)
        for values in (
            admit(models.JobSpell.objects.filter(journey_id__in=part)).order_by("pk").values(*_JOB_DATES)
        ):
            jobs[values["journey_id"]].append(SimpleNamespace(**values))
        bulk.insert(
            models.Review,
            REVIEW_COLUMNS,
            [
                (
                    journey.person_id, journey.pk, review.jobs[0] if review.jobs else None, review.week,
                    review.work_from, review.due, "",
                )
                for journey in journeys
                for review in upkeep.planned(journey, jobs[journey.pk], held[journey.pk], today)
            ],
        )  # fmt: skip


CONTACT_COLUMNS = (
    "id", "person_id", "journey_id", "user_id", "with_whom", "how", "on", "minutes", "place", "outcome", "summary",
    "employer_name", "recorded_at", "version",
)  # fmt: skip
NOTE_COLUMNS = ("person_id", "contact_id", "kept_under", "text", "user_id", "written_at")
PLACES = {
    "home_visit": (words.How.IN_PERSON, words.Place.HOME),
    "workplace": (words.How.IN_PERSON, words.Place.WORKPLACE),
}
"""Ways of contact in lists that say both how and where."""


def add_contacts(rows: Sequence[NewContact], *, by: Actor, settle: bool = True) -> list[int]:
    """Contacts with their notes; ids in the order given. `settle` as in `add_jobs`."""
    ids = bulk.reserve(models.Contact, len(rows))
    now = timezone.now()
    bulk.insert(
        models.Contact, CONTACT_COLUMNS, (_contact(pk, row, now) for pk, row in zip(ids, rows, strict=True))
    )
    bulk.insert(
        models.ContactNote,
        NOTE_COLUMNS,
        (
            (row.person_id, pk, int(words.NOTE_CATEGORIES[0]), row.note, row.user_id, now)
            for pk, row in zip(ids, rows, strict=True)
            if row.note
        ),
    )
    if settle:
        settle_journeys({row.journey_id for row in rows if row.journey_id is not None}, by=by)
    return ids


def _contact(pk: int, row: NewContact, now: Any) -> tuple[Any, ...]:
    how, place = PLACES.get(row.how, (row.how, ""))
    outcome = words.outcome_code(row.outcome)
    summary = "" if row.outcome in words.ContactOutcome.values else row.outcome[:300]
    known = how if how in words.How.values else words.How.OTHER.value
    whom = row.with_whom if row.with_whom in words.WithWhom.values else words.WithWhom.OTHER.value
    return (
        pk, row.person_id, row.journey_id, row.user_id, str(whom), str(known), row.on, row.minutes, str(place),
        outcome, summary, row.employer_name, now, 1,
    )  # fmt: skip
