# SPDX-License-Identifier: AGPL-3.0-or-later
"""The caseload by stage: one column a stage, the longest there first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from cydwaith.engines import pathways
from cydwaith.journeys.queries.common import action_words, due_day, in_my_hands, open_journeys, urgency_of
from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.prepared import DAY, Prepared, given

CARDS = 25
"""Most cards shown in a column; the rest is in the table."""


@dataclass(frozen=True, slots=True)
class Card:
    """One journey. `days` at this stage; `over`: longer than is usual; `next`: (stage, words) one may go to."""

    journey_id: int
    person_id: int
    reference: str
    name: str
    called: str
    stage_since: date
    days: int
    over: bool
    action: str
    due: date | None
    urgency: str
    next: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One stage. `count`: journeys at it; `over`: those longer there than is usual; `limit`: days that are usual."""

    stage: str
    label: str
    count: int
    over: int
    limit: int | None
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """One programme's board. `programmes`: (id, name) of those with open journeys, most first."""

    programmes: tuple[tuple[int, str], ...]
    programme_id: int | None
    columns: tuple[Column, ...]


_COLUMNS = (
    "pk", "person_id", "person__reference", "person__name", "person__called", "stage", "stage_since", "next_due_on",
    "next_due_code",
)  # fmt: skip


def board(
    actor: Actor, programme_id: int | None = None, *, scope: str = "own", today: date | None = None
) -> Board:
    """The board of a programme: the actor's own journeys, or with `scope` "team" the whole organisation's.

    `programme_id` None, or one without open journeys: the programme with most of them. Three statements.
    """
    day = today or timezone.localdate()

    team = scope == "team"
    programmes = _programmes(actor, team, day)
    if not programmes:
        return Board((), None, ())
    chosen = programme_id if programme_id in programmes else next(iter(programmes))
    pathway = pathways.get(programmes[chosen][1])
    values = {"today": day, "programme": chosen}
    counts = _counts(actor, team, pathway, values)
    cards: dict[str, list[Card]] = defaultdict(list)
    for row in _CARDS.rows(actor, team, values=values):
        cards[row[5]].append(_card(actor, pathway, row, day))
    columns = tuple(
        Column(
            stage=stage.code,
            label=stage.staff.in_(actor.language),
            count=counts.get(stage.code, (0, 0))[0],
            over=counts.get(stage.code, (0, 0))[1],
            limit=stage.clock_days,
            cards=tuple(cards[stage.code]),
        )
        for stage in pathway.stages
        if stage.kind is not pathways.StageKind.CLOSED and (not stage.side or stage.code in counts)
    )
    names = tuple((pk, name) for pk, (name, _pathway) in programmes.items())
    return Board(names, chosen, columns)


def _journeys(actor: Actor, team: bool, *joins: str) -> Any:
    found = open_journeys(actor, *joins)
    return found if team else found.filter(adviser_id__in=in_my_hands(actor, date.min))


def _by_programme(actor: Actor, team: bool) -> Any:
    names = ("programme_id", "programme__name_en", "programme__name_cy", "pathway")
    return _journeys(actor, team).values_list(*names).annotate(n=Count("pk")).order_by("-n", "programme_id")


def _by_stage(actor: Actor, team: bool, pathway: str) -> Any:
    """Of each stage how many are at it, and how many of them longer than is usual."""
    long = Q(pk__in=[])
    for stage in pathways.get(pathway).stages:
        if stage.clock_days:
            long |= Q(stage=stage.code, stage_since__lt=given(stage.code, date.min, DAY))
    found = _journeys(actor, team).filter(programme_id=given("programme", 0))
    return found.values_list("stage").annotate(n=Count("pk"), over=Count("pk", filter=long)).order_by()


def _shown(actor: Actor, team: bool) -> Any:
    place = Window(RowNumber(), partition_by=F("stage"), order_by=[F("stage_since").asc(), F("pk").asc()])
    found = _journeys(actor, team, "person").filter(programme_id=given("programme", 0)).annotate(place=place)
    return found.filter(place__lte=CARDS).order_by("stage_since", "pk").values_list(*_COLUMNS)


_PROGRAMMES, _COUNTS, _CARDS = Prepared(_by_programme), Prepared(_by_stage), Prepared(_shown)


def _programmes(actor: Actor, team: bool, day: date) -> dict[int, tuple[str, str]]:
    """Programme id -> name and pathway, those with most open journeys first."""
    with reads.muted():  # counts, nobody's row
        found = _PROGRAMMES.rows(actor, team, values={"today": day})
    return {pk: (Bilingual(en, cy).in_language(actor.language), pathway) for pk, en, cy, pathway, _n in found}


def _counts(
    actor: Actor, team: bool, pathway: pathways.Pathway, values: dict[str, Any]
) -> dict[str, tuple[int, int]]:
    """Stage -> how many are at it, how many of them longer than is usual."""
    usual = {
        stage.code: values["today"] - timedelta(days=stage.clock_days)
        for stage in pathway.stages
        if stage.clock_days
    }
    with reads.muted():  # counts, nobody's row
        rows = _COUNTS.rows(actor, team, pathway.code, values={**values, **usual})
    return {stage: (n, over) for stage, n, over in rows}


def _card(actor: Actor, pathway: pathways.Pathway, row: tuple[Any, ...], day: date) -> Card:
    pk, person_id, reference, name, called, stage_code, since, next_due_on, code = row
    stage, due = pathway.stage(stage_code), due_day(next_due_on)
    days = (day - since).days
    steps = (
        one for one in pathways.allowed(pathway, stage_code) if one.kind is not pathways.StageKind.CLOSED
    )
    return Card(
        journey_id=pk,
        person_id=person_id,
        reference=reference,
        name=name,
        called=called,
        stage_since=since,
        days=days,
        over=bool(stage.clock_days and days > stage.clock_days),
        action=action_words(code),
        due=due,
        urgency=urgency_of(due, day),
        next=tuple((one.code, one.staff.in_(actor.language)) for one in steps),
    )
