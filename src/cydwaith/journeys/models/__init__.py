# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of journeys, by noun: the journey, contacts, the plan, work and learning, what an employer is
told, named views of the list."""

from .contact import Contact, ContactMove, ContactNote
from .employer import EmployerSnapshot, SnapshotLink
from .journey import NOTHING_DUE, Journey, StageChange
from .plan import Goal, PlanAgreement, Profile, Step
from .view import SavedView
from .work import Adjustment, JobSpell, JobTerms, LearningSpell, Review, StatusObservation

__all__ = [
    "NOTHING_DUE",
    "Adjustment",
    "Contact",
    "ContactMove",
    "ContactNote",
    "EmployerSnapshot",
    "Goal",
    "JobSpell",
    "JobTerms",
    "Journey",
    "LearningSpell",
    "PlanAgreement",
    "Profile",
    "Review",
    "SavedView",
    "SnapshotLink",
    "StageChange",
    "StatusObservation",
    "Step",
]
