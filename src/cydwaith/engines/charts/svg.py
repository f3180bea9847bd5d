# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writing SVG that is valid inside HTML: escaped, without style attributes, numbers short."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

from cydwaith.engines.charts.text import SOFT_HYPHEN

Attribute = str | float | None


class Svg(str):
    """Markup that is safe to put into a page as it is: template engines ask for ``__html__``."""

    __slots__ = ()

    def __html__(self) -> str:
        """Itself."""
        return str(self)


def number(value: float) -> str:
    """A coordinate with at most one decimal."""
    short = f"{value:.1f}".removesuffix(".0")
    return "0" if short == "-0" else short


def tag(name: str, content: str = "", /, **attributes: Attribute) -> str:
    """One element. Attribute names have "_" for "-", ``class_`` is class; None leaves an attribute out.

    ``content`` is markup and goes in as it is: texts come through `words`.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value) if isinstance(value, str) else number(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


def words(text: str) -> str:
    """A text as content of an element. What XML cannot hold is left out."""
    return escape(
        "".join(one for one in text if one != SOFT_HYPHEN and (one.isprintable() or one == "\u00a0")),
        quote=False,
    )


def label(
    text: str,
    x: float,
    y: float,
    *,
    class_: str = "chart__label",
    anchor: str | None = None,
    size: float | None = None,
) -> str:
    """One line of text; ``y`` is its baseline; anchor: None (start), "middle" or "end"."""
    return tag("text", words(text) or " ", class_=class_, x=x, y=y, text_anchor=anchor, font_size=size)


def lines(
    texts: Iterable[str],
    x: float,
    y: float,
    *,
    step: float,
    class_: str = "chart__label",
    anchor: str | None = None,
    size: float | None = None,
) -> str:
    """Several lines of text; ``y`` is the first one's baseline, ``step`` from one to the next."""
    return "".join(
        label(text, x, y + index * step, class_=class_, anchor=anchor, size=size)
        for index, text in enumerate(texts)
    )


def rule(x1: float, y1: float, x2: float, y2: float, class_: str) -> str:
    """A straight line."""
    return tag("line", class_=class_, x1=x1, y1=y1, x2=x2, y2=y2)


def group(*content: str, class_: str | None = None, hint: str = "") -> str:
    """A group; ``hint`` is shown when a pointer rests on it."""
    told = tag("title", words(hint)) if hint else ""
    return tag("g", told + "".join(content), class_=class_)


_SHAPES: Final = {
    "square": "M-{r} -{r}h{d}v{d}h-{d}z",
    "diamond": "M0 -{w}L{w} 0L0 {w}L-{w} 0z",
    "triangle": "M0 -{w}L{w} {r}L-{w} {r}z",
}
SHAPES: Final = ("circle", *_SHAPES)
"""Marks of points: the first is the chart's own series; each is told apart without colour."""


def mark(shape: str, x: float, y: float, r: float, class_: str) -> str:
    """The mark of a point, about ``r`` in radius."""
    if shape == "circle":
        return tag("circle", class_=class_, cx=x, cy=y, r=r)
    path = _SHAPES[shape].format(r=number(r * 0.9), d=number(r * 1.8), w=number(r * 1.25))
    return tag("path", class_=class_, d=path, transform=f"translate({number(x)} {number(y)})")
