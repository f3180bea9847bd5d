# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes of outcomes: one verb each, by an actor, audited. One module a topic."""

from .bases import set_base
from .beside import keep_comparators, score_fidelity
from .contracts import PROFILED, NewContract, enter_contract, set_profile, set_target
from .counted import ask_count, keep_run, keep_snapshot
from .returns import (
    NewReturn,
    changes,
    check_return,
    correct_return,
    draw_up_return,
    freeze_return,
    give_out_return,
    reproduce,
    sign_return,
    withdraw_return,
)

__all__ = [
    "PROFILED",
    "NewContract",
    "NewReturn",
    "ask_count",
    "changes",
    "check_return",
    "correct_return",
    "draw_up_return",
    "enter_contract",
    "freeze_return",
    "give_out_return",
    "keep_comparators",
    "keep_run",
    "keep_snapshot",
    "reproduce",
    "score_fidelity",
    "set_base",
    "set_profile",
    "set_target",
    "sign_return",
    "withdraw_return",
]
