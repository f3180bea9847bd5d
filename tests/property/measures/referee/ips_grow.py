# SPDX-License-Identifier: AGPL-3.0-or-later
"""IPS Grow in plain Python: each job is walked through day by day until four hours were worked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from .plain import PAID, History, Row, best, known_periods, last_known, on, subject, terms_on, verdict

PEOPLE = [
    *("first_start", "under_hours", "no_date", "no_hours", "ended_short", "not_paid", "no_job_yet"),
    *("counted_before", "not_asked", "in_work_at_start"),
]
STARTS = [
    *("started", "under_hours", "no_date", "no_hours", "ended_short", "not_paid", "outside", "no_journey"),
]
CASELOAD = ["retention", "not_retention", "not_asked"]
HORIZON = 3000  # days looked ahead for the fourth hour


def _four_hours(history: History, job: Row, options: Mapping[str, Any], today: int) -> Row:
    """When the hours are complete, sevenths of minutes worked by today, and whether a day's hours are unknown."""
    done, reached, by_today, unknown = 0, None, 0, False
    day = job["start_day"]
    while day <= today + HORIZON and on(job, day):
        terms = terms_on(history, job, day)
        if terms is None or terms["minutes_week"] is None:
            unknown = unknown or day <= today
        else:
            done += terms["minutes_week"]
            if reached is None and done >= options["minutes"] * 7:
                reached = day
        if day <= today:
            by_today = done
        day += 1
    return {"reached": reached, "done": by_today, "unknown": unknown}


def _state(
    history: History, job: Row, journey: Row | None, options: Mapping[str, Any], today: int
) -> Row | None:
    paid = job["kind"] in PAID
    if journey is None:
        return {"state": "no_journey"} if paid or job["start_day"] is not None else None
    if job["start_day"] is None:
        return {"state": "no_date"} if paid else None
    if job["start_day"] > today:
        return None
    if not on(journey, job["start_day"]):
        return {"state": "outside"} if paid else None
    if not paid:
        return {"state": "not_paid"}
    found = _four_hours(history, job, options, today)
    if found["reached"] is not None and found["reached"] <= today:
        return {"state": "first_start"}
    if found["unknown"]:
        return {"state": "no_hours"}
    if job["end_day"] is not None and job["end_day"] <= today:
        return {"state": "ended_short"}
    lacks = -(-(options["minutes"] * 7 - found["done"]) // 7)
    return {"state": "under_hours", "by": found["reached"], "lacks": lacks}


def _journey_of(history: History, job: Row) -> Row | None:
    return next((one for one in history["journey"] if one["journey_id"] == job["journey_id"]), None)


def _judged_jobs(history: History, options: Mapping[str, Any], today: int) -> list[Row]:
    found = []
    for job in history.get("job", ()):
        state = _state(history, job, _journey_of(history, job), options, today)
        if state is not None:
            found.append({"by": None, "lacks": None, **state, "job": job})
    return found


def _order(one: Row) -> tuple[bool, int, int]:
    """Jobs by first day; those without come last."""
    day = one["job"]["start_day"]
    return (day is None, day or 0, one["job"]["job_id"])


def _person(journey: Row, jobs: list[Row], first: int, at: int) -> Row:
    mine = sorted((one for one in jobs if one["job"]["journey_id"] == journey["journey_id"]), key=_order)
    counted = [one for one in mine if one["state"] == "first_start"]
    if counted and counted[0]["job"]["start_day"] < first:
        return {"line": "counted_before"}
    if counted and counted[0]["job"]["start_day"] <= at:
        return {"line": "first_start"}
    for state in ("under_hours", "no_date", "no_hours", "ended_short", "not_paid"):
        for one in mine:
            if one["state"] == state and (state == "no_date" or one["job"]["start_day"] <= at):
                return {"line": state, "by": one["by"], "lacks": one["lacks"]}
    return {"line": "no_job_yet"}


def _people(history: History, periods: Any, options: Any, as_of: date | None, *, rate: bool) -> list[Row]:
    jobs = _judged_jobs(history, options, last_known(periods, as_of))
    rows = []
    for number, first, at in known_periods(periods, as_of):
        for journey in history["journey"]:
            if not any(on(journey, day) for day in range(first, at + 1)):
                continue
            found = _person(journey, jobs, first, at)
            if rate and not journey["work_at_start"]:
                found = {"line": "not_asked"}
            elif rate and journey["work_at_start"] != "out_of_work":
                found = {"line": "in_work_at_start"}
            rows.append(verdict(subject(history, journey["person_id"]), number, **found))
    return rows


def _starts(history: History, periods: Any, options: Any, as_of: date | None) -> list[Row]:
    jobs = sorted(_judged_jobs(history, options, last_known(periods, as_of)), key=_order)
    rows = []
    for number, first, at in known_periods(periods, as_of):
        for one in jobs:
            job, journey = one["job"], _journey_of(history, one["job"])
            if job["start_day"] is None:
                here = journey is not None and any(on(journey, day) for day in range(first, at + 1))
            else:
                here = first <= job["start_day"] <= at
            if not here:
                continue
            line = "started" if one["state"] == "first_start" else one["state"]
            rows.append(verdict(job["job_id"], number, line, by=one["by"], lacks=one["lacks"]))
            if line != "started":
                continue
            counted = [
                other["job"]["job_id"]
                for other in jobs
                if other["state"] == "first_start" and other["job"]["journey_id"] == job["journey_id"]
            ]
            words = {0: "first", 1: "second", 2: "third"}
            rows.append(
                verdict(job["job_id"], number, line, words.get(counted.index(job["job_id"]), "later"))
            )
            terms = terms_on(history, job, job["start_day"])
            if (
                terms
                and terms["minutes_week"] is not None
                and terms["minutes_week"] < options["part_time_minutes"]
            ):
                rows.append(verdict(job["job_id"], number, line, "part_time"))
    return rows


def _caseload(history: History, periods: Any, as_of: date | None) -> list[Row]:
    rows = []
    for number, _first, at in known_periods(periods, as_of):
        for journey in history["journey"]:
            if on(journey, at):
                line = "retention" if journey["work_at_start"] in ("at_risk", "off_sick") else "not_retention"
                line = line if journey["work_at_start"] else "not_asked"
                rows.append(verdict(subject(history, journey["person_id"]), number, line))
    return rows


def judge(
    history: History, measure_code: str, periods: Sequence[Any], options: Mapping[str, Any]
) -> list[Row]:
    """What each measure says of one person's history."""
    as_of = options["as_of"]
    if measure_code == "job_starts":
        return best(_starts(history, periods, options, as_of), STARTS)
    if measure_code == "retention_share":
        return best(_caseload(history, periods, as_of), CASELOAD)
    rate = measure_code == "employment_rate"
    return best(_people(history, periods, options, as_of, rate=rate), PEOPLE)
