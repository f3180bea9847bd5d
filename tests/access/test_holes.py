# SPDX-License-Identifier: AGPL-3.0-or-later
"""Seeded holes: the running code is altered as a slip would alter it, and the ordinary walk must find each.

A hole that stays unfound means that the matrix proves nothing there. Each says which cell shows it first (`holes`); the
walk begins with that cell's route, goes on through all the others, and stops at the first that is not as reviewed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction

from .holes import COVERED, HOLES
from .test_matrix import REVIEWED, ROUTES, as_reviewed, faults
from .walk import Cell, Route, Walker

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@dataclass(frozen=True, slots=True)
class Finding:
    """The first cell that is not as reviewed: which, and what is wrong with it."""

    cell: str
    says: str


def cells_that_differ(walker: Walker, first: str) -> Iterator[Finding]:
    """The ordinary walk, beginning with the route of the cell `first`: every cell that is not as reviewed."""
    begin = first.partition(" ")[2].rpartition(" ")[0]
    for route in sorted(ROUTES, key=lambda route: route.name != begin):
        yield from _that_differ(walker, route)


def _that_differ(walker: Walker, route: Route) -> Iterator[Finding]:
    for verb in route.verbs:
        for persona in walker.world.allowed:
            wrong = _wrong(route, verb, persona, walker.cell(persona, verb, route))
            if wrong:
                yield Finding(f"{verb} {route.name} {persona}", wrong)


def _wrong(route: Route, verb: str, persona: str, cell: Cell) -> str:
    """What the tests of the matrix would say of one cell; "" where it is as reviewed."""
    observed = {verb: {persona: cell}}
    found = faults(route, observed)
    if found:
        return found[0]
    given, reviewed = (_of(persona, verb, one) for one in (as_reviewed(observed), REVIEWED[route.name]))
    return f"gave {given}, reviewed is {reviewed}" if given != reviewed else ""


def _of(persona: str, verb: str, reviewed: dict[str, Any]) -> tuple[list[str], list[str]]:
    """Outcome and rows of one persona, out of the shape of the reviewed file."""
    outcomes = [outcome for outcome, personas in reviewed.get(verb, {}).items() if persona in personas]
    return outcomes, reviewed.get(f"{verb}_rows", {}).get(persona, [])


@pytest.mark.parametrize("name", HOLES)
def test_a_seeded_hole_is_found(walker: Walker, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    hole = HOLES[name]
    with transaction.atomic():
        hole.seed(monkeypatch)
        found = next(cells_that_differ(walker, hole.cell), None)
        transaction.set_rollback(True)
    assert found is not None, f"nobody noticed: {name}"
    assert found.cell == hole.cell, f"{name}: first seen at {found}"
    assert hole.says in found.says


@pytest.mark.parametrize("name", COVERED)
def test_a_slip_that_another_lock_covers_shows_nothing(
    walker: Walker, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Should one of these ever show by itself, it is a hole to be listed above."""
    seed, where = COVERED[name]
    with transaction.atomic():
        seed(monkeypatch)
        route = next(route for route in ROUTES if route.name == where)
        found = list(_that_differ(walker, route))
        transaction.set_rollback(True)
    assert found == []


def test_there_are_enough_holes() -> None:
    assert len(HOLES) >= 30
    assert len({hole.cell for hole in HOLES.values()}) >= 20
