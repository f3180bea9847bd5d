# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which published measures we know: what their codes meant in which years, and which way is better.

Codes are used again for other measures: 1E and 1F mean employment only in the years given here, and only where
the file's own description says so. Source: ASCOF handbooks of definitions; OFLOG's adult-social-care set.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from cydwaith.engines.measures.comparators.shapes import GoodDirection
from cydwaith.engines.measures.comparators.years import FinancialYear

_ALWAYS: Final = (FinancialYear(2010), FinancialYear(2099))


class Unit(StrEnum):
    """PERCENT: 0 to 100. SCORE: points on a survey's scale. NUMBER: whatever its description says."""

    PERCENT = "percent"
    SCORE = "score"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One measure under one code, from ``first`` to ``last`` (both included).

    rulebook: ours that counts the same, "" if none. ratio: whether the outcome is numerator over denominator.
    says: words that the published description must hold, in any order; a description without them is about
    something else. places: from which year on it is published with how many places after the point (a nought at the
    end may be missing in the file). breaks: years from which on a figure cannot be set beside those before, and why
    (code).
    """

    code: str
    first: FinancialYear
    last: FinancialYear
    good: GoodDirection
    unit: Unit
    rulebook: str = ""
    ratio: bool = False
    says: tuple[str, ...] = ()
    places: tuple[tuple[FinancialYear, int], ...] = ()
    breaks: tuple[tuple[FinancialYear, str], ...] = ()

    def places_in(self, year: FinancialYear) -> int | None:
        """Places after the point in a year; None if we do not know."""
        return next((places for since, places in reversed(self.places) if since <= year), None)


def _oflog(code: str, good: GoodDirection, unit: Unit) -> Measure:
    return Measure(code=code, first=_ALWAYS[0], last=_ALWAYS[1], good=good, unit=unit)


MEASURES: Final = (
    Measure(
        code="1E",
        first=FinancialYear(2010),
        last=FinancialYear(2023),
        good=GoodDirection.HIGHER,
        unit=Unit.PERCENT,
        rulebook="ascof-1e",
        ratio=True,
        says=("learning disab", "employment"),
        places=((FinancialYear(2010), 1),),
        # From 2014-15 on it is counted from short- and long-term support returns (rulebook ascof-1e).
        breaks=((FinancialYear(2014), "definition-changed"),),
    ),
    Measure(
        code="1F",
        first=FinancialYear(2010),
        last=FinancialYear(2022),
        good=GoodDirection.HIGHER,
        unit=Unit.PERCENT,
        rulebook="ascof-1f",
        says=("mental health", "employment"),
        places=((FinancialYear(2010), 1), (FinancialYear(2016), 0)),
        # From 2013-14 on it is a mean of months (rulebook ascof-1f); from 2016-17 on published as a whole per cent.
        breaks=((FinancialYear(2013), "definition-changed"), (FinancialYear(2016), "whole-percent")),
    ),
    _oflog("ASC1", GoodDirection.HIGHER, Unit.SCORE),
    _oflog("ASC2", GoodDirection.HIGHER, Unit.SCORE),
    _oflog("ASC3", GoodDirection.HIGHER, Unit.PERCENT),
    _oflog("ASC4", GoodDirection.HIGHER, Unit.PERCENT),
    _oflog("ASC5", GoodDirection.HIGHER, Unit.PERCENT),
    _oflog("ASC6", GoodDirection.NEITHER, Unit.NUMBER),
    _oflog("ASC7", GoodDirection.NEITHER, Unit.PERCENT),
)


@lru_cache(maxsize=512)
def measure_of(code: str, year: FinancialYear) -> Measure | None:
    """What a code meant in a year; None if we do not know."""
    return next((one for one in MEASURES if one.code == code and one.first <= year <= one.last), None)


@lru_cache(maxsize=512)
def is_reused(code: str, year: FinancialYear) -> bool:
    """Whether the code is one of ours in other years only: in this one it may mean something else."""
    return measure_of(code, year) is None and any(one.code == code for one in MEASURES)
