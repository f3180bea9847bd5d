# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work trials: people who began one, trials, and who had a paid job within 26 weeks.

Source: the European-funded work-trial schemes for young people that the partnership's own papers describe. People are
counted once in a period, trials each. From trial to job: a paid job, with whomever, began on or after the first day of
the trial and not more than 26 weeks after it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from . import history
from .base import N_, Facts, Line, Measure, Of, Rulebook, Shape, Verdict, first_line, judgement

if TYPE_CHECKING:
    import ibis.expr.types as ir

_BEGAN = (
    Line("began", Verdict.COUNTED, N_("A work trial began in this period."), "job"),
    Line("no_date", Verdict.INCOMPLETE, N_("A work trial has no first day, so it cannot be counted."), "job"),
)
_TO_JOB = (
    Line(
        "job", Verdict.COUNTED, N_("A paid job began within 26 weeks of the first day of the trial."), "job"
    ),
    Line(
        "in_time",
        Verdict.NOT_YET,
        N_("No paid job yet; one that begins by the day shown still counts."),
        "job",
    ),
    Line("undated_job", Verdict.INCOMPLETE, N_("A paid job has no first day."), "job", cohort=True),
    Line("no_job", Verdict.NOT_YET, N_("No paid job began within 26 weeks of the trial."), "job"),
)


def _trials(facts: Facts, options: Mapping[str, Any]) -> ir.Table:
    job = facts["job"]
    return history.placed(facts, job.filter(job.kind.isin(tuple(options["kinds"]))))


def _in_periods(facts: Facts, trials: ir.Table) -> ir.Table:
    """Trials in the period in which they began; those without a first day while their journey was open."""
    period = history.periods_known(facts).select("period", "first_day", "at")
    dated = trials.join(period, [trials.start_day >= period.first_day, trials.start_day <= period.at])
    open_then = history.journeys_in_periods(facts).select("journey_id", "period")
    undated = trials.filter(trials.start_day.isnull()).join(open_then, "journey_id")
    columns = ["period", "job_id", "person_id", "programme", "partner", "area", "start_day"]
    return dated.select(columns).union(undated.select(columns))


def _began(facts: Facts, options: Mapping[str, Any], subject: str) -> ir.Table:
    rows = _in_periods(facts, _trials(facts, options))
    return judgement(
        rows,
        subject_id=rows[subject],
        line=first_line(_BEGAN, ("no_date", rows.start_day.isnull()), ("began", True)),
        evidence_id=rows.job_id,
    )


def people(facts: Facts, options: Mapping[str, Any]) -> ir.Table:
    """People who began at least one trial."""
    return _began(facts, options, "person_id")


def trials(facts: Facts, options: Mapping[str, Any]) -> ir.Table:
    """Trials that began."""
    return _began(facts, options, "job_id")


def trial_to_job(facts: Facts, options: Mapping[str, Any]) -> ir.Table:
    """Of the people who began a trial in the period, those with a paid job in time, whenever that was."""
    import ibis

    within = int(options["weeks"]) * history.WEEK
    rows = _trials(facts, options)
    rows = rows.filter(rows.start_day.notnull())
    paid = history.paid_jobs(facts).select("person_id", found="job_id", job_start="start_day")
    undated = paid.filter(paid.job_start.isnull()).group_by("person_id")
    undated = undated.aggregate(undated_job=paid.found.min())
    begun = paid.filter(paid.job_start <= facts.as_of)
    after = rows.select("job_id", "person_id", "start_day").join(begun, "person_id")
    after = after.filter(after.job_start >= after.start_day, after.job_start <= after.start_day + within)
    order = ibis.window(group_by="job_id", order_by=["job_start", "found"])
    after = after.mutate(place=ibis.row_number().over(order))
    after = after.filter(after.place == 0).select("job_id", "found")
    rows = _in_periods(facts, rows)
    rows = rows.left_join(after, "job_id").drop("job_id_right")
    rows = rows.left_join(undated, "person_id").drop("person_id_right")
    rows = rows.mutate(until=rows.start_day + within)
    rows = rows.mutate(
        line=first_line(
            _TO_JOB,
            ("job", rows.found.notnull()),
            ("undated_job", rows.undated_job.notnull()),
            ("in_time", rows.until >= facts.as_of),
            ("no_job", True),
        )
    )
    place = {one.code: number for number, one in enumerate(_TO_JOB)}
    return judgement(
        rows,
        subject_id=rows.person_id,
        evidence_id=ibis.cases(
            (rows.line == place["job"], rows.found),
            (rows.line == place["undated_job"], rows.undated_job),
            else_=rows.job_id,
        ),
        by_day=(rows.line == place["in_time"]).ifelse(rows.until, None),
    )


WORK_TRIAL = Rulebook(
    name="work-trial",
    version="1",
    title=N_("Work trials"),
    in_force_from=date(2010, 1, 1),
    in_force_to=None,
    source="The partnership's own papers on its work-trial schemes",
    author="Cydwaith",
    checker="",
    next_review=date(2027, 11, 1),
    tables=("person", "person_link", "journey", "job"),
    measures=(
        Measure("people", N_("People who began a work trial"), Of.PERSON, Shape.COUNT, _BEGAN, people),
        Measure("trials", N_("Work trials begun"), Of.EVENT, Shape.COUNT, _BEGAN, trials, unit="trials"),
        Measure(
            "trial_to_job",
            N_("From a work trial to a paid job within 26 weeks"),
            Of.PERSON,
            Shape.RATE,
            _TO_JOB,
            trial_to_job,
            unit="per_cent",
        ),
    ),
    to_confirm=(
        N_("The 26 weeks are counted from the first day of the trial, and the job may be with any employer."),
        N_("A supported internship is no work trial here."),
        N_("A job that was already held when the trial began is not counted."),
    ),
    options={"kinds": ("work_trial",), "weeks": 26},
)
