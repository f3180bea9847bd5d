# SPDX-License-Identifier: AGPL-3.0-or-later
"""When things fall due, and how urgent that is today."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cydwaith.engines.pathways.model import Pathway

WEEK_DAYS = 7
"""*This week* is the next seven days: on a Friday, Monday must be in sight."""


class Urgency(StrEnum):
    """How near a due date is. NONE: there is no due date."""

    OVERDUE = "overdue"
    TODAY = "today"
    THIS_WEEK = "this_week"
    LATER = "later"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Clock:
    """A due date as seen today. days: until then, negative when overdue, 0 without a date."""

    due: date | None
    urgency: Urgency
    days: int = 0


def urgency(due: date | None, today: date) -> Urgency:
    """How urgent a due date is on a day."""
    if due is None:
        return Urgency.NONE
    if due < today:
        return Urgency.OVERDUE
    if due == today:
        return Urgency.TODAY
    return Urgency.THIS_WEEK if (due - today).days <= WEEK_DAYS else Urgency.LATER


def _clock(due: date | None, today: date) -> Clock:
    return Clock(due, urgency(due, today), (due - today).days if due else 0)


def stage_clock(pathway: Pathway, stage: str, since: date, today: date) -> Clock:
    """When the soft limit of a stage runs out for a journey that entered it on a day."""
    days = pathway.stage(stage).clock_days
    return _clock(since + timedelta(days=days) if days else None, today)


def first_contact_clock(
    pathway: Pathway, referred_on: date, today: date, *, first_contact_on: date | None = None
) -> Clock:
    """When the first contact with a person is due; no date once it was made."""
    due = None if first_contact_on else referred_on + timedelta(days=pathway.first_contact_days)
    return _clock(due, today)


def contact_clock(pathway: Pathway, stage: str, last_contact_on: date, today: date) -> Clock:
    """When the next contact is due by the rhythm of the stage."""
    days = pathway.stage(stage).contact_days
    return _clock(last_contact_on + timedelta(days=days) if days else None, today)
