# SPDX-License-Identifier: AGPL-3.0-or-later
"""What goes into the actions, and what they answer: frozen, typed, no rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from cydwaith.engines.pathways import Change
from cydwaith.kernel.vocabulary import Category


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """A contact as it was. Codes of `vocabulary`; `minutes` of talk; `next_on`: the talk that was arranged.

    `note` is kept under the category `kept_under`, one of `vocabulary.NOTE_CATEGORIES`.
    """

    with_whom: str
    how: str
    on: date
    at_time: time | None = None
    minutes: int | None = None
    place: str = ""
    outcome: str = "met"
    summary: str = ""
    employer_name: str = ""
    next_on: date | None = None
    note: str = ""
    kept_under: Category = Category.NOTES


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProfile:
    """What the person wants from work and brings to it. Hours a week from and to (0 to 168), minutes of travel."""

    wants: str = ""
    strengths: str = ""
    never: str = ""
    helps: str = ""
    hours_from: int | None = None
    hours_to: int | None = None
    travel_minutes: int | None = None
    travel_by: tuple[str, ...] = ()
    days: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewTerms:
    """Hours (minutes a week, 0 to 10,080) and pay (pence for a `PayPeriod`) from a day on."""

    from_on: date
    hours_minutes_week: int | None = None
    pay_pence: int | None = None
    pay_period: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """A job. `starts_on` None: not known yet. `ends_on`: the last day worked. `terms`: oldest first."""

    kind: str
    employer_name: str
    title: str = ""
    soc: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    end_reason: str = ""
    found_through_support: bool | None = None
    evidence: str = ""
    terms: tuple[NewTerms, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLearning:
    """A spell of learning; `result` only with `ends_on`."""

    kind: str
    title: str
    starts_on: date
    provider: str = ""
    level: str = ""
    ends_on: date | None = None
    result: str = ""


@dataclass(frozen=True, slots=True)
class PayFinding:
    """What can be said of the pay from `from_on` on. Never a refusal: something to ask about.

    `below`: under the lowest lawful rate; `short_pence` an hour is missing. `message`, `band`: words in the reader's
    language; `rate_pence`, `hourly_pence`: None where they cannot be known.
    """

    below: bool
    from_on: date
    message: str
    hourly_pence: int | None
    rate_pence: int | None
    rate_from: date | None
    band: str
    short_pence: int


@dataclass(frozen=True, slots=True)
class JobWritten:
    """After a job was written: the row, each stretch of terms with pay below the floor, what became of the reviews."""

    job_id: int
    version: int
    below_floor: tuple[PayFinding, ...]
    reviews: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A snapshot and the token of its link, shown once and not kept ("" where nothing is told, or sent twice)."""

    snapshot_id: int
    link_token: str


@dataclass(frozen=True, slots=True)
class SnapshotPage:
    """Exactly what an employer reads: the same for the preview and behind the link."""

    shown_name: str
    employer_name: str
    level: str
    adjustments: str
    helps: str
    condition: str
    language: str
    made_at: datetime
    expires_at: datetime
