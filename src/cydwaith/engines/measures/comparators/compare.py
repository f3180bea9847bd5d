# SPDX-License-Identifier: AGPL-3.0-or-later
"""Holding a figure against a target, its own past, other areas: exact, and never with a missing value.

Everything is told as a code (`words.COMPARATOR_WORDS`) with numbers beside it. Ranks: equal values share a rank and
the next one is skipped (1, 2, 2, 4); what is missing has no rank and is counted apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from statistics import median
from typing import Final

from cydwaith.engines.measures.comparators.measures import measure_of
from cydwaith.engines.measures.comparators.shapes import Comparator, GoodDirection, Part


class Side(StrEnum):
    """Where a figure is beside another."""

    ABOVE = "above"
    AT = "at"
    BELOW = "below"


class Yardstick(StrEnum):
    """What a figure is held against."""

    TARGET = "target"
    REGION = "region"
    ENGLAND = "england"


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """A figure beside one other. difference: own less other, in the measure's unit (percentage points for per cent).

    better: whether that is the good side; None if it is equal or neither side is good. doubtful: the difference is
    so small that rounding alone may have made it.
    """

    yardstick: Yardstick
    other: Decimal
    difference: Decimal
    side: Side
    better: bool | None
    doubtful: bool = False

    @property
    def code(self) -> str:
        """Such as "below-target"."""
        return f"{self.side}-{self.yardstick}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A figure beside an earlier one of the same area. code: up, down or same; skipped: years between that have no
    figure."""

    before: Comparator
    after: Comparator
    difference: Decimal
    code: str
    better: bool | None
    skipped: int
    doubtful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """A place among others. place: 1 is best; ranked: how many have a figure; members: how many there are;
    shared: how many others have the same place."""

    place: int
    ranked: int
    members: int
    shared: int

    @property
    def missing(self) -> int:
        """How many have no figure and so no rank."""
        return self.members - self.ranked

    @property
    def code(self) -> str:
        """Which sentence says it: with its numbers as placeholders."""
        return f"rank{'-shared' if self.shared else ''}{'-of-some' if self.missing else ''}"


@dataclass(frozen=True, slots=True)
class NotRanked:
    """Why there is no rank: a key of `words.COMPARATOR_WORDS`."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A figure among its nearest neighbours. above, below: how many of them are above or below it; equal: the same;
    missing: without a figure; median: of those that have one."""

    above: int
    below: int
    equal: int
    missing: int
    median: Decimal
    better: bool | None

    @property
    def code(self) -> str:
        """Above most, below most, or in the middle: most is more than half of those with a figure."""
        half = Decimal(self.above + self.below + self.equal) / 2
        if self.below > half:
            return "above-neighbours"
        return "below-neighbours" if self.above > half else "among-neighbours"


_SIDES: Final = {1: Side.ABOVE, 0: Side.AT, -1: Side.BELOW}
_CHANGES: Final = {Side.ABOVE: "up", Side.AT: "same", Side.BELOW: "down"}
_GOOD_SIDE: Final = {GoodDirection.HIGHER: Side.ABOVE, GoodDirection.LOWER: Side.BELOW}


def side_of(own: Decimal, other: Decimal) -> Side:
    """Where ``own`` is beside ``other``; both exact."""
    return _SIDES[(own > other) - (own < other)]


def is_better(side: Side, good: GoodDirection) -> bool | None:
    """Whether a side is the good one; None where they are equal or neither is."""
    wanted = _GOOD_SIDE.get(good)
    return None if side is Side.AT or wanted is None else side is wanted


def against_target(own: Comparator, target: Decimal, good: GoodDirection) -> Against | None:
    """A figure beside a target, which is exact; None if the figure is missing."""
    if own.amount is None:
        return None
    return _against(own.amount, target, Yardstick.TARGET, good, room=Decimal(0))


def against(own: Comparator, other: Comparator, yardstick: Yardstick, good: GoodDirection) -> Against | None:
    """A figure beside a region's or England's of the same year; None if either is missing.

    ValueError if they are not the same measure, year, part and breakdown: such a comparison says nothing.
    """
    _same_kind(own, other, same_year=True)
    if own.amount is None or other.amount is None:
        return None
    return _against(own.amount, other.amount, yardstick, good, room=_step(own, other))


