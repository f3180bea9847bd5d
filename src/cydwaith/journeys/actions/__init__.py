# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes of journeys: one verb each, by an actor, audited. One module a topic."""

from .contact import add_note, correct_contact, move_contact, record_contact
from .employer import new_link, open_snapshot, revoke_link, tell_employer
from .journey import change_journey, close_journey, move_stage, open_journey, reopen_journey
from .leaving import end_cover, hand_over_caseload
from .plan import (
    add_goal,
    add_step,
    add_steps,
    agree_plan,
    drop_line,
    finish_line,
    reword,
    take_up_again,
    write_profile,
)
from .progress import (
    ask_adjustment,
    end_learning,
    hold_review,
    observe_status,
    settle_adjustment,
    start_learning,
)
from .team import arrange_cover, hand_over
from .views import delete_view, keep_view, rename_view
from .work import (
    change_terms,
    correct_job,
    drop_terms,
    end_job,
    start_job,
    take_job_into_journey,
    write_lessons,
)

__all__ = [
    "add_goal",
    "add_note",
    "add_step",
    "add_steps",
    "agree_plan",
    "arrange_cover",
    "ask_adjustment",
    "change_journey",
    "change_terms",
    "close_journey",
    "correct_contact",
    "correct_job",
    "delete_view",
    "drop_line",
    "drop_terms",
    "end_cover",
    "end_job",
    "end_learning",
    "finish_line",
    "hand_over",
    "hand_over_caseload",
    "hold_review",
    "keep_view",
    "move_contact",
    "move_stage",
    "new_link",
    "observe_status",
    "open_journey",
    "open_snapshot",
    "record_contact",
    "rename_view",
    "reopen_journey",
    "revoke_link",
    "reword",
    "settle_adjustment",
    "start_job",
    "start_learning",
    "take_job_into_journey",
    "take_up_again",
    "tell_employer",
    "write_lessons",
    "write_profile",
]
