# SPDX-License-Identifier: AGPL-3.0-or-later
"""What several rulebooks ask of one working life: paid jobs, spells in work, hours and pay over time.

Everything is intervals (`first_day`, `last_day`, both in it) and windows over them in whole numbers: no history is
spread out over its days. What is open ends at `FAR`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from cydwaith.engines.pathways.evidence import PAID_KINDS

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from .base import Facts

PAID: tuple[str, ...] = tuple(sorted(PAID_KINDS))
"""Kinds of job that are paid work."""
FAR = 60_000
"""The last day of what is still open: later than every day a fact may have."""
WEEK = 7
NOT_SO = ("no", "none", "not_said", "unknown")
"""Values of a dated fact that say it does not hold, or that nobody knows."""
_EPOCH = 719_468  # days from 1 March of the year 0 to 1 January 1970, in today's calendar


def whole(value: Any) -> Any:
    """A sum as a 64 bit number: engines make wider ones of sums, and a cast to the same type is dropped by Ibis."""
    return value.cast("!int64")


def least(*values: Any) -> Any:
    """The smallest of those that are known: engines leave out nulls."""
    import ibis

    return ibis.least(*values)


def greatest(*values: Any) -> Any:
    """The largest of those that are known: engines leave out nulls."""
    import ibis

    return ibis.greatest(*values)


def any_of(*values: Any) -> Any:
    """The first of them that is known."""
    import ibis

    return ibis.coalesce(*values)


def up(top: Any, bottom: Any) -> Any:
    """Whole division of what is not negative, rounded up."""
    return (top + bottom - 1) // bottom


def first_day_of(month: Any) -> Any:
    """The day number of the first of a month, by the rules of the calendar; both whole numbers."""
    shifted = month.cast("int64") - 2  # a year that begins in March has its leap day last
    year, place = shifted // 12, shifted % 12
    leap_days = year // 4 - year // 100 + year // 400
    return year * 365 + leap_days + (place * 153 + 2) // 5 - _EPOCH


def month_of_day(day: Any) -> Any:
    """The month number that a day number lies in."""
    since = day.cast("int64") + _EPOCH
    era, of_era = since // 146_097, since % 146_097
    year = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (year * 365 + year // 4 - year // 100)
    return (era * 400 + year) * 12 + (of_year * 5 + 2) // 153 + 2


def age_on(day: Any, born_month: Any) -> Any:
    """Whole years on the first of the day's month: N from the month after the one in which N was turned."""
    return (month_of_day(day) - born_month - 1) // 12


def periods_known(facts: Facts) -> ir.Table:
    """The periods that have begun by the snapshot's last day, with `at`: the last day of each that it knows."""
    begun = facts.periods.filter(facts.periods.first_day <= facts.as_of)
    return begun.mutate(at=least(begun.last_day, facts.as_of))


def journeys(facts: Facts) -> ir.Table:
    """Journeys with `last_day` (FAR while open), the record's `area`, and `work_at_start` null where not asked."""
    person = facts["person"].select("person_id", "area", "gender", "born_month")
    journey = facts["journey"]
    return (
        journey.mutate(
            last_day=journey.end_day.fill_null(FAR), work_at_start=journey.work_at_start.nullif("")
        )
        .left_join(person, "person_id")
        .drop("person_id_right")
    )


def journeys_in_periods(facts: Facts) -> ir.Table:
    """A row for each journey and period in which it was open for at least a day that is known."""
    journey, period = journeys(facts), periods_known(facts)
    return journey.join(
        period.rename(period_first="first_day", period_last="last_day"),
        [journey.start_day <= period.at, journey.last_day >= period.first_day],
    )


def paid_jobs(facts: Facts) -> ir.Table:
    """Paid jobs, those without a first day too. `last_day`: FAR while the job lasts."""
    job = facts["job"].filter(facts["job"].kind.isin(PAID))
    return job.mutate(last_day=job.end_day.fill_null(FAR))


