# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom other organisations keep and somebody shared with the actor: read off the visibility index."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, OuterRef
from django.db.models.lookups import GreaterThan
from django.utils import timezone

from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.guard import admit
from cydwaith.kernel.prepared import Prepared, given
from cydwaith.kernel.vocabulary import Category
from cydwaith.people import sharing
from cydwaith.people.models import Person

from . import crowds


def shared_people_ids(actor: Actor, category: Category, *, few: int) -> list[int] | None:
    """Ids of people of other organisations whose `category` the index opens to the actor now; None: more than `few`.

    For narrowing a query that is admitted by itself: exclusions are not looked at here, and ids are shown to nobody.
    """
    found: set[int] = set()

    def find() -> bool:
        with reads.muted():  # who is shown is told by the rows of the list
            found.update(pk for (pk,) in _SHARED.rows(actor, category, (few + 1) * len(actor.recipients)))
        return len(found) > few

    return None if crowds.are_many(actor, f"shared {int(category)}", find) else sorted(found)


def _shared(actor: Actor, category: Category, most: int) -> Any:
    own = admit(
        Person.objects.filter(
            pk=OuterRef("person_id"), organisation_id=given("organisation_id", actor.organisation_id or 0)
        )
    )
    rows = sharing.open_to(actor, timezone.now()).filter(
        ~Exists(own), GreaterThan(F("categories").bitand(int(category)), 0)
    )
    # In no order, and one person under several keys is met several times: sorting thousands would cost more.
    return rows.order_by().values_list("person_id")[:most]


_SHARED = Prepared(_shared)
