# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows as they stand in somebody's list, checked by the importer's plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cydwaith.journeys import vocabulary as words
from cydwaith.journeys.shapes import NewTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJourney:
    """A journey as it stands in somebody's list. `stage` None: the pathway's first, or the closed one when ended.

    `close_reason`: the pathway's code, or that of `engines.tables`. `user_id`: the adviser, None for nobody.
    """

    person_id: int
    programme_id: int
    opened_on: date
    stage: str | None = None
    stage_since: date | None = None
    referred_on: date | None = None
    closed_on: date | None = None
    close_reason: str = ""
    work_at_start: str = ""
    user_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """A job as it stands in somebody's list; see `shapes.NewJob`. `end_reason` only with `ends_on`."""

    person_id: int
    kind: str
    journey_id: int | None = None
    employer_name: str = ""
    title: str = ""
    soc: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    end_reason: str = ""
    found_through_support: bool | None = None
    terms: tuple[NewTerms, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """A contact as it stands in somebody's list. `outcome`: a code of `vocabulary.ContactOutcome`, or any words."""

    person_id: int
    on: date
    journey_id: int | None = None
    user_id: int | None = None
    with_whom: str = words.WithWhom.PERSON.value
    how: str = words.How.OTHER.value
    minutes: int | None = None
    outcome: str = ""
    note: str = ""
    employer_name: str = ""
