# SPDX-License-Identifier: AGPL-3.0-or-later
"""IPS Grow: people supported into work, job starts, employment rate, and how much of a caseload is job retention.

Source: the IPS Grow reporting tool's notes on what it counts, and the policy note on employment rates (ipsgrow.org.uk).
A job start counts once four hours of paid work were done in it, on its first day. People supported into work are
counted by the first job start of their journey; job starts by each job, second, third and part-time ones too. From
April 2024 the employment rate knows only people who were out of work when they started, above and below the line, and
its benchmark is 40 per cent. Retention cases should be at most 15 per cent of a caseload. A blank date is not counted,
and its record is listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from . import history
from .base import N_, Facts, Line, Measure, Of, Rulebook, Shape, Verdict, first_line, judgement

if TYPE_CHECKING:
    import ibis.expr.types as ir

FOUR_HOURS = 4 * 60
PART_TIME_UNDER = 30 * 60

_DATE = N_("A paid job has no first day, so it cannot be counted.")
_HOURS = N_("Hours are missing for a paid job, so nobody can say whether four hours were worked.")
_UNDER = N_("A paid job has begun; four hours have not been worked in it yet.")
_SHORT = N_("A paid job ended before four hours were worked.")

_PEOPLE = (
    Line(
        "first_start", Verdict.COUNTED, N_("The first paid job of the journey began in this period."), "job"
    ),
    Line("under_hours", Verdict.NOT_YET, _UNDER, "job"),
    Line("no_date", Verdict.INCOMPLETE, _DATE, "job", cohort=True),
    Line("no_hours", Verdict.INCOMPLETE, _HOURS, "job", cohort=True),
    Line("ended_short", Verdict.NOT_YET, _SHORT, "job"),
    Line("not_paid", Verdict.NOT_YET, N_("The work so far is not paid."), "job"),
    Line("no_job_yet", Verdict.NOT_YET, N_("Supported in this period, no paid job yet.")),
    Line(
        "counted_before",
        Verdict.EXCLUDED,
        N_("The first paid job of the journey began before this period and was counted then."),
        "job",
    ),
)
_RATE = (
    *_PEOPLE,
    Line("not_asked", Verdict.INCOMPLETE, N_("Whether they were in work at the start is not recorded.")),
    Line(
        "in_work_at_start",
        Verdict.EXCLUDED,
        N_("In work at the start: the employment rate counts only people who were out of work."),
    ),
)
_STARTS = (
    Line("started", Verdict.COUNTED, N_("A paid job began in this period."), "job"),
    Line("under_hours", Verdict.NOT_YET, _UNDER, "job"),
    Line("no_date", Verdict.INCOMPLETE, _DATE, "job"),
    Line("no_hours", Verdict.INCOMPLETE, _HOURS, "job"),
    Line("ended_short", Verdict.EXCLUDED, _SHORT, "job"),
    Line("not_paid", Verdict.EXCLUDED, N_("The work is not paid, so it is no job start."), "job"),
    Line("outside", Verdict.EXCLUDED, N_("The job began before the support or after it had ended."), "job"),
    Line("no_journey", Verdict.EXCLUDED, N_("The job is not recorded on a journey."), "job"),
)
_CASELOAD = (
    Line("retention", Verdict.COUNTED, N_("At risk of losing a job, or off sick from it, at the start.")),
    Line("not_retention", Verdict.NOT_YET, N_("On the caseload, and not to keep a job they had.")),
    Line(
        "not_asked",
        Verdict.INCOMPLETE,
        N_("On the caseload; whether they were in work at the start is not recorded."),
        cohort=True,
    ),
)

_JOURNEY_JOBS = ("first_start", "under_hours", "no_date", "no_hours", "ended_short", "not_paid")
_STATES = (*_JOURNEY_JOBS, "outside", "no_journey", "not_begun")
_STATE = {code: place for place, code in enumerate(_STATES)}
_ORDER = {1: "first", 2: "second", 3: "third"}


def _worked(facts: Facts, need: int) -> ir.Table:
    """For each paid job: the day on which `need` minutes are complete, and minute-days and days until `as_of`.

    `need` is minutes times seven: a week's minutes times days are compared with it, and nothing is divided.
    """
    import ibis

    terms = history.dated_terms(facts, history.paid_jobs(facts))
    terms = terms.filter(terms.minutes_week.notnull())
    terms = terms.mutate(did=terms.minutes_week * (terms.last_day - terms.first_day + 1))
    earlier = ibis.window(group_by="job_id", order_by="first_day", rows=(None, -1))
    terms = terms.mutate(before=history.whole(terms.did.sum().over(earlier).fill_null(0)))
    crosses = (terms.before < need) & (terms.before + terms.did >= need)
    rate = terms.minutes_week.nullif(0)
    day = terms.first_day + history.up(history.greatest(need - terms.before, 0), rate) - 1
    until = history.greatest(history.least(terms.last_day, facts.as_of) - terms.first_day + 1, 0)
    terms = terms.mutate(reached=crosses.ifelse(day, None), days=until, done=until * terms.minutes_week)
    return terms.group_by("job_id").aggregate(
        reached=terms.reached.min(),
        done=history.whole(terms.done.sum()),
        days=history.whole(terms.days.sum()),
        minutes=terms.minutes_week.min(where=terms.first_day == terms.start_day),
    )


def _jobs(facts: Facts, options: Mapping[str, Any]) -> ir.Table:
    """Jobs with what can be said of each on the last day known (`state`), and the journey they are recorded on."""
    import ibis

    need = int(options["minutes"]) * history.WEEK
    journey = history.journeys(facts)
    journey = journey.select(
        "journey_id", "programme", "partner", "area", opened=journey.start_day, closed=journey.last_day
    )
    job = facts["job"].mutate(job_last=facts["job"].end_day.fill_null(history.FAR))
    job = job.left_join(journey, "journey_id").drop("journey_id_right")
    job = job.left_join(_worked(facts, need), "job_id").drop("job_id_right")
    paid = job.kind.isin(history.PAID)
    span = history.least(job.job_last, facts.as_of) - job.start_day + 1
    state = ibis.cases(
        (job.opened.isnull(), _STATE["no_journey"]),
        (job.start_day.isnull(), _STATE["no_date"]),
        (job.start_day > facts.as_of, _STATE["not_begun"]),
        ((job.start_day < job.opened) | (job.start_day > job.closed), _STATE["outside"]),
        (~paid, _STATE["not_paid"]),
        ((job.reached <= facts.as_of).fill_null(False), _STATE["first_start"]),
        (job.days.fill_null(0) < span, _STATE["no_hours"]),
        (job.job_last <= facts.as_of, _STATE["ended_short"]),
        else_=_STATE["under_hours"],
    )
    job = job.mutate(state=state, lacks=history.up(need - job.done.fill_null(0), history.WEEK), paid=paid)
    return job.filter(job.paid | (job.start_day.notnull() & (job.state != _STATE["outside"])))


def _people(
    facts: Facts, options: Mapping[str, Any], lines: tuple[Line, ...], *first: tuple[str, Any]
) -> ir.Table:
    """A row for each journey and period in which it was open, judged by the first of its jobs in each state."""
    import ibis

    jobs = _jobs(facts, options)
    jobs = jobs.filter(jobs.state < len(_JOURNEY_JOBS))
    order = ibis.window(group_by=["journey_id", "state"], order_by=["start_day", "job_id"])
    jobs = jobs.mutate(place=ibis.row_number().over(order))
    jobs = jobs.filter(jobs.place == 0)
    wanted: dict[str, Any] = {}
    for code in _JOURNEY_JOBS:
        here = jobs.state == _STATE[code]
        wanted[f"{code}_job"] = jobs.job_id.min(where=here)
        wanted[f"{code}_day"] = jobs.start_day.min(where=here)
    under = jobs.state == _STATE["under_hours"]
    wanted |= {"reached": jobs.reached.min(where=under), "lacks": jobs.lacks.min(where=under)}
    rows = history.journeys_in_periods(facts)
    rows = rows.left_join(jobs.group_by("journey_id").aggregate(**wanted), "journey_id").drop(
        "journey_id_right"
    )
    line = first_line(
        lines,
        *((code, condition(rows)) for code, condition in first),
        ("first_start", (rows.first_start_day >= rows.period_first) & (rows.first_start_day <= rows.at)),
        ("counted_before", rows.first_start_day < rows.period_first),
        ("under_hours", rows.under_hours_day <= rows.at),
        ("no_date", rows.no_date_job.notnull()),
        ("no_hours", rows.no_hours_day <= rows.at),
        ("ended_short", rows.ended_short_day <= rows.at),
        ("not_paid", rows.not_paid_day <= rows.at),
        ("no_job_yet", True),
    )
    rows = rows.mutate(line=line)
    place = {one.code: number for number, one in enumerate(lines)}
    evidence = [(rows.line == place[code], rows[f"{code}_job"]) for code in _JOURNEY_JOBS]
    evidence.append((rows.line == place["counted_before"], rows.first_start_job))
    is_under = rows.line == place["under_hours"]
    return judgement(
        rows,
        subject_id=rows.person_id,
        evidence_id=ibis.cases(*evidence, else_=rows.journey_id),
        by_day=is_under.ifelse(rows.reached, None),
        lacks=is_under.ifelse(rows.lacks, None),
    )


def into_work(facts: Facts, options: Mapping[str, Any]) -> ir.Table:
    """People whose first job start on a journey lies in the period."""
    return _people(facts, options, _PEOPLE)


def employment_rate(facts: Facts, options: Mapping[str, Any]) -> ir.Table:
    """The same among people who were out of work at the start and had no job start before the period."""
    return _people(
        facts,
        options,
        _RATE,
        ("not_asked", lambda rows: rows.work_at_start.isnull()),
        ("in_work_at_start", lambda rows: rows.work_at_start != "out_of_work"),
    )


def job_starts(facts: Facts, options: Mapping[str, Any]) -> ir.Table:
    """Each job on its first day, as a whole and apart: first, second, third, later of its journey; part-time."""
    import ibis

    jobs, period = _jobs(facts, options), history.periods_known(facts)
    counted = jobs.state == _STATE["first_start"]
    order = ibis.window(group_by=["journey_id", "state"], order_by=["start_day", "job_id"])
    jobs = jobs.mutate(place=ibis.row_number().over(order) + 1)
    dated = jobs.join(period, [jobs.start_day >= period.first_day, jobs.start_day <= period.at])
    open_then = history.journeys_in_periods(facts).select("journey_id", "period")
    undated = jobs.filter(jobs.start_day.isnull()).join(open_then, "journey_id")
    columns = ["period", "job_id", "person_id", "programme", "partner", "area", "state", "place", "minutes"]
    columns += ["reached", "lacks"]
    rows = dated.select(columns).union(undated.select(columns))
    rows = history.parts(rows, "", "order", "part_time")
    counted = rows.state == _STATE["first_start"]
    part_time = counted & (rows.minutes < int(options["part_time_minutes"]))
    rows = rows.filter(
        (rows.kind == "") | ((rows.kind == "order") & counted) | ((rows.kind == "part_time") & part_time)
    )
    order_word = ibis.cases(*((rows.place == n, word) for n, word in _ORDER.items()), else_="later")
    under = rows.state == _STATE["under_hours"]
    return judgement(
        rows,
        subject_id=rows.job_id,
        stratum=(rows.kind == "order").ifelse(order_word, rows.kind),
        line=first_line(
            _STARTS,
            ("started", rows.state == _STATE["first_start"]),
            *((line.code, rows.state == _STATE[line.code]) for line in _STARTS[1:-1]),
            ("no_journey", True),
        ),
        evidence_id=rows.job_id,
        by_day=under.ifelse(rows.reached, None),
        lacks=under.ifelse(rows.lacks, None),
    )


def retention_share(facts: Facts, _options: Mapping[str, Any]) -> ir.Table:
    """People on the caseload on the period's last day; counted are those helped to keep a job they had."""
    rows = history.journeys_in_periods(facts)
    rows = rows.filter(rows.last_day >= rows.at)
    return judgement(
        rows,
        subject_id=rows.person_id,
        line=first_line(
            _CASELOAD,
            ("not_asked", rows.work_at_start.isnull()),
            ("retention", rows.work_at_start.isin(("at_risk", "off_sick"))),
            ("not_retention", True),
        ),
        evidence_id=rows.journey_id,
    )


