# SPDX-License-Identifier: AGPL-3.0-or-later
"""A bar chart with a column a quarter: what was reached, and what the contract's profile asked for as a line across."""

from __future__ import annotations

from collections.abc import Iterator

from cydwaith.engines.charts.bars import Bar, BarChart, bar_class, hint_of, key_of
from cydwaith.engines.charts.drawing import framed, key, unit_label
from cydwaith.engines.charts.model import Width
from cydwaith.engines.charts.svg import Svg, group, label, lines, rule, tag
from cydwaith.engines.charts.text import widest, width_of, wrap


def column_chart(chart: BarChart, width: Width = Width.WIDE) -> Svg:
    """The drawing, laid out for a width. Many columns on a narrow one come in several rows of the same scale."""
    return _Columns(chart, width).drawn()


class _Columns:
    def __init__(self, chart: BarChart, width: Width) -> None:
        self.chart, self.width, self.size = chart, width, width.size
        self.left = widest([tick.text for tick in chart.axis.ticks], self.size) + 12
        self.any_own = any(bar.own for bar in chart.bars)
        texts = [bar.actual.text for bar in chart.bars]
        texts += [bar.profile.text for bar in chart.bars if bar.profile]
        words = [word for bar in chart.bars for word in bar.name.split()]
        # As many in a row as have room for their numbers and for the longest word of their names.
        least = max(34.0, widest(texts, self.size) + 10, min(90.0, widest(words, self.size) + 8))
        room = width.value - self.left - 4
        most = max(1, int(room / least))
        rows = -(-len(chart.bars) // most)
        self.each = -(-len(chart.bars) // rows)
        self.step = room / self.each
        self.high = 220.0 if width is Width.WIDE else 150.0

    def drawn(self) -> Svg:
        drawn, down = key(key_of(self.chart, lying=True), x=2, y=0, room=self.width.value - 4, size=self.size)
        parts = [drawn]
        if self.chart.axis.unit:
            down += 6 if drawn else 0
            parts.append(unit_label(self.chart.axis.unit, 0, down + self.size + 2))
            down += self.size + 6
        for first in range(0, len(self.chart.bars), self.each):
            row, height = self._row(self.chart.bars[first : first + self.each], down + self.size + 10)
            parts.append(row)
            down += height
        return framed(self.chart, self.width, down - self.size + 4, "".join(parts), "columns")

    def _row(self, bars: tuple[Bar, ...], top: float) -> tuple[str, float]:
        bottom = top + self.high
        out: list[str] = []
        right = self.left + 4 + self.step * len(bars)
        for tick in self.chart.axis.ticks:
            if tick.amount is None:
                continue
            y = bottom - self.chart.axis.share(tick.amount) * self.high
            base = tick is self.chart.axis.ticks[0]
            out.append(rule(self.left, y, right, y, "chart__base" if base else "chart__grid"))
            out.append(
                label(tick.text, self.left - 8, y + self.size * 0.34, class_="chart__tick", anchor="end")
            )
        step = self.size * 1.2
        most = 1
        for index, bar in enumerate(bars):
            x = self.left + 4 + (index + 0.5) * self.step
            told = wrap(bar.name, self.step - 6, self.size, most=2)
            most = max(most, len(told))
            class_ = "chart__value" if bar.own else "chart__tick"
            name = lines(told, x, bottom + self.size + 8, step=step, class_=class_, anchor="middle")
            out.append(group(name, *self._bar(bar, x, bottom), hint=hint_of(self.chart, bar)))
        return "".join(out), self.high + self.size + 18 + most * step + self.size

    def _bar(self, bar: Bar, x: float, bottom: float) -> Iterator[str]:
        half = min(self.step * 0.33, 30.0)
        line = None
        if bar.profile is not None and bar.profile.amount is not None:
            line = bottom - self.chart.axis.share(bar.profile.amount) * self.high
        if bar.actual.amount is None:
            tall = self.size + 10
            wide = max(half * 2, width_of(bar.actual.text, self.size) + 8)
            yield tag(
                "rect",
                class_="chart__void",
                x=x - wide / 2,
                y=bottom - tall - 1,
                width=wide,
                height=tall,
                rx=3,
            )
            yield label(bar.actual.text, x, bottom - 8, class_="chart__note", anchor="middle")
        else:
            y = bottom - self.chart.axis.share(bar.actual.amount) * self.high
            if y < bottom:
                class_ = bar_class(bar, any_own=self.any_own)
                yield tag("rect", class_=class_, x=x - half, y=y, width=half * 2, height=bottom - y, rx=2)
        reach = min(half + 6, self.step / 2 - 2)
        if line is not None:
            yield rule(x - reach, line, x + reach, line, "chart__under")
            yield rule(x - reach, line, x + reach, line, "chart__profile")
        if bar.actual.amount is not None:
            # Above the bar; above the line too, where that would run through the number.
            y = bottom - self.chart.axis.share(bar.actual.amount) * self.high
            if line is not None and y - self.size - 8 < line <= y + 1:
                y = line
            yield label(bar.actual.text, x, y - 7, class_="chart__value chart__halo", anchor="middle")
