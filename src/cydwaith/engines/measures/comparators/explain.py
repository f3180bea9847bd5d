# SPDX-License-Identifier: AGPL-3.0-or-later
"""Why a figure changed, as far as published numbers can tell: codes, gravest doubt first, then the causes.

An outcome n/d that went from n0/d0 to n1/d1 changed by exactly the sum of two effects, each with the other number
held at the mean of before and after (Shapley's split, in fractions, so that nothing is lost):
numerator (n1-n0)(1/d0+1/d1)/2, denominator (1/d1-1/d0)(n0+n1)/2.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from cydwaith.engines.measures.comparators.areas import Areas
from cydwaith.engines.measures.comparators.compare import Change
from cydwaith.engines.measures.comparators.measures import Measure
from cydwaith.engines.measures.comparators.shapes import Breakdown, Comparator, Part
from cydwaith.engines.measures.comparators.years import FinancialYear


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """codes: keys of `words.COMPARATOR_WORDS`, doubts before causes, the larger cause first. from_numerator,
    from_denominator: percentage points that each of the two brought; None where the numbers are not known."""

    codes: tuple[str, ...]
    from_numerator: Fraction | None = None
    from_denominator: Fraction | None = None


def explain(change: Change, measure: Measure, figures: Iterable[Comparator], areas: Areas) -> Why:
    """Why, from the numerators and denominators among ``figures`` (any areas and years; only those of the two years
    are used) and from what is known of the measure and the area."""
    before, after = change.before.year, change.after.year
    codes = [code for year, code in measure.breaks if before < year <= after]
    if areas.changed(change.after.area, before.last_day, after.last_day):
        codes.append("area-changed")
    if change.skipped:
        codes.append("years-skipped")
    if change.doubtful:
        codes.append("within-rounding")
    if change.code == "same":
        return Why(codes=tuple(codes))
    parts = _parts(change, figures)
    if not measure.ratio or parts is None:
        return Why(codes=(*codes, "parts-not-known"))
    (n0, d0), (n1, d1) = parts
    by_numerator = (n1 - n0) * (1 / d0 + 1 / d1) / 2 * 100
    by_denominator = (1 / d1 - 1 / d0) * (n0 + n1) / 2 * 100
    if abs(n1 / d1 - n0 / d0) <= 1 / max(d0, d1):
        codes.append("one-person")
    causes = [
        (abs(by_numerator), "numerator-up" if n1 > n0 else "numerator-down"),
        (abs(by_denominator), "denominator-up" if d1 > d0 else "denominator-down"),
    ]
    codes += [code for size, code in sorted(causes, reverse=True) if size]
    return Why(codes=tuple(codes), from_numerator=by_numerator, from_denominator=by_denominator)


Pair = tuple[Fraction, Fraction]


def _parts(change: Change, figures: Iterable[Comparator]) -> tuple[Pair, Pair] | None:
    wanted = (change.before.year, change.after.year)
    amounts: dict[tuple[FinancialYear, Part], Decimal] = {}
    for one in figures:
        if (
            one.area == change.after.area
            and one.measure == change.after.measure
            and one.breakdown is Breakdown.TOTAL
            and one.year in wanted
            and one.amount is not None
        ):
            amounts[one.year, one.part] = one.amount
    pairs: list[Pair] = []
    for year in wanted:
        over, under = amounts.get((year, Part.NUMERATOR)), amounts.get((year, Part.DENOMINATOR))
        if over is None or not under:
            return None
        pairs.append((Fraction(over), Fraction(under)))
    return pairs[0], pairs[1]
