# SPDX-License-Identifier: AGPL-3.0-or-later
"""The exact method: choose by an integer programme, attack the choice, and forbid what the attack found.

Each attack that comes too near to a count gives, by its dual solution, an inequality that every safe choice
keeps and this one breaks (Fischetti and Salazar 2001). The inequalities of fractional choices come first: they
alone give the bound from which the gap of a heuristic is told.
"""

from dataclasses import dataclass
from math import inf

import numpy as np

from cydwaith.engines.measures.disclosure.solver import Answer, Floats, Ints, Programme, State
from cydwaith.engines.measures.disclosure.system import Row
from cydwaith.engines.measures.disclosure.task import Task, activity

ENOUGH = 1e9
"""More than any protection asks for: stands for no end."""
BROKEN = 1e-3
"""By how much an inequality must be broken to be worth adding."""


@dataclass(slots=True)
class _Cut:
    """Sum of weight x chosen >= the choice of ``target`` (or 1 where the target must be hidden)."""

    places: Ints
    weights: Floats
    target: int


class Cutting:
    """The choice's programme, with what attacks forbade so far. ``bound``: no choice costs less."""

    def __init__(self, task: Task, lost: frozenset[int] = frozenset()) -> None:
        self.task = task
        self.lost = lost
        self.bound = 0
        self._known: set[bytes] = set()
        self.size = len(task.truth)
        truth = np.array(task.truth, dtype=np.float64)
        shown, hidden = np.array(task.shown, dtype=np.float64), np.array(task.hidden, dtype=np.float64)
        self.free = np.zeros(self.size, dtype=bool)
        self.free[sorted(task.free - self.lost)] = True
        self.must = np.zeros(self.size, dtype=bool)
        self.must[sorted(task.must)] = True
        # How far a reader's table may move up and down from the truth: published, and beyond that if hidden.
        self.up_shown, self.down_shown = shown[:, 1] - truth, truth - shown[:, 0]
        self.up_hidden, self.down_hidden = hidden[:, 1] - truth, truth - hidden[:, 0]
        high = np.where(self.free, 1.0, 0.0)
        self.master = Programme(np.zeros(self.size), high, [])
        self.cost = np.array([people * task.scale + 1 for people in task.people], dtype=np.float64)
        self.master.set_cost(np.where(self.free, self.cost, 0.0))
        self.attack = Programme(-self.down_shown, self.up_shown, _moved(task))
        self._row_of = np.array([r for r, row in enumerate(task.rows) for _ in row.terms], dtype=np.int64)
        self._variable_of = np.array([v for row in task.rows for v, _ in row.terms], dtype=np.int64)
        self._weight_of = np.array([w for row in task.rows for _, w in row.terms], dtype=np.float64)
        ends = np.array([(row.low, row.high) for row in _moved(task)], dtype=np.float64).reshape(-1, 2)
        self._row_low, self._row_high = ends[:, 0], ends[:, 1]
        self._pair_cuts(sorted((task.must & task.guarded) - self.lost))

    @property
    def steps(self) -> int:
        """Simplex steps so far."""
        return self.master.steps + self.attack.steps

    def relax(self, effort: int) -> Floats:
        """Raise the bound with fractional choices until nothing is broken or the steps are spent; the last choice."""
        started = self.steps
        point = np.zeros(self.size)
        while True:
            answer = self.master.smallest()
            if answer.point is None:
                return point
            point = answer.point
            self.bound = max(self.bound, int(np.ceil(answer.value * (1 - 1e-9) - 1e-3)))
            if self.steps - started > effort or not self._separate(point):
                return point

    def choose(self, nodes: int, steps: int) -> tuple[frozenset[int] | None, bool]:
        """The best choice that nothing yet forbids; whether it is proved the best of those."""
        self.master.limit(nodes=nodes, stop_at=steps)
        self.master.make_whole()
        answer = self.master.smallest()
        bound = answer.value if answer.state is State.OPTIMAL else answer.bound
        if -inf < bound < inf:
            self.bound = max(self.bound, int(np.ceil(bound * (1 - 1e-9) - 1e-3)))
        if answer.point is None:
            return None, False
        chosen = frozenset(np.flatnonzero(answer.point > 0.5).tolist())
        return chosen, answer.state is State.OPTIMAL

    def forbid(self, chosen: frozenset[int], exposed: list[int]) -> None:
        """Add what the attack on a whole choice shows: each exposed count needs more than this."""
        point = np.zeros(self.size)
        point[sorted(chosen)] = 1.0
        self._open(point, capped=False)
        outside = np.flatnonzero(self.free & (point < 0.5)).astype(np.int32)
        for target in exposed:
            cut = self._cut(target, point)
            if cut is None or not self._add(cut, point):
                # Only whole numbers are too near: whatever is hidden, it must be something else as well.
                self._add(_Cut(outside, np.ones(len(outside)), target), None)

    # Inequalities

    def _pair_cuts(self, targets: list[int]) -> None:
        """A hidden count in an equation of exact counts needs another one hidden in it."""
        wanted = set(targets)
        exact = (self.up_shown == 0) & (self.down_shown == 0)
        for row in self.task.rows:
            if row.low != row.high:
                continue
            places = np.array([v for v, _ in row.terms], dtype=np.int32)
            for target in wanted.intersection(places.tolist()):
                others = places[places != target]
                if not self.must[others].any() and exact[others].all():
                    others = others[self.free[others]]
                    self._add(_Cut(others, np.ones(len(others)), target), None)

    def _open(self, point: Floats, *, capped: bool) -> None:
        """Let the reader's table move as far as a (fractional) choice lets it."""
        self._up, self._down = self._reach(point, capped)
        self.attack.set_bounds(-self._down, self._up)

    def _reach(self, point: Floats, capped: bool) -> tuple[Floats, Floats]:
        ends = []
        chosen = self.free & (point > 1e-9)
        for shown, hidden in ((self.up_shown, self.up_hidden), (self.down_shown, self.down_hidden)):
            reach = np.where(self.must, hidden, shown)
            far = np.minimum(hidden, shown + self.task.width) if capped else hidden
            reach[chosen] += (far[chosen] - shown[chosen]) * point[chosen]
            ends.append(reach)
        return ends[0], ends[1]

    def _separate(self, point: Floats) -> bool:
        """Add the inequalities that a fractional choice breaks; whether there were any."""
        self._open(point, capped=True)
        watched = np.flatnonzero(self.must | (point > 0.05))
        guarded = self.task.guarded - self.lost
        found = False
        for target in watched.tolist():
            if target in guarded:
                cut = self._cut(target, point)
                found = (cut is not None and self._add(cut, point)) or found
        return found

    def _cut(self, target: int, point: Floats) -> _Cut | None:
        """The inequality by which the width of one count is at most what the choice lets through."""
        width = self.task.width
        self.attack.set_bound(target, -self.down_hidden[target], self.up_hidden[target])
        need = width * (1.0 if self.must[target] else float(point[target]))
        reached = 0.0
        constant = 0.0
        weights = np.zeros(self.size)
        for upward in (True, False):
            answer = self.attack.largest(target) if upward else self.attack.least(target)
            if answer.state is not State.OPTIMAL:
                reached = inf
                break
            reached += abs(answer.value)
            if reached >= need - 1e-6:
                break
            part, more = self._let_through(target, answer, upward)
            constant += part
            weights += more
        self.attack.set_bound(target, -self._down[target], self._up[target])
        if reached >= need - 1e-6 or constant >= width - 1e-9:
            return None
        missing = width - constant
        places = np.flatnonzero(weights > 1e-9).astype(np.int32)
        return _Cut(places, np.minimum(weights[places], missing) / missing, target)

    def _let_through(self, target: int, answer: Answer, upward: bool) -> tuple[float, Floats]:
        """By weak duality: how far the target can move at most, as a constant and a weight for each choice."""
        told = np.zeros(len(self._row_low)) if answer.duals is None else answer.duals
        duals = np.where(np.abs(told) < 1e-9, 0.0, told)
        cost = np.zeros(self.size)
        cost[target] = -1.0 if upward else 1.0
        reduced = cost - np.bincount(
            self._variable_of, weights=self._weight_of * duals[self._row_of], minlength=self.size
        )
        reduced[np.abs(reduced) < 1e-9] = 0.0
        rises, falls = reduced < 0, reduced > 0  # which end of its bounds each count is held at
        size = np.abs(reduced)

        def reach(up: Floats, down: Floats) -> Floats:
            moved = np.zeros(self.size)
            moved[rises] = size[rises] * up[rises]
            moved[falls] = size[falls] * down[falls]
            return moved

        ends = np.zeros(len(duals))
        ends[duals > 0] = duals[duals > 0] * self._row_low[duals > 0]
        ends[duals < 0] = duals[duals < 0] * self._row_high[duals < 0]
        if_shown = reach(self.up_shown, self.down_shown)
        if_hidden = reach(self.up_hidden, self.down_hidden)
        away = self.must.copy()
        away[target] = True
        constant = float(np.where(away, if_hidden, if_shown).sum() - ends.sum())
        open_cells = self.free & ~away
        more = np.zeros(self.size)
        more[open_cells] = np.minimum(if_hidden[open_cells], ENOUGH) - if_shown[open_cells]
        return constant, more

    def _add(self, cut: _Cut, point: Floats | None) -> bool:
        """Add an inequality unless it is known or, at ``point``, not broken."""
        goal = 1.0 if self.must[cut.target] else None
        if point is not None:
            aim = goal if goal is not None else float(point[cut.target])
            if float(cut.weights @ point[cut.places]) >= aim - BROKEN:
                return False
        name = (
            cut.places.tobytes()
            + np.round(cut.weights, 6).tobytes()
            + (b"" if goal else bytes([1]) + str(cut.target).encode())
        )
        if name in self._known:
            return False
        self._known.add(name)
        if goal is not None:
            self.master.add_row(cut.places, cut.weights, goal)
        else:
            places = np.append(cut.places, np.int32(cut.target)).astype(np.int32)
            self.master.add_row(places, np.append(cut.weights, -1.0), 0.0)
        return True


def _moved(task: Task) -> list[Row]:
    """The rows over movements away from the truth."""
    return [
        Row(row.terms, row.low - activity(row, task.truth), row.high - activity(row, task.truth), row.source)
        for row in task.rows
    ]
