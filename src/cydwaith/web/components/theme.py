# SPDX-License-Identifier: AGPL-3.0-or-later
"""A partnership's two colours, checked for contrast, as a stylesheet of custom properties.

Contrast follows WCAG 2.2 (relative luminance and contrast ratio, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio).
"""

from cydwaith.engines.colour import LIGHT_PAPER, LIGHT_SURFACE, TEXT_CONTRAST, channels, contrast, is_legible

__all__ = ["LIGHT_PAPER", "LIGHT_SURFACE", "contrast", "for_dark", "is_legible", "mix", "stylesheet", "tint"]

DARK_PAPER, DARK_SURFACE = "#14191b", "#1c2326"


def mix(colour: str, other: str, share: float) -> str:
    """``colour`` with ``share`` (0 to 1) of ``other`` in it, as ``#rrggbb``."""
    pairs = zip(channels(colour), channels(other), strict=True)
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
