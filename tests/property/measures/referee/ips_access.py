# SPDX-License-Identifier: AGPL-3.0-or-later
"""Access to IPS in plain Python: each referral by itself, over the twelve months of each period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

from .plain import History, Row, known_periods, to_day, verdict


def _year_before(last: date) -> int:
    """The first day of the twelve calendar months of which the last holds a day."""
    number = last.year * 12 + last.month - 1 - 11
    return to_day(date(number // 12, number % 12 + 1, 1))


def _line(referral: Row, first: int | None, since: int, last: int) -> str | None:
    """What is said of a referral; None of one that was neither open nor first seen in the twelve months."""
    seen = first is not None and first <= last
    if seen and first >= since:
        return "accessed"
    end = referral["end_day"]
    if referral["start_day"] > last or (end is not None and end < since):
        return None
    if seen:
        return "earlier"
    return "ended" if end is not None and end < last else "no_contact"


def judge(
    history: History, measure_code: str, periods: Sequence[Any], options: Mapping[str, Any]
) -> list[Row]:
    """The verdicts on the referrals of one person."""
    rows = []
    for number, _, last in known_periods(periods, options.get("as_of")):
        since = _year_before(periods[number].last)
        for referral in history["referral"]:
            direct = [
                one["day"]
                for one in history["contact"]
                if one["referral_id"] == referral["referral_id"]
                and one["with_whom"] == "person"
                and one["outcome"] == "met"
                and one["how"] in options["direct"]
            ]
            if referral["team"] != "ips":
                continue
            line = _line(referral, min(direct, default=None), since, last)
            if line is not None:
                rows.append(verdict(referral["referral_id"], number, line))
    return rows


VALUES = {
    ("referral", "team"): ("ips", "ips", "ips", "mental_health"),
    ("contact", "with_whom"): ("person", "person", "person", "employer"),
    ("contact", "outcome"): ("met", "met", "met", "no_answer"),
}
OPTIONS = [{}, {"direct": ("in_person", "video", "email")}]


def adjust(history: dict[str, list[Row]], random: Random) -> None:
    """Referrals of long ago, with contacts about a year before the end of a period."""
    for referral in history["referral"]:
        if random.random() < 0.5:
            referral["start_day"] = to_day(date(2016, 1, 1))
            referral["end_day"] = random.choice((None, None, to_day(date(2018, 6, 30))))
    for contact in history["contact"]:
        if random.random() < 0.4:
            contact["day"] = to_day(date(2017, random.randint(1, 12), 1)) + random.choice((-1, 0))
