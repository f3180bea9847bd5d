# SPDX-License-Identifier: AGPL-3.0-or-later
"""ASCOF 1E again, in plain Python, for one person: written from the rule's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

from .plain import PAID, History, Row, known_periods, month, to_day, verdict

PAID_STATUS = {"employed", "self_employed"}
SIXTEEN = 16 * 60


def age_at_end_of_month(born_month: int, now: int) -> int:
    """Whole years at the end of a month: a birthday in the month has been had."""
    return (now - born_month) // 12


def spell_touches(spell: Row, first: int, last: int) -> bool:
    """Whether a day of a spell lies between two days, both in it."""
    return spell["start_day"] <= last and (spell["end_day"] is None or spell["end_day"] >= first)


def left_out(history: History, person: Row, first: int, last: int, now: int) -> str | None:
    """Why the person is not in the cohort of a learning-disability measure; '' where they are, None: not judged."""
    supports = [one for one in history.get("long_term_support", []) if spell_touches(one, first, last)]
    reasons = [
        one
        for one in history.get("support_reason", [])
        if one["start_day"] <= last and one["reason"] not in ("unknown", "not_said")
    ]
    newest = max((one["start_day"] for one in reasons), default=None)
    latest = {one["reason"] == "learning_disability" for one in reasons if one["start_day"] == newest}
    if not supports:
        return "no_support" if latest == {True} else None
    if not latest:
        return "no_reason"
    if latest == {True, False}:
        return "two_reasons"
    if latest == {False}:
        return "other_reason"
    if person["born_month"] is None:
        return "no_birth"
    if not 18 <= age_at_end_of_month(person["born_month"], now) <= 64:
        return "age"
    final = max(last if one["end_day"] is None else min(one["end_day"], last) for one in supports)
    there = {one["setting"] for one in history.get("setting", []) if spell_touches(one, final, final)}
    for place in ("prison", "detained"):
        if place in there:
            return place
    return ""


def at_review(history: History, first: int, last: int) -> tuple[str, int | None, bool]:
    """What the latest review says: line of work or '' for in work; minutes a week, if known; sixteen hours for sure."""
    reviews = [
        one
        for one in history.get("status_observation", [])
        if one["source"] in ("review", "assessment") and first <= one["day"] <= last
    ]
    if not reviews:
        return "no_review", None, False
    day = max(one["day"] for one in reviews)
    said = [one for one in reviews if one["day"] == day and one["status"] != "unknown"]
    paid = [one for one in said if one["status"] in PAID_STATUS]
    jobs = [
        one
        for one in history.get("job", [])
        if one["kind"] in PAID and one["start_day"] is not None and spell_touches(one, day, day)
    ]
    if paid and len(paid) < len(said):
        return "two_answers", None, False
    if said and not paid:
        return ("job_against_status" if jobs else "not_in_work"), None, False
    if not said and not jobs:
        return "not_known", None, False
    hours = [hours_of(history, job, day) for job in jobs]
    known = sum(one for minutes in hours for one in minutes if one is not None)
    if jobs and all(one is not None for minutes in hours for one in minutes):
        return "", known, known >= SIXTEEN
    noted = {one["minutes_week"] for one in paid} - {None}
    minutes = noted.pop() if len(noted) == 1 else None
    return "", minutes, known >= SIXTEEN or (minutes is not None and minutes >= SIXTEEN)


def hours_of(history: History, job: Row, day: int) -> list[int | None]:
    """The minutes a week of a job on a day, each row of terms; one None where there is none."""
    rows = [
        one["minutes_week"]
        for one in history.get("job_terms", [])
        if one["job_id"] == job["job_id"]
        and one["from_day"] <= day
        and (one["to_day"] is None or one["to_day"] >= day)
    ]
    return rows or [None]


def judge(
    history: History, measure_code: str, periods: Sequence[Any], options: Mapping[str, Any]
) -> list[Row]:
    """The verdicts of one person: a row for each period that has begun, and each stratum."""
    rows = []
    (person,) = history["person"]
    for number, first, last in known_periods(periods, options.get("as_of")):
        end = to_day(periods[number].last)
        line, lacks = left_out(history, person, first, last, month(end)), None
        if line is None:
            continue
        judged = line == ""
        if judged:
            line, minutes, sixteen = at_review(history, first, last)
            if line == "":
                line, lacks = named(measure_code, minutes, sixteen)
        by = end if judged and last < end and line != COUNTED[measure_code] else None
        for stratum in ["", *({person["gender"]} & {"male", "female"})]:
            rows.append(verdict(person["person_id"], number, line, stratum, by=by, lacks=lacks))
    return rows


COUNTED = {"paid_work": "in_work", "under_16_hours": "under_16", "16_hours_or_more": "sixteen_or_more"}


def named(measure_code: str, minutes: int | None, sixteen: bool) -> tuple[str, int | None]:
    """The line of somebody in work, and the minutes that lack for sixteen hours."""
    if measure_code == "paid_work":
        return "in_work", None
    if sixteen:
        return "sixteen_or_more", None
    if minutes is None:
        return "hours_not_known", None
    return "under_16", SIXTEEN - minutes if measure_code == "16_hours_or_more" else None


VALUES = {
    ("support_reason", "reason"): (*["learning_disability"] * 4, "mental_health", "unknown", "not_said"),
    ("person", "born_month"): (
        *(month(to_day(date(2019, each, 1))) - 12 * age for age in (18, 65) for each in (3, 4)),
        *[month(to_day(date(1985, 6, 1)))] * 12,
        None,
    ),
    ("job", "kind"): ("employed", "self_employed", "apprenticeship", "volunteering", "supported_internship"),
}


def adjust(history: dict[str, list[Row]], random: Random) -> None:
    """Often what rare lines need: a reason long ago and support that goes on, reviews on one day, a job then."""
    if random.random() < 0.6:
        for row in history["support_reason"][:1]:
            row |= {"start_day": to_day(date(2015, 1, 1)), "end_day": None, "reason": "learning_disability"}
    if random.random() < 0.5:
        for row in history["support_reason"][1:]:
            row["start_day"] = history["support_reason"][0]["start_day"]
            row["end_day"] = None
    if random.random() < 0.6:
        for row in history["long_term_support"][:1]:
            row |= {"start_day": to_day(date(2015, 1, 1)), "end_day": None}
    seen = history["status_observation"]
    if seen and random.random() < 0.5:
        for row in seen:
            row["day"] = seen[0]["day"]
            row["source"] = "review"
    if seen and random.random() < 0.5:
        for job in history["job"]:
            job |= {"start_day": seen[0]["day"] - 100, "end_day": None}
        for terms in history["job_terms"]:
            terms |= {"from_day": seen[0]["day"] - 100, "to_day": None}
