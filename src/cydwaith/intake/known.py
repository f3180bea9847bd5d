# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an organisation has here already, as far as an import must know: row keys, NHS numbers, open journeys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cydwaith.journeys import bulk as journeys
from cydwaith.kernel.actor import Actor
from cydwaith.people.queries import bringing_in as people

from .models import RowKey, RowKind


@dataclass(frozen=True, slots=True)
class KnownRow:
    """What a row key stands for: whose it is, which record, and the digest of what the row said."""

    person_id: int
    object_id: int
    digest: str


@dataclass(slots=True)
class Known:
    """What is looked up while a file is read. Row keys and open journeys are read once and kept (some 200 bytes
    for each row that was ever brought in); people are asked for a chunk of records at a time."""

    actor: Actor
    rows: dict[str, dict[str, KnownRow]] = field(default_factory=dict)
    open_journeys: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def of(cls, actor: Actor) -> Known:
        """Read what is known of the actor's organisation."""
        found = cls(actor, {kind.value: {} for kind in RowKind})
        keys = RowKey.objects.visible_to(actor).values_list("kind", "key", "person_id", "object_id", "digest")
        for kind, key, person_id, object_id, digest in keys.iterator(chunk_size=10_000):
            found.rows[kind][key] = KnownRow(person_id, object_id, digest)
        found.open_journeys = journeys.open_journeys(by=actor)
        return found

    def row(self, kind: str, key: str) -> KnownRow | None:
        """What a key stands for, None where it never came in."""
        return self.rows[kind].get(key)

    def nhs(self, numbers: Iterable[str]) -> dict[str, people.Holder]:
        """NHS number -> who has it here."""
        return people.nhs_holders(self.actor, numbers)

    def changeable(self, person_ids: Iterable[int]) -> set[int]:
        """Which people the actor may add to."""
        return people.changeable(self.actor, person_ids)
