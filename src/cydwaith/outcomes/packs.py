# SPDX-License-Identifier: AGPL-3.0-or-later
"""A return counted over a snapshot: its figures in order, and what must be looked at before anybody signs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import counting, releasing
from .models import Release, Snapshot
from .releasing import Told


@dataclass(frozen=True, slots=True)
class Check:
    """One thing found. `level`: stop (nobody can sign), look (somebody should), note. `number`: how many, or 0."""

    code: str
    level: str
    rulebook: str = ""
    measure: str = ""
    number: int = 0
    detail: str = ""

    def as_json(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "code": self.code,
            "level": self.level,
            "rulebook": self.rulebook,
            "measure": self.measure,
            "number": self.number,
            "detail": self.detail,
        }


UNDONE: dict[str, Any] = {
    "exactly": _("A reader can work this number out exactly."),
    "too_nearly": _("A reader can come too near to this number."),
    "shown_before": _("This number was shown in an earlier return."),
    "change": _("The difference to an earlier return is a small number."),
    "contradiction": _("The published numbers contradict each other."),
    "former_contradiction": _("The published numbers do not fit with earlier returns."),
}
"""How a hidden number is undone -> what is said of it."""


def groupings(release: Release) -> tuple[tuple[str, ...], ...]:
    """What a return is grouped by: the whole, and each group asked for; all within its programme if it has one."""
    within = ("programme",) if release.programme else ()
    return (within, *((*within, name) for name in release.grouping if name not in within))


def count(release: Release, snapshot: Snapshot, versions: Mapping[str, str]) -> tuple[Told, ...]:
    """The figures of a return over a snapshot, by rulebooks in these versions. Raises `counting.NotCountedError`."""
    found: list[Told] = []
    with counting.opened(snapshot) as engine:
        for name in release.rulebooks:
            book = counting.rulebook(name, versions.get(name, ""))
            asked = counting.Asked(
                name,
                book.version,
                release.step,
                release.first_day,
                release.last_day,
                by=groupings(release),
                options=dict(release.options.get(name, {})),
                spans=((release.first_day, release.last_day),) if release.step == counting.WHOLE else (),
            )
            for figure in counting.figures(engine, asked, as_of=snapshot.as_of, snapshot=""):
                if release.programme and dict(figure.group).get("programme") != release.programme:
                    continue
                found.append(releasing.told(figure, book.measure(figure.measure).shape.value))
    return tuple(found)


def versions_now(release: Release) -> dict[str, str]:
    """The versions of a return's rulebooks on this site. Raises `counting.NotCountedError`."""
    return {name: counting.rulebook(name).version for name in release.rulebooks}


def checks(
    release: Release, snapshot: Snapshot, figures: tuple[Told, ...], findings: tuple[dict[str, Any], ...]
) -> list[Check]:
    """What was found: of the facts, the rulebooks and the disclosure control."""
    found = [
        Check(
            "undone",
            "stop",
            detail=f"{one['cell']}: {UNDONE.get(one['undoing'], one['undoing'])} " + "; ".join(one["by"]),
        )
        for one in findings
    ]
    if not figures:
        found.append(Check("nothing", "stop"))
    if snapshot.as_of < release.last_day:
        found.append(Check("early", "look", detail=snapshot.as_of.isoformat()))
    for name in release.rulebooks:
        found += _of_book(release, name, snapshot.as_of)
    incomplete: dict[tuple[str, str], int] = {}
    for one in figures:
        if one.group[1:3] == ("", "") and one.incomplete:
            key = (one.rulebook, one.measure)
            incomplete[key] = incomplete.get(key, 0) + one.incomplete
    found += [
        Check("incomplete", "look", rulebook, measure, number)
        for (rulebook, measure), number in incomplete.items()
    ]
    return found


def _of_book(release: Release, name: str, as_of: date) -> list[Check]:
    book = counting.rulebook(name)
    found = []
    if book.next_review < as_of:
        found.append(Check("review", "look", name, detail=book.next_review.isoformat()))
    if not book.checker:
        found.append(Check("unchecked", "look", name))
    if book.to_confirm:
        found.append(Check("to_confirm", "note", name, number=len(book.to_confirm)))
    outside = release.first_day < book.in_force_from or (
        book.in_force_to is not None and release.last_day > book.in_force_to
    )
    if outside:
        found.append(Check("not_in_force", "look", name))
    return found
