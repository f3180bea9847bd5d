# SPDX-License-Identifier: AGPL-3.0-or-later
"""IPSPC: individual placement and support in primary care, its baseline job outcome and work of 16 hours or more.

Source: the IPSPC grant guidance, December 2023. The outcome is at least 7 hours a week in 13 weeks within 16, while
supported, paid at or above the National Living Wage for the age. Weeks need not run on from each other, and the hours
of several jobs add up within a week. Work of 16 hours or more a week is reported too. Other funding for the same
purpose has to be declared.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from . import history
from .base import N_, Facts, Line, Measure, Of, Rulebook, Shape, Verdict, first_line, judgement
from .floors import held_to_floor, with_birthdays
from .weeks import earliest, runs_of_weeks, standing

if TYPE_CHECKING:
    import ibis.expr.types as ir

SEVEN_HOURS = 7 * 60
SIXTEEN_HOURS = 16 * 60

_OUTCOME = (
    Line(
        "outcome",
        Verdict.COUNTED,
        N_("Enough hours, paid enough, in 13 weeks out of 16: the thirteenth week ended in this period."),
    ),
    Line(
        "outcome_funded",
        Verdict.COUNTED,
        N_(
            "Enough hours, paid enough, in 13 weeks out of 16. Other funding is declared: name it in the return."
        ),
        "attribute",
    ),
    Line(
        "on_course",
        Verdict.NOT_YET,
        N_("On course: with the jobs as they are, the thirteenth week is complete on the day shown."),
    ),
    Line(
        "no_hours",
        Verdict.INCOMPLETE,
        N_("The hours of a paid job are not recorded for every day."),
        "job",
        cohort=True,
    ),
    Line(
        "no_pay",
        Verdict.INCOMPLETE,
        N_("Pay or month of birth is missing, so the pay cannot be held against the wage floor."),
        "job",
        cohort=True,
    ),
    Line("no_date", Verdict.INCOMPLETE, N_("A paid job has no first day."), "job", cohort=True),
    Line(
        "at_risk",
        Verdict.NOT_YET,
        N_("Weeks at risk: without enough hours from the day shown on, the weeks so far are lost."),
    ),
    Line(
        "below_floor",
        Verdict.NOT_YET,
        N_("A job is paid below the wage floor for the age and the date, so its hours do not count."),
        "job",
    ),
    Line(
        "too_few", Verdict.NOT_YET, N_("In paid work, but not for enough hours in 13 weeks out of 16."), "job"
    ),
    Line("no_job_yet", Verdict.NOT_YET, N_("Supported in this period, no paid job yet.")),
    Line(
        "reached_before", Verdict.EXCLUDED, N_("The outcome was reached before this period and counted then.")
    ),
)
_FUNDING = (
    Line("declared", Verdict.COUNTED, N_("Other funding is declared while supported."), "attribute"),
    Line("none_declared", Verdict.NOT_YET, N_("No other funding is declared.")),
)
_STATES = ("no_date", "no_hours", "no_pay", "below_floor", "known")


def _jobs(facts: Facts) -> ir.Table:
    """Paid jobs with the journey they are recorded on, and the days of each on which both were open."""
    journey = history.journeys(facts)
    journey = journey.select(
        "journey_id", "born_month", supported_from=journey.start_day, supported_to=journey.last_day
    )
    jobs = history.paid_jobs(facts).drop("end_day").join(journey, "journey_id")
    return jobs.mutate(
        # The greatest of what is known: without a first day the journey's would stand there.
        begins=jobs.start_day.notnull().ifelse(history.greatest(jobs.start_day, jobs.supported_from), None),
        ends=history.least(jobs.last_day, jobs.supported_to),
    ).filter(lambda job: job.start_day.isnull() | (job.begins <= job.ends))


def _terms(facts: Facts, jobs: ir.Table) -> ir.Table:
    terms = history.dated_terms(facts, jobs)
    return terms.mutate(
        first_day=history.greatest(terms.first_day, terms.begins),
        last_day=history.least(terms.last_day, terms.ends),
    ).filter(lambda row: row.first_day <= row.last_day)


def _days_until(rows: ir.Table, day: int) -> Any:
    return history.greatest(history.least(rows.last_day, day) - rows.first_day + 1, 0)


def _states(facts: Facts, jobs: ir.Table, terms: ir.Table, rated: ir.Table) -> ir.Table:
    """What keeps a job's weeks from being known or counted, the first of `_STATES`: `day` is since when."""
    import ibis

    hours = terms.mutate(days=_days_until(terms, facts.as_of))
    hours = hours.group_by("job_id").aggregate(
        known=hours.days.sum(where=hours.minutes_week.notnull()),
        working=hours.days.sum(where=hours.minutes_week > 0),
    )
    pay = rated.mutate(days=_days_until(rated, facts.as_of))
    pay = pay.group_by("job_id").aggregate(
        held=pay.days.sum(), below=pay.first_day.min(where=~pay.enough & (pay.first_day <= facts.as_of))
    )
    rows = jobs.left_join(hours, "job_id").drop("job_id_right").left_join(pay, "job_id").drop("job_id_right")
    span = history.least(rows.ends, facts.as_of) - rows.begins + 1
    state = ibis.cases(
        (rows.start_day.isnull(), "no_date"),
        (rows.known.fill_null(0) < span, "no_hours"),
        (rows.held.fill_null(0) < rows.working.fill_null(0), "no_pay"),
        (rows.below.notnull(), "below_floor"),
        else_="known",
    )
    rows = rows.mutate(state=state)
    rows = rows.mutate(day=(rows.state == "below_floor").ifelse(rows.below, rows.begins))
    order = ibis.window(group_by=["journey_id", "state"], order_by=["day", "job_id"])
    of_journey = ibis.window(group_by="journey_id")
    rows = rows.mutate(place=ibis.row_number().over(order), anchor=rows.begins.min().over(of_journey))
    rows = rows.filter(rows.place == 0)
    wanted: dict[str, Any] = {}
    for code in _STATES:
        wanted[f"{code}_day"] = rows.day.min(where=rows.state == code)
        wanted[f"{code}_job"] = rows.job_id.min(where=rows.state == code)
    return rows.group_by("journey_id").aggregate(anchor=rows.anchor.min(), **wanted)


