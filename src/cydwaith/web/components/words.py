# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates, times, money, hours and counts as people say them, in English and in Welsh.

Pure functions: the language is an argument (``"en"`` or ``"cy"``), and so is today. Welsh mutates after
numbers, so the forms stand in tables here instead of in the catalogue.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "cy": (
        "Dydd Llun",
        "Dydd Mawrth",
        "Dydd Mercher",
        "Dydd Iau",
        "Dydd Gwener",
        "Dydd Sadwrn",
        "Dydd Sul",
    ),
}
MONTHS = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "cy": (
        *("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin"),
        *("Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"),
    ),
}
_SHORT_DAY = {
    "en": tuple(name[:3] for name in DAYS["en"]),
    "cy": ("Llun", "Maw", "Mer", "Iau", "Gwe", "Sad", "Sul"),
}
_SHORT_MONTH = {
    "en": tuple(name[:3] for name in MONTHS["en"]),
    "cy": ("Ion", "Chwe", "Maw", "Ebr", "Mai", "Meh", "Gorff", "Awst", "Medi", "Hyd", "Tach", "Rhag"),
}
_NEAR = {
    "en": {0: "today", 1: "tomorrow", -1: "yesterday"},
    "cy": {0: "heddiw", 1: "yfory", -1: "ddoe"},
}
_FUTURE = {"en": "in {}", "cy": "ymhen {}"}
_PAST = {"en": "{} ago", "cy": "{} yn ôl"}

Unit = str
"""One of ``year``, ``month``, ``week``, ``day``, ``hour``, ``minute``."""


def language_of(code: str | None) -> str:
    """``"cy"`` for any Welsh code, else ``"en"``."""
    return "cy" if (code or "").lower().startswith("cy") else "en"


def _years_cy(number: int) -> str:
    """Blwyddyn mutates by the number before it: 2 flynedd, 3 blynedd, 5 mlynedd."""
    if number == 1:
        return "flwyddyn"
    last = number % 20
    if last in (2, 17):
        return "flynedd"
    return (
        "blynedd" if last in (0, 3, 4, 6, 13, 14, 19) and number not in (20, 40, 60, 80, 100) else "mlynedd"
    )


# After a digit: the form for 1, for 2, and for every other number.
_UNITS_CY = {
    "month": ("mis", "fis", "mis"),
    "week": ("wythnos", "wythnos", "wythnos"),
    "day": ("diwrnod", "ddiwrnod", "diwrnod"),
    "hour": ("awr", "awr", "awr"),
    "minute": ("munud", "funud", "munud"),
}


def count_of(number: int, unit: Unit, language: str) -> str:
    """A number of units of time: ``5 days``, ``2 ddiwrnod``."""
    if language == "cy":
        word = _years_cy(number) if unit == "year" else _UNITS_CY[unit][min(number, 3) - 1 if number else 2]
        return f"{number} {word}"
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def day(value: date, language: str, *, today: date | None = None, weekday: bool = True) -> str:
    """A day as it is said: ``Tuesday 3 March``, ``Dydd Mawrth 3 Mawrth``.

    The year is added when ``today`` is unknown or of another year; the weekday is left out for days
    of another year, where nobody remembers it.
    """
    same_year = today is not None and value.year == today.year
    text = f"{value.day} {MONTHS[language][value.month - 1]}"
    if not same_year:
        text = f"{text} {value.year}"
    near = today is not None and abs((value - today).days) < 200
    return f"{DAYS[language][value.weekday()]} {text}" if weekday and (same_year or near) else text


def short_day(value: date, language: str, *, today: date | None = None) -> str:
    """A day for a narrow table column: ``Tue 3 Mar``, ``Maw 3 Maw``, ``3 Mar 2021``."""
    text = f"{value.day} {_SHORT_MONTH[language][value.month - 1]}"
    if today is not None and value.year == today.year:
        return f"{_SHORT_DAY[language][value.weekday()]} {text}"
    return f"{text} {value.year}"


