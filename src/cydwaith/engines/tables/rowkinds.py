# SPDX-License-Identifier: AGPL-3.0-or-later
"""What kind of row or cell is this: heading, data, totals, a part of a merged area?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from cydwaith.engines.tables.cells import Row, Value
from cydwaith.engines.tables.fields.fold import tidy

_DATA = re.compile(r"[\d£$€.,:/%@\s+\-()]+\Z|\S+@\S+\.\S+\Z|https?://")
_LONGEST: Final = 80
_TOTAL = re.compile(r"(?:grand\s+|sub)?totals?\b|cyfanswm\b", re.I)


def is_words(value: str) -> bool:
    """Whether a text may be a heading rather than data."""
    text = value.strip()
    return 0 < len(text) <= _LONGEST and not _DATA.match(text)


def is_data(value: Value) -> bool:
    """Whether a cell holds data rather than a heading: a number, a date, an address."""
    if isinstance(value, str):
        return len(value) <= _LONGEST and bool(_DATA.match(value.strip()))
    return isinstance(value, (int, Decimal, date, timedelta))


def repeats(row: Row, headings: dict[int, str]) -> bool:
    """Whether the row is the heading again, as on each printed page."""
    same = 0
    for index, value in enumerate(row.values):
        if value is None:
            continue
        if not isinstance(value, str) or headings.get(index) != tidy(value).casefold():
            return False
        same += 1
    return same > 1


def is_total(row: Row) -> bool:
    """Whether the row is a closing row of totals."""
    first = next((value for value in row.values if value is not None), None)
    if not isinstance(first, str) or len(first) > 30 or not _TOTAL.match(first):
        return False
    return all(value is None or value is first or is_data(value) for value in row.values)


class Filler:
    """Fills merged areas downwards, in the first column of each: what the eye sees as one cell beside several
    rows belongs to all of them. Areas that only go sideways keep their one value."""

    def __init__(self, areas: list[tuple[int, int, int, int]]) -> None:
        self._waiting = sorted((area for area in areas if area[2] > area[0]), reverse=True)
        self._active: list[tuple[int, int, Value]] = []

    def __call__(self, row: Row) -> Row:
        """The row with what the merged areas above it hold."""
        if not self._waiting and not self._active:
            return row
        self._active = [each for each in self._active if each[0] >= row.number]
        while self._waiting and self._waiting[-1][0] <= row.number:
            top, left, bottom, _ = self._waiting.pop()
            if top == row.number and row.at(left) is not None:
                self._active.append((bottom, left, row.at(left)))
        if not self._active:
            return row
        values, marks = list(row.values), dict(row.marks)
        for _, column, value in self._active:
            values.extend([None] * (column + 1 - len(values)))
            if values[column] is None:
                values[column] = value
                marks[column] = "merged"
        return replace(row, values=tuple(values), marks=marks)
