# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reach in plain Python: who was supported on a day of the period, who waited at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .plain import History, Row, best, known_periods, on, subject, verdict


def judge(history: History, _measure: str, periods: Sequence[Any], options: Mapping[str, Any]) -> list[Row]:
    """What the measure says of one person's history."""
    rows = []
    for number, first, at in known_periods(periods, options["as_of"]):
        for journey in history["journey"]:
            who = subject(history, journey["person_id"])
            if any(on(journey, day) for day in range(first, at + 1)):
                rows.append(verdict(who, number, "supported"))
            elif (
                journey["start_day"] > at
                and journey["referred_day"] is not None
                and journey["referred_day"] <= at
            ):
                rows.append(verdict(who, number, "not_begun"))
    return best(rows, ["supported", "not_begun"])
