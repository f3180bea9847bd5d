# SPDX-License-Identifier: AGPL-3.0-or-later
"""Number formats: which of them make a number a date or a duration, and the two ways Excel counts days."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from cydwaith.engines.tables.cells import Value

NUMBER: Final = 0
DATE: Final = 1
DURATION: Final = 2

#: Built-in formats by number (ECMA-376 part 1, 18.8.30), with those that East Asian versions use for dates.
BUILT_IN: Final = (
    dict.fromkeys((14, 15, 16, 17, 22, *range(27, 32), 34, 35, 36, *range(50, 59)), DATE)
    | dict.fromkeys((18, 19, 20, 21, 32, 33, 45, 46, 47), DURATION)
)  # fmt: skip
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.I)
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SECTION = re.compile(r";.*", re.S)
_FIRST_1900: Final = date(1899, 12, 31)
_EPOCH_1900: Final = date(1899, 12, 30)
_EPOCH_1904: Final = date(1904, 1, 1)
#: 31 December 9999 counted from 1900: beyond it Excel shows no date.
LAST_SERIAL: Final = 2_958_465


def kind_of_format(code: str) -> int:
    """NUMBER, DATE or DURATION for a number format such as `dd/mm/yyyy` or `[h]:mm`."""
    plain = _SECTION.sub("", _QUOTED.sub("", code)).lower()
    if "general" in plain or ("0" in plain.replace("ss.0", "") and "y" not in plain):
        return NUMBER
    if re.search(r"[yd]", plain):
        return DATE
    if re.search(r"[hs]", plain):
        return DURATION
    return DATE if "mmm" in plain else NUMBER


def day_of_serial(serial: int, *, from_1904: bool = False) -> date | None:
    """The day that a serial number stands for; None outside what a spreadsheet can show.

    Counting from 1900, day 60 is a 29 February that never was (kept for the sake of an older program):
    it is read as 28 February, and days before it count from one day later.
    """
    if from_1904:
        return _EPOCH_1904 + timedelta(days=serial) if 0 <= serial <= LAST_SERIAL - 1462 else None
    if not 1 <= serial <= LAST_SERIAL:
        return None
    if serial < 60:
        return _FIRST_1900 + timedelta(days=serial)
    return _EPOCH_1900 + timedelta(days=serial) if serial > 60 else date(1900, 2, 28)


def number_of(text: str) -> int | Decimal | None:
    """The number that a cell stores, without the noise of binary fractions (11.440000000000001 is 11.44)."""
    try:
        value = float(text)
    except ValueError:
        return None
    if value != value or value in (float("inf"), float("-inf")):
        return None
    if value.is_integer() and abs(value) < 1e15:
        return int(value)
    return Decimal(f"{value:.15g}")


def typed(text: str, kind: int, *, from_1904: bool) -> Value:
    """The value of a number cell of that kind of format; the text itself if it is no number."""
    if kind == NUMBER and text.isdecimal() and len(text) < 16:
        return int(text)
    number = number_of(text)
    if number is None:
        return text
    if kind == NUMBER:
        return number
    seconds = round((number - int(number)) * 86_400) if isinstance(number, Decimal) else 0
    if kind == DURATION or 0 < number < 1 or (number == 0 and not from_1904):
        return timedelta(days=int(number), seconds=seconds) if -LAST_SERIAL < number < LAST_SERIAL else number
    day = day_of_serial(int(number), from_1904=from_1904)
    if day is None:
        return number
    if not seconds:
        return day
    return datetime.combine(day, time.min) + timedelta(seconds=seconds)


def unescape(text: str) -> str:
    """Characters that XML cannot hold are stored as _xHHHH_ (ECMA-376 part 1, 22.9.2.19)."""
    if "_x" not in text:
        return text
    return ESCAPED.sub(lambda found: _character(int(found[1], 16)), text)


def _character(number: int) -> str:
    return "\ufffd" if 0xD800 <= number <= 0xDFFF else chr(number)
