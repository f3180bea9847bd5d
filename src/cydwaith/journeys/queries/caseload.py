# SPDX-License-Identifier: AGPL-3.0-or-later
"""The caseload as a table: one row a journey, 25 of them read off an index in the order asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from cydwaith.engines import pathways
from cydwaith.journeys.models import NOTHING_DUE, Journey
from cydwaith.journeys.queries.common import (
    action_words,
    due_day,
    in_my_hands,
    open_journeys,
    urgency_of,
)
from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Category
from cydwaith.partnerships.queries import programmes_and_team
from cydwaith.people.queries import own_organisation, search
from cydwaith.people.queries.columns import needs_column, needs_words
from cydwaith.people.queries.gathering import also_read
from cydwaith.people.queries.shared import shared_people_ids

SEEN_AHEAD = 500
"""How far behind the page rows are counted: a total beyond it is "more than", so that no page counts thousands."""
FEW = 500
"""Up to so many people shared with the actor are looked up one by one; more are met on the way along an index."""
FOUND = 100
WEEK = timedelta(days=7)
SORTS: dict[str, str] = {
    "due": "next_due_on",
    "name": "sort_key",
    "stage": "stage",
    "since": "stage_since",
    "contact": "last_contact_on",
}
ON_AN_INDEX = ("next_due_on", "sort_key")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseloadFilter:
    """What to show. `scope`: "own", "team", "shared" (kept by other organisations), "closed".

    `due`: "", "overdue", "today", "this_week" or "none". `adviser` 0: held by nobody. `text`: part of a name, a date of
    birth or a reference.
    """

    text: str = ""
    adviser: int | None = None
    programme: int | None = None
    stage: str = ""
    due: str = ""
    scope: str = "own"


@dataclass(frozen=True, slots=True)
class CaseloadRow:
    """One journey. `needs` in words, () where none or not open. `stage_long`: longer at its stage than is usual.

    `holder`: the organisation, as partners call it.
    """

    journey_id: int
    person_id: int
    reference: str
    name: str
    called: str
    needs: tuple[str, ...]
    programme: Bilingual
    stage_code: str
    stage: str
    stage_since: date
    stage_long: bool
    adviser_name: str
    last_contact_on: date | None
    next_due_on: date | None
    action: str
    urgency: str
    holder: Bilingual
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Caseload:
    """A page of the table. `total`: how many rows there are; at least so many where `more`."""

    rows: tuple[CaseloadRow, ...]
    total: int
    more: bool


_COLUMNS = (
    "pk", "person_id", "person__reference", "person__name", "person__called", "programme__name_en",
    "programme__name_cy", "pathway", "pathway_version", "stage", "stage_since", "adviser__name", "last_contact_on",
    "next_due_on", "next_due_code", "organisation__name_en", "organisation__name_cy", "closed_on",
)  # fmt: skip


def caseload(
    actor: Actor,
    asked: CaseloadFilter | None = None,
    *,
    sort: str = "due",
    descending: bool = False,
    offset: int = 0,
    limit: int = 25,
    today: date | None = None,
) -> Caseload:
    """A page of the journeys that the actor may see, narrowed and sorted. Two statements, more with `text` or shared.

    An unknown sort is that by what is due. Rows of the same value stand in the order of their names.
    """
    day, wanted = today or timezone.localdate(), asked or CaseloadFilter()
    narrowed = _narrowed(actor, wanted, day)
    order = SORTS.get(sort, "next_due_on")
    key = F(order).desc(nulls_last=True) if descending else F(order).asc(nulls_first=True)
    if order in ON_AN_INDEX:  # never null: the plain order is that of an index
        key = F(order).desc() if descending else F(order).asc()
    shown = narrowed("person")
    if (
        order not in ON_AN_INDEX
    ):  # the columns below are worked out for this page alone, not for all that is sorted
        page = narrowed().order_by(key, "pk").values("pk")[offset : offset + limit]
        shown, offset_of_page = Journey.objects.visible_to(actor, "person").filter(pk__in=page), 0
    else:
        offset_of_page = offset
    columns = shown.annotate(needs=needs_column(actor)).order_by(key, "pk").values_list(*_COLUMNS, "needs")
    rows = list(columns[offset_of_page : offset_of_page + limit])
    own = wanted.scope != "shared"
    ahead = offset + SEEN_AHEAD
    total = narrowed().order_by()[: ahead + 1].count()
    if any(row[-1] for row in rows):
        also_read(Category.NEEDS, rows)
    return Caseload(
        rows=tuple(_row(actor, row[:-1], needs_words(row[-1]), day, own=own) for row in rows),
        total=min(total, ahead),
        more=total > ahead,
    )


def _narrowed(actor: Actor, wanted: CaseloadFilter, day: date) -> Any:
    """A function that gives the rows asked for, with the joins given: for the page, and without any for the count."""
    where = _due(wanted.due, day)
    if wanted.programme is not None:
        where &= Q(programme_id=wanted.programme)
    if wanted.stage:
        where &= Q(stage=wanted.stage)
    if wanted.adviser is not None:
        where &= Q(adviser_id=wanted.adviser) if wanted.adviser else Q(adviser_id__isnull=True)
    if wanted.text.strip():
        with reads.muted():  # who is shown is told by the rows below
            found = search(actor, wanted.text, limit=FOUND)
        where &= Q(person_id__in=[one.person_id for one in found.people])
    match wanted.scope:
        case "team":
            return lambda *joins: open_journeys(actor, *joins).filter(where)
        case "shared":
            where &= _shared(actor)
            return lambda *joins: Journey.objects.visible_to(actor, *joins).filter(where)
        case "closed":
            ended = Q(organisation_id=actor.organisation_id, closed_on__isnull=False)
            if not actor.may(Permission.MANAGE_TEAM):
                ended &= Q(adviser_id=actor.user_id)
            return lambda *joins: Journey.objects.visible_to(actor, *joins).filter(where & ended)
    where &= Q(adviser_id__in=in_my_hands(actor, day))
    return lambda *joins: open_journeys(actor, *joins).filter(where)


def _shared(actor: Actor) -> Q:
    """Open journeys with other organisations. Few people: by name. Many: met soon along the order of the list."""
    ids = shared_people_ids(actor, Category.JOBS, limit=FEW + 1)
    elsewhere = Q(closed_on__isnull=True) & ~Q(organisation_id=actor.organisation_id)
    return elsewhere if len(ids) > FEW else elsewhere & Q(person_id__in=ids)


def _due(due: str, day: date) -> Q:
    match due:
        case "overdue":
            return Q(next_due_on__lt=day)
        case "today":
            return Q(next_due_on=day)
        case "this_week":
            return Q(next_due_on__gt=day, next_due_on__lte=day + WEEK)
        case "none":
            return Q(next_due_on=NOTHING_DUE)
    return Q()


def _row(actor: Actor, row: tuple[Any, ...], needs: tuple[str, ...], day: date, *, own: bool) -> CaseloadRow:
    """`own`: of the actor's organisation. To others, what is due would tell of contacts, plan and reviews."""
    (
        pk, person_id, reference, name, called, programme_en, programme_cy, pathway_code, version, stage_code, since,
        adviser, last_contact_on, next_due_on, code, holder_en, holder_cy, closed_on,
    ) = row  # fmt: skip
    pathway = pathways.get(pathway_code, version)
    stage, due = pathway.stage(stage_code), due_day(next_due_on) if own else None
    return CaseloadRow(
        journey_id=pk,
        person_id=person_id,
        reference=reference,
        name=name,
        called=called,
        needs=needs,
        programme=Bilingual(programme_en, programme_cy),
        stage_code=stage_code,
        stage=stage.staff.in_(actor.language),
        stage_since=since,
        stage_long=bool(stage.clock_days and since + timedelta(days=stage.clock_days) < day),
        adviser_name=adviser or "",
        last_contact_on=last_contact_on if own else None,
        next_due_on=due,
        action=action_words(code) if own else "",
        urgency=urgency_of(due, day),
        holder=Bilingual(holder_en, holder_cy),
        closed_on=closed_on,
    )


@dataclass(frozen=True, slots=True)
class CaseloadChoices:
    """What one may narrow by: (value, words) each."""

    programmes: tuple[tuple[int, str], ...]
    stages: tuple[tuple[str, str], ...]
    advisers: tuple[tuple[int, str], ...]


def caseload_choices(actor: Actor, today: date | None = None) -> CaseloadChoices:
    """Programmes and stages of the organisation, and for a manager who works there. One statement."""
    day = today or timezone.localdate()
    programmes, advisers = programmes_and_team(
        own_organisation(actor), day, team=actor.may(Permission.MANAGE_TEAM)
    )
    stages: dict[str, str] = {}
    for code in sorted({pathway for _name, pathway in programmes.values()}):
        for stage in pathways.get(code).stages:
            stages.setdefault(stage.code, stage.staff.in_(actor.language))
    names = {pk: name.in_language(actor.language) for pk, (name, _pathway) in programmes.items()}
    return CaseloadChoices(_by_words(names), tuple(stages.items()), _by_words(advisers))


def _by_words(found: dict[int, str]) -> tuple[tuple[int, str], ...]:
    return tuple(sorted(found.items(), key=lambda one: one[1].casefold()))
