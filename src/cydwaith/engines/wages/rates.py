# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lowest hourly pay that the law allows: National Minimum and Living Wage since October 2013.

Source: the National Minimum Wage Regulations 1999 and 2015 as amended each year, published at
gov.uk/national-minimum-wage-rates. Rate and age are those at the **start** of the pay period (a pay reference
period that has begun keeps its rate). Rates are whole pence an hour. Outside the table nothing is guessed.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SOURCE = "gov.uk/national-minimum-wage-rates"
_SCHOOL_AGE = 16


class Band(StrEnum):
    """Which column of the table applies; words in `words.MESSAGES`."""

    ADULT = "adult"
    MIDDLE = "middle"
    YOUTH = "youth"
    UNDER_18 = "under_18"
    APPRENTICE = "apprentice"


class ApprenticeStatus(StrEnum):
    """Where in an apprenticeship somebody is. UNKNOWN_YEAR: an apprentice whose first year is not known."""

    NOT = "not"
    FIRST_YEAR = "first_year"
    LATER_YEAR = "later_year"
    UNKNOWN_YEAR = "unknown_year"


@dataclass(frozen=True, slots=True)
class Rates:
    """One row of the table. Pence an hour; adult_from: the age at which the adult rate begins."""

    from_date: date
    adult: int
    adult_from: int
    middle: int
    youth: int
    under_18: int
    apprentice: int


def _rates(
    from_date: date,
    adult: int,
    adult_from: int,
    middle: int | None,
    youth: int,
    under_18: int,
    apprentice: int,
) -> Rates:
    # A row without a rate of its own for the early twenties gives them the adult rate.
    return Rates(
        from_date, adult, adult_from, adult if middle is None else middle, youth, under_18, apprentice
    )


TABLE: tuple[Rates, ...] = (
    #      from                adult from  middle youth  <18  apprentice
    _rates(date(2013, 10, 1), 631, 21, None, 503, 372, 268),
    _rates(date(2014, 10, 1), 650, 21, None, 513, 379, 273),
    _rates(date(2015, 10, 1), 670, 21, None, 530, 387, 330),
    _rates(date(2016, 4, 1), 720, 25, 670, 530, 387, 330),
    _rates(date(2016, 10, 1), 720, 25, 695, 555, 400, 340),
    _rates(date(2017, 4, 1), 750, 25, 705, 560, 405, 350),
    _rates(date(2018, 4, 1), 783, 25, 738, 590, 420, 370),
    _rates(date(2019, 4, 1), 821, 25, 770, 615, 435, 390),
    _rates(date(2020, 4, 1), 872, 25, 820, 645, 455, 415),
    _rates(date(2021, 4, 1), 891, 23, 836, 656, 462, 430),
    _rates(date(2022, 4, 1), 950, 23, 918, 683, 481, 481),
    _rates(date(2023, 4, 1), 1042, 23, 1018, 749, 528, 528),
    _rates(date(2024, 4, 1), 1144, 21, None, 860, 640, 640),
    _rates(date(2025, 4, 1), 1221, 21, None, 1000, 755, 755),
    _rates(date(2026, 4, 1), 1271, 21, None, 1085, 800, 800),
)
"""The known rates, oldest first; each holds until the next one begins."""

KNOWN_UNTIL = date(2027, 3, 31)
"""The last day that the newest row is known to cover: rates change every 1 April."""


@dataclass(frozen=True, slots=True)
class Floor:
    """The lowest lawful pay. rate_pence: pence an hour; from_date: since when; source: where it was
    published."""

    rate_pence: int
    band: Band
    from_date: date
    source: str = SOURCE


@dataclass(frozen=True, slots=True)
class NotKnown:
    """Why no rate can be given. code: a key of `words.MESSAGES`."""

    code: str


def age_on(day: date, born: date) -> int:
    """Whole years of age on a day. Someone born on 29 February has their birthday on 1 March in other
    years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def rates_on(day: date) -> Rates | NotKnown:
    """The row of the table that is in force on a day."""
    if day < TABLE[0].from_date:
        return NotKnown("before_first_rate")
    if day > KNOWN_UNTIL:
        return NotKnown("after_last_rate")
    return next(row for row in reversed(TABLE) if row.from_date <= day)


def _band(row: Rates, age: int, apprentice: ApprenticeStatus) -> Band | NotKnown:
    if apprentice is not ApprenticeStatus.NOT and age < 19:
        return Band.APPRENTICE
    if apprentice is ApprenticeStatus.FIRST_YEAR:
        return Band.APPRENTICE
    if apprentice is ApprenticeStatus.UNKNOWN_YEAR:
        return NotKnown("apprentice_year_missing")
    if age < 18:
        return Band.UNDER_18
    if age < 21:
        return Band.YOUTH
    return Band.ADULT if age >= row.adult_from else Band.MIDDLE


def floor(
    *,
    on: date,
    age: int | date | None,
    apprentice: ApprenticeStatus = ApprenticeStatus.NOT,
) -> Floor | NotKnown:
    """The lowest pay an hour for a pay period that starts ``on`` a day.

    ``age`` is whole years on that day or a date of birth. Apprentices under 19, and older ones in their
    first year, have the apprentice rate. `NotKnown` for dates without a known rate, without an age, and
    under 16.
    """
    row = rates_on(on)
    if isinstance(row, NotKnown):
        return row
    if age is None:
        return NotKnown("age_missing")
    if isinstance(age, date) and age > on:
        return NotKnown("born_later")
    years = age_on(on, age) if isinstance(age, date) else age
    if years < _SCHOOL_AGE:
        return NotKnown("below_school_age")
    band = _band(row, years, apprentice)
    if isinstance(band, NotKnown):
        return band
    return Floor(int(getattr(row, band)), band, row.from_date)
