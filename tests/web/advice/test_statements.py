# SPDX-License-Identifier: AGPL-3.0-or-later
"""A page asks the database as often for twenty-five people as for one: at most seven times, eight for a save."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cydwaith.journeys import actions
from cydwaith.journeys.shapes import NewProfile
from tests.unit.journeys.world import World
from tests.web.advice.browser import Browser

A_PAGE = 7
A_SAVE = 8
COUNTS = (1, 3, 25)


def _people(world: World, number: int, already: int = 0) -> str:
    """So many people with a life behind them; returns the first one's reference."""
    first = ""
    for n in range(already, number):
        reference = world.person(f"Person {n} Lloyd", access="A quiet place")
        journey = actions.open_journey(
            by=world.mair, reference=reference, programme_id=world.programmes["ips"]
        )
        first = first or reference
        world.met(reference, note="We talked about bus times.", summary="Bus times")
        actions.write_profile(by=world.mair, reference=reference, profile=NewProfile(wants="Dogs"))
        goal = actions.add_goal(by=world.mair, journey_id=journey, words="Work with dogs", whose="person")
        actions.add_step(
            by=world.mair, journey_id=journey, words="Visit", goal_id=goal, due_on=world.clock.day
        )
        world.job(reference, world.clock.day - timedelta(days=30))
    return first


LISTS = ("/advice/", "/advice/people/", "/advice/board/")
SEARCHES = ("/advice/search/?q=lloyd", "/advice/search/?q=loyd")


def test_lists_ask_as_often_for_many_as_for_one(world: World, mair: Browser) -> None:
    found: dict[str, list[int]] = {address: [] for address in (*LISTS, *SEARCHES)}
    for before, number in zip((0, *COUNTS), COUNTS, strict=False):
        _people(world, number, before)
        for address, counted in found.items():
            counted.append(mair.statements(address))
    for address in LISTS:
        assert len(set(found[address])) == 1, found
        assert found[address][0] <= A_PAGE, found
    for address in SEARCHES:
        assert max(found[address]) <= A_PAGE, found
        assert found[address][-1] <= A_PAGE, found


@pytest.mark.parametrize("part", ["", "plan/", "work/", "contacts/", "contacts/new/"])
def test_a_record_asks_as_often_with_much_in_it_as_with_little(
    world: World, mair: Browser, part: str
) -> None:
    reference = _people(world, 1)
    address = f"/advice/people/{reference}/{part}"
    found = []
    for number in COUNTS:
        for _ in range(number):
            world.met(reference, note="Again")
            world.job(reference, world.clock.day - timedelta(days=number))
        found.append(mair.statements(address))
    assert len(set(found)) == 1, found
    assert found[0] <= A_PAGE, found


def test_recording_a_contact_takes_at_most_eight(world: World, mair: Browser) -> None:
    reference = _people(world, 3)
    fields = {
        "summary": "Rang about the interview", "how": "phone", "with_whom": "person", "outcome": "met", "day": "0",
        "next": "none", "kept_under": "512", "token": "5f6b5bfe-6b0b-4b29-9f3e-6a7e0d5f2c11",
    }  # fmt: skip
    assert mair.statements(f"/advice/people/{reference}/contacts/new/", **fields) <= A_SAVE
