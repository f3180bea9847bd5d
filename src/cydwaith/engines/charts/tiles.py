# SPDX-License-Identifier: AGPL-3.0-or-later
"""A tile map: one tile a council, shaded by class, with its name and its number in words on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from cydwaith.engines.charts.drawing import KeyItem, framed, key
from cydwaith.engines.charts.model import Datum, Frame, Width
from cydwaith.engines.charts.places import Place
from cydwaith.engines.charts.svg import Svg, group, label, lines, tag
from cydwaith.engines.charts.text import SOFT_HYPHEN, fits, width_of, wrap

MOST_CLASSES = 5
_GAP = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Shade:
    """One class of amounts. upto: its highest amount, None for the last class, which has no end; text: for the key."""

    upto: Decimal | None
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TileMap(Frame):
    """places: of `places.MAPS`. data: by ONS code; a council without one has the mark ``no_figure``. shades: 1 to 5
    classes that rise, the last without an end. missing: what the key calls tiles without a number. language: "en" or
    "cy", of the names. ValueError for a code without a tile, or classes that do not rise."""

    places: tuple[Place, ...]
    data: Mapping[str, Datum]
    shades: tuple[Shade, ...]
    missing: str
    no_figure: str
    language: str
    own: str = ""

    def __post_init__(self) -> None:
        Frame.__post_init__(self)
        ends = [shade.upto for shade in self.shades]
        known = [end for end in ends if end is not None]
        if not 1 <= len(ends) <= MOST_CLASSES or ends[-1] is not None or len(known) < len(ends) - 1:
            raise ValueError(f"1 to {MOST_CLASSES} classes, of which only the last has no end")
        if known != sorted(set(known)):
            raise ValueError("the classes of a tile map rise")
        strangers = set(self.data) - {place.code for place in self.places}
        if strangers:
            raise ValueError(f"no tile for {', '.join(sorted(strangers))}")

    def shade_of(self, amount: Decimal) -> int:
        """The class of an amount: 1 is the lowest, the strongest is always 5."""
        at = next(
            index for index, shade in enumerate(self.shades) if shade.upto is None or amount <= shade.upto
        )
        return _strengths(len(self.shades))[at]


def _strengths(count: int) -> tuple[int, ...]:
    return {1: (3,), 2: (2, 5), 3: (1, 3, 5), 4: (1, 2, 4, 5)}.get(count, (1, 2, 3, 4, 5))


def tile_map(chart: TileMap, width: Width = Width.WIDE) -> Svg:
    """The drawing, laid out for a width."""
    return _Tiles(chart, width).drawn()


class _Tiles:
    def __init__(self, chart: TileMap, width: Width) -> None:
        self.chart, self.width = chart, width
        self.size = width.size
        self.name_size = 14.0 if width is Width.WIDE else 12.5
        columns = max(place.column for place in chart.places) + 1
        room = width.value if width is Width.WIDE else width.value + _GAP
        # Four wide tiles would be billboards: a tile is never wider than twice its height.
        self.across = min(room / columns, 146.0)
        self.inset = (width.value - (self.across * columns - _GAP)) / 2 if width is Width.NARROW else 0.0
        self.down = 74.0 if width is Width.WIDE else 70.0

    def drawn(self) -> Svg:
        drawn, top = key(self._key(), x=2, y=0, room=self.width.value - 4, size=self.size)
        top += 10
        tiles = [self._tile(place, top) for place in self.chart.places]
        rows = max(place.row for place in self.chart.places) + 1
        return framed(self.chart, self.width, top + rows * self.down, "".join([drawn, *tiles]), "tiles")

    def _key(self) -> list[KeyItem]:
        strengths = _strengths(len(self.chart.shades))
        items = [
            KeyItem(_swatch(f"chart__tile chart__tile--{strength}"), shade.text)
            for strength, shade in zip(strengths, self.chart.shades, strict=True)
        ]
        if any(self._datum(place).missing for place in self.chart.places):
            items.append(KeyItem(_swatch("chart__tile chart__tile--missing"), self.chart.missing))
        return items

    def _datum(self, place: Place) -> Datum:
        return self.chart.data.get(place.code) or Datum(None, self.chart.no_figure)

    def _tile(self, place: Place, top: float) -> str:
        datum = self._datum(place)
        x, y = self.inset + place.column * self.across, top + place.row * self.down
        wide, tall = self.across - _GAP, self.down - _GAP
        kind = "missing" if datum.amount is None else str(self.chart.shade_of(datum.amount))
        full = place.name(self.chart.language).replace(SOFT_HYPHEN, "")
        box = tag("rect", class_="chart__tile-box", x=x, y=y, width=wide, height=tall, rx=6)
        own = ""
        if place.code == self.chart.own:
            own = tag(
                "rect", class_="chart__tile-own", x=x + 2, y=y + 2, width=wide - 4, height=tall - 4, rx=5
            )
        return group(
            box,
            own,
            *self._words(place, datum, x + wide / 2, y, wide - 5),
            class_=f"chart__tile chart__tile--{kind}",
            hint=f"{full}: {datum.text}",
        )

    def _words(self, place: Place, datum: Datum, middle: float, top: float, room: float) -> Iterator[str]:
        size = self.name_size
        language = self.chart.language
        name = place.name(language)
        if not fits(name, room, size, 2):
            name = place.short(language)
        told = wrap(name, room, size, most=2)
        strong = self.size + 2
        step = size * 1.15
        # Name and number together stand in the middle of the tile.
        tall = len(told) * step + strong * 1.15
        first = top + (self.down - _GAP - tall) / 2 + size * 0.95
        yield lines(told, middle, first, step=step, class_="chart__tile-name", anchor="middle", size=size)
        text_size = min(strong, strong * room / max(1.0, width_of(datum.text, strong)))
        at = first + (len(told) - 1) * step + strong * 1.2
        yield label(datum.text, middle, at, class_="chart__tile-value", anchor="middle", size=text_size)


def _swatch(class_: str) -> Callable[[float, float], str]:
    def draw(x: float, y: float) -> str:
        return group(
            tag("rect", class_="chart__tile-box", x=x, y=y - 8, width=26, height=16, rx=3), class_=class_
        )

    return draw
