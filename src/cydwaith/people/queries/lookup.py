# SPDX-License-Identifier: AGPL-3.0-or-later
"""One person, found for reading or for changing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotAllowed, NotVisible
from cydwaith.kernel.roles import Role
from cydwaith.people.models import Person


def own_organisation(actor: Actor) -> int:
    """The organisation for which somebody acts. Raises `NotAllowed` where they act for none."""
    if actor.organisation_id is None:
        raise NotAllowed("only for an organisation")
    return actor.organisation_id


def own_records(actor: Actor) -> Any:
    """Records that this actor may change: those of the own organisation, or the own record. Partners read only."""
    rows = Person.objects.visible_to(actor).filter(joined_into__isnull=True)
    if actor.role is Role.PERSON:
        return rows.filter(pk=actor.person_id or 0)
    if actor.organisation_id is None:
        return rows.none()
    return rows.filter(organisation_id=actor.organisation_id)


def person_for_change(actor: Actor, reference: str | None) -> Person:
    """The person's row, for an action of any context to build on.

    `reference` None: the actor's own record (role PERSON). Raises `NotVisible` where the actor may not see the
    person, sees them as a partner only, or the record was joined into another.
    """
    rows = own_records(actor)
    if reference is None:
        if actor.role is not Role.PERSON:
            raise NotVisible("Person")
        return rows.one()
    return rows.filter(reference=reference).one()


def person_by_id_for_change(actor: Actor, person_id: int) -> Person:
    """As `person_for_change`, by primary key."""
    return own_records(actor).filter(pk=person_id).one()


def people_for_change(actor: Actor, references: Sequence[str]) -> list[Person]:
    """All of these people, in the order given, or `NotVisible` where one is missing."""
    found = {person.reference: person for person in own_records(actor).filter(reference__in=references)}
    if len(found) != len(set(references)):
        raise NotVisible("Person")
    return [found[reference] for reference in references]


def chosen(actor: Actor, reference: str | None) -> Q:
    """Which person is meant: by reference; without one the actor's own record, or whom they support.

    Raises `NotVisible` where nobody is named.
    """
    if reference is not None:
        return Q(reference=reference)
    if actor.role in (Role.PERSON, Role.SUPPORTER):
        return Q(pk=actor.person_id or 0)
    raise NotVisible("Person")


def person_id_of(actor: Actor, reference: str | None) -> int:
    """The id of a person whom the actor may read about. Raises `NotVisible`."""
    found = Person.objects.visible_to(actor).filter(chosen(actor, reference)).values_list("pk", flat=True)
    if len(found) != 1:
        raise NotVisible("Person")
    return int(found[0])
