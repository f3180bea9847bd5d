# SPDX-License-Identifier: AGPL-3.0-or-later
"""ASCOF 1F, 2013-14 to 2022-23: adults in contact with mental-health services who are in paid work.

Source: NHS England mental-health statistics code (MIT). Each month: people aged 18 to 69 at its end who then have an
open adult mental-health referral and an open spell under the care programme approach. Counted: the latest employment
status known, dated within the twelve months ending with the month, is employed. What ends on the last day of a month is
not open at its end.

A year is the unweighted mean of the monthly outcomes of a council, rounded to one decimal (half away from zero) and
then cut to a whole per cent: 8.94 becomes 8 and 8.97 becomes 9. A region is the unweighted mean over its
council-months, not total over total. `suppressed` says where the source prints `[c]` instead.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from .ascof import EMPLOYED, followed, of_age, year_begins
from .base import N_, Facts, Line, Measure, Of, Rulebook, Shape, Verdict, first_line, judgement
from .history import FAR, greatest, least

if TYPE_CHECKING:
    import ibis.expr.types as ir

YOUNGEST, OLDEST = 18, 69
_STATUS = "status_observation"
_LINES = (
    Line(
        "employed",
        Verdict.COUNTED,
        N_("The latest employment status of the last twelve months says employed."),
        _STATUS,
    ),
    Line(
        "not_employed",
        Verdict.NOT_YET,
        N_("The latest employment status of the last twelve months says not employed."),
        _STATUS,
    ),
    Line(
        "status_old",
        Verdict.INCOMPLETE,
        N_("The latest employment status known is more than twelve months old."),
        _STATUS,
        cohort=True,
    ),
    Line(
        "no_status",
        Verdict.INCOMPLETE,
        N_("No employment status has been recorded by the end of the month."),
        "care_programme",
        cohort=True,
    ),
    Line(
        "no_birth",
        Verdict.INCOMPLETE,
        N_("No month of birth is recorded, so the age is not known."),
        "person",
    ),
    Line("age", Verdict.EXCLUDED, N_("Under 18 or over 69 at the end of the month."), "person"),
)


def paid_work(facts: Facts, _options: Mapping[str, Any]) -> ir.Table:
    """A row for each month at whose end both spells are open, with the latest status known then."""
    import ibis

    rows, known = _cohort(facts), _statuses(facts)
    rows = rows.left_join(
        known,
        [rows.person_id == known.person_id, known.day <= rows.month_end, known.next_day > rows.month_end],
    ).drop("person_id_right")
    aged = of_age(rows.month, rows.born_month, YOUNGEST, OLDEST)
    evidence = ibis.cases(
        (rows.born_month.isnull() | ~aged, rows.person_id),
        (rows.day.isnull(), rows.care_id),
        else_=rows.observation_id,
    )
    return judgement(
        rows,
        part=rows.month,
        subject_id=rows.person_id,
        line=first_line(
            _LINES,
            ("no_birth", rows.born_month.isnull()),
            ("age", ~aged),
            ("no_status", rows.day.isnull()),
            ("status_old", rows.day < rows.since),
            ("employed", rows.paid == 1),
            ("not_employed", True),
        ),
        evidence_id=evidence,
    )


def _cohort(facts: Facts) -> ir.Table:
    """People by month at whose end a referral and a care programme are both open, one row each.

    The two are laid over each other before any month is made: a stretch is begun by either and lasts until the next
    of either begins or the longest open one ends, so that a month's end lies in one stretch of a person at most.
    """
    referral = facts["referral"].filter(facts["referral"].team == "mental_health")
    referred = followed(referral.select("referral_id", "person_id", "start_day", "end_day"), "referral_id")
    cared = followed(facts["care_programme"])
    both = cared.join(
        referred.select("person_id", **{f"{each}_2": referred[each] for each in _STRETCH}), "person_id"
    )
    both = both.select(
        "person_id",
        care_id=both.reach_row,
        begun=greatest(both.start_day, both.start_day_2),
        ended=least(both.next_day, both.next_day_2, both.reach, both.reach_2),
    )
    both = both.filter(both.begun < both.ended)
    people = facts["person"].select("person_id", "partner", "area", "born_month")
    both = both.join(people, "person_id")
    months = _month_ends(facts)
    return both.join(months, [both.begun <= months.month_end, both.ended > months.month_end])


_STRETCH = ("start_day", "next_day", "reach")


def _month_ends(facts: Facts) -> ir.Table:
    """The months that end in a period and by the last day known: `month`, `month_end`, `since` (a year before)."""
    months = facts.months.select("period", "month", month_end=facts.months.last_day)
    both = months.join(facts.periods.select("period", "last_day"), "period")
    ended = both.filter(both.month_end <= both.last_day, both.month_end <= facts.as_of).drop("last_day")
    return ended.mutate(since=year_begins(ended.month, ended.month_end))


def _statuses(facts: Facts) -> ir.Table:
    """Known statuses as they follow one another: `day`, `next_day` (FAR: none), `paid` 1 if any of the day is paid."""
    import ibis

    seen = facts["status_observation"]
    seen = seen.filter(seen.status != "unknown")
    days = seen.group_by("person_id", "day").agg(
        paid=seen.status.isin(EMPLOYED).ifelse(1, 0).max(), observation_id=seen.observation_id.max()
    )
    order = ibis.window(group_by=days.person_id, order_by=days.day)
    return days.mutate(next_day=days.day.lead().over(order).fill_null(FAR))


def suppressed(numerator: int, months: int) -> bool:
    """Whether the source prints `[c]` for a council's year: its mean monthly numerator is under 5/12.

    `numerator`: summed over the months; `months`: how many they are. Over the twelve months of a year: under five.
    """
    return 12 * numerator < 5 * months


ASCOF_1F = Rulebook(
    name="ascof-1f",
    version="1",
    title=N_("Adults in contact with mental-health services in paid work (ASCOF 1F)"),
    in_force_from=date(2013, 4, 1),
    in_force_to=date(2023, 3, 31),
    source="NHS England, mental-health statistics code (MIT)",
    author="Cydwaith",
    checker="",
    next_review=date(2027, 4, 1),
    tables=("person", "person_link", "referral", "care_programme", "status_observation"),
    measures=(
        Measure(
            "paid_work",
            N_("In paid work"),
            Of.PERSON,
            Shape.MEAN,
            _LINES,
            paid_work,
            unit="per_cent",
            cut=True,
        ),
    ),
    to_confirm=(
        N_("Employed and self-employed are both counted as employed."),
        N_("A status that is not known is passed over for the latest one that is."),
        N_("Of two different statuses of one day, the one in work counts."),
        N_("A month whose end lies after the period, or has not come yet, is no part of the mean."),
    ),
)
