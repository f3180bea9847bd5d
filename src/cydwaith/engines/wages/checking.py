# SPDX-License-Identifier: AGPL-3.0-or-later
"""Is recorded pay at or above the floor?

How pay for an hour is worked out: a year has 52 weeks and 12 months, as a yearly salary is agreed in weeks;
so a month has 52/12 weeks. Comparing is exact (fractions, no rounding). The amount that is **shown** is
rounded down to a whole penny, so that pay below the floor never looks equal to it. What is recorded may
leave out allowances or deductions: a finding is something to ask about, not proof of a breach.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from cydwaith.engines.wages.rates import ApprenticeStatus, Floor, NotKnown, floor
from cydwaith.engines.wages.words import MESSAGES


class Per(StrEnum):
    """What an amount of pay is paid for."""

    HOUR = "hour"
    WEEK = "week"
    FORTNIGHT = "fortnight"
    FOUR_WEEKS = "four_weeks"
    MONTH = "month"
    YEAR = "year"


WEEKS: dict[Per, Fraction] = {
    Per.WEEK: Fraction(1),
    Per.FORTNIGHT: Fraction(2),
    Per.FOUR_WEEKS: Fraction(4),
    Per.MONTH: Fraction(52, 12),
    Per.YEAR: Fraction(52),
}
"""How many weeks each period has."""

KINDS_WITH_FLOOR = frozenset({"employed", "apprenticeship"})
"""Kinds of job spell to which the minimum wage applies. Self-employment, volunteering, traineeships,
supported internships and short work trials are outside it."""


class Verdict(StrEnum):
    """What can be said of the pay; words in `words.MESSAGES`."""

    OK = "ok"
    BELOW = "below"
    NOT_KNOWN = "not_known"
    DOES_NOT_APPLY = "does_not_apply"


@dataclass(frozen=True, slots=True)
class Check:
    """The finding on one job's pay.

    hourly_pence: pay for an hour, rounded down to whole pence; None when it cannot be worked out.
    floor: the rate it was held against; None when there is none. short_pence: how much an hour is missing,
    rounded up to whole pence; 0 unless below. why: the code of why nothing can be said, "" otherwise.
    """

    verdict: Verdict
    hourly_pence: int | None = None
    floor: Floor | None = None
    short_pence: int = 0
    why: str = ""

    @property
    def below(self) -> bool:
        """Whether this must be pointed out."""
        return self.verdict is Verdict.BELOW

    @property
    def message(self) -> str:
        """The English sentence for the verdict, or for why none can be given; to be looked up in the
        catalogue."""
        return MESSAGES[self.why or self.verdict.value]


def hourly(pay_pence: int, per: Per, hours_a_week: Decimal | int | None) -> Fraction | None:
    """Exact pence an hour; None when the hours are needed and are missing or nought."""
    if per is Per.HOUR:
        return Fraction(pay_pence)
    if not hours_a_week:
        return None
    return Fraction(pay_pence) / (Fraction(hours_a_week) * WEEKS[per])


def check(
    *,
    pay_pence: int | None,
    per: Per,
    hours_a_week: Decimal | int | None,
    period_start: date,
    age: int | date | None,
    apprentice: ApprenticeStatus = ApprenticeStatus.NOT,
    kind: str = "employed",
) -> Check:
    """Hold recorded pay against the floor at the start of its pay period.

    ``pay_pence`` is what is paid ``per`` hour, week … ; ``hours_a_week`` the hours worked for it, not
    needed with `Per.HOUR`. ``age`` and ``apprentice`` as in `rates.floor`; ``kind`` as a job spell has it.
    """
    if kind not in KINDS_WITH_FLOOR:
        return Check(Verdict.DOES_NOT_APPLY)
    lowest = floor(on=period_start, age=age, apprentice=apprentice)
    known = lowest if isinstance(lowest, Floor) else None
    if pay_pence is None:
        return Check(Verdict.NOT_KNOWN, floor=known, why="pay_missing")
    exact = hourly(pay_pence, per, hours_a_week)
    if exact is None:
        return Check(Verdict.NOT_KNOWN, floor=known, why="hours_missing")
    shown = int(exact // 1)
    if isinstance(lowest, NotKnown):
        return Check(Verdict.NOT_KNOWN, shown, why=lowest.code)
    if exact < lowest.rate_pence:
        return Check(Verdict.BELOW, shown, lowest, short_pence=int(-((exact - lowest.rate_pence) // 1)))
    return Check(Verdict.OK, shown, lowest)
