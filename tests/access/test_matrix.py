# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lock 4: every route, every verb, every persona, and what each was given. An unlisted cell fails.

`matrix.toml` is read by people: route, verb, outcome -> personas, and for what is shown: whose rows. To see what a
change does to it, set CYDWAITH_MATRIX_OUT to a file name and compare that file with the reviewed one.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import path

from cydwaith.kernel import prepared
from cydwaith.urls import urlpatterns

from .allowed import CROWD, Allowed
from .canaries import Canary, categories_planted
from .walk import Cell, Route, Walker, routes
from .world import World

pytestmark = pytest.mark.django_db  # each test in a savepoint of the module's world

MATRIX = Path(__file__).with_name("matrix.toml")
REVIEWED: dict[str, Any] = tomllib.loads(MATRIX.read_text()) if MATRIX.exists() else {}
ROUTES = routes()
OWN_RECORD = {"person", "employer"}  # reads of one's own record, and of the page one was sent, are not looks


@pytest.fixture(autouse=True)
def _as_in_production(settings: Any) -> Iterator[None]:
    """Statements are kept compiled between the personas' visits, as on a site."""
    settings.CYDWAITH_KEEP_PREPARED = True
    yield
    prepared.forget_all()


def observe(walker: Walker, route: Route) -> dict[str, dict[str, Cell]]:
    """Verb -> persona -> cell."""
    return {
        verb: {persona: walker.cell(persona, verb, route) for persona in walker.world.allowed}
        for verb in route.verbs
    }


def as_reviewed(observed: dict[str, dict[str, Cell]]) -> dict[str, Any]:
    """The shape of the reviewed file: verb -> outcome -> personas, and verb_rows -> persona -> of whom there is
    anything on the page."""
    found: dict[str, Any] = {}
    for verb, cells in observed.items():
        by_outcome: dict[str, list[str]] = {}
        for persona, cell in cells.items():
            by_outcome.setdefault(cell.outcome, []).append(persona)
        found[verb] = by_outcome
        rows = {persona: _in_short(cell.rows) for persona, cell in cells.items() if cell.rows}
        if rows:
            found[f"{verb}_rows"] = rows
    return found


def _in_short(rows: Iterable[str]) -> list[str]:
    """People by name; a whole crowd of one organisation as one."""
    found = set(rows)
    for at in {held for held, _adviser in CROWD.values()}:
        whole = {who for who, (held, _adviser) in CROWD.items() if held == at}
        if whole <= found:
            found = found - whole | {f"crowd_{at}"}
    return sorted(found)


def test_the_world_has_something_to_leak(walker: Walker) -> None:
    aviary = walker.world.aviary
    assert len(set(categories_planted(aviary))) == 12
    assert len({c.person for c in aviary.by_word.values()}) == 29
    assert len(aviary.by_word) >= 1_000


def test_the_canaries_sing_on_the_pages_of_those_who_may_hear_them(walker: Walker) -> None:
    """A canary that no page ever shows could never tell of a leak: what is read of Gwen has all kinds."""
    about_gwen = [r for r in ROUTES if r.person == "gwen" and "GET" in r.verbs]
    seen = {
        canary
        for persona, begins in (("adviser", "advice:person"), ("governance", "manage:emergency"))
        for route in about_gwen
        if route.base.startswith(begins)
        for canary in walker.cell(persona, "GET", route).seen
    }
    assert {c.person for c in seen} == {"gwen"}
    assert len({c.category for c in seen}) == 12


def test_no_route_is_unlisted_and_none_is_listed_that_is_gone() -> None:
    assert sorted({r.name for r in ROUTES} ^ set(REVIEWED)) == []


def _new_page(_request: HttpRequest, **_from_url: Any) -> HttpResponse:
    return HttpResponse("new")


def test_a_route_that_nobody_reviewed_fails(settings: Any) -> None:
    """A page added tomorrow, in whatever corner, and by whatever name."""
    module = ModuleType("urls_with_more")
    more = [path("new/<str:reference>/", _new_page, name="new"), path("nameless/", _new_page)]
    module.urlpatterns = [*urlpatterns, *i18n_patterns(*more, prefix_default_language=False)]  # type: ignore[attr-defined]
    settings.ROOT_URLCONF = module
    assert {r.name for r in routes()} - set(REVIEWED) == {"new", "new of nesta", "new of rhodri", "nameless/"}


