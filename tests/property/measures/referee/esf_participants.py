# SPDX-License-Identifier: AGPL-3.0-or-later
"""The European Social Fund's participants in plain Python: what somebody was on one day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from .plain import PAID, History, Row, age, best, known_periods, on, subject, verdict

NOT_SO = ("no", "none", "not_said", "unknown")
INACTIVE = ("not_seeking", "volunteering", "learning", "long_term_sick", "caring", "retired")
ISCED = {"isced_1_2": "12", "isced_3_4": "34", "isced_5_8": "5678"}
ATTRIBUTE = {"disabled": "disabled", "other_disadvantaged": "disadvantage"}
YES, NO, UNKNOWN = "in_group", "not_in_group", "not_known"

VALUES = {
    ("person", "ethnicity"): ("white_british", "white_british", "indian", "not_said", "unknown", None),
    ("attribute", "kind"): ("disabled", "migrant", "disadvantage", "carer"),
    ("attribute", "value"): ("yes", "yes", "no", "not_said"),
}
ROWS = {"status_observation": 4}


def adjust(history: dict[str, list[Row]], random: Random) -> None:
    """People who are out of work, asked before they came; the ages at which a line could turn."""
    for journey in history["journey"]:
        if random.random() < 0.5:
            journey["work_at_start"] = random.choice(("out_of_work", None))
    if history["journey"]:
        start = history["journey"][0]["start_day"]
        for seen in history["status_observation"]:
            if random.random() < 0.8:
                seen["day"] = start - random.choice((0, 1, 100, 182, 183, 300, 365, 366, 500))
                seen["status"] = random.choice(
                    ("seeking", "seeking", "seeking", "learning", "employed", "unknown")
                )


class Entry:
    """One person on the first day of a journey."""

    def __init__(self, history: History, journey: Row, options: Mapping[str, Any]) -> None:
        self.history, self.journey, self.options = history, journey, options
        self.day = journey["start_day"]
        self.person = next(one for one in history["person"] if one["person_id"] == journey["person_id"])
        self.age = journey["age_at_start"]
        if self.age is None and self.person["born_month"] is not None:
            self.age = age(self.day, self.person["born_month"])
        self.seen = sorted(
            (
                one
                for one in self._mine("status_observation")
                if one["day"] <= self.day and one["status"] != "unknown"
            ),
            key=lambda one: (one["day"], one["observation_id"]),
        )
        self.status = self.seen[-1]["status"] if self.seen else None

    def _mine(self, table: str) -> list[Row]:
        return [one for one in self.history.get(table, ()) if one["person_id"] == self.journey["person_id"]]

    def labour(self) -> str | None:
        """Employed, unemployed, inactive; None where nobody knows."""
        at_start = self.journey["work_at_start"] or None
        if at_start not in (None, "out_of_work"):
            return "employed"
        if self.status == "seeking":
            return "unemployed"
        if self.status in INACTIVE:
            return "inactive"
        if at_start is None and self.status in ("employed", "self_employed"):
            return "employed"
        return None

    def learns(self) -> bool:
        """Whether they learn on the day."""
        return self.status == "learning" or any(on(one, self.day) for one in self._mine("learning"))

    def holds(self, kind: str) -> bool:
        """Whether a dated fact holds on the day."""
        return any(
            one["kind"] == kind and one["value"] not in NOT_SO and on(one, self.day)
            for one in self._mine("attribute")
        )

    def long_term(self) -> str:
        """Whether long-term unemployed."""
        if self.labour() is None:
            return UNKNOWN
        if self.labour() != "unemployed":
            return NO
        other = [one["day"] for one in self.seen if one["status"] != "seeking"]
        sought = [
            one["day"]
            for one in self.seen
            if one["status"] == "seeking" and (not other or one["day"] > max(other))
        ]
        ended = [
            one["end_day"]
            for one in self._mine("job")
            if one["kind"] in PAID and one["end_day"] is not None and one["end_day"] < self.day
        ]
        since = min(sought) if sought else self.seen[-1]["day"]
        if ended:
            since = max(since, max(ended) + 1)
        days = self.day - since
        if days > 365 or (days > 182 and self.age is not None and self.age < 25):
            return YES
        if days > 182 and self.age is None:
            return UNKNOWN
        return NO if other or ended else UNKNOWN

    def over_54_idle(self) -> str:
        """Over 54 and unemployed, or inactive and not learning."""
        old = None if self.age is None else self.age > 54
        labour = self.labour()
        idle = None
        if labour is not None:
            idle = labour == "unemployed" or (labour == "inactive" and not self.learns())
        if old is False or idle is False:
            return NO
        return YES if old and idle else UNKNOWN

    def minority(self) -> str:
        """Migrant or minority."""
        ethnicity = self.person["ethnicity"]
        if self.holds("migrant"):
            return YES
        if ethnicity is None or ethnicity == "unknown":
            return UNKNOWN
        return NO if ethnicity in (*self.options["majority"], "not_said") else YES

    def line(self, code: str) -> str:
        """What an indicator says."""
        labour = self.labour()
        if code == "participants":
            return "no_status" if labour is None else "entered"
        if code in ("unemployed", "inactive", "employed"):
            return UNKNOWN if labour is None else YES if labour == code else NO
        if code == "inactive_not_learning":
            return UNKNOWN if labour is None else YES if labour == "inactive" and not self.learns() else NO
        if code in ("under_25", "over_54"):
            if self.age is None:
                return UNKNOWN
            return YES if (self.age < 25 if code == "under_25" else self.age > 54) else NO
        if code in ISCED:
            level = self.person["education"]
            if level is None or level not in "012345678":
                return UNKNOWN
            return YES if level in ISCED[code] else NO
        if code in ATTRIBUTE:
            return YES if self.holds(ATTRIBUTE[code]) else NO
        others = {
            "long_term_unemployed": self.long_term,
            "over_54_idle": self.over_54_idle,
            "migrant_or_minority": self.minority,
        }
        return others[code]()


def judge(
    history: History, measure_code: str, periods: Sequence[Any], options: Mapping[str, Any]
) -> list[Row]:
    """What each indicator says of one person's history."""
    rows = []
    journeys = sorted(history["journey"], key=lambda one: (one["start_day"], one["journey_id"]))
    for number, first, at in known_periods(periods, options["as_of"]):
        entered: set[tuple[int, str]] = set()
        for journey in journeys:
            key = (journey["person_id"], journey["programme"])
            again = key in entered
            entered.add(key)
            if not first <= journey["start_day"] <= at:
                continue
            entry = Entry(history, journey, options)
            line = "counted_before" if again else entry.line(measure_code)
            for stratum in ("", entry.person["gender"]):
                if stratum in ("", "female", "male"):
                    rows.append(verdict(subject(history, journey["person_id"]), number, line, stratum))
    order = [YES, UNKNOWN, NO, "counted_before"]
    return best(rows, ["entered", "no_status", "counted_before"] if measure_code == "participants" else order)
