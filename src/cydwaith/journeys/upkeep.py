# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is kept twice for speed, and what is planned by rule: written by the action that changed the source.

`Journey.next_due_on`, the days of first, last and next contact, and the reviews that are still to be held.
`journeys.checks` computes the same from the sources alone.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.db.models import Max, Min, Q
from django.utils import timezone

from cydwaith.engines import pathways
from cydwaith.journeys import rules
from cydwaith.journeys.finding import line_of, with_dates
from cydwaith.journeys.models import NOTHING_DUE, Contact, JobSpell, Journey, Review, Step
from cydwaith.journeys.vocabulary import ContactOutcome, WithWhom
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.guard import admit

CONTACT_DAYS = ("first_contact_on", "last_contact_on", "next_contact_on")
DUE = ("next_due_on", "next_due_code")
MET = Q(with_whom=WithWhom.PERSON, outcome=ContactOutcome.MET)
"""Contacts that count as being in touch with the person."""


def settle(journey: Any) -> None:
    """Set what falls due next from the journey's own columns and what `with_dates` found. Does not save."""
    _due(journey, line_of(journey))


def _due(journey: Any, line: rules.OpenLine) -> None:
    found = None if journey.closed_on else rules.next_due(journey, line)
    journey.next_due_on, journey.next_due_code = found or (NOTHING_DUE, "")


def contact_made(journey: Any, contact: Contact) -> None:
    """Set the days of contact after one contact was added, without reading the others. Saves."""
    if contact.with_whom == WithWhom.PERSON and contact.outcome == ContactOutcome.MET:
        on = contact.on
        journey.first_contact_on = min(journey.first_contact_on or on, on)
        journey.last_contact_on = max(journey.last_contact_on or on, on)
    if contact.next_on is not None and (journey.arranged_on is None or journey.arranged_on <= contact.on):
        journey.next_contact_on = contact.next_on
    _arranged_ahead(journey)
    settle(journey)
    journey.save(update_fields=[*CONTACT_DAYS, *DUE])


def _arranged_ahead(journey: Any) -> None:
    """A talk that was arranged is over once there was contact on its day or later."""
    last, arranged = journey.last_contact_on, journey.next_contact_on
    if last is not None and arranged is not None and last >= arranged:
        journey.next_contact_on = None


def refresh(by: Actor, journey_id: int, *, contacts: bool = False) -> Any:
    """Read the sources anew and save the copies; `contacts`: those of the contacts too. Returns the journey."""
    journey = with_dates(Journey.objects.visible_to(by).filter(pk=journey_id), by).one()
    if contacts:
        rows = Contact.objects.visible_to(by).filter(journey_id=journey_id)
        days = rows.filter(MET).aggregate(first=Min("on"), last=Max("on"))
        journey.first_contact_on, journey.last_contact_on = days["first"], days["last"]
        arranged = (
            rows.filter(next_on__isnull=False)
            .order_by("-on", "-pk")
            .values_list("person_id", "next_on")
            .first()
        )
        journey.next_contact_on = arranged[1] if arranged else None
        _arranged_ahead(journey)
    settle(journey)
    journey.save(update_fields=[*CONTACT_DAYS, *DUE] if contacts else [*DUE])
    return journey


_KEPT = (
    "pk", "person_id", "pathway", "pathway_version", "stage", "stage_since", "referred_on", "pause_until", "closed_on",
)  # fmt: skip


def recounted(rows: Any) -> list[Any]:
    """Journeys (an admitted queryset) with all copies computed anew from their sources: values, no rows to save.

    Four queries, however many. For the importer and for `checks`; an action refreshes the one that it changed.
    """
    journeys = [SimpleNamespace(**row) for row in rows.values(*_KEPT)]
    ids = [journey.pk for journey in journeys]
    first, last, arranged = _contact_days(ids)
    lines = _lines(ids)
    for journey in journeys:
        journey.first_contact_on, journey.last_contact_on = first.get(journey.pk), last.get(journey.pk)
        journey.next_contact_on = arranged.get(journey.pk)
        _arranged_ahead(journey)
        _due(journey, lines.get(journey.pk, rules.OpenLine()))
    return journeys


def _contact_days(ids: list[int]) -> tuple[dict[int, date], dict[int, date], dict[int, date]]:
    """Journey id -> day of the first contact, of the last, and the talk that was arranged last."""
    first: dict[int, date] = {}
    last: dict[int, date] = {}
    arranged: dict[int, date] = {}
    rows = admit(Contact.objects.filter(journey_id__in=ids)).order_by("on", "pk")
    for pk, on, next_on, whom, outcome in rows.values_list(
        "journey_id", "on", "next_on", "with_whom", "outcome"
    ):
        if whom == WithWhom.PERSON and outcome == ContactOutcome.MET:
            first.setdefault(pk, on)
            last[pk] = on
        if next_on is not None:
            arranged[pk] = next_on
    return first, last, arranged


