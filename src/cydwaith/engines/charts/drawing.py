# SPDX-License-Identifier: AGPL-3.0-or-later
"""What drawings share: the frame with its words for those who do not see it, keys, and labels kept apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from cydwaith.engines.charts.model import Frame, Width
from cydwaith.engines.charts.svg import Svg, label, lines, tag, words
from cydwaith.engines.charts.text import width_of, wrap

KEY_STEP = 24.0
SWATCH = 26.0
_Chart = TypeVar("_Chart", bound=Frame)


def framed(chart: Frame, width: Width, height: float, content: str, kind: str) -> Svg:
    """The whole drawing: an image with a title and a description, as high as it needs to be."""
    narrow = width is Width.NARROW
    ident = f"{chart.name}{'-narrow' if narrow else ''}"
    said = tag("title", words(chart.title), id=f"{ident}-title") + tag(
        "desc", words(chart.desc), id=f"{ident}-desc"
    )
    return Svg(
        tag(
            "svg",
            said + content,
            class_=f"chart__drawing chart__{'narrow' if narrow else 'wide'} chart--{kind}",
            role="img",
            aria_labelledby=f"{ident}-title",
            aria_describedby=f"{ident}-desc",
            viewBox=f"0 0 {width.value} {height:.0f}",
            width=width.value,
            height=round(height),
            font_size=width.size,
        )
    )


def responsive(chart: _Chart, draw: Callable[[_Chart, Width], Svg]) -> Svg:
    """Both drawings of a chart; the style sheet shows the one that its place has room for."""
    both = draw(chart, Width.WIDE) + draw(chart, Width.NARROW)
    return Svg(tag("div", both, class_="chart"))


@dataclass(frozen=True, slots=True)
class KeyItem:
    """One line of a key: a swatch drawn at a place (x, middle y), and its text."""

    swatch: Callable[[float, float], str]
    text: str


def key(items: Sequence[KeyItem], *, x: float, y: float, room: float, size: float) -> tuple[str, float]:
    """A key from (x, y) down, in as many rows as needed; returns it and its height."""
    out: list[str] = []
    at, row = x, 0.0
    for item in items:
        told = wrap(item.text, room - SWATCH - 6, size, most=3)
        wide = SWATCH + 6 + max(width_of(line, size) for line in told)
        if at > x and at + wide > x + room:
            at, row = x, row + KEY_STEP
        middle = y + row + KEY_STEP / 2
        out.append(item.swatch(at, middle))
        out.append(lines(told, at + SWATCH + 6, middle + size * 0.34, step=size * 1.25, class_="chart__note"))
        at += wide + 18
        row += (len(told) - 1) * size * 1.25
    return "".join(out), (row + KEY_STEP if items else 0.0)


def spread(wanted: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Middles of labels moved apart as little as it takes, in the order in which they wanted to be.

    Neighbours that would overlap become one block around the mean of what its members wanted. If all do not fit
    between ``low`` and ``high``, they begin at ``low`` and run over.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    blocks: list[list[int]] = []
    for index in order:
        blocks.append([index])
        while len(blocks) > 1 and _end(blocks[-2], wanted, heights, low, high) > _start(
            blocks[-1], wanted, heights, low, high
        ):
            last = blocks.pop()
            blocks[-1] += last
    placed = [0.0] * len(wanted)
    for block in blocks:
        at = _start(block, wanted, heights, low, high)
        for index in block:
            placed[index] = at + heights[index] / 2
            at += heights[index]
    return placed


def _start(
    block: Sequence[int], wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> float:
    whole = sum(heights[index] for index in block)
    middle = sum(wanted[index] for index in block) / len(block)
    return max(low, min(middle - whole / 2, high - whole))


def _end(
    block: Sequence[int], wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> float:
    return _start(block, wanted, heights, low, high) + sum(heights[index] for index in block)


def thinned(texts: Sequence[str], step: float, size: float) -> list[int]:
    """Which labels along an axis can stand without touching: every one, or every second, … counted from the last, which
    is the one that is looked for."""
    if not texts:
        return []
    every = 1
    while every < len(texts):
        kept = range(len(texts) - 1, -1, -every)
        pairs = [(kept[n], kept[n + 1]) for n in range(len(kept) - 1)]
        if all(
            (width_of(texts[one], size) + width_of(texts[other], size)) / 2 + 8 <= every * step
            for one, other in pairs
        ):
            break
        every += 1
    return sorted(range(len(texts) - 1, -1, -every))


def unit_label(unit: str, x: float, y: float) -> str:
    """The unit at an axis, nothing if it has none."""
    return label(unit, x, y, class_="chart__note") if unit else ""
