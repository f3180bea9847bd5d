# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes of outcomes: one verb each, by an actor, audited. One module a topic."""

from .contracts import PROFILED, NewContract, enter_contract, set_profile, set_target
from .counted import ask_count, keep_run, keep_snapshot

__all__ = [
    "PROFILED",
    "NewContract",
    "ask_count",
    "enter_contract",
    "keep_run",
    "keep_snapshot",
    "set_profile",
    "set_target",
]
