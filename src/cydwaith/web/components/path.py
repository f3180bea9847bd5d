# SPDX-License-Identifier: AGPL-3.0-or-later
"""*Llwybr*, the path: a journey as a line that winds from stage to stage.

Every stone draws its own piece of the line, in a box that stretches with the text beside it; strokes do
not stretch. So a stage's name may be as long as a language needs, and no width is fixed anywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from markupsafe import Markup

Walk = Literal["walked", "here", "ahead", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened on the way. ``own``: the person's own words or choice (drawn in heather)."""

    text: str
    on: date | None = None
    own: bool = False
    href: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stone:
    """One stage of a path."""

    name: str
    state: Walk
    on: date | None = None
    note: str = ""
    events: Sequence[Event] = ()


def stones(names: Sequence[str], here: int) -> list[Stone]:
    """A plain path from stage names: those before ``here`` (counted from 0) are walked, those after are ahead."""
    states: list[Walk] = [
        "walked" if i < here else "here" if i == here else "ahead" for i in range(len(names))
    ]
    return [Stone(name=name, state=state) for name, state in zip(names, states, strict=True)]


def place(path: Sequence[Stone]) -> int:
    """The number of the stone one stands on, counted from 1; 0 before the first step, else the last walked."""
    for number, stone in enumerate(path, start=1):
        if stone.state == "here":
            return number
    return sum(stone.state == "walked" for stone in path)


# Stones stand left (x 18) and right (x 38) in turn in a gutter of 56; the line swings past them.
_DOWN = ("M18 0C-4 34 58 62 38 100", "M38 0C60 34 -2 62 18 100")
_ALONG = ("M0 12C30 -4 62 26 100 12", "M0 12C30 28 62 -2 100 12")


def _piece(box: str, d: str) -> Markup:
    return Markup(
        '<svg class="path__line" viewBox="0 0 {}" preserveAspectRatio="none" aria-hidden="true">'
        '<path d="{}"/></svg>'
    ).format(box, d)


def line(index: int) -> Markup:
    """The piece of the standing path that leaves stone ``index`` (counted from 0)."""
    return _piece("56 100", _DOWN[index % 2])


def strip_line(index: int) -> Markup:
    """The piece of the lying path that leaves stone ``index`` (counted from 0)."""
    return _piece("100 24", _ALONG[index % 2])


def walk_lines(done: int, total: int) -> Markup:
    """A line being walked, for long work: ``done`` of ``total`` steps; the bare line where ``total`` is 0."""
    width = 0 if total <= 0 else max(0, min(500, round(500 * done / total)))
    d = "M4 22C60 2 110 42 170 22S280 2 340 22 450 42 496 22"
    # A nested <svg> clips what is beyond its width; dashes would be measured on the screen and come out wrong.
    walked = Markup('<svg width="{}" height="44"><path class="walk__done" d="{}"/></svg>').format(width, d)
    return Markup(
        '<svg viewBox="0 0 500 44" preserveAspectRatio="none" aria-hidden="true"><path d="{}"/>{}</svg>'
    ).format(d, walked if width else "")
