# SPDX-License-Identifier: AGPL-3.0-or-later
"""Work trials in plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from .plain import PAID, History, Row, best, known_periods, last_known, on, subject, verdict

BEGAN = ["began", "no_date"]
TO_JOB = ["job", "in_time", "undated_job", "no_job"]


def adjust(history: dict[str, list[Row]], random: Random) -> None:
    """Trials are as common as jobs."""
    for job in history["job"]:
        if random.random() < 0.5:
            job["kind"] = "work_trial"


def _open_in(history: History, journey_id: int | None, first: int, at: int) -> bool:
    return any(
        one["journey_id"] == journey_id and any(on(one, day) for day in range(first, at + 1))
        for one in history["journey"]
    )


def _outcome(history: History, trial: Row, weeks: int, today: int) -> Row:
    jobs = [one for one in history["job"] if one["kind"] in PAID and one["person_id"] == trial["person_id"]]
    until = trial["start_day"] + 7 * weeks
    for job in jobs:
        if job["start_day"] is not None and trial["start_day"] <= job["start_day"] <= min(until, today):
            return {"line": "job"}
    if any(job["start_day"] is None for job in jobs):
        return {"line": "undated_job"}
    return {"line": "in_time", "by": until} if until >= today else {"line": "no_job"}


def judge(
    history: History, measure_code: str, periods: Sequence[Any], options: Mapping[str, Any]
) -> list[Row]:
    """What each measure says of one person's history."""
    as_of = options["as_of"]
    rows = []
    for number, first, at in known_periods(periods, as_of):
        for trial in history["job"]:
            if trial["kind"] not in options["kinds"]:
                continue
            who = trial["job_id"] if measure_code == "trials" else subject(history, trial["person_id"])
            if trial["start_day"] is None:
                if measure_code != "trial_to_job" and _open_in(history, trial["journey_id"], first, at):
                    rows.append(verdict(who, number, "no_date"))
            elif first <= trial["start_day"] <= at:
                found: Row = {"line": "began"}
                if measure_code == "trial_to_job":
                    found = _outcome(history, trial, options["weeks"], last_known(periods, as_of))
                rows.append(verdict(who, number, **found))
    return best(rows, TO_JOB if measure_code == "trial_to_job" else BEGAN)
