# SPDX-License-Identifier: AGPL-3.0-or-later
"""Earnings milestones: the day on which what somebody earned since the journey began reaches an amount.

Source: DWP Restart, as it is run in another system: cumulative earnings since the journey began reach amounts that the
contract sets. The day of each is reached or projected from the pay and hours that are recorded, so that it moves when a
job changes or ends. Earnings are kept in parts of a penny for each day, of which every way of paying gives a whole
number: nothing is rounded before the end.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from . import history
from .base import N_, Facts, Line, Measure, Of, Rulebook, Shape, Verdict, constants, first_line, judgement

if TYPE_CHECKING:
    import ibis.expr.types as ir

DAYS_OF_A_YEAR = 365
PARTS = 30_660
"""Parts of a penny: 7 days x 60 minutes x 73, which 365 goes into too."""
A_DAY = {
    "week": PARTS // 7,
    "fortnight": PARTS // 14,
    "four_weeks": PARTS // 28,
    "month": 12 * PARTS // DAYS_OF_A_YEAR,
    "year": PARTS // DAYS_OF_A_YEAR,
}
"""How many parts a day a penny of pay gives. An hour's penny gives `PARTS // 420` for every minute a week."""
A_MINUTE = PARTS // (60 * 7)

_LINES = (
    Line(
        "reached", Verdict.COUNTED, N_("Earnings since the journey began reached the amount in this period.")
    ),
    Line(
        "projected", Verdict.NOT_YET, N_("With the jobs as they are, the amount is reached on the day shown.")
    ),
    Line(
        "no_pay",
        Verdict.INCOMPLETE,
        N_("Pay or hours of a paid job are missing, so not all earnings are known."),
        "job",
        cohort=True,
    ),
    Line("no_date", Verdict.INCOMPLETE, N_("A paid job has no first day."), "job", cohort=True),
    Line("falls_short", Verdict.NOT_YET, N_("With the jobs as they are, the amount is never reached.")),
    Line("no_job_yet", Verdict.NOT_YET, N_("No paid job since the journey began.")),
    Line(
        "reached_before", Verdict.EXCLUDED, N_("The amount was reached before this period and counted then.")
    ),
)


def _jobs(facts: Facts) -> ir.Table:
    """Every paid job of the record beside each of its journeys, from the journey's first day on."""
    journey = facts["journey"].select("journey_id", "person_id", journey_start="start_day")
    jobs = history.paid_jobs(facts).select("job_id", "person_id", "start_day", "last_day")
    jobs = jobs.join(journey, "person_id")
    begins = history.greatest(jobs.start_day, jobs.journey_start)
    jobs = jobs.mutate(begins=jobs.start_day.notnull().ifelse(begins, None))
    return jobs.filter(jobs.start_day.isnull() | (jobs.last_day >= jobs.journey_start))


def _earning(facts: Facts, jobs: ir.Table) -> ir.Table:
    """Stretches on which it is known what a job pays: `journey_id`, `job_id`, `first_day`, `last_day`, `rate`."""
    import ibis

    terms = history.dated_terms(facts, jobs)
    ways = [(terms.pay_period == per, terms.pay_pence * parts) for per, parts in A_DAY.items()]
    by_hour = terms.pay_pence * terms.minutes_week * A_MINUTE
    rate = ibis.cases((terms.pay_period == "hour", by_hour), *ways, else_=None)
    terms = terms.mutate(first_day=history.greatest(terms.first_day, terms.begins), rate=rate)
    return terms.filter(terms.first_day <= terms.last_day, terms.rate.notnull())


def _reached(earning: ir.Table, amounts: tuple[int, ...]) -> ir.Table:
    """The day on which each amount is reached if nothing changes: `journey_id`, `amount`, `reached`; else no row."""
    stretches = history.totals(earning, ["journey_id"], "rate")
    stretches = stretches.filter(stretches.rate > 0)
    rows = stretches.cross_join(constants({"amount": "int64"}, [(amount,) for amount in amounts]))
    wanted = rows.amount * PARTS - rows.before
    rows = rows.mutate(wanted=wanted).filter(wanted > 0)
    days = history.up(rows.wanted, rows.rate)
    rows = rows.mutate(reached=rows.first_day + days - 1)
    rows = rows.filter(rows.reached <= rows.last_day)
    return rows.group_by("journey_id", "amount").aggregate(reached=rows.reached.min())


def _of_journey(facts: Facts, jobs: ir.Table, earning: ir.Table) -> ir.Table:
    """For each journey the first job, the first whose pay is not known for every day, and one without a first day."""
    import ibis

    days = history.greatest(history.least(earning.last_day, facts.as_of) - earning.first_day + 1, 0)
    known = (
        earning.mutate(days=days).group_by("journey_id", "job_id").aggregate(known=lambda one: one.days.sum())
    )
    rows = jobs.left_join(known, ["journey_id", "job_id"]).drop("journey_id_right", "job_id_right")
    span = history.least(rows.last_day, facts.as_of) - rows.begins + 1
    state = ibis.cases(
        (rows.start_day.isnull(), "no_date"), (rows.known.fill_null(0) < span, "no_pay"), else_="known"
    )
    rows = rows.mutate(state=state)
    order = ibis.window(group_by=["journey_id", "state"], order_by=["begins", "job_id"])
    rows = rows.mutate(place=ibis.row_number().over(order))
    rows = rows.filter(rows.place == 0)
    return rows.group_by("journey_id").aggregate(
        begun=rows.begins.min(),
        no_pay_day=rows.begins.min(where=rows.state == "no_pay"),
        no_pay_job=rows.job_id.min(where=rows.state == "no_pay"),
        no_date_job=rows.job_id.min(where=rows.state == "no_date"),
    )


