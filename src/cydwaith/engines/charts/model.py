# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a chart is made from: numbers with the texts that stand for them, in the language of the page.

The engine draws; it formats nothing and translates nothing. A number that is missing has no amount and a text that says
so ("[c]", "no figure"): it is drawn as a gap with that mark and never as nought.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final

_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,63}", re.ASCII)


class Width(Enum):
    """How wide a drawing is laid out, in units that are about a pixel. Both are put into a page; the style sheet shows
    the one that fits, so that a text is never scaled until it cannot be read."""

    WIDE = 720
    NARROW = 344

    @property
    def size(self) -> float:
        """The size of a label's text."""
        return 15 if self is Width.WIDE else 14


@dataclass(frozen=True, slots=True)
class Datum:
    """One number and its text; amount None: missing, and the text is its mark. ValueError without a text, and for what
    is no finite number."""

    amount: Decimal | None
    text: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError("a number, or the place of a missing one, needs a text")
        if self.amount is not None and not self.amount.is_finite():
            raise ValueError(f"{self.amount} cannot be drawn")

    @property
    def missing(self) -> bool:
        """Whether there is no number."""
        return self.amount is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every chart has. name: unique on its page, for identifiers; title: the message, as a sentence; desc: what is
    drawn, and where the numbers stand as a table. ValueError for an unfit name or an empty text."""

    name: str
    title: str
    desc: str

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is not a name for a chart: small letters, digits, hyphens")
        if not self.title.strip() or not self.desc.strip():
            raise ValueError("a chart needs its message and its description in words")


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """The scale of amounts. ticks: lowest to highest, at least two; the drawing reaches from the first to the last.
    unit: what the numbers are, shown at the axis. ValueError unless the ticks rise and all are numbers."""

    ticks: tuple[Datum, ...]
    unit: str = ""

    def __post_init__(self) -> None:
        amounts = [tick.amount for tick in self.ticks]
        known = [amount for amount in amounts if amount is not None]
        if len(known) < 2 or len(known) < len(amounts) or known != sorted(set(known)):
            raise ValueError("the ticks of a scale are at least two numbers that rise")

    @property
    def low(self) -> Decimal:
        """Its lowest amount."""
        return self.ticks[0].amount or Decimal(0)

    @property
    def high(self) -> Decimal:
        """Its highest amount."""
        return self.ticks[-1].amount or Decimal(0)

    def share(self, amount: Decimal) -> float:
        """Where an amount lies between lowest (0) and highest (1)."""
        return float((amount - self.low) / (self.high - self.low))

    def must_hold(self, amounts: Iterable[Decimal | None]) -> None:
        """ValueError for an amount beyond the scale: drawn at its edge it would be wrong."""
        for amount in amounts:
            if amount is not None and not self.low <= amount <= self.high:
                raise ValueError(f"{amount} is not on the scale from {self.low} to {self.high}")


def axis_for(
    amounts: Iterable[Decimal | None],
    text: Callable[[Decimal], str],
    *,
    unit: str = "",
    from_zero: bool = True,
    whole: bool = False,
    most: int = 6,
) -> Axis:
    """A scale with round steps (1, 2, 2.5 or 5 times a power of ten) that holds all amounts, and nought unless told
    otherwise; ``text`` writes a tick, in the language of the page. ``whole``: no ticks between whole numbers, as of
    people. Without amounts it runs from 0 to 1."""
    known = [amount for amount in amounts if amount is not None]
    low = min([*known, *([Decimal(0)] if from_zero or not known else [])])
    high = max([*known, *([Decimal(0)] if from_zero or not known else [])])
    if low == high:
        high = low + 1
    steps = (one for one in _steps((high - low) / most) if not whole or one == one.to_integral_value())
    step = next(one for one in steps if _span(low, high, one) <= most)
    first = (low / step).to_integral_value("ROUND_FLOOR")
    last = (high / step).to_integral_value("ROUND_CEILING")
    ticks = [number * step for number in range(int(first), int(last) + 1)]
    return Axis(ticks=tuple(Datum(one, text(one)) for one in ticks), unit=unit)


def _steps(least: Decimal) -> Iterable[Decimal]:
    power = Decimal(10) ** least.adjusted()
    while True:
        yield from (power * one for one in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5)))
        power *= 10


def _span(low: Decimal, high: Decimal, step: Decimal) -> int:
    first = (low / step).to_integral_value("ROUND_FLOOR")
    return int((high / step).to_integral_value("ROUND_CEILING") - first)
