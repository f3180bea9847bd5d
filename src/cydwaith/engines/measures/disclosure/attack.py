# SPDX-License-Identifier: AGPL-3.0-or-later
"""How near a reader can come: the smallest and the largest whole number that each count may still be.

Linear programmes bound it; where their optimum does not lie on whole numbers (tables that are linked), an
integer programme settles it. Sources: the attacker's problem of cell suppression (Fischetti and Salazar 2001).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, inf
from typing import TYPE_CHECKING

from cydwaith.engines.measures.disclosure.system import (
    Bound,
    Contradiction,
    Row,
    System,
    binding,
    components,
    restricted,
    tighten,
)

if TYPE_CHECKING:
    from cydwaith.engines.measures.disclosure.moving import Moves
    from cydwaith.engines.measures.disclosure.solver import Answer, Floats, Programme

MOST_NODES = 5_000
"""Nodes that one integer programme of the attack may take."""
LARGEST_FOR_ENDS = 2_500
"""Where more counts hang together, the attack proves the protection and does not look for the last ends."""
ROUGHLY = 0.05
"""How near to the smallest sum a table must come that only serves to show what is possible."""


@dataclass(frozen=True, slots=True)
class Interval:
    """The counts that are still possible, both ends included. high: None where there is no largest.

    proved: False where the search stopped early (enough was shown, or an integer programme took too long): then
    both ends are possible, and perhaps more beyond them, so that the width is never overstated.
    """

    low: int
    high: int | None
    proved: bool = True

    @property
    def width(self) -> int | None:
        """Largest minus smallest; None: without end."""
        return None if self.high is None else self.high - self.low

    def holds(self, protection: int) -> bool:
        """Whether the ends are at least so far apart."""
        return self.high is None or self.high - self.low >= protection


def intervals(
    system: System,
    wanted: Iterable[int],
    enough: int,
    ends_up_to: int = LARGEST_FOR_ENDS,
    table: Sequence[int | None] = (),
) -> dict[int, Interval]:
    """The interval of each wanted variable.

    Where more than ``ends_up_to`` counts hang together, work stops at each as soon as its interval is ``enough``
    wide: the interval then is a part of the whole one, and not `Interval.proved`. ``system`` is tightened in place.
    ``table``: a table that fits, where one is known; it saves looking for one, and changes nothing else.
    Raises Contradiction when no whole numbers fit it.
    """
    tighten(system)
    asked = set(wanted)
    found: dict[int, Interval] = {}
    for variables, rows in components(len(system.low), binding(system)):
        here = [variable for variable in variables if variable in asked]
        if not here:
            continue
        if not rows:
            (variable,) = variables
            found[variable] = _interval(system.low[variable], system.high[variable])
            continue
        part = restricted(system, variables, rows)
        number = {variable: new for new, variable in enumerate(variables)}
        fitting = _fitting(part, [table[variable] for variable in variables] if table else [])
        asking = [number[variable] for variable in here]
        if len(variables) > ends_up_to:
            answers = _near(part, asking, enough, fitting) if fitting else {}
            asking = [variable for variable in asking if variable not in answers]
            answers |= _Questions(part, enough, fitting).ask(asking) if asking else {}
        else:
            answers = _Questions(part, None, fitting).ask(asking)
        found.update((variable, answers[number[variable]]) for variable in here)
    return found


def _fitting(part: System, table: Sequence[int | None]) -> list[int]:
    """The table if it is whole and fits the system; empty otherwise."""
    found = [count for count in table if count is not None]
    if not table or len(found) < len(table):
        return []
    inside = all(low <= n <= high for low, n, high in zip(part.low, found, part.high, strict=True))
    fits = inside and all(row.low <= sum(found[v] * w for v, w in row.terms) <= row.high for row in part.rows)
    return found if fits else []


def _near(part: System, wanted: Sequence[int], enough: int, table: list[int]) -> dict[int, Interval]:
    """Those intervals that are wide enough already when only counts tied by equations change, group by group, and all
    others stay as in ``table``: such tables fit the whole system too, and a group is far smaller than it."""
    found: dict[int, Interval] = {}
    asked = set(wanted)
    beside = [row for row in part.rows if row.low != row.high]
    for variables, rows in components(len(table), [row for row in part.rows if row.low == row.high]):
        here = [v for v in variables if v in asked]
        if not here:
            continue
        inside = set(variables)
        for row in beside:
            terms = tuple((v, w) for v, w in row.terms if v in inside)
            if terms:
                settled = sum(table[v] * w for v, w in row.terms if v not in inside)
                rows.append(Row(terms, row.low - settled, row.high - settled, row.source))
        group = restricted(part, variables, rows)
        number = {variable: new for new, variable in enumerate(variables)}
        answers = _Questions(group, enough, [table[v] for v in variables]).ask([number[v] for v in here])
        found.update((v, answers[number[v]]) for v in here if answers[number[v]].holds(enough))
    return {v: Interval(interval.low, interval.high, False) for v, interval in found.items()}


def _interval(low: Bound, high: Bound, proved: bool = True) -> Interval:
    # Changes between releases may be below nought without end; nothing is lost by calling that very small.
    return Interval(-(10**9) if low == -inf else int(low), None if high == inf else int(high), proved)


class _Questions:
    """The questions about one component, sharing what their answers show.

    Every answer is a possible table, so each tells something of every count: most questions need not be asked.
    """

    def __init__(self, part: System, enough: int | None, table: Sequence[int] = ()) -> None:
        from cydwaith.engines.measures.disclosure.solver import Answer, Programme, State, floats

        self.part = part
        self.enough = enough
        self.linear = Programme(part.low, part.high, part.rows)
        self._integer: Programme | None = None
        self._moves: Moves | None = None
        self.seen_low: list[Bound] = [inf] * len(part.low)
        self.seen_high: list[Bound] = [-inf] * len(part.low)
        if table:
            self._learn(Answer(State.OPTIMAL, point=floats(table)))

    def ask(self, wanted: list[int]) -> dict[int, Interval]:
        """The interval of each."""
        self._look_at_once(wanted)
        return {variable: self._about(variable) for variable in wanted}

    def _about(self, variable: int) -> Interval:
        ends: list[Bound] = []
        proved = True
        for upward in (True, False):
            if self.enough is not None:
                if self._moves is not None and not self._settled(variable, upward):
                    self._move(
                        variable, self._moves.base(variable) + (self.enough if upward else -self.enough)
                    )
                if self._settled(variable, upward):
                    return _interval(self.seen_low[variable], self.seen_high[variable], False)
            end, sure = self._end(variable, upward)
            ends.append(end)
            proved = proved and sure
        if inf in (ends[1], -ends[0]):  # stopped before any table was seen: nothing is known to be possible
            lowest = self.linear.least(variable).value
            return _interval(ceil(lowest - 1e-6), ceil(lowest - 1e-6), False)
        return _interval(ends[1], ends[0], proved)

    def _look_at_once(self, wanted: list[int]) -> None:
        """Many counts at their largest together, then those that did not get there, and so on; and the smallest."""
        import numpy as np

        for upward in (True, False):
            waiting = wanted
            while waiting:
                cost = np.zeros(len(self.part.low))
                cost[waiting] = -1.0 if upward else 1.0
                if not self._learn(self._together(cost)):
                    break
                left = [variable for variable in waiting if not self._settled(variable, upward)]
                if len(left) * 10 > len(waiting) * 9:
                    break
                waiting = left
        self.linear.set_cost(np.zeros(len(self.part.low)))

    def _together(self, cost: "Floats") -> "Answer":
        """A table that makes ``cost`` small; the first one of whole numbers, if need be only nearly smallest."""
        self.linear.set_cost(cost)
        answer = self.linear.smallest()
        if answer.point is None or answer.whole is not None or self._moves is not None:
            return answer
        programme = self._integers()
        programme.set_cost(cost)
        programme.limit(nodes=MOST_NODES, gap=ROUGHLY)
        answer = programme.smallest()
        programme.limit(nodes=MOST_NODES)
        programme.set_cost(0 * cost)
        return answer

    def _integers(self) -> "Programme":
        from cydwaith.engines.measures.disclosure.solver import Programme

        if self._integer is None:
            self._integer = Programme(self.part.low, self.part.high, self.part.rows, whole=True)
            self._integer.limit(nodes=MOST_NODES)
        return self._integer

    def _settled(self, variable: int, upward: bool) -> bool:
        """Whether one end needs no question of its own."""
        if self.enough is not None:
            return self.seen_high[variable] - self.seen_low[variable] >= self.enough
        if upward:
            return self.seen_high[variable] == self.part.high[variable]
        return self.seen_low[variable] == self.part.low[variable]

    def _learn(self, answer: "Answer") -> bool:
        """Remember a possible table; whether there was one."""
        whole = answer.whole
        if whole is None:
            return False
        if self._moves is None:
            from cydwaith.engines.measures.disclosure.moving import Moves

            self._moves = Moves(self.part, whole)
        for variable, value in enumerate(whole.tolist()):
            if value < self.seen_low[variable]:
                self.seen_low[variable] = value
            if value > self.seen_high[variable]:
                self.seen_high[variable] = value
        return True

    def _end(self, variable: int, upward: bool) -> tuple[Bound, bool]:
        """The largest (or smallest) whole number of one count, and whether that is proved."""
        seen, bound = (self.seen_high, self.part.high) if upward else (self.seen_low, self.part.low)
        if seen[variable] == bound[variable]:
            return bound[variable], True
        answer = self._question(self.linear, variable, upward)
        if answer is None:
            return (inf if upward else -inf), True
        end = floor(answer.value + 1e-6) if upward else ceil(answer.value - 1e-6)
        if self._learn(answer) or seen[variable] == end or self._move(variable, end):
            return end, True
        return self._whole_end(variable, upward)

    def _move(self, variable: int, value: int) -> bool:
        """Whether a table was found, near to one that is known, where the count has this value."""
        return self._moves is not None and self._learn(self._moves.to(variable, value))

    def _whole_end(self, variable: int, upward: bool) -> tuple[Bound, bool]:
        from cydwaith.engines.measures.disclosure.solver import State

        answer = self._question(self._integers(), variable, upward)
        if answer is None:
            return (inf if upward else -inf), True
        self._learn(answer)
        if answer.state is State.OPTIMAL:
            return round(answer.value), True
        seen = self.seen_high[variable] if upward else self.seen_low[variable]
        return seen, False

    def _question(self, programme: "Programme", variable: int, upward: bool) -> "Answer | None":
        """The answer; None when there is no end."""
        from cydwaith.engines.measures.disclosure.solver import State

        answer = programme.largest(variable) if upward else programme.least(variable)
        if answer.state is State.INFEASIBLE:
            raise Contradiction(self.part.rows[0].source)
        return None if answer.state is State.UNBOUNDED else answer
