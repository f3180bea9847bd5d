# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows that come in by the thousand are what the actions would have made, and can all be taken out again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cydwaith.journeys import actions, bulk, models, queries
from cydwaith.journeys.shapes import NewTerms
from cydwaith.kernel.actions import action, wrote_about
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, OutsideAction
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.system import system

from .world import World

pytestmark = pytest.mark.django_db


@action("tests.bring_in", permission=Permission.IMPORT)
def bring_in(*, by: Actor, people: list[int], programme: int, adviser: int | None) -> dict[str, list[int]]:
    wrote_about("tests.row")
    journeys = bulk.add_journeys(
        [
            bulk.NewJourney(person_id=people[0], programme_id=programme, opened_on=date(2025, 2, 3), user_id=adviser),
            bulk.NewJourney(
                person_id=people[1], programme_id=programme, opened_on=date(2025, 1, 6), stage="in_work",
                stage_since=date(2025, 3, 3), referred_on=date(2025, 1, 1), user_id=adviser,
            ),
            bulk.NewJourney(
                person_id=people[2], programme_id=programme, opened_on=date(2024, 1, 8), closed_on=date(2025, 1, 31),
                close_reason="into_work",
            ),
        ],
        by=by,
    )  # fmt: skip
    jobs = bulk.add_jobs(
        [
            bulk.NewJob(
                person_id=people[1], journey_id=journeys[1], kind="employed", employer_name="Caffi Glas",
                starts_on=date(2025, 3, 3), found_through_support=True,
                terms=(NewTerms(date(2025, 3, 3), 960, 1250, "hour"), NewTerms(date(2025, 5, 1), 960, None, "hour")),
            ),
            bulk.NewJob(person_id=people[2], kind="volunteering", ends_on=date(2025, 1, 1), end_reason="other"),
        ],
        by=by,
    )  # fmt: skip
    contacts = bulk.add_contacts(
        [
            bulk.NewContact(
                person_id=people[0], journey_id=journeys[0], on=date(2025, 2, 10), how="home_visit", minutes=40,
                outcome="Went well", note="Has a dog.", user_id=adviser,
            ),
            bulk.NewContact(
                person_id=people[0], journey_id=journeys[0], on=date(2025, 5, 30), how="semaphore", with_whom="?",
                outcome="DNA",
            ),
        ],
        by=by,
    )  # fmt: skip
    return {"journeys": journeys, "jobs": jobs, "contacts": contacts}


@action("tests.take_out", permission=Permission.IMPORT)
def take_out(*, by: Actor, **ids: Any) -> None:
    wrote_about("tests.row")
    bulk.remove(by=by, **ids)


TABLES = (
    models.Journey, models.StageChange, models.JobSpell, models.JobTerms, models.Review, models.Contact,
    models.ContactNote,
)  # fmt: skip


def counts() -> list[int]:
    with system("a test counts rows"):
        return [model.objects.count() for model in TABLES]


@pytest.fixture
def people(world: World) -> list[int]:
    return [world.themself(world.person(name)).person_id or 0 for name in ("Awen", "Bryn", "Cai")]


def brought_in(world: World, people: list[int]) -> dict[str, list[int]]:
    return bring_in(
        by=world.manager, people=people, programme=world.programmes["ips"], adviser=world.mair.user_id
    )


def test_what_came_in_is_as_if_it_had_been_written_by_hand(world: World, people: list[int]) -> None:
    found = brought_in(world, people)
    assert counts() == [3, 5, 2, 2, 3, 2, 1]
    with system("a test looks"):
        rows = [models.Journey.objects.get(pk=pk) for pk in found["journeys"]]
        first = models.Contact.objects.get(pk=found["contacts"][0])
        second = models.Contact.objects.get(pk=found["contacts"][1])
        terms = models.JobTerms.objects.order_by("from_on").values_list("pay_pence", "pay_period")
        assert list(terms) == [(1250, "hour"), (None, "")]
    assert [(row.stage, row.closed_on, row.close_reason) for row in rows] == [
        ("referred", None, ""), ("in_work", None, ""), ("closed", date(2025, 1, 31), "in_work_settled"),
    ]  # fmt: skip
    assert (rows[0].first_contact_on, rows[0].last_contact_on) == (date(2025, 2, 10), date(2025, 2, 10))
    assert (first.how, first.place, first.summary, first.outcome) == ("in_person", "home", "Went well", "met")
    assert (second.how, second.with_whom, second.outcome) == ("other", "other", "did_not_come")
    assert [row.called for row in queries.caseload(world.mair, sort="name").rows] == ["Awen", "Bryn"]


def test_all_of_it_can_be_taken_out_again(world: World, people: list[int]) -> None:
    before = counts()
    found = brought_in(world, people)
    assert counts() != before
    take_out(by=world.manager, **found)
    assert counts() == before


def test_taking_out_a_part_leaves_the_rest_in_order(world: World, people: list[int]) -> None:
    found = brought_in(world, people)
    take_out(by=world.manager, jobs=found["jobs"], contacts=found["contacts"])
    assert counts() == [3, 5, 0, 0, 0, 0, 0]
    with system("a test looks"):
        row = models.Journey.objects.get(pk=found["journeys"][0])
        assert (row.first_contact_on, row.next_due_code) == (None, "action_first_contact")


def test_another_organisation_takes_nothing_out(world: World, people: list[int]) -> None:
    from tests import factories

    found = brought_in(world, people)
    before = counts()
    take_out(by=factories.adviser(factories.organisation(), role=world.manager.role), **found)
    assert counts() == before


def test_a_job_joins_the_jobs_that_are_there(world: World, people: list[int]) -> None:
    found = brought_in(world, people)
    with system("a test looks"):
        due = sorted(models.Review.objects.values_list("due_on", flat=True))
    assert due[0] == date(2025, 6, 2)
    by_hand = actions.end_job(
        by=world.manager, job_id=found["jobs"][0], ends_on=date(2025, 5, 30), end_reason="resigned"
    )
    assert len(by_hand.reviews) == 3


@pytest.mark.parametrize("wrong", [{"programme_id": 0}, {"person_id": 0}, {"stage": "moon"}])
def test_the_callers_faults_are_told(world: World, people: list[int], wrong: dict[str, Any]) -> None:
    @action("tests.wrong", permission=Permission.IMPORT)
    def bring_wrong(*, by: Actor) -> None:
        row = {
            "person_id": people[0],
            "programme_id": world.programmes["ips"],
            "opened_on": date(2025, 1, 1),
            **wrong,
        }
        bulk.add_journeys([bulk.NewJourney(**row)], by=by)

    with pytest.raises(Invalid):
        bring_wrong(by=world.manager)


def test_only_inside_an_action(world: World, people: list[int]) -> None:
    with pytest.raises(OutsideAction):
        bulk.add_contacts([bulk.NewContact(person_id=people[0], on=date(2025, 1, 1))], by=world.manager)
    found = brought_in(world, people)
    with pytest.raises(OutsideAction):
        bulk.settle_journeys(found["journeys"], by=world.manager)


def test_what_is_open_and_which_stages_there_are(world: World, people: list[int]) -> None:
    brought_in(world, people)
    ips = world.programmes["ips"]
    assert bulk.open_journeys(by=world.manager) == {(people[0], ips), (people[1], ips)}
    assert bulk.stages("ips")[0] == ("referred", "New referral", "Atgyfeiriad newydd")
