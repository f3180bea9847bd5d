# SPDX-License-Identifier: AGPL-3.0-or-later
"""A partnership of a council and a charity with a programme and a few working lives, told through the actions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cydwaith.journeys import actions as journeys
from cydwaith.journeys.shapes import NewJob, NewTerms
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.models import User
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships.models import (
    Area,
    Delivery,
    Membership,
    Organisation,
    Partner,
    Partnership,
    Programme,
)
from cydwaith.people import actions as people
from cydwaith.people.shapes import NewPerson
from tests import factories

PAID = ("employed", 16 * 60, 1250)


def today() -> date:
    """The day of the test."""
    return timezone.localdate()


def ago(days: int) -> date:
    """So many days before today."""
    return today() - timedelta(days=days)


@dataclass
class Bay:
    """A council that leads, a charity that delivers beside it, and who works there."""

    council: Organisation
    charity: Organisation
    partnership: Partnership
    programme: Programme
    adviser: Actor = field(init=False)
    worker: Actor = field(init=False)
    manager: Actor = field(init=False)
    analyst: Actor = field(init=False)
    second: Actor = field(init=False)
    governance: Actor = field(init=False)
    elsewhere: Actor = field(init=False)
    charity_analyst: Actor = field(init=False)

    def join(self, at: Organisation, role: Role, name: str, purpose: Purpose) -> Actor:
        """Somebody who has worked there for years."""
        user = factories.user(name=name)
        made = Membership.objects.create(user=user, organisation=at, role=role.value, starts_on=ago(2_000))
        return Actor(role, purpose, user.pk, at.pk, made.pk)

    def person(self, name: str, by: Actor | None = None, *, opened: int = 400, **given: Any) -> str:
        """A person on the programme since so many days; returns their reference."""
        by = by or self.adviser
        reference = people.add_person(
            by=by, person=NewPerson(name=name, date_of_birth=date(1990, 5, 4), **given)
        )
        journeys.open_journey(
            by=by, reference=reference, programme_id=self.programme.pk, opened_on=ago(opened)
        )
        return reference

    def job(self, reference: str, by: Actor | None = None, *, started: int, ended: int | None = None) -> int:
        """A paid job found through support, since so many days."""
        kind, minutes, pay = PAID
        first = ago(started)
        job = NewJob(
            kind=kind,
            employer_name="Caffi Glas",
            starts_on=first,
            found_through_support=True,
            terms=(NewTerms(first, minutes, pay, "hour"),),
        )
        made = journeys.start_job(by=by or self.adviser, reference=reference, job=job)
        return int(getattr(made, "job_id", made))

    def user(self, actor: Actor) -> User:
        """The account behind an actor."""
        return User.objects.get(pk=actor.user_id)


def build() -> Bay:
    """The partnership with its staff, and nobody supported yet."""
    area = Area.objects.create(code="W1", kind="council", name_en="Bay", name_cy="Y Bae")
    council = factories.organisation(
        code="bay", name_en="Bay Council", name_cy="Cyngor y Bae", kind="council", area=area
    )
    charity = factories.organisation(code="harbour", name_en="Harbour", name_cy="Yr Harbwr", kind="charity")
    partnership = Partnership.objects.create(code="bay", name_en="The Bay together", name_cy="Y Bae ynghyd")
    for body, role in ((council, "lead"), (charity, "partner")):
        Partner.objects.create(partnership=partnership, organisation=body, role=role, starts_on=ago(2_000))
    programme = Programme.objects.create(
        code="bay-work", partnership=partnership, lead=council, pathway="ips",
        name_en="Work in the Bay", name_cy="Gwaith yn y Bae", public_name_en="Support at work",
        public_name_cy="Cymorth yn y gwaith", contract_starts_on=ago(1_200), delivery_starts_on=ago(1_100),
    )  # fmt: skip
    for body in (council, charity):
        Delivery.objects.create(programme=programme, organisation=body, starts_on=ago(1_100))
    bay = Bay(council, charity, partnership, programme)
    count, find = Purpose.COUNT_RESULTS, Purpose.FIND_WORK
    bay.adviser = bay.join(council, Role.ADVISER, "Mair Prys", find)
    bay.worker = bay.join(charity, Role.ADVISER, "Owain Rees", find)
    bay.manager = bay.join(council, Role.MANAGER, "Nia Hughes", count)
    bay.analyst = bay.join(council, Role.ANALYST, "Non Ellis", count)
    bay.second = bay.join(council, Role.ANALYST, "Ifan Morus", count)
    bay.governance = bay.join(council, Role.GOVERNANCE, "Iestyn Parry", count)
    bay.charity_analyst = bay.join(charity, Role.ANALYST, "Beca Lloyd", count)
    other = factories.organisation(code="far", name_en="Far Council", kind="council")
    bay.elsewhere = bay.join(other, Role.ANALYST, "Somebody Far", count)
    return bay
