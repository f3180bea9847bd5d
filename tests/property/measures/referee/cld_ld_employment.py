# SPDX-License-Identifier: AGPL-3.0-or-later
"""Paid work from Client Level Data in plain Python: the values of the latest day on which any is known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from . import ascof_1e
from .plain import History, Row, known_periods, month, to_day, verdict

OTHERS = {"seeking": "seeking", "volunteering": "voluntary"}
COUNTED = {"paid_16", "paid_under_16", "paid_hours_unknown"}
VALUES = ascof_1e.VALUES


def _value(row: Row) -> str:
    """The value of Employment_Status that an observation is."""
    if row["status"] not in ("employed", "self_employed"):
        return OTHERS.get(row["status"], "not_seeking")
    if row["minutes_week"] is None:
        return "paid_hours_unknown"
    return "paid_16" if row["minutes_week"] >= 960 else "paid_under_16"


def _latest(history: History, day: int) -> str:
    known = [one for one in history["status_observation"] if one["status"] != "unknown" and one["day"] <= day]
    values = {_value(one) for one in known if one["day"] == max(each["day"] for each in known)}
    if len(values) > 1:
        return "two_values"
    return values.pop() if values else "no_status"


def judge(
    history: History, measure_code: str, periods: Sequence[Any], options: Mapping[str, Any]
) -> list[Row]:
    """The verdicts of one person: a row for each period that has begun, and each stratum."""
    rows = []
    (person,) = history["person"]
    for number, first, last in known_periods(periods, options.get("as_of")):
        end = to_day(periods[number].last)
        line, by = ascof_1e.left_out(history, person, first, last, month(end)), None
        if line is None:
            continue
        if line == "":
            line = _latest(history, last)
            by = end if last < end and line not in COUNTED else None
        for stratum in ["", *({person["gender"]} & {"male", "female"})]:
            rows.append(verdict(person["person_id"], number, line, stratum, by=by))
    return rows


def adjust(history: dict[str, list[Row]], random: Random) -> None:
    """As for ASCOF 1E: what rare lines need."""
    ascof_1e.adjust({"job": [], "job_terms": [], **history}, random)
