# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pathways as data: stages, steps and what they need, clocks, reviews in work, and what needs doing today.

Words: a *pathway* is a kind of support (IPS, work trials, keeping a job); a *stage* a stone on it; a *step*
goes from one stage to another and asks for *evidence*; a *clock* says when something falls due.

Promises: pure functions of facts and a day; a definition that does not hold together is refused; what is
missing is named thing by thing; nothing is due because somebody pressed a button, everything follows from
the records.
"""

from cydwaith.engines.pathways.clocks import (
    Clock,
    Urgency,
    contact_clock,
    first_contact_clock,
    stage_clock,
    urgency,
)
from cydwaith.engines.pathways.evidence import EVIDENCE, PAID_KINDS, TRIAL_KINDS, JobFact, JourneyFacts
from cydwaith.engines.pathways.loader import PathwayError, all_pathways, get, in_force, problems, read
from cydwaith.engines.pathways.model import (
    Caseload,
    ClosingReason,
    Pathway,
    Stage,
    StageKind,
    Transition,
    Words,
)
from cydwaith.engines.pathways.path import Stone, StoneState, draw
from cydwaith.engines.pathways.reviews import (
    Change,
    ChangeKind,
    DoneReview,
    DueReview,
    Spell,
    WorkPeriod,
    changes,
    due_reviews,
    work_periods,
)
from cydwaith.engines.pathways.steps import Missing, allowed, missing
from cydwaith.engines.pathways.today import JourneyToday, PlanStep, Row, rows_of, today_rows
from cydwaith.engines.pathways.words import MESSAGES

__all__ = [
    "EVIDENCE",
    "MESSAGES",
    "PAID_KINDS",
    "TRIAL_KINDS",
    "Caseload",
    "Change",
    "ChangeKind",
    "Clock",
    "ClosingReason",
    "DoneReview",
    "DueReview",
    "JobFact",
    "JourneyFacts",
    "JourneyToday",
    "Missing",
    "Pathway",
    "PathwayError",
    "PlanStep",
    "Row",
    "Spell",
    "Stage",
    "StageKind",
    "Stone",
    "StoneState",
    "Transition",
    "Urgency",
    "Words",
    "WorkPeriod",
    "all_pathways",
    "allowed",
    "changes",
    "contact_clock",
    "draw",
    "due_reviews",
    "first_contact_clock",
    "get",
    "in_force",
    "missing",
    "problems",
    "read",
    "rows_of",
    "stage_clock",
    "today_rows",
    "urgency",
    "work_periods",
]
