# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the figures of a return to what its readers are given: disclosure control over all of it at once, held against
everything that was given out before; and what must be looked at before anybody signs.

Pure but for the engines: it reads and writes no table.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .counting import UNKNOWN
from .vocabulary import Cell, Protection

if TYPE_CHECKING:
    from cydwaith.engines.measures import disclosure as d
    from cydwaith.engines.measures.figure import Figure

ALL = "all"
"""Stands in a key where a figure is of all programmes, partners, areas or strata."""
DIMENSIONS = ("programme", "partner", "area", "stratum")


@dataclass(frozen=True, slots=True)
class Told:
    """One figure of a return: exact, and as it is given. `shape`: of its measure, which says what may be shown."""

    rulebook: str
    measure: str
    shape: str
    first_day: date
    last_day: date
    group: tuple[str, str, str, str]  # programme, partner, area, stratum; "" is all
    numerator: int
    denominator: int
    value: Decimal | None
    lines: tuple[tuple[str, int], ...]
    unit: str
    incomplete: int
    cell: str = Cell.SHOWN
    shown_numerator: str = ""
    shown_denominator: str = ""
    shown_value: str = ""

    @property
    def exact(self) -> list[Any]:
        """What must be the same to the digit when it is counted again."""
        return [
            self.rulebook,
            self.measure,
            self.first_day.isoformat(),
            self.last_day.isoformat(),
            *self.group,
            self.numerator,
            self.denominator,
            None if self.value is None else plain(self.value),
        ]

    @property
    def key(self) -> tuple[Any, ...]:
        """What names it within one return."""
        return (self.rulebook, self.measure, self.first_day, *self.group)


def plain(value: Decimal) -> str:
    """A value without zeros that only fill up: 64.4000 is 64.4, 40.0 is 40."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def told(figure: Figure, shape: str) -> Told:
    """A figure as a return holds it, exact."""
    group = dict(figure.group)
    places = tuple((group[name] or UNKNOWN) if name in group else "" for name in DIMENSIONS[:3])
    return Told(
        figure.rulebook,
        figure.measure,
        shape,
        figure.period.first,
        figure.period.last,
        (*places, figure.stratum),  # type: ignore[arg-type]
        figure.numerator,
        figure.denominator,
        figure.value,
        figure.lines,
        figure.unit,
        figure.incomplete,
    )


def digest(figures: Iterable[Told]) -> str:
    """SHA-256 over the exact numbers of a return, in order."""
    content = json.dumps([one.exact for one in figures], ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of protecting: the figures as they are given, what an attacker found, and what later audits need."""

    figures: tuple[Told, ...]
    findings: tuple[dict[str, Any], ...]
    audit: dict[str, Any]


def protect(
    figures: Sequence[Told],
    *,
    name: str,
    protection: str,
    threshold: int,
    base: int,
    former: Sequence[Mapping[str, Any]] = (),
) -> Outcome:
    """Hide and round as the return asks. `former`: `audit["published"]` of everything that readers have already."""
    if protection == Protection.INTERNAL:
        return Outcome(tuple(_exact(one) for one in figures), (), {})
    from cydwaith.engines.measures import disclosure

    policy = disclosure.Policy(
        mode=disclosure.Mode.ROUNDED if protection == Protection.ROUNDED else disclosure.Mode.EXACT,
        threshold=threshold,
        base=base,
    )
    release = _release(disclosure, name, figures)
    made = disclosure.protect(release, policy, [load(one) for one in former])
    cells = {cell.key: cell for cell in made.cells}
    shares = {share.key: share for share in made.shares}
    shown = tuple(_shown(disclosure, one, cells, shares, policy) for one in figures)
    findings = tuple(
        {
            "undoing": one.undoing.value,
            "cell": str(one.key),
            "low": one.low,
            "high": one.high,
            "by": [f"{term.weight} × {term.key} = {term.text}" for term in (*one.at_most, *one.at_least)][
                :12
            ],
        }
        for one in made.findings
    )
    audit = {
        "people_hidden": made.people,
        "cells_hidden": sum(cell.hidden for cell in made.cells),
        "secondary": made.hidden,
        "optimal": made.optimal,
        "bound": made.people_bound,
        "published": dump(made.published),
    }
    return Outcome(shown, findings, audit)


def _exact(one: Told) -> Told:
    from dataclasses import replace

    return replace(
        one,
        cell=Cell.SHOWN,
        shown_numerator=str(one.numerator),
        shown_denominator=str(one.denominator) if one.denominator else "",
        shown_value="" if one.value is None else plain(one.value),
    )


def _key(disclosure: Any, one: Told, part: str) -> Any:
    at = {name: code or ALL for name, code in zip(DIMENSIONS, one.group, strict=True)}
    period = f"{one.first_day.isoformat()}/{one.last_day.isoformat()}"
    return disclosure.Key.of(f"{one.rulebook}.{one.measure}.{part}", period=period, **at)


