# SPDX-License-Identifier: AGPL-3.0-or-later
"""How wide a text will be, before any browser has seen it: so that labels can be broken and kept apart.

Widths are advances of Atkinson Hyperlegible Next at weight 650, in hundredths of its size, rounded up: a lighter text
is a little narrower, never wider. A letter that is not in the table counts as wide as an M: the site's own font may
lack it, and another steps in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_ADVANCES: Final = {
    21: "'",
    26: "j|",
    27: ",.:;‘’",
    29: "`·",
    30: "i!îíì",
    31: "l ï\u00a0",
    33: "()",
    34: "[",
    35: "]",
    36: "f",
    37: "t",
    38: 'r"-{}',
    40: "_",
    42: "IÎÍÌÏ",
    44: "1/\\",
    47: "“”",
    49: "*",
    50: "z",
    51: "csyŷç–",
    52: "v",
    54: "7x?~×",
    55: "akLâáàä",
    56: "eJêéèë",
    57: "hnuF<>ûúùüñ",
    58: "29o^ôóòö",
    59: "g",
    60: "3bdpqET+ÊÉÈË−",
    61: "5S$",
    62: "Z=",
    63: "468P",
    64: "BVYŶ£",
    65: "R",
    66: "0CK",
    67: "AÂÁÀÄ",
    68: "X",
    69: "DUÛÚÙÜ",
    70: "H",
    72: "GN",
    73: "&",
    74: "wŵ",
    75: "O#ÔÓÒÖ",
    76: "Q",
    77: "…",
    79: "@",
    84: "—",
    85: "½",
    86: "M",
    88: "m",
    89: "WŴ",
    97: "%",
}
_WIDTHS: Final = {letter: width for width, letters in _ADVANCES.items() for letter in letters} | {"\u00ad": 0}
_UNKNOWN: Final = 86
SOFT_HYPHEN: Final = "\u00ad"
"""Where a long word may be broken: "Carmarthen\u00adshire"."""


def width_of(text: str, size: float) -> float:
    """The width of one line of text, in the unit of ``size``. A soft hyphen has none."""
    return sum(_WIDTHS.get(letter, _UNKNOWN) for letter in text) * size / 100


def wrap(text: str, room: float, size: float, most: int = 3) -> tuple[str, ...]:
    """The text in lines no wider than ``room``, broken at spaces and soft hyphens; at most ``most`` lines, the last
    one cut with an ellipsis where the text is longer. At least one line, which may be empty."""
    lines = _broken(text, room, size)
    if len(lines) > most:
        lines = [*lines[: most - 1], " ".join(lines[most - 1 :])]
    return tuple(cut(line, room, size) for line in lines)


def fits(text: str, room: float, size: float, most: int) -> bool:
    """Whether `wrap` would need no cut."""
    lines = _broken(text, room, size)
    return len(lines) <= most and all(width_of(line, size) <= room for line in lines)


def cut(line: str, room: float, size: float) -> str:
    """One line, its end replaced by an ellipsis if it is too wide."""
    line = line.replace(SOFT_HYPHEN, "")
    if width_of(line, size) <= room:
        return line
    while line and width_of(line + "…", size) > room:
        line = line[:-1]
    return line.rstrip() + "…"


def _broken(text: str, room: float, size: float) -> list[str]:
    lines: list[str] = [""]
    for word in text.split():
        pieces = word.split(SOFT_HYPHEN)
        for number, piece in enumerate(pieces):
            glue = "" if number or not lines[-1] else " "
            ends = SOFT_HYPHEN not in word or number == len(pieces) - 1
            whole = lines[-1] + glue + piece
            # A piece that is not the last of its word must leave room for the hyphen, in case the next does not fit.
            if not lines[-1] or width_of(whole if ends else whole + "-", size) <= room:
                lines[-1] = whole
            else:
                lines[-1] += "-" if number and not lines[-1].endswith("-") else ""
                lines.append(piece)
    return lines


def widest(texts: Sequence[str], size: float) -> float:
    """The width of the widest, 0 of none."""
    return max((width_of(text, size) for text in texts), default=0.0)
