# SPDX-License-Identifier: AGPL-3.0-or-later
"""The team manager's view of the work: caseloads against their limits, what is overdue, whom an adviser holds.

Counts tell nobody's name; lists do, and are told to the read log. Raises `NotAllowed` for whoever manages no team.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.engines import pathways
from cydwaith.journeys.models import Journey
from cydwaith.journeys.models.journey import NOTHING_DUE
from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.errors import NotAllowed
from cydwaith.kernel.models import User
from cydwaith.kernel.roles import Permission
from cydwaith.partnerships.queries import Worker, workers
from cydwaith.people.queries import Unassigned, held_people, own_organisation, unassigned_people
from cydwaith.people.queries import unassigned as waiting

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class WorkloadRow:
    """One adviser's caseload. `load`: per cent of what the pathways allow for their hours; None without journeys.

    `limit`: how many journeys of the kinds they have would be 100 per cent. `membership_id` None: they do not work
    here any more, and still hold journeys.
    """

    user_id: int
    name: str
    membership_id: int | None
    hours_share: int
    journeys: int
    limit: int | None
    load: int | None
    overdue: int
    this_week: int
    away: bool
    away_until: date | None
    cover: str


@dataclass(frozen=True, slots=True)
class Workload:
    """The team's work. `nobody`: journeys that nobody holds; `unassigned`: people with whom nobody works."""

    rows: tuple[WorkloadRow, ...]
    journeys: int
    overdue: int
    nobody: int
    unassigned: int


@dataclass(frozen=True, slots=True)
class OverdueRow:
    """Something that should have been done for somebody."""

    person_id: int
    reference: str
    name: str
    called: str
    adviser: str
    action: str
    due: date


@dataclass(frozen=True, slots=True)
class Overdue:
    """A page of what is overdue at the organisation, the longest first."""

    rows: tuple[OverdueRow, ...]
    total: int


@dataclass(frozen=True, slots=True)
class HeldRow:
    """Somebody whom an adviser works with; without a journey where none is open in their hands."""

    person_id: int
    reference: str
    name: str
    called: str
    journey_id: int | None = None
    programme: Bilingual | None = None
    stage: str = ""
    last_contact_on: date | None = None
    next_due_on: date | None = None
    overdue: bool = False


def _check(actor: Actor) -> None:
    if not actor.may(Permission.MANAGE_TEAM):
        raise NotAllowed("workload")


def _open(actor: Actor, *joins: str) -> Any:
    return Journey.objects.visible_to(actor, *joins).filter(
        organisation_id=own_organisation(actor), closed_on__isnull=True
    )


@dataclass(slots=True)
class _Counts:
    journeys: int = 0
    overdue: int = 0
    this_week: int = 0
    posts: float = 0.0  # full-time posts that these journeys fill


def _counts(actor: Actor, today: date) -> dict[int | None, _Counts]:
    """What each adviser holds, in one statement over the organisation's open journeys."""
    rows = (
        _open(actor)
        .values("adviser_id", "pathway", "pathway_version")
        .annotate(
            n=Count("pk"),
            late=Count("pk", filter=Q(next_due_on__lt=today)),
            week=Count("pk", filter=Q(next_due_on__gte=today, next_due_on__lte=today + WEEK)),
        )
        .order_by()
    )
    found: dict[int | None, _Counts] = defaultdict(_Counts)
    with reads.muted():  # numbers of a team, nobody's row
        for row in rows:
            one = found[row["adviser_id"]]
            one.journeys += row["n"]
            one.overdue += row["late"]
            one.this_week += row["week"]
            one.posts += row["n"] / pathways.get(row["pathway"], row["pathway_version"]).caseload.limit
    return found


def _row(
    worker: Worker | None, user_id: int, name: str, counts: _Counts, names: dict[int, str]
) -> WorkloadRow:
    share = worker.hours_share if worker else 0
    load = round(counts.posts * 100 * 100 / share) if counts.journeys and share else None
    return WorkloadRow(
        user_id=user_id,
        name=name,
        membership_id=worker.membership_id if worker else None,
        hours_share=share,
        journeys=counts.journeys,
        limit=round(counts.journeys / counts.posts * share / 100) if counts.posts and share else None,
        load=load,
        overdue=counts.overdue,
        this_week=counts.this_week,
        away=bool(worker and worker.away),
        away_until=worker.away_until if worker else None,
        cover=names.get(worker.cover_user_id or 0, "") if worker else "",
    )


