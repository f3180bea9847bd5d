# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small makers of rows for tests of the locks; stories are told through the actions, not through these."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.models import User
from cydwaith.kernel.roles import Role
from cydwaith.kernel.system import system
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships.models import Organisation
from cydwaith.people.models import Involvement, Person, SharingDecision
from cydwaith.people.visibility import reindex

_numbers = itertools.count(1)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def organisation(**given: Any) -> Organisation:
    """An organisation with names that tell its number."""
    n = next(_numbers)
    values = {
        "code": f"org-{n}",
        "kind": "charity",
        "name_en": f"Organisation {n}",
        "name_cy": f"Sefydliad {n}",
        "public_name_en": f"Place {n}",
        "public_name_cy": f"Lle {n}",
    }
    return Organisation.objects.create(**{**values, **given})


def user(**given: Any) -> User:
    """An account that could sign in."""
    n = next(_numbers)
    return User.objects.create_user(f"user{n}@example.org", "word", **{"name": f"User {n}", **given})


def adviser(at: Organisation, role: Role = Role.ADVISER, purpose: Purpose = Purpose.FIND_WORK) -> Actor:
    """An actor at an organisation, with an account of their own."""
    return Actor(role=role, purpose=purpose, user_id=user().pk, organisation_id=at.pk)


def person(at: Organisation, *advisers: Actor, **given: Any) -> Person:
    """A person whom `at` supports, worked with by `advisers`."""
    n = next(_numbers)
    with system("test world"):
        made = Person.objects.create(
            **{
                "organisation": at,
                "reference": f"T{n:07}",
                "name": f"Person {n}",
                "sort_key": f"person {n:07}",
                "date_of_birth": date(1990, 1, 1),
                **given,
            }
        )
        Involvement.objects.create(person=made, organisation=at, role="holder", starts_at=LONG_AGO)
        for actor in advisers:
            Involvement.objects.create(
                person=made, organisation=at, user_id=actor.user_id, starts_at=LONG_AGO
            )
        reindex([made.pk])
    return made


def share(
    with_: str, made: Person, categories: int, *, organisation: Organisation, **given: Any
) -> SharingDecision:
    """A decision of `made` in force since long ago, for a year from now, to find work."""
    now = datetime.now(UTC)
    with system("test world"):
        decision = SharingDecision.objects.create(
            **{
                "person": made,
                "organisation": organisation,
                "recipient": with_,
                "purpose": Purpose.FIND_WORK.value,
                "categories": categories,
                "starts_at": LONG_AGO,
                "ends_at": now + timedelta(days=365),
                **given,
            }
        )
        reindex([made.pk])
    return decision


def themself(made: Person) -> Actor:
    """The person as an actor on their own record."""
    return Actor(role=Role.PERSON, purpose=Purpose.GET_SUPPORT, user_id=made.user_id, person_id=made.pk)
