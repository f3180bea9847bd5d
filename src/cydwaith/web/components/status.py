# SPDX-License-Identifier: AGPL-3.0-or-later
"""Status as a word with a shape; the colour only helps."""

from typing import Literal

from markupsafe import Markup

from cydwaith.web.components.icons import icon
from cydwaith.web.templating import quick_escape

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


_BEFORE = {
    tone: f'<span class="status status--{tone}">{icon(shape)}'  # constants of this file and of the icons
    for tone, shape in SHAPES.items()
}


def status(word: str, tone: Tone = "plain") -> Markup:
    """The word in its tone. Raises ``KeyError`` for a tone that does not exist."""
    return Markup(f"{_BEFORE[tone]}{quick_escape(word)}</span>")  # noqa: S704 - all escaped
