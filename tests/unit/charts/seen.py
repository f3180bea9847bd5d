# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading a drawing back: its elements, and the boxes that its texts take."""

from dataclasses import dataclass
from xml.etree import ElementTree

from cydwaith.engines.charts import Svg
from cydwaith.engines.charts.text import width_of

ELEMENTS = frozenset(["svg", "title", "desc", "g", "text", "line", "path", "rect", "circle"])
ATTRIBUTES = frozenset(
    [
        *(
            "class",
            "id",
            "role",
            "aria-labelledby",
            "aria-describedby",
            "viewBox",
            "width",
            "height",
            "font-size",
        ),
        *("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "d", "transform", "text-anchor"),
    ]
)


def parsed(svg: Svg) -> ElementTree.Element:
    """The drawing as a tree: it is well-formed XML."""
    return ElementTree.fromstring(svg)


def classed(tree: ElementTree.Element, class_: str) -> list[ElementTree.Element]:
    """Elements that have a class."""
    return [one for one in tree.iter() if class_ in (one.get("class") or "").split()]


@dataclass(frozen=True)
class Box:
    """The place that a text takes. middle: of its letters' height."""

    text: str
    left: float
    right: float
    middle: float
    tall: float

    def touches(self, other: "Box") -> bool:
        """Whether two texts run into each other: a pixel of grace beside, a third of the letters' height above."""
        beside = min(self.right, other.right) - max(self.left, other.left)
        above = abs(self.middle - other.middle)
        return beside > 1 and above < 0.7 * min(self.tall, other.tall)


def boxes(svg: Svg) -> list[Box]:
    """The places of all texts, by the widths that the layout reckons with."""
    tree = parsed(svg)
    usual = float(tree.attrib["font-size"])
    found = []
    for one in tree.iter("text"):
        text, size = one.text or "", float(one.get("font-size", usual))
        if not text.strip():
            continue
        wide, x = width_of(text, size), float(one.attrib["x"])
        start = {"middle": x - wide / 2, "end": x - wide}.get(one.get("text-anchor", ""), x)
        found.append(Box(text, start, start + wide, float(one.attrib["y"]) - size * 0.35, size))
    return found


def collisions(svg: Svg) -> list[tuple[str, str]]:
    """Pairs of texts that run into each other."""
    all_boxes = boxes(svg)
    return [
        (one.text, other.text)
        for index, one in enumerate(all_boxes)
        for other in all_boxes[index + 1 :]
        if one.touches(other)
    ]


def outside(svg: Svg) -> list[str]:
    """Texts that leave the drawing."""
    tree = parsed(svg)
    wide, tall = float(tree.attrib["width"]), float(tree.attrib["height"])
    return [
        box.text
        for box in boxes(svg)
        if box.left < -1
        or box.right > wide + 1
        or box.middle - box.tall / 2 < -1
        or box.middle + box.tall / 2 > tall
    ]
