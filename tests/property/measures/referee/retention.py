# SPDX-License-Identifier: AGPL-3.0-or-later
"""Retention in plain Python: the jobs held on one day, and whether they are the employer's of before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from .plain import PAID, History, Row, best, last_known, on, subject, to_day, verdict

LINES = [
    *("same_employer", "other_employer", "employer_not_known", "undated_job", "still_off", "not_in_work"),
    *("not_asked", "not_retention", "not_due"),
]


def adjust(history: dict[str, list[Row]], random: Random) -> None:
    """Jobs around the start of a journey, held or begun soon after; most people at risk or off sick."""
    for journey in history["journey"]:
        if random.random() < 0.6:
            journey["work_at_start"] = random.choice(("at_risk", "off_sick", "off_sick"))
        back = random.choice((None, None, journey["start_day"] + random.choice((0, 10, 100))))
        journey["back_day"] = back
        for job in history["job"]:
            if job["start_day"] is not None and random.random() < 0.5:
                job["start_day"] = journey["start_day"] + random.choice((-400, -1, 0, 1, 50))
                job["end_day"] = random.choice(
                    (None, job["start_day"], job["start_day"] + 120, job["start_day"] + 500)
                )


def _line(history: History, journey: Row, due: int, today: int) -> Row:
    if not journey["work_at_start"]:
        return {"line": "not_asked"}
    if journey["work_at_start"] not in ("at_risk", "off_sick"):
        return {"line": "not_retention"}
    if due > today:
        return {"line": "not_due", "by": due}
    jobs = [one for one in history["job"] if one["kind"] in PAID and one["person_id"] == journey["person_id"]]
    before = [one for one in jobs if on(one, journey["start_day"])]
    employers = {one["employer_id"] for one in before} - {None}
    off = journey["work_at_start"] == "off_sick" and journey["back_day"] is None
    found = set()
    for job in jobs:
        if not on(job, due) or (off and job in before):
            continue
        if job in before or job["employer_id"] in employers:
            found.add("same_employer")
        elif job["employer_id"] is not None and employers:
            found.add("other_employer")
        else:
            found.add("employer_not_known")
    if found:
        return {"line": min(found, key=LINES.index)}
    if any(one["start_day"] is None and (one["end_day"] is None or one["end_day"] >= due) for one in jobs):
        return {"line": "undated_job"}
    return {"line": "still_off" if off else "not_in_work"}


def judge(
    history: History, measure_code: str, periods: Sequence[Any], options: Mapping[str, Any]
) -> list[Row]:
    """What each measure says of one person's history."""
    today = last_known(periods, options["as_of"])
    weeks = int(measure_code.removeprefix("at_"))
    rows = []
    for number, period in enumerate(periods):
        if to_day(period.first) > today:
            continue
        for journey in history["journey"]:
            since = journey["start_day"] if journey["back_day"] is None else journey["back_day"]
            due = since + 7 * weeks
            if not to_day(period.first) <= due <= to_day(period.last):
                continue
            found = _line(history, journey, due, today)
            for stratum in ("", journey["work_at_start"]):
                if stratum in ("", "at_risk", "off_sick"):
                    rows.append(
                        verdict(subject(history, journey["person_id"]), number, stratum=stratum, **found)
                    )
    return best(rows, LINES)
