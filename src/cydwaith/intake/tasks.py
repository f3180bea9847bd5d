# SPDX-License-Identifier: AGPL-3.0-or-later
"""Jobs: fetch and delegate. What goes wrong is kept as a code: a message could hold what a file said."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextvars import Context
from typing import Any

from django.utils import timezone, translation
from django_tasks import task

from cydwaith.engines import tables as t
from cydwaith.kernel import bulk
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships.queries import bringing_in

from .models import ImportBatch
from .store import Folder
from .vocabulary import State

log = logging.getLogger("cydwaith.intake")


def enqueue(work: str, batch_id: int, by: Actor) -> None:
    """Leave work to the worker, to be done as the actor who asked for it."""
    run.enqueue(
        work,
        batch_id,
        {
            "role": by.role.value,
            "purpose": by.purpose.value,
            "user_id": by.user_id,
            "organisation_id": by.organisation_id,
            "membership_id": by.membership_id,
            "language": by.language,
        },
    )


@task()
def run(work: str, batch_id: int, actor: dict[str, Any]) -> None:
    """Check, commit or undo a batch. It begins with nothing of what surrounded the asking: no page, no action."""
    by = Actor(**{**actor, "role": Role(actor["role"]), "purpose": Purpose(actor["purpose"])})
    Context().run(_in_language, work, batch_id, by)


def _in_language(work: str, batch_id: int, by: Actor) -> None:
    from . import actions

    with translation.override(by.language):
        if by.user_id is not None and not bringing_in.is_manager(by.user_id, by.organisation_id or 0):
            after = _AFTER_FAILURE[State(work)]
            actions.settle(by=by, batch_id=batch_id, state=after, failure="not-allowed")
        else:
            perform(State(work), batch_id, by)


def perform(work: State, batch_id: int, by: Actor) -> str:
    """Do the work and settle the batch whatever happens; returns the failure's code, empty where all went well."""
    from . import actions, queries

    try:
        found = queries.batch(by, batch_id)
    except NotVisible:
        return "file-gone"
    if found.state != work:
        return ""  # somebody else did it, or it was put right meanwhile
    with found.folder.working() as mine:
        if not mine:
            return ""
        try:
            with bulk.roomy():
                _WORK[work](by, found)
        except t.ReadProblem as error:
            found.folder.write_json(found.folder.failure, error.problem.as_json())
            code = error.code
        except FileNotFoundError:
            code = "file-gone"
        except Invalid:
            code = "changed-meanwhile"
        except Exception:
            # The site's log keeps the type and the frames, never the text: it could hold what a file said.
            log.exception("An import failed", extra={"safe": {"batch": batch_id, "work": str(work)}})
            code = "failed"
        else:
            return ""
        actions.settle(by=by, batch_id=batch_id, state=_AFTER_FAILURE[work], failure=code)
        return code


def _check(by: Actor, found: Any) -> None:
    from . import actions, checking
    from .known import Known
    from .lookup import OrganisationLookup
    from .reading import reader

    mapping = t.Mapping.from_json(found.mapping)
    lookup, known = OrganisationLookup(found.organisation_id), Known.of(by)
    with reader(found.folder.source, found.file_name, mapping, known, lookup) as opened:
        outcome = checking.check(opened, found.folder)
    actions.settle(by=by, batch_id=found.batch_id, state=State.CHECKED, tallies=dict(outcome.numbers))


def _commit(by: Actor, found: Any) -> None:
    from . import actions

    actions.commit(by=by, batch_id=found.batch_id)


def _undo(by: Actor, found: Any) -> None:
    from . import actions

    actions.undo(by=by, batch_id=found.batch_id)


_WORK: dict[State, Callable[[Actor, Any], None]] = {
    State.CHECKING: _check,
    State.COMMITTING: _commit,
    State.UNDOING: _undo,
}
_AFTER_FAILURE = {State.CHECKING: State.FAILED, State.COMMITTING: State.CHECKED, State.UNDOING: State.DONE}


def recover(by: Actor, batch_id: int) -> bool:
    """Settle a batch whose work stopped without a word (its host went down); returns whether it was so."""
    from . import actions, queries

    found = queries.batch(by, batch_id)
    if not found.stale:
        return False
    actions.settle(by=by, batch_id=batch_id, state=_AFTER_FAILURE[State(found.state)], failure="stopped")
    return True


def forget_old() -> int:
    """Delete the files of batches whose 30 days are over; returns how many folders went. Runs by itself."""
    gone = 0
    for name in ImportBatch.objects.filter(files_until__lt=timezone.now()).values_list("folder", flat=True):
        folder = Folder(name)
        if folder.path.exists():
            folder.remove()
            gone += 1
    return gone
