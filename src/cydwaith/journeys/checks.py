# SPDX-License-Identifier: AGPL-3.0-or-later
"""What journeys keep twice, held against its source: part of `cydwaith verify`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from cydwaith.journeys import frozen, upkeep
from cydwaith.journeys.models import JobSpell, Journey, Review, StageChange
from cydwaith.kernel.guard import admit
from cydwaith.people.queries.columns import sort_keys

COPIES = (*upkeep.CONTACT_DAYS, *upkeep.DUE)
BATCH = 500


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A copy that is not what its source says: a journey, what is wrong, what is kept and what should be."""

    journey_id: int
    what: str
    kept: Any
    by_rule: Any


def disagreements() -> Iterator[Disagreement]:
    """Every disagreement on the site; none is the only good answer. Reads all journeys, in batches."""
    ids = list(admit(Journey.objects.all()).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        kept = {row.pk: row for row in admit(Journey.objects.filter(pk__in=part))}
        for row in upkeep.recounted(admit(Journey.objects.filter(pk__in=part))):
            for name in COPIES:
                if getattr(kept[row.pk], name) != getattr(row, name):
                    yield Disagreement(row.pk, name, getattr(kept[row.pk], name), getattr(row, name))
        yield from _reviews(kept)
        yield from _stages(kept)
        yield from _sort_keys(kept)


def missing_triggers() -> list[str]:
    """Triggers that freeze rows of this context and are not in the database."""
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for (name,) in cursor.fetchall()}
    return sorted(frozen.trigger_names() - present)


def _reviews(journeys: dict[int, Any]) -> Iterator[Disagreement]:
    today = timezone.localdate()
    jobs: dict[int, list[Any]] = {pk: [] for pk in journeys}
    for job in admit(JobSpell.objects.filter(journey_id__in=list(journeys))).order_by("pk"):
        jobs[job.journey_id].append(job)
    reviews: dict[int, list[Any]] = {pk: [] for pk in journeys}
    for review in admit(Review.objects.filter(journey_id__in=list(journeys))):
        reviews[review.journey_id].append(review)
    for pk, journey in journeys.items():
        held = [row for row in reviews[pk] if row.done_on is not None]
        todo = {(row.week, row.due_on) for row in reviews[pk] if row.done_on is None}
        plan = {(row.week, row.due) for row in upkeep.planned(journey, jobs[pk], held, today)}
        if todo != plan:
            yield Disagreement(pk, "reviews", sorted(todo - plan), sorted(plan - todo))


def _stages(journeys: dict[int, Any]) -> Iterator[Disagreement]:
    """The stage is where the last change led."""
    rows = admit(StageChange.objects.filter(journey_id__in=list(journeys))).order_by("pk")
    last = {journey_id: (to, on) for journey_id, to, on in rows.values_list("journey_id", "to", "on")}
    for pk, journey in journeys.items():
        if last.get(pk) != (journey.stage, journey.stage_since):
            yield Disagreement(pk, "stage", (journey.stage, journey.stage_since), last.get(pk))


def _sort_keys(journeys: dict[int, Any]) -> Iterator[Disagreement]:
    people = {journey.person_id for journey in journeys.values()}
    keys = sort_keys(people)
    for pk, journey in journeys.items():
        if journey.sort_key != keys[journey.person_id]:
            yield Disagreement(pk, "sort_key", journey.sort_key, keys[journey.person_id])
