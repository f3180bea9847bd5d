# SPDX-License-Identifier: AGPL-3.0-or-later
"""The verbs of bringing in: bring a file, match its columns, check, commit, undo, forget."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.engines import tables as t
from cydwaith.kernel.actions import action, check_version, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Conflict, Invalid
from cydwaith.kernel.roles import Permission
from cydwaith.partnerships.rules import acting_for

from . import committing, remembering, rules, tasks, undoing
from .known import Known
from .lookup import OrganisationLookup
from .models import ImportBatch
from .queries import own_batch
from .reading import reader
from .store import Folder
from .vocabulary import Mode, State

_KINDS = {"xlsx": "xlsx", "csv": "csv"}


def bring_file(*, by: Actor, chunks: Iterable[bytes], name: str) -> int:
    """Keep a file and begin a batch; returns its id. Of `name` only the ending is used, to tell what it may be.

    Raises `ReadProblem` (and keeps nothing) where the file, or the top of one of its sheets, cannot be read.
    """
    folder = Folder(secrets.token_hex(16))
    digest, size = hashlib.sha256(), 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for chunk in chunks:
            digest.update(chunk)
            size += len(chunk)
            yield chunk

    try:
        folder.keep(counted())
        with t.open_workbook(folder.source, filename=name) as book:
            mapping = remembering.propose(acting_for(by), book)
            kind = _KINDS.get(str(book.kind), "csv")
        return _begin(
            by=by, folder=folder.name, kind=kind, size=size, sha256=digest.hexdigest(), mapping=mapping
        )
    except BaseException:
        folder.remove()
        raise


@action("intake.bring", permission=Permission.IMPORT)
def _begin(*, by: Actor, folder: str, kind: str, size: int, sha256: str, mapping: t.Mapping) -> int:
    now = timezone.now()
    today = timezone.localdate()
    here = acting_for(by)
    earlier = ImportBatch.objects.filter(organisation_id=here, made_at__date=today).count()
    row = ImportBatch.objects.create(
        organisation_id=here,
        folder=folder,
        file_name=rules.neutral_name(today, earlier + 1, kind),
        kind=kind,
        size=size,
        sha256=sha256,
        mapping=mapping.as_json(),
        language=by.language,
        made_by=by.user_id,
        made_at=now,
        files_until=now + rules.KEEP,
    )
    wrote(row, changed={"sha256": sha256})
    return row.pk


def earlier_same(actor: Actor, batch_id: int) -> int | None:
    """The batch that brought in the very same bytes before, if there is one."""
    row = own_batch(actor, batch_id)
    done = ImportBatch.objects.filter(
        organisation_id=row.organisation_id, sha256=row.sha256, state=State.DONE, pk__lt=row.pk
    )
    return done.order_by("-pk").values_list("pk", flat=True).first()


def with_constant(mapping: t.Mapping, field_id: str, code: str) -> t.Mapping:
    """A copy with one value for all rows that say none (the programme); an empty code takes it away."""
    constants = {**mapping.constants, field_id: code}
    return replace(mapping, constants={name: value for name, value in constants.items() if value})


@action("intake.match", permission=Permission.IMPORT)
def match(*, by: Actor, batch_id: int, version: int | None, mapping: t.Mapping, finished: bool = True) -> int:
    """Store what the columns and words mean; returns the new version. `finished`: ready to be checked.

    Raises `Conflict` where somebody else changed it meanwhile, and `Invalid` where the batch is past that.
    """
    row = own_batch(by, batch_id)
    if row.state in rules.AT_WORK or row.state in (State.DONE, State.UNDONE):
        raise Invalid.on(
            "", _("This file was brought in already, or is at work now. Choose it again to change more.")
        )
    check_version(row, version, shown=("state",))
    row.mapping = mapping.as_json()
    row.state = State.MAPPED if finished or row.state != State.UPLOADED else State.UPLOADED
    row.failure, row.tallies = "", {}
    row.save()
    if finished:
        with t.open_workbook(Folder(row.folder).source, filename=row.file_name) as book:
            remembering.remember(row.organisation_id, remembering.signature_of(book), mapping)
    wrote(row, changed={"mapping": row.mapping})
    return row.version


@action("intake.begin", permission=Permission.IMPORT)
def begin(*, by: Actor, batch_id: int, work: str, mode: str = "", enqueue: bool = True) -> None:
    """Begin the work that a job will do: `work` is checking, committing or undoing. `enqueue` False: the caller works.

    Raises `Invalid` where the batch does not stand so that this may follow.
    """
    row = own_batch(by, batch_id)
    _refuse_unless(row, work, mode)
    taken = ImportBatch.objects.filter(pk=row.pk, state=row.state, version=row.version)
    if not taken.update(state=work, mode=mode or row.mode, failure="", version=row.version + 1):
        raise Conflict({"state": row.state}, row.version)
    Folder(row.folder).report(work)
    wrote(row, changed={"state": work, "mode": mode})
    if enqueue:
        transaction.on_commit(lambda: tasks.enqueue(work, row.pk, by))


def _refuse_unless(row: ImportBatch, work: str, mode: str) -> None:
    if not rules.may_follow(row.state, work):
        raise Invalid.on("", _("That cannot be done as things stand. Look at the page again."))
    if work != State.UNDOING and not Folder(row.folder).source.exists():
        raise Invalid.on("", _("The file is no longer kept here. Choose it again."))
    if work == State.COMMITTING:
        if mode not in Mode.values:
            raise Invalid.on("mode", _("Choose what to do with rows that have problems."))
        numbers = row.tallies
        if numbers.get("blocked") or (mode == Mode.ALL and numbers.get("bad")):
            raise Invalid.on(
                "mode", _("Some rows have problems. Mend them first, or bring in the good rows only.")
            )
    if work == State.UNDOING and timezone.now() > rules.undo_until(row.committed_at or timezone.now()):
        raise Invalid.on("", _("The 30 days in which this could be undone are over."))


@action("intake.settle", permission=Permission.IMPORT)
def settle(
    *, by: Actor, batch_id: int, state: str, failure: str = "", tallies: dict[str, Any] | None = None
) -> None:
    """End work that wrote nothing: a check, or work that failed."""
    row = own_batch(by, batch_id)
    if not rules.may_follow(row.state, state):
        raise Invalid.on("", _("That cannot be done as things stand. Look at the page again."))
    row.state, row.failure = state, failure
    if tallies is not None:
        row.tallies = tallies
    row.version += 1
    row.save()
    wrote(row, changed={"state": state, "failure": failure})


@action("intake.commit", permission=Permission.IMPORT)
def commit(*, by: Actor, batch_id: int) -> dict[str, int]:
    """Write the batch, all of it or its good rows, in one transaction with its audit rows; returns what was written.

    Raises `ReadProblem`, and `Invalid` (nothing is written) where "all or nothing" met a row with an error.
    """
    row = own_batch(by, batch_id)
    if row.state != State.COMMITTING:
        raise Invalid.on("", _("That cannot be done as things stand. Look at the page again."))
    folder = Folder(row.folder)
    lookup, known = OrganisationLookup(row.organisation_id), Known.of(by)
    mapping = t.Mapping.from_json(row.mapping)
    with reader(folder.source, row.file_name, mapping, known, lookup) as found:
        numbers = committing.write(by, row, found, folder)
    row.state, row.committed_at, row.committed_by = State.DONE, timezone.now(), by.user_id
    row.files_until = row.committed_at + rules.KEEP
    row.tallies = {**row.tallies, "written": dict(numbers)}
    row.audit_until = committing.newest_audit_row()
    row.version += 1
    row.save()
    wrote(row, changed={"state": row.state, **numbers})
    return dict(numbers)


@action("intake.undo", permission=Permission.IMPORT)
def undo(*, by: Actor, batch_id: int) -> dict[str, int]:
    """Take out again what a batch brought in, but for people on whom somebody worked since; returns the numbers."""
    row = own_batch(by, batch_id)
    if row.state != State.UNDOING:
        raise Invalid.on("", _("That cannot be done as things stand. Look at the page again."))
    numbers = undoing.remove(by, row, Folder(row.folder))
    row.state, row.undone_at = State.UNDONE, timezone.now()
    row.files_until = row.undone_at + rules.KEEP
    row.tallies = {**row.tallies, "undone": numbers}
    row.version += 1
    row.save()
    wrote(row, changed={"state": row.state, **numbers})
    transaction.on_commit(Folder(row.folder).forget_content)
    return numbers


@action("intake.forget", permission=Permission.IMPORT)
def forget(*, by: Actor, batch_id: int) -> None:
    """Delete the file of a batch that was not brought in, and the batch with it."""
    row = own_batch(by, batch_id)
    if row.state in rules.AT_WORK or row.committed_at is not None:
        raise Invalid.on("", _("This file was brought in already, or is at work now."))
    wrote(row, changed={"state": "forgotten"})
    transaction.on_commit(Folder(row.folder).remove)
    # Not row.delete(): Django would look for row keys, which are guarded; a batch never brought in has none.
    ImportBatch.objects.filter(pk=row.pk)._raw_delete(using=row._state.db)
