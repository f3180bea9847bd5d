# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who has looked, and the question why; something to be put right; my details."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Category, Purpose
from cydwaith.people import actions, queries
from cydwaith.people.access_log import looked

from .stage import Stage, _member, own_account


def look(stage: Stage, by: Actor | None = None, people: list[int] | None = None) -> None:
    looked(
        by or stage.adviser,
        "advice:person",
        people or [stage.person_id],
        int(Category.GOALS | Category.NOTES),
    )


def test_a_day_of_looks_is_told_as_one(browser: Client, stage: Stage) -> None:
    for _again in range(3):
        look(stage)
    look(stage, by=stage.partner_adviser)
    page = browser.get("/me/looks/").content.decode()
    assert page.count('class="thing look"') == 2
    assert "Pages opened: 3" in re.sub(r"\s+", " ", page)
    assert "Carys Pugh, Bay Psychosis Team" in page
    assert "To find and keep a job" in page
    assert "Support notes" in page


def test_my_own_looks_are_nobodys_business(browser: Client, stage: Stage) -> None:
    for address in ("/me/", "/me/plan/", "/me/sharing/", "/me/looks/"):
        browser.get(address)
    assert queries.who_has_looked(stage.me).rows == ()
    assert "Nobody has looked yet" in browser.get("/me/looks/").content.decode()


def test_that_a_persona_signs_in_is_nobodys_look(stage: Stage, settings: Any) -> None:
    settings.CYDWAITH_DEMO = True
    stage.user.is_demo = True
    stage.user.save()
    visitor = Client()
    assert visitor.post("/account/demonstration/", {"email": stage.user.email})["Location"] == "/me/"
    assert visitor.get("/me/").status_code == 200
    assert queries.who_has_looked(stage.me).rows == ()


def test_on_a_list_with_others_nobody_else_is_named(browser: Client, stage: Stage) -> None:
    from tests import factories

    other = factories.person(stage.here, stage.adviser, name="Huw Tegid")
    look(stage, people=[stage.person_id, other.pk])
    page = browser.get("/me/looks/").content.decode()
    assert "you stood on a list with others" in page
    assert "Huw Tegid" not in page
    assert other.reference not in page


def test_asked_and_answered(browser: Client, stage: Stage) -> None:
    look(stage)
    log_id = queries.who_has_looked(stage.me).rows[0].log_id
    assert "Carys Pugh" in browser.get(f"/me/looks/{log_id}/ask/").content.decode()
    browser.post(f"/me/looks/{log_id}/ask/", {"question": "Why on a Sunday?"})
    assert "You have asked about this" in browser.get("/me/looks/").content.decode()
    from tests import factories

    lead = Actor(
        Role.GOVERNANCE, Purpose.CHECK_QUALITY, user_id=factories.user().pk, organisation_id=stage.here.pk
    )
    question = queries.look_questions(lead)[0]
    actions.answer_look_question(by=lead, question_id=question.question_id, answer="A talk was moved.")
    page = browser.get("/me/looks/").content.decode()
    assert "Why on a Sunday?" in page
    assert "A talk was moved." in page
    assert "Answered above" in page


def test_somebody_elses_look_cannot_be_asked_about(browser: Client, stage: Stage) -> None:
    from tests import factories

    user = factories.user()
    other = factories.person(stage.here, stage.adviser)
    theirs = own_account(other.pk, user)
    look(stage, people=[other.pk])
    log_id = queries.who_has_looked(theirs).rows[0].log_id
    assert browser.get(f"/me/looks/{log_id}/ask/").status_code == 404
    assert browser.post(f"/me/looks/{log_id}/ask/", {"question": "?"}).status_code == 404


def test_older_looks_are_a_page_away(browser: Client, stage: Stage) -> None:
    for _again in range(61):
        look(stage)
    first = browser.get("/me/looks/").content.decode()
    assert "?page=2" in first
    second = browser.get("/me/looks/?page=2").content.decode()
    assert "Newer" in second
    assert browser.get("/me/looks/?page=nonsense").status_code == 200
    assert "There is nothing older" in browser.get("/me/looks/?page=99").content.decode()


def test_something_is_wrong_and_the_answer(browser: Client, stage: Stage) -> None:
    page = browser.get("/me/corrections/add/?about=birth").content.decode()
    assert re.search(r'value="birth"\s+checked', page)
    assert (
        "Say what is wrong, and what is right."
        in browser.post("/me/corrections/add/", {"about": "birth"}).content.decode()
    )
    browser.post("/me/corrections/add/", {"about": "birth", "wanted": "It is 5 March"})
    page = browser.get("/me/corrections/").content.decode()
    assert "My date of birth" in page
    assert "Waiting for an answer" in page
    found = queries.corrections(stage.adviser)[0]
    assert found.about == "Date of birth"
    actions.answer_correction(
        by=stage.adviser, correction_id=found.correction_id, outcome="changed", answer="You are right."
    )
    page = browser.get("/me/corrections/").content.decode()
    assert "It was changed" in page
    assert "You are right." in page
    assert "Fy nyddiad geni" in browser.get("/cy/me/corrections/").content.decode()


def test_my_details_are_mine_to_change_and_the_rest_is_not(browser: Client, stage: Stage) -> None:
    version = queries.editable(stage.me).version
    browser.post("/me/details/called/", {"called": "Gwenni", "version": version})
    browser.post(
        "/me/details/languages/",
        {"spoken_language": "cy", "written_language": "both", "other_language": "", "version": version + 1},
    )
    browser.post(
        "/me/details/needs/",
        {"formats": ["large_print", "lip_reading"], "communication": "", "access": "A ramp", "version": 0},
    )
    page = browser.get("/me/details/").content.decode()
    for words in ("Gwenni", "Welsh or English", "Large print", "Face me, I lip-read", "A ramp"):
        assert words in page
    before = queries.editable(stage.me)
    browser.post(
        "/me/details/called/", {"called": "Gwenni", "name": "Somebody Else", "version": before.version}
    )
    assert queries.editable(stage.me).identity["name"] == "Gwenllian Prydderch"


def test_a_wrong_number_is_said_in_words(browser: Client, stage: Stage) -> None:
    version = queries.editable(stage.me).version
    page = browser.post(
        "/me/details/reach/", {"phone": "ring me", "email": "", "version": version}
    ).content.decode()
    assert "Write a phone number in figures" in page
    assert "ring me" in page


def test_somebody_was_quicker_with_my_details(browser: Client, stage: Stage) -> None:
    version = queries.editable(stage.me).version
    actions.change_identity(
        by=stage.adviser, reference=stage.reference, version=version, values={"called": "Gwennie"}
    )
    page = browser.post("/me/details/called/", {"called": "Gwenni", "version": version}).content.decode()
    assert "Somebody changed this at the same time" in page
    assert "Gwennie" in page
    assert (
        browser.post("/me/details/called/", {"called": "Gwenni", "version": version + 1}).status_code == 302
    )


def test_an_emergency_is_told_with_its_reason_and_its_check(browser: Client, stage: Stage) -> None:
    actions.break_glass(
        by=_member(stage.here, Role.ADVISER, "Nia Tudur"),
        reason="She rang and said that she was not safe at home.",
        name="Gwenllian Prydderch",
        date_of_birth=queries.editable(stage.me).identity["date_of_birth"],
    )
    page = browser.get("/me/looks/").content.decode()
    assert "Looked at in an emergency" in page
    assert "not safe at home" in page
    assert "Is being checked" in page
