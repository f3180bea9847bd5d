# SPDX-License-Identifier: AGPL-3.0-or-later
"""The path as drawn: stones from the first stage on, what was walked, where one is, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cydwaith.engines.pathways.model import Pathway, Stage, StageKind


class StoneState(StrEnum):
    """DONE: walked. CURRENT: here. NEXT: the next stone. AHEAD: further on. PASSED: left out on the way."""

    DONE = "done"
    CURRENT = "current"
    NEXT = "next"
    AHEAD = "ahead"
    PASSED = "passed"


@dataclass(frozen=True, slots=True)
class Stone:
    """One stage as drawn. entered_on: the last time it was entered; times: how often; both tell of ways
    back."""

    stage: Stage
    state: StoneState
    entered_on: date | None = None
    times: int = 0


def draw(pathway: Pathway, history: Sequence[tuple[str, date]]) -> tuple[Stone, ...]:
    """The stones of a journey in the order of the path.

    ``history`` is (stage code, entered on) in the order in which it happened; [] is a journey that is about
    to begin. Stages beside the path (a break) and the closed stage appear only while one is there. On a
    break the stone that one left is NEXT: that is where the path goes on. Raises KeyError for an unknown
    stage.
    """
    here = pathway.stage(history[-1][0]) if history else None
    line = [s for s in pathway.stages if (not s.side and s.kind is not StageKind.CLOSED) or s == here]
    if here is not None and here.side:
        line.remove(here)
        line.insert(_left(line, history), here)
    entered = dict(history)
    visits = [code for code, _ in history]
    at = line.index(here) if here is not None else -1
    ended = here is not None and here.kind is StageKind.CLOSED
    stones = []
    for place, stage in enumerate(line):
        if place == at:
            state = StoneState.CURRENT
        elif place < at:
            state = StoneState.DONE if stage.code in entered else StoneState.PASSED
        else:
            state = StoneState.NEXT if place == at + 1 and not ended else StoneState.AHEAD
        stones.append(Stone(stage, state, entered.get(stage.code), visits.count(stage.code)))
    return tuple(stones)


def _left(line: Sequence[Stage], history: Sequence[tuple[str, date]]) -> int:
    """The place in the line of the stage from which one went aside."""
    codes = [stage.code for stage in line]
    return next((codes.index(code) for code, _ in reversed(history[:-1]) if code in codes), 0)