def workload(actor: Actor, today: date | None = None) -> Workload:
    """Every adviser and manager with what they hold, by name; who left and still holds journeys comes first.

    Four statements; more where somebody left, or nobody works here.
    """
    _check(actor)
    counts = _counts(actor, today or timezone.localdate())
    team = workers(actor.organisation_id)
    names = {one.user_id: one.name for one in team}
    gone = [user_id for user_id in counts if user_id is not None and user_id not in names]
    left = dict(User.objects.filter(pk__in=gone).values_list("pk", "name")) if gone else {}
    rows = [
        _row(None, pk, name, counts[pk], names) for pk, name in sorted(left.items(), key=lambda one: one[1])
    ]
    rows += [_row(one, one.user_id, one.name, counts.get(one.user_id, _Counts()), names) for one in team]
    return Workload(
        rows=tuple(rows),
        journeys=sum(one.journeys for one in counts.values()),
        overdue=sum(one.overdue for one in counts.values()),
        nobody=counts[None].journeys if None in counts else 0,
        unassigned=_with_nobody(actor, list(names)).count(),
    )


def unassigned(actor: Actor) -> list[Unassigned]:
    """People with whom nobody works and somebody should: see `_with_nobody`. Who waits longest comes first."""
    _check(actor)
    return waiting(actor, among=_with_nobody(actor))


def _with_nobody(actor: Actor, colleagues: list[int] | None = None) -> Any:
    """People with whom nobody works, but those whose every journey here has ended: they need nobody any more."""
    journeys = Journey.objects.visible_to(actor).filter(person_id=OuterRef("pk"))
    return unassigned_people(actor, colleagues=colleagues).filter(
        Exists(journeys.filter(closed_on__isnull=True)) | ~Exists(journeys)
    )


def overdue(actor: Actor, today: date | None = None, *, limit: int = 50, offset: int = 0) -> Overdue:
    """What should have been done, over the whole organisation; one thing a journey. Two statements."""
    _check(actor)
    late = _open(actor, "person").filter(next_due_on__lt=today or timezone.localdate())
    rows = late.order_by("next_due_on", "pk").values_list(
        "person_id", "person__reference", "person__name", "person__called", "adviser__name", "next_due_code",
        "next_due_on",
    )[offset : offset + limit]  # fmt: skip
    found = tuple(
        OverdueRow(
            pk, reference, name, called, adviser or "", _(pathways.MESSAGES[code]) if code else "", due
        )
        for pk, reference, name, called, adviser, code, due in rows
    )
    return Overdue(found, late.count())


def held_by(actor: Actor, user_id: int, today: date | None = None) -> tuple[HeldRow, ...]:
    """Everybody whom an account of the organisation holds, with a journey or without, by name. Two statements.

    One row a journey: who has two of them stands there twice.
    """
    _check(actor)
    day = today or timezone.localdate()
    journeys = (
        _open(actor, "person")
        .filter(adviser_id=user_id)
        .order_by("sort_key", "pk")
        .values(
            "person_id", "pk", "pathway", "pathway_version", "stage", "last_contact_on", "next_due_on",
            reference=F("person__reference"), name=F("person__name"), called=F("person__called"),
            name_en=F("programme__name_en"), name_cy=F("programme__name_cy"),
        )
    )  # fmt: skip
    found = [_held(row, day, actor.language) for row in journeys]
    known = {one.person_id for one in found}
    found += [
        HeldRow(one.person_id, one.reference, one.name, one.called)
        for one in held_people(actor, user_id, but=known)
    ]
    return tuple(found)


def _held(row: dict[str, Any], today: date, language: str) -> HeldRow:
    stage = pathways.get(row["pathway"], row["pathway_version"]).stage(row["stage"])
    due = None if row["next_due_on"] == NOTHING_DUE else row["next_due_on"]
    return HeldRow(
        person_id=row["person_id"],
        reference=row["reference"],
        name=row["name"],
        called=row["called"],
        journey_id=row["pk"],
        programme=Bilingual(row["name_en"], row["name_cy"]),
        stage=stage.staff.in_(language),
        last_contact_on=row["last_contact_on"],
        next_due_on=due,
        overdue=due is not None and due < today,
    )
