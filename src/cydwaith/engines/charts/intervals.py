# SPDX-License-Identifier: AGPL-3.0-or-later
"""A chart of dots with ranges: the best figure and how low or high it may be; or areas along one scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from cydwaith.engines.charts.drawing import framed, spread, unit_label
from cydwaith.engines.charts.model import Axis, Datum, Frame, Width
from cydwaith.engines.charts.svg import Svg, group, label, lines, mark, rule, tag
from cydwaith.engines.charts.text import widest, width_of, wrap


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """One row. best: the figure, whose text stands at the end of the row and says the range too, where there is one;
    low, high: the range, both or neither. ValueError where it does not hold the best figure."""

    name: str
    best: Datum
    low: Decimal | None = None
    high: Decimal | None = None
    own: bool = False

    def __post_init__(self) -> None:
        if (self.low is None) != (self.high is None):
            raise ValueError("a range has both ends or none")
        if self.low is not None and self.high is not None:
            best = self.low if self.best.amount is None else self.best.amount
            if not self.low <= best <= self.high:
                raise ValueError(f"{self.name}: the figure is not between the ends of its range")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A line through all rows: a target, England. text: its name and number."""

    amount: Decimal
    text: str
    target: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalChart(Frame):
    """ValueError without rows, and for an amount that is not on the axis."""

    axis: Axis
    rows: tuple[Interval, ...]
    references: tuple[Reference, ...] = ()

    def __post_init__(self) -> None:
        Frame.__post_init__(self)
        if not self.rows:
            raise ValueError("a chart of intervals has at least one row")
        for row in self.rows:
            self.axis.must_hold((row.low, row.best.amount, row.high))
        self.axis.must_hold(one.amount for one in self.references)


def interval_chart(chart: IntervalChart, width: Width = Width.WIDE) -> Svg:
    """The drawing, laid out for a width."""
    return _Dots(chart, width).drawn()


class _Dots:
    def __init__(self, chart: IntervalChart, width: Width) -> None:
        self.chart, self.width, self.size = chart, width, width.size
        self.wide = width is Width.WIDE
        self.middles: list[float] = []
        self.names = [wrap(row.name, 200, self.size, most=2) for row in chart.rows]
        self.left = max(widest(told, self.size) for told in self.names) + 24 if self.wide else 10.0
        texts = widest([row.best.text for row in chart.rows], self.size)
        self.right = width.value - (texts + 24 if self.wide else 10.0)

    def x(self, amount: Decimal) -> float:
        return self.left + self.chart.axis.share(amount) * (self.right - self.left)

    def drawn(self) -> Svg:
        told, top = self._references()
        down = top
        rows: list[str] = []
        for row, name in zip(self.chart.rows, self.names, strict=True):
            drawn, height = self._row(row, name, down)
            rows.append(drawn)
            down += height
        parts = [*self._axis(top, down), *told]
        for one in self.chart.references:
            at = self.x(one.amount)
            for above, below in self._bands(top, down):
                parts.append(
                    rule(at, above, at, below, "chart__target" if one.target else "chart__reference")
                )
        below = down + self.size + 24 + (self.size + 6 if self.chart.axis.unit else 0)
        return framed(self.chart, self.width, below - 14, "".join([*parts, *rows]), "intervals")

    def _references(self) -> tuple[list[str], float]:
        """The names of the lines, above them and apart; how far down they reach."""
        if not self.chart.references:
            return [], 8.0
        step = self.size * 1.2
        told = [wrap(one.text, 150 if self.wide else 110, self.size, most=3) for one in self.chart.references]
        wide = [widest(one, self.size) + 12 for one in told]
        wanted = [self.x(one.amount) for one in self.chart.references]
        placed = spread(wanted, wide, 0, self.width.value)
        most = max(len(one) for one in told)
        down = most * step + 14
        parts: list[str] = []
        for one, texts, want, at in zip(self.chart.references, told, wanted, placed, strict=True):
            class_ = "chart__label chart__aim" if one.target else "chart__label"
            first = self.size + (most - len(texts)) * step
            parts.append(lines(texts, at, first, step=step, class_=class_, anchor="middle"))
            parts.append(rule(at, most * step + 4, want, down - 4, "chart__leader"))
        return parts, down

    def _axis(self, top: float, bottom: float) -> Iterator[str]:
        for tick in self.chart.axis.ticks:
            if tick.amount is not None:
                at = self.x(tick.amount)
                half = width_of(tick.text, self.size) / 2
                for above, below in self._bands(top, bottom):
                    yield rule(at, above, at, below, "chart__grid")
                shown = min(max(at, half), self.width.value - half)
                yield label(tick.text, shown, bottom + self.size + 6, class_="chart__tick", anchor="middle")
        yield rule(self.left, bottom, self.right, bottom, "chart__base")
        yield unit_label(self.chart.axis.unit, self.left, bottom + 2 * self.size + 12)

    def _bands(self, top: float, bottom: float) -> list[tuple[float, float]]:
        """Where upright lines may run: through all rows, or, where names stand above their marks, beside marks only."""
        return [(top, bottom)] if self.wide else [(middle - 15, middle + 15) for middle in self.middles]

    def _row(self, row: Interval, told: tuple[str, ...], top: float) -> tuple[str, float]:
        step = self.size * 1.2
        strong = "chart__value chart__halo" if row.own else "chart__label chart__halo"
        if self.wide:
            height = max(36.0, len(told) * step + 12)
            middle = top + height / 2
            first = middle - len(told) * step / 2 + self.size * 0.92
            name = lines(told, self.left - 22, first, step=step, class_=strong, anchor="end")
            value = label(
                row.best.text, self.width.value, middle + self.size * 0.34, class_=strong, anchor="end"
            )
        else:
            room = self.width.value - width_of(row.best.text, self.size) - 16
            told = wrap(row.name, room, self.size, most=3)
            name = lines(told, 0, top + self.size + 4, step=step, class_=strong)
            value = label(row.best.text, self.width.value, top + self.size + 4, class_=strong, anchor="end")
            middle = top + len(told) * step + 18
            height = middle + 18 - top
        self.middles.append(middle)
        return group(name, value, *self._mark(row, middle), hint=f"{row.name}: {row.best.text}"), height

    def _mark(self, row: Interval, middle: float) -> Iterator[str]:
        kind = "own" if row.own else "1"
        if row.low is not None and row.high is not None:
            low, high = self.x(row.low), self.x(row.high)
            path = f"M{low:.1f} {middle - 6:.1f}v12M{low:.1f} {middle:.1f}H{high:.1f}M{high:.1f} {middle - 6:.1f}v12"
            yield tag("path", class_=f"chart__range chart__range--{kind}", d=path)
        if row.best.amount is None:
            yield mark("circle", self.left + 8, middle, 5, "chart__missing")
        else:
            shape = "circle" if row.own else "diamond"
            size = 7.0 if row.own else 5.0
            yield mark(shape, self.x(row.best.amount), middle, size, f"chart__mark chart__mark--{kind}")
