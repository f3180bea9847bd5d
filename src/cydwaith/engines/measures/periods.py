# SPDX-License-Identifier: AGPL-3.0-or-later
"""Periods that figures are asked for, and the calendar that an engine gets of them: engines do no date arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .facts import day_of, month_of


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From the first day to the last, both in it. Raises `ValueError` where it would end before it starts."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a period cannot end on {self.last} before it starts on {self.first}")

    @property
    def code(self) -> str:
        """Its name in files: both days."""
        return f"{self.first.isoformat()}/{self.last.isoformat()}"


def _first_of(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _cut(first: date, last: date, length: int, offset: int = 0) -> Iterator[Period]:
    """Periods of so many months, counted from a month that is `offset` over a multiple, cut to the two days."""
    month = month_of(first)
    month -= (month - offset) % length
    while _first_of(month) <= last:
        begin, end = _first_of(month), _first_of(month + length) - timedelta(days=1)
        yield Period(max(begin, first), min(end, last))
        month += length


def months(first: date, last: date) -> tuple[Period, ...]:
    """The calendar months between two days, the first and last cut where the days lie inside them."""
    return tuple(_cut(first, last, 1))


def quarters(first: date, last: date) -> tuple[Period, ...]:
    """Quarters that begin in January, April, July and October, cut to the two days."""
    return tuple(_cut(first, last, 3))


def years(first: date, last: date) -> tuple[Period, ...]:
    """Financial years, April to March, cut to the two days."""
    return tuple(_cut(first, last, 12, offset=3))


CUTS = {"month": months, "quarter": quarters, "year": years}
"""How a span may be cut into periods, by the word for it."""


def calendar(
    periods: Sequence[Period],
) -> tuple[list[tuple[int, int, int]], list[tuple[int, int, int, int]]]:
    """Rows (period, first day, last day) and (month, first day, last day of the whole month, period)."""
    days, touched = [], []
    for number, period in enumerate(periods):
        days.append((number, day_of(period.first), day_of(period.last)))
        touched += [
            (month, day_of(_first_of(month)), day_of(_first_of(month + 1)) - 1, number)
            for month in range(month_of(period.first), month_of(period.last) + 1)
        ]
    return days, touched
