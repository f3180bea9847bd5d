# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pay, hours a week and minutes as people type them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from cydwaith.engines.tables.cells import Value
from cydwaith.engines.tables.fields.fold import fold
from cydwaith.engines.tables.fields.parsed import NOTHING, Context, Parsed, failed
from cydwaith.engines.tables.fields.vocabulary import EMPTY_WORDS
from cydwaith.engines.tables.fields.work_vocabularies import WORK_VOCABULARIES

_PERIODS: Final = WORK_VOCABULARIES["pay_period"]
_MONEY = re.compile(
    r"(?:£|gbp)?\s*(?P<number>\d[\d,.\s']*?)\s*(?P<thousand>k\b)?\s*(?P<pence>p(?:ence)?(?=$|\s*/|\s+per|\s+an?\b))?"
    r"\s*(?:gbp|£)?\s*(?P<rest>[/a-z].*)?\Z",
    re.I,
)
_RANGE = re.compile(r"\d\s*(?:-|–|—|to|i|neu|or)\s*£?\s*\d", re.I)
_ROUGHLY = re.compile(
    r"^(?:c\.?|ca\.?|circa|approx\.?|about|around|tua|oddeutu|~|up to|hyd at)\s*(?=[£\d])", re.I
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?\Z")
_CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::\d{2})?\s*(?:h|hrs?|hours?|awr)?\Z", re.I)
_SPELT = re.compile(
    r"(?:(?P<h>\d+(?:[.,]\d+)?)\s*(?:h|hrs?|hours?|awr|oriau))?\s*(?:and|a|,)?\s*"
    r"(?:(?P<m>\d{1,3})\s*(?:m|mins?|minutes?|munud|munudau)?)?"
    r"\s*(?:p\.?/?w\.?|/?\s*w(?:ee)?k(?:ly)?|per week|a week|yr wythnos)?\.?\Z",
    re.I,
)
_DAYS = re.compile(
    r"(?P<days>\d(?:\.5)?)\s*(?:days?|diwrnod|dydd|shifts?|shifft)?\s*(?:x|×|\*|@|of|o)\s*"
    r"(?P<each>\d{1,2}(?:[.:]\d{1,2})?)\s*(?:h|hrs?|hours?|awr|oriau)?\Z",
    re.I,
)
#: What people write for hours when they have no number.
_NO_NUMBER: Final = frozenset(
    [
        "full time",
        "part time",
        "ft",
        "pt",
        "zero hours",
        "variable",
        "varies",
        "casual",
        "llawn amser",
        "rhan amser",
    ]
)
#: Characters and numbers beyond which nothing is meant as an amount.
_LONGEST: Final = 80
_MOST: Final = 100_000
_WEEK_MINUTES: Final = 168 * 60


def _decimal(text: str) -> Decimal | None:
    """A number with thousands and decimals in either style: 1,200.50 · 1.200,50 · 11,44 · 1 200."""
    plain = text.strip().rstrip(".,").replace(" ", "").replace("\xa0", "").replace("'", "")
    comma, point = plain.rfind(","), plain.rfind(".")
    if comma >= 0 and point >= 0:
        thousands, decimal = (",", ".") if point > comma else (".", ",")
        plain = plain.replace(thousands, "").replace(decimal, ".")
    elif comma >= 0:
        tail = len(plain) - comma - 1
        plain = plain.replace(",", ".") if tail != 3 and plain.count(",") == 1 else plain.replace(",", "")
    elif plain.count(".") > 1:
        plain = plain.replace(".", "")
    try:
        return Decimal(plain) if _NUMBER.match(plain) else None
    except InvalidOperation:
        return None