def _funding(facts: Facts) -> ir.Table:
    """For each journey and period the first spell of other funding declared while it was open."""
    spell = facts["attribute"]
    spell = spell.filter(spell.kind == "other_funding", spell.value.notin(history.NOT_SO))
    spell = spell.select(
        "person_id", "spell_id", funded_from=spell.start_day, funded_to=spell.end_day.fill_null(history.FAR)
    )
    rows = history.journeys_in_periods(facts).join(spell, "person_id")
    rows = rows.filter(
        rows.funded_from <= history.least(rows.at, rows.last_day), rows.funded_to >= rows.start_day
    )
    return rows.group_by("journey_id", "period").aggregate(spell_id=rows.spell_id.min())


def _judged(facts: Facts, options: Mapping[str, Any], minutes: int) -> ir.Table:
    """A row for each journey and period: whether enough weeks of so many minutes came together, and if not, why."""
    weeks, window = int(options["weeks"]), int(options["window"])
    jobs = _jobs(facts)
    terms = _terms(facts, with_birthdays(jobs))
    rated = held_to_floor(terms, facts.as_of)
    states = _states(facts, jobs, terms, rated)
    enough = rated.filter(rated.enough)
    stretches = history.totals(enough, ["journey_id"], "minutes_week")
    anchors = states.select("journey_id", "anchor")
    runs = runs_of_weeks(stretches.join(anchors, "journey_id"), minutes)
    first = earliest(runs, weeks, window)
    rows = history.journeys_in_periods(facts)
    rows = rows.left_join(states, "journey_id").drop("journey_id_right")
    rows = rows.left_join(first, "journey_id").drop("journey_id_right")
    rows = rows.left_join(_funding(facts), ["journey_id", "period"]).drop("journey_id_right", "period_right")
    rows = rows.mutate(
        reached=rows.anchor + (rows.week + 1) * history.WEEK - 1,
        over=history.greatest(rows.at - rows.anchor + 1, 0) // history.WEEK,
    )
    waiting = rows.anchor.notnull() & (rows.reached.isnull() | (rows.reached > rows.at))
    asked = rows.filter(waiting).select("journey_id", "period", "over")
    stood = standing(runs, asked, weeks, window)
    rows = rows.left_join(stood, ["journey_id", "period"]).drop("journey_id_right", "period_right")
    lost = rows.anchor + (rows.over + rows.spare) * history.WEEK
    rows = rows.mutate(lost=lost)
    return _lined(rows, weeks)


