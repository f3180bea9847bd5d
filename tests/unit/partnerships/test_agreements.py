# SPDX-License-Identifier: AGPL-3.0-or-later
"""Partnerships and agreements: a flow without a signed agreement in force cannot be switched on."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Category, Purpose
from cydwaith.partnerships import actions, queries, rules
from cydwaith.partnerships.models import Flow, Partnership
from tests import factories

pytestmark = pytest.mark.django_db


def administrator(of: Any) -> Actor:
    return Actor(Role.ADMINISTRATOR, Purpose.FIND_WORK, factories.user().pk, of.pk)


def day(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


class World:
    def __init__(self) -> None:
        self.lead, self.partner, self.outside = (factories.organisation() for _ in range(3))
        self.operator = Actor(Role.OPERATOR, Purpose.CHECK_QUALITY, factories.user(is_operator=True).pk)
        self.leader, self.member = administrator(self.lead), administrator(self.partner)
        self.pk = actions.open_partnership(
            by=self.operator, name_en="Together", name_cy="Ynghyd", lead_id=self.lead.pk
        )
        self.partner_id = actions.add_partner(
            by=self.leader, partnership_id=self.pk, organisation_id=self.partner.pk, role="partner"
        )

    def agreement(self, first: int = -10, last: int = 300, review: int = 100, *, signed: bool = True) -> int:
        made = actions.draft_agreement(
            by=self.leader,
            partnership_id=self.pk,
            reference="ISA 1",
            starts_on=day(first),
            ends_on=day(last),
            review_on=day(review),
        )
        self.flow = actions.add_flow(
            by=self.leader,
            partnership_id=self.pk,
            agreement_id=made,
            source_id=self.partner.pk,
            recipient_id=self.lead.pk,
            purpose="find_work",
            categories=int(Category.IDENTITY | Category.GOALS),
            lawful_basis="Social Services and Well-being (Wales) Act 2014, s. 162",
        )
        if signed:
            actions.sign_agreement(by=self.leader, partnership_id=self.pk, agreement_id=made)
        return made

    def switch(self, *, on: bool = True, by: Actor | None = None) -> None:
        actions.switch_flow(by=by or self.member, partnership_id=self.pk, flow_id=self.flow, on=on)

    @property
    def is_on(self) -> bool:
        return Flow.objects.get(pk=self.flow).switched_on_at is not None


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize(
    ("first", "last", "review", "signed", "carries"),
    [
        (-10, 300, 100, True, True),
        (-10, 300, -5, True, True),
        (-10, 300, 100, False, False),
        (1, 300, 100, True, False),
        (-10, 0, -1, True, False),
        (-10, 1, 0, True, True),
    ],
)
def test_a_flow_needs_a_signed_agreement_in_force(
    world: World, first: int, last: int, review: int, signed: bool, carries: bool
) -> None:
    world.agreement(first, last, review, signed=signed)
    if carries:
        world.switch()
    else:
        with pytest.raises(Invalid) as refused:
            world.switch()
        assert "Without a signed agreement" in str(refused.value)
    assert world.is_on is carries


def test_the_sender_alone_switches_and_may_always_switch_off(world: World) -> None:
    world.agreement()
    for by in (world.leader, administrator(world.outside)):
        with pytest.raises(NotVisible):
            world.switch(by=by)
    world.switch()
    world.switch()
    assert world.is_on
    world.switch(on=False)
    assert not world.is_on


def test_a_partner_who_leaves_takes_the_flows_with_them(world: World) -> None:
    world.agreement()
    world.switch()
    with pytest.raises(NotVisible):
        actions.end_partner(by=world.member, partnership_id=world.pk, partner_id=world.partner_id)
    actions.end_partner(by=world.leader, partnership_id=world.pk, partner_id=world.partner_id)
    assert not world.is_on
    with pytest.raises(NotVisible):
        world.switch()
    assert queries.partnerships(world.member) == []


def test_nothing_is_switched_on_towards_somebody_who_left(world: World) -> None:
    made = world.agreement(signed=False)
    actions.add_flow(
        by=world.leader,
        partnership_id=world.pk,
        agreement_id=made,
        source_id=world.lead.pk,
        recipient_id=world.partner.pk,
        purpose="find_work",
        categories=1,
        lawful_basis="x",
    )
    world.flow = Flow.objects.get(source=world.lead).pk
    actions.sign_agreement(by=world.leader, partnership_id=world.pk, agreement_id=made)
    actions.end_partner(by=world.leader, partnership_id=world.pk, partner_id=world.partner_id)
    with pytest.raises(Invalid) as refused:
        world.switch(by=world.leader)
    assert "not a partner any more" in str(refused.value)


def test_the_lead_body_stays(world: World) -> None:
    lead = next(p for p in queries.partnership(world.leader, "together").partners if p.role == "lead")
    with pytest.raises(Invalid):
        actions.end_partner(by=world.leader, partnership_id=world.pk, partner_id=lead.partner_id)
    with pytest.raises(NotVisible):
        actions.end_partner(by=world.leader, partnership_id=world.pk, partner_id=999_999)


def test_a_signed_agreement_is_not_changed(world: World) -> None:
    made = world.agreement()
    actions.sign_agreement(by=world.leader, partnership_id=world.pk, agreement_id=made)
    with pytest.raises(Invalid):
        actions.draft_agreement(
            by=world.leader,
            partnership_id=world.pk,
            agreement_id=made,
            reference="other",
            starts_on=day(0),
            ends_on=day(9),
            review_on=day(5),
        )
    with pytest.raises(Invalid):
        actions.add_flow(
            by=world.leader,
            partnership_id=world.pk,
            agreement_id=made,
            source_id=world.lead.pk,
            recipient_id=world.partner.pk,
            purpose="find_work",
            categories=1,
            lawful_basis="x",
        )
    with pytest.raises(NotVisible):
        actions.sign_agreement(by=world.leader, partnership_id=world.pk, agreement_id=999_999)


def test_a_draft_is_changed_and_all_that_is_wrong_is_said_at_once(world: World) -> None:
    made = world.agreement(signed=False)
    same = actions.draft_agreement(
        by=world.leader,
        partnership_id=world.pk,
        agreement_id=made,
        reference=" ISA 2 ",
        starts_on=day(0),
        ends_on=day(9),
        review_on=day(5),
    )
    found = queries.partnership(world.member, "together").agreements[0]
    assert (same, found.reference, found.state, found.flows[0].own) == (made, "ISA 2", "unsigned", True)
    with pytest.raises(Invalid) as refused:
        actions.draft_agreement(
            by=world.leader,
            partnership_id=world.pk,
            reference=" ",
            starts_on=day(5),
            ends_on=day(5),
            review_on=day(9),
        )
    assert sorted(refused.value.errors) == ["ends_on", "reference", "review_on"]
    with pytest.raises(Invalid) as refused:
        actions.add_flow(
            by=world.leader,
            partnership_id=world.pk,
            agreement_id=made,
            source_id=world.outside.pk,
            recipient_id=world.outside.pk,
            purpose="gossip",
            categories=4096,
            lawful_basis="",
        )
    assert sorted(refused.value.errors) == ["categories", "lawful_basis", "purpose", "recipient", "source"]
    with pytest.raises(Invalid) as refused:
        actions.add_flow(
            by=world.leader,
            partnership_id=world.pk,
            agreement_id=made,
            source_id=world.lead.pk,
            recipient_id=world.lead.pk,
            purpose="find_work",
            categories=1,
            lawful_basis="x",
        )
    assert list(refused.value.errors) == ["recipient"]


def test_only_the_lead_lets_others_in_and_each_once(world: World) -> None:
    given = {"partnership_id": world.pk, "organisation_id": world.outside.pk, "role": "partner"}
    with pytest.raises(NotVisible):
        actions.add_partner(by=world.member, **given)
    actions.add_partner(by=world.leader, **given)
    with pytest.raises(Invalid) as refused:
        actions.add_partner(by=world.leader, **{**given, "role": "lead"})
    assert sorted(refused.value.errors) == ["organisation", "role"]
    with pytest.raises(Invalid):
        actions.add_partner(by=world.leader, **{**given, "organisation_id": 999_999})


def test_outsiders_find_no_partnership(world: World) -> None:
    with pytest.raises(NotVisible):
        queries.partnership(administrator(world.outside), "together")


def test_the_operator_opens_organisations_and_partnerships(world: World) -> None:
    values = {"name_en": "Bro Teifi", "name_cy": "", "public_name_en": "Bro Teifi", "public_name_cy": ""}
    made = actions.open_organisation(by=world.operator, kind="college", values=values)
    assert queries.organisation(world.operator, made).kind == "college"
    assert len(queries.organisations_on_site(world.operator)) == 4
    for faulty in ({**values}, {**values, "name_en": " "}, {**values, "name_en": "!!!"}):
        with pytest.raises(Invalid) as refused:
            actions.open_organisation(by=world.operator, kind="college", values=faulty)
        assert list(refused.value.errors) == ["name_en"]
    with pytest.raises(Invalid):
        actions.open_organisation(by=world.operator, kind="palace", values=values)
    with pytest.raises(Invalid) as refused:
        actions.open_partnership(by=world.operator, name_en="Together", name_cy="", lead_id=999_999)
    assert sorted(refused.value.errors) == ["lead", "name_en"]
    with pytest.raises(Invalid):
        actions.open_partnership(by=world.operator, name_en="", name_cy="", lead_id=made)
    assert Partnership.objects.count() == 1
    assert [(one.partners, one.lead) for one in queries.partnerships_on_site(world.operator)] == [
        (2, queries.organisation(world.leader).name)
    ]


@pytest.mark.parametrize(
    ("given", "state"),
    [
        ({"signed": False}, "unsigned"),
        ({"starts_on": date(2026, 5, 2)}, "ahead"),
        ({}, "in_force"),
        ({"review_on": date(2026, 5, 1)}, "review"),
        ({"ends_on": date(2026, 5, 1)}, "ended"),
    ],
)
def test_states_of_an_agreement(given: dict[str, Any], state: str) -> None:
    values: dict[str, Any] = {
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2027, 1, 1),
        "review_on": date(2026, 12, 1),
        "signed": True,
        "today": date(2026, 5, 1),
    }
    assert rules.agreement_state(**{**values, **given}) == state
