# SPDX-License-Identifier: AGPL-3.0-or-later
"""What must hold between the values of one person, mostly as tables.

The bounds only find slips of the finger and columns that were mixed up; nothing here decides eligibility or
the minimum wage.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from cydwaith.engines.tables.cells import show
from cydwaith.engines.tables.plan.gather import whole_name
from cydwaith.engines.tables.plan.record import Item

Say = Callable[..., None]

#: By table: earlier field, later field, code when the later one comes first.
_ORDER: Final[dict[str, tuple[tuple[str, str, str], ...]]] = {
    "journey": (
        ("started_on", "closed_on", "end-before-start"),
        ("referred_on", "closed_on", "end-before-start"),
        ("referred_on", "started_on", "start-before-referral"),
    ),
    "job": (("start", "end", "end-before-start"),),
}
#: By table: days that cannot lie ahead.
_PAST: Final[dict[str, tuple[str, ...]]] = {
    "person": ("date_of_birth",),
    "journey": ("referred_on", "started_on", "closed_on"),
    "contact": ("when",),
}
#: By table: days that cannot lie before the birth.
_DATES: Final[dict[str, tuple[str, ...]]] = {
    "journey": ("referred_on", "started_on", "closed_on"),
    "job": ("start", "end"),
    "contact": ("when",),
}
_AHEAD: Final = timedelta(days=366)
_AGES: Final = (13, 110)
_USUAL_AGES: Final = (16, 75)
_HOURS: Final = Decimal(168)
_USUAL_HOURS: Final = Decimal(60)
#: Pounds that nobody's pay falls below or rises above, for each period, if the column is what it seems.
_PAY: Final = {
    "hour": (3, 120),
    "day": (10, 1_000),
    "week": (10, 5_000),
    "fortnight": (20, 10_000),
    "four_weeks": (40, 20_000),
    "month": (40, 20_000),
    "year": (500, 250_000),
}
_ASSUMED_HOUR: Final = Decimal(100)
_ASSUMED_YEAR: Final = Decimal(5_000)


def check_person(person: Item, *, today: date, say: Say) -> None:
    """Name and age."""
    if not whole_name(person):
        say("name-missing", person.place, "person.full_name", "")
    born = person.values.get("date_of_birth")
    if not isinstance(born, date) or born > today:
        return
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if not _AGES[0] <= age <= _AGES[1]:
        say("age-impossible", person.where("date_of_birth"), "person.date_of_birth", show(born), age=age)
    elif not _USUAL_AGES[0] <= age <= _USUAL_AGES[1]:
        say("age-unusual", person.where("date_of_birth"), "person.date_of_birth", show(born), age=age)


def check_dates(item: Item, *, born: date | None, today: date, say: Say) -> None:
    """Order of dates, dates ahead, dates before birth."""
    values, table = item.values, item.table
    for earlier, later, code in _ORDER.get(table, ()):
        first, second = values.get(earlier), values.get(later)
        if first and second and second < first:
            say(code, item.where(later), f"{table}.{later}", show(second))
    for name in _PAST.get(table, ()):
        day = values.get(name)
        if day and day > today:
            say("date-ahead", item.where(name), f"{table}.{name}", show(day))
    for name in _DATES.get(table, ()):
        day = values.get(name)
        if not day:
            continue
        if born and day < born:
            say("before-birth", item.where(name), f"{table}.{name}", show(day))
        if table == "job" and day > today and day > today + _AHEAD:
            say("date-far-ahead", item.where(name), f"job.{name}", show(day))


def check_job(job: Item, *, say: Say) -> None:
    """A start, an employer, hours that a week has, pay that is pay."""
    values = job.values
    if not values.get("start"):
        say("job-without-start", job.place, "job.start", "")
    if not values.get("employer"):
        say("job-without-employer", job.place, "job.employer", "")
    for terms in job.terms:
        _check_hours(terms, say)
        _check_pay(terms, say)
        start, begun = terms.values.get("start"), values.get("start")
        if start and begun and start < begun:
            say("terms-before-job", terms.where("start"), "job_terms.start", show(start))


def _check_hours(terms: Item, say: Say) -> None:
    hours = terms.values.get("hours")
    if hours is None:
        return
    if hours > _HOURS:
        say("hours-impossible", terms.where("hours"), "job_terms.hours", show(hours))
    elif hours > _USUAL_HOURS or not hours:
        say("hours-unusual", terms.where("hours"), "job_terms.hours", show(hours))


def _check_pay(terms: Item, say: Say) -> None:
    pay = terms.values.get("pay")
    if pay is None:
        return
    place = terms.where("pay")
    period = terms.values.get("pay_period")
    if period is None:
        period = "hour" if pay <= _ASSUMED_HOUR else "year" if pay >= _ASSUMED_YEAR else None
        if period is None:
            say("pay-period-missing", place, "job_terms.pay", show(pay))
            return
        terms.values["pay_period"] = period
        say(
            "pay-period-assumed-hour" if period == "hour" else "pay-period-assumed-year",
            place,
            "job_terms.pay",
            show(pay),
        )
    low, high = _PAY[period]
    if pay < low:
        say("pay-low", place, "job_terms.pay", show(pay))
    elif pay > high:
        say("pay-high", place, "job_terms.pay", show(pay))
    hours = terms.values.get("hours")
    if hours and period == "year" and low <= pay <= high and pay / 52 / hours < 2:
        say("pay-low", place, "job_terms.pay", show(pay))


def check_journey(journey: Item, *, say: Say) -> None:
    """A programme and a first day."""
    if not journey.values.get("programme") and not journey.values.get("programme_unknown"):
        say("programme-missing", journey.place, "journey.programme", "")
    if not (journey.values.get("referred_on") or journey.values.get("started_on")):
        say("journey-without-start", journey.place, "journey.started_on", "")


def check_contact(contact: Item, *, say: Say) -> None:
    """A day."""
    if not contact.values.get("when"):
        say("contact-without-date", contact.place, "contact.when", "")