def _against(
    own: Decimal, other: Decimal, yardstick: Yardstick, good: GoodDirection, *, room: Decimal
) -> Against:
    side = side_of(own, other)
    return Against(
        yardstick=yardstick,
        other=other,
        difference=own - other,
        side=side,
        better=is_better(side, good),
        doubtful=side is not Side.AT and abs(own - other) < room,
    )


def change(series: Sequence[Comparator], good: GoodDirection) -> Change | None:
    """The newest figure beside the last one before it that is not missing. ``series``: one area's, oldest first.

    None if the newest is missing or nothing came before. ValueError if the figures are not of one kind and area, or
    years are out of order.
    """
    if not series or series[-1].amount is None:
        return None
    after = series[-1]
    for before, later in pairwise(series):
        _same_kind(before, later, same_year=False)
        if before.year >= later.year:
            raise ValueError(f"{later.year} comes after {before.year}")
    earlier = [one for one in series[:-1] if one.amount is not None]
    if not earlier:
        return None
    before = earlier[-1]
    if before.amount is None or after.amount is None:  # both were looked at above
        return None
    side = side_of(after.amount, before.amount)
    difference = after.amount - before.amount
    return Change(
        before=before,
        after=after,
        difference=difference,
        code=_CHANGES[side],
        better=is_better(side, good),
        skipped=after.year.start - before.year.start - 1,
        doubtful=side is not Side.AT and abs(difference) < _step(before, after),
    )


def rank(
    own: str, members: Iterable[str], figures: Mapping[str, Comparator], good: GoodDirection
) -> Rank | NotRanked:
    """The place of an area among ``members`` (codes, its own among them) by their figures of one year.

    A member without a figure is not ranked. ValueError if the area is no member of the group.
    """
    codes = tuple(dict.fromkeys(members))
    if own not in codes:
        raise ValueError(f"{own} is not in the group that it is to be ranked in")
    if good is GoodDirection.NEITHER:
        return NotRanked("no-direction")
    amounts = {code: amount for code in codes if (amount := _amount(figures, code)) is not None}
    if own not in amounts:
        return NotRanked("not-ranked")
    mine = amounts[own]
    better = sum(is_better(side_of(one, mine), good) is True for one in amounts.values())
    return Rank(
        place=better + 1,
        ranked=len(amounts),
        members=len(codes),
        shared=sum(one == mine for one in amounts.values()) - 1,
    )


def standing(
    own: str, neighbours: Iterable[str], figures: Mapping[str, Comparator], good: GoodDirection
) -> Standing | None:
    """An area among its nearest neighbours by their figures of one year. None without a figure of its own or of any
    neighbour."""
    mine = _amount(figures, own)
    codes = [code for code in dict.fromkeys(neighbours) if code != own]
    amounts = [amount for code in codes if (amount := _amount(figures, code)) is not None]
    if mine is None or not amounts:
        return None
    sides = [side_of(one, mine) for one in amounts]
    middle = median(amounts)
    return Standing(
        above=sides.count(Side.ABOVE),
        below=sides.count(Side.BELOW),
        equal=sides.count(Side.AT),
        missing=len(codes) - len(amounts),
        median=middle,
        better=is_better(side_of(mine, middle), good),
    )


def _amount(figures: Mapping[str, Comparator], code: str) -> Decimal | None:
    figure = figures.get(code)
    return None if figure is None else figure.amount


def _step(one: Comparator, other: Comparator) -> Decimal:
    """The last place that the coarser of two figures was published with."""
    return Decimal(1).scaleb(-min(_places(one), _places(other)))


def _places(figure: Comparator) -> int:
    # What is written in the file may lack a nought at the end: 4 for 4.0.
    known = measure_of(figure.measure, figure.year)
    places = known.places_in(figure.year) if known is not None and figure.part is Part.OUTCOME else None
    return figure.decimals if places is None else places


def _same_kind(one: Comparator, other: Comparator, *, same_year: bool) -> None:
    kinds = [(figure.measure, figure.part, figure.breakdown) for figure in (one, other)]
    if kinds[0] != kinds[1]:
        raise ValueError(f"{kinds[0]} and {kinds[1]} cannot be held against each other")
    if same_year and one.year != other.year:
        raise ValueError(f"{one.year} and {other.year} cannot be held against each other")
    if not same_year and one.area != other.area:
        raise ValueError(f"{one.area} and {other.area} are not one area's past")
