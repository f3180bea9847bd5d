# SPDX-License-Identifier: AGPL-3.0-or-later
"""The heuristic: protect one hidden count after another at least cost, then give back what was not needed.

For each count that a reader can come too near to, a linear programme looks for the cheapest change of the table
that leaves all published numbers as they are but those it pays for (the idea of Kelly, Golden and Assad 1992; in a
two-way table it is a shortest path). What was changed is hidden.
"""

import numpy as np
import numpy.typing as npt

from cydwaith.engines.measures.disclosure.solver import Answer, Floats, Programme, State
from cydwaith.engines.measures.disclosure.system import Row
from cydwaith.engines.measures.disclosure.task import Task, activity

Table = npt.NDArray[np.int64]


class Growth:
    """A set that grows until every hidden count is protected, and is then pruned.

    ``chosen`` is what is hidden besides what must be; ``lost`` what could not be protected. ``tables`` are tables
    that a reader cannot tell from the truth: they prove widths without another question.
    """

    def __init__(
        self, task: Task, start: frozenset[int] = frozenset(), discount: Floats | None = None
    ) -> None:
        self.task = task
        self._start = start
        self.chosen = set(start)
        self.lost: set[int] = set()
        self.size = len(task.truth)
        self.tables: Table = np.array([task.truth], dtype=np.int64)
        weight = np.array(task.people, dtype=np.float64) + 1.0 / task.scale
        if discount is not None:
            weight = weight * discount
        # Columns of the path programme: free movement, paid movement up, paid movement down.
        zeros = np.zeros(3 * self.size)
        self._paths = Programme(zeros, zeros, _movements(task, self.size))
        self._paths.set_cost(np.concatenate([np.zeros(self.size), weight, weight]))
        shown = np.array(task.shown, dtype=np.float64)
        self._reader = Programme(shown[:, 0], shown[:, 1], task.rows)
        for variable in range(self.size):
            self._apply(variable)

    @property
    def steps(self) -> int:
        """Simplex steps so far."""
        return self._paths.steps + self._reader.steps

    def run(self, kept: frozenset[int] = frozenset()) -> "Growth":
        """Protect every hidden count, then give back what was not needed; ``kept`` stays hidden in any case."""
        given_up = -1
        while given_up != len(self.lost):
            given_up = len(self.lost)
            self._grow()
            if given_up != len(
                self.lost
            ):  # what was hidden for the lost ones' sake may protect only itself now
                self._start_again()
        self._prune(kept)
        return self

    def _grow(self) -> None:
        self._protect_all(set())
        while failing := self.task.exposed(frozenset(self.chosen), frozenset(self.lost)):
            # The linear programme was content and whole numbers are not: hide the cheapest neighbour as well.
            for variable in failing:
                self._hide_a_neighbour(variable)
            self._protect_all(set(self._watched()).difference(failing))

    def _start_again(self) -> None:
        for variable in sorted(self.chosen - self._start):
            self.chosen.discard(variable)
            self._apply(variable)
        self.tables = self.tables[:1]

    # Growing

    def _protect_all(self, done: set[int]) -> None:
        while waiting := [v for v in self._watched() if v not in done]:
            for variable in waiting:
                done.add(variable)
                if self._seen_width(variable) < self.task.width:
                    self._protect(variable)

    def _watched(self) -> list[int]:
        return self.task.watched(frozenset(self.chosen), frozenset(self.lost))

    def _seen_width(self, variable: int) -> int:
        column = self.tables[:, variable]
        return int(column.max() - column.min())

    def _protect(self, variable: int) -> None:
        """Hide the cheapest cells that widen one interval; give the count up where none do."""
        best: tuple[float, list[Answer]] | None = None
        for steps in self._ways(variable):
            answers = [self._path(variable, step) for step in steps]
            if all(answer.state is State.OPTIMAL for answer in answers):
                cost = sum(answer.value for answer in answers)
                if best is None or cost < best[0] - 1e-9:
                    best = cost, answers
        if best is None:
            self._give_up(variable)
            return
        for answer in best[1]:
            self._take(answer)

    def _ways(self, variable: int) -> list[tuple[int, ...]]:
        """Up by the width, down by the width, or both where neither is possible."""
        low, high = self.task.hidden[variable]
        truth, width = self.task.truth[variable], self.task.width
        up, down = min(high - truth, width), min(truth - low, width)
        ways: list[tuple[int, ...]] = []
        if up == width:
            ways.append((width,))
        if down == width:
            ways.append((-width,))
        if not ways and up + down >= width:
            ways.append((int(up), int(up) - width))
        return ways

    def _path(self, variable: int, step: int) -> Answer:
        if step == 0:
            return Answer(State.OPTIMAL, 0.0, np.zeros(3 * self.size))
        self._paths.set_bound(variable, step, step)
        answer = self._paths.smallest()
        self._apply(variable)
        return answer

    def _take(self, answer: Answer) -> None:
        point = np.zeros(3 * self.size) if answer.point is None else answer.point
        free, up, down = np.split(point, 3)
        for variable in np.flatnonzero(np.maximum(up, down) > 1e-7).tolist():
            self.chosen.add(variable)
            self._apply(variable)
        moved = free + up - down
        near = np.rint(moved)
        if float(np.abs(moved - near).max()) < 1e-6:
            self._remember(self.tables[0] + near.astype(np.int64))

    def _remember(self, table: Table) -> None:
        self.tables = np.vstack([self.tables, table])

    def _give_up(self, variable: int) -> None:
        """Nothing protects it: a count that must be hidden stays hidden and unprotected, another is shown."""
        self.lost.add(variable)
        if variable in self.chosen:
            self.chosen.discard(variable)
            self._apply(variable)
            self._drop_tables(variable)

    def _hide_a_neighbour(self, variable: int) -> None:
        open_cells = self.task.free - self.chosen - self.lost
        near = {v for row in self.task.rows if any(v == variable for v, _ in row.terms) for v, _ in row.terms}
        candidates = (near & open_cells) or open_cells
        if not candidates:
            self._give_up(variable)
            return
        cheapest = min(candidates, key=lambda v: (self.task.people[v], v))
        self.chosen.add(cheapest)
        self._apply(cheapest)

    def _apply(self, variable: int) -> None:
        """Tell both programmes whether a count is hidden."""
        task, away = self.task, variable in self.chosen or variable in self.task.must
        low, high = task.hidden[variable] if away else task.shown[variable]
        truth = task.truth[variable]
        self._reader.set_bound(variable, low, high)
        self._paths.set_bound(variable, low - truth, high - truth)
        payable = not away and variable in task.free and variable not in self.lost
        (shown_low, shown_high), (hidden_low, hidden_high) = task.shown[variable], task.hidden[variable]
        self._paths.set_bound(self.size + variable, 0, hidden_high - shown_high if payable else 0)
        self._paths.set_bound(2 * self.size + variable, 0, shown_low - hidden_low if payable else 0)

    # Pruning

    def _prune(self, kept: frozenset[int]) -> None:
        """Show again, dearest first, whatever the others are protected without."""
        for variable in sorted(self.chosen - kept, key=lambda v: (-self.task.people[v], v)):
            self._show_if_safe(variable)

    def _show_if_safe(self, variable: int) -> None:
        kept = self.tables
        self.chosen.discard(variable)
        self._apply(variable)
        self._drop_tables(variable)
        watched = self._watched()
        spread = self.tables.max(axis=0) - self.tables.min(axis=0)
        if all(spread[v] >= self.task.width or self._still_wide(v) for v in watched):
            return
        self.chosen.add(variable)
        self._apply(variable)
        self.tables = kept

    def _drop_tables(self, shown: int) -> None:
        low, high = self.task.shown[shown]
        column = self.tables[:, shown]
        self.tables = self.tables[(column >= low) & (column <= high)]

    def _still_wide(self, variable: int) -> bool:
        """Whether whole tables prove the width, asking for the largest and the smallest."""
        for ask in (self._reader.largest, self._reader.least):
            if self._seen_width(variable) >= self.task.width:
                break
            answer = ask(variable)
            if answer.state is State.UNBOUNDED:
                return True
            whole = answer.whole
            if whole is not None:
                self._remember(whole)
        return self._seen_width(variable) >= self.task.width


def _movements(task: Task, size: int) -> list[Row]:
    """The rows over movements away from the truth."""
    return [
        Row(
            tuple(
                (part * size + variable, -weight if part == 2 else weight)
                for part in range(3)
                for variable, weight in row.terms
            ),
            row.low - activity(row, task.truth),
            row.high - activity(row, task.truth),
            row.source,
        )
        for row in task.rows
    ]
