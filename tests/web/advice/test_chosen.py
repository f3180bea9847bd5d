# SPDX-License-Identifier: AGPL-3.0-or-later
"""Several people at once: named and counted before anything changes, all or none, and nobody whom one may not see."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from cydwaith.journeys import actions, queries
from cydwaith.journeys.models import Journey, Step
from cydwaith.kernel.errors import Invalid, NotAllowed, NotVisible
from cydwaith.kernel.models import AuditRow
from cydwaith.kernel.system import system
from cydwaith.people.models import AccessLog
from tests.unit.journeys.world import World
from tests.web.advice.browser import Browser, day, hidden, seen


def address(do: str, *journeys: int, back: str = "sort=name") -> str:
    return "/advice/chosen/?" + urlencode(
        [("back", back), *(("chosen", one) for one in journeys), ("do", do)]
    )


@pytest.fixture
def nia(world: World) -> Browser:
    return Browser(world.manager)


def held_by(world: World, *journeys: int) -> list[int | None]:
    rows = Journey.objects.visible_to(world.manager).filter(pk__in=journeys).order_by("pk")
    return [adviser for _person, adviser in rows.values_list("person_id", "adviser_id")]


def test_boxes_stand_in_one_s_own_lists_alone(world: World, mair: Browser, nia: Browser) -> None:
    _reference, journey = world.journey("Awen Parry")
    assert f'name="chosen" value="{journey}"' in mair.get("/advice/people/")
    assert 'value="hand_over"' not in mair.get("/advice/people/")
    assert 'value="hand_over"' in nia.get("/advice/people/")
    for whose in ("shared", "closed", "waiting"):
        assert 'name="chosen"' not in mair.get(f"/advice/people/?whose={whose}")


def test_a_manager_hands_over_whom_the_page_names(world: World, nia: Browser) -> None:
    _first, awen = world.journey("Awen Parry")
    _second, bryn = world.journey("Bryn Rees")
    _third, cai = world.journey("Cai Wyn")
    asked = address("hand_over", awen, bryn)
    words = nia.sees(asked)
    assert "2 people" in words
    assert "Awen Parry" in words
    assert "Bryn Rees" in words
    assert "Cai Wyn" not in words
    assert "Choose a colleague." in seen(nia.post(asked, 200).content.decode())
    answer = nia.post(asked, to_user_id=world.owain.user_id)
    assert answer["Location"] == "/advice/people/?sort=name"
    assert "Handed over: 2" in nia.sees(answer["Location"])
    assert held_by(world, awen, bryn, cai) == [world.owain.user_id, world.owain.user_id, world.mair.user_id]
    assert AuditRow.objects.filter(verb="journeys.hand_over").count() == 2


def test_an_adviser_hands_nobody_over(world: World, mair: Browser) -> None:
    _reference, journey = world.journey("Awen Parry")
    asked = address("hand_over", journey)
    assert "Nobody is chosen" in mair.sees(asked)
    assert "Nobody is chosen" in seen(mair.post(asked, 200, to_user_id=world.owain.user_id).content.decode())
    with pytest.raises(NotAllowed):
        actions.hand_over(by=world.mair, journey_ids=[journey], to_user_id=world.owain.user_id or 0)
    assert held_by(world, journey) == [world.mair.user_id]


def test_a_step_is_planned_for_all_and_falls_due(world: World, mair: Browser) -> None:
    _first, awen = world.journey("Awen Parry")
    _second, bryn = world.journey("Bryn Rees")
    asked, due = address("step", awen, bryn), world.clock.day + timedelta(days=3)
    page = mair.get(asked)
    sent = {
        "words": "Ring about the jobs fair",
        "who_does": "adviser",
        "token": hidden(page, "token"),
        **day("due_on", due),
    }
    mair.post(asked, **sent)
    mair.post(asked, **sent)  # sent twice
    steps = Step.objects.visible_to(world.mair).order_by("journey_id")
    assert {row[1:] for row in steps.values_list("person_id", "words", "due_on")} == {
        ("Ring about the jobs fair", due)
    }
    assert steps.count() == 2
    assert {one.next_due_on for one in queries.caseload(world.mair).rows} <= {due, world.clock.day}
    assert AuditRow.objects.filter(verb="journeys.add_step").count() == 2


def test_a_step_that_cannot_be_written_is_written_for_none(world: World, mair: Browser) -> None:
    _first, awen = world.journey("Awen Parry")
    _second, bryn = world.journey("Bryn Rees", by=world.owain)
    due = world.clock.day
    with pytest.raises(NotVisible):
        actions.add_steps(by=world.mair, journey_ids=[awen, bryn], words="Ring", due_on=due)
    for wrong in (due - timedelta(days=1), None):
        with pytest.raises(Invalid):
            actions.add_steps(by=world.mair, journey_ids=[awen], words="Ring", due_on=wrong)
    with pytest.raises(Invalid):
        actions.add_steps(by=world.mair, journey_ids=[awen], words=" ", due_on=due)
    with pytest.raises(NotVisible):
        actions.add_steps(by=world.mair, journey_ids=[], words="Ring", due_on=due)
    assert not Step.objects.visible_to(world.manager).exists()
    answer = mair.post(
        address("step", awen), 200, words="Ring", who_does="adviser", **day("due_on", due - timedelta(1))
    )
    assert "Choose today or a day to come." in seen(answer.content.decode())


def test_the_chosen_as_a_file_and_nobody_else(world: World, mair: Browser) -> None:
    _first, awen = world.journey("Awen Parry")
    _second, bryn = world.journey("Bryn Rees")
    _third, owains = world.journey("Cai Wyn", by=world.owain)
    _kind, content = mair.file(address("csv", awen, owains, 999_999))
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == ["Awen Parry"]
    with system("the test looks at the read log"):
        told = AccessLog.objects.order_by("-pk").values_list("person__name", "people")[0]
    assert told == ("Awen Parry", [])
    kind, _content = mair.file(address("xlsx", awen, bryn))
    assert kind.endswith("spreadsheetml.sheet")


def test_nobody_else_s_people_are_named(world: World, mair: Browser) -> None:
    _reference, owains = world.journey("Cai Wyn", by=world.owain)
    for do in ("step", "csv", "hand_over", "other"):
        assert "Nobody is chosen" in mair.sees(address(do, owains))
    assert "Nobody is chosen" in mair.sees("/advice/chosen/?chosen=abc&chosen=%C2%B2&do=step")


@pytest.mark.parametrize(
    "back", ["https://elsewhere.example/", "//elsewhere.example", "#x", "?a", "a=b\r\nX: y"]
)
def test_the_way_back_leads_to_the_list_alone(world: World, mair: Browser, back: str) -> None:
    _reference, journey = world.journey("Awen Parry")
    page = mair.get(address("step", journey, back=back))
    ways = re.findall(r'<a href="([^"]+)">No, go back', page)
    assert [way.partition("?")[0] for way in ways] == ["/advice/people/"]


def test_the_pages_ask_as_often_for_many_as_for_one(world: World, mair: Browser, nia: Browser) -> None:
    journeys = [world.journey(f"Person {n} Lloyd")[1] for n in range(25)]
    for browser, do in ((mair, "step"), (nia, "hand_over")):
        counted = [browser.statements(address(do, *journeys[:number])) for number in (1, 25)]
        assert counted[0] == counted[1] <= 7
