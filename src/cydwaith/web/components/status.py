# SPDX-License-Identifier: AGPL-3.0-or-later
"""Status as a word with a shape; the colour only helps."""

from typing import Literal

from markupsafe import Markup, escape

from cydwaith.web.components.icons import icon

Tone = Literal["plain", "active", "due", "problem", "done", "info", "own"]

# Each tone has a shape that no other has, so the two are told apart without colour.
SHAPES: dict[str, str] = {
    "plain": "ring",
    "active": "disc",
    "due": "clock",
    "problem": "triangle",
    "done": "tick",
    "info": "square",
    "own": "speech",
}


def status(word: str, tone: Tone = "plain") -> Markup:
    """The word in its tone. Raises ``KeyError`` for a tone that does not exist."""
    shape = icon(SHAPES[tone])
    return Markup(f'<span class="status status--{tone}">{shape}{escape(word)}</span>')  # noqa: S704 - all escaped
