# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small world in which a working life can be told: one council with a team and a programme, and a clock to move."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.utils import timezone

from cydwaith.journeys import actions
from cydwaith.journeys.shapes import NewContact, NewJob, NewTerms
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships.models import Delivery, Membership, Partner, Partnership, Programme
from cydwaith.people import actions as people
from cydwaith.people.models import Person
from cydwaith.people.shapes import NewPerson
from tests import factories

LONG_AGO = date(2020, 1, 1)


class Clock:
    """The day it is. Moments of the day are at noon."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, day: date) -> None:
        self.day = day
        self._seconds = 0
        monkeypatch.setattr(timezone, "now", self.now)

    def now(self) -> datetime:
        """Noon, and a second later each time it is asked."""
        self._seconds += 1
        return datetime.combine(self.day, time(12, self._seconds // 60 % 60, self._seconds % 60), tzinfo=UTC)

    def on(self, day: date) -> date:
        """Move to a day."""
        self.day, self._seconds = day, 0
        return day


@dataclass
class World:
    """A council, its team, its programmes by pathway, and the clock."""

    clock: Clock
    council: Any
    partnership: Any
    mair: Actor
    owain: Actor
    manager: Actor
    programmes: dict[str, int] = field(default_factory=dict)

    def member(self, role: Role, name: str, share: int = 100) -> Actor:
        """Somebody who works at the council."""
        user = factories.user(name=name)
        made = Membership.objects.create(
            user=user, organisation=self.council, role=role.value, starts_on=LONG_AGO, hours_share=share
        )
        return Actor(
            role=role, purpose=Purpose.FIND_WORK, user_id=user.pk, organisation_id=self.council.pk,
            membership_id=made.pk,
        )  # fmt: skip

    def person(self, name: str, by: Actor | None = None, **given: Any) -> str:
        """A person whom an adviser adds; returns their reference."""
        values = {
            "called": name.partition(" ")[0],
            "date_of_birth": date(1998, 5, 4),
            "spoken_language": "cy",
            **given,
        }
        return people.add_person(by=by or self.mair, person=NewPerson(name=name, **values))

    def journey(
        self, name: str, pathway: str = "ips", by: Actor | None = None, **given: Any
    ) -> tuple[str, int]:
        """A person and their journey, with the adviser who added them."""
        reference = self.person(name, by)
        opened = actions.open_journey(
            by=by or self.mair, reference=reference, programme_id=self.programmes[pathway], **given
        )
        return reference, opened

    def themself(self, reference: str) -> Actor:
        """The person as an actor on their own record."""
        pk = (
            Person.objects.visible_to(self.manager)
            .filter(reference=reference)
            .values_list("pk", flat=True)
            .get()
        )
        return Actor(role=Role.PERSON, purpose=Purpose.GET_SUPPORT, person_id=pk, user_id=None)

    def met(self, reference: str, **given: Any) -> int:
        """A talk with the person today."""
        contact = NewContact(**{"with_whom": "person", "how": "in_person", "on": self.clock.day, **given})
        return actions.record_contact(by=self.mair, reference=reference, contact=contact)

    def job(self, reference: str, starts_on: date | None, **given: Any) -> Any:
        """A paid job, 16 hours a week at 12.50 unless said."""
        terms = given.pop("terms", (NewTerms(starts_on, 16 * 60, 1250, "hour"),) if starts_on else ())
        values = {"kind": "employed", "employer_name": "Caffi Glas", "found_through_support": True, **given}
        return actions.start_job(
            by=self.mair, reference=reference, job=NewJob(starts_on=starts_on, terms=terms, **values)
        )


def build(monkeypatch: pytest.MonkeyPatch, day: date = date(2025, 6, 2)) -> World:
    """The world on a day: a Monday in June unless said."""
    clock = Clock(monkeypatch, day)
    council = factories.organisation(name_en="Glan Council", kind="council")
    partnership = Partnership.objects.create(code="glan", name_en="Glan partnership")
    Partner.objects.create(partnership=partnership, organisation=council, role="lead", starts_on=LONG_AGO)
    world = World(clock, council, partnership, *(None,) * 3)  # type: ignore[arg-type]
    world.mair = world.member(Role.ADVISER, "Mair Prys")
    world.owain = world.member(Role.ADVISER, "Owain Rees", 50)
    world.manager = world.member(Role.MANAGER, "Nia Hughes")
    for pathway in ("ips", "work_trial", "retention"):
        programme = Programme.objects.create(
            code=pathway.replace("_", "-"), partnership=partnership, lead=council, pathway=pathway,
            name_en=f"Programme {pathway}", public_name_en="Support at work",
            contract_starts_on=LONG_AGO, delivery_starts_on=LONG_AGO,
        )  # fmt: skip
        Delivery.objects.create(programme=programme, organisation=council, starts_on=LONG_AGO)
        world.programmes[pathway] = programme.pk
    return world
