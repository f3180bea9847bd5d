# SPDX-License-Identifier: AGPL-3.0-or-later
"""Referrals, corrections and questions about looks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cydwaith.kernel.actor import ANONYMOUS
from cydwaith.kernel.errors import Invalid, NotAllowed, NotVisible
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Category
from cydwaith.people import actions, queries
from cydwaith.people.models import Needs, Referral
from cydwaith.people.queries.looks import LogFilter
from cydwaith.people.shapes import NewPerson, Recipient, SelfReferral
from tests.unit.people import world
from tests.unit.people.place import Place, look, names

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return Place()


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
    assert (view.value("date_of_birth"), view.name, view.person_reference) == (
        "3 April 1991",
        "Gwen Lloyd",
        "",
    )
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
    actions.exclude(
        by=place.mair, reference=place.reference, user_id=place.partner.user_id, how_given="meeting"
    )
    assert queries.inbox(place.partner) == []
    assert len(queries.inbox(other)) == 1
    actions.exclude(
        by=place.mair, reference=place.reference, organisation_id=place.there.pk, how_given="meeting"
    )
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
