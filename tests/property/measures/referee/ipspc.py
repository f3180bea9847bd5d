# SPDX-License-Identifier: AGPL-3.0-or-later
"""IPSPC in plain Python: hours are added up day by day and week by week, and every window is looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from random import Random
from typing import Any

from cydwaith.engines.wages import KNOWN_UNTIL, TABLE

from .plain import (
    PAID,
    History,
    Row,
    age,
    best,
    known_periods,
    last_known,
    on,
    subject,
    terms_on,
    to_date,
    verdict,
)

OUTCOME = [
    *("outcome", "outcome_funded", "on_course", "no_hours", "no_pay", "no_date", "at_risk", "below_floor"),
    *("too_few", "no_job_yet", "reached_before"),
]
WEEKS_PAID = {
    "week": Fraction(1),
    "fortnight": Fraction(2),
    "four_weeks": Fraction(4),
    "month": Fraction(52, 12),
    "year": Fraction(52),
}
NOT_SO = ("no", "none", "not_said", "unknown")


def floor_of(history: History, job: Row, day: int, today: int) -> int | None:
    """Pence an hour that the job must at least be paid on a day; None where nobody can say."""
    born = next(one["born_month"] for one in history["person"] if one["person_id"] == job["person_id"])
    on_date = to_date(day)
    if born is None or on_date < TABLE[0].from_date:
        return None
    if on_date > KNOWN_UNTIL and to_date(today) > KNOWN_UNTIL:
        return None
    row = [one for one in TABLE if one.from_date <= on_date][-1]
    years = age(day, born)
    if years < 16:
        return None
    if job["kind"] == "apprenticeship" and (years < 19 or day < job["start_day"] + 365):
        return row.apprentice
    if years < 18:
        return row.under_18
    if years < 21:
        return row.youth
    return row.adult if years >= row.adult_from else row.middle


def paid_enough(history: History, job: Row, terms: Row, day: int, today: int) -> bool | None:
    """Whether the pay on a day is at or above the floor; None where it cannot be worked out."""
    floor = floor_of(history, job, day, today)
    if floor is None or terms["pay_pence"] is None:
        return None
    if terms["pay_period"] == "hour":
        return bool(terms["pay_pence"] >= floor)
    if terms["pay_period"] not in WEEKS_PAID:
        return None
    hours = Fraction(terms["minutes_week"], 60) * WEEKS_PAID[terms["pay_period"]]
    return terms["pay_pence"] / hours >= floor


def adjust(history: dict[str, list[Row]], random: Random) -> None:
    """Half of the people have jobs on their journeys, soon after these began, with hours and pay near what counts."""
    if random.random() < 0.5 or not history["journey"]:
        return
    for job in history["job"]:
        journey = random.choice(history["journey"])
        job["journey_id"] = journey["journey_id"]
        if job["start_day"] is None:
            continue
        moved = journey["start_day"] + random.choice((-7, 0, 1, 7, 30)) - job["start_day"]
        rows = [one for one in history["job_terms"] if one["job_id"] == job["job_id"]]
        for row, names in ((job, ("start_day", "end_day")), *((one, ("from_day", "to_day")) for one in rows)):
            for name in names:
                row[name] = None if row[name] is None else row[name] + moved
        for row in rows:
            row["minutes_week"] = random.choice((210, 420, 480, 960, 1000))
            row["pay_pence"], row["pay_period"] = random.choice((500, 783, 821, 1300)), "hour"
    for spell in history["attribute"]:
        spell["kind"] = random.choice(("other_funding", "benefit"))


class Walk:
    """One journey's paid jobs walked through: hours that count for every day, and what is wrong with each job."""

    def __init__(self, history: History, journey: Row, today: int) -> None:
        jobs = [
            job
            for job in history.get("job", ())
            if job["journey_id"] == journey["journey_id"] and job["kind"] in PAID
        ]
        self.undated = [job for job in jobs if job["start_day"] is None]
        self.first_days: dict[int, int] = {}
        self.state: dict[int, tuple[str, int]] = {}
        self.minutes: dict[int, int] = {}
        end = max(
            day
            for rows in (jobs, history.get("job_terms", ()), [journey], [{"today": today}])
            for row in rows
            for name, day in row.items()
            if day is not None and (name.endswith("_day") or name == "today")
        )
        self.horizon = end + 200
        for job in jobs:
            if job["start_day"] is not None:
                self._job(history, journey, job, today)
        self.anchor = min(self.first_days.values(), default=None)

    def _job(self, history: History, journey: Row, job: Row, today: int) -> None:
        unknown_hours = unknown_pay = False
        below = None
        for day in range(max(job["start_day"], journey["start_day"]), self.horizon + 1):
            if not (on(job, day) and on(journey, day)):
                break
            self.first_days.setdefault(job["job_id"], day)
            terms = terms_on(history, job, day)
            if terms is None or terms["minutes_week"] is None:
                unknown_hours |= day <= today
                continue
            if terms["minutes_week"] == 0:
                continue
            enough = paid_enough(history, job, terms, day, today)
            if enough is None:
                unknown_pay |= day <= today
            elif not enough:
                below = day if below is None and day <= today else below
            else:
                self.minutes[day] = self.minutes.get(day, 0) + terms["minutes_week"]
        if job["job_id"] not in self.first_days:
            return
        begins = self.first_days[job["job_id"]]
        self.state[job["job_id"]] = ("known", begins)
        if unknown_hours:
            self.state[job["job_id"]] = ("no_hours", begins)
        elif unknown_pay:
            self.state[job["job_id"]] = ("no_pay", begins)
        elif below is not None:
            self.state[job["job_id"]] = ("below_floor", below)

    def weeks(self, minutes: int) -> list[bool]:
        """Whether each week from the anchor has enough minutes."""
        if self.anchor is None:
            return []
        count = (self.horizon - self.anchor) // 7
        return [
            sum(self.minutes.get(self.anchor + 7 * week + day, 0) for day in range(7)) >= 7 * minutes
            for week in range(count)
        ]


