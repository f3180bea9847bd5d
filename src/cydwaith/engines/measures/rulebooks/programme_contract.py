# SPDX-License-Identifier: AGPL-3.0-or-later
"""A partner contract: starts, people into work, people still in work after 13, 26 and 52 weeks.

Source: partner contracts, as the partnership enters them. A person counts once in a programme and once across
programmes in any combined figure: when their first job on the programme began, and no more with later ones. A job
counts for the programme of the journey that it was recorded on, if it is paid, was found through support and began
while that journey was open. The weeks after that day are sustained if no day of them lies in a gap of more than
`gap_days` days between paid jobs, whoever found them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from .base import N_, Facts, Line, Measure, Of, Rulebook, Shape, Verdict, first_line, judgement
from .history import PAID, journeys, journeys_in_periods, merged, paid_jobs, periods_known, up

if TYPE_CHECKING:
    import ibis.expr.types as ir

GAP_DAYS = "gap_days"
WEEKS = (13, 26, 52)

_STARTS = (
    Line("started", Verdict.COUNTED, N_("The journey on the programme began in this period.")),
    Line("began_before", Verdict.EXCLUDED, N_("The journey was open in this period, but began before it.")),
)
_INTO_WORK = (
    Line(
        "into_work",
        Verdict.COUNTED,
        N_("The first paid job found through support began in this period."),
        "job",
    ),
    Line(
        "no_date",
        Verdict.INCOMPLETE,
        N_("A paid job has no start date, so it cannot be counted."),
        "job",
        cohort=True,
    ),
    Line(
        "support_unknown",
        Verdict.INCOMPLETE,
        N_("It is not recorded whether a paid job was found through support."),
        "job",
        cohort=True,
    ),
    Line(
        "no_journey",
        Verdict.INCOMPLETE,
        N_("A paid job found through support is not recorded on a journey, so no programme can count it."),
        "job",
        cohort=True,
    ),
    Line(
        "no_job_yet",
        Verdict.NOT_YET,
        N_("On the programme in this period, no paid job that counts yet."),
    ),
    Line(
        "before",
        Verdict.EXCLUDED,
        N_("Already counted as into work on this programme, in an earlier period."),
        "job",
    ),
    Line(
        "outside",
        Verdict.EXCLUDED,
        N_("The job began before the journey did, or after it had ended."),
        "job",
    ),
    Line("not_support", Verdict.EXCLUDED, N_("The job was not found through support."), "job"),
    Line(
        "not_paid", Verdict.EXCLUDED, N_("The work is not paid, so it is not a job under this rule."), "job"
    ),
)
_SUSTAINED = (
    Line(
        "sustained",
        Verdict.COUNTED,
        N_("In paid work for all the weeks, which ended in this period."),
        "job",
    ),
    Line("running", Verdict.NOT_YET, N_("In paid work; the weeks have not all passed yet."), "job"),
    Line(
        "gap_open",
        Verdict.NOT_YET,
        N_("Out of paid work; the weeks still count if a paid job begins by the day given."),
        "job",
    ),
    Line("broken", Verdict.NOT_YET, N_("Out of paid work for too long before the weeks had passed."), "job"),
)


def starts(facts: Facts, _options: Mapping[str, Any]) -> ir.Table:
    """Journeys open in each period, by whether they began in it."""
    rows = journeys_in_periods(facts)
    return judgement(
        rows,
        subject_id=rows.person_id,
        line=first_line(_STARTS, ("started", rows.start_day >= rows.period_first), ("began_before", True)),
        evidence_id=rows.journey_id,
    )


def _recorded(facts: Facts) -> ir.Table:
    """Jobs that have begun, or have no first day, with the journey that they are recorded on, if any, and whether they
    `count`. `open_from`, `open_to`: the days of that journey."""
    journey = journeys(facts).rename(open_from="start_day", open_to="last_day")
    journey = journey.select("journey_id", "programme", "partner", "open_from", "open_to")
    person = facts["person"].select("person_id", "area", holder="partner")
    job = facts["job"].filter(facts["job"].start_day.isnull() | (facts["job"].start_day <= facts.as_of))
    job = job.select("job_id", "person_id", "journey_id", "kind", "start_day", "through_support")
    rows = job.left_join(journey, "journey_id").drop("journey_id_right")
    rows = rows.left_join(person, "person_id").drop("person_id_right")
    rows = rows.mutate(
        partner=rows.partner.fill_null(rows.holder),
        paid=rows.kind.isin(PAID),
        inside=(rows.start_day >= rows.open_from) & (rows.start_day <= rows.open_to),
    )
    return rows.mutate(counts=(rows.paid & rows.through_support & rows.inside).fill_null(False))


def _first_jobs(facts: Facts) -> ir.Table:
    """The first job of each person on each programme that counts."""
    import ibis

    jobs = _recorded(facts)
    jobs = jobs.filter(jobs.counts)
    order = ibis.window(group_by=["person_id", "programme"], order_by=["start_day", "job_id"])
    jobs = jobs.mutate(place=ibis.row_number().over(order))
    first = jobs.filter(jobs.place == 0)
    return first.select("job_id", "person_id", "programme", "partner", "area", "start_day")


def into_work(facts: Facts, _options: Mapping[str, Any]) -> ir.Table:
    """First jobs in each period; jobs that do not count and why; journeys that wait for one."""
    first = _first_jobs(facts)
    return _other_jobs(facts).union(_waiting(facts, first))


def _other_jobs(facts: Facts) -> ir.Table:
    """A row for each job that does not count, in the period in which it began (or its journey was open)."""
    rows, period = _recorded(facts), periods_known(facts)
    rows = rows.filter(~rows.counts)
    began = rows.filter(rows.start_day.notnull())
    began = began.join(period, [began.start_day >= period.first_day, began.start_day <= period.at])
    undated = rows.filter(rows.start_day.isnull())
    # without a journey, too, it may belong to any period
    undated = undated.join(
        period,
        [
            undated.open_from.fill_null(period.at) <= period.at,
            undated.open_to.fill_null(period.at) >= period.first_day,
        ],
    )
    both = began.union(undated)
    line = first_line(
        _INTO_WORK,
        ("not_paid", ~both.paid),
        ("not_support", ~both.through_support),
        ("no_date", both.start_day.isnull()),
        ("support_unknown", both.through_support.isnull()),
        ("no_journey", both.open_from.isnull()),
        ("outside", True),
    )
    return judgement(both, subject_id=both.person_id, line=line, evidence_id=both.job_id)


def _waiting(facts: Facts, first: ir.Table) -> ir.Table:
    """A row for each journey open in a period: whether its person got into work on the programme, then or before."""
    first = first.select("person_id", "programme", first_job="job_id", first_start="start_day")
    rows = journeys_in_periods(facts)
    rows = rows.left_join(first, ["person_id", "programme"]).drop("person_id_right", "programme_right")
    line = first_line(
        _INTO_WORK,
        ("no_job_yet", rows.first_start.isnull() | (rows.first_start > rows.at)),
        ("into_work", rows.first_start >= rows.period_first),
        ("before", True),
    )
    waiting = rows.first_start.isnull() | (rows.first_start > rows.at)
    return judgement(
        rows,
        subject_id=rows.person_id,
        line=line,
        evidence_id=waiting.ifelse(rows.journey_id, rows.first_job),
    )


def sustained(facts: Facts, options: Mapping[str, Any], weeks: int) -> ir.Table:
    """First jobs whose weeks run in a period, by whether work lasted to their end."""
    gap_days, days = int(options[GAP_DAYS]), 7 * weeks
    known = paid_jobs(facts).filter(lambda job: job.start_day <= facts.as_of)
    spells = merged(known.rename(first_day="start_day"), ["person_id"], gap_days)
    spells = spells.select("person_id", work_from="first_day", work_to="last_day")
    first = _first_jobs(facts)
    rows = first.join(
        spells,
        [
            first.person_id == spells.person_id,
            first.start_day >= spells.work_from,
            first.start_day <= spells.work_to,
        ],
    ).drop("person_id_right")
    rows = rows.mutate(reached=rows.start_day + (days - 1))
    period = periods_known(facts)
    rows = rows.join(period, [rows.start_day <= period.at, rows.reached >= period.first_day])
    passed, working = rows.reached <= rows.at, rows.work_to >= rows.at
    line = first_line(
        _SUSTAINED,
        ("sustained", passed & (rows.work_to >= rows.reached)),
        ("broken", passed),
        ("running", working),
        ("gap_open", rows.work_to + gap_days >= rows.at),
        ("broken", True),
    )
    hopes = ~passed & (rows.work_to + gap_days >= rows.at)
    by_day = working.ifelse(rows.reached, rows.work_to + (gap_days + 1))
    left = up(rows.reached - rows.at, 7)
    return judgement(
        rows,
        subject_id=rows.person_id,
        line=line,
        evidence_id=rows.job_id,
        by_day=hopes.ifelse(by_day, None),
        lacks=hopes.ifelse(left, None),
    )


def _sustained(weeks: int, title: str) -> Measure:
    return Measure(
        code=f"sustained_{weeks}",
        title=title,
        of=Of.PERSON,
        shape=Shape.COUNT,
        lines=_SUSTAINED,
        judge=partial(sustained, weeks=weeks),
    )


PROGRAMME_CONTRACT = Rulebook(
    name="programme-contract",
    version="1",
    title=N_("Programme contract"),
    in_force_from=date(2010, 1, 1),
    in_force_to=None,
    source="The contracts of the partnership's own programmes",
    author="Cydwaith",
    checker="",
    next_review=date(2027, 11, 1),
    tables=("person", "person_link", "journey", "job"),
    measures=(
        Measure("starts", N_("People who started"), Of.PERSON, Shape.COUNT, _STARTS, starts),
        Measure("into_work", N_("People into work"), Of.PERSON, Shape.COUNT, _INTO_WORK, into_work),
        Measure(
            "into_work_rate",
            N_("People into work, of those on the programme"),
            Of.PERSON,
            Shape.RATE,
            _INTO_WORK,
            into_work,
            unit="per_cent",
        ),
        _sustained(13, N_("People still in work after 13 weeks")),
        _sustained(26, N_("People still in work after 26 weeks")),
        _sustained(52, N_("People still in work after 52 weeks")),
    ),
    to_confirm=(
        N_("A person counts as into work on a programme once, when their first job on it began."),
        N_("A job counts if it began while the journey that it is recorded on was open."),
        N_("How many days without paid work may lie between two jobs is each contract's choice."),
    ),
    options={GAP_DAYS: 14},
)
