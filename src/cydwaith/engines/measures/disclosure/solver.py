# SPDX-License-Identifier: AGPL-3.0-or-later
"""HiGHS, asked many questions about one system: the only module that knows the solver.

One thread and a fixed seed, so that the same question gets the same answer. Imported lazily by this package's
functions, as HiGHS and NumPy take a fifth of a second to load.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

from cydwaith.engines.measures.disclosure.system import Bound, Row

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int32]
WHOLE = 1e-6
"""How near to a whole number counts as one."""


class State(Enum):
    """How a question ended."""

    OPTIMAL = "optimal"
    UNBOUNDED = "unbounded"
    INFEASIBLE = "infeasible"
    STOPPED = "stopped"


@dataclass(slots=True)
class Answer:
    """value: the objective, as asked (largest or smallest). point: the variables there. duals: one per row, of the
    question as a minimum. bound: what the objective cannot pass (a stopped integer programme's proof)."""

    state: State
    value: float = 0.0
    point: Floats | None = None
    duals: Floats | None = None
    bound: float = 0.0

    @property
    def whole(self) -> npt.NDArray[np.int64] | None:
        """The point where it consists of whole numbers; None otherwise."""
        if self.point is None:
            return None
        near = np.rint(self.point)
        return near.astype(np.int64) if float(np.abs(self.point - near).max(initial=0.0)) < WHOLE else None


def floats(values: Sequence[Bound] | Floats) -> Floats:
    """Bounds as the solver takes them."""
    return np.asarray(values, dtype=np.float64)


class Programme:
    """A linear (or, with ``whole``, an integer) programme whose objective and bounds change between questions."""

    def __init__(
        self,
        low: Sequence[Bound] | Floats,
        high: Sequence[Bound] | Floats,
        rows: Sequence[Row],
        *,
        whole: bool = False,
    ) -> None:
        self.size = len(low)
        self.steps = 0
        """Steps of the simplex method so far."""
        self._columns: Ints = np.arange(self.size, dtype=np.int32)
        self._cost: Floats = np.zeros(self.size)
        solver = highspy.Highs()  # type: ignore[no-untyped-call]
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 0),
            ("presolve", "choose" if whole else "off"),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 0.5),
            ("mip_feasibility_tolerance", 1e-8),
        ):
            solver.setOptionValue(option, value)
        none: Any = np.zeros(0)
        no_ints: Any = np.zeros(0, dtype=np.int32)
        solver.addCols(self.size, self._cost, floats(low), floats(high), 0, no_ints, no_ints, none)
        if rows:
            starts = np.cumsum([0, *(len(row.terms) for row in rows)], dtype=np.int32)[:-1]
            places = np.array([v for row in rows for v, _ in row.terms], dtype=np.int32)
            weights = np.array([w for row in rows for _, w in row.terms], dtype=np.float64)
            solver.addRows(
                len(rows),
                floats([row.low for row in rows]),
                floats([row.high for row in rows]),
                len(places),
                starts,
                places,
                weights,
            )
        self._solver = solver
        self._whole = whole
        if whole:
            self.make_whole()

    def make_whole(self) -> None:
        """From now on every variable is an integer."""
        kinds = np.full(self.size, int(highspy.HighsVarType.kInteger), dtype=np.uint8)
        self._solver.changeColsIntegrality(self.size, self._columns, kinds)
        self._solver.setOptionValue("presolve", "choose")
        self._whole = True

    def set_bounds(self, low: Floats, high: Floats) -> None:
        """New bounds for all variables."""
        self._solver.changeColsBounds(self.size, self._columns, low, high)

    def set_bound(self, variable: int, low: Bound, high: Bound) -> None:
        """New bounds for one."""
        self._solver.changeColBounds(variable, float(low), float(high))

    def set_cost(self, cost: Floats) -> None:
        """What `smallest` weighs."""
        self._cost = cost
        self._solver.changeColsCost(self.size, self._columns, cost)

    def add_row(self, places: Ints, weights: Floats, low: float, high: float = highspy.kHighsInf) -> None:
        """One more row."""
        self._solver.addRow(low, high, len(places), places, weights)

    def largest(self, variable: int) -> Answer:
        """The largest value of one variable."""
        answer = self._one(variable, -1.0)
        answer.value, answer.bound = -answer.value, -answer.bound
        return answer

    def least(self, variable: int) -> Answer:
        """Its smallest value."""
        return self._one(variable, 1.0)

    def _one(self, variable: int, cost: float) -> Answer:
        self._solver.changeColCost(variable, cost)
        answer = self.smallest()
        self._solver.changeColCost(variable, float(self._cost[variable]))
        return answer

    def limit(self, *, nodes: int, stop_at: int | None = None, gap: float = 0.0) -> None:
        """How many nodes an integer programme may take; how many steps of the simplex method one question may; how
        far, of its value, an answer may be from the smallest."""
        self._solver.setOptionValue("mip_max_nodes", nodes)
        self._solver.setOptionValue("mip_rel_gap", gap)
        if stop_at is not None:
            self._solver.setOptionValue("simplex_iteration_limit", stop_at)

    def smallest(self) -> Answer:
        """The smallest value of the objective that was set."""
        solver = self._solver
        solver.run()
        info = solver.getInfo()
        self.steps += max(0, info.simplex_iteration_count)
        status = solver.getModelStatus()
        kind = highspy.HighsModelStatus
        if status == kind.kOptimal:
            solution = solver.getSolution()
            value = info.objective_function_value
            duals = None if self._whole else np.asarray(solution.row_dual)
            bound = info.mip_dual_bound if self._whole else value
            return Answer(State.OPTIMAL, value, np.asarray(solution.col_value), duals, bound)
        if status == kind.kInfeasible:
            return Answer(State.INFEASIBLE)
        if status in (kind.kUnbounded, kind.kUnboundedOrInfeasible):
            return Answer(State.UNBOUNDED)
        point = None
        if self._whole and info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
            point = np.asarray(solver.getSolution().col_value)
        bound = info.mip_dual_bound if self._whole else -highspy.kHighsInf
        return Answer(State.STOPPED, info.objective_function_value, point, None, bound)
