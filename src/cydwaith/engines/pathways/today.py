# SPDX-License-Identifier: AGPL-3.0-or-later
"""The adviser's *Today*: what needs doing, why now, and the one action for it.

Each rule looks at one journey and gives at most a few rows; together they are sorted overdue first. One row
a person is shown, the most urgent, with the number of others behind it, so that the list stays a list of
people.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from cydwaith.engines.pathways.clocks import (
    Urgency,
    contact_clock,
    first_contact_clock,
    stage_clock,
    urgency,
)
from cydwaith.engines.pathways.model import Pathway, StageKind
from cydwaith.engines.pathways.reviews import DueReview
from cydwaith.engines.pathways.words import MESSAGES

_ORDER = {Urgency.OVERDUE: 0, Urgency.TODAY: 1, Urgency.THIS_WEEK: 2}


@dataclass(frozen=True, slots=True)
class PlanStep:
    """A step of the plan that is not done. due: agreed day. adviser_does: whose step it is. key: the
    caller's own."""

    key: Hashable
    due: date
    adviser_does: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyToday:
    """What the rules look at of one journey.

    key: the caller's own. stage, stage_since: where it is and since when. next_contact_on: a talk that was
    arranged. back_on: the agreed end of a break. reviews: from `reviews.due_reviews`. steps: open steps
    with a day.
    """

    key: Hashable
    pathway: Pathway
    stage: str
    stage_since: date
    referred_on: date
    first_contact_on: date | None = None
    last_contact_on: date | None = None
    next_contact_on: date | None = None
    back_on: date | None = None
    reviews: tuple[DueReview, ...] = ()
    steps: tuple[PlanStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing to do. why, action: keys of `words.MESSAGES`. about: the step's key or the review's week,
    else None.

    others: how many more rows this journey has, when `today_rows` shows one each.
    """

    key: Hashable
    urgency: Urgency
    due: date
    why: str
    action: str
    about: Hashable | None = None
    others: int = 0

    @property
    def why_message(self) -> str:
        """English: why now. To be looked up in the catalogue."""
        return MESSAGES[self.why]

    @property
    def action_message(self) -> str:
        """English: the one action. To be looked up in the catalogue."""
        return MESSAGES[self.action]


def _row(
    journey: JourneyToday, due: date, today: date, why: str, action: str, about: Hashable | None = None
) -> Row:
    return Row(key=journey.key, urgency=urgency(due, today), due=due, why=why, action=action, about=about)


def _on_break(journey: JourneyToday) -> bool:
    """Whether a break was agreed until a day: nobody chases the person before it."""
    return journey.back_on is not None and journey.pathway.stage(journey.stage).side


def _waiting(journey: JourneyToday, today: date) -> Iterator[Row]:
    """Nobody has spoken with the person yet: on the list from the first day, overdue after the target."""
    clock = first_contact_clock(
        journey.pathway, journey.referred_on, today, first_contact_on=journey.first_contact_on
    )
    if clock.due is None:
        return
    if clock.urgency is Urgency.OVERDUE:
        yield _row(journey, clock.due, today, "today_first_contact_late", "action_first_contact")
    else:
        row = _row(journey, clock.due, today, "today_new_referral", "action_first_contact")
        yield replace(row, urgency=Urgency.TODAY)


def _contact(journey: JourneyToday, today: date) -> Iterator[Row]:
    """A talk that was arranged, or else the rhythm of the stage; none before the first contact or on a break."""
    arranged, last = journey.next_contact_on, journey.last_contact_on or journey.first_contact_on
    if arranged is not None and (last is None or last < arranged):
        why = "today_talk_missed" if arranged < today else "today_talk_arranged"
        yield _row(journey, arranged, today, why, "action_contact")
        return
    if journey.first_contact_on is None or _on_break(journey):
        return
    clock = contact_clock(journey.pathway, journey.stage, last or journey.stage_since, today)
    if clock.due is not None:
        yield _row(journey, clock.due, today, "today_contact_due", "action_contact")


def _reviews(journey: JourneyToday, today: date) -> Iterator[Row]:
    for review in journey.reviews:
        yield _row(journey, review.due, today, "today_review_due", "action_review", review.week)


def _steps(journey: JourneyToday, today: date) -> Iterator[Row]:
    for step in journey.steps:
        why, action = (
            ("today_own_step", "action_own_step")
            if step.adviser_does
            else ("today_their_step", "action_their_step")
        )
        yield _row(journey, step.due, today, why, action, step.key)


def _stage(journey: JourneyToday, today: date) -> Iterator[Row]:
    """The soft limit of the stage; a stage of waiting has its own rule."""
    stage = journey.pathway.stage(journey.stage)
    clock = stage_clock(journey.pathway, journey.stage, journey.stage_since, today)
    if clock.due is not None and stage.kind is not StageKind.OPEN and not _on_break(journey):
        yield _row(journey, clock.due, today, "today_stage_long", "action_stage")


def _break(journey: JourneyToday, today: date) -> Iterator[Row]:
    if journey.back_on is not None and _on_break(journey):
        yield _row(journey, journey.back_on, today, "today_break_ends", "action_call_back")


Rule = Callable[[JourneyToday, date], Iterator[Row]]
RULES: tuple[Rule, ...] = (_waiting, _contact, _reviews, _break, _steps, _stage)
"""In the order in which rows of the same day are shown."""


def rows_of(journey: JourneyToday, today: date) -> tuple[Row, ...]:
    """Everything that needs doing for one journey within the next seven days, most urgent first."""
    if journey.pathway.stage(journey.stage).kind is StageKind.CLOSED:
        return ()
    found = [row for rule in RULES for row in rule(journey, today) if row.urgency in _ORDER]
    return tuple(sorted(found, key=lambda row: (_ORDER[row.urgency], row.due)))


def today_rows(journeys: Iterable[JourneyToday], today: date, *, one_each: bool = True) -> tuple[Row, ...]:
    """The list for a day: overdue, today, this week; within each the longest due first, then by key as text.

    With ``one_each`` every journey shows its most urgent row, whose ``others`` counts the rest.
    """
    found: list[Row] = []
    for journey in journeys:
        rows = rows_of(journey, today)
        if one_each and rows:
            rows = (replace(rows[0], others=len(rows) - 1),)
        found.extend(rows)
    return tuple(sorted(found, key=lambda row: (_ORDER[row.urgency], row.due, str(row.key))))