def parse_money(value: Value, _context: Context) -> Parsed:
    """Pounds as a `Decimal` of two places (four where there is a part of a penny). A period that the cell names
    comes as extra `pay_period`.

    Fails with `money-not-understood`, `money-range` or `money-words` (the minimum wage by name, not by number).
    """
    if isinstance(value, (bool, timedelta, datetime)):
        return failed("money-not-understood")
    if isinstance(value, (int, Decimal)):
        return _pounds(Decimal(value), {})
    text = str(value or "").strip()[: 2 * _LONGEST]
    folded = fold(text)
    if not text or folded in EMPTY_WORDS:
        return NOTHING
    if len(text) > _LONGEST:
        return failed("money-not-understood")
    if any(word in folded.split() for word in ("nmw", "nlw", "minimum", "living", "lleiaf", "isafswm")):
        digits = re.search(r"\d+[.,]\d{2}", text)
        if not digits:
            return failed("money-words")
        text = "£" + digits[0]
    if _RANGE.search(text):
        return failed("money-range")
    match = _MONEY.match(_ROUGHLY.sub("", text))
    number = _decimal(match["number"]) if match else None
    if not match or number is None:
        return failed("money-not-understood")
    if match["thousand"]:
        number *= 1000
    rest = (match["rest"] or "").strip(" /.")
    if match["pence"] and number == int(number):
        number /= 100
    elif match["pence"]:
        rest = "p" + rest  # 12.21 p/h: per hour, not pence
    if not rest:
        return _pounds(number, {})
    period = _PERIODS.find(rest) or _PERIODS.find(
        re.sub(r"^(?:per|each|an?|yr|y|bob|fesul)\s+", "", rest, flags=re.I)
    )
    if period is None:
        period = next((code for word in fold(rest).split() if (code := _PERIODS.find(word))), None)
    if period is None:
        return failed("money-not-understood")
    return _pounds(number, {"pay_period": period})


def _pounds(number: Decimal, extra: dict[str, str]) -> Parsed:
    if number < 0 or number >= 10_000_000:
        return failed("money-not-understood")
    pence = number.quantize(Decimal("0.01"))
    return Parsed(pence if pence == number else number.quantize(Decimal("0.0001")), (), extra)


def parse_hours(value: Value, _context: Context) -> Parsed:
    """Hours a week as a `Decimal` of two places. 16 · 16h · 16:30 · 37,5 · 2 days x 7.5 · 16 hours 30 minutes.

    Fails with `hours-not-understood`, `hours-range`, or `hours-words` ("full time").
    """
    minutes, failure = _minutes(value, unit=60)
    if failure or minutes is None:
        return failed(f"hours-{failure}") if failure else NOTHING
    if minutes > 60 * _MOST:
        return failed("hours-not-understood")
    return Parsed((minutes / 60).quantize(Decimal("0.01")))


def parse_minutes(value: Value, _context: Context) -> Parsed:
    """Whole minutes as an `int`. 45 · 45 mins · 1h · 1:30 · 1.5 hours. Fails like `parse_hours`."""
    minutes, failure = _minutes(value, unit=1)
    if failure or minutes is None:
        return failed(f"minutes-{failure}") if failure else NOTHING
    if minutes > _WEEK_MINUTES:
        return failed("minutes-not-understood")
    return Parsed(int(minutes.to_integral_value()))


def _minutes(value: Value, *, unit: int) -> tuple[Decimal | None, str]:
    """Minutes, a bare number counting `unit` minutes; or what is wrong."""
    if isinstance(value, timedelta):
        return Decimal(round(value.total_seconds() / 60)), ""
    if isinstance(value, bool) or (value is not None and not isinstance(value, (str, int, Decimal))):
        return None, "not-understood"
    if isinstance(value, (int, Decimal)):
        return (Decimal(value) * unit, "") if 0 <= value < _MOST else (None, "not-understood")
    text = _ROUGHLY.sub("", (value or "")[: 2 * _LONGEST].strip())
    if not text or fold(text) in EMPTY_WORDS:
        return None, ""
    if len(text) > _LONGEST:
        return None, "not-understood"
    bare = _decimal(text) if re.fullmatch(r"[\d.,]+", text) else None
    if bare is not None:
        return (bare * unit, "") if bare < _MOST else (None, "not-understood")
    if match := _CLOCK.match(text):
        return Decimal(match[1]) * 60 + int(match[2]), ""
    if match := _DAYS.match(text):
        each, _ = _minutes(match["each"], unit=60)
        return (each * Decimal(match["days"]), "") if each is not None else (None, "not-understood")
    if _RANGE.search(text):
        return None, "range"
    if match := _SPELT.match(text):
        hours = Decimal((match["h"] or "0").replace(",", "."))
        rest = Decimal(match["m"] or "0")
        if (
            match["h"] is None
            and match["m"]
            and not re.search(r"m|munud", text[len(match["m"]) :].strip()[:1], re.I)
        ):
            return rest * unit, ""  # "16 pw": a bare number with "a week" behind it
        return hours * 60 + rest, ""
    return None, "words" if fold(text) in _NO_NUMBER else "not-understood"
