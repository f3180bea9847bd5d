# SPDX-License-Identifier: AGPL-3.0-or-later
"""Retention: people at risk of sick leave, or off sick from a job, who are in work 13 and 26 weeks later.

Source: the partnership's own papers on well-being through work: people on long-term sick leave return, people at risk
stay. Weeks are counted from the first day back at work where that is recorded, else from the day on which the journey
began, as the site's own reviews in work are. In work means a paid job held on the day on which the weeks are over,
with the same or another employer; somebody still off sick is not in work in the job they are off from.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from . import history
from .base import N_, Facts, Line, Measure, Of, Rulebook, Shape, Verdict, first_line, judgement

if TYPE_CHECKING:
    import ibis.expr.types as ir

HELPED = ("at_risk", "off_sick")

_LINES = (
    Line(
        "same_employer",
        Verdict.COUNTED,
        N_("In work with the same employer when the weeks were over."),
        "job",
    ),
    Line(
        "other_employer",
        Verdict.COUNTED,
        N_("In work with another employer when the weeks were over."),
        "job",
    ),
    Line(
        "employer_not_known",
        Verdict.COUNTED,
        N_("In work when the weeks were over; whether with the same employer is not recorded."),
        "job",
    ),
    Line("undated_job", Verdict.INCOMPLETE, N_("A paid job has no first day."), "job", cohort=True),
    Line("still_off", Verdict.NOT_YET, N_("No first day back at work is recorded, and no new job.")),
    Line("not_in_work", Verdict.NOT_YET, N_("No paid job when the weeks were over.")),
    Line("not_asked", Verdict.INCOMPLETE, N_("Whether they were in work at the start is not recorded.")),
    Line("not_retention", Verdict.EXCLUDED, N_("Not at risk and not off sick at the start.")),
    Line("not_due", Verdict.EXCLUDED, N_("The weeks are not over yet; they are on the day shown.")),
)
_SAME, _OTHER, _UNKNOWN = 0, 1, 2


def _due(facts: Facts, weeks: int) -> ir.Table:
    """Journeys in the period in which their weeks are over (`due`)."""
    journey, period = history.journeys(facts), history.periods_known(facts)
    journey = journey.mutate(due=history.any_of(journey.back_day, journey.start_day) + weeks * history.WEEK)
    return journey.join(
        period.select("period", period_first="first_day", period_last="last_day"),
        [journey.due >= period.first_day, journey.due <= period.last_day],
    )


def _held(facts: Facts, due: ir.Table) -> ir.Table:
    """The best job that each journey's person holds when the weeks are over: `journey_id`, `sort`, `job_id`."""
    import ibis

    jobs = history.paid_jobs(facts).filter(lambda job: job.start_day.notnull())
    jobs = jobs.select("job_id", "person_id", "employer_id", job_start="start_day", job_last="last_day")
    journey = due.select("journey_id", "person_id", "start_day", "due", "work_at_start", "back_day")
    both = journey.distinct().join(jobs, "person_id")
    both = both.mutate(kept=(both.job_start <= both.start_day) & (both.job_last >= both.start_day))
    of_journey = ibis.window(group_by="journey_id")
    of_employer = ibis.window(group_by=["journey_id", "employer_id"])
    known = both.kept & both.employer_id.notnull()
    both = both.mutate(
        any_known=known.ifelse(1, 0).max().over(of_journey),
        this_one=known.ifelse(1, 0).max().over(of_employer),
    )
    both = both.filter(both.job_start <= both.due, both.job_last >= both.due)
    off = both.kept & (both.work_at_start == "off_sick") & both.back_day.isnull()
    both = both.filter(~off.fill_null(False))
    sort = ibis.cases(
        (both.kept | (both.this_one == 1), _SAME),
        (both.employer_id.notnull() & (both.any_known == 1), _OTHER),
        else_=_UNKNOWN,
    )
    both = both.mutate(sort=sort)
    order = ibis.window(group_by="journey_id", order_by=["sort", "job_id"])
    both = both.mutate(place=ibis.row_number().over(order))
    return both.filter(both.place == 0).select("journey_id", "sort", "job_id")


def in_work(facts: Facts, _options: Mapping[str, Any], *, weeks: int) -> ir.Table:
    """People whose weeks are over in the period; as a whole, and those at risk and off sick apart."""
    rows = _due(facts, weeks)
    jobs = history.paid_jobs(facts)
    undated = jobs.filter(jobs.start_day.isnull()).group_by("person_id")
    undated = undated.aggregate(undated_job=jobs.job_id.min(), undated_last=jobs.last_day.max())
    held = _held(facts, rows)
    rows = rows.left_join(held, "journey_id").drop("journey_id_right")
    rows = rows.left_join(undated, "person_id").drop("person_id_right")
    helped = rows.work_at_start.isin(HELPED)
    rows = rows.mutate(
        line=first_line(
            _LINES,
            ("not_asked", rows.work_at_start.isnull()),
            ("not_retention", ~helped),
            ("not_due", rows.due > facts.as_of),
            ("same_employer", rows.sort == _SAME),
            ("other_employer", rows.sort == _OTHER),
            ("employer_not_known", rows.sort == _UNKNOWN),
            ("undated_job", rows.undated_last >= rows.due),
            ("still_off", (rows.work_at_start == "off_sick") & rows.back_day.isnull()),
            ("not_in_work", True),
        )
    )
    place = {one.code: number for number, one in enumerate(_LINES)}
    rows = history.parts(rows, "", "start")
    rows = rows.filter((rows.kind == "") | rows.work_at_start.isin(HELPED))
    return judgement(
        rows,
        subject_id=rows.person_id,
        stratum=(rows.kind == "").ifelse("", rows.work_at_start),
        evidence_id=_evidence(rows, place),
        by_day=(rows.line == place["not_due"]).ifelse(rows.due, None),
    )


def _evidence(rows: ir.Table, place: Mapping[str, int]) -> Any:
    import ibis

    return ibis.cases(
        (rows.line <= place["employer_not_known"], rows.job_id),
        (rows.line == place["undated_job"], rows.undated_job),
        else_=rows.journey_id,
    )


def _measure(weeks: int, title: str) -> Measure:
    judge = partial(in_work, weeks=weeks)
    return Measure(f"at_{weeks}", title, Of.PERSON, Shape.RATE, _LINES, judge, unit="per_cent", strata=True)


RETENTION = Rulebook(
    name="retention",
    version="1",
    title=N_("Keeping a job: people at risk and people off sick"),
    in_force_from=date(2010, 1, 1),
    in_force_to=None,
    source="The partnership's own papers on well-being through work",
    author="Cydwaith",
    checker="",
    next_review=date(2027, 11, 1),
    tables=("person", "person_link", "journey", "job"),
    measures=(
        _measure(13, N_("In work 13 weeks later")),
        _measure(26, N_("In work 26 weeks later")),
    ),
    to_confirm=(
        N_(
            "Weeks are counted from the first day back at work, or from the start of the journey where there is none."
        ),
        N_(
            "Somebody is counted in the period in which the weeks are over, even if the journey has ended by then."
        ),
        N_("Any paid job of the record counts, whoever found it."),
    ),
)
