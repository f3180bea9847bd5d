# SPDX-License-Identifier: AGPL-3.0-or-later
"""The same period under every rulebook, and who is reached in each area. Numbers of people, and nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.outcomes import counting, policy
from cydwaith.outcomes.models import Run
from cydwaith.partnerships.queries.figures import Place, area_names

from .overview import whole
from .shapes import FigureView, RunView, current_figures, figures_of, runs_of


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One measure of one rulebook in the period, with how many stand under each verdict."""

    book: Any
    measure: Any
    figure: FigureView
    verdicts: dict[str, int]


@dataclass(frozen=True, slots=True)
class Compared:
    """The same period under every rulebook. `periods`: first and last days that were counted, the newest first."""

    place: Place
    places: tuple[Place, ...]
    periods: tuple[tuple[date, date], ...]
    period: tuple[date, date] | None
    rows: tuple[SideBySide, ...]


def compared(actor: Actor, code: str = "", step: str = "year", first_day: date | None = None) -> Compared:
    """Every rulebook's measures of people in one period. Two statements. Raises `NotVisible`, `NotAllowed`."""
    places = policy.readable(actor)
    at = policy.place(actor, code)
    rows = figures_of(current_figures(at.partnership_id, step).filter(whole(at), stratum=""))
    periods = tuple(sorted({(one.first_day, one.last_day) for one in rows}, reverse=True))
    over = [one for one in periods if one[1] <= timezone.localdate()] or list(periods)
    chosen = next((one for one in periods if one[0] == first_day), over[0] if over else None)
    found = []
    for name, book in counting.rulebooks().items():
        for shape in book.measures:
            for one in rows:
                if (one.rulebook, one.measure, (one.first_day, one.last_day)) == (name, shape.code, chosen):
                    found.append(SideBySide(book, shape, one, _by_verdict(shape, one)))
    return Compared(at, places, periods, chosen, tuple(found))


def _by_verdict(shape: Any, figure: FigureView) -> dict[str, int]:
    verdict_of = {line.code: line.verdict.value for line in shape.lines}
    found = dict.fromkeys(("counted", "not_yet", "incomplete", "excluded"), 0)
    for code, number in figure.lines:
        if code in verdict_of:
            found[verdict_of[code]] += number
    return found


@dataclass(frozen=True, slots=True)
class Reached:
    """People supported in one area in the period. `figure.denominator`: its population base, 0 where none is known."""

    area: str
    name: Bilingual
    figure: FigureView


@dataclass(frozen=True, slots=True)
class Reach:
    """Who was reached. `total` None: nothing was counted."""

    place: Place
    places: tuple[Place, ...]
    book: Any
    run: RunView | None
    total: FigureView | None
    areas: tuple[Reached, ...]
    unknown: int


def reach(actor: Actor, code: str = "") -> Reach:
    """People supported, by area, in the newest year. Four statements. Raises `NotVisible`, `NotAllowed`."""
    places = policy.readable(actor)
    at = policy.place(actor, code)
    runs = runs_of(
        Run.objects.filter(partnership_id=at.partnership_id, rulebook="reach", step="year", current=True)
    )
    rows = figures_of(
        current_figures(at.partnership_id, "year").filter(
            policy.exact(at), run__rulebook="reach", programme="", stratum=""
        )
    )
    book = counting.rulebooks().get("reach")
    names = area_names()
    partner = "" if at.whole else at.own
    totals = [one for one in rows if one.partner == partner and not one.area]
    begun = [one for one in totals if runs and one.first_day <= runs[0].as_of]
    total = begun[-1] if begun else None
    here = [
        one for one in rows if total and one.first_day == total.first_day and one.area and not one.partner
    ]
    known = tuple(
        Reached(one.area, names.get(one.area) or Bilingual(one.area, one.area), one)
        for one in here
        if one.area != counting.UNKNOWN
    )
    unknown = sum(one.numerator for one in here if one.area == counting.UNKNOWN)
    return Reach(at, places, book, runs[0] if runs else None, total, known, unknown)
