# SPDX-License-Identifier: AGPL-3.0-or-later
"""The commit: a chunk of judged people at a time, through the bulk writers of `people` and `journeys`.

Called inside the action's transaction, so nothing of it stands before all of it does. Besides the records it leaves a
row key for each thing that came in, and one audit row for each source row that brought something.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.journeys import bulk as journeys
from cydwaith.kernel import audit, bulk
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.models import AuditRow
from cydwaith.people import actions as people
from cydwaith.people.shapes import NewPerson

from .checking import count, none_yet
from .models import ImportBatch, RowKey, RowKind
from .reading import Judged, Part, Reader
from .rules import content_digest
from .store import Folder, Meter
from .vocabulary import Mode

_ROW_KEY = ("person_id", "batch_id", "kind", "key", "digest", "object_id", "made")
_AUDIT = (
    "at", "verb", "user_id", "organisation_id", "partnership_id", "role", "purpose", "object_type", "object_id",
    "person_id", "salt", "digests",
)  # fmt: skip
VERB = "intake.commit"


def newest_audit_row() -> int:
    """The id of the newest audit row: what comes later was written after the batch."""
    return AuditRow.objects.aggregate(newest=Max("pk"))["newest"] or 0


def write(by: Actor, batch: ImportBatch, found: Reader, folder: Folder) -> Counter[str]:
    """Write everything that may be written; returns the numbers. Raises `Invalid` as `actions.commit` says."""
    numbers = none_yet()
    folder.report("reading")
    found.plan.prepare()
    meter = Meter(folder, "committing", found.plan.total_rows)
    if found.plan.blocked:
        raise Invalid.on(
            "", _("The columns of this file cannot be read as they were matched. Check it again.")
        )
    for chunk in found.chunks():
        for one in chunk:
            count(numbers, one)
        if batch.mode == Mode.ALL and numbers["bad"]:
            raise Invalid.on(
                "", _("Rows that were good when they were checked are no longer. Check the file again.")
            )
        _write_chunk(by, batch, [one for one in chunk if one.ok])
        meter.add(sum(len(one.record.rows) for one in chunk))
    meter.say()
    return numbers


def _write_chunk(by: Actor, batch: ImportBatch, chunk: Sequence[Judged]) -> None:
    keys: list[tuple[Any, ...]] = []

    def remember(
        kind: RowKind, person_id: int, key: str, digest: str, object_id: int, *, made: bool = True
    ) -> None:
        keys.append((person_id, batch.pk, kind.value, key, digest, object_id, made))

    working = [one for one in chunk if one.new or one.recognised]
    _write_people(by, working)
    for one in working:
        if one.person_id is not None and (one.recognised or one.person):
            remember(
                RowKind.PERSON, one.person_id, one.key, one.digest, one.person_id, made=not one.recognised
            )
    journey_ids = _write_journeys(by, working)
    _write_jobs(by, working, journey_ids)
    _write_contacts(by, working, journey_ids)
    touched = {_journey_of(one, part, journey_ids) for one in working for part in (*one.jobs, *one.contacts)}
    journeys.settle_journeys([pk for pk in touched if pk is not None], by=by)
    for one in working:
        for kind, made in (
            (RowKind.JOURNEY, one.journeys),
            (RowKind.JOB, one.jobs),
            (RowKind.CONTACT, one.contacts),
        ):
            for part in made:
                remember(kind, one.person_id or 0, part.key, part.digest, part.object_id)
    bulk.insert(RowKey, _ROW_KEY, keys)
    bulk.insert(AuditRow, _AUDIT, _audit_rows(by, batch, working))


def _write_people(by: Actor, chunk: Sequence[Judged]) -> None:
    new = [one for one in chunk if one.person_id is None]
    if not new:
        return
    ids = people.add_people_bulk(by=by, people=[NewPerson(**one.person, since=_moment(one)) for one in new])
    for one, person_id in zip(new, ids, strict=True):
        one.person_id = person_id


def _moment(one: Judged) -> datetime | None:
    """The organisation is involved from the first day that the file knows of."""
    if one.since is None:
        return None
    return timezone.make_aware(datetime.combine(one.since, time.min))


def _write_journeys(by: Actor, chunk: Sequence[Judged]) -> dict[tuple[int, str], int]:
    """Writes the journeys; (person, key of the item) -> journey."""
    waiting = [(one, part) for one in chunk for part in one.journeys]
    rows = [journeys.NewJourney(person_id=one.person_id or 0, **part.values) for one, part in waiting]
    ids = journeys.add_journeys(rows, by=by) if rows else []
    found: dict[tuple[int, str], int] = {}
    for (one, part), journey_id in zip(waiting, ids, strict=True):
        part.object_id = journey_id
        found[one.person_id or 0, part.item_key] = journey_id
    return found


def _journey_of(one: Judged, part: Part, made: dict[tuple[int, str], int]) -> int | None:
    if part.parent_id is not None or part.parent is None:
        return part.parent_id
    return made.get((one.person_id or 0, part.parent))


def _write_jobs(by: Actor, chunk: Sequence[Judged], made: dict[tuple[int, str], int]) -> None:
    waiting = [(one, part) for one in chunk for part in one.jobs]
    rows = [
        journeys.NewJob(
            person_id=one.person_id or 0,
            journey_id=_journey_of(one, part, made),
            terms=tuple(journeys.NewTerms(**terms) for terms in part.terms),
            **part.values,
        )
        for one, part in waiting
    ]
    ids = journeys.add_jobs(rows, by=by, settle=False) if rows else []
    for (_one, part), job_id in zip(waiting, ids, strict=True):
        part.object_id = job_id


def _write_contacts(by: Actor, chunk: Sequence[Judged], made: dict[tuple[int, str], int]) -> None:
    waiting = [(one, part) for one in chunk for part in one.contacts]
    rows = [
        journeys.NewContact(
            person_id=one.person_id or 0, journey_id=_journey_of(one, part, made), **part.values
        )
        for one, part in waiting
    ]
    ids = journeys.add_contacts(rows, by=by, settle=False) if rows else []
    for (_one, part), contact_id in zip(waiting, ids, strict=True):
        part.object_id = contact_id


def _audit_rows(by: Actor, batch: ImportBatch, chunk: Sequence[Judged]) -> Iterator[tuple[Any, ...]]:
    """One for each source row: where it stood and what it said, as salted digests."""
    now = timezone.now()
    for one in chunk:
        for row in one.record.rows:
            salt = secrets.token_hex(8)
            content = content_digest({str(index): value for index, value in enumerate(row.values)})
            digests = audit.digests({"place": f"{row.sheet}!{row.number}", "content": content}, salt)
            yield (
                now, VERB, by.user_id, by.organisation_id, None, by.role.value, by.purpose.value,
                "intake.importbatch", batch.pk, one.person_id, salt, digests,
            )  # fmt: skip
