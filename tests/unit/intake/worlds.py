# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small organisation that can import: a manager, two advisers, a programme it delivers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.models import User
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships.models import Delivery, Membership, Organisation, Partnership, Programme
from tests import factories


@dataclass(frozen=True, slots=True)
class World:
    """What a test of intake needs."""

    organisation: Organisation
    manager: Actor
    manager_user: User
    carys: User
    programme: Programme


def member(at: Organisation, role: Role, email: str, name: str) -> User:
    """Somebody who works at an organisation."""
    user = User.objects.create_user(email, "word", name=name)
    Membership.objects.create(user=user, organisation=at, role=role.value, starts_on=date(2020, 1, 1))
    return user


def world(code: str = "a") -> World:
    """An organisation with the code `org-<code>` and the programme `ips-<code>`."""
    org = factories.organisation(code=f"org-{code}")
    manager = member(org, Role.MANAGER, f"manager-{code}@example.org", "Menna Rowlands")
    carys = member(
        org, Role.ADVISER, "carys.pugh@example.org" if code == "a" else f"c{code}@example.org", "Carys Pugh"
    )
    member(org, Role.ADVISER, f"dai-{code}@example.org", "Dai Morgan")
    partnership = Partnership.objects.create(code=f"p-{code}", name_en="Partnership", name_cy="Partneriaeth")
    programme = Programme.objects.create(
        code=f"ips-{code}", partnership=partnership, lead=org, pathway="ips", name_en=f"IPS ({code.upper()})",
        name_cy=f"CLC ({code.upper()})", public_name_en="Work", public_name_cy="Gwaith",
        contract_starts_on=date(2019, 1, 1), delivery_starts_on=date(2019, 4, 1),
    )  # fmt: skip
    Delivery.objects.create(programme=programme, organisation=org, starts_on=date(2019, 4, 1))
    actor = Actor(role=Role.MANAGER, purpose=Purpose.FIND_WORK, user_id=manager.pk, organisation_id=org.pk)
    return World(org, actor, manager, carys, programme)
