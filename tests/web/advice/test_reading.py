# SPDX-License-Identifier: AGPL-3.0-or-later
"""What advisers read: the day, the list, the board, one person; and what a partner with a share reads of it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, timedelta

import pytest

from cydwaith.journeys import actions, queries
from cydwaith.journeys.shapes import NewJob, NewLearning, NewProfile, NewTerms
from cydwaith.kernel.actor import organisation_key
from cydwaith.kernel.roles import Role
from cydwaith.kernel.system import system
from cydwaith.kernel.vocabulary import ALL_CATEGORIES, Category
from cydwaith.partnerships.models import Membership
from cydwaith.people.models import AccessLog, Person
from cydwaith.web.advice.today import ACTIONS, address_of
from tests import factories
from tests.unit.journeys.world import LONG_AGO, World
from tests.web.advice.browser import Browser, seen

CANARIES = {
    "wants": "wants-to-work-with-otters",
    "goal": "goal-of-otters",
    "note": "note-about-otters",
    "summary": "summary-about-otters",
    "employer": "Otter Sanctuary",
    "review": "review-of-otters",
    "learning": "Otter Studies",
    "adjustment": "a-quiet-otter-room",
}


def told(world: World, name: str = "Awen Gwyn Parry") -> str:
    """A person with one of everything; returns their reference."""
    reference, journey = world.journey(name)
    by = world.mair
    world.met(reference, summary=CANARIES["summary"], note=CANARIES["note"])
    actions.write_profile(
        by=by, reference=reference, profile=NewProfile(wants=CANARIES["wants"]), whose="person"
    )
    actions.add_goal(by=by, journey_id=journey, words=CANARIES["goal"], whose="person")
    begins = world.clock.day - timedelta(days=120)
    terms = (NewTerms(begins, 16 * 60, 900, "hour"),)
    actions.start_job(
        by=by,
        reference=reference,
        job=NewJob(kind="employed", employer_name=CANARIES["employer"], starts_on=begins, terms=terms),
    )
    actions.observe_status(by=by, reference=reference, status="employed")
    actions.start_learning(
        by=by,
        reference=reference,
        learning=NewLearning(kind="course", title=CANARIES["learning"], starts_on=begins),
    )
    actions.ask_adjustment(by=by, reference=reference, what=CANARIES["adjustment"])
    return reference


def partner(world: World, reference: str, categories: int) -> Browser:
    """An adviser elsewhere, with whom the person shares these categories."""
    there = factories.organisation(name_en="Bro College")
    reader = factories.adviser(there)
    Membership.objects.create(
        user_id=reader.user_id, organisation=there, role=Role.ADVISER.value, starts_on=LONG_AGO
    )
    row = Person.objects.visible_to(world.manager).get(reference=reference)
    factories.share(organisation_key(there.pk), row, categories, organisation=there)
    return Browser(reader)


def test_the_day_says_who_what_why_and_offers_the_one_action(world: World, mair: Browser) -> None:
    reference, _journey = world.journey(
        "Awen Parry", referred_on=date(2025, 5, 1), opened_on=date(2025, 5, 1)
    )
    page = mair.get("/advice/")
    assert "Good afternoon, Mair" in seen(page)
    assert "Overdue 1" in seen(page)
    assert "First contact is overdue" in page
    assert f"/advice/people/{reference}/contacts/new/?then=today" in page


def test_a_clear_day_says_what_it_means(world: World, mair: Browser) -> None:
    assert "Nobody is on your list yet" in mair.sees("/advice/")
    reference, journey = world.journey("Awen Parry")
    world.met(reference, next_on=date(2025, 6, 12))
    actions.move_stage(by=world.mair, journey_id=journey, to="getting_to_know")
    words = mair.sees("/advice/")
    assert "A clear day" in words
    assert "12 June" in words


def test_each_of_the_days_actions_leads_to_where_it_is_done(world: World, mair: Browser) -> None:
    reference, journey = world.journey("Awen Parry")
    row = queries.today(world.mair).today[0]
    kinds = {
        "action_first_contact": "Record a contact",
        "action_contact": "Record a contact",
        "action_call_back": "Record a contact",
        "action_their_step": "Record a contact",
        "action_own_step": "Profile and plan",
        "action_stage": "Take the next step",
    }
    assert set(ACTIONS) == {*kinds, "action_review"}
    for code, title in kinds.items():
        assert title in mair.get(address_of(replace(row, action_code=code)))
    world.met(reference)
    actions.move_stage(by=world.mair, journey_id=journey, to="getting_to_know")
    world.job(reference, world.clock.day)
    review = queries.person_work(world.mair, row.person_id).reviews[0]
    held = replace(row, action_code="action_review", about=review.id)
    assert "Review in work" in mair.get(address_of(held))
    assert reference in address_of(replace(row, action_code="action_of_another_day"))


def test_the_list_is_one_s_own_until_one_asks_for_another(world: World, mair: Browser) -> None:
    world.journey("Awen Parry")
    world.journey("Bryn Rees", by=world.owain)
    assert "Awen Parry" in mair.get("/advice/people/")
    assert "Bryn Rees" not in mair.get("/advice/people/")
    assert "Bryn Rees" not in mair.get("/advice/people/?whose=team"), "a team is a manager's"
    nia = Browser(world.manager)
    assert {"Awen Parry", "Bryn Rees"} <= {
        n for n in ("Awen Parry", "Bryn Rees") if n in nia.get("/advice/people/")
    }
    only = nia.get(f"/advice/people/?whose=team&adviser={world.owain.user_id}")
    assert "Bryn Rees" in only
    assert "Awen Parry" not in only


def test_nobody_is_forgotten_between_being_added_and_a_journey(world: World, mair: Browser) -> None:
    waiting = world.person("Awen Parry")
    world.person("Bryn Rees", by=world.owain)
    world.journey("Cai Wyn")
    page = mair.get("/advice/people/?whose=waiting")
    assert f"/advice/people/{waiting}/journeys/begin/" in page
    assert "Bryn Rees" not in page
    assert "Cai Wyn" not in page
    assert "Bryn Rees" in Browser(world.manager).get("/advice/people/?whose=waiting")
    actions.open_journey(by=world.mair, reference=waiting, programme_id=world.programmes["ips"])
    assert "Everybody is on a journey" in mair.get("/advice/people/?whose=waiting")


def test_filters_stand_in_the_address_and_can_be_taken_away(world: World, mair: Browser) -> None:
    world.journey("Awen Parry")
    page = mair.get("/advice/people/?stage=job_search&q=awen")
    assert "Nobody fits" in page
    assert 'href="/advice/people/?q=awen"' in page
    assert 'href="/advice/people/?stage=job_search"' in page
    assert "Awen Parry" in mair.get("/advice/people/?stage=referred&q=awenn")


def test_columns_are_chosen_and_stay_in_the_address(world: World, mair: Browser) -> None:
    world.journey("Awen Parry")
    answer = mair.client.get("/advice/people/?whose=own&column=name&column=programme")
    assert answer["Location"] == "/advice/people/?whose=own&columns=name.programme"
    page = mair.get(answer["Location"])
    assert "Programme ips" in page
    assert 'data-label="Last contact"' not in page


def test_the_list_as_a_file_holds_everybody_and_runs_nothing(world: World, mair: Browser) -> None:
    for n in range(30):
        world.journey(f"Person {n:02} Lloyd")
    world.journey("=cmd Lloyd")
    _kind, content = mair.file("/advice/people/?format=csv")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == 32
    assert not any(cell.startswith("=") for row in rows for cell in row)
    with system("the test looks at the read log"):
        told_of = AccessLog.objects.order_by("-pk").values_list("people", flat=True)[0]
    assert len(told_of) == 31
    kind, _content = mair.file("/advice/people/?format=xlsx")
    assert kind.endswith("spreadsheetml.sheet")


def test_the_board_offers_only_the_steps_there_are(world: World, mair: Browser) -> None:
    reference, journey = world.journey("Awen Parry")
    page = mair.get("/advice/board/")
    assert f"/advice/people/{reference}/journeys/{journey}/step/?to=getting_to_know&then=board" in page
    assert "to=settled" not in page
    assert "Awen Parry" not in Browser(world.owain).get("/advice/board/")


@pytest.mark.parametrize("asked", ["Awen Parry", "awen pary", "31/12/1997", "REFERENCE"])
def test_a_person_is_found(world: World, mair: Browser, asked: str) -> None:
    reference = world.person("Awen Parry", date_of_birth=date(1997, 12, 31))
    asked = asked.replace("REFERENCE", reference)
    answer = mair.client.get("/advice/search/", {"q": asked})
    if asked == reference:
        assert answer["Location"] == f"/advice/people/{reference}/"
    else:
        assert "Awen Parry" in answer.content.decode()
    page = Browser(world.owain).client.get("/advice/search/", {"q": asked}).content.decode()
    assert "Nobody found" in seen(page)
    assert "Awen Parry" not in seen(page)


PAGES = ("", "plan/", "work/", "contacts/")
SHOWN_ON = {
    "": {"wants", "goal", "summary", "employer"},
    "plan/": {"wants", "goal"},
    "work/": {"employer", "learning", "adjustment"},
    "contacts/": {"summary", "note"},
}


@pytest.mark.parametrize("page", PAGES)
def test_a_record_shows_everything_to_whoever_works_with_the_person(
    world: World, mair: Browser, page: str
) -> None:
    reference = told(world)
    found = mair.get(f"/advice/people/{reference}/{page}")
    assert {key for key in SHOWN_ON[page] if CANARIES[key] in found} == SHOWN_ON[page]
    assert "Awen Gwyn Parry" in found
    for stranger in (world.owain,):
        Browser(stranger).get(f"/advice/people/{reference}/{page}", 404)


def test_pay_below_the_floor_is_pointed_out_with_the_rate(world: World, mair: Browser) -> None:
    words = mair.sees(f"/advice/people/{told(world)}/work/")
    assert "Below it Paid £9, lowest £11.44 an hour" in words
    assert "National Living Wage" in words


OPENED: dict[str, set[str]] = {
    "GOALS": {"wants", "goal"},
    "JOBS": {"employer"},
    "NOTES": {"summary", "note"},
    "SKILLS": {"learning"},
    "ADJUSTMENTS": {"adjustment"},
    "OUTCOMES": set(),
}


@pytest.mark.parametrize("category", OPENED)
def test_a_partner_reads_what_was_shared_and_nothing_beside_it(world: World, category: str) -> None:
    reference = told(world)
    reader = partner(world, reference, int(Category.IDENTITY | Category[category]))
    found = ""
    for page in PAGES:
        answer = reader.client.get(f"/advice/people/{reference}/{page}")
        assert answer.status_code in (200, 404)
        found += answer.content.decode() if answer.status_code == 200 else ""
    assert {key for key, words in CANARIES.items() if words in found} == OPENED[category]
    assert "is overdue" not in found
    for category_of_page, page in (("GOALS", "plan/"), ("NOTES", "contacts/")):
        status = reader.client.get(f"/advice/people/{reference}/{page}").status_code
        assert status == (200 if category == category_of_page else 404)


def test_a_partner_finds_no_way_to_write(world: World) -> None:
    reference = told(world)
    reader = partner(world, reference, int(ALL_CATEGORIES))
    for page in PAGES:
        found = reader.get(f"/advice/people/{reference}/{page}")
        assert CANARIES["employer"] in found or page not in ("", "work/")
        main = found[found.find("<main") :]
        assert "<form" not in main
        assert "/new/" not in main
        assert "button--quiet" not in main


def test_a_partner_s_list_tells_nothing_of_contacts_and_plans(world: World) -> None:
    reference = told(world)
    reader = partner(world, reference, int(Category.IDENTITY | Category.JOBS))
    words = seen(reader.get("/advice/people/?whose=shared&columns=contact.programme"))
    assert "Awen Gwyn Parry" in words
    assert "Glan Council" in words or "Place" in words
    assert "Last contact" not in words
    assert "Record" not in words


def test_older_contacts_are_on_the_next_page(world: World, mair: Browser) -> None:
    reference, _journey = world.journey("Awen Parry")
    for n in range(23):
        world.met(reference, summary=f"talk-{n:02}.")
    first = mair.get(f"/advice/people/{reference}/contacts/")
    second = mair.get(f"/advice/people/{reference}/contacts/?page=2")
    assert "talk-22." in first
    assert "talk-02." not in first
    assert "talk-02." in second
    assert "talk-22." not in second
    assert "Older" not in second
