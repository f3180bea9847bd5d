# SPDX-License-Identifier: AGPL-3.0-or-later

"""The whole numbers that fidelity items are made of, counted over the rows that the rulebook `ips-fidelity` judges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .engine import Engine
from .periods import Period
from .rulebooks.ips_fidelity import IPS_FIDELITY
from .run import options_of

_ROWS = "SELECT j.period, j.programme, {what} FROM ({judged}) AS j {joined} GROUP BY j.period, j.programme"
_LINE = "sum(CASE WHEN j.line = 0 THEN {amount} ELSE 0 END)"
_COUNTED: dict[str, tuple[str, dict[str, str]]] = {
    # measure -> what is joined to its rows; name of the number -> SQL
    "caseload": ("", {"held": "count(DISTINCT CASE WHEN j.line = 0 THEN j.subject_id END)"}),
    "employer_contact": ("", {"employers_met": _LINE.format(amount="1")}),
    "job_types": (
        "JOIN job AS b ON b.job_id = j.evidence_id",
        {"types": "count(DISTINCT b.soc)", "jobs_with_type": "count(b.soc)"},
    ),
    "employers": (
        "JOIN job AS b ON b.job_id = j.evidence_id",
        {"employers": "count(DISTINCT b.employer_id)", "jobs_with_employer": "count(b.employer_id)"},
    ),
    "competitive_jobs": ("", {"ordinary": _LINE.format(amount="1"), "work": "count(*)"}),
    "community_contact": (
        "JOIN contact AS c ON c.contact_id = j.evidence_id",
        {
            "community_minutes": _LINE.format(amount="c.minutes"),
            "minutes": "sum(CASE WHEN j.line <= 1 THEN c.minutes ELSE 0 END)",
        },
    ),
    "follow_along": (
        "",
        {
            "followed": "count(DISTINCT CASE WHEN j.line = 0 THEN j.subject_id END)",
            "in_work": "count(DISTINCT j.subject_id)",
        },
    ),
    "outreach": ("", {"tried_again": _LINE.format(amount="1"), "missed": "count(*)"}),
}
_STAFF = (
    "SELECT d.period, d.programme, count(*), sum(d.hours_share), count(*) - count(d.hours_share) FROM ("
    "SELECT DISTINCT j.period, j.programme, a.staff_id, s.hours_share FROM ({judged}) AS j"
    " JOIN staff_assignment AS a ON a.assignment_id = j.evidence_id"
    " LEFT JOIN staff AS s ON s.staff_id = a.staff_id WHERE j.line = 0) AS d GROUP BY d.period, d.programme"
)
_DAYS = (
    "SELECT j.period, j.programme, CASE WHEN j.line <= 1 THEN c.day - g.start_day END AS days, count(*)"
    " FROM ({judged}) AS j JOIN journey AS g ON g.journey_id = j.subject_id"
    " LEFT JOIN contact AS c ON c.contact_id = j.evidence_id AND j.line <= 1"
    " GROUP BY j.period, j.programme, CASE WHEN j.line <= 1 THEN c.day - g.start_day END"
)
NAMES = (
    *(name for _, numbers in _COUNTED.values() for name in numbers),
    *("staff", "hours_share", "staff_without_hours", "days", "begun", "waiting"),
)
"""Every number that a programme and period has, 0 where nothing was counted."""


@dataclass
class Counts:
    """Of one programme and period: whole numbers by name (`NAMES`), and the days until an employer was met."""

    numbers: dict[str, int] = field(default_factory=lambda: dict.fromkeys(NAMES, 0))
    days: list[int | None] = field(default_factory=list)


def count(
    engine: Engine, periods: Sequence[Period], *, as_of: date, options: Mapping[str, Any] | None = None
) -> dict[tuple[Period, str], Counts]:
    """Period and programme -> counts, for every programme with rows in one. Raises `OptionError`."""
    chosen = options_of(IPS_FIDELITY, options)
    engine.ask_for(periods)
    sql = {measure.code: engine.judged(measure, chosen, as_of) for measure in IPS_FIDELITY.measures}
    found: dict[tuple[int, str], Counts] = {}

    def of(period: int, programme: str) -> Counts:
        return found.setdefault((period, programme), Counts())

    for code, (joined, numbers) in _COUNTED.items():
        statement = _ROWS.format(what=", ".join(numbers.values()), judged=sql[code], joined=joined)
        for period, programme, *values in engine.rows(statement):
            of(period, programme).numbers |= dict(zip(numbers, map(_whole, values), strict=True))
    for period, programme, *values in engine.rows(_STAFF.format(judged=sql["caseload"])):
        names = ("staff", "hours_share", "staff_without_hours")
        of(period, programme).numbers |= dict(zip(names, map(_whole, values), strict=True))
    for period, programme, days, many in engine.rows(_DAYS.format(judged=sql["rapid_job_search"])):
        counts = of(period, programme)
        counts.days += [None if days is None else int(days)] * many
        counts.numbers["begun"] += many
        counts.numbers["waiting"] += many if days is None else 0
    for (period, _), counts in found.items():
        last = min(periods[period].last, as_of)
        counts.numbers["days"] = (last - periods[period].first).days + 1
    return {(periods[period], programme): counts for (period, programme), counts in sorted(found.items())}


def _whole(value: Any) -> int:
    return 0 if value is None else int(value)