def _release(disclosure: Any, name: str, figures: Sequence[Told]) -> d.Release:
    """All counts with the relations that a reader knows, and the shares that stand for rates.

    Whether parts make up their whole is read off the numbers: where they do in every table of a measure, a reader may
    subtract; where they hold less, the rest is a count too; where they hold more, people stand in several parts.
    """
    tables: dict[str, list[Any]] = defaultdict(list)
    shares = []
    for one in figures:
        top = _key(disclosure, one, "n")
        tables[top.measure].append(disclosure.Cell(top, one.numerator))
        if one.shape == "rate":
            bottom = _key(disclosure, one, "d")
            tables[bottom.measure].append(disclosure.Cell(bottom, one.denominator))
            shares.append(disclosure.Share(_key(disclosure, one, "%"), top, bottom))
    made = [
        disclosure.tabulate(
            name,
            cells,
            [
                *(disclosure.Dimension(dim, {ALL: ()}, _adds(disclosure, cells, dim)) for dim in DIMENSIONS),
                disclosure.Dimension("period"),
            ],
        )
        for cells in tables.values()
    ]
    whole = disclosure.joined(name, *made)
    return disclosure.Release(name, whole.cells, whole.relations, tuple(shares))


def _adds(disclosure: Any, cells: Sequence[Any], dimension: str) -> Any:
    """How the parts of a dimension make up their whole, in the worst of a measure's tables."""
    lines: dict[Any, dict[str, int]] = defaultdict(dict)
    for cell in cells:
        lines[cell.key.moved(dimension, "")][cell.key.value(dimension)] = cell.count
    over = less = False
    for line in lines.values():
        parts = [count for value, count in line.items() if value != ALL]
        if ALL in line and parts:
            over = over or sum(parts) > line[ALL]
            less = less or sum(parts) < line[ALL]
    if over:
        return disclosure.Adds.OVERLAPPING
    return disclosure.Adds.INCOMPLETE if less else disclosure.Adds.EXACTLY


def _shown(
    disclosure: Any, one: Told, cells: Mapping[Any, Any], shares: Mapping[Any, Any], policy: Any
) -> Told:
    """What stands in the place of one figure."""
    from dataclasses import replace

    top = cells[_key(disclosure, one, "n")]
    bottom = cells.get(_key(disclosure, one, "d"))
    share = shares.get(_key(disclosure, one, "%"))
    if share is not None:
        value = share.text
    elif top.hidden or one.value is None:
        value = policy.mark
    elif one.shape == "count":
        value = top.text
    else:
        value = plain(one.value)
    hidden = next((cell for cell in (top, bottom) if cell is not None and cell.hidden), None)
    code = Cell.SHOWN if hidden is None else Cell.SMALL if hidden.primary else Cell.SECONDARY
    denominator = (
        bottom.text if bottom is not None else str(one.denominator) if one.shape == "per_base" else ""
    )
    return replace(one, cell=code, shown_numerator=top.text, shown_denominator=denominator, shown_value=value)


def dump(published: Any) -> dict[str, Any]:
    """What was published, as JSON that `load` reads again."""
    return {
        "name": published.name,
        "protection": published.protection,
        "smallest_shown": published.smallest_shown,
        "guard_changes": published.guard_changes,
        "cells": [
            [_k(c.key), c.text, c.number, c.low, c.high, c.guarded, c.shown, sorted(c.outdated)]
            for c in published.cells
        ],
        "relations": [
            [[[_k(key), weight] for key, weight in r.terms], r.sense.value, r.constant]
            for r in published.relations
        ],
        "shares": [
            [_k(s.key), _k(s.of), _k(s.among), s.text, None if s.value is None else str(s.value)]
            for s in published.shares
        ],
    }


def _k(key: Any) -> list[Any]:
    return [key.measure, [list(pair) for pair in key.at]]


def load(kept: Mapping[str, Any]) -> Any:
    """What was published, from what `dump` kept."""
    from cydwaith.engines.measures import disclosure as d

    def key(kept_key: list[Any]) -> d.Key:
        return d.Key(kept_key[0], tuple((name, value) for name, value in kept_key[1]))

    return d.Published(
        kept["name"],
        tuple(
            d.PublishedCell(key(k), text, number, low, high, guarded, shown, frozenset(since))
            for k, text, number, low, high, guarded, shown, since in kept["cells"]
        ),
        tuple(
            d.Relation(tuple((key(k), weight) for k, weight in terms), d.Sense(sense), constant)
            for terms, sense, constant in kept["relations"]
        ),
        tuple(
            d.PublishedShare(key(k), key(of), key(among), text, None if value is None else Decimal(value))
            for k, of, among, text, value in kept["shares"]
        ),
        protection=kept["protection"],
        smallest_shown=kept["smallest_shown"],
        guard_changes=kept["guard_changes"],
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure that comes out otherwise: before and now; None where it is not there."""

    key: tuple[Any, ...]
    before: Told | None
    now: Told | None


def differences(before: Sequence[Told], now: Sequence[Told]) -> tuple[Difference, ...]:
    """Figures whose exact numbers differ, or that are only on one side, in order of what names them."""
    old, new = {one.key: one for one in before}, {one.key: one for one in now}
    return tuple(
        Difference(key, old.get(key), new.get(key))
        for key in sorted({*old, *new}, key=str)
        if key not in old or key not in new or old[key].exact != new[key].exact
    )