@pytest.mark.parametrize("persona", ["adviser", "partner_never"])
def test_a_cell_that_nobody_reviewed_fails(persona: str) -> None:
    """Whatever it holds: one more outcome, or one more person on a page that was allowed."""
    reviewed = REVIEWED["advice:referral"]
    page = Cell("ok", rows=frozenset({"gwen"}))
    assert as_reviewed({"GET": {persona: page}})["GET_rows"][persona] == reviewed["GET_rows"][persona]
    assert persona in reviewed["GET"]["ok"]
    for other in (replace(page, outcome="away"), replace(page, rows=frozenset({"gwen", "huw"}))):
        assert as_reviewed({"GET": {persona: other}}) != as_reviewed({"GET": {persona: page}})


@pytest.mark.parametrize("route", ROUTES, ids=lambda r: r.name)
def test_each_cell_is_as_reviewed_and_leaks_nothing(walker: Walker, route: Route) -> None:
    observed = observe(walker, route)
    _maybe_write(route, observed)
    assert faults(route, observed) == []
    assert as_reviewed(observed) == REVIEWED.get(route.name)


def faults(route: Route, observed: dict[str, dict[str, Cell]]) -> list[str]:
    """What no review could allow: a canary where it may not be, a look that nobody was told of, a write by
    somebody who was refused, a page that broke."""
    found = []
    for verb, cells in observed.items():
        for persona, cell in cells.items():
            leaked = sorted(c.place for c in cell.leaked if not _by_the_link(route, c))
            if leaked:
                found.append(f"{verb} told {persona}: {leaked}")
            if cell.status >= 500:
                found.append(f"{verb} broke for {persona}")
            untold = cell.shown - cell.told
            if untold and persona not in OWN_RECORD:
                found.append(f"{verb} showed {_in_short(untold)} to {persona} and told nobody")
            if cell.shown and cell.kept:
                found.append(f"{verb} gave {persona} what a browser may keep")
            if cell.logged:
                found.append(f"{verb} by {persona} left a name in the log")
            if cell.outcome in ("absent", "refused", "login", "method") and cell.wrote:
                found.append(f"{verb} wrote for {persona}, who was refused")
            if cell.twin is not None:
                found += [f"in Welsh {fault}" for fault in faults(route, {verb: {persona: cell.twin}})]
                if (cell.twin.outcome, cell.twin.rows) != (cell.outcome, cell.rows):
                    found.append(f"{verb} is another page in Welsh for {persona}: {sorted(cell.twin.rows)}")
    return found


def _by_the_link(route: Route, canary: Canary) -> bool:
    """The letter to an employer is open to whoever holds its secret link: that letter, and nothing else."""
    return (route.name, canary.person) == ("employer:letter", "gwen") and canary.place.startswith(
        "journeys.employersnapshot."
    )


def _maybe_write(route: Route, observed: dict[str, dict[str, Cell]]) -> None:
    out = os.environ.get("CYDWAITH_MATRIX_OUT")
    if not out:
        return
    lines = [f'["{route.name}"]']
    for key, value in as_reviewed(observed).items():
        inner = ", ".join(f"{k} = {v}".replace("'", '"') for k, v in value.items())
        lines.append(f"{key} = {{ {inner} }}")
    with Path(out).open("a", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n\n")


def test_what_is_allowed_is_written_by_hand_and_says_something(walker: Walker) -> None:
    world: World = walker.world
    assert len(world.allowed) == 16
    everything = list(world.aviary.by_word.values())
    seen = {persona: sum(world.may_see(persona, c) for c in everything) for persona in world.allowed}
    assert seen["anonymous"] == seen["analyst"] == seen["operator"] == seen["administrator"] == 0
    assert 0 < seen["supporter_live"] < seen["person"] < seen["manager"]
    assert Allowed("gwen").covers(next(c for c in everything if c.person == "gwen"))
