# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the pages about one person are made of. Labels are in the reader's language; codes stand beside them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from cydwaith.engines.pathways import Urgency
from cydwaith.journeys.shapes import PayFinding
from cydwaith.kernel.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class StoneView:
    """One stone of the path: state as in `engines.pathways.StoneState`."""

    label: str
    state: str
    entered_on: date | None


@dataclass(frozen=True, slots=True)
class JourneyView:
    """A journey as it stands. `action`, `due`, `urgency`: what falls due next; "" and None where nothing does."""

    id: int
    version: int
    programme: Bilingual
    stage_code: str
    stage: str
    stage_since: date
    referred_on: date
    opened_on: date
    closed_on: date | None
    close_reason: str
    adviser: str
    action: str
    due: date | None
    urgency: Urgency
    pause_until: date | None
    stones: tuple[StoneView, ...]

    @property
    def open(self) -> bool:
        """Whether it goes on."""
        return self.closed_on is None


@dataclass(frozen=True, slots=True)
class ProfileView:
    """One version of the profile. `mine`: in the person's own words."""

    id: int
    mine: bool
    wants: str
    strengths: str
    never: str
    helps: str
    hours_from: int | None
    hours_to: int | None
    travel_minutes: int | None
    travel_by: tuple[str, ...]
    days: tuple[str, ...]
    by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class LineView:
    """A goal or a step. `own`: the person's words. `who_does`, `due_on`: of a step."""

    id: int
    version: int
    journey_id: int
    words: str
    own: bool
    by: str
    person_agreed: datetime | None
    adviser_agreed: datetime | None
    done_on: date | None
    dropped_on: date | None
    who_does: str = ""
    due_on: date | None = None
    urgency: Urgency = Urgency.NONE
    goal_id: int | None = None

    @property
    def open(self) -> bool:
        """Whether it is still to be done."""
        return self.done_on is None and self.dropped_on is None


@dataclass(frozen=True, slots=True)
class AgreementView:
    """That one side agreed to the plan as it stood."""

    journey_id: int
    side: str
    how_given: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TermsView:
    """Hours (minutes a week) and pay (pence) from a day on. `finding`: what the wage floor says of them."""

    from_on: date
    hours_minutes_week: int | None
    pay_pence: int | None
    period: str
    finding: PayFinding | None


@dataclass(frozen=True, slots=True)
class JobView:
    """A job with its terms, oldest first. `found`: None where it is not known whether support led to it."""

    id: int
    version: int
    kind_code: str
    kind: str
    employer_name: str
    title: str
    soc: str
    starts_on: date | None
    ends_on: date | None
    end_reason: str
    found: bool | None
    evidence: str
    person_learned: str
    employer_learned: str
    terms: tuple[TermsView, ...]

    @property
    def now(self) -> TermsView | None:
        """The terms that hold last."""
        return self.terms[-1] if self.terms else None


@dataclass(frozen=True, slots=True)
class ReviewView:
    """A look back after so many weeks in work, still to be held or held."""

    id: int
    week: int
    due_on: date
    urgency: Urgency
    done_on: date | None
    in_work: bool | None
    note: str
    by: str


@dataclass(frozen=True, slots=True)
class StatusView:
    """Employment status as observed on a day."""

    id: int
    on: date
    status: str
    hours_minutes_week: int | None
    by: str


@dataclass(frozen=True, slots=True)
class LearningView:
    """A spell of learning."""

    id: int
    kind: str
    title: str
    provider: str
    level: str
    starts_on: date
    ends_on: date | None
    result: str


@dataclass(frozen=True, slots=True)
class AdjustmentView:
    """Something that needs to be in place at work. `own`: the person's words."""

    id: int
    what: str
    own: bool
    provider: str
    employer_name: str
    asked_on: date | None
    in_place_on: date | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class ToldLine:
    """That the person told an employer something, and how much: never what."""

    id: int
    employer_name: str
    level: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note of a contact, and the category it is kept under."""

    text: str
    kept_under: str
    by: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class ContactView:
    """A contact with the notes that are open to the reader. `met`: it took place."""

    id: int
    on: date
    at_time: time | None
    with_whom: str
    with_person: bool
    how: str
    minutes: int | None
    place: str
    outcome: str
    met: bool
    summary: str
    employer_name: str
    next_on: date | None
    by: str
    notes: tuple[NoteView, ...] = ()


@dataclass(frozen=True, slots=True)
class MoveView:
    """That a contact left this record or came to it."""

    out: bool
    on: date
    moved_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing on the timeline. `own`: the person's words; `key`: a turning point; `kind`, `id`: what it leads to."""

    when: date
    what: str
    text: str = ""
    by: str = ""
    own: bool = False
    key: bool = False
    kind: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class PersonSummary:
    """The first page about a person."""

    journeys: tuple[JourneyView, ...]
    profile: ProfileView | None
    goals: tuple[LineView, ...]
    steps: tuple[LineView, ...]
    jobs: tuple[JobView, ...]
    reviews: tuple[ReviewView, ...]
    timeline: tuple[Happened, ...]


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """Profile and plan. `profiles`: newest first."""

    journeys: tuple[JourneyView, ...]
    profiles: tuple[ProfileView, ...]
    goals: tuple[LineView, ...]
    steps: tuple[LineView, ...]
    agreements: tuple[AgreementView, ...]


@dataclass(frozen=True, slots=True)
class PersonWork:
    """A working life: jobs newest first, and what is looked back on."""

    journeys: tuple[JourneyView, ...]
    jobs: tuple[JobView, ...]
    reviews: tuple[ReviewView, ...]
    statuses: tuple[StatusView, ...]
    learning: tuple[LearningView, ...]
    adjustments: tuple[AdjustmentView, ...]
    told: tuple[ToldLine, ...]


@dataclass(frozen=True, slots=True)
class PersonContacts:
    """One page of contacts, newest first. `more`: there are older ones."""

    journeys: tuple[JourneyView, ...]
    contacts: tuple[ContactView, ...]
    moves: tuple[MoveView, ...]
    page: int
    more: bool
