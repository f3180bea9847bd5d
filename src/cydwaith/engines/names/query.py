# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody typed into the search box: names, a date of birth, a reference or a number, in any order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from stdnum.gb import nhs as nhs_number  # python-stdnum

MONTHS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            "january jan ionawr ion",
            "february feb chwefror chwef chw",
            "march mar mawrth fawrth maw",
            "april apr ebrill ebr",
            "may mai fai",
            "june jun mehefin fehefin meh",
            "july jul gorffennaf orffennaf gorff gor",
            "august aug awst",
            "september sept sep medi fedi",
            "october oct hydref hyd",
            "november nov tachwedd dachwedd tach",
            "december dec rhagfyr ragfyr rhag",
        ),
        start=1,
    )
    for word in words.split()
}
"""English and Welsh names of months and their short forms, in lower case; the Welsh ones also as they stand
after *o*."""

_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
_ORDINAL = r"(?:st|nd|rd|th|af|ail|il|ydd|fed|ed|eg|ain)?"
_YEAR = r"(\d{4}|\d{2})"
_NHS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
_ISO = re.compile(r"(?<![\d-])(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?![\d-])")
_NUMERIC = re.compile(rf"(?<![\d-])(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ]{_YEAR}(?![\d-])")
_RUN = re.compile(r"(?<![\w-])(\d{2})(\d{2})(\d{4})(?![\w-])")
_DAY_MONTH = re.compile(
    rf"(?<!\w)(\d{{1,2}}){_ORDINAL}\s+(?:of\s+|o\s+)?({_MONTH})\.?,?\s+{_YEAR}(?!\w)", re.I
)
_MONTH_DAY = re.compile(rf"(?<!\w)({_MONTH})\.?\s+(\d{{1,2}}){_ORDINAL},?\s+{_YEAR}(?!\w)", re.I)
_POSTCODE = re.compile(r"(?<!\w)([A-Z]{1,2}\d[A-Z\d]?)\s*(\d[A-Z]{2})(?!\w)", re.I)
_PHONE = re.compile(r"(?<!\w)(?:\+44\s?|0)\d(?:[ -]?\d){8,9}(?!\w)")
_REFERENCE = re.compile(r"(?<![\w-])(?=[\w/-]*\d)[A-Za-z]{0,8}[-/]?\d[A-Za-z0-9/-]*(?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A typed question taken apart. What was not found is empty.

    names: the words that are left, as typed, for `terms.query_steps` and `ranking.rank`.
    dates: dates of birth it may mean; two when a year of two figures leaves the century open.
    near_dates: the same with day and month swapped, for a second try.
    reference: upper case, as typed otherwise. nhs: ten figures, only when its check figure is right.
    postcode: upper case with one blank. phone: figures only, beginning with 0.
    """

    names: str = ""
    dates: tuple[date, ...] = ()
    near_dates: tuple[date, ...] = ()
    reference: str = ""
    nhs: str = ""
    postcode: str = ""
    phone: str = ""


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def swapped(born: date) -> date | None:
    """The date with day and month changed over; None when there is no such date or it is the same one."""
    other = _day(born.year, born.day, born.month)
    return None if other == born else other


def _years(written: str) -> tuple[int, ...]:
    return (int(written),) if len(written) == 4 else (1900 + int(written), 2000 + int(written))


def _british(day: int, month: int, year: str) -> Iterator[date]:
    """Day first, as here; month first only when there is no other way to read it."""
    if month > 12 >= day:
        day, month = month, day
    for full in _years(year):
        found = _day(full, month, day)
        if found:
            yield found


def _dates(match: re.Match[str], pattern: re.Pattern[str]) -> tuple[date, ...]:
    one, two, three = match.groups()
    if pattern is _ISO:
        found = _day(int(one), int(two), int(three))
        return (found,) if found else ()
    if pattern is _DAY_MONTH:
        return tuple(_british(int(one), MONTHS[two.lower()], three))
    if pattern is _MONTH_DAY:
        return tuple(_british(int(two), MONTHS[one.lower()], three))
    return tuple(_british(int(one), int(two), three))


def _cut(text: str, match: re.Match[str]) -> str:
    return f"{text[: match.start()]} {text[match.end() :]}"


def _take_dates(text: str) -> tuple[str, tuple[date, ...]]:
    for pattern in (_ISO, _DAY_MONTH, _MONTH_DAY, _NUMERIC, _RUN):
        for match in pattern.finditer(text):
            found = _dates(match, pattern)
            if found:
                return _cut(text, match), found
    return text, ()


def _take_nhs(text: str) -> tuple[str, str]:
    for match in _NHS.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        if nhs_number.is_valid(digits):
            return _cut(text, match), digits
    return text, ""


def _take(text: str, pattern: re.Pattern[str]) -> tuple[str, re.Match[str] | None]:
    match = pattern.search(text)
    return (_cut(text, match), match) if match else (text, None)


def parse_query(text: str, *, today: date | None = None) -> Query:
    """Take a typed question apart.

    Dates are read day first, in figures (``3/4/1990``, ``03.04.90``, ``03041990``, ``1990-04-03``) or with
    the month in English or Welsh (``3 Mawrth 1990``). With ``today``, dates after it and more than 120
    years before it are not taken for a date of birth; a year of two figures is then mostly one year.
    """
    text, nhs = _take_nhs(text)
    text, dates = _take_dates(text)
    if today is not None:
        dates = tuple(born for born in dates if born <= today and today.year - born.year <= 120)
    text, postcode = _take(text, _POSTCODE)
    text, phone = _take(text, _PHONE)
    text, reference = _take(text, _REFERENCE)
    return Query(
        names=" ".join(text.replace(",", " ").split()),
        dates=dates,
        near_dates=tuple(other for born in dates if (other := swapped(born))),
        reference=reference.group().strip("-/").upper() if reference else "",
        nhs=nhs,
        postcode=" ".join(postcode.groups()).upper() if postcode else "",
        phone=re.sub(r"\D", "", phone.group().replace("+44", "0")) if phone else "",
    )
