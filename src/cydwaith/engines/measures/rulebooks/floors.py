# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which stretches of a job are paid at or above the wage floor of the day and the age: the rates as a table.

Source of the rates: `engines.wages`. Rate and age are those of the day; age from the month of birth, so that somebody
has an age from the month after the one in which they turned it. An apprentice has the apprentice rate while under 19,
and in the first 365 days of the apprenticeship. Outside the table nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from cydwaith.engines.measures.facts import day_of
from cydwaith.engines.wages import KNOWN_UNTIL, TABLE
from cydwaith.engines.wages.checking import WEEKS, Per

from . import history
from .base import constants

if TYPE_CHECKING:
    import ibis.expr.types as ir

OLDEST = 400
AGES = (16, 18, 19, 21, 23, 25)
"""Ages at which a rate begins or ends."""
FIRST_YEAR = 365
_COLUMNS = {
    "standing": "string",  # none: no apprentice; first: in the first year; later
    "rate_from": "int64",
    "rate_to": "int64",
    "age_from": "int64",
    "age_to": "int64",
    "rate": "int64",  # pence an hour
}


def floor_rows() -> Iterator[tuple[str, int, int, int, int, int]]:
    """Rows of `_COLUMNS`, the newest without an end."""
    for row, following in zip(TABLE, (*TABLE[1:], None), strict=True):
        until = history.FAR if following is None else day_of(following.from_date - timedelta(days=1))
        span = (day_of(row.from_date), until)
        adult = [(row.adult_from, OLDEST, row.adult)]
        middle = [(21, row.adult_from - 1, row.middle)] if row.adult_from > 21 else []
        for lowest, highest, rate in ((16, 17, row.under_18), (18, 20, row.youth), *middle, *adult):
            yield ("none", *span, lowest, highest, rate)
        yield ("first", *span, 16, OLDEST, row.apprentice)
        for lowest, highest, rate in ((16, 18, row.apprentice), (19, 20, row.youth), *middle, *adult):
            yield ("later", *span, lowest, highest, rate)


def with_birthdays(jobs: ir.Table) -> ir.Table:
    """Jobs with the day from which their person has each of `AGES` (`turned_16` ...), by `born_month`."""
    since = jobs.born_month.cast("int64") + 1
    return jobs.mutate(**{f"turned_{age}": history.first_day_of(since + 12 * age) for age in AGES})


def held_to_floor(terms: ir.Table, as_of: Any) -> ir.Table:
    """Stretches of `terms` on which it is known whether the pay is enough.

    Returns `journey_id`, `job_id`, `first_day`, `last_day`, `minutes_week`, `enough`.

    `terms`: rows of `history.dated_terms` with `kind` and `start_day` of the job and the columns of `with_birthdays`.
    Stretches without hours, pay, a pay period in weeks or hours, or a month of birth are left out. `as_of`: the last
    day that the facts know. While the newest rates are known to hold on it they go on ("if nothing changes"); once it
    lies later, nothing is said of the days after they are known for.
    """
    import ibis

    known_until = day_of(KNOWN_UNTIL)
    floors = constants(_COLUMNS, floor_rows())
    outdated = (floors.rate_to == history.FAR) & (as_of > known_until)
    floors = floors.mutate(rate_to=outdated.ifelse(known_until, floors.rate_to))
    terms = terms.filter(
        terms.minutes_week > 0, terms.pay_pence.notnull(), terms.born_month.notnull(), terms.kind.notnull()
    )
    is_apprentice = terms.kind == "apprenticeship"
    rows = terms.rename(terms_first="first_day", terms_last="last_day").join(
        floors,
        [
            is_apprentice == (floors.standing != "none"),
            terms.first_day <= floors.rate_to,
            terms.last_day >= floors.rate_from,
        ],
    )
    year_over = rows.start_day + FIRST_YEAR
    standing_from = (rows.standing == "later").ifelse(year_over, -history.FAR)
    standing_to = (rows.standing == "first").ifelse(year_over - 1, history.FAR)
    ages = {age: rows[f"turned_{age}"] for age in AGES}  # worked out once a job, not for every rate
    band_from = ibis.cases(*((rows.age_from == age, day) for age, day in ages.items()), else_=history.FAR)
    band_to = ibis.cases(*((rows.age_to == age - 1, day - 1) for age, day in ages.items()), else_=history.FAR)
    rows = rows.mutate(
        first_day=history.greatest(rows.terms_first, rows.rate_from, standing_from, band_from),
        last_day=history.least(rows.terms_last, rows.rate_to, standing_to, band_to),
    )
    rows = rows.filter(rows.first_day <= rows.last_day)
    earned = rows.pay_pence * 60
    ways = [(rows.pay_period == "hour", rows.pay_pence >= rows.rate)]
    for per, weeks in WEEKS.items():
        if per is not Per.HOUR:
            owed = rows.rate * rows.minutes_week * weeks.numerator
            ways.append((rows.pay_period == per.value, earned * weeks.denominator >= owed))
    rows = rows.mutate(enough=ibis.cases(*ways, else_=None))
    return rows.filter(rows.enough.notnull()).select(
        "journey_id", "job_id", "first_day", "last_day", "minutes_week", "enough"
    )
