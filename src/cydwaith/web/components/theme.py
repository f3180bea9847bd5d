# SPDX-License-Identifier: AGPL-3.0-or-later
"""A partnership's two colours, checked for contrast, as a stylesheet of custom properties.

Contrast follows WCAG 2.2 (relative luminance and contrast ratio, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

import re

LIGHT_PAPER, LIGHT_SURFACE = "#faf8f3", "#ffffff"
DARK_PAPER, DARK_SURFACE = "#14191b", "#1c2326"
TEXT_CONTRAST = 4.5

_HEX = re.compile(r"#[0-9a-f]{6}")
_RGB = tuple[float, float, float]


def _channels(colour: str) -> _RGB:
    """Red, green, blue from 0 to 255. Raises ``ValueError`` unless written ``#rrggbb``."""
    if not _HEX.fullmatch(colour.lower()):
        raise ValueError(f"{colour!r} is not a colour written as #rrggbb")
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))


def _luminance(colour: str) -> float:
    """WCAG relative luminance, 0 (black) to 1 (white)."""
    parts = [channel / 255 for channel in _channels(colour)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours, 1 to 21. Raises ``ValueError`` unless written ``#rrggbb``."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """``colour`` with ``share`` (0 to 1) of ``other`` in it, as ``#rrggbb``."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def tint(colour: str, paper: str) -> str:
    """The pale ground on which text in ``colour`` is still read at 4.5 or more."""
    for share in (0.88, 0.9, 0.92, 0.94, 0.96, 0.98):
        ground = mix(colour, paper, share)
        if contrast(colour, ground) >= TEXT_CONTRAST:
            return ground
    return paper


def for_dark(colour: str) -> str:
    """The same hue light enough to be read on the dark page at 7 or more."""
    share, lighter = 0.0, colour
    while contrast(lighter, DARK_SURFACE) < 7:
        share += 0.05
        lighter = mix(colour, "#ffffff", share)
    return lighter


def is_legible(colour: str) -> bool:
    """Whether text in this colour is read on paper and on cards at 4.5 or more (what saving requires)."""
    return min(contrast(colour, LIGHT_PAPER), contrast(colour, LIGHT_SURFACE)) >= TEXT_CONTRAST


def stylesheet(*, teal: str, heather: str) -> str:
    """The custom properties for a partnership's colours, light and dark.

    Raises ``ValueError`` for a colour that is not ``#rrggbb`` or not legible.
    """
    for colour in (teal, heather):
        if not is_legible(colour):
            raise ValueError(f"{colour} cannot be read on a light page")
    light = {
        "teal": teal,
        "teal-deep": mix(teal, "#000000", 0.28),
        "teal-tint": tint(teal, LIGHT_SURFACE),
        "heather": heather,
        "heather-tint": tint(heather, LIGHT_SURFACE),
    }
    teal_dark, heather_dark = for_dark(teal), for_dark(heather)
    dark = {
        "teal": teal_dark,
        "teal-deep": mix(teal_dark, "#ffffff", 0.35),
        "teal-tint": tint(teal_dark, DARK_SURFACE),
        "heather": heather_dark,
        "heather-tint": tint(heather_dark, DARK_SURFACE),
    }
    rules = ["".join(f"--{name}:{value};" for name, value in roles.items()) for roles in (light, dark)]
    return f":root{{{rules[0]}}}@media (prefers-color-scheme:dark){{:root{{{rules[1]}}}}}"
