# SPDX-License-Identifier: AGPL-3.0-or-later
"""One measure: over the periods, by group in one period, beside what others published; and one figure taken apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.errors import NotVisible
from cydwaith.outcomes import counting, policy
from cydwaith.outcomes.models import ComparatorValue, FigureRow, Run
from cydwaith.partnerships.queries.figures import Place, area_names, partners_of, programmes_of

from .overview import Series, series_of, targets, whole
from .shapes import FigureView, RunView, current_figures, figures_of, runs_of


@dataclass(frozen=True, slots=True)
class Names:
    """The names behind the codes of one partnership's figures."""

    programme: dict[str, Bilingual]
    partner: dict[str, Bilingual]
    area: dict[str, Bilingual]

    def of(self, dimension: str, code: str) -> Bilingual:
        """The name of a code; the code itself where nobody gave it one."""
        found: dict[str, Bilingual] = getattr(self, dimension)
        return found.get(code) or Bilingual(code, code)


def names(at: Place) -> Names:
    """Names of a partnership's programmes and partners, and of areas. Three statements."""
    return Names(
        {one.code: one.name for one in programmes_of(at.partnership_id)},
        {code: name for code, (_pk, name) in partners_of(at.partnership_id).items()},
        area_names(),
    )


@dataclass(frozen=True, slots=True)
class Published:
    """One number that somebody else published. `value` None: none was, and `missing` says why."""

    source: str
    dated: date
    origin: str
    secondary: bool
    year: int
    level: str
    area: str
    area_name: str
    value: Decimal | None
    places: int
    missing: str


@dataclass(frozen=True, slots=True)
class MeasureView:
    """A measure of a rulebook. `groups`: dimension -> its figures in the chosen period; `parts`: by stratum."""

    place: Place
    places: tuple[Place, ...]
    book: Any
    measure: Any
    step: str
    run: RunView
    series: Series | None
    chosen: FigureView | None
    strata: tuple[Series, ...]
    groups: dict[str, tuple[FigureView, ...]]
    names: Names
    published: tuple[Published, ...]


DIMENSIONS = ("programme", "partner", "area")
_NEIGHBOURS = {"ascof-1e": "1E", "ascof-1f": "1F"}
"""Rulebook -> the code under which its measure is published by council."""


def measure(
    actor: Actor, rulebook: str, code: str, *, place: str = "", step: str = "year", period: date | None = None
) -> MeasureView:
    """One measure as counted now. Nine statements, however much there is. Raises `NotVisible`, `NotAllowed`."""
    places = policy.readable(actor)
    at = policy.place(actor, place)
    book = counting.rulebooks().get(rulebook)
    shape = next((one for one in book.measures if one.code == code), None) if book else None
    found = runs_of(
        Run.objects.filter(partnership_id=at.partnership_id, rulebook=rulebook, step=step, current=True)
    )
    if shape is None or not found:
        raise NotVisible("measure")
    rows = current_figures(at.partnership_id, step).filter(run__rulebook=rulebook, measure=code)
    overall = series_of(figures_of(rows.filter(whole(at))), targets(at.partnership_id), found[0].as_of)
    total = next((one for one in overall if one.points[0].stratum == ""), None)
    first = total or (overall[0] if overall else None)
    chosen = None
    if first is not None:
        chosen = next((one for one in first.points if one.first_day == period), first.now)
    here = rows.filter(policy.exact(at), stratum="", first_day=chosen.first_day) if chosen else rows.none()
    by_group = figures_of(here)
    return MeasureView(
        at,
        places,
        book,
        shape,
        step,
        found[0],
        total,
        chosen,
        tuple(one for one in overall if one.points[0].stratum),
        {name: tuple(one for one in by_group if _is_by(one, name)) for name in DIMENSIONS},
        names(at),
        published(_NEIGHBOURS.get(rulebook, "")),
    )


def _is_by(figure: FigureView, dimension: str) -> bool:
    return all(bool(getattr(figure, name)) == (name == dimension) for name in DIMENSIONS)


def published(code: str) -> tuple[Published, ...]:
    """What was published under a code: outcomes of everybody, the newest year first. What somebody brought in stands
    in the place of what the product brings along. One statement."""
    if not code:
        return ()
    from cydwaith.engines.measures.comparators import england

    rows = ComparatorValue.objects.filter(measure=code, part="outcome", breakdown="total")
    columns = (
        "source", "dated", "origin", "secondary", "year", "level", "area", "area_name", "value", "places", "missing",
    )  # fmt: skip
    brought = [Published(*row) for row in rows.values_list(*columns)]
    known = {(one.year, one.level, one.area) for one in brought}
    along = [
        Published(
            one.source.name,
            one.source.dated,
            one.source.origin.value,
            one.source.secondary,
            one.year.start,
            one.level.value,
            one.area,
            one.area_name,
            one.amount,
            one.decimals,
            one.missing.value if one.missing else "",
        )
        for one in england.published()
        if (one.measure, one.part.value) == (code, "outcome")
        and (one.year.start, one.level.value, one.area) not in known
    ]
    return tuple(sorted((*brought, *along), key=lambda one: (-one.year, one.level, one.area_name)))


@dataclass(frozen=True, slots=True)
class TakenApart:
    """One figure with the lines of its rule: (line of the rule, how many)."""

    place: Place
    figure: FigureView
    run: RunView
    book: Any
    measure: Any
    lines: tuple[tuple[Any, int], ...]
    names: Names


def figure(actor: Actor, figure_id: int) -> TakenApart:
    """A figure taken apart. Raises `NotVisible` for one that the actor may not read exactly, and for one counted by a
    version of the rules that is not here any more."""
    found = figures_of(FigureRow.objects.filter(pk=figure_id))
    if not found:
        raise NotVisible("figure")
    one = found[0]
    run = runs_of(Run.objects.filter(pk=one.run_id))[0]
    at = policy.place_of(actor, run.partnership_id)
    if not (at.whole or one.partner == at.own):
        raise NotVisible("figure")
    book = counting.rulebooks().get(run.rulebook)
    if book is None or book.version != run.version:
        raise NotVisible("rulebook")
    shape = book.measure(one.measure)
    known = {line.code: line for line in shape.lines}
    lines = tuple((known[code], number) for code, number in one.lines if code in known)
    return TakenApart(at, one, run, book, shape, lines, names(at))
