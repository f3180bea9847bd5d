# SPDX-License-Identifier: AGPL-3.0-or-later
"""Emergencies, joins of records, and caseloads that never fall between people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotAllowed, NotVisible
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.people import actions, queries
from cydwaith.people.models import CareFact, Involvement, Person
from cydwaith.people.shapes import NewFact, NewPerson, Recipient
from cydwaith.people.visibility import disagreements
from tests.unit.people import world
from tests.unit.people.place import Place, look, names

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return Place()


def test_the_glass_is_broken_for_one_record_for_four_hours_and_everybody_is_told(
    place: Place, monkeypatch: Any
) -> None:
    gwen = world.themself(place.mair, place.reference)
    place.add("Huw")
    keeping_safe = place.owain.for_purpose(Purpose.SAFEGUARD)
    assert names(keeping_safe) == []
    found = actions.break_glass(
        by=place.owain, reason="She rang in distress", name="gwen LLOYD", date_of_birth=date(1991, 4, 3)
    )
    assert found == place.reference
    assert names(keeping_safe) == ["Gwen Lloyd"]
    assert names(place.owain) == []
    assert disagreements([gwen.person_id or 0]) == {}
    with pytest.raises(NotVisible):  # to read, not to change
        actions.change_needs(
            by=place.owain, reference=found, version=1, formats=[], communication="", access="x"
        )
    look(keeping_safe, found)
    told = queries.emergencies(gwen)[0]
    assert (told.reason, told.open_now) == ("She rang in distress", True)
    view = queries.emergencies(place.governance, waiting_only=True)[0]
    assert (view.looks, view.own) == (1, False)
    assert queries.emergencies(place.owain)[0].own
    assert queries.emergencies(place.mair) == []
    with pytest.raises(Invalid):
        actions.review_break_glass(by=place.governance, emergency_id=view.emergency_id, review=" ")
    actions.review_break_glass(by=place.governance, emergency_id=view.emergency_id, review="Right to do")
    with pytest.raises(Invalid):
        actions.review_break_glass(by=place.governance, emergency_id=view.emergency_id, review="Again")
    monkeypatch.setattr("django.utils.timezone.now", lambda: view.ends_at)
    assert names(keeping_safe) == []


def test_the_glass_is_not_broken_by_guessing(place: Place) -> None:
    born = date(1991, 4, 3)
    elsewhere = actions.add_person(by=place.partner, person=NewPerson(name="Nia", date_of_birth=born))
    reason = "They rang in distress"
    for given in (
        {"reference": elsewhere},
        {"name": "Nia", "date_of_birth": born},
        {"name": "Gwen", "date_of_birth": born},
        {"name": "Gwen Lloyd", "date_of_birth": date(1991, 3, 4)},
    ):
        with pytest.raises(Invalid) as caught:
            actions.break_glass(by=place.owain, reason=reason, **given)  # type: ignore[arg-type]
        assert list(caught.value.errors) == ["reference"]
    with pytest.raises(Invalid) as caught:
        actions.break_glass(by=place.owain, reason="why", name="Gwen Lloyd")
    assert set(caught.value.errors) == {"reason", "reference"}
    actions.exclude(
        by=place.mair, reference=place.reference, user_id=place.owain.user_id, how_given="meeting"
    )
    with pytest.raises(Invalid):
        actions.break_glass(by=place.owain, reason=reason, reference=place.reference)
    nobody = Actor(Role.ADVISER, Purpose.SAFEGUARD, organisation_id=place.here.pk)
    with pytest.raises(NotAllowed):
        actions.break_glass(by=nobody, reason=reason, reference=place.reference)


def test_nobody_reviews_their_own_emergency(place: Place) -> None:
    actions.break_glass(by=place.owain, reason="They rang in distress", reference=place.reference)
    both = Actor(Role.GOVERNANCE, Purpose.CHECK_QUALITY, place.owain.user_id, place.here.pk)
    waiting = queries.emergencies(both)[0]
    with pytest.raises(Invalid):
        actions.review_break_glass(by=both, emergency_id=waiting.emergency_id, review="All fine")


def test_two_records_are_joined_and_parted_again(place: Place) -> None:
    gwen = world.themself(place.mair, place.reference)
    twin = place.add(
        "Gwenllian Lloyd",
        access="Lift",
        facts=(NewFact(kind="carer", value="yes", starts_on=date(2024, 1, 1)),),
    )
    actions.assign(by=place.manager, reference=twin, user_id=place.owain.user_id)
    actions.decide_sharing(
        by=place.mair, reference=twin, recipient=Recipient(place.there.pk), purpose="find_work", categories=4095,
        ends_on=timezone.localdate() + timedelta(days=30), how_given="phone",
    )  # fmt: skip
    actions.exclude(
        by=place.mair, reference=twin, user_id=world.member(place.here).user_id, how_given="meeting"
    )
    actions.invite_account(by=place.mair, reference=twin, email="g@example.org")
    look(place.mair, twin)
    look(place.mair, twin, place.reference)
    kept, other = world.person_row(place.reference), world.person_row(twin)
    join = actions.join_duplicates(by=place.mair, keep=place.reference, duplicate=twin)
    assert disagreements([kept.pk, other.pk]) == {}
    assert queries.header(place.owain, place.reference).name == "Gwen Lloyd"
    with pytest.raises(NotVisible):
        queries.header(place.mair, twin)
    assert [row.person_id for row in CareFact.objects.visible_to(place.mair)] == [kept.pk]
    assert [one.name for one in queries.search(place.mair, "Gwenllian Lloyd").people] == ["Gwen Lloyd"]
    assert len(queries.who_has_looked(gwen).rows) == 2
    state = queries.sharing_state(place.manager, place.reference)
    assert state.exclusions is not None
    assert len(state.exclusions) == 1
    assert Person.objects.visible_to(place.partner).filter(pk=kept.pk).count() == 0  # a join opens nothing
    assert [one.duplicate_name for one in queries.joins(place.mair, place.reference)] == ["Gwenllian Lloyd"]

    assert actions.undo_join(by=place.mair, join_id=join) == twin
    assert actions.undo_join(by=place.mair, join_id=join) == twin
    assert disagreements([kept.pk, other.pk]) == {}
    assert [row.person_id for row in CareFact.objects.visible_to(place.mair)] == [other.pk]
    assert queries.header(place.mair, twin).name == "Gwenllian Lloyd"
    with pytest.raises(NotVisible):
        queries.header(place.owain, place.reference)
    assert len(queries.who_has_looked(gwen).rows) == 1
    with pytest.raises(NotVisible):
        actions.undo_join(by=place.partner, join_id=join)


def test_the_account_goes_along_with_a_join_and_comes_back(place: Place) -> None:
    twin = place.add("Gwen Lloyd")
    gwen = world.themself(place.mair, twin)
    join = actions.join_duplicates(by=place.mair, keep=place.reference, duplicate=twin)
    assert world.person_row(place.reference).user_id == gwen.user_id
    actions.undo_join(by=place.mair, join_id=join)
    assert world.person_row(twin).user_id == gwen.user_id
    assert world.person_row(place.reference).user_id is None


def test_records_that_are_not_both_ours_are_not_joined(place: Place) -> None:
    theirs = actions.add_person(by=place.partner, person=NewPerson(name="Gwen Lloyd"))
    for keep, duplicate in ((place.reference, theirs), (theirs, place.reference)):
        with pytest.raises(NotVisible):
            actions.join_duplicates(by=place.mair, keep=keep, duplicate=duplicate)
    with pytest.raises(Invalid):
        actions.join_duplicates(by=place.mair, keep=place.reference, duplicate=place.reference)


def test_likely_duplicates_are_shown_with_reasons_among_those_one_may_see(place: Place) -> None:
    asked = NewPerson(name="Gwenllian Lloyd", date_of_birth=date(1991, 3, 4), email="G@example.org")
    found = queries.duplicates(place.mair, asked)
    assert [one.reference for one in found] == [place.reference]
    assert {"Day and month of birth changed over"} <= {why.words for why in found[0].reasons}
    for stranger in (place.owain, place.partner):
        assert queries.duplicates(stranger, asked) == []
    other = place.add("Gwen Llwyd", date_of_birth=date(1991, 4, 3), nhs_number="9434765919")
    assert [one.reference for one in queries.duplicates_of(place.mair, other)] == [place.reference]
    assert (
        queries.duplicates(place.mair, NewPerson(name="Zed", nhs_number="943 476 5919"))[0].reference == other
    )
    compared = queries.comparison(place.mair, place.reference, other)
    assert compared.alike is not None
    assert compared.alike.probable
    with pytest.raises(NotVisible):
        queries.comparison(place.mair, other, other)


def test_a_caseload_never_falls_between_people(place: Place) -> None:
    assert queries.unassigned(place.manager) == []
    second = place.add("Huw")
    actions.end_involvement(by=place.manager, reference=place.reference, user_id=place.mair.user_id)
    assert [one.name for one in queries.unassigned(place.manager)] == ["Gwen Lloyd"]
    assert (
        actions.end_involvement(by=place.manager, reference=place.reference, user_id=place.mair.user_id) == 0
    )
    actions.assign(by=place.manager, reference=place.reference, user_id=place.owain.user_id)
    first = actions.assign(by=place.manager, reference=place.reference, user_id=place.owain.user_id)
    assert first == actions.assign(by=place.manager, reference=place.reference, user_id=place.owain.user_id)
    assert names(place.owain) == ["Gwen Lloyd"]
    moved = actions.reassign(
        by=place.manager, references=[second], from_user_id=place.mair.user_id, to_user_id=place.owain.user_id
    )
    assert (moved, names(place.mair), names(place.owain)) == (1, [], ["Gwen Lloyd", "Huw"])
    with pytest.raises(NotVisible):
        actions.reassign(
            by=place.manager,
            references=[second],
            from_user_id=place.mair.user_id,
            to_user_id=place.owain.user_id,
        )
    actions.reassign(by=place.manager, references=[second], from_user_id=None, to_user_id=place.owain.user_id)
    assert Involvement.objects.visible_to(place.manager).filter(user_id=place.owain.user_id).count() == 2
    for user_id in (place.partner.user_id, 10**6):
        with pytest.raises(Invalid):
            actions.assign(by=place.manager, reference=second, user_id=user_id or 0)
    with pytest.raises(Invalid):
        actions.assign(by=place.manager, reference=second, user_id=place.mair.user_id or 0, role="friend")
    with pytest.raises(NotAllowed):
        actions.assign(by=place.mair, reference=second, user_id=place.mair.user_id or 0)
    people = [world.person_row(one).pk for one in (place.reference, second)]
    assert disagreements(people) == {}


def test_an_excluded_colleague_is_never_given_the_person(place: Place) -> None:
    actions.exclude(
        by=place.mair, reference=place.reference, user_id=place.owain.user_id, how_given="meeting"
    )
    owain = place.owain.user_id or 0
    with pytest.raises(Invalid):
        actions.assign(by=place.manager, reference=place.reference, user_id=owain)
    with pytest.raises(Invalid) as caught:
        actions.reassign(
            by=place.manager, references=[place.reference], from_user_id=place.mair.user_id, to_user_id=owain
        )
    assert "Gwen Lloyd" in str(caught.value)
    now = timezone.now()
    assert (
        actions.cover(
            by=place.manager, for_user_id=place.mair.user_id or 0, by_user_id=owain, starts_at=now,
            ends_at=now + timedelta(days=7),
        )
        == 0
    )  # fmt: skip


def test_cover_ends_by_itself(place: Place, monkeypatch: Any) -> None:
    now = timezone.now()
    mair, owain = place.mair.user_id or 0, place.owain.user_id or 0
    given: dict[str, Any] = {"by": place.manager, "starts_at": now, "ends_at": now + timedelta(days=7)}
    assert actions.cover(for_user_id=mair, by_user_id=owain, **given) == 1
    assert names(place.owain) == ["Gwen Lloyd"]
    assert disagreements([world.person_row(place.reference).pk]) == {}
    for wrong in (
        {"for_user_id": mair, "by_user_id": mair},
        {"for_user_id": mair, "by_user_id": owain, "ends_at": now},
        {"for_user_id": mair, "by_user_id": place.partner.user_id or 0},
    ):
        with pytest.raises(Invalid):
            actions.cover(**{**given, **wrong})
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(days=7))
    assert names(place.owain) == []


def test_advisers_by_the_thousand_are_named_where_the_person_lets_them(place: Place) -> None:
    second = place.add("Huw")
    actions.exclude(by=place.mair, reference=second, user_id=place.owain.user_id, how_given="meeting")
    ids = [world.person_row(one).pk for one in (place.reference, second)]
    owain = place.owain.user_id or 0
    pairs = [(pk, owain) for pk in ids]
    assert actions.involve_bulk(by=place.manager, pairs=pairs) == 1
    assert actions.involve_bulk(by=place.manager, pairs=pairs) == 0
    assert names(place.owain) == ["Gwen Lloyd"]
    assert disagreements(ids) == {}
    with pytest.raises(NotVisible):
        actions.involve_bulk(by=place.manager, pairs=[(10**6, owain)])
    with pytest.raises(Invalid):
        actions.involve_bulk(by=place.manager, pairs=[(ids[0], place.partner.user_id or 0)])
