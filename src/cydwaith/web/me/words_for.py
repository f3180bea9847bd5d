# SPDX-License-Identifier: AGPL-3.0-or-later
"""Codes of a person's pages as words: days, ways to travel, hours, and what happened lately."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cydwaith.journeys.queries import MyJourney, MyProfile
from cydwaith.web.components import words
from cydwaith.web.components.path import Event, Stone, Walk

TRAVEL: dict[str, Promise] = {
    "walk": _("On foot"),
    "bicycle": _("By bicycle"),
    "bus": _("By bus"),
    "train": _("By train"),
    "car": _("By car"),
    "lift": _("With a lift from someone"),
}
DAYS: dict[str, Promise] = {
    "mon": _("Monday"),
    "tue": _("Tuesday"),
    "wed": _("Wednesday"),
    "thu": _("Thursday"),
    "fri": _("Friday"),
    "sat": _("Saturday"),
    "sun": _("Sunday"),
}
_WALK: dict[str, Walk] = {
    "done": "walked",
    "current": "here",
    "next": "ahead",
    "ahead": "ahead",
    "passed": "skipped",
}


def hours(profile: MyProfile) -> str:
    """Hours a week, from and to, as they are said; "" where nothing is."""
    least, most = profile.hours_from, profile.hours_to
    if least is not None and most is not None:
        return str(most) if least == most else f"{least} – {most}"
    if least is not None:
        return f"{_now('At least')}: {least}"
    return f"{_now('At most')}: {most}" if most is not None else ""


def travel(profile: MyProfile) -> str:
    """How, and how long at most."""
    parts = [str(TRAVEL[code]) for code in profile.travel_by if code in TRAVEL]
    if profile.travel_minutes is not None:
        language = words.language_of(get_language())
        parts.append(f"{_now('at most')} {words.hours(profile.travel_minutes, language)}")
    return ", ".join(parts)


def profile_facts(profile: MyProfile | None) -> dict[str, str]:
    """The facts of a profile as text: `hours`, `days`, `travel`; "" where nothing is said."""
    if profile is None:
        return {"hours": "", "days": "", "travel": ""}
    return {
        "hours": hours(profile),
        "days": ", ".join(str(DAYS[code]) for code in profile.days if code in DAYS),
        "travel": travel(profile),
    }


def stones(journey: MyJourney) -> list[Stone]:
    """A journey as a path to be drawn; what is done of the plan stands along the stone on which one is."""
    done = [
        Event(text=line.words, on=line.done_on, own=line.mine)
        for line in sorted(journey.done, key=lambda line: (line.done_on is None, line.done_on), reverse=True)[
            :3
        ]
    ]
    found = []
    for stone in journey.stones:
        state = _WALK[stone.state]
        found.append(
            Stone(
                name=stone.label,
                state=state,
                on=stone.entered_on if state in ("walked", "here") else None,
                events=done if state == "here" else (),
            )
        )
    return found
