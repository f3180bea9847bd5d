# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two organisations that refer to each other, and who works there."""

from __future__ import annotations

from datetime import date
from typing import Any

from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Role
from cydwaith.people import actions
from cydwaith.people.models import Person
from cydwaith.people.shapes import NewPerson
from tests.unit.people import world


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


def names(actor: Actor) -> list[str]:
    return sorted(Person.objects.visible_to(actor).values_list("name", flat=True))


def look(actor: Actor, *references: str) -> None:
    with reads.collect(actor, "advice:test"):
        list(Person.objects.visible_to(actor).filter(reference__in=references))
