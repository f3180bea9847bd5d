# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a reader knows, as a system: an interval for each count and rows of integers over them.

Bounds are whole numbers, or -inf and inf where there is none.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

Bound = int | float
"""A whole number, or an infinity."""


class Row(NamedTuple):
    """``low <= sum of weight x variable <= high``; ``source`` says which relation it came from."""

    terms: tuple[tuple[int, int], ...]
    low: Bound
    high: Bound
    source: int = -1


class Contradiction(ValueError):
    """No counts fit: the published numbers contradict each other. ``source`` as in `Row`."""

    def __init__(self, source: int) -> None:
        super().__init__(f"row {source} cannot hold")
        self.source = source


@dataclass(slots=True)
class System:
    """Variables by number, with their bounds, and rows over them."""

    low: list[Bound]
    high: list[Bound]
    rows: list[Row]


def tighten(system: System, rounds: int = 12) -> None:
    """Draw every bound that one row at a time gives, in place; ``rounds`` at most, since it may go on for long.

    Raises Contradiction.
    """
    touching: dict[int, list[int]] = defaultdict(list)
    for number, row in enumerate(system.rows):
        for variable, _ in row.terms:
            touching[variable].append(number)
    waiting = list(range(len(system.rows)))
    for _ in range(rounds):
        moved: set[int] = set()
        for number in waiting:
            moved.update(_tighten_row(system, system.rows[number]))
        if not moved:
            return
        waiting = sorted({number for variable in moved for number in touching[variable]})


def _tighten_row(system: System, row: Row) -> list[int]:
    low, high = system.low, system.high
    least, most = _activity(system, row)
    if least > row.high or most < row.low:
        raise Contradiction(row.source)
    moved = []
    for variable, weight in row.terms:
        own_least, own_most = _ends(weight, low[variable], high[variable])
        # What the others take at least and at most; an infinity of one's own must not hide theirs.
        others_least = least - own_least if least > -inf else _without(system, row, variable)[0]
        others_most = most - own_most if most < inf else _without(system, row, variable)[1]
        ceiling, floor = row.high - others_least, row.low - others_most
        if weight < 0:
            ceiling, floor = floor, ceiling
        highest = _down(ceiling, weight)
        lowest = _up(floor, weight)
        if highest < high[variable]:
            high[variable] = highest
            moved.append(variable)
        if lowest > low[variable]:
            low[variable] = lowest
            moved.append(variable)
        if low[variable] > high[variable]:
            raise Contradiction(row.source)
        if moved and moved[-1] == variable:
            least, most = _activity(system, row)
    return moved


def _down(value: Bound, weight: int) -> Bound:
    return int(value // weight) if -inf < value < inf else (value if weight > 0 else -value)


def _up(value: Bound, weight: int) -> Bound:
    return -int(-value // weight) if -inf < value < inf else (value if weight > 0 else -value)


def _ends(weight: int, low: Bound, high: Bound) -> tuple[Bound, Bound]:
    return (weight * low, weight * high) if weight > 0 else (weight * high, weight * low)


def _activity(system: System, row: Row) -> tuple[Bound, Bound]:
    return _without(system, row, -1)


def _without(system: System, row: Row, left_out: int) -> tuple[Bound, Bound]:
    least: Bound = 0
    most: Bound = 0
    for variable, weight in row.terms:
        if variable != left_out:
            small, large = _ends(weight, system.low[variable], system.high[variable])
            least += small
            most += large
    return least, most


def binding(system: System) -> list[Row]:
    """The rows that still say something beyond the bounds, with fixed variables moved to the right-hand side."""
    kept = []
    for row in system.rows:
        least, most = _activity(system, row)
        if least >= row.low and most <= row.high:
            continue
        open_terms = tuple((v, w) for v, w in row.terms if system.low[v] != system.high[v])
        settled = sum(int(system.low[v]) * w for v, w in row.terms if system.low[v] == system.high[v])
        kept.append(Row(open_terms, row.low - settled, row.high - settled, row.source))
    return kept


def components(size: int, rows: Sequence[Row]) -> list[tuple[list[int], list[Row]]]:
    """Groups of variables that hang together by rows, each with its rows; lone variables are groups of one."""
    parent = list(range(size))

    def root(variable: int) -> int:
        while parent[variable] != variable:
            parent[variable] = parent[parent[variable]]
            variable = parent[variable]
        return variable

    for row in rows:
        for variable, _ in row.terms[1:]:
            parent[root(variable)] = root(row.terms[0][0])
    members: dict[int, list[int]] = defaultdict(list)
    for variable in range(size):
        members[root(variable)].append(variable)
    held: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row.terms:
            held[root(row.terms[0][0])].append(row)
    return [(members[key], held[key]) for key in sorted(members)]


def restricted(system: System, variables: Sequence[int], rows: Sequence[Row]) -> System:
    """The part of a system that speaks of ``variables``, renumbered from 0."""
    number = {variable: new for new, variable in enumerate(variables)}
    return System(
        [system.low[v] for v in variables],
        [system.high[v] for v in variables],
        [Row(tuple((number[v], w) for v, w in row.terms), row.low, row.high, row.source) for row in rows],
    )
