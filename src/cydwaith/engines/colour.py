# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whether a colour can be read: contrast as WCAG 2.2 defines it (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""

import re

LIGHT_PAPER, LIGHT_SURFACE = "#faf8f3", "#ffffff"
TEXT_CONTRAST = 4.5

_HEX = re.compile(r"#[0-9a-f]{6}")


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green, blue from 0 to 255. Raises ``ValueError`` unless written ``#rrggbb``."""
    if not _HEX.fullmatch(colour.lower()):
        raise ValueError(f"{colour!r} is not a colour written as #rrggbb")
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))


def _luminance(colour: str) -> float:
    """WCAG relative luminance, 0 (black) to 1 (white)."""
    parts = [channel / 255 for channel in channels(colour)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours, 1 to 21. Raises ``ValueError`` unless written ``#rrggbb``."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lightest_contrast(colour: str) -> float:
    """The lower of its contrasts on paper and on cards. Raises ``ValueError`` unless written ``#rrggbb``."""
    return min(contrast(colour, LIGHT_PAPER), contrast(colour, LIGHT_SURFACE))


def is_legible(colour: str) -> bool:
    """Whether text in this colour is read on paper and on cards at 4.5 or more (what saving requires)."""
    return lightest_contrast(colour) >= TEXT_CONTRAST