def _outcome(walk: Walk, journey: Row, first: int, at: int, minutes: int, options: Any, funded: bool) -> Row:
    weeks, window = options["weeks"], options["window"]
    good = walk.weeks(minutes)
    reached = next((w for w in range(len(good)) if sum(good[max(0, w - window + 1) : w + 1]) >= weeks), None)
    anchor = walk.anchor
    if reached is not None and anchor is not None:
        day = anchor + 7 * reached + 6
        if day < first:
            return {"line": "reached_before"}
        if day <= at:
            return {"line": "outcome_funded" if funded else "outcome"}
        over = max(0, at - anchor + 1) // 7
        return {"line": "on_course", "by": day, "lacks": min(weeks, sum(good[over : reached + 1]))}
    for code in ("no_hours", "no_pay"):
        if any(state == code and day <= at for state, day in walk.state.values()):
            return {"line": code}
    if walk.undated:
        return {"line": "no_date"}
    if anchor is not None:
        over = max(0, at - anchor + 1) // 7
        for begin in range(over):  # the earliest window that begins with a good week and can still be filled
            missed = over - begin - sum(good[begin:over])
            if good[begin] and missed <= window - weeks:
                lost = anchor + 7 * (over + window - weeks - missed)
                if on(journey, lost):
                    return {"line": "at_risk", "by": lost, "lacks": weeks - sum(good[begin:over])}
                break
    if any(state == "below_floor" and day <= at for state, day in walk.state.values()):
        return {"line": "below_floor"}
    if any(day <= at for _, day in walk.state.values()):
        return {"line": "too_few"}
    return {"line": "no_job_yet"}


def _funded(history: History, journey: Row, at: int) -> bool:
    last = at if journey["end_day"] is None else min(at, journey["end_day"])
    return any(
        spell["kind"] == "other_funding"
        and spell["value"] not in NOT_SO
        and spell["person_id"] == journey["person_id"]
        and spell["start_day"] <= last
        and (spell["end_day"] is None or spell["end_day"] >= journey["start_day"])
        for spell in history.get("attribute", ())
    )


def judge(
    history: History, measure_code: str, periods: Sequence[Any], options: Mapping[str, Any]
) -> list[Row]:
    """What each measure says of one person's history."""
    as_of: date = options["as_of"]
    today = last_known(periods, as_of)
    minutes = options["more_minutes" if measure_code == "job_outcome_16" else "minutes"]
    rows = []
    walked = [] if measure_code == "other_funding" else history["journey"]
    walks = {one["journey_id"]: Walk(history, one, today) for one in walked}
    for number, first, at in known_periods(periods, as_of):
        for journey in history["journey"]:
            if not any(on(journey, day) for day in range(first, at + 1)):
                continue
            funded = _funded(history, journey, at)
            if measure_code == "other_funding":
                found: Row = {"line": "declared" if funded else "none_declared"}
            else:
                walk = walks[journey["journey_id"]]
                found = _outcome(walk, journey, first, at, minutes, options, funded)
            rows.append(verdict(subject(history, journey["person_id"]), number, **found))
    order = ["declared", "none_declared"] if measure_code == "other_funding" else OUTCOME
    return best(rows, order)
