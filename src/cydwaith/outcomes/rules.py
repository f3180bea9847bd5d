# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pure rules: quarters, what is to be expected by a method that was tried on the past, who may do what to a return."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from .vocabulary import ReturnState

WINDOW = 4
"""Of how many quarters the forecast is the mean: a year, so that no season weighs more than another."""
LEAST = 2
"""So many forecasts of the past must have been tried before a range is given."""
WITHIN = Fraction(4, 5)
"""The share of the forecasts of the past that the range would have held."""


def quarter_of(day: date) -> date:
    """The first day of the quarter that holds a day."""
    return date(day.year, day.month - (day.month - 1) % 3, 1)


def next_quarter(first: date) -> date:
    """The first day of the quarter after the one that begins on a day."""
    month = first.month + 3
    return date(first.year + (month > 12), (month - 1) % 12 + 1, 1)


def quarters(first: date, last: date) -> Iterator[date]:
    """First days of the quarters that hold any day from `first` to `last`."""
    begin = quarter_of(first)
    while begin <= last:
        yield begin
        begin = next_quarter(begin)


def last_of(quarter: date) -> date:
    """The last day of the quarter that begins on a day."""
    return next_quarter(quarter) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is to be expected of each quarter to come: the mean of the last four that are over.

    `low` and `high`: as far off as four in five of the forecasts of the past were at most, None where too few could be
    tried. `tried`: how many were; `error`: by how much they were off on average.
    """

    each: Fraction
    low: Fraction | None
    high: Fraction | None
    tried: int
    error: Fraction | None

    def total(self, so_far: int, quarters_left: int) -> tuple[int, int | None, int | None]:
        """What will have been reached after so many quarters more: expected, lowest, highest; whole people."""

        def sum_of(one: Fraction) -> int:
            return so_far + round(one * quarters_left)

        return (
            sum_of(self.each),
            None if self.low is None else sum_of(self.low),
            None if self.high is None else sum_of(self.high),
        )


def forecast(history: Sequence[int]) -> Forecast | None:
    """Of quarters that are over, oldest first; None where there are fewer than `WINDOW`.

    Tried on the past: for each quarter that has four before it, their mean is held against what came.
    """
    if len(history) < WINDOW:
        return None
    each = _mean(history[-WINDOW:])
    errors = sorted(
        abs(history[place] - _mean(history[place - WINDOW : place])) for place in range(WINDOW, len(history))
    )
    if len(errors) < LEAST:
        return Forecast(each, None, None, len(errors), None)
    share = WITHIN * len(errors)
    reach = errors[min(len(errors), -(-share.numerator // share.denominator)) - 1]
    return Forecast(
        each, max(Fraction(0), each - reach), each + reach, len(errors), sum(errors, Fraction()) / len(errors)
    )


def _mean(values: Sequence[int]) -> Fraction:
    return Fraction(sum(values), len(values))


AFTER: dict[ReturnState, frozenset[ReturnState]] = {
    ReturnState.DRAFT: frozenset({ReturnState.CHECKED}),
    ReturnState.CHECKED: frozenset({ReturnState.CHECKED, ReturnState.SIGNED_ONCE}),
    ReturnState.SIGNED_ONCE: frozenset({ReturnState.SIGNED_TWICE}),
    ReturnState.SIGNED_TWICE: frozenset({ReturnState.RELEASED}),
    ReturnState.RELEASED: frozenset({ReturnState.WITHDRAWN, ReturnState.CORRECTED}),
    ReturnState.WITHDRAWN: frozenset(),
    ReturnState.CORRECTED: frozenset(),
}
"""State of a return -> the states that may follow. Checked again is frozen again, until somebody has signed."""


def may_follow(now: str, then: ReturnState) -> bool:
    """Whether a return may go from one state to another."""
    return then in AFTER[ReturnState(now)]
