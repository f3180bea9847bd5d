# SPDX-License-Identifier: AGPL-3.0-or-later
"""Decisions, withdrawal, exclusions: who sees what before and after. Each test first has something to leak."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import ALL_CATEGORIES, Category, Purpose
from cydwaith.people import actions, queries
from cydwaith.people.models import CareFact, Needs, Person, SharingDecision
from cydwaith.people.shapes import NewFact, NewPerson, Recipient
from cydwaith.people.visibility import disagreements
from tests.unit.people import world

pytestmark = pytest.mark.django_db

IN_A_YEAR = timezone.localdate() + timedelta(days=300)


class Place:
    """Two organisations with a flow, an adviser at each, a person at the first with an account."""

    def __init__(self, **flow: Any) -> None:
        self.here, self.there = world.organisation(), world.organisation()
        self.mair, self.manager = world.member(self.here), world.member(self.here, Role.MANAGER)
        self.partner = world.member(self.there)
        world.flow(self.here, self.there, **flow)
        self.reference = actions.add_person(
            by=self.mair,
            person=NewPerson(
                name="Gwen", access="Ramp",
                facts=(NewFact(kind="carer", value="yes", starts_on=date(2024, 1, 1)),),
            ),
        )  # fmt: skip
        self.gwen = world.themself(self.mair, self.reference)

    def share(self, by: Actor | None = None, **given: Any) -> int:
        asked: dict[str, Any] = {
            "by": by or self.gwen, "reference": None if by is None else self.reference,
            "recipient": Recipient(self.there.pk), "purpose": Purpose.FIND_WORK.value,
            "categories": int(Category.IDENTITY | Category.NEEDS), "ends_on": IN_A_YEAR,
        }  # fmt: skip
        return actions.decide_sharing(**{**asked, **given})


@pytest.fixture
def place() -> Place:
    return Place()


def reads(actor: Actor) -> tuple[int, int, int]:
    """How many people, needs and care facts an actor can read."""
    return (
        Person.objects.visible_to(actor).count(),
        Needs.objects.visible_to(actor).count(),
        CareFact.objects.visible_to(actor).count(),
    )


def agreed(place: Place) -> bool:
    return not disagreements([place.gwen.person_id or 0])


def test_a_share_opens_what_was_chosen_for_that_purpose_and_a_withdrawal_closes_it(place: Place) -> None:
    assert reads(place.partner) == (0, 0, 0)
    decision = place.share()
    assert reads(place.partner) == (1, 1, 0)
    assert reads(place.partner.for_purpose(Purpose.ARRANGE_CARE)) == (0, 0, 0)
    assert reads(world.member(world.organisation())) == (0, 0, 0)
    assert agreed(place)
    actions.withdraw(by=place.gwen, reference=None, decision_id=decision)
    assert reads(place.partner) == (0, 0, 0)
    assert agreed(place)
    actions.withdraw(by=place.gwen, reference=None, decision_id=decision)
    rows = SharingDecision.objects.visible_to(place.gwen)
    assert [row.categories for row in rows.order_by("pk")] == [3, 0]


def test_a_later_decision_takes_the_place_of_the_earlier(place: Place) -> None:
    first = place.share()
    second = place.share(categories=int(Category.IDENTITY))
    assert reads(place.partner) == (1, 0, 0)
    assert agreed(place)
    actions.withdraw(by=place.gwen, reference=None, decision_id=first)  # the button of an old page
    assert reads(place.partner) == (0, 0, 0)
    state = queries.sharing_state(place.gwen)
    assert state.decisions == ()
    assert {one.decision_id: one.state for one in state.history}[second] == "replaced"


def test_sent_twice_one_decision_is_made(place: Place) -> None:
    assert place.share(token="a") == place.share(token="a")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"categories": 0}, "categories"),
        ({"categories": 1 << 20}, "categories"),
        ({"ends_on": None}, "ends_on"),
        ({"ends_on": timezone.localdate()}, "ends_on"),
        ({"ends_on": timezone.localdate() + timedelta(days=800)}, "ends_on"),
        ({"purpose": "marketing"}, "purpose"),
        ({"purpose": Purpose.ARRANGE_CARE.value}, "recipient"),
        ({"recipient": Recipient(user_id=1)}, "recipient"),
        ({"recipient": Recipient()}, "recipient"),
        ({"recipient": Recipient(10**6)}, "recipient"),
    ],
)
def test_what_a_decision_must_not_be(place: Place, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        place.share(**given)
    assert field in caught.value.errors
    assert reads(place.partner) == (0, 0, 0)


@pytest.mark.parametrize(
    ("flow", "field"),
    [
        ({"on": False}, "recipient"),
        ({"signed": False}, "recipient"),
        ({"days": 0}, "recipient"),
        ({"days": 100}, "ends_on"),
        ({"categories": int(Category.IDENTITY)}, "categories"),
    ],
)
def test_without_an_agreement_that_covers_it_nothing_goes_to_a_partner(
    flow: dict[str, Any], field: str
) -> None:
    place = Place(**flow)
    with pytest.raises(Invalid) as caught:
        place.share()
    assert list(caught.value.errors) == [field]


def test_roles_and_named_users_at_a_partner(place: Place) -> None:
    other = world.member(place.there)
    manager = world.member(place.there, Role.MANAGER)
    place.share(recipient=Recipient(place.there.pk, user_id=other.user_id))
    assert (reads(other)[0], reads(place.partner)[0], reads(manager)[0]) == (1, 0, 0)
    place.share(recipient=Recipient(place.there.pk, role="manager"))
    assert (reads(place.partner)[0], reads(manager)[0]) == (0, 1)
    for wrong in (
        Recipient(place.there.pk, role="analyst"),
        Recipient(place.there.pk, role="adviser", user_id=other.user_id),
        Recipient(place.there.pk, user_id=place.mair.user_id),
    ):
        with pytest.raises(Invalid):
            place.share(recipient=wrong)


def test_staff_write_down_what_they_were_told_and_say_how(place: Place) -> None:
    with pytest.raises(Invalid):
        place.share(by=place.mair)
    decision = place.share(by=place.mair, how_given="phone")
    assert reads(place.partner)[0] == 1
    with pytest.raises(NotVisible):  # a partner who sees the record decides nothing about it
        place.share(by=place.partner, how_given="phone")
    with pytest.raises(NotVisible):
        queries.sharing_state(place.partner, place.reference)
    actions.withdraw(by=place.mair, reference=place.reference, decision_id=decision, how_given="meeting")
    assert reads(place.partner)[0] == 0


def test_everything_is_withdrawn_at_once(place: Place) -> None:
    place.share()
    place.share(recipient=Recipient(place.here.pk))
    assert actions.withdraw_all(by=place.gwen, reference=None) == 2
    assert actions.withdraw_all(by=place.gwen, reference=None) == 0
    assert reads(place.partner)[0] == 0


def test_a_share_is_closed_from_the_first_minute_of_its_last_day(place: Place, monkeypatch: Any) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    place.share(ends_on=tomorrow)
    decision = queries.sharing_state(place.gwen).decisions[0]
    assert timezone.localtime(decision.ends_at).date() == tomorrow
    assert timezone.localtime(decision.ends_at).strftime("%H:%M") == "00:00"
    assert reads(place.partner)[0] == 1
    for moment, seen in ((decision.ends_at - timedelta(microseconds=1), 1), (decision.ends_at, 0)):
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        assert reads(place.partner)[0] == seen


def test_who_is_kept_out_stays_out_whatever_lets_them_in(place: Place) -> None:
    place.share()
    out = actions.exclude(by=place.gwen, reference=None, user_id=place.mair.user_id)
    assert reads(place.mair) == (0, 0, 0)
    assert reads(place.manager)[0] == 1
    everybody = actions.exclude(by=place.gwen, reference=None, organisation_id=place.there.pk)
    assert reads(place.partner) == (0, 0, 0)
    with pytest.raises(Invalid):
        place.share()
    with pytest.raises(Invalid):
        actions.exclude(by=place.gwen, reference=None, organisation_id=place.here.pk)
    with pytest.raises(Invalid):
        actions.exclude(by=place.gwen, reference=None)
    with pytest.raises(Invalid):
        actions.exclude(by=place.gwen, reference=None, user_id=10**6)
    with pytest.raises(Invalid):
        actions.exclude(by=place.gwen, reference=None, organisation_id=10**6)
    assert actions.exclude(by=place.gwen, reference=None, user_id=place.mair.user_id) == out
    state = queries.sharing_state(place.gwen)
    assert state.exclusions is not None
    assert len(state.exclusions) == 2
    actions.end_exclusion(by=place.gwen, reference=None, exclusion_id=out)
    actions.end_exclusion(by=place.manager, reference=place.reference, exclusion_id=everybody)
    actions.end_exclusion(by=place.gwen, reference=None, exclusion_id=out)
    assert reads(place.mair)[0] == 1
    assert reads(place.partner) == (0, 0, 0)  # the share was withdrawn: it does not come back by itself
    assert agreed(place)


def test_an_adviser_is_not_told_whom_the_person_keeps_out(place: Place) -> None:
    actions.exclude(
        by=place.mair, reference=place.reference, organisation_id=place.there.pk, how_given="meeting"
    )
    assert queries.sharing_state(place.mair, place.reference).exclusions is None
    with pytest.raises(Invalid):
        actions.refer(by=place.mair, reference=place.reference, recipient_id=place.there.pk, why="A job")


def test_a_receipt_says_everything_that_was_decided(place: Place) -> None:
    first = place.share()
    second = place.share(categories=int(ALL_CATEGORIES))
    receipt = queries.receipt(place.gwen, None, second)
    assert receipt.decision.organisation is not None
    assert len(receipt.decision.category_words) == 12
    assert receipt.replaces is not None
    assert receipt.replaces.decision_id == first
    for stranger, reference in ((place.partner, place.reference), (place.gwen, None)):
        with pytest.raises(NotVisible):
            queries.receipt(stranger, reference, 10**6)


def test_with_whom_one_may_share(place: Place) -> None:
    world.flow(place.here, world.organisation(), on=False)
    offered = queries.offers(place.gwen)
    assert [one.recipient.key for one in offered] == [f"o{place.there.pk}", f"o{place.here.pk}"]
    actions.exclude(by=place.gwen, reference=None, organisation_id=place.there.pk)
    assert [one.recipient.key for one in queries.offers(place.gwen)] == [f"o{place.here.pk}"]


def test_a_supporter_sees_what_was_chosen_until_their_help_ends(place: Place) -> None:
    supporter = actions.add_supporter(by=place.gwen, reference=None, name="Nia", relation="sister")
    token = world.invited(
        by=place.gwen, reference=None, supporter_id=supporter, email="nia@example.org",
        categories=int(Category.IDENTITY), ends_on=IN_A_YEAR,
    )  # fmt: skip
    offer = queries.account_invitation(token)
    assert offer is not None
    assert (offer.kind, offer.email) == ("supporter", "nia@example.org")
    nia = world.account(Role.SUPPORTER)
    assert actions.accept_account(by=nia, token=token) == place.reference
    nia = Actor(Role.SUPPORTER, Purpose.GET_SUPPORT, user_id=nia.user_id, person_id=place.gwen.person_id)
    assert reads(nia) == (1, 0, 0)
    with pytest.raises(NotVisible):
        actions.accept_account(by=nia, token=token)
    place.share(
        recipient=Recipient(user_id=nia.user_id), purpose=Purpose.GET_SUPPORT.value,
        categories=int(Category.IDENTITY | Category.NEEDS),
    )  # fmt: skip
    assert reads(nia) == (1, 1, 0)
    assert reads(Actor(Role.SUPPORTER, Purpose.GET_SUPPORT, user_id=nia.user_id, person_id=10**6)) == (
        0,
        0,
        0,
    )
    assert agreed(place)
    actions.end_supporter(by=place.gwen, reference=None, supporter_id=supporter)
    assert reads(nia) == (0, 0, 0)
    assert agreed(place)


def test_a_persons_own_account_is_tied_by_a_link_that_works_once(place: Place) -> None:
    reference = actions.add_person(by=place.mair, person=NewPerson(name="Huw", written_language="cy"))
    stale = world.invited(by=place.mair, reference=reference, email="huw@example.org")
    token = world.invited(by=place.mair, reference=reference, email="Huw@example.org")
    assert queries.account_invitation(stale) is None
    offer = queries.account_invitation(token)
    assert offer is not None
    assert (offer.kind, offer.language, offer.email) == ("person", "cy", "huw@example.org")
    huw = world.account(Role.PERSON)
    assert actions.accept_account(by=huw, token=token) == reference
    with pytest.raises(Invalid):
        world.invited(by=place.mair, reference=reference, email="huw@example.org")
    with pytest.raises(Invalid):
        world.invited(by=place.mair, reference=place.reference, email="nowhere")
    another = actions.add_person(by=place.mair, person=NewPerson(name="Huw again"))
    token = world.invited(by=place.mair, reference=another, email="huw@example.org")
    with pytest.raises(Invalid):  # one account has one record at one organisation
        actions.accept_account(by=huw, token=token)


def test_a_supporter_is_somebody_else_and_still_helps(place: Place) -> None:
    supporter = actions.add_supporter(by=place.mair, reference=place.reference, name="Nia", relation="sister")
    token = world.invited(
        by=place.mair, reference=place.reference, supporter_id=supporter, email="nia@example.org"
    )
    with pytest.raises(Invalid):
        actions.accept_account(by=place.gwen, token=token)
    actions.end_supporter(
        by=place.mair, reference=place.reference, supporter_id=supporter, how_given="meeting"
    )
    assert queries.account_invitation(token) is None
    with pytest.raises(NotVisible):
        world.invited(
            by=place.mair, reference=place.reference, supporter_id=supporter, email="nia@example.org"
        )
    with pytest.raises(Invalid):
        actions.add_supporter(by=place.mair, reference=place.reference, name="", relation="")
