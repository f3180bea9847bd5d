# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates as people type them, in English and Welsh, and which comes first in a column: the day or the month.

A single 03/04/2024 cannot tell. A column can: one 25/04/2024 in it, and no 04/25/2024, and the day comes first
throughout. `Evidence` gathers that; `parse_date` then reads each cell by the decision for its column.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

from cydwaith.engines.tables.cells import Value
from cydwaith.engines.tables.fields.fold import fold
from cydwaith.engines.tables.fields.parsed import NOTHING, Context, Issue, Parsed, failed
from cydwaith.engines.tables.fields.vocabulary import EMPTY_WORDS
from cydwaith.engines.tables.reader.formats import day_of_serial

Order = Literal["dmy", "mdy"]

_MONTH_WORDS: Final = (
    "january jan ionawr ion",
    "february feb febr chwefror chwef chwe",
    "march mar mawrth fawrth maw",
    "april apr ebrill ebr",
    "may mai fai",
    "june jun mehefin fehefin meh",
    "july jul gorffennaf orffennaf gorff gor",
    "august aug awst aws",
    "september sept sep medi fedi med",
    "october oct hydref hyd",
    "november nov tachwedd dachwedd tach",
    "december dec rhagfyr ragfyr rhag",
)
MONTHS: Final = {word: number for number, words in enumerate(_MONTH_WORDS, 1) for word in words.split()}
_TIME = r"(?:[ T,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?(?: ?[ap]m)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?"
_NUMERIC = re.compile(rf"(\d{{1,4}})\s?[./\-\s\\]\s?(\d{{1,2}})\s?[./\-\s\\]\s?(\d{{1,4}}){_TIME}\Z", re.I)
_SOLID = re.compile(r"\d{8}\Z")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?\Z")
_TWO_PARTS = re.compile(r"(\d{1,2})[./\-](\d{2}|\d{4})\Z")
_LETTERS = re.compile(r"[a-z]+")
_ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th|af|il|ydd|edd|fed|eg|ed|ain)\b")
_FIRST_SERIAL: Final = 2_200  # in 1906; smaller numbers are ages, years or counts, not days
_LONGEST: Final = 60  # characters; nobody writes a day at greater length
_YEARS: Final = (1900, 2199)


@dataclass(slots=True)
class Evidence:
    """What the cells of one column say about the order of day and month."""

    day_first: int = 0
    month_first: int = 0
    either: int = 0
    real: int = 0
    real_day_over_12: int = 0
    year_first: int = 0
    named: int = 0
    first_month_first_row: int | None = None
    first_day_first_row: int | None = None
    first_either_row: int | None = None
    _seen: dict[str, str] = field(default_factory=dict)

    def add(self, value: Value, row: int) -> None:
        """Weigh one cell."""
        if not isinstance(value, str):
            if isinstance(value, date):
                self.real += 1
                self.real_day_over_12 += value.day > 12
            return
        verdict = self._seen.get(value)
        if verdict is None:
            if len(self._seen) > 5_000:
                self._seen.clear()
            verdict = self._seen[value] = _verdict(value)
        if verdict:
            setattr(self, verdict, getattr(self, verdict) + 1)
            if verdict == "day_first" and self.first_day_first_row is None:
                self.first_day_first_row = row
            elif verdict == "month_first" and self.first_month_first_row is None:
                self.first_month_first_row = row
            elif verdict == "either" and self.first_either_row is None:
                self.first_either_row = row

    @property
    def order(self) -> Order:
        """Month first only where the column proves it; else day first, as written in Wales and England."""
        return "mdy" if self.month_first > self.day_first else "dmy"

    @property
    def mixed(self) -> bool:
        """Some dates can only be day first and others only month first."""
        return bool(self.day_first and self.month_first)

    @property
    def assumed(self) -> bool:
        """Nothing in the column decides, and there is something to decide."""
        return bool(self.either) and not self.day_first and not self.month_first

    @property
    def half_converted(self) -> bool:
        """True dates all with a day up to 12 beside texts that all have a day beyond: a spreadsheet with
        American settings turned the former round when it opened the file."""
        return self.real >= 3 and not self.real_day_over_12 and self.day_first >= 3 and not self.either


