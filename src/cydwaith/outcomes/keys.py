# SPDX-License-Identifier: AGPL-3.0-or-later
"""From a snapshot's numbers to people, for those who may see the people; and the keeping of new keys.

The sharing clause alone decides: a number whose person one may not see has no answer, as if it were nobody's.
"""

from __future__ import annotations

from collections.abc import Iterable

from cydwaith.kernel import bulk
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.guard import register as register_rule
from cydwaith.outcomes.models import SnapshotKey


def register() -> None:
    """Say how keys become visible."""
    register_rule(SnapshotKey)


def keep(snapshot_id: int, keys: Iterable[tuple[int, int]]) -> int:
    """Keep who is who: (person's id, number). Inside an action; returns how many."""
    return bulk.insert(
        SnapshotKey,
        ("snapshot_id", "person_id", "number"),
        ((snapshot_id, person_id, number) for person_id, number in keys),
    )


def person_ids(actor: Actor, snapshot_id: int, numbers: Iterable[int]) -> dict[int, int]:
    """Number -> person's id, of those whom the actor may see."""
    rows = SnapshotKey.objects.visible_to(actor).filter(snapshot_id=snapshot_id, number__in=list(numbers))
    return dict(rows.values_list("number", "person_id"))


def number_of(actor: Actor, snapshot_id: int, person_id: int) -> int | None:
    """The number of a person whom the actor may see; None where they are not in the snapshot, or not to be seen."""
    rows = SnapshotKey.objects.visible_to(actor).filter(snapshot_id=snapshot_id, person_id=person_id)
    found = rows.values_list("number", "person_id").first()  # with the person, so that the look is told
    return found[0] if found is not None else None