def dated_terms(facts: Facts, jobs: ir.Table) -> ir.Table:
    """Hours and pay of jobs that have a first day, each row cut to its job. `jobs`: rows of `paid_jobs`.

    Columns of `jobs`, and `first_day`, `last_day`, `minutes_week`, `pay_pence`, `pay_period`.
    """
    terms = facts["job_terms"].select(
        "job_id", "from_day", "to_day", "minutes_week", "pay_pence", "pay_period"
    )
    jobs = jobs.rename(job_last="last_day")
    both = jobs.join(terms, "job_id")
    both = both.mutate(
        first_day=greatest(both.start_day, both.from_day),
        last_day=least(both.job_last, both.to_day.fill_null(FAR)),
    ).drop("from_day", "to_day", "job_last")
    return both.filter(both.start_day.notnull(), both.first_day <= both.last_day)


def merged(intervals: ir.Table, key: Sequence[str], gap_days: int = 0) -> ir.Table:
    """Intervals joined where they overlap, touch or leave at most `gap_days` days between them.

    `intervals`: `key`, `first_day`, `last_day`. Returns the same columns, a row for each stretch.
    """
    import ibis

    before = ibis.window(group_by=key, order_by=["first_day", "last_day"], rows=(None, -1))
    until_now = ibis.window(group_by=key, order_by=["first_day", "last_day"], rows=(None, 0))
    rows = intervals.select(*key, "first_day", "last_day")
    rows = rows.mutate(reached=rows.last_day.max().over(before))
    begins = rows.reached.isnull() | (rows.first_day > rows.reached + (gap_days + 1))
    rows = rows.mutate(begins=begins.ifelse(1, 0))
    rows = rows.mutate(stretch=rows.begins.sum().over(until_now))
    joined = rows.group_by(*key, "stretch").aggregate(
        first_day=rows.first_day.min(), last_day=rows.last_day.max()
    )
    return joined.drop("stretch")


def work_spells(facts: Facts, gap_days: int = 0) -> ir.Table:
    """Spells in paid work, a person each: jobs that overlap, or follow within `gap_days` days, are one spell."""
    jobs = paid_jobs(facts).filter(lambda job: job.start_day.notnull())
    return merged(jobs.rename(first_day="start_day"), ["person_id"], gap_days)


def totals(intervals: ir.Table, key: Sequence[str], rate: str) -> ir.Table:
    """The sum of a rate over intervals that may overlap, as stretches in which it stays the same.

    `intervals`: `key`, `first_day`, `last_day` and the column `rate` (so much a day). Returns `key`, `first_day`,
    `last_day`, `rate` (the sum) and `before`: how much came together before the stretch. Days between intervals are
    stretches of rate 0.
    """
    import ibis

    rises = intervals.select(*key, day=intervals.first_day, change=intervals[rate])
    falls = intervals.select(*key, day=intervals.last_day + 1, change=-intervals[rate])
    steps = rises.cast({"day": "int64"}).union(falls.cast({"day": "int64"}))
    steps = steps.group_by(*key, "day").aggregate(change=whole(steps.change.sum()))
    so_far = ibis.window(group_by=key, order_by="day", rows=(None, 0))
    until = ibis.window(group_by=key, order_by="day", rows=(None, -1))
    rows = steps.mutate(
        rate=whole(steps.change.sum().over(so_far)),
        next_day=steps.day.lead().over(ibis.window(group_by=key, order_by="day")),
    )
    rows = rows.mutate(came=rows.rate * (rows.next_day - rows.day))
    rows = rows.mutate(before=whole(rows.came.sum().over(until).fill_null(0)))
    rows = rows.filter(rows.next_day.notnull())
    return rows.select(
        *key, first_day=rows.day, last_day=rows.next_day - 1, rate=rows.rate, before=rows.before
    )


def placed(facts: Facts, jobs: ir.Table) -> ir.Table:
    """Jobs with the programme and partner of their journey (else none, and the record's), and the record's area."""
    import ibis

    journey = facts["journey"].select("journey_id", "programme", of_journey="partner")
    person = facts["person"].select("person_id", "area", of_record="partner")
    rows = jobs.left_join(journey, "journey_id").drop("journey_id_right")
    rows = rows.left_join(person, "person_id").drop("person_id_right")
    return rows.mutate(
        programme=rows.programme.fill_null(""), partner=ibis.coalesce(rows.of_journey, rows.of_record)
    ).drop("of_journey", "of_record")


def parts(rows: ir.Table, *names: str) -> ir.Table:
    """Each row once for every name, in the column `kind`: for judgements that have a whole and its parts."""
    from .base import constants

    return rows.cross_join(constants({"kind": "string"}, [(name,) for name in names]))
