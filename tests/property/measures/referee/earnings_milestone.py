# SPDX-License-Identifier: AGPL-3.0-or-later
"""Earnings milestones in plain Python: earnings are added up day by day as fractions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import accumulate
from math import ceil, floor
from random import Random
from typing import Any

from .plain import PAID, History, Row, best, known_periods, last_known, on, subject, terms_on, verdict

LINES = [
    *("reached", "projected", "no_pay", "no_date", "falls_short", "no_job_yet", "reached_before"),
]
DAYS = {
    "week": Fraction(7),
    "fortnight": Fraction(14),
    "four_weeks": Fraction(28),
    "month": Fraction(365, 12),
    "year": Fraction(365),
}
END_OF_TIME = 60_000


def adjust(history: dict[str, list[Row]], random: Random) -> None:
    """Pay that reaches the amounts within months, a journey that is mostly there."""
    for terms in history["job_terms"]:
        if random.random() < 0.6:
            terms["minutes_week"] = random.choice((60, 600, 2250))
            terms["pay_pence"], terms["pay_period"] = random.choice(
                ((721, "hour"), (900, "hour"), (10_000, "week"), (50_001, "month"), (900_007, "year"))
            )


def a_day(terms: Row | None) -> Fraction | None:
    """Pence that a job brings on a day; None where nobody can say."""
    if terms is None or terms["pay_pence"] is None:
        return None
    if terms["pay_period"] == "hour":
        if terms["minutes_week"] is None:
            return None
        return Fraction(terms["pay_pence"] * terms["minutes_week"], 60 * 7)
    if terms["pay_period"] not in DAYS:
        return None
    return terms["pay_pence"] / DAYS[terms["pay_period"]]


class Earnings:
    """What a person earned since a journey began."""

    def __init__(self, history: History, journey: Row, today: int) -> None:
        jobs = [
            one for one in history["job"] if one["kind"] in PAID and one["person_id"] == journey["person_id"]
        ]
        self.undated = any(one["start_day"] is None for one in jobs)
        self.by_day: dict[int, Fraction] = {}
        self.begun: list[int] = []
        self.unknown: list[int] = []
        self.start = journey["start_day"]
        dated = [one for one in jobs if one["start_day"] is not None]
        days = [day for one in dated for day in (one["start_day"], one["end_day"])]
        days += [day for one in history["job_terms"] for day in (one["from_day"], one["to_day"])]
        self.last = max([self.start, today, *(day for day in days if day is not None)]) + 1
        self.rate_then = Fraction(0)
        for job in dated:
            self._job(history, job, today)
        self.totals = list(
            accumulate(self.by_day.get(day, Fraction(0)) for day in range(self.start, self.last + 1))
        )

    def _job(self, history: History, job: Row, today: int) -> None:
        first, unknown = None, False
        for day in range(max(self.start, job["start_day"]), self.last + 1):
            if not on(job, day):
                break
            first = day if first is None else first
            pence = a_day(terms_on(history, job, day))
            unknown |= pence is None and day <= today
            self.by_day[day] = self.by_day.get(day, Fraction(0)) + (pence or 0)
            if day == self.last:
                self.rate_then += pence or 0
        if first is not None:
            self.begun.append(first)
            if unknown:
                self.unknown.append(first)

    def until(self, day: int) -> Fraction:
        """Pence earned by a day, which is not after the last that was walked through."""
        return self.totals[day - self.start] if day >= self.start else Fraction(0)

    def reaches(self, amount: int) -> int | None:
        """The day on which an amount is reached if nothing changes."""
        place = bisect_left(self.totals, amount)
        if place < len(self.totals):
            return int(self.start + place)
        if not self.rate_then:
            return None
        day = self.last + ceil((amount - self.totals[-1]) / self.rate_then)
        return day if day <= END_OF_TIME else None


def _line(earnings: Earnings, amount: int, first: int, at: int) -> Row:
    day = earnings.reaches(amount)
    if day is not None and day <= at:
        return {"line": "reached" if day >= first else "reached_before"}
    lacks = amount - floor(earnings.until(at))
    if any(one <= at for one in earnings.unknown):
        return {"line": "no_pay", "lacks": lacks}
    if earnings.undated:
        return {"line": "no_date", "lacks": lacks}
    if day is not None:
        return {"line": "projected", "by": day, "lacks": lacks}
    begun = any(one <= at for one in earnings.begun)
    return {"line": "falls_short" if begun else "no_job_yet", "lacks": lacks}


def judge(history: History, _measure: str, periods: Sequence[Any], options: Mapping[str, Any]) -> list[Row]:
    """What the measure says of one person's history."""
    as_of = options["as_of"]
    rows = []
    for journey in history["journey"]:
        earnings = Earnings(history, journey, last_known(periods, as_of))
        for number, first, at in known_periods(periods, as_of):
            open_then = any(on(journey, day) for day in range(first, at + 1))
            for amount in options["amounts"]:
                found = _line(earnings, amount, first, at)
                if open_then or (found["line"] == "reached" and journey["start_day"] <= at):
                    who = subject(history, journey["person_id"])
                    rows.append(verdict(who, number, stratum=str(amount), **found))
    return best(rows, LINES)
