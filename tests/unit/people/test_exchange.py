# SPDX-License-Identifier: AGPL-3.0-or-later
"""Referrals, corrections, questions about looks, emergencies and joins."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cydwaith.kernel import reads
from cydwaith.kernel.actor import ANONYMOUS, Actor
from cydwaith.kernel.errors import Invalid, NotAllowed, NotVisible
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Category, Purpose
from cydwaith.people import actions, queries
from cydwaith.people.models import CareFact, Involvement, Needs, Person, Referral
from cydwaith.people.queries.looks import LogFilter
from cydwaith.people.shapes import NewFact, NewPerson, Recipient, SelfReferral
from cydwaith.people.visibility import disagreements
from tests.unit.people import world

pytestmark = pytest.mark.django_db


class Place:
    """Two organisations with a flow, staff at each, a person at the first."""

    def __init__(self, **flow: Any) -> None:
        self.here, self.there = world.organisation(), world.organisation(takes_self_referrals=True)
        self.mair, self.owain = world.member(self.here), world.member(self.here)
        self.manager = world.member(self.here, Role.MANAGER)
        self.governance = world.member(self.here, Role.GOVERNANCE)
        self.partner = world.member(self.there)
        world.flow(self.here, self.there, **flow)
        self.reference = self.add(
            "Gwen Lloyd", access="Ramp", date_of_birth=date(1991, 4, 3), email="g@example.org"
        )

    def add(self, name: str, **given: Any) -> str:
        return actions.add_person(by=self.mair, person=NewPerson(name=name, **given))

    def refer(self, **given: Any) -> int:
        return actions.refer(
            by=self.mair, reference=self.reference, recipient_id=self.there.pk, why="Wants to bake", **given
        )


@pytest.fixture
def place() -> Place:
    return Place()


def names(actor: Actor) -> list[str]:
    return sorted(Person.objects.visible_to(actor).values_list("name", flat=True))


def test_a_referral_carries_the_minimum_and_nothing_else(place: Place) -> None:
    sent = place.refer(token="r")
    assert place.refer(token="r") == sent
    view = queries.inbox(place.partner)[0]
    assert {key for key, _label, _value in view.minimum} == {
        "name",
        "date_of_birth",
        "email",
        "access",
        "why",
    }
    assert (view.value("date_of_birth"), view.name, view.person_reference) == ("3/4/1991", "Gwen Lloyd", "")
    assert names(place.partner) == []  # the referral is read, the record is not
    assert [one.referral_id for one in queries.outbox(place.mair)] == [sent]
    for stranger in (place.owain, place.governance, world.member(world.organisation())):
        assert Referral.objects.visible_to(stranger).count() == 0


def test_needs_go_along_only_where_the_agreement_covers_them() -> None:
    place = Place(categories=int(Category.IDENTITY))
    place.refer()
    assert "access" not in {key for key, _label, _value in queries.inbox(place.partner)[0].minimum}


@pytest.mark.parametrize("flow", [{"on": False}, {"categories": int(Category.NOTES)}, {"days": -1}])
def test_without_a_flow_nothing_is_referred(flow: dict[str, Any]) -> None:
    place = Place(**flow)
    with pytest.raises(Invalid) as caught:
        place.refer()
    assert list(caught.value.errors) == ["recipient"]


def test_a_referral_needs_words_and_a_programme_that_is_delivered_there(place: Place) -> None:
    with pytest.raises(Invalid) as caught:
        actions.refer(
            by=place.mair, reference=place.reference, recipient_id=place.there.pk, why=" ", programme_id=10**6
        )
    assert set(caught.value.errors) == {"why", "programme"}


def test_accepting_makes_the_recipients_own_record_once(place: Place) -> None:
    sent = place.refer()
    reference = actions.accept_referral(by=place.partner, referral_id=sent)
    assert actions.accept_referral(by=place.partner, referral_id=sent) == reference
    assert reference != place.reference
    assert names(place.partner) == ["Gwen Lloyd"]
    assert Needs.objects.visible_to(place.partner).count() == 1
    view = queries.outbox(place.mair)[0]
    assert (view.state, view.received_reference, view.decided_by) == ("accepted", "", "")
    assert queries.referral(place.partner, sent).received_reference == reference
    with pytest.raises(Invalid):
        actions.decline_referral(by=place.partner, referral_id=sent, reason="Full")
    with pytest.raises(Invalid):
        actions.withdraw_referral(by=place.mair, referral_id=sent)
    with pytest.raises(Invalid):  # a colleague clicks too
        actions.accept_referral(by=world.member(place.there), referral_id=sent)


def test_a_record_that_is_there_is_used_and_the_sender_cannot_tell(place: Place) -> None:
    known = actions.add_person(by=place.partner, person=NewPerson(name="Gwen Lloyd"))
    first, second = place.refer(), place.refer()
    assert actions.accept_referral(by=place.partner, referral_id=first, existing_reference=known) == known
    actions.accept_referral(by=place.partner, referral_id=second)
    one, other = queries.outbox(place.mair)
    hidden = ("referral_id", "sent_at", "decided_at")
    assert {k: getattr(one, k) for k in type(one).__slots__ if k not in hidden} == {
        k: getattr(other, k) for k in type(other).__slots__ if k not in hidden
    }
    with pytest.raises(Invalid):
        actions.accept_referral(by=place.partner, referral_id=place.refer(), adviser_id=place.mair.user_id)


def test_more_is_asked_answered_and_declined_with_a_reason(place: Place) -> None:
    sent = place.refer()
    with pytest.raises(Invalid):
        actions.ask_more(by=place.partner, referral_id=sent, question=" ")
    actions.ask_more(by=place.partner, referral_id=sent, question="Mornings?")
    with pytest.raises(Invalid):
        actions.ask_more(by=place.partner, referral_id=sent, question="Again?")
    with pytest.raises(NotVisible):
        actions.answer_more(by=place.partner, referral_id=sent, answer="Me")
    actions.answer_more(by=place.mair, referral_id=sent, answer="Yes")
    with pytest.raises(Invalid):
        actions.answer_more(by=place.mair, referral_id=sent, answer="Twice")
    view = queries.referral(place.partner, sent)
    assert (view.asked, view.answered, view.state) == ("Mornings?", "Yes", "sent")
    with pytest.raises(Invalid):
        actions.decline_referral(by=place.partner, referral_id=sent, reason="")
    with pytest.raises(NotVisible):
        actions.decline_referral(by=place.mair, referral_id=sent, reason="Mine")
    actions.decline_referral(by=place.partner, referral_id=sent, reason="Full until May")
    assert queries.inbox(place.partner, open_only=False) == []  # nothing of it stays with who declined
    assert queries.outbox(place.mair)[0].reason == "Full until May"


def test_a_referral_taken_back_is_read_by_nobody_there(place: Place) -> None:
    sent = place.refer()
    with pytest.raises(NotVisible):
        actions.withdraw_referral(by=place.owain, referral_id=sent)
    actions.withdraw_referral(by=place.mair, referral_id=sent)
    assert queries.inbox(place.partner, open_only=False) == []
    with pytest.raises(NotVisible):
        queries.referral(place.partner, sent)


def test_who_is_kept_out_does_not_read_a_referral_either(place: Place) -> None:
    place.refer()
    other = world.member(place.there)
    actions.exclude(by=place.mair, reference=place.reference, user_id=place.partner.user_id)
    assert queries.inbox(place.partner) == []
    assert len(queries.inbox(other)) == 1
    actions.exclude(by=place.mair, reference=place.reference, organisation_id=place.there.pk)
    assert queries.inbox(other) == []


def test_somebody_asks_for_help_by_themself(place: Place) -> None:
    asked = SelfReferral(
        name="Huw Rhys", phone="01632 960001", spoken_language="cy", why="I want to work outdoors"
    )
    sent = actions.self_refer(by=ANONYMOUS, recipient_id=place.there.pk, asked=asked, token="t")
    assert actions.self_refer(by=ANONYMOUS, recipient_id=place.there.pk, asked=asked, token="t") == sent
    view = queries.inbox(place.partner)[0]
    assert (view.source, view.language, view.value("spoken_language")) == (None, "cy", "Welsh")
    assert [one.organisation_id for one in queries.places_for_self_referral()] == [place.there.pk]
    with pytest.raises(Invalid):
        actions.ask_more(by=place.partner, referral_id=sent, question="?")
    actions.accept_referral(by=place.partner, referral_id=sent)
    assert names(place.partner) == ["Huw Rhys"]
    with pytest.raises(Invalid) as caught:
        actions.self_refer(
            by=ANONYMOUS, recipient_id=place.here.pk, asked=SelfReferral(name=""), programme_id=10**6
        )
    assert set(caught.value.errors) == {"name", "phone", "recipient", "programme"}


def test_a_correction_is_asked_and_answered_once(place: Place) -> None:
    gwen = world.themself(place.mair, place.reference)
    with pytest.raises(Invalid) as caught:
        actions.ask_correction(by=gwen, reference=None, about="", wanted="")
    assert set(caught.value.errors) == {"about", "wanted"}
    asked = actions.ask_correction(
        by=gwen, reference=None, about="My name", wanted="It is Gwenllian", token="c"
    )
    with pytest.raises(Invalid):
        actions.ask_correction(by=gwen, reference=None, about="x" * 121, wanted="y")
    shared = actions.decide_sharing(
        by=gwen, reference=None, recipient=Recipient(place.there.pk), purpose="find_work", categories=4095,
        ends_on=timezone.localdate() + timedelta(days=30),
    )  # fmt: skip
    assert shared
    assert queries.corrections(place.partner) == []  # a partner reads the record, not what is wrong with it
    assert queries.corrections(place.owain) == []
    assert [one.name for one in queries.corrections(place.mair)] == ["Gwen Lloyd"]
    assert [one.name for one in queries.corrections(place.governance)] == [""]
    with pytest.raises(Invalid):
        actions.answer_correction(by=place.mair, correction_id=asked, outcome="maybe", answer="x")
    actions.answer_correction(by=place.governance, correction_id=asked, outcome="changed", answer="Done")
    with pytest.raises(Invalid):
        actions.answer_correction(by=place.mair, correction_id=asked, outcome="noted", answer="Twice")
    assert queries.corrections(gwen, open_only=False)[0].answer == "Done"
    assert queries.corrections(gwen) == []
    second = actions.ask_correction(by=place.mair, reference=place.reference, about="Phone", wanted="New one")
    with pytest.raises(Invalid):
        actions.answer_correction(by=place.mair, correction_id=second, outcome="noted", answer=" ")
    with pytest.raises(NotVisible):
        actions.answer_correction(by=place.partner, correction_id=second, outcome="noted", answer="x")


def look(actor: Actor, *references: str) -> None:
    with reads.collect(actor, "advice:test"):
        list(Person.objects.visible_to(actor).filter(reference__in=references))


def test_the_person_sees_who_looked_and_asks_why(place: Place) -> None:
    gwen = world.themself(place.mair, place.reference)
    other = place.add("Huw")
    look(place.mair, place.reference)
    look(place.mair, place.reference, other)
    look(place.mair, other)
    looks = queries.who_has_looked(gwen)
    assert [(one.listed, one.references) for one in looks.rows] == [(True, ()), (False, ())]
    assert not looks.more
    assert queries.who_has_looked(gwen, per_page=1).more
    asked = actions.ask_about_look(by=gwen, log_id=looks.rows[1].log_id)
    assert actions.ask_about_look(by=gwen, log_id=looks.rows[1].log_id, question="Why?") == asked
    assert [one.asked for one in queries.who_has_looked(gwen).rows] == [False, True]
    with pytest.raises(NotAllowed):
        queries.who_has_looked(place.mair)
    elsewhere = world.member(place.there, Role.GOVERNANCE)
    assert queries.look_questions(elsewhere) == []
    question = queries.look_questions(place.governance, open_only=True)[0]
    assert question.look is not None
    assert question.reference == place.reference
    with pytest.raises(NotVisible):
        actions.answer_look_question(by=elsewhere, question_id=asked, answer="x")
    actions.answer_look_question(by=place.governance, question_id=asked, answer="A visit was planned")
    with pytest.raises(Invalid):
        actions.answer_look_question(by=place.governance, question_id=asked, answer="Twice")
    assert queries.look_questions(gwen)[0].answer == "A visit was planned"


def test_the_governance_lead_reads_the_log_of_the_own_organisation(place: Place) -> None:
    other = place.add("Huw")
    look(place.mair, place.reference)
    look(place.mair, place.reference, other)
    rows, total = queries.access_log_page(place.governance, LogFilter())
    assert (len(rows), total) == (2, 2)
    assert rows[1].references == (place.reference,)
    for asked, count in (
        (LogFilter(reference=other), 1),
        (LogFilter(reference=place.reference), 2),
        (LogFilter(reference="X"), 0),
        (LogFilter(user_id=place.mair.user_id), 2),
        (LogFilter(user_id=place.owain.user_id), 0),
        (LogFilter(purpose="find_work"), 2),
        (LogFilter(since=timezone.localdate() + timedelta(days=1)), 0),
        (LogFilter(until=timezone.localdate()), 0),
    ):
        assert queries.access_log_page(place.governance, asked)[1] == count
    assert [one[0] for one in queries.log_users(place.governance)] == [place.mair.user_id]
    assert queries.access_log_page(world.member(place.there, Role.GOVERNANCE), LogFilter())[1] == 0
    with pytest.raises(NotAllowed):
        queries.access_log_page(place.mair, LogFilter())


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
    actions.exclude(by=place.mair, reference=place.reference, user_id=place.owain.user_id)
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
    actions.exclude(by=place.mair, reference=twin, user_id=world.member(place.here).user_id)
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
    actions.exclude(by=place.mair, reference=place.reference, user_id=place.owain.user_id)
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
    actions.exclude(by=place.mair, reference=second, user_id=place.owain.user_id)
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
