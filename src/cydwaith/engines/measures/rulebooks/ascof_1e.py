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
from .history import PAID, whole

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
    lacking = ibis.cases((less, SIXTEEN_HOURS - rows.minutes), else_=ibis.null("int64"))
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
    """The cohort with its latest review: `seen_id`, `paid_low`, `paid_high`, `jobs`, `works`, and the hours.

    `paid_low` and `paid_high`: 1 paid work, 0 none, over the answers of that day; null: none is known. `minutes` a
    week: the sum over all paid jobs of that day where each has its hours, else what the review noted; null: not
    known. `sixteen`: 16 hours or more, which the jobs whose hours are known may already reach.
    """
    import ibis

    people = cohort(facts)
    own = tuple(people.columns)
    rows = _latest(facts, people)
    jobs, terms = facts["job"], facts["job_terms"]
    paid = jobs.filter(jobs.kind.isin(PAID)).select("job_id", "person_id", "start_day", "end_day")
    rows = rows.left_join(
        paid, [rows.person_id == paid.person_id, open_on(rows.day, paid.start_day, paid.end_day)]
    ).drop("person_id_right", "start_day", "end_day")
    dated = terms.select("job_id", "from_day", "to_day", "minutes_week")
    rows = rows.left_join(
        dated, [rows.job_id == dated.job_id, open_on(rows.day, dated.from_day, dated.to_day)]
    )
    rows = rows.group_by(*own, *_SEEN).agg(
        jobs=rows.job_id.count(),
        without_hours=whole((rows.job_id.notnull() & rows.minutes_week.isnull()).sum()),
        known=whole(rows.minutes_week.sum()).fill_null(0),
    )
    noted = ibis.cases((rows.minutes_low == rows.minutes_high, rows.minutes_low), else_=ibis.null("int64"))
    rows = rows.mutate(
        works=((rows.paid_low == 1) | (rows.paid_high.isnull() & (rows.jobs > 0))).fill_null(False),
        minutes=((rows.jobs > 0) & (rows.without_hours == 0)).ifelse(rows.known, noted),
    )
    return strata(
        rows.mutate(sixteen=(rows.known >= SIXTEEN_HOURS) | (rows.minutes >= SIXTEEN_HOURS).fill_null(False))
    )


_SEEN = ("day", "seen_id", "paid_low", "paid_high", "minutes_low", "minutes_high")


def _latest(facts: Facts, people: ir.Table) -> ir.Table:
    """Everyone with the latest review or assessment in the period, all answers of its day together; nulls: none."""
    import ibis

    seen = facts["status_observation"]
    seen = seen.filter(seen.source.isin(("review", "assessment")))
    answer = ibis.cases((seen.status.isin(EMPLOYED), 1), (seen.status == "unknown", None), else_=0)
    seen = seen.select("observation_id", "person_id", "day", "minutes_week", paid=answer)
    since = ibis.cases((people.outside == "", people.first_day), else_=ibis.null("int32"))
    asked = people.mutate(since=since)
    found = asked.left_join(
        seen,
        [asked.person_id == seen.person_id, seen.day >= asked.since, seen.day <= asked.at],
    )
    days = found.group_by(*people.columns, "day").agg(
        seen_id=found.observation_id.max(),
        paid_low=found.paid.min(),
        paid_high=found.paid.max(),
        minutes_low=found.minutes_week.min(where=found.paid == 1),
        minutes_high=found.minutes_week.max(where=found.paid == 1),
    )
    order = ibis.window(group_by=(days.period, days.person_id), order_by=days.day.desc())
    ranked = days.mutate(place=ibis.row_number().over(order))
    return ranked.filter(ranked.place == 0).drop("place")


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