def _verdict(text: str) -> str:
    match = _NUMERIC.match(text.strip()) if len(text) <= _LONGEST else None
    if not match:
        return "named" if any(word in MONTHS for word in _LETTERS.findall(text[:_LONGEST].casefold())) else ""
    first, second = match[1], int(match[2])
    if len(first) > 2:
        return "year_first"
    if int(first) > 12:
        return "day_first" if second <= 12 else ""
    if second > 12:
        return "month_first"
    return "either" if int(first) != second else ""


def parse_date(value: Value, context: Context) -> Parsed:
    """A `date`. Fails with `date-not-understood`, `date-without-day`, `date-impossible` or `date-other-order`;
    notes `two-digit-year` and `date-from-number`."""
    if isinstance(value, datetime):
        return Parsed(value.date())
    if isinstance(value, date):
        return Parsed(value)
    if isinstance(value, str):
        text = value.strip()
        if not text:
            return NOTHING
        if len(text) > _LONGEST:
            return failed("date-not-understood")
        if match := _NUMERIC.match(text):
            return _numeric(match[1], match[2], match[3], context)
        if _SERIAL.match(text):
            return _serial(float(text))
        if _SOLID.match(text):
            return _solid(text, context)
        return _named(text, context)
    if value is None:
        return NOTHING
    if isinstance(value, (bool, timedelta)):
        return failed("date-not-understood")
    if 10_000_000 <= value <= 99_999_999 and isinstance(value, int):
        return _solid(str(value), context)
    return _serial(value)


def _serial(number: float | Decimal) -> Parsed:
    day = day_of_serial(int(number)) if _FIRST_SERIAL <= number < 110_000 else None
    if day is None:
        return failed("date-not-understood")
    return Parsed(day, (Issue("date-from-number"),))


def _numeric(first: str, second: str, third: str, context: Context) -> Parsed:
    if len(first) >= 3:
        if len(first) == 3 or len(third) > 2:
            return failed("date-not-understood")
        return _build(int(first), int(second), int(third), ())
    day, month = (first, second) if context.order == "dmy" else (second, first)
    if int(month) > 12 >= int(day):
        return failed("date-other-order")
    if len(third) not in (2, 4):
        return failed("date-not-understood")
    year, issues = _year(third, context)
    return _build(year, int(month), int(day), issues)


def _solid(text: str, context: Context) -> Parsed:
    if _YEARS[0] <= int(text[:4]) <= _YEARS[1] and int(text[4:6]) <= 12:
        return _build(int(text[:4]), int(text[4:6]), int(text[6:]), ())
    return _numeric(text[:2], text[2:4], text[4:], context)


def _named(text: str, context: Context) -> Parsed:
    words = _ORDINAL.sub("", fold(text)).split()
    months = [MONTHS[word] for word in words if word in MONTHS]
    numbers = [word for word in words if word.isdecimal()]
    if not months:
        if _TWO_PARTS.match(text):
            return failed("date-without-day")
        joined = re.fullmatch(r"(\d{1,2})([a-z]{3,10})(\d{2}|\d{4})", "".join(words))
        if joined and joined[2] in MONTHS:
            months, numbers = [MONTHS[joined[2]]], [joined[1], joined[3]]
        else:
            return NOTHING if fold(text) in EMPTY_WORDS else failed("date-not-understood")
    if len(set(months)) > 1:
        return failed("date-not-understood")
    if len(numbers) < 2:
        return failed("date-without-day")
    first, second = numbers[0], numbers[1]
    if len(first) == 4:
        first, second = second, first
    if len(first) > 2 or len(second) not in (2, 4):
        return failed("date-not-understood")
    year, issues = _year(second, context)
    return _build(year, months[0], int(first), issues)


def _year(text: str, context: Context) -> tuple[int, tuple[Issue, ...]]:
    """Two digits: the latest year that makes sense; a birth lies at least ten years back, other dates at most
    ten years ahead."""
    if len(text) != 2:
        return int(text), ()
    this = context.today.year
    year = this - this % 100 + int(text)
    latest = this - 10 if context.birth else this + (1 if context.past else 10)
    if year > latest:
        year -= 100
    return year, (Issue("two-digit-year"),)


def _build(year: int, month: int, day: int, issues: tuple[Issue, ...]) -> Parsed:
    if not _YEARS[0] <= year <= _YEARS[1]:
        return failed("date-impossible")
    try:
        return Parsed(date(year, month, day), issues)
    except ValueError:
        return failed("date-impossible")
