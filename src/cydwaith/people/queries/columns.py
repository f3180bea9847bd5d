# SPDX-License-Identifier: AGPL-3.0-or-later
"""What other contexts hang on to their own queries about people: a row to begin from, needs as a column, sort keys."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import JSONObject

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.guard import admit
from cydwaith.people.models import Needs, Person
from cydwaith.people.rules import needs

BATCH = 500  # ids in one statement


def person_row(actor: Actor, person_id: Any) -> Any:
    """The person's own row, admitted and not fetched yet; nothing where the actor may not see it.

    `person_id`: the id, or an expression that stands for it.
    """
    return Person.objects.visible_to(actor).filter(pk=person_id)


def own_people(actor: Actor) -> Any:
    """People whose records the actor's organisation keeps, as far as the actor may see them: admitted, not fetched."""
    rows = Person.objects.visible_to(actor)
    return rows.filter(organisation_id=actor.organisation_id or 0, joined_into__isnull=True)


def needs_column(actor: Actor) -> Subquery:
    """What to heed with a row's person (`person_id`), as a column; None where nothing is recorded or open.

    Whoever shows it tells the read log of the category (`gathering.also_read`). In words: `needs_words`.
    """
    rows = Needs.objects.visible_to(actor).filter(person_id=OuterRef("person_id"))
    found = JSONObject(formats=F("formats"), communication=F("communication"), access=F("access"))
    return Subquery(rows.values(found=found))


def needs_words(column: dict[str, Any] | None) -> tuple[str, ...]:
    """`needs_column` in words; () for None."""
    if not column:
        return ()
    return needs.words(column["formats"] or (), column["communication"], column["access"])


def sort_keys(person_ids: Iterable[int], *, organisation_id: int | None = None) -> dict[int, str]:
    """Person id -> the key that sorts them by name, of records that `organisation_id` keeps (None: of any).

    Past the guard: for copies of the key beside rows of other contexts, and shown to nobody.
    """
    ids = sorted(set(person_ids))
    found: dict[int, str] = {}
    for start in range(0, len(ids), BATCH):
        rows = admit(Person.objects.filter(pk__in=ids[start : start + BATCH]))
        if organisation_id is not None:
            rows = rows.filter(organisation_id=organisation_id)
        found.update(rows.values_list("pk", "sort_key"))
    return found
