# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cells and rows as they were found, before anyone has said what they mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Final

#: What a cell may hold. CSV cells are always `str`; an empty cell is `None`, never "". A `timedelta`
#: is a cell formatted as a time or a duration. `datetime` is used only where the time is not midnight.
Value = str | int | Decimal | bool | date | datetime | timedelta | None

NO_MARKS: Final[Mapping[int, str]] = MappingProxyType({})
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
SHOWN_CHARS: Final = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet that holds something.

    `number` is what the spreadsheet shows at its left edge (1-based; in a CSV the count of records, so a
    cell with line breaks in it does not shift what follows). `values` runs from column A, trailing
    empty cells cut off. `marks` names cells that are not what they seem, by column index:
    `formula-without-value`, `cell-error` (the value then is None), `merged` (filled from above).
    """

    number: int
    values: tuple[Value, ...]
    marks: Mapping[int, str] = field(default_factory=lambda: NO_MARKS)

    def at(self, column: int) -> Value:
        """Value in the column (0-based), None beyond the end."""
        return self.values[column] if column < len(self.values) else None


def column_letter(index: int) -> str:
    """Letters of a column by its 0-based index: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(letters: str) -> int:
    """0-based index of a column by its letters. ValueError if these are not letters of a column."""
    if not 1 <= len(letters) <= 3 or not letters.isascii() or not letters.isalpha():
        raise ValueError(letters)
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def show(value: Value, *, chars: int = SHOWN_CHARS) -> str:
    """The value as text that is safe to show: one line, no control or direction marks, cut to `chars`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes")
    text = value if isinstance(value, str) else str(value)
    text = _CONTROL.sub(" ", text[: chars * 4]).strip()
    return text if len(text) <= chars else text[: chars - 1] + "…"
