# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a partnership decided about small numbers, and what a count looks like under it.

Sources: counts under 5 (0 included) become ``*`` and others the nearest 5; ASCOF's ``[c]`` and ``[x]``; the
sub-national rule of 1 to 7. Which of them, the threshold, the base and the zero rule are the partnership's.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from enum import StrEnum


class Mode(StrEnum):
    """Whether counts are rounded, or exact with further cells hidden wherever a margin would give one back."""

    ROUNDED = "rounded"
    EXACT = "exact"


class Style(StrEnum):
    """The marks of what is not shown, and the counts that call for one."""

    STAR = "star"
    """``*`` below the threshold."""
    ASCOF = "ascof"
    """``[c]`` below the threshold and where a denominator is below it; ``[x]`` where a denominator is 0."""
    SUB_NATIONAL = "sub_national"
    """``*`` for 1 to 7; 0 is shown. Threshold and zero rule of the policy do not matter."""


class Zero(StrEnum):
    """Whether 0 counts as small."""

    HIDDEN = "hidden"
    SHOWN = "shown"


class PolicyProblem(ValueError):
    """A policy that cannot be meant, such as a threshold below 0."""


MARKS: dict[Style, str] = {Style.STAR: "*", Style.ASCOF: "[c]", Style.SUB_NATIONAL: "*"}
NOT_APPLICABLE = "[x]"
"""Stands where there is nobody to be counted: a denominator of 0, and a share of nobody."""
SUB_NATIONAL_SMALLEST = 8
MOST_CELLS_FOR_OPTIMAL = 1_000


@dataclass(frozen=True, slots=True)
class Policy:
    """A partnership's disclosure control.

    threshold: the smallest count that is shown. base: counts are rounded to a multiple of it (rounded mode).
    protection: how far apart the smallest and the largest count that a reader can work out for a hidden cell
    must be at least (1: two counts). small_marks_known: in exact mode, assume a reader who knows which of the
    hidden cells are below the threshold; stricter, as all marks look the same. (In rounded mode this is
    always assumed, as hardly a cell is hidden for another's sake.)
    guard_changes: whether the difference between an exact count and what a former release showed for it is itself a
    count: a correction by one to four people tells of one to four people.
    optimal_cells: up to this many cells that could be hidden, in tables that hang together, the choice is
    proved optimal; above, it is a heuristic's, with its gap. effort: how many steps of the simplex method the
    search may take in the whole release beyond the heuristic; a count of steps and not a time, so that the
    same release gives the same marks on any machine.
    """

    mode: Mode = Mode.ROUNDED
    style: Style = Style.STAR
    threshold: int = 5
    zero: Zero = Zero.HIDDEN
    base: int = 5
    protection: int = 1
    small_marks_known: bool = False
    guard_changes: bool = True
    optimal_cells: int = MOST_CELLS_FOR_OPTIMAL
    effort: int = 600_000

    def __post_init__(self) -> None:
        wrong = [
            name
            for name, least in (
                ("threshold", 0),
                ("base", 1),
                ("protection", 1),
                ("optimal_cells", 0),
                ("effort", 0),
            )
            if type(getattr(self, name)) is not int or getattr(self, name) < least
        ]
        if wrong:
            raise PolicyProblem(f"not a whole number that this may be: {', '.join(wrong)}")

    @property
    def mark(self) -> str:
        """What stands in place of a hidden count."""
        return MARKS[self.style]

    @property
    def smallest_shown(self) -> int:
        """Counts from here on are not small."""
        return SUB_NATIONAL_SMALLEST if self.style is Style.SUB_NATIONAL else self.threshold

    @property
    def zero_shown(self) -> bool:
        """Whether a 0 is shown as 0."""
        return self.style is Style.SUB_NATIONAL or self.zero is Zero.SHOWN or self.threshold == 0

    def is_small(self, count: int) -> bool:
        """Whether the count must be hidden for its own sake."""
        return count < self.smallest_shown and not (count == 0 and self.zero_shown)

    def shown(self, count: int) -> int:
        """The number that is published for a count that is not hidden."""
        if self.mode is Mode.EXACT:
            return count
        quotient = (Decimal(count) / self.base).quantize(Decimal(1), rounding=ROUND_HALF_EVEN)
        return int(quotient) * self.base

    def counts_shown_as(self, number: int) -> tuple[int, int]:
        """The smallest and the largest count that are published as this number."""
        if self.mode is Mode.EXACT:
            return number, number
        near = range(max(0, number - self.base), number + self.base + 1)
        fitting = [count for count in near if not self.is_small(count) and self.shown(count) == number]
        if not fitting:
            raise PolicyProblem(f"no count is published as {number}")
        return fitting[0], fitting[-1]

    def counts_of_small_mark(self) -> tuple[int, int | None]:
        """What a reader knows of a count that is hidden for its own sake: smallest and largest (None: none)."""
        if self.mode is Mode.EXACT and not self.small_marks_known:
            return 0, None
        return int(self.zero_shown), self.smallest_shown - 1


def percentage(numerator: int, denominator: int) -> Decimal:
    """``numerator`` of ``denominator`` per cent, one decimal, halves away from nought (as ASCOF rounds)."""
    return (Decimal(100 * numerator) / denominator).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
