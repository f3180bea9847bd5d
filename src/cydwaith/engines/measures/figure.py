# SPDX-License-Identifier: AGPL-3.0-or-later
"""A figure: a number with its rule, its period, the counts behind it and the snapshot that it came from.

Nothing else reaches a page. A figure of scope `internal` is exact; `release` has been through disclosure control.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from .periods import Period


class Scope(StrEnum):
    """Who may see it."""

    INTERNAL = "internal"
    RELEASE = "release"


class Why(StrEnum):
    """Why a figure has no value."""

    NONE = ""  # it has one
    NO_COHORT = "no_cohort"  # nobody is in the denominator
    NO_BASE = "no_base"  # no population base is known for the area and year


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of one group in one period.

    `group`: pairs of dimension and code, in the order asked; () is all. `value`: people or events, per cent, or how
    many of so many, rounded; None with `why`. `low` and `high`: the value if every doubtful link holds, or none does.
    `lines`: rule line and how many subjects have it as their verdict, every line of the measure. `parts`: months (or
    months of councils) that a mean was made of, else 0. `benchmark`: per cent. `denominator`: of the cohort, or the
    population base; 0 where the measure only counts.
    """

    rulebook: str
    version: str
    measure: str
    period: Period
    group: tuple[tuple[str, str], ...]
    stratum: str
    numerator: int
    denominator: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    lines: tuple[tuple[str, int], ...]
    incomplete: int
    unit: str
    good: str
    snapshot: str
    as_of: date
    why: Why = Why.NONE
    parts: int = 0
    benchmark: Decimal | None = None
    scope: Scope = Scope.INTERNAL

    @property
    def key(self) -> tuple[str, str, Period, tuple[tuple[str, str], ...], str]:
        """What names it within one run."""
        return (self.rulebook, self.measure, self.period, self.group, self.stratum)

    @property
    def certain(self) -> bool:
        """Whether links leave no doubt."""
        return self.low == self.value == self.high

    def as_json(self) -> dict[str, Any]:
        """For files: numbers that are no whole people as text, so that no digit is lost."""

        def told(value: Decimal | None) -> str | None:
            return None if value is None else str(value)

        return {
            "rulebook": self.rulebook,
            "version": self.version,
            "measure": self.measure,
            "from": self.period.first.isoformat(),
            "to": self.period.last.isoformat(),
            "group": dict(self.group),
            "stratum": self.stratum,
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": told(self.value),
            "low": told(self.low),
            "high": told(self.high),
            "why": self.why.value,
            "parts": self.parts,
            "lines": dict(self.lines),
            "incomplete": self.incomplete,
            "benchmark": told(self.benchmark),
            "unit": self.unit,
            "good": self.good,
            "as_of": self.as_of.isoformat(),
            "snapshot": self.snapshot,
            "scope": self.scope.value,
        }
