# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an employer never sees: first there is plenty that could leak, then none of it is on the page."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from cydwaith.journeys import actions
from cydwaith.journeys.shapes import NewContact, NewJob, NewProfile, NewTerms
from cydwaith.kernel.vocabulary import Category
from cydwaith.people import actions as people
from cydwaith.people import queries
from tests.web.me.stage import ADDRESS, PHONE, Stage

SECRETS = {
    "note": "hears voices at night",
    "want": "never a call centre again",
    "helps": "ten minutes when it is loud",
    "condition": "schizoaffective",
    "access": "a room without neon light",
}
NEVER = (
    *SECRETS.values(),
    ADDRESS,
    PHONE,
    "Gwenllian Prydderch",
    "Prydderch",
    "Psychosis",
    "The Bay",
    "Bay Psychosis Team",
    "Work that suits",
    "Carys Pugh",
    "1991",
    "Cydwaith",
    "12.71",
)


def plant(stage: Stage) -> None:
    """Everything that a page could give away, on the record."""
    today = timezone.localdate()
    actions.write_profile(
        by=stage.me,
        reference=None,
        profile=NewProfile(wants=SECRETS["want"], helps=SECRETS["helps"], never=SECRETS["condition"]),
    )
    people.change_needs(
        by=stage.me,
        reference=None,
        version=0,
        formats=["easy_read"],
        communication="",
        access=SECRETS["access"],
    )
    actions.record_contact(
        by=stage.adviser,
        reference=stage.reference,
        contact=NewContact(
            with_whom="person", how="phone", on=today, note=SECRETS["note"], kept_under=Category.HEALTH
        ),
    )
    actions.start_job(
        by=stage.adviser,
        reference=stage.reference,
        job=NewJob(
            kind="employed",
            employer_name="Farm Park",
            starts_on=today,
            terms=(NewTerms(today, 960, 1271, "hour"),),
        ),
    )
    actions.tell_employer(
        by=stage.me,
        employer_name="Another",
        level="condition",
        condition=SECRETS["condition"],
        helps=SECRETS["helps"],
    )


def told(stage: Stage, **more: str) -> str:
    """The address of a page at level "adjustments"."""
    found = actions.tell_employer(
        by=stage.me,
        employer_name="Farm Park",
        level="adjustments",
        adjustments="A written list of the day's jobs",
        **more,
    )
    return f"/e/{found.link_token}/"


def test_only_what_was_written_for_them(stage: Stage) -> None:
    plant(stage)
    for language in ("", "/cy"):
        answer = Client().get(language + told(stage))
        text = answer.content.decode() + str(answer.headers)
        assert "A written list of the day&#39;s jobs" in text
        assert "Gwen" in text
        assert [secret for secret in NEVER if secret in text] == []


@pytest.mark.parametrize("level", ["adjustments", "helps", "condition"])
def test_a_level_shows_no_trace_of_what_lies_beyond(stage: Stage, level: str) -> None:
    words = {"adjustments": "A list", "helps": "A quiet place", "condition": "I am autistic"}
    allowed = {"adjustments": 1, "helps": 2, "condition": 3}[level]
    found = actions.tell_employer(by=stage.me, employer_name="Farm Park", level=level, **words)
    page = Client().get(f"/e/{found.link_token}/").content.decode()
    heads = ("What needs to be in place", "What helps me", "About me, in my words")
    for place, (text, head) in enumerate(zip(words.values(), heads, strict=True)):
        assert (text in page) is (place < allowed)
        assert (head in page) is (place < allowed)


def test_a_link_that_does_not_work_looks_the_same_whatever_the_reason(stage: Stage) -> None:
    from cydwaith.journeys.queries import my_snapshots

    revoked, expired = told(stage), told(stage)
    newest = {one.id: one.links[0].id for one in my_snapshots(stage.me)}
    actions.revoke_link(by=stage.me, link_id=newest[min(newest)])
    later = timezone.now() + timedelta(days=31)
    bodies = [Client().get(revoked), Client().get("/e/never-was/")]
    with mock.patch("django.utils.timezone.now", return_value=later):
        bodies.append(Client().get(expired))
    assert {answer.status_code for answer in bodies} == {404}
    cleaned = {
        answer.content.replace(address.encode(), b"")
        for answer, address in zip(bodies, (revoked, "/e/never-was/", expired), strict=True)
    }
    assert len(cleaned) == 1
    assert b"Cydwaith" not in bodies[0].content


def test_it_is_kept_in_no_cache_and_the_address_does_not_travel_on(stage: Stage) -> None:
    answer = Client().get(told(stage))
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]


def test_the_person_sees_that_it_was_opened(stage: Stage, browser: Client) -> None:
    address = told(stage)
    Client().get(address)
    page = browser.get("/me/looks/").content.decode()
    assert "Somebody with a link that you made" in page
    assert queries.who_has_looked(stage.me).rows[0].page == "employer:letter"


def test_only_reading(stage: Stage) -> None:
    assert Client().post(told(stage)).status_code == 405
