# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who has looked: written before a page is served, spread out by person later, read by the person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.guard import admit
from cydwaith.kernel.prepared import insert
from cydwaith.kernel.reads import Collected
from cydwaith.kernel.roles import Role
from cydwaith.kernel.statements import writing

from .models import AccessEntry, AccessLog, Person


def write(collected: Collected) -> None:
    """The read log's sink: one row a page. A person reading their own record is not logged."""
    actor = collected.actor
    ids = [pk for pk in collected.people if not (actor.role is Role.PERSON and pk == actor.person_id)]
    if ids:
        looked(actor, collected.page, ids, collected.categories)


def looked(actor: Actor, page: str, person_ids: list[int], categories: int) -> None:
    """Note that `actor` was shown these people on `page`."""
    single = person_ids[0] if len(person_ids) == 1 else None
    with writing():
        insert(
            AccessLog,
            person_id=single,
            people=[] if single else person_ids,
            at=timezone.now(),
            user_id=actor.user_id,
            organisation_id=actor.organisation_id,
            role=actor.role.value,
            purpose=actor.purpose.value,
            page=page,
            categories=categories,
        )


def spread(batch: int = 1_000) -> int:
    """Make an entry a person of lists not yet spread; returns how many lists were. Run by the worker, and before
    a person reads who has looked."""
    with reads.muted():  # run before a page tells who looked: nothing of this is shown by itself
        return _spread(batch)


def _spread(batch: int) -> int:
    waiting = list(
        admit(AccessLog.objects.filter(person__isnull=True))
        .filter(~Exists(admit(AccessEntry.objects.filter(log_id=OuterRef("pk")))))
        .order_by("pk")
        .values_list("pk", "people")[:batch]
    )
    rows = [AccessEntry(log_id=pk, person_id=person) for pk, people in waiting for person in people]
    with writing():
        AccessEntry.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(waiting)


def spread_all() -> None:
    """Spread every list that was shown, before a page tells a person's looks."""
    while spread():
        pass


def references(person_ids: Iterable[int]) -> dict[int, str]:
    """The references of people, for a log that names nobody: they are random and tell nothing."""
    ids = set(person_ids)
    with reads.muted():
        return dict(admit(Person.objects.filter(pk__in=ids)).values_list("pk", "reference")) if ids else {}


def lists_with(person_ids: Any) -> Any:
    """Ids of the looks that showed these people among others, as a subquery."""
    return admit(AccessEntry.objects.filter(person_id__in=person_ids)).values("log_id")
