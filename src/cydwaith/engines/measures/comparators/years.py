# SPDX-License-Identifier: AGPL-3.0-or-later
"""Financial years: 1 April to 31 March, written 2019-20."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final, Self

_WRITTEN: Final = re.compile(
    r"(?P<first>(?:19|20)\d{2})\s*(?:-|–|/|_|to)\s*(?P<last>(?:\d{2})?\d{2})", re.ASCII
)
_IN_NAME: Final = re.compile(r"(?<!\d)(\d{2})[-_]?(\d{2})(?!\d)", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class FinancialYear:
    """The year that begins on 1 April of ``start``. Years are ordered; ``str`` gives "2019-20"."""

    start: int

    def __str__(self) -> str:
        return f"{self.start}-{(self.start + 1) % 100:02d}"

    @property
    def first_day(self) -> date:
        """1 April."""
        return date(self.start, 4, 1)

    @property
    def last_day(self) -> date:
        """31 March of the next calendar year."""
        return date(self.start + 1, 3, 31)

    @property
    def before(self) -> FinancialYear:
        """The year before."""
        return FinancialYear(self.start - 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """From "2019-20", "2019/20", "2019-2020" or "2019 to 2020". ValueError for anything else, and where the
        second year does not follow the first."""
        match = _WRITTEN.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"{text!r} is not a financial year such as 2019-20")
        start = int(match["first"])
        if int(match["last"]) not in {(start + 1) % 100, start + 1}:
            raise ValueError(f"{text!r}: the second year does not follow the first")
        return cls(start)

    @classmethod
    def of(cls, day: date) -> Self:
        """The year that a day is in."""
        return cls(day.year if (day.month, day.day) >= (4, 1) else day.year - 1)


def year_in_name(name: str) -> FinancialYear | None:
    """The year that the name of an official file tells: "meas-from-asc-of-eng-1920-open-data-csv.csv" is 2019-20.

    The files themselves do not hold it. None if the name tells none, or more than one.
    """
    found: set[FinancialYear] = set()
    for match in _WRITTEN.finditer(name):
        try:
            found.add(FinancialYear.parse(match[0]))
        except ValueError:
            continue
    if not found:
        pairs = ((int(first), int(last)) for first, last in _IN_NAME.findall(name))
        found = {FinancialYear(2000 + first) for first, last in pairs if last == first + 1 < 80}
    return found.pop() if len(found) == 1 else None
