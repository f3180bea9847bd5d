# SPDX-License-Identifier: AGPL-3.0-or-later
"""A few shapes drawn for this site, on a 16 by 16 grid. They stand beside words and are hidden from screen readers."""

from functools import lru_cache

from markupsafe import Markup

_STROKE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'

# What is inside the <svg>; a leading "s" entry is drawn with lines, an "f" one is filled.
_SHAPES: dict[str, tuple[str, str]] = {
    "tick": ("s", '<path d="M2.5 8.5 6.5 12.5 13.5 4"/>'),
    "cross": ("s", '<path d="M3 3 13 13M13 3 3 13"/>'),
    "plus": ("s", '<path d="M8 2v12M2 8h12"/>'),
    "back": ("s", '<path d="M9.5 3 4.5 8l5 5"/>'),
    "next": ("s", '<path d="M6.5 3l5 5-5 5"/>'),
    "search": ("s", '<circle cx="7" cy="7" r="4.5"/><path d="M10.5 10.5 14 14"/>'),
    "menu": ("s", '<path d="M2 4h12M2 8h12M2 12h12"/>'),
    "up": ("s", '<path d="M4 7 8 3l4 4M8 3v10"/>'),
    "down": ("s", '<path d="M4 9l4 4 4-4M8 3v10"/>'),
    "both": ("s", '<path d="M4.5 6 8 2.5 11.5 6M4.5 10 8 13.5 11.5 10"/>'),
    "speech": (
        "f",
        '<path d="M3 1.5h10A1.5 1.5 0 0 1 14.5 3v7a1.5 1.5 0 0 1-1.5 1.5H7.5L4 15v-3.5H3'
        'A1.5 1.5 0 0 1 1.5 10V3A1.5 1.5 0 0 1 3 1.5z"/>',
    ),
    "clock": ("s", '<circle cx="8" cy="8" r="6"/><path d="M8 4.5V8l2.5 1.5"/>'),
    "eye": (
        "s",
        '<path d="M1.5 8S4 3.5 8 3.5 14.5 8 14.5 8 12 12.5 8 12.5 1.5 8 1.5 8z"/><circle cx="8" cy="8" r="2"/>',
    ),
    "lock": ("s", '<rect x="3" y="7" width="10" height="7" rx="1.5"/><path d="M5 7V5a3 3 0 0 1 6 0v2"/>'),
    "download": ("s", '<path d="M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11"/>'),
    # Shapes of a status: each has an outline of its own, so that colour is never needed to tell them apart.
    "disc": ("f", '<circle cx="8" cy="8" r="5"/>'),
    "ring": ("s", '<circle cx="8" cy="8" r="5"/>'),
    "triangle": ("f", '<path d="M8 1.5 15.5 14.5H.5z"/>'),
    "diamond": ("f", '<path d="M8 .5 15.5 8 8 15.5.5 8z"/>'),
    "square": ("f", '<rect x="2.5" y="2.5" width="11" height="11" rx="1"/>'),
    "half": ("f", '<path d="M8 2a6 6 0 0 1 0 12z"/><path d="M8 2a6 6 0 0 0 0 12" ' + _STROKE + "/>"),
    "hourglass": ("s", '<path d="M4 2h8M4 14h8M5 2c0 4 6 4 6 12M11 2c0 4-6 4-6 12"/>'),
}


@lru_cache(maxsize=256)
def icon(name: str, *, label: str | None = None) -> Markup:
    """An inline SVG by name. With ``label`` it is read out; without, it is hidden from screen readers.

    Raises ``KeyError`` for a name that is not drawn.
    """
    way, inside = _SHAPES[name]
    how = _STROKE if way == "s" else 'fill="currentColor"'
    said = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    start = Markup('<svg viewBox="0 0 16 16" width="16" height="16" ') + said
    return start + Markup(f" {how}>{inside}</svg>")  # noqa: S704 - both are constants of this file


MARK = Markup(
    '<svg class="mark" viewBox="0 0 32 32" fill="none" stroke-width="4.5" stroke-linecap="round" '
    'aria-hidden="true"><path stroke="var(--heather)" d="M4 26c9 0 8-10 17-10"/>'
    '<path stroke="var(--teal)" d="M4 6c9 0 8 10 17 10"/>'
    '<circle fill="var(--teal)" cx="25" cy="16" r="5"/></svg>'
)
"""Two paths that become one."""
