# SPDX-License-Identifier: AGPL-3.0-or-later
"""What needs doing today: one row a person, the longest overdue first. The rules are `engines.pathways.today`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.engines import pathways
from cydwaith.engines.pathways import Urgency
from cydwaith.journeys.models import NOTHING_DUE, Review, Step
from cydwaith.journeys.queries.common import in_my_hands, open_journeys, pathway_of
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.prepared import DAY, Prepared, given

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


class _Held(NamedTuple):
    """A row of `_COLUMNS`."""

    pk: int
    person_id: int
    reference: str
    name: str
    called: str
    pathway: str
    pathway_version: int
    stage: str
    stage_since: date
    referred_on: date
    first_contact_on: date | None
    last_contact_on: date | None
    next_contact_on: date | None
    pause_until: date | None
    next_due_on: date
    adviser_id: int | None
    adviser: str | None


def today(actor: Actor, today: date | None = None) -> Today:
    """What needs doing for the journeys that the actor holds, or stands in for. Three statements."""
    day = today or timezone.localdate()
    until = day + WEEK
    values = {"today": day, "until": until}
    rows = [_Held(*row) for row in _JOURNEYS.rows(actor, values=values)]
    due: dict[Any, _Held] = {
        row.pk: row for row in rows if row.next_due_on <= until or row.first_contact_on is None
    }
    later = [row.next_due_on for row in rows if until < row.next_due_on < NOTHING_DUE]
    steps, words = _steps(actor, values)
    reviews = _reviews(actor, values)
    looked = [_looked_at(row, steps.get(pk, ()), reviews.get(pk, ())) for pk, row in due.items()]
    found = [_row(actor, row, due[row.key], words) for row in pathways.today_rows(looked, day)]
    return Today(
        overdue=tuple(row for row in found if row.urgency == Urgency.OVERDUE),
        today=tuple(row for row in found if row.urgency == Urgency.TODAY),
        week=tuple(row for row in found if row.urgency == Urgency.THIS_WEEK),
        caseload=len(rows),
        next_on=min(later, default=None),
    )


def _mine(actor: Actor, *joins: str) -> Any:
    return open_journeys(actor, *joins).filter(adviser_id__in=in_my_hands(actor, date.min))


def _of_mine(actor: Actor, model: Any, *columns: str, **where: Any) -> Any:
    """Rows that are due by `until`, of journeys that the actor holds."""
    rows = model.objects.visible_to(actor).filter(
        journey_id__in=_mine(actor).values("pk"), due_on__lte=given("until", date.min, DAY), **where
    )
    return rows.order_by("due_on", "pk").values_list("person_id", "journey_id", "pk", "due_on", *columns)


_JOURNEYS = Prepared(
    lambda actor: _mine(actor, "person").order_by("next_due_on", "pk").values_list(*_COLUMNS)
)
_STEPS = Prepared(
    lambda actor: _of_mine(actor, Step, "who_does", "words", done_on__isnull=True, dropped_on__isnull=True)
)
_REVIEWS = Prepared(lambda actor: _of_mine(actor, Review, "work_from", done_on__isnull=True))

_Steps = dict[int, tuple[pathways.PlanStep, ...]]
_Reviews = dict[int, tuple[pathways.DueReview, ...]]


def _steps(actor: Actor, values: dict[str, Any]) -> tuple[_Steps, dict[Any, str]]:
    """Open steps that are due, by journey; and their words."""
    steps: _Steps = {}
    said: dict[Any, str] = {}
    for _person, journey_id, pk, due_on, who_does, words in _STEPS.rows(actor, values=values):
        key = ("step", pk)
        said[key] = words
        step = pathways.PlanStep(key=key, due=due_on, adviser_does=who_does == "adviser")
        steps[journey_id] = (*steps.get(journey_id, ()), step)
    return steps, said


def _reviews(actor: Actor, values: dict[str, Any]) -> _Reviews:
    """Reviews that are due, by journey."""
    reviews: _Reviews = {}
    for _person, journey_id, pk, due_on, work_from in _REVIEWS.rows(actor, values=values):
        # The engine names a review by its week; here the row is wanted, so its id stands in that place.
        review = pathways.DueReview(pk, due_on, work_from, (), "review_job_started", Urgency.LATER)
        reviews[journey_id] = (*reviews.get(journey_id, ()), review)
    return reviews


def _looked_at(
    row: _Held, steps: tuple[pathways.PlanStep, ...], reviews: tuple[pathways.DueReview, ...]
) -> pathways.JourneyToday:
    return pathways.JourneyToday(
        key=row.pk,
        pathway=pathway_of(row.pathway, row.pathway_version),
        stage=row.stage,
        stage_since=row.stage_since,
        referred_on=row.referred_on,
        first_contact_on=row.first_contact_on,
        last_contact_on=row.last_contact_on,
        next_contact_on=row.next_contact_on,
        back_on=row.pause_until,
        reviews=reviews,
        steps=steps,
    )


def _row(actor: Actor, row: pathways.Row, journey: _Held, words: dict[Any, str]) -> TodayRow:
    about: Any = row.about
    pathway = pathway_of(journey.pathway, journey.pathway_version)
    return TodayRow(
        journey_id=journey.pk,
        person_id=journey.person_id,
        reference=journey.reference,
        name=journey.name,
        called=journey.called,
        stage=pathway.stage(journey.stage).staff.in_(actor.language),
        action_code=row.action,
        action=_(row.action_message),
        why_code=row.why,
        why=_(row.why_message),
        due=row.due,
        urgency=row.urgency.value,
        others=row.others,
        about=about[1] if isinstance(about, tuple) else about,
        summary=words.get(about, ""),
        adviser="" if journey.adviser_id == actor.user_id else journey.adviser or "",
    )