IPS_GROW = Rulebook(
    name="ips-grow",
    version="2024",
    title=N_("IPS Grow: individual placement and support"),
    in_force_from=date(2018, 4, 1),
    in_force_to=None,
    source="ipsgrow.org.uk: IPS reporting tool; policy note on calculating employment rates, from April 2024",
    author="Cydwaith",
    checker="",
    next_review=date(2027, 11, 1),
    tables=("person", "person_link", "journey", "job", "job_terms"),
    measures=(
        Measure("into_work", N_("People supported into work"), Of.PERSON, Shape.COUNT, _PEOPLE, into_work),
        Measure(
            "job_starts",
            N_("Job starts"),
            Of.EVENT,
            Shape.COUNT,
            _STARTS,
            job_starts,
            unit="job_starts",
            strata=True,
        ),
        Measure(
            "employment_rate",
            N_("Employment rate of people who were out of work at the start"),
            Of.PERSON,
            Shape.RATE,
            _RATE,
            employment_rate,
            unit="per_cent",
            benchmark=(4000, date(2024, 4, 1)),
        ),
        Measure(
            "retention_share",
            N_("Share of the caseload who are helped to keep a job they had"),
            Of.PERSON,
            Shape.RATE,
            _CASELOAD,
            retention_share,
            good="down",
            unit="per_cent",
            benchmark=(1500, date(2018, 4, 1)),
        ),
    ),
    to_confirm=(
        N_(
            "Over whom the employment rate is taken: here, people out of work at the start whose journey was open"
            " in the period and who had no job start before it."
        ),
        N_(
            "A first job start is the first of a journey: somebody who comes back on a new journey counts again."
        ),
        N_(
            "A job counts on its first day, once four hours were worked in it, even if the fourth hour fell later."
        ),
        N_(
            "A job that somebody found without support counts too, if it is recorded on their journey and began while"
            " it was open."
        ),
        N_("A job start that two organisations both record is two job starts; the person is one."),
        N_("A part-time job has under 30 hours a week at its start."),
        N_("Periods before April 2024 are counted by the same rule, so that years can be compared."),
    ),
    options={"minutes": FOUR_HOURS, "part_time_minutes": PART_TIME_UNDER},
)