def _lined(rows: ir.Table, weeks: int) -> ir.Table:
    import ibis

    done_in_time = (rows.reached >= rows.period_first) & (rows.reached <= rows.at)
    begun = history.least(*(history.any_of(rows[f"{code}_day"], history.FAR) for code in _STATES))
    line = first_line(
        _OUTCOME,
        ("reached_before", rows.reached < rows.period_first),
        ("outcome_funded", done_in_time & rows.spell_id.notnull()),
        ("outcome", done_in_time),
        ("on_course", rows.reached > rows.at),
        ("no_hours", rows.no_hours_day <= rows.at),
        ("no_pay", rows.no_pay_day <= rows.at),
        ("no_date", rows.no_date_job.notnull()),
        ("at_risk", rows.lost <= rows.last_day),
        ("below_floor", rows.below_floor_day <= rows.at),
        ("too_few", begun <= rows.at),
        ("no_job_yet", True),
    )
    rows = rows.mutate(line=line)
    place = {one.code: number for number, one in enumerate(_OUTCOME)}
    jobs = ("no_hours", "no_pay", "no_date", "below_floor")
    evidence = [(rows.line == place[code], rows[f"{code}_job"]) for code in jobs]
    any_job = history.any_of(rows.known_job, rows.below_floor_job)
    evidence += [
        (rows.line == place["outcome_funded"], rows.spell_id),
        (rows.line == place["too_few"], any_job),
    ]
    on_course, at_risk = (rows.line == place[code] for code in ("on_course", "at_risk"))
    to_come = history.least(rows["rank"] - rows.done.fill_null(0), weeks)
    return judgement(
        rows,
        subject_id=rows.person_id,
        evidence_id=ibis.cases(*evidence, else_=rows.journey_id),
        by_day=ibis.cases((on_course, rows.reached), (at_risk, rows.lost), else_=None),
        lacks=ibis.cases((on_course, to_come), (at_risk, rows.lacks), else_=None),
    )


def job_outcome(facts: Facts, options: Mapping[str, Any]) -> ir.Table:
    """The baseline outcome: 7 hours a week in 13 weeks of 16. `lacks`: weeks."""
    return _judged(facts, options, int(options["minutes"]))


def job_outcome_16(facts: Facts, options: Mapping[str, Any]) -> ir.Table:
    """The same with 16 hours a week. `lacks`: weeks."""
    return _judged(facts, options, int(options["more_minutes"]))


def other_funding(facts: Facts, _options: Mapping[str, Any]) -> ir.Table:
    """People supported in the period for whom other funding is declared."""
    rows = history.journeys_in_periods(facts)
    rows = rows.left_join(_funding(facts), ["journey_id", "period"]).drop("journey_id_right", "period_right")
    return judgement(
        rows,
        subject_id=rows.person_id,
        line=first_line(_FUNDING, ("declared", rows.spell_id.notnull()), ("none_declared", True)),
        evidence_id=history.any_of(rows.spell_id, rows.journey_id),
    )


IPSPC = Rulebook(
    name="ipspc",
    version="2023-12",
    title=N_("IPS in primary care (IPSPC)"),
    in_force_from=date(2022, 8, 8),
    in_force_to=None,
    source="DWP and DHSC: Individual Placement and Support in Primary Care, grant guidance, 18 December 2023",
    author="Cydwaith",
    checker="",
    next_review=date(2027, 11, 1),
    tables=("person", "person_link", "journey", "job", "job_terms", "attribute"),
    measures=(
        Measure(
            "job_outcome", N_("Job outcomes: 7 hours a week"), Of.PERSON, Shape.COUNT, _OUTCOME, job_outcome
        ),
        Measure(
            "job_outcome_16",
            N_("Job outcomes: 16 hours a week"),
            Of.PERSON,
            Shape.COUNT,
            _OUTCOME,
            job_outcome_16,
        ),
        Measure(
            "other_funding",
            N_("People with other funding declared"),
            Of.PERSON,
            Shape.COUNT,
            _FUNDING,
            other_funding,
            good="none",
        ),
    ),
    to_confirm=(
        N_("A week is seven days, counted from the first day of paid work on the journey."),
        N_("Hours count from jobs recorded on the journey, on days on which the journey was open."),
        N_(
            "Hours count where the job's own pay is at or above the wage floor. Self-employed earnings are held against"
            " the same floor."
        ),
        N_("An apprentice is in the first year for 365 days."),
        N_("Somebody counts once a journey, in the period in which the thirteenth week ended."),
        N_("An outcome with other funding declared still counts, and is marked."),
    ),
    options={"weeks": 13, "window": 16, "minutes": SEVEN_HOURS, "more_minutes": SIXTEEN_HOURS},
)
