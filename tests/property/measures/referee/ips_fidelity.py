# SPDX-License-Identifier: AGPL-3.0-or-later
"""What IPS fidelity items rest on, in plain Python: journey by journey, contact by contact, job by job."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

from .plain import PAID, History, Row, best, known_periods, on, to_day, verdict

Found = Iterator[tuple[int, str, int | None]]
"""Subject, line, by."""


def _journeys(history: History, options: Mapping[str, Any]) -> dict[int, Row]:
    return {one["journey_id"]: one for one in history["journey"] if one["pathway"] in options["pathways"]}


def _contacts(history: History, options: Mapping[str, Any]) -> list[Row]:
    ours = _journeys(history, options)
    return [one for one in history["contact"] if one["journey_id"] in ours]


def _meets_employer(contact: Row, options: Mapping[str, Any]) -> bool:
    return (
        contact["with_whom"] == "employer"
        and contact["outcome"] == "met"
        and contact["how"] in options["employer_ways"]
    )


def _caseload(history: History, options: Mapping[str, Any], _first: int, last: int) -> Found:
    for key, journey in _journeys(history, options).items():
        if on(journey, last):
            held = [one for one in history["staff_assignment"] if one["journey_id"] == key and on(one, last)]
            yield key, "held" if held else "nobody", None


def _rapid(history: History, options: Mapping[str, Any], first: int, last: int) -> Found:
    for key, journey in _journeys(history, options).items():
        start = journey["start_day"]
        if not first <= start <= last:
            continue
        days = [
            one["day"]
            for one in history["contact"]
            if one["journey_id"] == key and _meets_employer(one, options) and start <= one["day"] <= last
        ]
        limit = start + options["rapid_days"]
        if not days:
            yield key, "waiting", limit if limit > last else None
        else:
            yield key, "within" if min(days) <= limit else "later", None


def _employer_contact(history: History, options: Mapping[str, Any], first: int, last: int) -> Found:
    for one in _contacts(history, options):
        if one["with_whom"] == "employer" and first <= one["day"] <= last:
            if one["outcome"] != "met":
                yield one["contact_id"], "not_met", None
            else:
                yield one["contact_id"], "met" if _meets_employer(one, options) else "other_way", None


def _found_jobs(history: History, options: Mapping[str, Any], first: int, last: int) -> list[Row]:
    ours = _journeys(history, options)
    return [
        one
        for one in history["job"]
        if one["journey_id"] in ours
        and one["through_support"]
        and one["start_day"] is not None
        and first <= one["start_day"] <= last
    ]


def _competitive(history: History, options: Mapping[str, Any], first: int, last: int) -> Found:
    for one in _found_jobs(history, options, first, last):
        yield one["job_id"], "ordinary" if one["kind"] in PAID else "other_work", None


def _having(column: str) -> Callable[..., Found]:
    def judged(history: History, options: Mapping[str, Any], first: int, last: int) -> Found:
        for one in _found_jobs(history, options, first, last):
            if one["kind"] in PAID:
                yield one["job_id"], "not_known" if one[column] is None else "known", None

    return judged


def _community(history: History, options: Mapping[str, Any], first: int, last: int) -> Found:
    for one in _contacts(history, options):
        if one["outcome"] != "met" or not first <= one["day"] <= last:
            continue
        face_to_face = one["how"] in ("in_person", "group")
        line = "elsewhere"
        if one["minutes"] is None:
            line = "no_minutes"
        elif face_to_face and one["place"] is None:
            line = "no_place"
        elif face_to_face and one["place"] not in ("office", "clinic"):
            line = "community"
        yield one["contact_id"], line, None


def _follow_along(history: History, options: Mapping[str, Any], _first: int, last: int) -> Found:
    for key, journey in _journeys(history, options).items():
        working = [
            one
            for one in history["job"]
            if one["journey_id"] == key and one["kind"] in PAID and on(one, last)
        ]
        if working and on(journey, last):
            met = any(
                one["journey_id"] == key
                and one["with_whom"] == "person"
                and one["outcome"] == "met"
                and 0 <= last - one["day"] < options["follow_days"]
                for one in history["contact"]
            )
            yield key, "followed" if met else "not_followed", None


def _outreach(history: History, options: Mapping[str, Any], first: int, last: int) -> Found:
    ours = _contacts(history, options)
    for one in ours:
        missed = one["with_whom"] == "person" and one["outcome"] in ("did_not_come", "no_answer")
        if not missed or not first <= one["day"] <= last:
            continue
        limit = one["day"] + options["outreach_days"]
        again = any(
            other["journey_id"] == one["journey_id"]
            and other["with_whom"] in ("person", "supporter", "clinical_team")
            and one["day"] < other["day"] <= min(limit, last)
            for other in ours
        )
        if again:
            yield one["contact_id"], "tried_again", None
        elif limit > last:
            yield one["contact_id"], "still_time", limit
        else:
            yield one["contact_id"], "dropped", None


JUDGES: dict[str, Callable[..., Found]] = {
    "caseload": _caseload,
    "rapid_job_search": _rapid,
    "employer_contact": _employer_contact,
    "job_types": _having("soc"),
    "employers": _having("employer_id"),
    "competitive_jobs": _competitive,
    "community_contact": _community,
    "follow_along": _follow_along,
    "outreach": _outreach,
}


def judge(
    history: History, measure_code: str, periods: Sequence[Any], options: Mapping[str, Any]
) -> list[Row]:
    """The verdicts on one person's journeys, contacts or jobs."""
    rows = [
        verdict(subject, number, line, by=by)
        for number, first, last in known_periods(periods, options.get("as_of"))
        for subject, line, by in JUDGES[measure_code](history, options, first, last)
    ]
    return best(rows, sorted({row["line"] for row in rows}))


VALUES = {
    ("journey", "pathway"): ("ips", "ips", "ips", "retention"),
    ("contact", "with_whom"): ("person", "person", "employer", "employer", "clinical_team", "supporter"),
    ("contact", "how"): ("in_person", "in_person", "phone", "group", "text"),
    ("job", "kind"): ("employed", "self_employed", "work_trial", "volunteering"),
}
ROWS = {"contact": 5}
OPTIONS = [
    {},
    {"employer_ways": ("in_person", "phone"), "rapid_days": 7, "outreach_days": 7, "follow_days": 90},
]


def adjust(history: dict[str, list[Row]], random: Random) -> None:
    """Contacts soon after their journey began, or soon after one another; journeys that are still open."""
    starts = {one["journey_id"]: one["start_day"] for one in history["journey"]}
    before: dict[int | None, int] = {}
    for journey in history["journey"]:
        if random.random() < 0.5:
            journey["end_day"] = None
    for contact in history["contact"]:
        key = contact["journey_id"]
        if key in before and random.random() < 0.5:
            contact["day"] = before[key] + random.choice((0, 1, 7, 13, 14, 15))
        elif key in starts and random.random() < 0.6:
            contact["day"] = starts[key] + random.choice((-1, 0, 5, 29, 30, 31, 60))
        elif random.random() < 0.3:
            contact["day"] = to_day(date(2019, 3, 31)) - random.choice((0, 30, 31))
        before[key] = contact["day"]
