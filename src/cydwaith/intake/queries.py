# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was brought in, and how far it is. A batch of another organisation looks absent."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from cydwaith.engines import tables as t
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotAllowed, NotVisible
from cydwaith.kernel.models import User
from cydwaith.kernel.roles import Permission
from cydwaith.partnerships.rules import acting_for
from cydwaith.people.queries import bringing_in as people

from . import rules
from .models import ImportBatch
from .store import Folder, Progress
from .vocabulary import State


@dataclass(frozen=True, slots=True)
class BatchView:
    """One batch as pages show it. `by`: the name of who brought it, empty for the command line."""

    batch_id: int
    organisation_id: int
    file_name: str
    kind: str
    size: int
    state: str
    mode: str
    mapping: dict[str, Any]
    tallies: dict[str, Any]
    failure: str
    language: str
    by: str
    made_at: datetime
    files_until: datetime
    committed_at: datetime | None
    undone_at: datetime | None
    version: int
    folder: Folder

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(State(self.state).label)

    @property
    def at_work(self) -> bool:
        """Whether a job is under way."""
        return self.state in rules.AT_WORK

    @property
    def has_file(self) -> bool:
        """Whether the file is still kept."""
        return self.folder.source.exists()

    @property
    def undo_until(self) -> datetime | None:
        """Until when it can be undone; None where it cannot."""
        if self.state != State.DONE or self.committed_at is None:
            return None
        until = rules.undo_until(self.committed_at)
        return until if until > timezone.now() else None

    @property
    def progress(self) -> Progress | None:
        """How far the work is."""
        return self.folder.progress()

    @property
    def stale(self) -> bool:
        """Whether work that was begun has stopped without a word."""
        if not self.at_work or self.folder.held():
            return False
        found = self.progress
        last = found.at if found else self.made_at.timestamp()
        return time.time() - last > rules.STALE.total_seconds()


def _view(row: ImportBatch, names: dict[int, str]) -> BatchView:
    return BatchView(
        batch_id=row.pk,
        organisation_id=row.organisation_id,
        file_name=row.file_name,
        kind=row.kind,
        size=row.size,
        state=row.state,
        mode=row.mode,
        mapping=row.mapping,
        tallies=row.tallies,
        failure=row.failure,
        language=row.language,
        by=names.get(row.made_by or 0, ""),
        made_at=row.made_at,
        files_until=row.files_until,
        committed_at=row.committed_at,
        undone_at=row.undone_at,
        version=row.version,
        folder=Folder(row.folder),
    )


def own_batches(actor: Actor) -> Any:
    """Batches of the actor's organisation. Raises `NotAllowed` where the role may not import."""
    if not actor.may(Permission.IMPORT):
        raise NotAllowed("intake")
    return ImportBatch.objects.filter(organisation_id=acting_for(actor))


def own_batch(actor: Actor, batch_id: int) -> ImportBatch:
    """One batch of the actor's organisation, for the actions. Raises `NotVisible`."""
    row: ImportBatch | None = own_batches(actor).filter(pk=batch_id).first()
    if row is None:
        raise NotVisible("ImportBatch")
    return row


def batch(actor: Actor, batch_id: int) -> BatchView:
    """One batch. Raises `NotVisible`."""
    row = own_batch(actor, batch_id)
    return _view(row, _names([row]))


def batches(actor: Actor, *, offset: int = 0, limit: int = 25) -> tuple[list[BatchView], int]:
    """The newest batches first, and how many there are."""
    rows = own_batches(actor).order_by("-pk")
    found = list(rows[offset : offset + limit])
    names = _names(found)
    return [_view(row, names) for row in found], rows.count()


def _names(rows: list[ImportBatch]) -> dict[int, str]:
    ids = {row.made_by for row in rows if row.made_by is not None}
    return dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))


@dataclass(frozen=True, slots=True)
class Group:
    """One kind of problem in one column: how often, and the first few places. `key`: how its lines begin."""

    number: int
    key: str
    severity: str
    code: str
    sheet: str
    column: str
    count: int
    examples: tuple[t.Problem, ...]


def problem_key(code: str, severity: str, sheet: str | None, column: str | None) -> str:
    """What the lines of one group begin with in the file of problems."""
    return json.dumps([code, severity, sheet, column])


def groups(found: BatchView) -> list[Group]:
    """What the check found, gravest first, then most frequent. Empty where it was not checked or files are gone."""
    summary = found.folder.read_json(found.folder.summary) or {}
    return [
        Group(
            number,
            problem_key(one["code"], one["severity"], one["sheet"], one["column"]),
            one["severity"],
            one["code"],
            one["sheet"] or "",
            one["column"] or "",
            one["count"],
            tuple(t.Problem.from_json(each) for each in one["examples"]),
        )
        for number, one in enumerate(summary.get("problems", []))
    ]


def places(
    found: BatchView, group: Group, *, offset: int = 0, limit: int = 100
) -> tuple[list[t.Problem], int]:
    """Every problem of one group, in the order of the file: a part of them, and how many are kept."""
    part: list[t.Problem] = []
    count = 0
    try:
        with found.folder.problems.open(encoding="utf-8") as lines:
            for line in lines:
                key, _tab, content = line.partition("\t")
                if key == group.key:
                    if offset <= count < offset + limit:
                        part.append(t.Problem.from_json(json.loads(content)))
                    count += 1
    except FileNotFoundError:
        return [], 0
    return part, count


@dataclass(frozen=True, slots=True)
class Kept:
    """Somebody whom an undo left in place. `named` None: not open to the actor."""

    named: people.Named | None
    why: str  # changed: worked on since; later: a later file added to it


def kept(actor: Actor, found: BatchView, *, offset: int = 0, limit: int = 100) -> tuple[list[Kept], int]:
    """Whom an undo left in place, and how many they are."""
    listed = found.folder.read_json(found.folder.kept) or []
    part = listed[offset : offset + limit]
    names = people.names(actor, [person_id for person_id, _why in part])
    return [Kept(names.get(person_id), why) for person_id, why in part], len(listed)
