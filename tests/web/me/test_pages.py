# SPDX-License-Identifier: AGPL-3.0-or-later
"""All of a person's pages: who may open them, how many statements they take, Easy Read, plain words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from django.utils import timezone

import cydwaith.web
from cydwaith.journeys import actions as work
from cydwaith.journeys.shapes import NewJob, NewTerms
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Category
from cydwaith.people import actions
from cydwaith.people.access_log import looked
from cydwaith.web.actors import Audience

from .stage import Stage, _member, supporter

PAGES = ("", "plan/", "jobs/", "sharing/", "sharing/all/", "looks/", "employer/", "details/", "corrections/")
FORMS = (
    *(f"about/{part}/" for part in ("wants", "strengths", "never", "helps", "hours", "travel")),
    *(f"details/{part}/" for part in ("called", "reach", "address", "languages", "needs")),
    *("plan/goal/add/", "plan/step/add/", "sharing/give/who/", "sharing/keep-out/", "helpers/name/"),
    *("employer/tell/reader/", "corrections/add/"),
)


@pytest.mark.parametrize("address", [*PAGES, *FORMS])
def test_there_in_both_languages_for_the_person_alone(browser: Client, stage: Stage, address: str) -> None:
    for language in ("", "/cy"):
        assert browser.get(f"{language}/me/{address}").status_code == 200
    assert Client().get(f"/me/{address}")["Location"].startswith("/account/sign-in/?next=")
    staff = Client()
    from cydwaith.kernel.models import User

    staff.force_login(User.objects.get(pk=stage.adviser.user_id))
    assert staff.get(f"/me/{address}").status_code == 404


def test_every_route_says_whom_it_is_for() -> None:
    routes = []

    def walk(patterns: object, namespace: str = "") -> None:
        for entry in patterns:  # type: ignore[attr-defined]
            if hasattr(entry, "url_patterns"):
                walk(entry.url_patterns, entry.namespace or namespace)
            elif namespace == "me":
                routes.append(entry)

    walk(get_resolver().url_patterns)
    assert len(routes) > 50
    assert {entry.callback.rules.audience for entry in routes} == {Audience.ME}


def _steps(stage: Stage, n: int) -> None:
    stage.step(f"Step {n}")
    work.add_goal(by=stage.me, journey_id=stage.journey_id, words=f"Goal {n}")


def _jobs(stage: Stage, n: int) -> None:
    today = timezone.localdate()
    work.start_job(
        by=stage.adviser,
        reference=stage.reference,
        job=NewJob(
            kind="employed",
            employer_name=f"Shop {n}",
            starts_on=today,
            terms=(NewTerms(today, 480, 1300, "hour"),),
        ),
    )


def _shares(stage: Stage, n: int) -> None:
    supporter(stage, Category.IDENTITY | Category.GOALS, name=f"Helper {n}")
    out = _member(stage.here, Role.ADVISER, f"Neighbour {n}")
    actions.exclude(by=stage.me, reference=None, user_id=out.user_id)


def _looks(stage: Stage, n: int) -> None:
    reader = _member(stage.here, Role.ADVISER, f"Reader {n}")
    looked(reader, "advice:person", [stage.person_id], 1)


def _told(stage: Stage, n: int) -> None:
    work.tell_employer(by=stage.me, employer_name=f"Shop {n}", level="adjustments", adjustments="A list")


@pytest.mark.parametrize(
    ("address", "more", "most"),
    [
        ("", _steps, 12),  # one asks whether something that was shared has stopped: they are told here
        ("plan/", _steps, 9),
        ("jobs/", _jobs, 7),
        ("sharing/", _shares, 15),
        ("looks/", _looks, 16),
        ("employer/", _told, 6),
    ],
)
def test_statements_do_not_grow_with_what_there_is(
    browser: Client, stage: Stage, address: str, more: Callable[[Stage, int], None], most: int
) -> None:
    def statements() -> int:
        browser.get(f"/me/{address}")
        with CaptureQueriesContext(
            connection,
        ) as taken:
            assert browser.get(f"/me/{address}").status_code == 200
        return len(taken)

    counts, made = [], 0
    for wanted in (1, 3, 9):
        while made < wanted:
            made += 1
            more(stage, made)
        counts.append(statements())
    assert len(set(counts)) == 1, counts
    assert counts[0] <= most, counts


def test_several_jobs_with_hours_and_pay_in_plain_words(browser: Client, stage: Stage) -> None:
    today = timezone.localdate()
    start = today - timedelta(days=20)
    for name, minutes, pence in (("Kennels", 12 * 60, 1300), ("Book Shop", 4 * 60, 800)):
        work.start_job(
            by=stage.adviser,
            reference=stage.reference,
            job=NewJob(
                kind="employed",
                employer_name=name,
                title="Assistant",
                starts_on=start,
                terms=(NewTerms(start, minutes, pence, "hour"),),
            ),
        )
    page = re.sub(r"\s+", " ", browser.get("/me/jobs/").content.decode())
    assert "16 hours" in page
    assert "£13" in page
    assert "Is this right?" in page
    assert "We look back together" in page


def test_easy_read_is_on_for_who_asked_for_it_and_remembered_either_way(stage: Stage) -> None:
    client = Client()
    client.force_login(stage.user)
    assert "Show this page in Easy Read" in client.get("/me/").content.decode()
    actions.change_needs(
        by=stage.me, reference=None, version=0, formats=["easy_read"], communication="", access=""
    )
    again = Client()
    again.force_login(stage.user)
    for address in ("/me/", "/me/plan/", "/me/sharing/"):
        assert "Show the full page" in again.get(address).content.decode()
    answer = again.post("/me/easy-read/", {"easy": "no", "next": "/me/plan/"})
    assert answer["Location"] == "/me/plan/"
    assert "Show this page in Easy Read" in again.get("/me/plan/").content.decode()
    assert (
        again.post("/me/easy-read/", {"easy": "yes", "next": "https://elsewhere.example/"})["Location"] == "/"
    )


def test_easy_read_pages_say_the_same_with_everything_on_them(stage: Stage) -> None:
    browser = stage.browser()
    browser.cookies["cydwaith_easy"] = "yes"
    _shares(stage, 1)
    stage.step("Write to the farm park", by=stage.adviser, who_does="adviser")
    work.add_goal(by=stage.me, journey_id=stage.journey_id, words="A job with animals")
    home, plan, sharing = (browser.get(f"/me/{one}").content.decode() for one in ("", "plan/", "sharing/"))
    assert "Waiting for a first talk" in home
    assert "Say whether you agree to your plan" in home
    assert "A job with animals" in plan
    assert "Yes, I agree" in plan
    assert "Helper 1" in sharing
    assert "Neighbour 1" in sharing
    assert "Stop" in sharing


TEMPLATES = Path(cydwaith.web.__file__).parent / "templates" / "me" / "easy"


@pytest.mark.parametrize("name", ["home", "plan", "sharing"])
def test_easy_read_sentences_are_short(name: str) -> None:
    texts = re.findall(r'_\("([^"]+)"\)', (TEMPLATES / f"{name}.html").read_text())
    assert len(texts) > 10
    sentences = [part for text in texts for part in re.split(r"(?<=[.!?:])\s+", text)]
    assert [one for one in sentences if len(one.split()) > 15] == []


def test_a_session_that_ran_out_gives_back_what_was_typed(browser: Client, stage: Stage) -> None:
    page = browser.get("/me/plan/goal/add/").content.decode()
    owner = re.search(r'name="_owner" value="([^"]+)"', page)
    assert owner
    gone = Client()
    answer = gone.post("/me/plan/goal/add/", {"words": "A job with animals", "_owner": owner[1]})
    assert answer["Location"].startswith("/account/sign-in/")
    gone.force_login(stage.user)
    assert "A job with animals" in gone.get("/me/plan/goal/add/").content.decode()