def _asked(facts: Facts, reached: ir.Table, amounts: tuple[int, ...]) -> ir.Table:
    """A row for each journey, period and amount: of open journeys, and of those that reach it after they closed."""
    columns = ["journey_id", "person_id", "programme", "partner", "area", "period", "period_first", "at"]
    rows = history.journeys_in_periods(facts).select(columns)
    rows = rows.cross_join(constants({"amount": "int64"}, [(amount,) for amount in amounts]))
    rows = rows.left_join(reached, ["journey_id", "amount"]).drop("journey_id_right", "amount_right")
    period = history.periods_known(facts).select("period", "at", period_first="first_day")
    late = history.journeys(facts).join(reached, "journey_id")
    late = late.join(period, [late.reached >= period.period_first, late.reached <= period.at])
    late = late.filter(late.last_day < late.period_first)
    columns += ["amount", "reached"]
    return rows.select(columns).union(late.select(columns))


def _earned(rows: ir.Table, earning: ir.Table) -> ir.Table:
    """What each journey's person earned by the last day known of each period, in parts of a penny."""
    asked = rows.select("journey_id", "period", "at").distinct()
    both = asked.join(
        earning.select("journey_id", "first_day", "last_day", "rate"),
        ["journey_id", asked.at >= earning.first_day],
    )
    did = both.rate * (history.least(both.last_day, both.at) - both.first_day + 1)
    both = both.mutate(did=did)
    return both.group_by("journey_id", "period").aggregate(earned=history.whole(both.did.sum()))


def milestones(facts: Facts, options: Mapping[str, Any]) -> ir.Table:
    """People by amount (the stratum, in pence) and the period in which it was reached. `lacks`: pence."""
    import ibis

    amounts = tuple(int(amount) for amount in options["amounts"])
    jobs = _jobs(facts)
    earning = _earning(facts, jobs)
    rows = _asked(facts, _reached(earning, amounts), amounts)
    rows = rows.left_join(_of_journey(facts, jobs, earning), "journey_id").drop("journey_id_right")
    earned = _earned(rows, earning)
    rows = rows.left_join(earned, ["journey_id", "period"]).drop("journey_id_right", "period_right")
    rows = rows.mutate(
        line=first_line(
            _LINES,
            ("reached_before", rows.reached < rows.period_first),
            ("reached", rows.reached <= rows.at),
            ("no_pay", rows.no_pay_day <= rows.at),
            ("no_date", rows.no_date_job.notnull()),
            ("projected", rows.reached.notnull()),
            ("falls_short", rows.begun <= rows.at),
            ("no_job_yet", True),
        )
    )
    place = {one.code: number for number, one in enumerate(_LINES)}
    waiting = (rows.line != place["reached"]) & (rows.line != place["reached_before"])
    return judgement(
        rows,
        subject_id=rows.person_id,
        stratum=rows.amount.cast("string"),
        evidence_id=ibis.cases(
            (rows.line == place["no_pay"], rows.no_pay_job),
            (rows.line == place["no_date"], rows.no_date_job),
            else_=rows.journey_id,
        ),
        by_day=(rows.line == place["projected"]).ifelse(rows.reached, None),
        lacks=waiting.ifelse(rows.amount - rows.earned.fill_null(0) // PARTS, None),
    )


EARNINGS_MILESTONE = Rulebook(
    name="earnings-milestone",
    version="1",
    title=N_("Earnings milestones"),
    in_force_from=date(2010, 1, 1),
    in_force_to=None,
    source="DWP Restart, as it is run in another system; the amounts are those of the contract",
    author="Cydwaith",
    checker="",
    next_review=date(2027, 11, 1),
    tables=("person", "person_link", "journey", "job", "job_terms"),
    measures=(
        Measure(
            "milestones",
            N_("People whose earnings reached an amount"),
            Of.PERSON,
            Shape.COUNT,
            _LINES,
            milestones,
            strata=True,
        ),
    ),
    to_confirm=(
        N_("The amounts are examples until the partnership sets those of its contract."),
        N_(
            "Every paid job of the record counts from the first day of the journey, also after the journey has ended."
        ),
        N_("A year's pay is earned in 365 days, a month's in a twelfth of them, a week's in seven."),
        N_(
            "Pay is what is recorded as agreed, for every day of the job; sick pay and holidays are not known."
        ),
        N_("Pay for a day is not counted, as the days of a week are not recorded."),
    ),
    options={"amounts": (100_000, 200_000, 400_000)},
)
