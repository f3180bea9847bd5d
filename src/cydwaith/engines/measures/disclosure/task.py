# SPDX-License-Identifier: AGPL-3.0-or-later
"""The choice to be made for counts that hang together: which of them to hide besides those that must be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cydwaith.engines.measures.disclosure.attack import Interval, intervals
from cydwaith.engines.measures.disclosure.system import Bound, Row, System

Span = tuple[Bound, Bound]
"""What a reader knows of a count by itself: smallest and largest."""


@dataclass(frozen=True, slots=True)
class Task:
    """One component. Lists run over its variables.

    truth: the counts. shown, hidden: what a reader knows of each when it is published or not. must: hidden
    whatever the choice. free: may be chosen. guarded: when hidden, the interval must be as wide as ``width``.
    people: what hiding it costs.
    """

    truth: tuple[int, ...]
    shown: tuple[Span, ...]
    hidden: tuple[Span, ...]
    must: frozenset[int]
    free: frozenset[int]
    guarded: frozenset[int]
    people: tuple[int, ...]
    rows: tuple[Row, ...]
    width: int

    @property
    def scale(self) -> int:
        """So many cells never outweigh one person: the cost of a set is people x scale + cells."""
        return len(self.free) + 1

    def cost(self, chosen: frozenset[int]) -> int:
        """Cost of hiding these besides what must be: fewest people first, then fewest cells."""
        return sum(self.people[v] for v in chosen) * self.scale + len(chosen)

    def spans(self, chosen: frozenset[int]) -> list[Span]:
        """What a reader knows of each count by itself."""
        away = self.must | chosen
        return [self.hidden[v] if v in away else self.shown[v] for v in range(len(self.truth))]

    def system(self, chosen: frozenset[int]) -> System:
        """The reader's system when these are hidden besides what must be."""
        spans = self.spans(chosen)
        return System([low for low, _ in spans], [high for _, high in spans], list(self.rows))

    def watched(self, chosen: frozenset[int], lost: frozenset[int]) -> list[int]:
        """The hidden counts that need their interval, in order."""
        return sorted(((self.must | chosen) & self.guarded) - lost)

    def exposed(self, chosen: frozenset[int], lost: frozenset[int]) -> dict[int, Interval]:
        """The hidden counts whose interval is too narrow: whole numbers, proved."""
        found = intervals(self.system(chosen), self.watched(chosen, lost), self.width, 0, self.truth)
        return {v: interval for v, interval in found.items() if not interval.holds(self.width)}

    def narrowed(self, chosen: frozenset[int], exposed: Iterable[int]) -> "Task":
        """The task as it is once these are hidden and only ``exposed`` are in danger: hiding more never harms, so
        that what is safe now needs no more questions."""
        return replace(self, guarded=(self.guarded & self.free) - chosen | frozenset(exposed))


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen for a task.

    chosen: hidden besides what must be. lost: what must be hidden and no choice protects. bound: no choice costs
    less (`Task.cost`). steps: simplex steps it took. proved: the choice is optimal.
    """

    chosen: frozenset[int]
    lost: frozenset[int]
    bound: int
    steps: int

    def proved(self, task: Task) -> bool:
        """Whether no choice is better."""
        return self.bound >= task.cost(self.chosen)


def activity(row: Row, truth: Sequence[int]) -> int:
    """The left-hand side of a row at the truth."""
    return sum(weight * truth[variable] for variable, weight in row.terms)