def away(value: date, language: str, *, today: date) -> str:
    """How far a day is from today: ``in 5 days``, ``2 weeks ago``, ``ymhen 3 mis``, ``heddiw``."""
    days = (value - today).days
    if days in _NEAR[language]:
        return _NEAR[language][days]
    size = abs(days)
    if size < 14:
        text = count_of(size, "day", language)
    elif size < 60:
        text = count_of(size // 7, "week", language)
    elif size < 730:
        text = count_of(round(size / 30.44), "month", language)
    else:
        text = count_of(int(size / 365.25), "year", language)
    return (_FUTURE if days > 0 else _PAST)[language].format(text)


def clock(value: time | datetime, language: str) -> str:
    """A time of day: ``2:30pm`` in English, ``14:30`` in Welsh, where am and pm are not usual."""
    if language == "cy":
        return f"{value.hour}:{value.minute:02}"
    if (value.hour, value.minute) == (12, 0):
        return "midday"
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


def moment(value: datetime, language: str, *, today: date | None = None) -> str:
    """A day with its time: ``Tuesday 3 March at 2:30pm``, ``Dydd Mawrth 3 Mawrth am 14:30``."""
    joint = "am" if language == "cy" else "at"
    return f"{day(value.date(), language, today=today)} {joint} {clock(value, language)}"


def span(start: date, end: date | None, language: str, *, today: date | None = None) -> str:
    """From one day to another: ``3 March to 9 April``, ``3 Mawrth i 9 Ebrill``, ``since 3 March``."""
    if end is None:
        since = "ers" if language == "cy" else "since"
        return f"{since} {day(start, language, today=today, weekday=False)}"
    last = day(end, language, today=today, weekday=False)
    if start == end:
        return last
    if start.year != end.year:
        first = f"{start.day} {MONTHS[language][start.month - 1]} {start.year}"
    elif start.month != end.month:
        first = f"{start.day} {MONTHS[language][start.month - 1]}"
    else:
        first = str(start.day)
    return f"{first} {'i' if language == 'cy' else 'to'} {last}"


def hours(minutes: int, language: str) -> str:
    """A length of time held in minutes: ``2 hours 30 minutes``, ``16 awr``."""
    whole, rest = divmod(abs(minutes), 60)
    parts = [count_of(whole, "hour", language)] if whole else []
    if rest or not whole:
        parts.append(count_of(rest, "minute", language))
    return ("\N{MINUS SIGN}" if minutes < 0 else "") + " ".join(parts)


def money(pence: int) -> str:
    """An amount held in pence: ``£12.50``, ``£1,200`` when it is whole pounds, ``−£3.20``."""
    pounds, rest = divmod(abs(pence), 100)
    sign = "\N{MINUS SIGN}" if pence < 0 else ""
    return f"{sign}£{pounds:,}" + (f".{rest:02}" if rest else "")


def number(value: int | float | Decimal, places: int | None = None) -> str:
    """A number with commas and a true minus sign; ``places`` fixes its decimals."""
    text = f"{value:,}" if places is None else f"{value:,.{places}f}"
    return text.replace("-", "\N{MINUS SIGN}")


def age(born: date, *, today: date) -> int:
    """Whole years lived. Someone born on 29 February has their birthday on 1 March in other years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def days_from(value: date, number_of_days: int) -> date:
    """The day a number of days later, for templates."""
    return value + timedelta(days=number_of_days)


def month_number(typed: str) -> int | None:
    """The month a person typed: ``3``, ``03``, ``mar``, ``March``, ``Mawrth``, ``chwef``; ``None`` if none.

    Three letters name a month unless they fit two of them: Welsh *Me* could be Medi or Mehefin, *Med* not.
    """
    text = typed.strip().rstrip(".").casefold()
    if text.isascii() and text.isdigit() and len(text) <= 2:
        return int(text) if 1 <= int(text) <= 12 else None
    if len(text) < 3:
        return None
    found = {
        index
        for names in MONTHS.values()
        for index, name in enumerate(names, start=1)
        if name.casefold().startswith(text)
    }
    return found.pop() if len(found) == 1 else None
