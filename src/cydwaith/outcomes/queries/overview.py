# SPDX-License-Identifier: AGPL-3.0-or-later
"""The performance overview: each measure's newest whole period, against the one before, a target, a benchmark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q

from cydwaith.kernel.actor import Actor
from cydwaith.outcomes import counting, policy
from cydwaith.outcomes.models import LocalTarget
from cydwaith.partnerships.queries.figures import Place

from .shapes import FigureView, RunView, current_figures, figures_of, newest_runs, runs_of


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached of a measure in a period; `ends_on` is the first day after it."""

    rulebook: str
    measure: str
    starts_on: date
    ends_on: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Series:
    """One measure of one group over the periods. `now`: the newest period that is over, else the one under way;
    `before`: the one before it; `target`: what was to be reached in it."""

    rulebook: str
    measure: str
    points: tuple[FigureView, ...]
    now: FigureView | None
    before: FigureView | None
    target: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """How much more it is than in the period before."""
        if self.now is None or self.before is None or self.now.value is None or self.before.value is None:
            return None
        return self.now.value - self.before.value

    @property
    def compared(self) -> Decimal | None:
        """What it is held against first: the target, else the benchmark."""
        if self.target is not None:
            return self.target
        return self.now.benchmark if self.now is not None else None

    @property
    def empty(self) -> bool:
        """Whether nothing was ever counted."""
        return not any(one.numerator or one.denominator for one in self.points)


@dataclass(frozen=True, slots=True)
class Book:
    """A rulebook as counted now, with what must be said beside it. `book`: engines.measures' Rulebook."""

    book: Any
    run: RunView | None
    failed: RunView | None
    series: tuple[Series, ...]
    overdue: bool  # its review


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it. `as_of` None: nothing was counted yet."""

    place: Place
    places: tuple[Place, ...]
    step: str
    as_of: date | None
    made_at: datetime | None
    books: tuple[Book, ...]


def series_of(
    rows: Sequence[FigureView], targets: Sequence[Target], as_of: date | None
) -> tuple[Series, ...]:
    """Series of figures that stand by measure and group, each with its newest whole period. Pure."""
    gathered: dict[tuple[str, ...], list[FigureView]] = {}
    for one in rows:
        key = (one.rulebook, one.measure, one.programme, one.partner, one.area, one.stratum)
        gathered.setdefault(key, []).append(one)
    return tuple(_series(found, targets, as_of) for found in gathered.values())


def _series(found: list[FigureView], targets: Sequence[Target], as_of: date | None) -> Series:
    points = sorted(found, key=lambda one: one.first_day)
    over = [one for one in points if as_of is not None and one.last_day <= as_of]
    now = over[-1] if over else points[-1]
    place = points.index(now)
    return Series(
        now.rulebook,
        now.measure,
        tuple(points),
        now,
        points[place - 1] if place else None,
        target_of(targets, now),
    )


def target_of(targets: Sequence[Target], figure: FigureView) -> Decimal | None:
    """What was to be reached in a figure's period, by the target that began last; None where there is none."""
    fitting = [
        one
        for one in targets
        if (one.rulebook, one.measure) == (figure.rulebook, figure.measure)
        and one.starts_on <= figure.first_day
        and figure.last_day < one.ends_on
    ]
    return max(fitting, key=lambda one: one.starts_on).value if fitting else None


def targets(partnership_id: int) -> tuple[Target, ...]:
    """Every target of a partnership. One statement."""
    rows = LocalTarget.objects.filter(partnership_id=partnership_id).order_by("starts_on", "pk")
    found = rows.values_list("rulebook", "measure", "starts_on", "ends_on", "value")
    return tuple(Target(book, code, first, end, value.normalize()) for book, code, first, end, value in found)


def whole(at: Place) -> Q:
    """Figures of all that the reader may have exactly: the partnership, or their own organisation's part of it."""
    return Q(programme="", partner="" if at.whole else at.own, area="")


def overview(actor: Actor, code: str = "", step: str = "year") -> Overview:
    """The overview of one of the actor's partnerships (the first unless `code` says which). Four statements.

    Raises `NotAllowed`, `NotVisible`.
    """
    places = policy.readable(actor)
    at = policy.place(actor, code) if code or not places else places[0]
    found = runs_of(newest_runs(at.partnership_id).filter(Q(current=True) | Q(state="failed"))[:200])
    current = {one.rulebook: one for one in reversed(found) if one.step == step and not one.failed}
    failed = {one.rulebook: one for one in reversed(found) if one.failed}
    as_of = max((one.as_of for one in current.values()), default=None)
    rows = figures_of(current_figures(at.partnership_id, step).filter(whole(at), stratum=""))
    series = series_of(rows, targets(at.partnership_id), as_of)
    books = []
    for name, book in counting.rulebooks().items():
        run, fault = current.get(name), failed.get(name)
        order = {one.code: place for place, one in enumerate(book.measures)}
        own = [one for one in series if one.rulebook == name and one.measure in order]
        books.append(
            Book(
                book,
                run,
                fault if fault is not None and (run is None or fault.id > run.id) else None,
                tuple(sorted(own, key=lambda one: order[one.measure])),
                as_of is not None and book.next_review < as_of,
            )
        )
    made_at = max((one.made_at for one in current.values()), default=None)
    return Overview(at, places, step, as_of, made_at, tuple(books))
