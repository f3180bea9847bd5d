# SPDX-License-Identifier: AGPL-3.0-or-later
"""A line chart: one series of our own, others beside it, a target. Each is named where it ends, or in a key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cydwaith.engines.charts.drawing import KeyItem, framed, key, spread, thinned, unit_label
from cydwaith.engines.charts.model import Axis, Datum, Frame, Width
from cydwaith.engines.charts.svg import SHAPES, Svg, group, label, lines, mark, number, rule, tag
from cydwaith.engines.charts.text import widest, width_of, wrap

MOST_SERIES = len(SHAPES)
_LANE = 24.0  # the strip under the axis in which missing values have their marks
_LABEL_ROOM = 168.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line: a datum for each of the chart's periods."""

    name: str
    data: tuple[Datum, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A level to reach. text: name and number, such as "Target 10 %"."""

    amount: Decimal
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChart(Frame):
    """periods: labels from left to right; series: our own first, then at most three others.

    ValueError if a series has not one datum a period, if there is none or more than can be told apart, and for an
    amount that is not on the axis.
    """

    periods: tuple[str, ...]
    axis: Axis
    series: tuple[Series, ...]
    target: Target | None = None

    def __post_init__(self) -> None:
        Frame.__post_init__(self)
        if not 1 <= len(self.series) <= MOST_SERIES:
            raise ValueError(f"a line chart has 1 to {MOST_SERIES} series")
        if not self.periods or any(len(one.data) != len(self.periods) for one in self.series):
            raise ValueError("every series has one datum for each period")
        self.axis.must_hold(datum.amount for one in self.series for datum in one.data)
        self.axis.must_hold([self.target.amount] if self.target else [])


def line_chart(chart: LineChart, width: Width = Width.WIDE) -> Svg:
    """The drawing, laid out for a width."""
    return _Plot(chart, width).drawn()


class _Plot:
    def __init__(self, chart: LineChart, width: Width) -> None:
        self.chart, self.size = chart, width.size
        self.width = width
        self.wide = width is Width.WIDE
        self.left = widest([tick.text for tick in chart.axis.ticks], self.size) + 12
        ends = [self._end_lines(one) for one in chart.series]
        told = [*ends, *([self._wrapped(chart.target.text)] if chart.target else [])]
        self.end_texts = told
        room = max(widest(one, self.size) for one in told) + 36 if self.wide else 14
        self.right = width.value - room
        self.step = (self.right - self.left - 16) / max(1, len(chart.periods) - 1)
        self.lane = _LANE if any(datum.missing for one in chart.series for datum in one.data) else 0.0
        self.head, self.top = self._head()
        self.bottom = self.top + (268 if self.wide else 210)

    def _wrapped(self, text: str) -> tuple[str, ...]:
        return wrap(text, _LABEL_ROOM, self.size, most=3)

    def _end_lines(self, series: Series) -> tuple[str, ...]:
        last = series.data[-1].text
        together = f"{series.name} {last}"
        if width_of(together, self.size) <= _LABEL_ROOM:
            return (together,)
        *first, name = wrap(series.name, _LABEL_ROOM, self.size, most=4)
        if width_of(f"{name} {last}", self.size) <= _LABEL_ROOM:
            return (*first, f"{name} {last}")
        return (*first, name, last)

    def x(self, index: int) -> float:
        if len(self.chart.periods) == 1:
            return (self.left + self.right) / 2
        return self.left + 8 + index * self.step

    def y(self, amount: Decimal) -> float:
        return self.bottom - self.chart.axis.share(amount) * (self.bottom - self.top)

    def _head(self) -> tuple[str, float]:
        """The key (where lines are not named at their ends) and the unit; how far down they reach."""
        drawn, down = "", 2.0
        if not self.wide:
            items = [self._key_item(index, one.name) for index, one in enumerate(self.chart.series)]
            if self.chart.target:
                items.append(
                    KeyItem(lambda x, y: rule(x, y, x + 26, y, "chart__target"), self.chart.target.text)
                )
            drawn, height = key(items, x=2, y=0, room=self.width.value - 4, size=self.size)
            down += height + 6
        if self.chart.axis.unit:
            down += 6 if drawn else 0
            drawn += unit_label(self.chart.axis.unit, 0, down + self.size)
            down += self.size + 6
        return drawn, down + self.size + 6

    def _key_item(self, index: int, name: str) -> KeyItem:
        def swatch(x: float, y: float) -> str:
            return rule(x, y, x + 26, y, _line_class(index)) + mark(
                SHAPES[index], x + 13, y, 4.5, f"chart__mark {_mark_class(index)}"
            )

        return KeyItem(swatch, name)

    def drawn(self) -> Svg:
        parts = [self.head, *self._axes(), *self._target()]
        for index in range(len(self.chart.series) - 1, -1, -1):  # our own is drawn last, over the others
            parts += self._line(index)
        parts += self._values()
        parts += self._ends() if self.wide else []
        height = self.bottom + self.lane + self.size * 1.25 + 14
        return framed(self.chart, self.width, height, "".join(parts), "line")

    def _axes(self) -> Iterator[str]:
        for tick in self.chart.axis.ticks:
            if tick.amount is None:
                continue
            y = self.y(tick.amount)
            zero = tick is self.chart.axis.ticks[0]
            yield rule(self.left, y, self.right, y, "chart__base" if zero else "chart__grid")
            yield label(tick.text, self.left - 8, y + self.size * 0.34, class_="chart__tick", anchor="end")
        down = self.bottom + self.lane + self.size + 8
        for index in thinned(self.chart.periods, self.step, self.size):
            text = self.chart.periods[index]
            half = width_of(text, self.size) / 2
            # The first and the last may reach over the plot's edge, never over the drawing's.
            at = min(max(self.x(index), half), self.width.value - half)
            yield rule(self.x(index), self.bottom, self.x(index), self.bottom + 5, "chart__base")
            yield label(text, at, down, class_="chart__tick", anchor="middle")

    def _target(self) -> Iterator[str]:
        if self.chart.target:
            y = self.y(self.chart.target.amount)
            yield rule(self.left, y, self.right, y, "chart__target")

    def _line(self, index: int) -> Iterator[str]:
        series = self.chart.series[index]
        alone: set[int] = set()
        for run in _runs(series.data):
            if len(run) == 1:
                alone.add(run[0][0])
            else:
                path = "L".join(f"{number(self.x(at))} {number(self.y(amount))}" for at, amount in run)
                yield tag("path", class_=_line_class(index), d="M" + path)
        for at, datum in enumerate(series.data):
            hint = f"{series.name}, {self.chart.periods[at]}: {datum.text}"
            if datum.amount is not None:
                # So close together, marks would hide the lines that they tell apart; a point alone has no line.
                if index and self.step < 12 and at not in alone and at < len(series.data) - 1:
                    continue
                radius = 4 if index else min(5.0, max(2.5, self.step / 4))
                dense = " chart__mark--dense" if radius < 5 and index == 0 else ""
                class_ = f"chart__mark {_mark_class(index)}{dense}"
                yield group(mark(SHAPES[index], self.x(at), self.y(datum.amount), radius, class_), hint=hint)
            else:
                yield group(self._gap(index, at, datum.text), hint=hint)

    def _gap(self, index: int, at: int, text: str) -> str:
        """In the lane of missing values: our own mark as published, of the others an empty one of their shape; several
        of one year stand side by side."""
        written = width_of(text, self.size) + 4 <= max(self.step, 30)
        if index == 0 and written:
            return label(text, self.x(at), self.bottom + 19, class_="chart__note", anchor="middle")
        before = [one.data[at] for one in self.chart.series[:index]]
        beside = 12.0 * sum(datum.missing for datum in before)
        if before and before[0].missing:
            beside += width_of(before[0].text, self.size) / 2
        return mark(SHAPES[index], self.x(at) + beside, self.bottom + 14, 4, "chart__missing")

    def _values(self) -> Iterator[str]:
        """Our own numbers at their points, all if they have room, else the last alone (narrow) or none (it is named at
        its end)."""
        data = self.chart.series[0].data
        roomy = widest([datum.text for datum in data], self.size) + 6 <= self.step or len(data) == 1
        last = max((at for at, datum in enumerate(data) if not datum.missing), default=-1)
        for at, datum in enumerate(data):
            if datum.amount is None or not (roomy or (at == last and not self.wide)):
                continue
            above = self._above(at, datum.amount)
            y = self.y(datum.amount) + (-11 if above else self.size + 9)
            half = width_of(datum.text, self.size) / 2
            x = min(self.x(at), self.width.value - half - 1)
            yield label(datum.text, x, y, class_="chart__value chart__halo", anchor="middle")

    def _above(self, at: int, amount: Decimal) -> bool:
        """Whether a number stands above its point: where nothing else runs; else on the outer side of the bend."""
        own = self.y(amount)
        others = [one.data[at].amount for one in self.chart.series[1:]]
        others += [self.chart.target.amount] if self.chart.target else []
        near = [own - self.y(other) for other in others if other is not None]
        reach = self.size + 16
        above_free = not any(0 <= gap < reach for gap in near)
        below_free = not any(-reach < gap < 0 for gap in near) and self.bottom - own > reach
        if above_free != below_free:
            return above_free
        data = self.chart.series[0].data
        beside = [data[n].amount for n in (at - 1, at + 1) if 0 <= n < len(data)]
        known = [one for one in beside if one is not None]
        return not known or not below_free or amount >= sum(known) / len(known)

    def _ends(self) -> Iterator[str]:
        """The names of the lines, each at its end and none over another."""
        step = self.size * 1.2
        wanted = [self._end_y(one) for one in self.chart.series]
        wanted += [self.y(self.chart.target.amount)] if self.chart.target else []
        heights = [len(told) * step + 4 for told in self.end_texts]
        placed = spread(wanted, heights, self.top - self.size, self.bottom + 6)
        for index, (told, height, want, middle) in enumerate(
            zip(self.end_texts, heights, wanted, placed, strict=True)
        ):
            own, aimed = index == 0, index == len(self.chart.series)
            if abs(want - middle) > 3 and (
                aimed or any(not one.missing for one in self.chart.series[index].data)
            ):
                yield tag(
                    "path",
                    class_="chart__leader",
                    d=f"M{number(self.right + 2)} {number(want)}L{number(self.right + 16)} {number(middle)}",
                )
            if not aimed:
                shape = f"chart__mark {_mark_class(index)}"
                yield mark(SHAPES[index], self.right + 24, middle, 4, shape)
            class_ = "chart__value" if own else "chart__label chart__aim" if aimed else "chart__label"
            yield lines(
                told,
                self.right + 34,
                middle - height / 2 + 2 + self.size * 0.94,
                step=step,
                class_=class_,
            )

    def _end_y(self, series: Series) -> float:
        known = [datum.amount for datum in series.data if datum.amount is not None]
        return self.y(known[-1]) if known else self.bottom


def _line_class(index: int) -> str:
    return "chart__line chart__line--own" if index == 0 else f"chart__line chart__line--{index}"


def _mark_class(index: int) -> str:
    return "chart__mark--own" if index == 0 else f"chart__mark--{index}"


def _runs(data: Sequence[Datum]) -> Iterator[list[tuple[int, Decimal]]]:
    """Stretches without a gap: a line is never drawn over a year that has no number."""
    run: list[tuple[int, Decimal]] = []
    for at, datum in enumerate(data):
        if datum.amount is None:
            if run:
                yield run
            run = []
        else:
            run.append((at, datum.amount))
    if run:
        yield run
