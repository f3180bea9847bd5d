# SPDX-License-Identifier: AGPL-3.0-or-later
"""Undo: what a batch made goes again; whom somebody worked with since stays, and is listed.

"Since" is told by the audit trail: any later row about the person that no import wrote. A person to whom a later file
added something stays too: that file is undone first. What stays, stays whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from cydwaith.journeys import bulk as journeys
from cydwaith.kernel import bulk
from cydwaith.kernel.actions import wrote_about
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.models import AuditRow
from cydwaith.people import actions as people

from .models import ImportBatch, RowKey, RowKind
from .store import Folder, Meter

CHUNK = 2_000  # people looked at together
_KINDS = {RowKind.JOURNEY: "journeys", RowKind.JOB: "jobs", RowKind.CONTACT: "contacts"}
_COLUMNS = ("id", "person_id", "batch_id", "kind", "key", "digest", "object_id", "made")


@dataclass(slots=True)
class _Brought:
    """What a batch brought about one person: row keys by kind."""

    made: bool = False
    keys: list[RowKey] = field(default_factory=list)


def remove(by: Actor, batch: ImportBatch, folder: Folder) -> dict[str, int]:
    """Take the batch out; returns the numbers. Leaves the list of whom it kept in the folder."""
    own = RowKey.objects.visible_to(by).filter(batch_id=batch.pk)
    ids = iter(list(own.order_by("person_id").values_list("person_id", flat=True).distinct()))
    meter = Meter(folder, "undoing", own.values("person_id").distinct().count())
    numbers: Counter[str] = Counter()
    kept: list[tuple[int, str]] = []
    while part := list(islice(ids, CHUNK)):
        kept += _remove_part(by, batch, part, numbers)
        meter.add(len(part))
    numbers["kept"] = len(kept)
    folder.make()
    folder.write_json(folder.kept, kept)
    meter.say()
    return dict(numbers)


def _remove_part(
    by: Actor, batch: ImportBatch, part: list[int], numbers: Counter[str]
) -> list[tuple[int, str]]:
    why = dict(_stay(by, batch, part))
    brought = {pk: found for pk, found in _brought(by, batch, part).items() if pk not in why}
    keys = [key for found in brought.values() for key in found.keys]
    journeys.remove(
        **{name: [key.object_id for key in keys if key.kind == kind] for kind, name in _KINDS.items()}, by=by
    )
    RowKey.objects.visible_to(by).filter(pk__in=[key.pk for key in keys]).delete()
    refused = set(_remove_people(by, [pk for pk, found in brought.items() if found.made]))
    _put_back([key for pk in refused for key in brought[pk].keys if key.kind == RowKind.PERSON])
    for pk, found in brought.items():
        gone = [key for key in found.keys if key.kind != RowKind.PERSON or pk not in refused]
        for key in gone:
            if key.made:
                numbers[key.kind] += 1
        wrote_about("intake.importbatch", object_id=batch.pk, person_id=pk, changed={"removed": len(gone)})
    return sorted([*why.items(), *((pk, "changed") for pk in refused)])


def _brought(by: Actor, batch: ImportBatch, part: Sequence[int]) -> dict[int, _Brought]:
    found: dict[int, _Brought] = {}
    for key in RowKey.objects.visible_to(by).filter(batch_id=batch.pk, person_id__in=part):
        one = found.setdefault(key.person_id, _Brought())
        one.keys.append(key)
        one.made |= key.kind == RowKind.PERSON and key.made
    return found


def _stay(by: Actor, batch: ImportBatch, part: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Who stays, and why."""
    later = RowKey.objects.visible_to(by).filter(batch_id__gt=batch.pk, person_id__in=part)
    for person_id in later.values_list("person_id", flat=True).distinct():
        yield person_id, "later"
    since = set(
        AuditRow.objects.filter(pk__gt=batch.audit_until, person_id__in=part)
        .exclude(verb__startswith="intake.")
        .values_list("person_id", flat=True)
    )
    yield from ((person_id, "changed") for person_id in part if person_id in since)


def _remove_people(by: Actor, ids: list[int]) -> list[int]:
    """Removes people; returns those whom `people` would not let go."""
    return people.remove_people_bulk(by=by, person_ids=ids) if ids else []


def _put_back(keys: Sequence[RowKey]) -> None:
    """Row keys of people who stay after all, so that the same file does not bring them twice."""
    if keys:
        bulk.insert(RowKey, _COLUMNS, [tuple(getattr(key, name) for name in _COLUMNS) for key in keys])
