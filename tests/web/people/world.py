# SPDX-License-Identifier: AGPL-3.0-or-later
"""Two organisations with a flow, staff with browsers, and a person whose every field is a word to look for."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.models import User
from cydwaith.kernel.roles import Role
from cydwaith.people import actions
from cydwaith.people.shapes import NewFact, NewPerson, Recipient
from tests.unit.people import world
from tests.web.accounts.signing import signed_in

IN_A_YEAR = timezone.localdate() + timedelta(days=300)
WORDS = {
    "name": "Gwenllian Kingfisher",
    "called": "Kestrel",
    "phone": "01632 960777",
    "address": "Heronry",
    "communication": "Dipperwords",
    "access": "Wagtailramp",
}


class Browser:
    """Somebody's browser: `get` and `post` by address, with the language's prefix if asked."""

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.client = signed_in(User.objects.get(pk=actor.user_id))

    def get(self, address: str, status: int = 200) -> str:
        """The page at an address."""
        answer = self.client.get(address)
        assert answer.status_code == status, (address, answer.status_code, answer.get("Location"))
        return answer.content.decode()

    def post(self, address: str, status: int = 302, **given: Any) -> str:
        """Where a form leads (its location), or the page where it stays."""
        answer = self.client.post(address, given)
        assert answer.status_code == status, (address, answer.status_code, answer.content.decode()[-3000:])
        return answer["Location"] if status == 302 else answer.content.decode()


class Place:
    """The world of these tests."""

    def __init__(self) -> None:
        self.here, self.there = world.organisation(), world.organisation(takes_self_referrals=True)
        world.flow(self.here, self.there)
        self.mair = Browser(world.member(self.here))
        self.owain = Browser(world.member(self.here))
        self.manager = Browser(world.member(self.here, Role.MANAGER))
        self.governance = Browser(world.member(self.here, Role.GOVERNANCE))
        self.partner = Browser(world.member(self.there))
        self.reference = actions.add_person(
            by=self.mair.actor,
            person=NewPerson(
                date_of_birth=date(1991, 4, 3),
                nhs_number="9990000018",
                facts=(NewFact(kind="primary_support_reason", value="autism", starts_on=date(2024, 1, 1)),),
                **WORDS,
            ),
        )
        self.gwen = world.themself(self.mair.actor, self.reference)

    def at(self, rest: str) -> str:
        """The address of a page about the person."""
        return f"/advice/people/{self.reference}/{rest}"


def share(place: Place, categories: int) -> int:
    return actions.decide_sharing(
        by=place.gwen, reference=None, recipient=Recipient(place.there.pk), purpose="find_work",
        categories=categories, ends_on=IN_A_YEAR,
    )  # fmt: skip
