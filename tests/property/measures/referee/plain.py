# SPDX-License-Identifier: AGPL-3.0-or-later
"""What referees share: plain lists and days, no tables, no windows. They walk day by day where the engines must not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

Row = dict[str, Any]
History = Mapping[str, Sequence[Row]]

EPOCH = date(1970, 1, 1)
PAID = {"employed", "self_employed", "apprenticeship"}


def to_date(day: int) -> date:
    """A day number as a date."""
    return EPOCH + timedelta(days=day)


def to_day(on: date) -> int:
    """A date as a day number."""
    return (on - EPOCH).days


def month(day: int) -> int:
    """The month that a day lies in, as facts number months."""
    on = to_date(day)
    return on.year * 12 + on.month - 1


def age(day: int, born_month: int) -> int:
    """Age on the first of the day's month: turned N in an earlier month."""
    years = 0
    while born_month + 12 * (years + 1) < month(day):
        years += 1
    return years


def on(row: Row, day: int, start: str = "start_day", end: str = "end_day") -> bool:
    """Whether a spell holds a day: its first and last day are in it."""
    return row[start] is not None and row[start] <= day and (row[end] is None or row[end] >= day)


def subject(history: History, person_id: int) -> int:
    """The human behind a record."""
    for link in history.get("person_link", ()):
        if link["person_id"] == person_id:
            return int(link["group_id"])
    return person_id


def terms_on(history: History, job: Row, day: int) -> Row | None:
    """The hours and pay of a job on a day on which it is held."""
    if not on(job, day):
        return None
    for terms in history.get("job_terms", ()):
        if terms["job_id"] == job["job_id"] and on(terms, day, "from_day", "to_day"):
            return terms
    return None


def known_periods(periods: Sequence[Any], as_of: date | None) -> Iterable[tuple[int, int, int]]:
    """Number, first day and last known day of each period that has begun."""
    last_known = to_day(as_of or max(period.last for period in periods))
    for number, period in enumerate(periods):
        if to_day(period.first) <= last_known:
            yield number, to_day(period.first), min(to_day(period.last), last_known)


def last_known(periods: Sequence[Any], as_of: date | None) -> int:
    """The last day that is known."""
    return to_day(as_of or max(period.last for period in periods))


def verdict(who: int, period: int, line: str, stratum: str = "", **more: Any) -> Row:
    """One row of what a referee says."""
    return {
        "subject": who,
        "period": period,
        "part": 0,
        "stratum": stratum,
        "line": line,
        "by": more.get("by"),
        "lacks": more.get("lacks"),
    }


def best(rows: Iterable[Row], order: Sequence[str]) -> list[Row]:
    """Of rows on the same subject the one whose line comes first; of equal ones the soonest."""
    kept: dict[tuple[Any, ...], Row] = {}

    def rank(row: Row) -> tuple[Any, ...]:
        by, lacks = row["by"], row["lacks"]
        return (order.index(row["line"]), by is None, by or 0, lacks is None, lacks or 0)

    for row in rows:
        key = (row["subject"], row["period"], row["stratum"], row["part"])
        if key not in kept or rank(row) < rank(kept[key]):
            kept[key] = row
    return sorted(kept.values(), key=lambda row: (row["subject"], row["period"], row["stratum"]))