def _lines(ids: list[int]) -> dict[int, rules.OpenLine]:
    """Journey id -> its first open step and review."""
    lines: dict[int, rules.OpenLine] = {}
    reviews = admit(Review.objects.filter(journey_id__in=ids, done_on__isnull=True)).order_by(
        "-due_on", "-week"
    )
    for pk, due_on, week in reviews.values_list("journey_id", "due_on", "week"):
        lines[pk] = rules.OpenLine(review_due=due_on, review_week=week)
    steps = admit(Step.objects.filter(journey_id__in=ids, done_on__isnull=True, dropped_on__isnull=True))
    steps = steps.filter(due_on__isnull=False).order_by("-due_on", "-pk")
    for pk, due_on, who in steps.values_list("journey_id", "due_on", "who_does"):
        lines[pk] = replace(lines.get(pk, rules.OpenLine()), step_due=due_on, step_who=who)
    return lines


def planned(
    journey: Any, jobs: Sequence[Any], held: Sequence[Any], today: date
) -> tuple[pathways.DueReview, ...]:
    """The reviews that the rules plan for a journey: every one still to be held, soonest first."""
    pathway = pathways.get(journey.pathway, journey.pathway_version)
    spells = rules.spells(pathway, journey.opened_on, journey.work_at_start, journey.back_on, jobs)
    done = [pathways.DoneReview(row.week, row.done_on) for row in held if row.done_on]
    return pathways.due_reviews(spells, done, today=today, weeks=pathway.review_weeks)


def replan(by: Actor, journey: Any) -> tuple[pathways.Change, ...]:
    """Plan the reviews of a journey anew from its jobs, then what falls due next. Returns what moved.

    Rows of reviews that were held stay as they are.
    """
    today = timezone.localdate()
    jobs: list[Any] = list(JobSpell.objects.visible_to(by).filter(journey_id=journey.pk).order_by("pk"))
    rows: list[Any] = list(
        Review.objects.visible_to(by).filter(journey_id=journey.pk).order_by("due_on", "week")
    )
    held = [row for row in rows if row.done_on is not None]
    todo = [row for row in rows if row.done_on is None]
    after = planned(journey, jobs, held, today)
    before = tuple(
        pathways.DueReview(
            row.week, row.due_on, row.work_from, (), "review_job_started", pathways.Urgency.LATER
        )
        for row in todo
    )
    _write(journey, todo, after)
    refresh(by, journey.pk)
    done = [pathways.DoneReview(row.week, row.done_on) for row in held]
    return pathways.changes(before, after, done=done)


def _write(journey: Any, todo: list[Any], after: Sequence[pathways.DueReview]) -> None:
    """Bring the rows still to be held to the plan: keep, move, add, drop."""
    left = {(row.work_from, row.week): row for row in todo}
    fresh = []
    for review in after:
        kept = left.pop((review.work_from, review.week), None)
        if kept is None:
            fresh.append(review)
        else:
            _aim(kept, review)
    moved = []
    for review in fresh:
        row = next((row for row in left.values() if row.week == review.week), None)
        if row is None:
            _aim(Review(person_id=journey.person_id, journey_id=journey.pk, week=review.week), review)
        else:
            moved.append((left.pop((row.work_from, row.week)), review))
    for row in left.values():
        row.delete()
    for row, review in moved:
        _aim(row, review)


def _aim(row: Any, review: pathways.DueReview) -> None:
    job = review.jobs[0] if review.jobs else None
    wanted = (review.work_from, review.due, job)
    if row.pk is None or (row.work_from, row.due_on, row.job_id) != wanted:
        row.work_from, row.due_on, row.job_id = wanted
        row.save()


def people_held(user_id: int, organisation_id: int) -> int:
    """How many people would lose their adviser if this account left: open journeys that it holds here.

    Asked by `partnerships` before a membership ends; a count, of nobody in particular, so no actor.
    """
    rows = admit(
        Journey.objects.filter(adviser_id=user_id, organisation_id=organisation_id, closed_on__isnull=True)
    )
    return int(rows.values("person_id").distinct().count())


def follow_person(instance: Any, update_fields: Collection[str] | None = None, **_signal: Any) -> None:
    """Keep the copy of the sort key when a person is renamed, or two records are joined or parted (post_save)."""
    if update_fields is not None and not {"sort_key", "joined_into", "joined_into_id"} & set(update_fields):
        return
    kept = instance.joined_into_id or instance.pk
    key = instance.sort_key
    if kept != instance.pk:
        _pk, key = admit(type(instance).objects.filter(pk=kept)).values_list("pk", "sort_key").get()
    admit(Journey.objects.filter(person_id=kept).exclude(sort_key=key)).update(sort_key=key)
