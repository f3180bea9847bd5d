# SPDX-License-Identifier: AGPL-3.0-or-later
"""Jobs: a snapshot of a partnership and every rulebook counted over it. Each rulebook stands for itself: where one
cannot be counted the others are, and the pages go on showing what was counted before."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextvars import Context
from datetime import date
from typing import Any

from django.utils import timezone, translation
from django_tasks import task

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships.queries.figures import partnership_names
from cydwaith.people import actions as people
from cydwaith.people import linking

from . import counting, rules

log = logging.getLogger("cydwaith.outcomes")

SITE = Actor(role=Role.OPERATOR, purpose=Purpose.COUNT_RESULTS)
"""Who counts every night: the site itself, nobody by name."""


def enqueue(partnership_id: int, by: Actor) -> None:
    """Leave counting to the worker, to be done as the actor who asked for it."""
    run.enqueue(
        partnership_id,
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
def run(partnership_id: int, actor: dict[str, Any]) -> None:
    """Count a partnership. It begins with nothing of what surrounded the asking: no page, no action."""
    by = Actor(**{**actor, "role": Role(actor["role"]), "purpose": Purpose(actor["purpose"])})
    Context().run(_in_language, partnership_id, by)


def _in_language(partnership_id: int, by: Actor) -> None:
    with translation.override(by.language):
        count_anew(partnership_id, by)


NIGHT = range(1, 6)
"""Hours of the day in which counting is in nobody's way."""


def count_tonight() -> int:
    """Count, at night, each partnership whose newest facts are of an earlier day; returns how many. It comes round by
    itself: twice in one night it finds nothing left to do."""
    from .models import Snapshot

    now = timezone.localtime()
    if now.hour not in NIGHT:
        return 0
    fresh = set(Snapshot.objects.filter(as_of__gte=now.date()).values_list("partnership_id", flat=True))
    due = [pk for pk in partnership_names() if pk not in fresh]
    for partnership_id in due:
        count_anew(partnership_id, SITE)
    return len(due)


def count_all() -> int:
    """Count every partnership of the site, as happens every night; returns how many."""
    names = partnership_names()
    for partnership_id in names:
        count_anew(partnership_id, SITE)
    return len(names)


def take_snapshot(partnership_id: int, by: Actor) -> int:
    """Take a snapshot of a partnership's facts as they are now; returns its id."""
    from . import actions, facts_store, snapshots

    folder, as_of = facts_store.new_folder(), timezone.localdate()
    target = facts_store.path_of(folder)
    target.parent.mkdir(parents=True, exist_ok=True)
    link_anew(partnership_id, by)
    made = snapshots.write(target, partnership_id=partnership_id, links=linking.groups(partnership_id))
    try:
        digest = facts_store.seal(target, as_of=as_of)
        people = zip(made.keys["person_id"].to_pylist(), made.keys["number"].to_pylist(), strict=True)
        return actions.keep_snapshot(
            by=by,
            partnership_id=partnership_id,
            folder=folder,
            as_of=as_of,
            manifest_sha256=digest,
            rows=dict(made.rows),
            people=people,
        )
    except BaseException:
        facts_store.remove(folder)
        raise


def link_anew(partnership_id: int, by: Actor) -> None:
    """Look again for records that are one human, so that nobody is counted twice."""
    people.keep_links(by=by, partnership_id=partnership_id, found=linking.search(partnership_id))


def count_anew(partnership_id: int, by: Actor) -> int:
    """A new snapshot, and every rulebook over it by quarter and by year; returns the snapshot's id."""
    snapshot_id = take_snapshot(partnership_id, by)
    count_over(snapshot_id, by)
    return snapshot_id


def count_over(snapshot_id: int, by: Actor) -> tuple[int, ...]:
    """Every rulebook over a snapshot that there is, by quarter and by year; returns the runs' ids."""
    from . import actions
    from .models import Snapshot

    snapshot = Snapshot.objects.get(pk=snapshot_id)
    runs = []
    spans = counting.contract_spans(snapshot.partnership_id or 0, snapshot.as_of)
    try:
        with counting.opened(snapshot) as engine:
            for book in counting.rulebooks().values():
                for step in counting.STEPS:
                    first, last = counting.span(step, snapshot.as_of)
                    if (
                        book.name == counting.CONTRACTED[0] and step == "quarter"
                    ):  # as far back as contracts go
                        first = min([first, *(rules.quarter_of(begin) for begin, _end in spans)])
                    asked = counting.Asked(book.name, book.version, step, first, last)
                    runs.append(_count_one(engine, asked, snapshot, by))
            runs += [_count_one(engine, asked, snapshot, by) for asked in _by_contract(spans)]
    except counting.NotCountedError as error:
        for book in counting.rulebooks().values():
            asked = counting.Asked(
                book.name, book.version, "quarter", *counting.span("quarter", snapshot.as_of)
            )
            runs.append(
                actions.keep_run(
                    by=by, snapshot_id=snapshot_id, asked=asked, failure=error.code, failure_at=error.where
                )
            )
    return tuple(runs)


def _by_contract(spans: tuple[tuple[date, date], ...]) -> Iterator[counting.Asked]:
    """What is counted over each contract as a whole, by programme."""
    if not spans:
        return
    for name in counting.CONTRACTED:
        if book := counting.rulebooks().get(name):
            first, last = min(spans)[0], max(end for _begin, end in spans)
            yield counting.Asked(
                name, book.version, counting.CONTRACT, first, last, (("programme",),), spans=spans
            )


def _count_one(engine: Any, asked: counting.Asked, snapshot: Any, by: Actor) -> int:
    from . import actions

    begun = time.monotonic()
    found: tuple[Any, ...] = ()
    code = where = ""
    try:
        found = counting.figures(engine, asked, as_of=snapshot.as_of, snapshot=snapshot.manifest_sha256)
    except counting.NotCountedError as error:
        code, where = error.code, error.where
    except Exception:
        # The log keeps the type and the frames, never the text: it could hold what a record said.
        log.exception("A rulebook could not be counted", extra={"safe": {"rulebook": asked.rulebook}})
        code = "failed"
    return actions.keep_run(
        by=by,
        snapshot_id=snapshot.pk,
        asked=asked,
        found=found,
        failure=code,
        failure_at=where,
        milliseconds=round((time.monotonic() - begun) * 1000),
    )
