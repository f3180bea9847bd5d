# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who reads which table about a person, role by role; each table first has a row to read."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import ALL_CATEGORIES, Category, Purpose
from cydwaith.people import access_log, actions, models, policy, sharing
from cydwaith.people.shapes import NewFact, NewPerson, Recipient
from tests.unit.people import world

pytestmark = pytest.mark.django_db

TABLES = (
    "Person", "SearchTerm", "Needs", "CareFact", "Involvement", "Supporter", "SharingDecision", "PersonJoin",
    "AccountInvitation", "Exclusion", "Visibility", "BreakGlass", "AccessLog", "AccessEntry", "AccessQuestion",
    "Correction", "Referral",
)  # fmt: skip

OPEN = {"Person", "SearchTerm", "Needs", "CareFact", "Involvement", "Supporter"}
"""Tables that the sharing clause alone decides."""

READS: dict[str, set[str]] = {
    "gwen": set(TABLES),
    "mair": OPEN | {"SharingDecision", "PersonJoin", "AccountInvitation", "Correction", "Referral"},
    "manager": OPEN
    | {"SharingDecision", "PersonJoin", "AccountInvitation", "Correction", "Referral", "Exclusion"},
    "owain": {"BreakGlass"},
    "partner": OPEN | {"Referral"},
    "partner_manager": OPEN | {"Referral"},
    "nia": OPEN,
    "stranger": set(),
    "governance": {"BreakGlass", "AccessLog", "AccessQuestion", "Correction"},
    "analyst": set(),
    "administrator": set(),
    "operator": set(),
    "visitor": set(),
}


@pytest.fixture
def people() -> dict[str, Actor]:
    here, there = world.organisation(), world.organisation()
    world.flow(here, there)
    found = {
        "mair": world.member(here), "owain": world.member(here), "manager": world.member(here, Role.MANAGER),
        "governance": world.member(here, Role.GOVERNANCE), "analyst": world.member(here, Role.ANALYST),
        "administrator": world.member(here, Role.ADMINISTRATOR), "partner": world.member(there),
        "partner_manager": world.member(there, Role.MANAGER), "stranger": world.member(world.organisation()),
        "operator": Actor(Role.OPERATOR, Purpose.GET_SUPPORT, user_id=1),
        "visitor": Actor(Role.ANONYMOUS, Purpose.GET_SUPPORT),
    }  # fmt: skip
    mair = found["mair"]
    fact = NewFact(kind="carer", value="yes", starts_on=date(2024, 1, 1))
    reference, twin = (
        actions.add_person(by=mair, person=NewPerson(name="Gwen", access="Ramp", facts=(fact,)))
        for _n in range(2)
    )
    gwen = world.themself(mair, reference)
    supporter = actions.add_supporter(by=gwen, reference=None, name="Nia", relation="sister")
    ends_on = timezone.localdate() + timedelta(days=30)
    token = world.invited(
        by=gwen, reference=None, supporter_id=supporter, email="n@example.org", categories=int(ALL_CATEGORIES),
        ends_on=ends_on,
    )  # fmt: skip
    nia = world.account(Role.SUPPORTER)
    actions.accept_account(by=nia, token=token)
    actions.decide_sharing(
        by=gwen, reference=None, recipient=Recipient(there.pk), purpose="find_work", categories=int(ALL_CATEGORIES),
        ends_on=ends_on,
    )  # fmt: skip
    actions.exclude(by=gwen, reference=None, user_id=world.member(here).user_id)
    actions.break_glass(by=found["owain"], reason="They rang in distress", reference=reference)
    actions.refer(by=mair, reference=reference, recipient_id=there.pk, why="Work")
    actions.ask_correction(by=gwen, reference=None, about="Name", wanted="Gwenllian")
    with reads.collect(mair, "advice:list"):
        list(models.Person.objects.visible_to(mair))
    access_log.spread_all()
    log = models.AccessLog.objects.visible_to(gwen).get()
    actions.ask_about_look(by=gwen, log_id=log.pk)
    actions.join_duplicates(by=mair, keep=reference, duplicate=twin)
    found["gwen"] = gwen
    found["nia"] = Actor(Role.SUPPORTER, Purpose.GET_SUPPORT, user_id=nia.user_id, person_id=gwen.person_id)
    return found


@pytest.mark.parametrize("who", READS)
def test_each_role_reads_the_tables_it_may_and_no_other(people: dict[str, Actor], who: str) -> None:
    about = people["gwen"].person_id
    found = set()
    for name in TABLES:
        model: Any = getattr(models, name)
        column = "pk" if name == "Person" else "person_id"
        rows = model.objects.visible_to(people[who])
        if name != "AccessLog":
            rows = rows.filter(**{column: about})
        if rows.exists():
            found.add(name)
    assert found == READS[who]


def test_a_person_without_a_record_reads_nothing(people: dict[str, Actor]) -> None:
    nobody = Actor(Role.PERSON, Purpose.GET_SUPPORT, user_id=people["gwen"].user_id)
    for name in TABLES:
        assert not getattr(models, name).objects.visible_to(nobody).exists(), name


def test_a_caseworker_without_an_account_or_a_place_reads_nothing(people: dict[str, Actor]) -> None:
    for actor in (
        Actor(Role.ADVISER, Purpose.FIND_WORK), Actor(Role.SUPPORTER, Purpose.GET_SUPPORT),
        Actor(Role.ADVISER, Purpose.FIND_WORK, user_id=people["mair"].user_id),
    ):  # fmt: skip
        assert not models.Person.objects.visible_to(actor).exists()


def test_exclusions_are_asked_of_who_has_no_place_too(people: dict[str, Actor]) -> None:
    """A supporter has no organisation: only their own name can stand on the list."""
    gwen, nia = people["gwen"], people["nia"]
    assert models.Person.objects.visible_to(nia).count() == 1
    actions.exclude(by=gwen, reference=None, user_id=nia.user_id)
    assert models.Person.objects.visible_to(nia).count() == 0
    assert sharing.excluded(nia, timezone.now()).count() == 1


def test_the_rule_takes_the_newest_decision_in_whatever_order_they_come() -> None:
    now = timezone.now()
    later = now + timedelta(days=1)
    old, new = (
        sharing.Decided(number, "o1", "find_work", mask, now, later)
        for number, mask in ((1, int(Category.NOTES)), (2, int(Category.IDENTITY)))
    )
    for order in ((old, new), (new, old)):
        assert {one.categories for one in sharing.openings((), order)} == {int(Category.IDENTITY)}


def test_a_rule_for_nobody_is_nothing() -> None:
    assert policy.nothing("").deconstruct()[1] == (("pk__in", []),)
