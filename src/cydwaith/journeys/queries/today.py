# SPDX-License-Identifier: AGPL-3.0-or-later
"""What needs doing today: one row a person, the longest overdue first. The rules are `engines.pathways.today`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.engines import pathways
from cydwaith.engines.pathways import Urgency
from cydwaith.journeys.models import NOTHING_DUE, Review, Step
from cydwaith.journeys.queries.common import in_my_hands, open_journeys
from cydwaith.kernel.actor import Actor

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One thing to do. `about`: id of the review or step it is about. `others`: more things due for this person.

    `summary`: the words of the step. `adviser`: the colleague whom one stands in for, "" for one's own.
    """

    journey_id: int
    person_id: int
    reference: str
    name: str
    called: str
    stage: str
    action_code: str
    action: str
    why_code: str
    why: str
    due: date
    urgency: str
    others: int
    about: int | None
    summary: str
    adviser: str


@dataclass(frozen=True, slots=True)
class Today:
    """The day in three parts. `caseload`: open journeys held; `next_on`: when something falls due after this week."""

    overdue: tuple[TodayRow, ...]
    today: tuple[TodayRow, ...]
    week: tuple[TodayRow, ...]
    caseload: int
    next_on: date | None


_COLUMNS = (
    "pk", "person_id", "person__reference", "person__name", "person__called", "pathway", "pathway_version", "stage",
    "stage_since", "referred_on", "first_contact_on", "last_contact_on", "next_contact_on", "pause_until",
    "next_due_on", "adviser_id", "adviser__name",
)  # fmt: skip


def today(actor: Actor, today: date | None = None) -> Today:
    """What needs doing for the journeys that the actor holds, or stands in for. Three statements."""
    day = today or timezone.localdate()
    mine = open_journeys(actor, "person").filter(adviser_id__in=in_my_hands(actor, day))
    rows = list(mine.order_by("next_due_on", "pk").values(*_COLUMNS))
    until = day + WEEK
    due = [row for row in rows if row["next_due_on"] <= until or row["first_contact_on"] is None]
    later = [row["next_due_on"] for row in rows if until < row["next_due_on"] < NOTHING_DUE]
    steps, reviews, words = _lines(actor, [row["pk"] for row in due], until)
    looked = [_looked_at(row, steps.get(row["pk"], ()), reviews.get(row["pk"], ())) for row in due]
    by_key = {row["pk"]: row for row in due}
    found = [_row(actor, row, by_key[row.key], words) for row in pathways.today_rows(looked, day)]
    return Today(
        overdue=tuple(row for row in found if row.urgency == Urgency.OVERDUE),
        today=tuple(row for row in found if row.urgency == Urgency.TODAY),
        week=tuple(row for row in found if row.urgency == Urgency.THIS_WEEK),
        caseload=len(rows),
        next_on=min(later, default=None),
    )


_Steps = dict[int, tuple[pathways.PlanStep, ...]]
_Reviews = dict[int, tuple[pathways.DueReview, ...]]


def _lines(actor: Actor, ids: list[int], until: date) -> tuple[_Steps, _Reviews, dict[Any, str]]:
    """Open steps and reviews that are due by a day, by journey; and the words of the steps."""
    steps: _Steps = {}
    reviews: _Reviews = {}
    words: dict[Any, str] = {}
    open_steps: Any = Step.objects.visible_to(actor).filter(
        journey_id__in=ids, done_on__isnull=True, dropped_on__isnull=True, due_on__lte=until
    )
    for row in open_steps.order_by("due_on", "pk").values(
        "person_id", "journey_id", "pk", "due_on", "who_does", "words"
    ):
        key = ("step", row["pk"])
        words[key] = row["words"]
        step = pathways.PlanStep(key=key, due=row["due_on"], adviser_does=row["who_does"] == "adviser")
        steps[row["journey_id"]] = (*steps.get(row["journey_id"], ()), step)
    to_hold: Any = Review.objects.visible_to(actor).filter(
        journey_id__in=ids, done_on__isnull=True, due_on__lte=until
    )
    for row in to_hold.order_by("due_on", "pk").values(
        "person_id", "journey_id", "pk", "due_on", "week", "work_from"
    ):
        # The engine names a review by its week; here the row is wanted, so its id stands in that place.
        review = pathways.DueReview(
            row["pk"], row["due_on"], row["work_from"], (), "review_job_started", Urgency.LATER
        )
        reviews[row["journey_id"]] = (*reviews.get(row["journey_id"], ()), review)
    return steps, reviews, words


def _looked_at(
    row: dict[str, Any], steps: tuple[pathways.PlanStep, ...], reviews: tuple[pathways.DueReview, ...]
) -> pathways.JourneyToday:
    return pathways.JourneyToday(
        key=row["pk"],
        pathway=pathways.get(row["pathway"], row["pathway_version"]),
        stage=row["stage"],
        stage_since=row["stage_since"],
        referred_on=row["referred_on"],
        first_contact_on=row["first_contact_on"],
        last_contact_on=row["last_contact_on"],
        next_contact_on=row["next_contact_on"],
        back_on=row["pause_until"],
        reviews=reviews,
        steps=steps,
    )


def _row(actor: Actor, row: pathways.Row, journey: dict[str, Any], words: dict[Any, str]) -> TodayRow:
    about: Any = row.about
    pathway = pathways.get(journey["pathway"], journey["pathway_version"])
    return TodayRow(
        journey_id=journey["pk"],
        person_id=journey["person_id"],
        reference=journey["person__reference"],
        name=journey["person__name"],
        called=journey["person__called"],
        stage=pathway.stage(journey["stage"]).staff.in_(actor.language),
        action_code=row.action,
        action=_(row.action_message),
        why_code=row.why,
        why=_(row.why_message),
        due=row.due,
        urgency=row.urgency.value,
        others=row.others,
        about=about[1] if isinstance(about, tuple) else about,
        summary=words.get(about, ""),
        adviser="" if journey["adviser_id"] == actor.user_id else journey["adviser__name"] or "",
    )
