# SPDX-License-Identifier: AGPL-3.0-or-later
"""Keeping a snapshot and what was counted over it. The counting itself is a task: it takes its time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from cydwaith.engines.measures import facts
from cydwaith.kernel.actions import action, wrote, wrote_about
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Permission
from cydwaith.outcomes import counting, keys, policy, tasks
from cydwaith.outcomes.models import FigureRow, Run, Snapshot
from cydwaith.outcomes.vocabulary import RunState

if TYPE_CHECKING:
    from cydwaith.engines.measures.figure import Figure

COUNTS = (Permission.PREPARE_RETURN, Permission.OPERATE_SITE)
"""Somebody at a partnership's lead body, or the site itself every night."""


def _may(by: Actor, partnership_id: int) -> None:
    """Raise `NotVisible` unless the actor's organisation answers for the partnership, or the site acts."""
    if not by.may(Permission.OPERATE_SITE):
        policy.answered_place(by, partnership_id)


@action("outcomes.ask_count", permission=Permission.PREPARE_RETURN)
def ask_count(*, by: Actor, partnership_id: int) -> None:
    """Have a new snapshot taken of a partnership and everything counted over it, in the background.

    Raises `NotVisible`.
    """
    _may(by, partnership_id)
    wrote_about("outcomes.snapshot", partnership_id=partnership_id)
    tasks.enqueue(partnership_id, by)


@action("outcomes.keep_snapshot", permission=COUNTS)
def keep_snapshot(
    *,
    by: Actor,
    partnership_id: int,
    folder: str,
    as_of: date,
    manifest_sha256: str,
    rows: dict[str, int],
    people: Iterable[tuple[int, int]] = (),
) -> int:
    """Keep that a folder of facts was made, and who is who in it: (person's id, number). Returns the snapshot's id.

    Raises `NotVisible`.
    """
    _may(by, partnership_id)
    made = Snapshot.objects.create(
        partnership_id=partnership_id,
        folder=folder,
        as_of=as_of,
        manifest_sha256=manifest_sha256,
        schema_version=facts.VERSION,
        rows=rows,
        made_by=by.user_id,
    )
    keys.keep(made.pk, people)
    wrote(made, changed={"manifest": manifest_sha256}, partnership_id=partnership_id)
    return made.pk


@action("outcomes.keep_run", permission=COUNTS)
def keep_run(
    *,
    by: Actor,
    snapshot_id: int,
    asked: counting.Asked,
    found: Sequence[Figure] = (),
    failure: str = "",
    failure_at: str = "",
    milliseconds: int = 0,
) -> int:
    """Keep what was counted, or why it could not be; returns the run's id. What was counted is what pages show now.

    Raises `NotVisible`.
    """
    snapshot = Snapshot.objects.get(pk=snapshot_id)
    partnership_id = snapshot.partnership_id or 0
    _may(by, partnership_id)
    done = not failure
    if done:
        Run.objects.filter(
            partnership_id=partnership_id, rulebook=asked.rulebook, step=asked.step, current=True
        ).update(current=False)
    made = Run.objects.create(
        snapshot=snapshot,
        partnership_id=partnership_id,
        rulebook=asked.rulebook,
        version=asked.version,
        step=asked.step,
        first_day=asked.first_day,
        last_day=asked.last_day,
        grouping=[list(one) for one in asked.by],
        options=dict(asked.options or {}),
        state=RunState.DONE if done else RunState.FAILED,
        failure=failure,
        failure_at=failure_at,
        current=done,
        milliseconds=milliseconds,
        made_by=by.user_id,
    )
    FigureRow.objects.bulk_create((counting.as_row(one, made.pk) for one in found), batch_size=500)
    changed: dict[str, Any] = {"rulebook": asked.rulebook, "version": asked.version, "failure": failure}
    wrote(made, changed=changed, partnership_id=partnership_id)
    return made.pk
