# SPDX-License-Identifier: AGPL-3.0-or-later
"""ASCOF 1F in plain Python: the last day of each month is looked at by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from .plain import History, Row, last_known, month, to_day, verdict

EMPLOYED = {"employed", "self_employed"}


def _month_ends(first: date, last: date) -> list[date]:
    """The last days of months that lie between two days."""
    day, found = first, []
    while day <= last:
        if (day + timedelta(days=1)).day == 1:
            found.append(day)
        day += timedelta(days=1)
    return found


def _still_open(row: Row, day: int) -> bool:
    """Begun by the end of a day, and not ended by then."""
    return row["start_day"] <= day and (row["end_day"] is None or row["end_day"] > day)


def _year_before(end: date) -> date:
    """The first of the month that follows the same month a year ago."""
    following = end + timedelta(days=1)
    return date(following.year - 1, following.month, 1)


def _line(history: History, born_month: int | None, end: date) -> str:
    day = to_day(end)
    if born_month is None:
        return "no_birth"
    if not 18 <= (month(day) - born_month) // 12 <= 69:
        return "age"
    known = [one for one in history["status_observation"] if one["day"] <= day and one["status"] != "unknown"]
    if not known:
        return "no_status"
    newest = max(one["day"] for one in known)
    if newest < to_day(_year_before(end)):
        return "status_old"
    said = {one["status"] for one in known if one["day"] == newest}
    return "employed" if said & EMPLOYED else "not_employed"


def judge(
    history: History, measure_code: str, periods: Sequence[Any], options: Mapping[str, Any]
) -> list[Row]:
    """The verdicts of one person: a row for each month at whose end both spells are open."""
    (person,) = history["person"]
    known = last_known(periods, options.get("as_of"))
    rows = []
    for number, period in enumerate(periods):
        for end in _month_ends(period.first, period.last):
            day = to_day(end)
            referred = any(
                one["team"] == "mental_health" and _still_open(one, day) for one in history["referral"]
            )
            cared = any(_still_open(one, day) for one in history["care_programme"])
            if day <= known and referred and cared:
                row = verdict(person["person_id"], number, _line(history, person["born_month"], end))
                rows.append({**row, "part": month(day)})
    return rows


VALUES = {
    ("referral", "team"): ("mental_health", "mental_health", "mental_health", "ips"),
    ("person", "born_month"): (
        *(month(to_day(date(2018, each, 1))) - 12 * age for age in (18, 70) for each in (5, 6, 7)),
        *[month(to_day(date(1985, 6, 1)))] * 12,
        None,
    ),
}


def adjust(history: dict[str, list[Row]], random: Random) -> None:
    """Statuses that are about twelve months old at the end of one of the months."""
    for row in history["status_observation"]:
        if random.random() < 0.4:
            start = date(random.choice((2017, 2018)), random.randint(1, 12), 1)
            row["day"] = to_day(start) + random.choice((-1, 0, 1))
