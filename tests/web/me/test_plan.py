# SPDX-License-Identifier: AGPL-3.0-or-later
"""My plan, written by both: my words, agreed anew when they change; and what I want, a question a page."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from cydwaith.journeys import actions, queries
from cydwaith.journeys.shapes import NewProfile

from .stage import Stage


def lines(stage: Stage) -> dict[str, queries.MyLine]:
    journey = queries.my_plan(stage.me).journeys[0]
    return {one.words: one for one in (*journey.goals, *journey.steps, *journey.done)}


def test_a_goal_and_a_step_in_my_words(browser: Client, stage: Stage) -> None:
    browser.post("/me/plan/goal/add/", {"words": "A job with animals", "token": "a"})
    goal = lines(stage)["A job with animals"]
    page = browser.get(f"/me/plan/step/add/?goal={goal.id}").content.decode()
    assert "A job with animals" in page
    answer = browser.post(
        f"/me/plan/step/add/?goal={goal.id}",
        {"words": "Ring the kennels", "who_does": "person", "due_on_0": "", "due_on_1": "", "due_on_2": ""},
    )
    assert answer["Location"] == "/me/plan/"
    step = lines(stage)["Ring the kennels"]
    assert (step.mine, step.goal_id, step.agreed_by_me, step.agreed_by_adviser) == (
        True,
        goal.id,
        True,
        False,
    )
    page = browser.get("/me/plan/").content.decode()
    assert "Your words" in page
    assert "Your adviser is asked" in page


def test_a_day_to_do_something_by_is_no_author(browser: Client, stage: Stage) -> None:
    stage.step("Ring the kennels", due_on=timezone.localdate() + timedelta(days=1))
    assert "<span>By " in browser.get("/me/plan/").content.decode()
    page = browser.get("/cy/me/plan/").content.decode()
    assert "<span>Erbyn " in page
    assert "<span>Gan " not in page


def test_sent_twice_it_stands_once(browser: Client, stage: Stage) -> None:
    token = "7d6d1d9e-58a5-4a52-8f0c-0b6d4b6a1c11"
    for _again in range(2):
        browser.post("/me/plan/goal/add/", {"words": "A job with animals", "token": token})
    assert len(queries.my_plan(stage.me).journeys[0].goals) == 1


def test_an_empty_line_keeps_what_else_was_typed(browser: Client, stage: Stage) -> None:
    answer = browser.post(
        "/me/plan/step/add/",
        {"words": " ", "who_does": "together", "due_on_0": "3", "due_on_1": "4", "due_on_2": ""},
    )
    page = answer.content.decode()
    assert "Write it in a few words." in page
    assert "The date needs a day, a month and a year." in page
    assert 'value="3"' in page


def test_the_advisers_words_are_told_apart_and_agreed_to(browser: Client, stage: Stage) -> None:
    stage.step("Write to the farm park", by=stage.adviser, who_does="adviser")
    page = browser.get("/me/plan/").content.decode()
    assert "Your adviser's words" in page
    assert "I agree to my plan" in page
    assert "Say whether you agree to your plan" in browser.get("/me/").content.decode()
    browser.post(f"/me/plan/{stage.journey_id}/agree/")
    assert lines(stage)["Write to the farm park"].agreed_by_me
    assert "I agree to my plan" not in browser.get("/me/plan/").content.decode()


def test_put_differently_it_is_mine_and_the_adviser_is_asked_anew(browser: Client, stage: Stage) -> None:
    step = stage.step("Enquire re vacancy", by=stage.adviser)
    version = lines(stage)["Enquire re vacancy"].version
    browser.post(
        f"/me/plan/step/{step}/",
        {"words": "Ask if they need anyone", "who_does": "together", "version": version},
    )
    line = lines(stage)["Ask if they need anyone"]
    assert (line.mine, line.agreed_by_me, line.agreed_by_adviser) == (True, True, False)


def test_who_was_quicker_is_shown_beside_mine(browser: Client, stage: Stage) -> None:
    step = stage.step("Ring them")
    actions.reword(by=stage.adviser, kind="step", line_id=step, version=1, words="Write to them")
    answer = browser.post(
        f"/me/plan/step/{step}/", {"words": "Visit them", "who_does": "person", "version": 1}
    )
    page = answer.content.decode()
    assert "Somebody changed this at the same time" in page
    assert "Write to them" in page
    assert "Visit them" in page
    again = browser.post(
        f"/me/plan/step/{step}/", {"words": "Visit them", "who_does": "person", "version": 2}
    )
    assert again.status_code == 302
    assert "Visit them" in lines(stage)


def test_done_and_not_done_yet(browser: Client, stage: Stage) -> None:
    step = stage.step("Ring them")
    answer = browser.post(f"/me/plan/step/{step}/done/")
    page = browser.get(answer["Location"]).content.decode()
    assert "It is not done yet" in page
    assert lines(stage)["Ring them"].done_on == timezone.localdate()
    browser.post(f"/me/plan/step/{step}/again/")
    assert lines(stage)["Ring them"].done_on is None
    assert "It is not done yet" not in browser.get(answer["Location"]).content.decode()


def test_taken_out_of_the_plan(browser: Client, stage: Stage) -> None:
    goal = actions.add_goal(by=stage.me, journey_id=stage.journey_id, words="Be a pilot")
    browser.post(f"/me/plan/goal/{goal}/drop/")
    assert "Be a pilot" not in lines(stage)


def test_what_i_want_a_question_a_page_keeps_the_other_answers(browser: Client, stage: Stage) -> None:
    actions.write_profile(
        by=stage.adviser,
        reference=stage.reference,
        profile=NewProfile(strengths="Patient", hours_from=4, hours_to=8),
    )
    page = browser.get("/me/plan/").content.decode()
    assert "Your adviser wrote this down for you." in page
    seen = queries.my_plan(stage.me).profile
    assert seen is not None
    browser.post("/me/about/wants/", {"wants": "Work with dogs", "version": seen.id})
    after = queries.my_plan(stage.me).profile
    assert after is not None
    assert (after.wants, after.strengths, after.hours_to, after.mine) == (
        "Work with dogs",
        "Patient",
        8,
        True,
    )
    browser.post(
        "/me/about/travel/",
        {"travel_by": ["bus", "walk"], "travel_minutes": "half an hour", "version": after.id},
    )
    assert queries.my_plan(stage.me).profile == after
    browser.post(
        "/me/about/travel/", {"travel_by": ["bus", "walk"], "travel_minutes": "30", "version": after.id}
    )
    page = browser.get("/me/plan/").content.decode()
    assert "By bus, On foot, at most 30 minutes" in page or "On foot, By bus, at most 30 minutes" in page


def test_where_i_am_in_one_sentence_with_the_next_step(browser: Client, stage: Stage) -> None:
    stage.step("Ring the kennels", due_on=timezone.localdate() + timedelta(days=1))
    page = browser.get("/me/").content.decode()
    assert "Waiting for a first talk." in page
    assert "Your adviser will get in touch to arrange a first talk." in page
    assert "Ring the kennels" in page
    assert "tomorrow" in page
    assert "Carys Pugh" in page
    assert "01632 960 100" in page
    assert "Psychosis employment" not in page


def test_before_anything_began_there_is_something_kind(browser: Client, stage: Stage) -> None:
    from tests import factories

    from .stage import own_account

    user = factories.user()
    own_account(factories.person(stage.here).pk, user)
    new = stage.browser(user)
    assert "Nothing has begun yet" in new.get("/me/").content.decode()
    assert "You have no plan yet" in new.get("/me/plan/").content.decode()
    assert "No job is written down here now" in new.get("/me/jobs/").content.decode()
    assert new.get("/me/plan/step/add/").status_code == 404


def test_somebody_elses_line_is_not_there(browser: Client, stage: Stage) -> None:
    from tests import factories

    from .stage import own_account

    user = factories.user()
    own_account(factories.person(stage.here).pk, user)
    step = stage.step("Ring them")
    other = stage.browser(user)
    assert other.get(f"/me/plan/step/{step}/").status_code == 404
    assert other.post(f"/me/plan/step/{step}/done/").status_code == 404
    assert other.post(f"/me/plan/{stage.journey_id}/agree/").status_code == 404
    assert lines(stage)["Ring them"].done_on is None


def test_the_language_toggle_keeps_what_was_typed(browser: Client, stage: Stage) -> None:
    answer = browser.post("/me/plan/goal/add/", {"words": "Half a sent", "_language": "cy"})
    assert answer["Location"] == "/cy/me/plan/goal/add/"
    assert "Half a sent" in browser.get(answer["Location"]).content.decode()
    assert queries.my_plan(stage.me).journeys[0].goals == ()
