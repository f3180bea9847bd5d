# SPDX-License-Identifier: AGPL-3.0-or-later
"""From one possible table to another that differs in few counts: whole numbers without an integer programme.

The programme that asks for the smallest change from a whole table has whole optima nearly always, where the one that
asks for the largest count often has none; and it is solved by a few steps, since little moves.
"""

import numpy as np
import numpy.typing as npt

from cydwaith.engines.measures.disclosure.solver import Answer, Programme, State
from cydwaith.engines.measures.disclosure.system import Bound, Row, System


class Moves:
    """The changes that a reader's system allows from a possible table."""

    def __init__(self, part: System, table: npt.NDArray[np.int64]) -> None:
        self.part = part
        self.table = table
        size = len(table)
        rows = []
        for row in part.rows:
            here = sum(weight * int(table[variable]) for variable, weight in row.terms)
            both = (*row.terms, *((size + variable, -weight) for variable, weight in row.terms))
            rows.append(Row(both, row.low - here, row.high - here, row.source))
        up: list[Bound] = [high - int(count) for high, count in zip(part.high, table, strict=True)]
        down: list[Bound] = [int(count) - low for low, count in zip(part.low, table, strict=True)]
        self._reach = [*up, *down]
        self._programme = Programme([0] * (2 * size), self._reach, rows)
        self._programme.set_cost(np.ones(2 * size))

    def base(self, variable: int) -> int:
        """The count in the table from which all moves go."""
        return int(self.table[variable])

    def to(self, variable: int, value: int) -> Answer:
        """The table nearest to the known one where a count has this value; infeasible where there is none, and
        without a point where the nearest consists of fractions."""
        step = value - self.base(variable)
        size = len(self.table)
        column, back = (variable, size + variable) if step > 0 else (size + variable, variable)
        if abs(step) > self._reach[column]:
            return Answer(State.INFEASIBLE)
        self._programme.set_bound(column, abs(step), abs(step))
        self._programme.set_bound(back, 0, 0)
        answer = self._programme.smallest()
        self._programme.set_bound(column, 0, self._reach[column])
        self._programme.set_bound(back, 0, self._reach[back])
        if answer.state is State.OPTIMAL and answer.point is not None:
            answer.point = self.table + answer.point[:size] - answer.point[size:]
        return answer
