# SPDX-License-Identifier: AGPL-3.0-or-later
"""Telling an employer: exactly what was shown beforehand, by a link that is shown once and can be taken back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cydwaith.journeys import actions, queries
from cydwaith.journeys.shapes import NewJob, NewProfile
from tests import factories

from .stage import Stage

HELPS = "A quiet place for the break"


def tell(browser: Client, level: str, **answers: dict[str, str]) -> str:
    """Answer the questions of a level; the address that one ends at."""
    pages = {"reader": {"job": "else", "employer_name": "Farm Park"}, "level": {"level": level}, **answers}
    address = ""
    for key, data in pages.items():
        answer = browser.post(f"/me/employer/tell/{key}/", data)
        assert answer.status_code == 302, answer.content.decode()
        address = str(answer["Location"])
    return address


def link(page: str) -> str:
    """The address that was shown, without its host."""
    found = re.search(r"http://testserver(/(?:cy/)?e/[^<]+)<", page)
    assert found
    return found[1]


def sheet(page: str) -> str:
    """What the employer reads, cut out of a page: every word of it, with the marks around it.

    Headings stand a step apart, and the machine's time of day moved on between the two.
    """
    start = page.index('<div class="letter flow">')
    text = page[start : page.index("ask the person who wrote it.", start)]
    return re.sub(r"T[\d:.+]+", "", re.sub(r"<(/?)h\d", r"<\1h", text))


ADJUSTMENTS = {
    "adjustments": {"adjustments": "A written list"},
    "name": {"shown_name": "Gwen"},
    "days": {"days": "30"},
}


def test_what_they_read_is_what_was_shown_beforehand(browser: Client, stage: Stage) -> None:
    assert tell(browser, "adjustments", **ADJUSTMENTS) == "/me/employer/tell/check/"
    before = browser.get("/me/employer/tell/check/").content.decode()
    assert queries.my_snapshots(stage.me) == ()
    made = browser.post("/me/employer/tell/check/", follow=True).content.decode()
    answer = Client().get(link(made))
    assert answer.status_code == 200
    assert sheet(answer.content.decode()) == sheet(before)


def test_the_link_is_shown_once_and_kept_nowhere(browser: Client, stage: Stage) -> None:
    tell(browser, "adjustments", **ADJUSTMENTS)
    made = browser.post("/me/employer/tell/check/", follow=True).content.decode()
    token = link(made).split("/")[-2]
    assert browser.get("/me/employer/link/")["Location"] == "/me/employer/"
    assert token not in browser.get("/me/employer/").content.decode()
    assert token not in str(dict(browser.session))


def test_nothing_is_a_choice_too_and_makes_no_link(browser: Client, stage: Stage) -> None:
    assert tell(browser, "nothing") == "/me/employer/tell/check/"
    assert "You tell nothing" in browser.get("/me/employer/tell/check/").content.decode()
    assert browser.post("/me/employer/tell/check/")["Location"] == "/me/employer/"
    told = queries.my_snapshots(stage.me)
    assert [(one.level, one.links) for one in told] == [("nothing", ())]


def test_going_back_to_less_drops_what_was_written_beyond(browser: Client, stage: Stage) -> None:
    tell(
        browser,
        "condition",
        also={"adjustments": "A list"},
        support={"helps": HELPS},
        condition={"condition": "I hear voices"},
        name={"shown_name": "Gwen"},
        days={"days": "7"},
    )
    assert "I hear voices" in browser.get("/me/employer/tell/check/").content.decode()
    browser.post("/me/employer/tell/level/", {"level": "adjustments"})
    browser.post("/me/employer/tell/adjustments/", {"adjustments": "A list"})
    page = browser.get("/me/employer/tell/check/").content.decode()
    assert "I hear voices" not in page
    assert HELPS not in page
    browser.post("/me/employer/tell/check/")
    told = queries.my_snapshots(stage.me)[0]
    assert (told.helps, told.condition) == ("", "")


@pytest.mark.parametrize(
    ("level", "key", "says"),
    [
        ("adjustments", "adjustments", "Write this, or choose to tell less."),
        ("helps", "helps", "Write this, or choose to tell less."),
        ("condition", "condition", "Write this, or choose to tell less."),
    ],
)
def test_a_level_asks_for_its_words(browser: Client, stage: Stage, level: str, key: str, says: str) -> None:
    before = {"helps": {"adjustments": {"adjustments": "A list"}}, "condition": {"also": {"adjustments": ""}}}
    tell(browser, level, **before.get(level, {}))
    if level == "condition":
        assert browser.get("/me/employer/tell/support/?skip")["Location"] == "/me/employer/tell/condition/"
    assert says in browser.post(f"/me/employer/tell/{key}/", {key: ""}).content.decode()


def test_my_own_words_of_before_are_offered_and_my_advisers_are_not(browser: Client, stage: Stage) -> None:
    tell(browser, "helps", adjustments={"adjustments": "A list"})
    adviser = {"by": stage.adviser, "reference": stage.reference}
    actions.write_profile(**adviser, profile=NewProfile(helps="Needs prompting"))
    assert "Needs prompting" not in browser.get("/me/employer/tell/helps/").content.decode()
    actions.write_profile(by=stage.me, reference=None, profile=NewProfile(helps=HELPS))
    assert HELPS in browser.get("/me/employer/tell/helps/").content.decode()


def test_an_employer_of_now_can_be_chosen(browser: Client, stage: Stage) -> None:
    written = actions.start_job(
        by=stage.adviser,
        reference=stage.reference,
        job=NewJob(kind="employed", employer_name="Book Shop", starts_on=timezone.localdate()),
    )
    assert "Book Shop" in browser.get("/me/employer/tell/reader/").content.decode()
    browser.post("/me/employer/tell/reader/", {"job": str(written.job_id)})
    browser.post("/me/employer/tell/level/", {"level": "nothing"})
    browser.post("/me/employer/tell/check/")
    assert queries.my_snapshots(stage.me)[0].job_id == written.job_id


def test_the_list_says_whether_it_was_opened_and_the_link_can_be_taken_back(
    browser: Client, stage: Stage
) -> None:
    told = actions.tell_employer(
        by=stage.me, employer_name="Farm Park", level="adjustments", adjustments="A list"
    )
    assert "Nobody has opened it yet." in browser.get("/me/employer/").content.decode()
    address = f"/e/{told.link_token}/"
    assert Client().get(address).status_code == 200
    assert "Opened first" in browser.get("/me/employer/").content.decode()
    link_id = queries.my_snapshots(stage.me)[0].links[0].id
    browser.post(f"/me/employer/link/{link_id}/take-back/")
    assert Client().get(address).status_code == 404
    assert "You took the link back" in browser.get("/me/employer/").content.decode()


def test_another_link_to_the_same_words(browser: Client, stage: Stage) -> None:
    told = actions.tell_employer(
        by=stage.me, employer_name="Farm Park", level="adjustments", adjustments="A list"
    )
    page = browser.post(f"/me/employer/{told.snapshot_id}/link/", {"days": "7"}, follow=True).content.decode()
    assert "A list" in Client().get(link(page)).content.decode()
    links = queries.my_snapshots(stage.me)[0].links
    assert len(links) == 2
    assert links[0].expires_at - links[0].made_at == timedelta(days=7)


def test_in_welsh_the_link_leads_to_the_welsh_page(browser: Client, stage: Stage) -> None:
    tell(browser, "adjustments", **ADJUSTMENTS)
    made = browser.post("/cy/me/employer/tell/check/", follow=True).content.decode()
    assert link(made).startswith("/cy/e/")


def test_somebody_elses_links_are_not_there(browser: Client, stage: Stage) -> None:
    from tests import factories

    from .stage import own_account

    told = actions.tell_employer(
        by=stage.me, employer_name="Farm Park", level="adjustments", adjustments="A list"
    )
    link_id = queries.my_snapshots(stage.me)[0].links[0].id
    user = factories.user()
    own_account(factories.person(stage.here).pk, user)
    other = stage.browser(user)
    assert other.post(f"/me/employer/link/{link_id}/take-back/").status_code == 404
    assert other.get(f"/me/employer/{told.snapshot_id}/link/").status_code == 404
    assert Client().get(f"/e/{told.link_token}/").status_code == 200


def test_no_link_works_that_nobody_was_shown(stage: Stage, browser: Client) -> None:
    """A slow line, a second press of the button: a link nobody holds would stay open for a month."""
    told = actions.tell_employer(
        by=stage.me, employer_name="Bakery", level="adjustments", adjustments="A list"
    )
    address = f"/me/employer/{told.snapshot_id}/link/"
    form = {"days": "30", "token": "5f6b5bfe-6b0b-4b29-9f3e-6a7e0d5f2c11"}
    answers = [browser.post(address, form)["Location"] for _ in range(2)]
    assert answers == ["/me/employer/link/"] * 2
    found = next(one for one in queries.my_snapshots(stage.me) if one.id == told.snapshot_id)
    assert len(found.links) == 2  # the first, and one more
    assert "/e/" in browser.get(answers[0]).content.decode()
    assert browser.get(answers[0])["Location"] == "/me/employer/"
    assert browser.post(address, form)["Location"] == "/me/employer/"
    stranger = Client()
    assert stranger.post(address, form)["Location"].startswith("/account/sign-in/")
    stranger.force_login(factories.user())
    assert stranger.post(address, form).status_code == 404
