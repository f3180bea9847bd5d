# SPDX-License-Identifier: AGPL-3.0-or-later
"""A council with a team, a programme and a caseload; browsers for its manager and its administrator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cydwaith.journeys import actions as journeys
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships.models import Delivery, Membership, Organisation, Partner, Partnership, Programme
from cydwaith.people import actions as people
from cydwaith.people.shapes import NewPerson
from tests import factories
from tests.web.accounts.signing import signed_in


@dataclass
class Team:
    """Who works at the council, and browsers in which the manager and the administrator are signed in."""

    council: Organisation
    programme: Programme
    mair: Actor
    owain: Actor
    manager: Actor
    administrator: Actor
    as_manager: Client
    as_administrator: Client

    def join(self, role: Role, name: str, **given: Any) -> Actor:
        """Somebody who has worked here for a while."""
        user = factories.user(name=name)
        made = Membership.objects.create(
            user=user, organisation=self.council, role=role.value, starts_on=days(-60), **given
        )
        return Actor(role, Purpose.FIND_WORK, user.pk, self.council.pk, made.pk)

    def person(self, name: str, by: Actor | None = None, *, journey: bool = True) -> tuple[str, int]:
        """A person with whom an adviser works, on the programme unless said otherwise."""
        by = by or self.mair
        reference = people.add_person(by=by, person=NewPerson(name=name))
        if not journey:
            return reference, 0
        opened = journeys.open_journey(
            by=by, reference=reference, programme_id=self.programme.pk, opened_on=days(-20)
        )
        return reference, opened


def days(number: int) -> Any:
    """Today and so many days."""
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def team(db: None) -> Iterator[Team]:
    council = factories.organisation(name_en="Glan Council", name_cy="Cyngor Glan", kind="council")
    partnership = Partnership.objects.create(code="glan", name_en="Glan partnership")
    Partner.objects.create(partnership=partnership, organisation=council, role="lead", starts_on=days(-400))
    programme = Programme.objects.create(
        code="ips", partnership=partnership, lead=council, pathway="ips", name_en="Work and wellbeing",
        public_name_en="Support at work", contract_starts_on=days(-400), delivery_starts_on=days(-400),
    )  # fmt: skip
    Delivery.objects.create(programme=programme, organisation=council, starts_on=days(-400))
    made = Team(council, programme, *(None,) * 6)  # type: ignore[arg-type]
    made.mair = made.join(Role.ADVISER, "Mair Prys")
    made.owain = made.join(Role.ADVISER, "Owain Rees", hours_share=50)
    made.manager = made.join(Role.MANAGER, "Nia Hughes")
    made.administrator = made.join(Role.ADMINISTRATOR, "Alun Bevan")
    made.as_manager = signed_in(_user(made.manager))
    made.as_administrator = signed_in(_user(made.administrator))
    yield made


def _user(actor: Actor) -> Any:
    from cydwaith.kernel.models import User

    return User.objects.get(pk=actor.user_id)
