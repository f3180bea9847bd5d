# SPDX-License-Identifier: AGPL-3.0-or-later
"""ASCOF 1E, 2014-15 to 2023-24: adults with a learning disability in paid work.

Source: SALT LTS004 guidance 2021-22. In the cohort: aged 18 to 64 at the end of the year, most recent primary support
reason *learning disability support*, long-term support in the year, neither in prison nor detained under the Mental
Health Act. Counted: in paid work, employed or self-employed, at the latest review or assessment in the year. Bands of
under 16 hours and of 16 hours or more go by the sum over all paid jobs on that day. Total, male and female; other
genders stand in the total alone.

Work at a review is what the review noted. Where it noted nothing, the jobs recorded for that day tell it; where the two
contradict each other the person stands in the cohort, is not counted, and is listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from .ascof import EMPLOYED, OUTSIDE, OUTSIDE_ORDER, SIXTEEN_HOURS, cohort, open_on, strata
from .base import N_, Facts, Line, Measure, Of, Rulebook, Shape, Verdict, first_line, judgement
from .history import FAR, PAID, whole

if TYPE_CHECKING:
    import ibis.expr.types as ir

_STATUS = "status_observation"
_AT_REVIEW: tuple[Line, ...] = (
    Line(
        "not_in_work",
        Verdict.NOT_YET,
        N_("Not in paid work at the latest review or assessment in the year."),
        _STATUS,
    ),
    Line(
        "job_against_status",
        Verdict.INCOMPLETE,
        N_("The latest review says no paid work, but a paid job is recorded for that day."),
        _STATUS,
        cohort=True,
    ),
    Line(
        "two_answers",
        Verdict.INCOMPLETE,
        N_("Two different answers about paid work are recorded for the day of the latest review."),
        _STATUS,
        cohort=True,
    ),
    Line(
        "not_known",
        Verdict.INCOMPLETE,
        N_("At the latest review in the year nobody noted whether the person works."),
        _STATUS,
        cohort=True,
    ),
    Line(
        "no_review",
        Verdict.INCOMPLETE,
        N_("No review or assessment with a work status is recorded in the year."),
        "long_term_support",
        cohort=True,
    ),
)
_ASKED = ("no_review", "two_answers", "job_against_status", "not_known", "not_in_work")
_IN_WORK = (
    Line(
        "in_work",
        Verdict.COUNTED,
        N_("In paid work at the latest review or assessment in the year."),
        _STATUS,
    ),
    *_AT_REVIEW,
    *OUTSIDE,
)
_NO_HOURS = Line(
    "hours_not_known",
    Verdict.INCOMPLETE,
    N_("In paid work at the latest review, but the hours a week are not recorded."),
    _STATUS,
    cohort=True,
)
_UNDER = (
    Line(
        "under_16",
        Verdict.COUNTED,
        N_("In paid work for under 16 hours a week at the latest review."),
        _STATUS,
    ),
    Line(
        "sixteen_or_more",
        Verdict.NOT_YET,
        N_("In paid work for 16 hours a week or more: the other band."),
        _STATUS,
    ),
    _NO_HOURS,
    *_AT_REVIEW,
    *OUTSIDE,
)
_SIXTEEN = (
    Line(
        "sixteen_or_more",
        Verdict.COUNTED,
        N_("In paid work for 16 hours a week or more at the latest review."),
        _STATUS,
    ),
    Line("under_16", Verdict.NOT_YET, N_("In paid work for under 16 hours a week: the other band."), _STATUS),
    _NO_HOURS,
    *_AT_REVIEW,
    *OUTSIDE,
)


def paid_work(facts: Facts, _options: Mapping[str, Any]) -> ir.Table:
    """People in paid work at their latest review."""
    rows = _reviewed(facts)
    return _judged(rows, _IN_WORK, ("in_work", rows.works))


def under_sixteen(facts: Facts, _options: Mapping[str, Any]) -> ir.Table:
    """People in paid work for under 16 hours a week."""
    return _banded(_reviewed(facts), _UNDER)


def sixteen_or_more(facts: Facts, _options: Mapping[str, Any]) -> ir.Table:
    """People in paid work for 16 hours a week or more; `lacks` is the minutes to it for those who work less."""
    return _banded(_reviewed(facts), _SIXTEEN)


def _banded(rows: ir.Table, lines: tuple[Line, ...]) -> ir.Table:
    import ibis

    less = rows.works & ~rows.sixteen & rows.minutes.notnull()
    lacking = ibis.cases(
        (less & (rows.outside == ""), SIXTEEN_HOURS - rows.minutes), else_=ibis.null("int64")
    )
    return _judged(
        rows.mutate(lacks=lacking) if lines is _SIXTEEN else rows,
        lines,
        ("sixteen_or_more", rows.sixteen),
        ("under_16", less),
        ("hours_not_known", True),
    )


def _judged(rows: ir.Table, lines: tuple[Line, ...], *working: tuple[str, Any]) -> ir.Table:
    """Rows of `_reviewed` judged: left out, then nothing known, then work as the measure asks of it.

    `by_day`: while the year lasts, its last day, by which a review may still say otherwise.
    """
    import ibis

    asked = {
        "no_review": rows.seen_id.isnull(),
        "two_answers": rows.paid_low != rows.paid_high,
        "job_against_status": (rows.paid_high == 0) & (rows.jobs > 0),
        "not_known": ~rows.works & rows.paid_high.isnull(),
        "not_in_work": rows.paid_high == 0,
    }
    *first, (rest, _) = working
    outside = [(code, rows.outside == code) for code in OUTSIDE_ORDER]
    unknown = [(code, asked[code]) for code in _ASKED]
    evidence = ibis.cases(
        (rows.outside != "", rows.outside_id), (rows.seen_id.isnull(), rows.support_id), else_=rows.seen_id
    )
    line = first_line(lines, *outside, *unknown, *first, (rest, True))
    waits = (line != 0) & (rows.outside == "") & (rows.at < rows.last_day)
    return judgement(
        rows,
        subject_id=rows.person_id,
        line=line,
        evidence_id=evidence,
        by_day=ibis.cases((waits, rows.last_day), else_=ibis.null("int32")),
    )


def _reviewed(facts: Facts) -> ir.Table:
    """The cohort, for each stratum, with the latest review or assessment in the period; nulls: there is none."""
    people, reviews = cohort(facts), _reviews(facts)
    rows = people.left_join(
        reviews,
        [
            people.person_id == reviews.person_id,
            reviews.day <= people.at,
            reviews.next_day > people.at,
            reviews.day >= people.first_day,
        ],
    )
    return strata(rows.drop("person_id_right", "next_day"))


def _reviews(facts: Facts) -> ir.Table:
    """Days with a review or assessment as they follow, of people with long-term support, and the work of each.

    `day`, `next_day` (FAR: none), `seen_id`, and of that day: `paid_low` and `paid_high`, 1 paid work, 0 none, over its
    answers, null where none is known; `jobs`: how many paid jobs are recorded; `works`; `minutes` a week: the sum over
    all these jobs where each has its hours, else what the review noted, null where not known; `sixteen`: 16 hours or
    more, which the jobs whose hours are known may already reach.
    """
    import ibis

    days = _answers(facts)
    order = ibis.window(group_by=days.person_id, order_by=days.day)
    days = days.mutate(next_day=days.day.lead().over(order).fill_null(FAR))
    hours = _hours(facts, days)
    rows = days.left_join(hours, ["person_id", "day"]).drop("person_id_right", "day_right")
    rows = rows.mutate(jobs=rows.jobs.fill_null(0), known=rows.known.fill_null(0))
    whole_known = (rows.jobs > 0) & (rows.without_hours == 0)
    noted = ibis.cases((rows.minutes_low == rows.minutes_high, rows.minutes_low), else_=ibis.null("int64"))
    rows = rows.mutate(
        works=((rows.paid_low == 1) | (rows.paid_high.isnull() & (rows.jobs > 0))).fill_null(False),
        minutes=whole_known.fill_null(False).ifelse(rows.known, noted),
    )
    sixteen = (rows.known >= SIXTEEN_HOURS) | (rows.minutes >= SIXTEEN_HOURS).fill_null(False)
    return rows.select(
        *("person_id", "day", "next_day", "seen_id", "paid_low", "paid_high", "jobs", "works", "minutes"),
        sixteen=sixteen,
    )


def _answers(facts: Facts) -> ir.Table:
    """The answers of each day with a review or assessment, together."""
    import ibis

    seen = facts["status_observation"]
    seen = seen.filter(seen.source.isin(("review", "assessment")))
    seen = seen.semi_join(facts["long_term_support"], "person_id")
    answer = ibis.cases((seen.status.isin(EMPLOYED), 1), (seen.status == "unknown", None), else_=0)
    seen = seen.select("observation_id", "person_id", "day", "minutes_week", paid=answer)
    return seen.group_by("person_id", "day").agg(
        seen_id=seen.observation_id.max(),
        paid_low=seen.paid.min(),
        paid_high=seen.paid.max(),
        minutes_low=seen.minutes_week.min(where=seen.paid == 1),
        minutes_high=seen.minutes_week.max(where=seen.paid == 1),
    )


def _hours(facts: Facts, days: ir.Table) -> ir.Table:
    """The paid jobs recorded for each of these days: `jobs`, `without_hours`, `known` minutes a week."""
    jobs, terms = facts["job"], facts["job_terms"]
    paid = jobs.filter(jobs.kind.isin(PAID)).select("job_id", "person_id", "start_day", "end_day")
    asked = days.select("person_id", "day")
    held = asked.join(
        paid, [asked.person_id == paid.person_id, open_on(asked.day, paid.start_day, paid.end_day)]
    ).select("person_id", "day", "job_id")
    dated = terms.select("job_id", "from_day", "to_day", "minutes_week")
    found = held.left_join(
        dated, [held.job_id == dated.job_id, open_on(held.day, dated.from_day, dated.to_day)]
    )
    return found.group_by("person_id", "day").agg(
        jobs=found.count(),
        without_hours=whole(found.minutes_week.isnull().sum()),
        known=whole(found.minutes_week.sum()),
    )


ASCOF_1E = Rulebook(
    name="ascof-1e",
    version="1",
    title=N_("Adults with a learning disability in paid work (ASCOF 1E)"),
    in_force_from=date(2014, 4, 1),
    in_force_to=date(2024, 3, 31),
    source="NHS Digital, SALT LTS004 guidance 2021-22",
    author="Cydwaith",
    checker="",
    next_review=date(2027, 4, 1),
    tables=(
        "person",
        "person_link",
        "support_reason",
        "long_term_support",
        "setting",
        "status_observation",
        "job",
        "job_terms",
    ),
    measures=(
        Measure(
            "paid_work",
            N_("In paid work"),
            Of.PERSON,
            Shape.RATE,
            _IN_WORK,
            paid_work,
            unit="per_cent",
            strata=True,
        ),
        Measure(
            "under_16_hours",
            N_("In paid work for under 16 hours a week"),
            Of.PERSON,
            Shape.RATE,
            _UNDER,
            under_sixteen,
            good="none",
            unit="per_cent",
            strata=True,
        ),
        Measure(
            "16_hours_or_more",
            N_("In paid work for 16 hours a week or more"),
            Of.PERSON,
            Shape.RATE,
            _SIXTEEN,
            sixteen_or_more,
            unit="per_cent",
            strata=True,
        ),
    ),
    to_confirm=(
        N_("Age is that at the end of the last month of the year."),
        N_(
            "Employed and self-employed count as paid work, and so does an apprenticeship."
            " A supported internship, a traineeship, a work trial and volunteering do not."
        ),
        N_("Left out: who was in prison or detained on the last day of long-term support in the year."),
        N_("Who had no review in the year stands in the denominator and is not counted as in work."),
        N_(
            "Hours are those of the jobs recorded for the day of the review."
            " Where these are not complete, they are the hours that the review noted."
        ),
        N_("A support reason that is not known or not said does not replace the one before."),
    ),
)
