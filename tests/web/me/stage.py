# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small world for a person's own pages: Gwenllian, her adviser, a partner with a flow, a supporter with a sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from cydwaith.journeys import actions as work
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.models import User
from cydwaith.kernel.roles import Role
from cydwaith.kernel.system import system
from cydwaith.kernel.vocabulary import Category, Purpose
from cydwaith.partnerships.models import (
    Agreement,
    Delivery,
    Flow,
    Membership,
    Organisation,
    Partner,
    Partnership,
    Programme,
)
from cydwaith.people import actions
from cydwaith.people.models import Person
from cydwaith.people.shapes import NewPerson
from tests import factories

C = Category
FLOW = C.IDENTITY | C.NEEDS | C.GOALS | C.JOBS | C.HEALTH
ADDRESS = "17 Heol yr Onnen"
PHONE = "01632 960 777"


@dataclass(slots=True)
class Stage:
    """Who is there, as actors and as browsers that are signed in."""

    here: Organisation
    partner: Organisation
    adviser: Actor
    partner_adviser: Actor
    me: Actor
    user: User
    reference: str
    person_id: int
    journey_id: int
    programme: Programme

    def browser(self, user: User | None = None) -> Client:
        """A browser in which the person (or somebody else) is signed in; Easy Read is off."""
        client = Client()
        client.force_login(user or self.user)
        client.cookies["cydwaith_easy"] = "no"
        return client

    def step(self, words: str, by: Actor | None = None, **given: Any) -> int:
        """A step of the plan."""
        return work.add_step(by=by or self.me, journey_id=self.journey_id, words=words, **given)


def _member(at: Organisation, role: Role, name: str) -> Actor:
    user = factories.user(name=name)
    since = timezone.localdate() - timedelta(days=400)
    Membership.objects.create(user=user, organisation=at, role=role.value, starts_on=since)
    return Actor(role=role, purpose=Purpose.FIND_WORK, user_id=user.pk, organisation_id=at.pk)


def _programme(here: Organisation, partner: Organisation) -> Programme:
    start, today = date(2024, 1, 1), timezone.localdate()
    together = Partnership.objects.create(code="together", name_en="Together", name_cy="Ynghyd")
    for body in (here, partner):
        Partner.objects.create(partnership=together, organisation=body, starts_on=start)
    agreement = Agreement.objects.create(
        partnership=together,
        reference="AG",
        starts_on=start,
        ends_on=today + timedelta(days=500),
        review_on=today + timedelta(days=400),
        signed_at=timezone.now(),
    )
    for purpose in (Purpose.FIND_WORK, Purpose.GET_SUPPORT):
        Flow.objects.create(
            agreement=agreement,
            source=here,
            recipient=partner,
            purpose=purpose.value,
            categories=int(FLOW),
            lawful_basis="public task",
            switched_on_at=timezone.now(),
        )
    programme = Programme.objects.create(
        code="ips",
        partnership=together,
        lead=here,
        pathway="ips",
        name_en="Psychosis employment service",
        name_cy="Gwasanaeth seicosis",
        public_name_en="Work that suits",
        public_name_cy="Gwaith sy'n siwtio",
        contract_starts_on=start,
        delivery_starts_on=start,
    )
    Delivery.objects.create(programme=programme, organisation=here, starts_on=start)
    return programme


def build() -> Stage:
    """Everything, through the product's own actions where it is about a person."""
    here = factories.organisation(
        name_en="Bay Psychosis Team",
        public_name_en="The Bay",
        takes_self_referrals=True,
        phone="01632 960 100",
    )
    partner = factories.organisation(name_en="Teifi College", takes_self_referrals=False)
    programme = _programme(here, partner)
    adviser = _member(here, Role.ADVISER, "Carys Pugh")
    partner_adviser = _member(partner, Role.ADVISER, "Iestyn Bowen")
    reference = actions.add_person(
        by=adviser,
        person=NewPerson(
            name="Gwenllian Prydderch",
            called="Gwen",
            date_of_birth=date(1991, 3, 4),
            phone=PHONE,
            address=ADDRESS,
            spoken_language="cy",
            written_language="cy",
        ),
    )
    user = factories.user(name="Gwenllian Prydderch")
    with system("the person's own account"):
        person = Person.objects.get(reference=reference)
    me = own_account(person.pk, user)
    today = timezone.localdate()
    journey_id = work.open_journey(
        by=adviser,
        reference=reference,
        programme_id=programme.pk,
        opened_on=today - timedelta(days=60),
        referred_on=today - timedelta(days=70),
        work_at_start="out_of_work",
    )
    return Stage(
        here, partner, adviser, partner_adviser, me, user, reference, person.pk, journey_id, programme
    )


def own_account(person_id: int, user: User) -> Actor:
    """The account is the person's own from now on."""
    with system("the person's own account"):
        Person.objects.filter(pk=person_id).update(user_id=user.pk)
    return Actor(role=Role.PERSON, purpose=Purpose.GET_SUPPORT, user_id=user.pk, person_id=person_id)


def supporter(
    stage: Stage, categories: Category, name: str = "Eleri Morris", days: int = 100
) -> tuple[User, int]:
    """Somebody who helps the person, with a sign-in and what was chosen for them; the account and an id."""
    account = factories.user(name=name)
    supporter_id = actions.add_supporter(
        by=stage.me, reference=None, name=name, relation="my mother", email=account.email
    )
    token = actions.invite_account(
        by=stage.me,
        reference=None,
        supporter_id=supporter_id,
        email=account.email,
        categories=int(categories),
        ends_on=timezone.localdate() + timedelta(days=days),
    )
    by = Actor(role=Role.SUPPORTER, purpose=Purpose.GET_SUPPORT, user_id=account.pk)
    actions.accept_account(by=by, token=token)
    return account, supporter_id
