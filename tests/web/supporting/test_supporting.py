# SPDX-License-Identifier: AGPL-3.0-or-later
"""Somebody who helps sees what was allowed, until the day that was set, and may mark steps as done; nothing else."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cydwaith.journeys import actions as work
from cydwaith.journeys import checks, queries
from cydwaith.journeys.shapes import NewJob, NewProfile
from cydwaith.kernel.vocabulary import Category
from cydwaith.people import actions
from cydwaith.people import queries as people
from tests.web.me.stage import ADDRESS, Stage, supporter

C = Category
NAME, STEP, NEED, EMPLOYER = "Gwen", "Ring the kennels", "A room without neon light", "Farm Park"


def plant(stage: Stage) -> int:
    """Something in every part that could be shown; the id of the step."""
    today = timezone.localdate()
    actions.change_needs(by=stage.me, reference=None, version=0, formats=[], communication="", access=NEED)
    work.write_profile(by=stage.me, reference=None, profile=NewProfile(wants="Work with dogs"))
    work.start_job(
        by=stage.adviser,
        reference=stage.reference,
        job=NewJob(kind="employed", employer_name=EMPLOYER, starts_on=today),
    )
    return stage.step(STEP, due_on=today + timedelta(days=2))


@pytest.mark.parametrize(
    ("categories", "shown", "hidden"),
    [
        (C.IDENTITY, [NAME], [STEP, NEED, EMPLOYER, "Work with dogs", "Waiting for a first talk"]),
        (C.IDENTITY | C.GOALS, [NAME, STEP, "Work with dogs"], [NEED, EMPLOYER, "Waiting for a first talk"]),
        (C.IDENTITY | C.NEEDS, [NAME, NEED], [STEP, EMPLOYER]),
        (C.IDENTITY | C.JOBS, [NAME, EMPLOYER, "Waiting for a first talk"], [STEP, NEED, "Work with dogs"]),
    ],
)
def test_what_was_allowed_and_no_more(
    stage: Stage, categories: Category, shown: list[str], hidden: list[str]
) -> None:
    plant(stage)
    account, _id = supporter(stage, categories)
    page = stage.browser(account).get(f"/supporting/{stage.reference}/").content.decode()
    assert [text for text in shown if text not in page] == []
    assert [text for text in (*hidden, ADDRESS) if text in page] == []


def test_until_the_day_and_not_after(stage: Stage) -> None:
    plant(stage)
    account, _id = supporter(stage, C.IDENTITY | C.GOALS, days=10)
    assert STEP in stage.browser(account).get(f"/supporting/{stage.reference}/").content.decode()
    with mock.patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=11)):
        page = stage.browser(account).get(f"/supporting/{stage.reference}/").content.decode()
    assert "Nothing is open to you now" in page
    assert NAME not in page
    assert STEP not in page


def test_taken_back_or_ended_it_holds_from_the_next_request(stage: Stage, browser: Client) -> None:
    plant(stage)
    account, supporter_id = supporter(stage, C.IDENTITY | C.GOALS)
    helper = stage.browser(account)
    address = f"/supporting/{stage.reference}/"
    assert STEP in helper.get(address).content.decode()
    decision = people.sharing_state(stage.me).decisions[0].decision_id
    browser.post(f"/me/sharing/{decision}/take-back/")
    assert STEP not in helper.get(address).content.decode()
    browser.post(f"/me/helpers/{supporter_id}/end/")
    assert helper.get(address).status_code == 404


def test_a_step_is_done_and_not_done_yet(stage: Stage) -> None:
    step = plant(stage)
    account, _id = supporter(stage, C.IDENTITY | C.GOALS)
    helper = stage.browser(account)
    answer = helper.post(f"/supporting/{stage.reference}/steps/{step}/done/")
    assert "It is not done yet" in helper.get(answer["Location"]).content.decode()
    assert queries.my_plan(stage.me).journeys[0].done[0].done_on == timezone.localdate()
    assert list(checks.disagreements()) == []
    helper.post(f"/supporting/{stage.reference}/steps/{step}/done/")
    helper.post(f"/supporting/{stage.reference}/steps/{step}/again/")
    assert queries.my_plan(stage.me).journeys[0].done == ()
    assert list(checks.disagreements()) == []


def test_steps_that_are_not_theirs_to_touch(stage: Stage) -> None:
    step = plant(stage)
    adviser_does = stage.step("Write to them", by=stage.adviser, who_does="adviser")
    only_name, _id = supporter(stage, C.IDENTITY, name="Ifan Rees")
    helper, _id = supporter(stage, C.IDENTITY | C.GOALS)
    there = f"/supporting/{stage.reference}/steps"
    assert stage.browser(only_name).post(f"{there}/{step}/done/").status_code == 404
    stage.browser(helper).post(f"{there}/{adviser_does}/done/")
    stage.browser(helper).post(f"{there}/999999/done/")
    assert queries.my_plan(stage.me).journeys[0].done == ()


def test_nobody_elses_record(stage: Stage) -> None:
    from tests import factories

    other = factories.person(stage.here, stage.adviser)
    account, _id = supporter(stage, C.IDENTITY)
    helper = stage.browser(account)
    assert helper.get(f"/supporting/{other.reference}/").status_code == 404
    assert stage.browser().get(f"/supporting/{stage.reference}/").status_code == 404
    assert Client().get(f"/supporting/{stage.reference}/")["Location"].startswith("/account/sign-in/")


def test_each_look_is_written_down_for_the_person(stage: Stage) -> None:
    account, _id = supporter(stage, C.IDENTITY)
    stage.browser(account).get(f"/supporting/{stage.reference}/")
    looks = people.who_has_looked(stage.me).rows
    assert [(one.who, one.page) for one in looks] == [("Eleri Morris", "supporting:home")]


def test_asked_in_question_by_question_with_a_letter_that_tells_nothing(
    stage: Stage, browser: Client
) -> None:
    for key, data in {
        "name": {"name": "Ifan Rees", "relation": "my friend"},
        "email": {"email": "ifan@example.org"},
        "kinds": {"kinds": [str(int(C.GOALS))]},
        "until": {"span": "half"},
    }.items():
        assert browser.post(f"/me/helpers/{key}/", data).status_code == 302
    page = browser.get("/me/helpers/check/").content.decode()
    assert "Goals and profile" in page
    assert mail.outbox == []
    browser.post("/me/helpers/check/")
    letter = mail.outbox[0]
    text = f"{letter.subject} {letter.body}"
    assert letter.to == ["ifan@example.org"]
    assert [word for word in ("Gwen", "Prydderch", "Psychosis", "Ifan") if word in text] == []
    link = next(line for line in letter.body.splitlines() if "/account/invitation/" in line)
    assert Client().get(link.replace("http://testserver", "")).status_code == 200
    helper = people.sharing_state(stage.me).supporters[0]
    assert (helper.name, helper.relation, helper.account) == ("Ifan Rees", "my friend", False)
    assert "They have not signed in yet" in browser.get("/me/sharing/").content.decode()
