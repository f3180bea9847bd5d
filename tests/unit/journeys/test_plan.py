# SPDX-License-Identifier: AGPL-3.0-or-later
"""The profile and the plan are written by both, each line says whose words it is, and both agree."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from cydwaith.journeys import actions, queries
from cydwaith.journeys.models import PlanAgreement, Profile, StageChange, Step
from cydwaith.journeys.shapes import NewProfile
from cydwaith.kernel.errors import Conflict, Invalid
from cydwaith.kernel.statements import writing
from cydwaith.kernel.system import system

from .world import World

pytestmark = pytest.mark.django_db


def test_the_person_writes_with_the_adviser(world: World) -> None:
    awen, journey = world.journey("Awen")
    herself = world.themself(awen)
    goal = actions.add_goal(by=world.mair, journey_id=journey, words="Find a job near home")
    actions.add_step(
        by=herself, journey_id=journey, words="Ask my cousin", who_does="person", due_on=date(2025, 6, 9)
    )
    plan = queries.my_plan(herself)
    (mine,) = plan.journeys
    assert str(mine.programme) == "Support at work"
    assert [
        (line.words, line.mine, line.agreed_by_me, line.agreed_by_adviser)
        for line in (*mine.goals, *mine.steps)
    ] == [
        ("Find a job near home", False, False, True),
        ("Ask my cousin", True, True, False),
    ]
    assert mine.next_step is not None
    assert (mine.next_step.words, mine.to_agree) == ("Ask my cousin", 1)
    # She puts the goal in her own words: Mair has to agree anew.
    actions.reword(by=herself, kind="goal", line_id=goal, version=1, words="A job I can walk to")
    (mine,) = queries.my_plan(herself).journeys
    assert (mine.goals[0].mine, mine.goals[0].agreed_by_me, mine.goals[0].agreed_by_adviser) == (
        True,
        True,
        False,
    )
    actions.agree_plan(by=world.mair, journey_id=journey)
    actions.agree_plan(by=world.mair, journey_id=journey, how_given="phone", for_person=True)
    (mine,) = queries.my_plan(herself).journeys
    assert all(line.agreed_by_me and line.agreed_by_adviser for line in (*mine.goals, *mine.steps))
    told = (
        PlanAgreement.objects.visible_to(world.mair)
        .order_by("pk")
        .values_list("person_id", "side", "how_given", "lines")
    )
    assert [(side, how) for _person, side, how, _lines in told] == [
        ("adviser", "screen"),
        ("person", "phone"),
    ]
    assert told[0][3][0] == ["goal", goal, 2]


def test_on_screen_people_agree_by_themselves(world: World) -> None:
    awen, journey = world.journey("Awen")
    with pytest.raises(Invalid) as empty:
        actions.agree_plan(by=world.mair, journey_id=journey)
    assert empty.value.errors == {"": ["There is nothing in the plan yet."]}
    actions.add_goal(by=world.mair, journey_id=journey, words="A job")
    for given in ({"for_person": True}, {"how_given": "phone"}, {"how_given": "dream", "for_person": True}):
        with pytest.raises(Invalid):
            actions.agree_plan(by=world.mair, journey_id=journey, **given)  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        actions.agree_plan(by=world.themself(awen), journey_id=journey, how_given="phone")


def test_a_line_is_finished_dropped_and_taken_up_again(world: World) -> None:
    awen, journey = world.journey("Awen")
    herself = world.themself(awen)
    step = actions.add_step(
        by=world.mair, journey_id=journey, words="Ring", who_does="person", due_on=date(2025, 6, 3)
    )
    with pytest.raises(Invalid):
        actions.finish_line(by=herself, kind="step", line_id=step, on=date(2025, 6, 4))
    actions.finish_line(by=herself, kind="step", line_id=step)
    (mine,) = queries.my_plan(herself).journeys
    assert (mine.steps, [line.words for line in mine.done]) == ((), ["Ring"])
    actions.take_up_again(by=herself, kind="step", line_id=step)
    actions.drop_line(by=world.mair, kind="step", line_id=step)
    (mine,) = queries.my_plan(herself).journeys
    assert (mine.steps, mine.done) == ((), ())
    with pytest.raises(Conflict):
        actions.reword(by=world.mair, kind="step", line_id=step, version=1, words="Write")
    with pytest.raises(Invalid):
        actions.finish_line(by=world.mair, kind="song", line_id=step)


def test_each_version_of_the_profile_stays(world: World) -> None:
    awen = world.person("Awen")
    herself = world.themself(awen)
    first = actions.write_profile(
        by=world.mair, reference=awen, profile=NewProfile(wants="Quiet work"), seen=0
    )
    second = actions.write_profile(
        by=herself,
        reference=None,
        profile=NewProfile(wants="Work outside", hours_to=16, travel_by=("bus",)),
        seen=first,
    )
    with pytest.raises(Conflict) as raised:
        actions.write_profile(by=world.mair, reference=awen, profile=NewProfile(wants="?"), seen=first)
    assert raised.value.current["wants"] == "Work outside"
    profile = queries.my_plan(herself).profile
    assert profile is not None
    assert (profile.id, profile.mine, profile.wants, profile.travel_by) == (
        second,
        True,
        "Work outside",
        ("bus",),
    )
    rows = Profile.objects.visible_to(world.mair).order_by("pk").values_list("person_id", "whose", "wants")
    assert [row[1:] for row in rows] == [("adviser", "Quiet work"), ("person", "Work outside")]


def test_what_does_not_fit_a_week_is_said(world: World) -> None:
    awen = world.person("Awen")
    wrong = NewProfile(
        hours_from=200, hours_to=-1, travel_minutes=1000, travel_by=("boat",), days=("someday",)
    )
    with pytest.raises(Invalid) as raised:
        actions.write_profile(by=world.mair, reference=awen, profile=wrong)
    assert set(raised.value.errors) == {"hours_from", "hours_to", "travel_minutes", "travel_by", "days"}
    with pytest.raises(Invalid) as raised:
        actions.write_profile(by=world.mair, reference=awen, profile=NewProfile(hours_from=20, hours_to=10))
    assert set(raised.value.errors) == {"hours_to"}
    with pytest.raises(Invalid):
        actions.write_profile(by=world.mair, reference=awen, profile=NewProfile())


@pytest.mark.parametrize("what", ["stage", "agreement", "profile"])
def test_the_database_itself_keeps_what_must_not_be_altered(world: World, what: str) -> None:
    awen, journey = world.journey("Awen")
    actions.add_goal(by=world.mair, journey_id=journey, words="A job")
    actions.agree_plan(by=world.mair, journey_id=journey)
    actions.write_profile(by=world.mair, reference=awen, profile=NewProfile(wants="Quiet work"))
    model, change = {
        "stage": (StageChange, {"to": "in_work"}),
        "agreement": (PlanAgreement, {"side": "person"}),
        "profile": (Profile, {"wants": "Loud work"}),
    }[what]
    with system("a test tries what nobody may"), writing():
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.all().update(**change)
        if what != "profile":
            with pytest.raises(DatabaseError), transaction.atomic():
                model.objects.all()._raw_delete("default")
        assert model.objects.update(person_id=world.themself(awen).person_id) == 1


def test_a_step_belongs_to_a_goal_of_the_same_journey(world: World) -> None:
    _awen, first = world.journey("Awen")
    _bryn, second = world.journey("Bryn")
    goal = actions.add_goal(by=world.mair, journey_id=first, words="A job")
    with pytest.raises(Invalid):
        actions.add_step(by=world.mair, journey_id=second, words="Ring", goal_id=goal)
    assert Step.objects.visible_to(world.mair).count() == 0
