# SPDX-License-Identifier: AGPL-3.0-or-later
"""Contacts: recorded once, put right, moved from the wrong record with a trail on both."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cydwaith.journeys import actions
from cydwaith.journeys.models import Contact, ContactMove, ContactNote, Journey
from cydwaith.journeys.shapes import NewContact
from cydwaith.kernel.actor import organisation_key
from cydwaith.kernel.errors import Conflict, Invalid, NotAllowed, NotVisible
from cydwaith.kernel.models import AuditRow
from cydwaith.kernel.vocabulary import ALL_CATEGORIES, Category
from cydwaith.people.models import Person
from tests import factories

from .world import World

pytestmark = pytest.mark.django_db


def journey_of(world: World, journey_id: int) -> Journey:
    return Journey.objects.visible_to(world.manager).get(pk=journey_id)


def days(world: World, journey_id: int) -> tuple[date | None, ...]:
    row = journey_of(world, journey_id)
    return row.first_contact_on, row.last_contact_on, row.next_contact_on


def contact(**given: Any) -> NewContact:
    return NewContact(**{"with_whom": "person", "how": "phone", "on": date(2025, 6, 2), **given})


def test_sent_twice_it_is_recorded_once(world: World) -> None:
    awen, _journey = world.journey("Awen")
    for _ in range(2):
        made = actions.record_contact(by=world.mair, reference=awen, contact=contact(), token="one-form")
    assert Contact.objects.visible_to(world.mair).count() == 1
    assert AuditRow.objects.filter(verb="journeys.record_contact", object_id=made).count() == 1


def test_everything_wrong_is_said_at_once(world: World) -> None:
    awen, _journey = world.journey("Awen")
    with pytest.raises(Invalid) as raised:
        actions.record_contact(
            by=world.mair,
            reference=awen,
            contact=contact(
                on=date(2025, 6, 3), how="drum", minutes=2000, next_on=date(2025, 6, 1), summary="x" * 301,
                with_whom="?", place="?", outcome="?", kept_under=Category.EQUALITY,
            ),
        )  # fmt: skip
    assert set(raised.value.errors) == {
        "on", "how", "minutes", "next_on", "summary", "with_whom", "place", "outcome", "kept_under",
    }  # fmt: skip
    assert Contact.objects.visible_to(world.mair).count() == 0


def test_the_days_of_contact_follow_what_is_recorded(world: World) -> None:
    world.clock.on(date(2025, 6, 20))
    awen, journey = world.journey("Awen", opened_on=date(2025, 6, 1))
    actions.record_contact(
        by=world.mair, reference=awen, contact=contact(on=date(2025, 6, 10), next_on=date(2025, 6, 24))
    )
    assert days(world, journey) == (date(2025, 6, 10), date(2025, 6, 10), date(2025, 6, 24))
    # An earlier one is recorded late; a call without an answer is no contact; an employer is not the person.
    earlier = actions.record_contact(by=world.mair, reference=awen, contact=contact(on=date(2025, 6, 5)))
    actions.record_contact(
        by=world.mair, reference=awen, contact=contact(on=date(2025, 6, 18), outcome="no_answer")
    )
    actions.record_contact(
        by=world.mair, reference=awen, contact=contact(on=date(2025, 6, 19), with_whom="employer")
    )
    assert days(world, journey) == (date(2025, 6, 5), date(2025, 6, 10), date(2025, 6, 24))
    # Put right: it was on the 12th.
    actions.correct_contact(by=world.mair, contact_id=earlier, version=1, values={"on": date(2025, 6, 12)})
    assert days(world, journey) == (date(2025, 6, 10), date(2025, 6, 12), date(2025, 6, 24))
    # The talk that was arranged takes place.
    world.clock.on(date(2025, 6, 24))
    world.met(awen)
    assert days(world, journey) == (date(2025, 6, 10), date(2025, 6, 24), None)


def test_two_who_change_one_contact_both_see(world: World) -> None:
    awen, _journey = world.journey("Awen")
    made = world.met(awen)
    correct = actions.correct_contact
    assert correct(by=world.mair, contact_id=made, version=1, values={"minutes": 30}) == 2
    assert correct(by=world.mair, contact_id=made, version=2, values={"minutes": 30}) == 2
    with pytest.raises(Conflict) as raised:
        correct(by=world.mair, contact_id=made, version=1, values={"minutes": 45})
    assert (raised.value.version, raised.value.current["minutes"]) == (2, 30)
    with pytest.raises(Invalid):
        correct(by=world.mair, contact_id=made, version=2, values={"person_id": 1})


def test_a_note_is_kept_under_the_category_chosen(world: World) -> None:
    awen, _journey = world.journey("Awen")
    made = world.met(awen, note="About the tablets.", kept_under=Category.HEALTH)
    actions.add_note(by=world.mair, contact_id=made, text="And about the bus.")
    with pytest.raises(Invalid):
        actions.add_note(by=world.mair, contact_id=made, text=" ")
    person = Person.objects.visible_to(world.mair).get(reference=awen)
    partner = factories.organisation()
    reader = factories.adviser(partner)
    factories.share(organisation_key(partner.pk), person, int(Category.NOTES), organisation=partner)
    texts = ContactNote.objects.visible_to(reader).values_list("person_id", "text")
    assert [text for _person, text in texts] == ["And about the bus."]
    own = ContactNote.objects.visible_to(world.themself(awen)).order_by("pk").values_list("person_id", "text")
    assert [text for _person, text in own] == ["About the tablets.", "And about the bus."]


def test_recorded_on_the_wrong_person_it_is_moved_with_a_trail_on_both(world: World) -> None:
    awen, awens_journey = world.journey("Awen")
    bryn, bryns_journey = world.journey("Bryn")
    made = world.met(awen, note="We talked about the harbour.")
    assert days(world, awens_journey)[0] == date(2025, 6, 2)
    actions.move_contact(by=world.mair, contact_id=made, to_reference=bryn)
    assert days(world, awens_journey) == (None, None, None)
    assert days(world, bryns_journey)[:2] == (date(2025, 6, 2), date(2025, 6, 2))
    note = ContactNote.objects.visible_to(world.themself(bryn)).get()
    assert (note.text, note.person_id) == ("We talked about the harbour.", world.themself(bryn).person_id)
    assert ContactNote.objects.visible_to(world.themself(awen)).count() == 0
    # Each record says that something left or came, and neither names the other.
    (left,) = ContactMove.objects.visible_to(world.themself(awen))
    (came,) = ContactMove.objects.visible_to(world.themself(bryn))
    assert (left.out, came.out, left.on, left.reason) == (True, False, date(2025, 6, 2), "wrong_person")
    with pytest.raises(Invalid):
        actions.move_contact(by=world.mair, contact_id=made, to_reference=bryn)


def test_of_several_journeys_one_is_chosen(world: World) -> None:
    awen, first = world.journey("Awen")
    second = actions.open_journey(by=world.mair, reference=awen, programme_id=world.programmes["retention"])
    with pytest.raises(Invalid) as raised:
        world.met(awen)
    assert set(raised.value.errors) == {"journey_id"}
    actions.record_contact(by=world.mair, reference=awen, contact=contact(), journey_id=second)
    assert days(world, first) == (None, None, None)
    actions.close_journey(by=world.mair, journey_id=first, reason="own_choice")
    actions.close_journey(by=world.mair, journey_id=second, reason="own_choice")
    made = world.met(awen)
    assert Contact.objects.visible_to(world.mair).get(pk=made).journey_id is None


def test_who_may_only_read_changes_nothing(world: World) -> None:
    awen, journey = world.journey("Awen")
    made = world.met(awen)
    person = Person.objects.visible_to(world.mair).get(reference=awen)
    partner = factories.organisation()
    reader = factories.adviser(partner)
    factories.share(organisation_key(partner.pk), person, int(ALL_CATEGORIES), organisation=partner)
    assert Contact.objects.visible_to(reader).count() == 1
    for call in (
        lambda: actions.record_contact(by=reader, reference=awen, contact=contact()),
        lambda: actions.correct_contact(by=reader, contact_id=made, version=1, values={"minutes": 1}),
        lambda: actions.add_note(by=reader, contact_id=made, text="x"),
        lambda: actions.record_contact(by=reader, reference=awen, contact=contact(), journey_id=journey),
        lambda: actions.close_journey(by=reader, journey_id=journey, reason="own_choice"),
        lambda: actions.record_contact(by=world.owain, reference=awen, contact=contact()),
    ):
        with pytest.raises(NotVisible):
            call()
    with pytest.raises(NotAllowed):
        actions.record_contact(by=world.themself(awen), reference=awen, contact=contact())
