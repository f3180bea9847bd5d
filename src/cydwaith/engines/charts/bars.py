# SPDX-License-Identifier: AGPL-3.0-or-later
"""A bar chart with a row an area: what was reached, and what the profile asked for as a line across the bar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cydwaith.engines.charts.drawing import KeyItem, framed, key
from cydwaith.engines.charts.model import Axis, Datum, Frame, Width
from cydwaith.engines.charts.svg import Svg, group, label, lines, rule, tag
from cydwaith.engines.charts.text import widest, width_of, wrap

_BAR = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row or column. profile: what was asked for, None where nothing was; own: the one that the page is about."""

    name: str
    actual: Datum
    profile: Datum | None = None
    own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BarChart(Frame):
    """axis: from nought. actual, profile: what the bar and the line across it are called. ValueError without bars, for
    an axis that does not begin at nought, since the length of its bars would lie, and for what is not on it."""

    axis: Axis
    bars: tuple[Bar, ...]
    actual: str
    profile: str = ""

    def __post_init__(self) -> None:
        Frame.__post_init__(self)
        if not self.bars:
            raise ValueError("a bar chart has at least one bar")
        if not self.profile and any(bar.profile for bar in self.bars):
            raise ValueError("what the profile is called must be said where there is one")
        if self.axis.low:
            raise ValueError("the axis of bars begins at nought")
        self.axis.must_hold(bar.actual.amount for bar in self.bars)
        self.axis.must_hold(bar.profile.amount for bar in self.bars if bar.profile)


def key_of(chart: BarChart, *, lying: bool) -> list[KeyItem]:
    """What the bar and the line across it mean; nothing where there is no profile. lying: the line lies."""
    if not chart.profile:
        return []

    def bar(x: float, y: float) -> str:
        return tag("rect", class_="chart__bar", x=x, y=y - 6, width=26, height=12, rx=2)

    def line(x: float, y: float) -> str:
        ends = (x, y, x + 26, y) if lying else (x + 13, y - 10, x + 13, y + 10)
        return rule(*ends, "chart__profile")

    return [KeyItem(bar, chart.actual), KeyItem(line, chart.profile)]


def hint_of(chart: BarChart, bar: Bar) -> str:
    """What a pointer on a bar is told."""
    told = f"{bar.name}, {chart.actual}: {bar.actual.text}"
    return f"{told}; {chart.profile}: {bar.profile.text}" if bar.profile else told


def bar_class(bar: Bar, *, any_own: bool) -> str:
    """Bars are alike unless the page is about one of them."""
    return "chart__bar chart__bar--other" if any_own and not bar.own else "chart__bar"


def bar_chart(chart: BarChart, width: Width = Width.WIDE) -> Svg:
    """The drawing, laid out for a width: names beside the bars if there is room, else above them."""
    return _Rows(chart, width).drawn()


class _Rows:
    def __init__(self, chart: BarChart, width: Width) -> None:
        self.chart, self.width, self.size = chart, width, width.size
        self.wide = width is Width.WIDE
        self.any_own = any(bar.own for bar in chart.bars)
        names = [bar.name for bar in chart.bars]
        self.names = [wrap(name, 210 if self.wide else 250, self.size, most=3) for name in names]
        self.left = max(widest(told, self.size) for told in self.names) + 14 if self.wide else 2.0
        values = widest([bar.actual.text for bar in chart.bars], self.size)
        profiles = widest([bar.profile.text for bar in chart.bars if bar.profile], self.size)
        self.aside = profiles + 18 if self.wide and profiles else 0.0
        self.right = width.value - values - 14 - self.aside

    def x(self, share: float) -> float:
        return self.left + share * (self.right - self.left)

    def drawn(self) -> Svg:
        drawn, down = key(
            key_of(self.chart, lying=False), x=2, y=0, room=self.width.value - 4, size=self.size
        )
        parts = [drawn]
        down += 10 if drawn else 2
        if self.aside:
            # The column of what was asked for has a heading, so that its numbers are not taken for the bars'.
            told = wrap(self.chart.profile, 170, self.size, most=2)
            parts.append(
                lines(
                    told,
                    self.width.value,
                    down + self.size,
                    step=self.size * 1.2,
                    class_="chart__note",
                    anchor="end",
                )
            )
            down += len(told) * self.size * 1.2 + 8
        top = down
        rows: list[str] = []
        for bar, told in zip(self.chart.bars, self.names, strict=True):
            drawn, height = self._row(bar, told, down)
            rows.append(drawn)
            down += height
        zero = self.x(self.chart.axis.share(self.chart.axis.low))
        if self.wide:
            rows.append(rule(zero, top, zero, down - 4, "chart__base"))
        parts += rows
        return framed(self.chart, self.width, down + 2, "".join(parts), "bars")

    def _row(self, bar: Bar, told: tuple[str, ...], top: float) -> tuple[str, float]:
        step = self.size * 1.2
        class_ = "chart__value" if bar.own else "chart__label"
        if self.wide:
            height = max(_BAR + 14, len(told) * step + 10)
            middle = top + height / 2
            first = middle - len(told) * step / 2 + self.size * 0.92
            name = lines(told, self.left - 12, first, step=step, class_=class_, anchor="end")
        else:
            name = lines(told, 0, top + self.size, step=step, class_=class_)
            middle = top + len(told) * step + 6 + _BAR / 2
            height = middle + _BAR / 2 + 16 - top
        return group(name, *self._bar(bar, middle, top), hint=hint_of(self.chart, bar)), height

    def _bar(self, bar: Bar, middle: float, top: float) -> Iterator[str]:
        zero = self.x(0)
        if not self.wide:  # a line through all rows would run through their names
            yield rule(zero, middle - 15, zero, middle + 15, "chart__base")
        baseline = middle + self.size * 0.34
        end = zero
        if bar.actual.amount is None:
            wide = width_of(bar.actual.text, self.size) + 16
            yield tag(
                "rect", class_="chart__void", x=zero + 1, y=middle - _BAR / 2, width=wide, height=_BAR, rx=3
            )
            yield label(bar.actual.text, zero + 1 + wide / 2, baseline, class_="chart__note", anchor="middle")
            end = zero + wide
        else:
            end = self.x(self.chart.axis.share(bar.actual.amount))
            if end > zero:
                class_ = bar_class(bar, any_own=self.any_own)
                yield tag(
                    "rect", class_=class_, x=zero, y=middle - _BAR / 2, width=end - zero, height=_BAR, rx=2
                )
        line = None
        if bar.profile is not None and bar.profile.amount is not None:
            line = self.x(self.chart.axis.share(bar.profile.amount))
            yield rule(line, middle - 15, line, middle + 15, "chart__under")
            yield rule(line, middle - 15, line, middle + 15, "chart__profile")
        if bar.actual.amount is not None:
            at = end + 8
            text = width_of(bar.actual.text, self.size)
            if line is not None and at - 4 < line < at + text + 4:
                at = line + 8  # the number stands behind the line, not under it
            yield label(bar.actual.text, at, baseline, class_="chart__value chart__halo")
        if bar.profile is not None:
            if self.wide:
                yield label(bar.profile.text, self.width.value, baseline, class_="chart__note", anchor="end")
            else:
                yield label(
                    bar.profile.text, self.width.value, top + self.size, class_="chart__note", anchor="end"
                )
