# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one place where a figure is divided and rounded: engines return whole numbers, this makes `Decimal`s of them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction


def rounded(value: Fraction, decimals: int) -> Decimal:
    """To so many decimals, a half away from zero: 8.25 -> 8.3, -8.25 -> -8.3. Exact: nothing is rounded before."""
    scaled = abs(value) * 10**decimals
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-decimals)


def cut(value: Decimal) -> Decimal:
    """What is left when the decimals are dropped: 8.9 -> 8, 9.0 -> 9, -8.9 -> -8.

    Source: the published way of ASCOF 1F, which rounds to one decimal and then drops it.
    """
    return Decimal(int(value))


def percent(numerator: int, denominator: int) -> Fraction | None:
    """So many per cent, exactly; None of nobody."""
    return Fraction(100 * numerator, denominator) if denominator else None


def mean_percent(parts: Iterable[tuple[int, int]]) -> tuple[Fraction | None, int]:
    """The unweighted mean of the per cents of (numerator, denominator), and of how many; parts of nobody are no part.

    Source: ASCOF 1F, where a year is the mean of its months' outcomes and a region's of its council-months.
    """
    outcomes = [Fraction(100 * top, bottom) for top, bottom in parts if bottom]
    return (sum(outcomes, Fraction()) / len(outcomes), len(outcomes)) if outcomes else (None, 0)


def per_base(numerator: int, base: int, many: int) -> Fraction | None:
    """How many of so many: numerator for each `many` of the base; None where the base is empty."""
    return Fraction(numerator * many, base) if base else None
