# SPDX-License-Identifier: AGPL-3.0-or-later
"""Adults with a learning disability in paid work, from Client Level Data: 2024-25 on.

Source: DHSC Client Level Data SQL (MIT). The cohort is that of ASCOF 1E. Work is the latest known Employment_Status of
each person in each council, however long ago and on whatever occasion it was noted. Three of its values are paid: 16
hours or more, under 16 hours, hours not known. Different values on the same latest day are Unknown. A person counts in
each council that supports them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from .ascof import EMPLOYED, OUTSIDE, OUTSIDE_ORDER, SIXTEEN_HOURS, cohort, strata
from .base import N_, Facts, Line, Measure, Of, Rulebook, Shape, Verdict, first_line, judgement
from .history import FAR

if TYPE_CHECKING:
    import ibis.expr.types as ir

_STATUS = "status_observation"
_LINES = (
    Line("paid_16", Verdict.COUNTED, N_("Latest status: paid, 16 or more hours a week."), _STATUS),
    Line("paid_under_16", Verdict.COUNTED, N_("Latest status: paid, less than 16 hours a week."), _STATUS),
    Line("paid_hours_unknown", Verdict.COUNTED, N_("Latest status: paid, hours a week unknown."), _STATUS),
    Line("seeking", Verdict.NOT_YET, N_("Latest status: not in paid work, seeking work."), _STATUS),
    Line("voluntary", Verdict.NOT_YET, N_("Latest status: not in paid work, voluntary work only."), _STATUS),
    Line(
        "not_seeking",
        Verdict.NOT_YET,
        N_("Latest status: not in paid work, not actively seeking work or retired."),
        _STATUS,
    ),
    Line(
        "two_values",
        Verdict.INCOMPLETE,
        N_("The latest day has two different statuses, so the status is unknown."),
        _STATUS,
        cohort=True,
    ),
    Line(
        "no_status",
        Verdict.INCOMPLETE,
        N_("No known employment status is recorded."),
        "long_term_support",
        cohort=True,
    ),
    *OUTSIDE,
)
_VALUES = ("paid_16", "paid_under_16", "paid_hours_unknown", "seeking", "voluntary", "not_seeking")
"""Values of Employment_Status, by the number that stands for them here, 0 first."""


def paid_work(facts: Facts, _options: Mapping[str, Any]) -> ir.Table:
    """People by their latest known status, by the end of each period."""
    import ibis

    people, known = cohort(facts), _statuses(facts)
    rows = people.left_join(
        known, [people.person_id == known.person_id, known.day <= people.at, known.next_day > people.at]
    ).drop("person_id_right")
    rows = strata(rows)
    unclear = (rows.low != rows.high).fill_null(False)
    paid = (~unclear & (rows.low <= _VALUES.index("paid_hours_unknown"))).fill_null(False)
    evidence = ibis.cases(
        (rows.outside != "", rows.outside_id), (rows.day.isnull(), rows.support_id), else_=rows.observation_id
    )
    waits = (rows.outside == "") & ~paid & (rows.at < rows.last_day)
    return judgement(
        rows,
        subject_id=rows.person_id,
        line=first_line(
            _LINES,
            *((code, rows.outside == code) for code in OUTSIDE_ORDER),
            ("two_values", unclear),
            *((code, rows.low == number) for number, code in enumerate(_VALUES)),
            ("no_status", True),
        ),
        evidence_id=evidence,
        by_day=ibis.cases((waits, rows.last_day), else_=ibis.null("int32")),
    )


def _statuses(facts: Facts) -> ir.Table:
    """Known statuses of people with long-term support as they follow.

    `day`, `next_day` (FAR: none), `low` and `high` of the values of the day.
    """
    import ibis

    seen = facts["status_observation"]
    seen = seen.filter(seen.status != "unknown").semi_join(facts["long_term_support"], "person_id")
    paid = seen.status.isin(EMPLOYED)
    value = ibis.cases(
        (paid & seen.minutes_week.isnull(), _VALUES.index("paid_hours_unknown")),
        (paid & (seen.minutes_week >= SIXTEEN_HOURS), _VALUES.index("paid_16")),
        (paid, _VALUES.index("paid_under_16")),
        (seen.status == "seeking", _VALUES.index("seeking")),
        (seen.status == "volunteering", _VALUES.index("voluntary")),
        else_=_VALUES.index("not_seeking"),
    )
    days = seen.group_by("person_id", "day").agg(
        low=value.min(), high=value.max(), observation_id=seen.observation_id.max()
    )
    order = ibis.window(group_by=days.person_id, order_by=days.day)
    return days.mutate(next_day=days.day.lead().over(order).fill_null(FAR))


CLD_LD_EMPLOYMENT = Rulebook(
    name="cld-ld-employment",
    version="1",
    title=N_("Adults with a learning disability in paid work (Client Level Data)"),
    in_force_from=date(2024, 4, 1),
    in_force_to=None,
    source="DHSC, Client Level Data SQL (MIT)",
    author="Cydwaith",
    checker="",
    next_review=date(2027, 4, 1),
    tables=("person", "person_link", "support_reason", "long_term_support", "setting", "status_observation"),
    measures=(
        Measure(
            "paid_work",
            N_("In paid work"),
            Of.RECORD,
            Shape.RATE,
            _LINES,
            paid_work,
            unit="per_cent",
            strata=True,
        ),
    ),
    to_confirm=(
        N_("Age is that at the end of the last month of the year."),
        N_("Left out: who was in prison or detained on the last day of long-term support in the year."),
        N_("Employed and self-employed are both paid."),
        N_(
            "Learning, long-term sick, caring and retired stand under not actively seeking work,"
            " as this return has no value of their own for them."
        ),
        N_("A support reason that is not known or not said does not replace the one before."),
    ),
)
