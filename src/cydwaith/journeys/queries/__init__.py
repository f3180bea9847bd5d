# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads of journeys: frozen dataclasses, fetched and authorised in one call, so many statements whatever the data.

One row to edit is in `editing`, the shapes of a person's record in `record_shapes`.
"""

from .board import Board, Card, Column, board
from .caseload import (
    Caseload,
    CaseloadChoices,
    CaseloadFilter,
    CaseloadRow,
    caseload,
    caseload_choices,
    caseload_of,
)
from .employer import LinkView, ToldView, my_snapshots, snapshot_preview, told_employers
from .own import MyJob, MyJourney, MyLine, MyPlan, MyProfile, MyStone, MyTerms, my_jobs, my_plan
from .record import person_contacts, person_plan, person_summary, person_work
from .steps import NextStep, next_steps, programmes_for
from .today import Today, TodayRow, today
from .views import View, saved_view, saved_views
from .waiting import Waiting, WaitingRow, without_journey
from .workload import (
    HeldRow,
    Overdue,
    OverdueRow,
    Workload,
    WorkloadRow,
    held_by,
    overdue,
    unassigned,
    workload,
)

__all__ = [
    "Board",
    "Card",
    "Caseload",
    "CaseloadChoices",
    "CaseloadFilter",
    "CaseloadRow",
    "Column",
    "HeldRow",
    "LinkView",
    "MyJob",
    "MyJourney",
    "MyLine",
    "MyPlan",
    "MyProfile",
    "MyStone",
    "MyTerms",
    "NextStep",
    "Overdue",
    "OverdueRow",
    "Today",
    "TodayRow",
    "ToldView",
    "View",
    "Waiting",
    "WaitingRow",
    "Workload",
    "WorkloadRow",
    "board",
    "caseload",
    "caseload_choices",
    "caseload_of",
    "held_by",
    "my_jobs",
    "my_plan",
    "my_snapshots",
    "next_steps",
    "overdue",
    "person_contacts",
    "person_plan",
    "person_summary",
    "person_work",
    "programmes_for",
    "saved_view",
    "saved_views",
    "snapshot_preview",
    "today",
    "told_employers",
    "unassigned",
    "without_journey",
    "workload",
]
