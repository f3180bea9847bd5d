# SPDX-License-Identifier: AGPL-3.0-or-later
"""The caseload as a table: one row a journey, 25 of them read off an index in the order asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db.models import F, IntegerField, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from cydwaith.engines import pathways
from cydwaith.journeys.models import NOTHING_DUE, Journey
from cydwaith.journeys.queries.common import (
    action_words,
    due_day,
    in_my_hands,
    open_journeys,
    pathway_of,
    urgency_of,
)
from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.prepared import DAY, TEXT, Among, Prepared, given
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Category
from cydwaith.partnerships.queries import programmes_and_team
from cydwaith.people.queries import own_organisation, search
from cydwaith.people.queries.columns import needs_column, needs_words
from cydwaith.people.queries.gathering import also_read
from cydwaith.people.queries.shared import shared_people_ids

SEEN_AHEAD = 100
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


class CaseloadRow(NamedTuple):
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
    """A page of the journeys that the actor may see, narrowed and sorted. One statement, more with `text` or shared.

    An unknown sort is that by what is due. Rows of the same value stand in the order of their names. What others keep
    is not sorted by what is due or by contact, since these are not shown of it.
    """
    day, wanted = today or timezone.localdate(), asked or CaseloadFilter()
    own = wanted.scope != "shared"
    order = SORTS.get(sort, "next_due_on")
    if not own and order in ("next_due_on", "last_contact_on"):
        order = "sort_key"
    among, many = _among(actor, wanted)
    shape, values, few = _shape(wanted), _values(wanted, day) | {"people": among}, among is not None
    if many:  # who are met one by one among everybody: not counted, only whether there is another page
        rows = _PAGE.rows(actor, shape, order, descending, offset, limit + 1, few, values=values, shown=limit)
        more = len(rows) > limit
        return _told(actor, rows[:limit], day, total=offset + len(rows), more=more, own=own)
    ahead = offset + SEEN_AHEAD
    rows = _COUNTED_PAGE.rows(actor, shape, order, descending, offset, limit, few, values=values)
    if rows or not offset:
        total = rows[0][-1] if rows else 0
    else:  # beyond the last page
        total = _COUNT.count(actor, shape, ahead + 1, few, values=values)
    return _told(actor, rows, day, total=min(total, ahead), more=total > ahead, own=own)


def _told(
    actor: Actor, rows: list[tuple[Any, ...]], day: date, *, total: int, more: bool, own: bool
) -> Caseload:
    return Caseload(rows=_rows(actor, rows, day, own=own), total=total, more=more)


def _rows(actor: Actor, rows: Sequence[tuple[Any, ...]], day: date, *, own: bool) -> tuple[CaseloadRow, ...]:
    if any(row[_NEEDS] for row in rows):
        also_read(Category.NEEDS, rows)
    names: dict[tuple[str, str], Bilingual] = {}  # a page has many rows of few programmes
    return tuple([_row(actor, row, names, day, own=own) for row in rows])


def caseload_of(
    actor: Actor, journey_ids: Sequence[int], today: date | None = None
) -> tuple[CaseloadRow, ...]:
    """Open journeys with the actor's organisation by their ids, in the order of names; what may not be seen is left
    out. One statement.
    """
    day = today or timezone.localdate()
    found = open_journeys(actor, "person").filter(pk__in=journey_ids).annotate(needs=needs_column(actor))
    rows = list(found.order_by("sort_key", "pk").values_list(*_COLUMNS, "needs"))
    return _rows(actor, rows, day, own=True)


def _shape(wanted: CaseloadFilter) -> CaseloadFilter:
    """What was asked, with a stand-in for each value that is bound when it is run."""
    if not (wanted.adviser or wanted.programme or wanted.stage or wanted.text):
        return wanted
    return replace(
        wanted,
        adviser=wanted.adviser and 1,
        programme=wanted.programme and 1,
        stage=wanted.stage and "a stage",
        text="",
    )


def _values(wanted: CaseloadFilter, day: date) -> dict[str, Any]:
    return {
        "today": day,
        "week": day + WEEK,
        "nothing": NOTHING_DUE,
        "adviser": wanted.adviser,
        "programme": wanted.programme,
        "stage": wanted.stage,
    }


def _among(actor: Actor, wanted: CaseloadFilter) -> tuple[list[int] | None, bool]:
    """The people among whom to look, where they are few and known; None: everybody the query itself admits.

    Then, whether that is a search along an index for the many who shared with the actor among everybody.
    """
    if wanted.text.strip():
        with reads.muted():  # who is shown is told by the rows
            return [one.person_id for one in search(actor, wanted.text, limit=FOUND).people], False
    if wanted.scope == "shared":
        ids = shared_people_ids(actor, Category.JOBS, few=FEW)
        return ids, ids is None
    return None, False


def _page(
    actor: Actor, wanted: CaseloadFilter, order: str, descending: bool, offset: int, limit: int, among: bool
) -> Any:
    """The rows of a page."""
    if order in ON_AN_INDEX and wanted.scope != "own":  # never null: the plain order is that of an index
        key = F(order).desc() if descending else F(order).asc()
        shown, window = _narrowed(actor, wanted, among, "person"), slice(offset, offset + limit)
    else:  # what stands beside the order is worked out for this page alone, not for all that is sorted
        # One's own are a few of the organisation's many: found by whose they are, then sorted, which `Coalesce` says.
        value = Coalesce(F(order), F(order)) if wanted.scope == "own" else F(order)
        key = value.desc(nulls_last=True) if descending else value.asc(nulls_first=True)
        page = _narrowed(actor, wanted, among).order_by(key, "pk").values("pk")[offset : offset + limit]
        shown, window = Journey.objects.visible_to(actor, "person").filter(pk__in=page), slice(0, limit)
    found = shown.annotate(needs=needs_column(actor)).order_by(key, "pk")
    return found.values_list(*_COLUMNS, "needs")[window]


def _counted(actor: Actor, wanted: CaseloadFilter, most: int, among: bool) -> Any:
    """The rows that are counted: at most so many."""
    rows = _narrowed(actor, wanted, among)
    # A whole team's are met along an index: in no order PostgreSQL gathers all of them before it counts the first.
    whole = wanted == CaseloadFilter(scope="team") and not among
    return (rows.order_by("next_due_on") if whole else rows.order_by()).values_list("person_id")[:most]


class _HowMany(Subquery):
    """How many rows a query has, as a column: worked out once a statement."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def _counted_page(
    actor: Actor, wanted: CaseloadFilter, order: str, descending: bool, offset: int, limit: int, among: bool
) -> Any:
    """The rows of a page, each with how many there are, as far ahead as is counted."""
    page = _page(actor, wanted, order, descending, offset, limit, among)
    total = _HowMany(_counted(actor, wanted, offset + SEEN_AHEAD + 1, among))
    return page.annotate(total=total).values_list(*_COLUMNS, "needs", "total")


_PAGE, _COUNT, _COUNTED_PAGE = Prepared(_page), Prepared(_counted), Prepared(_counted_page)


def _narrowed(actor: Actor, wanted: CaseloadFilter, among: bool, *joins: str) -> Any:
    """The journeys asked for; `among`: only of the people given."""
    where = _due(wanted.due, date.min)
    if wanted.programme is not None:
        where &= Q(programme_id=given("programme", wanted.programme))
    if wanted.stage:
        where &= Q(stage=given("stage", wanted.stage, TEXT))
    if wanted.adviser is not None:
        held = Q(adviser_id=given("adviser", wanted.adviser))
        where &= held if wanted.adviser else Q(adviser_id__isnull=True)
    if among:
        where &= Q(Among("person_id", "people", ()))
    match wanted.scope:
        case "team":
            return open_journeys(actor, *joins).filter(where)
        case "shared":
            where &= Q(closed_on__isnull=True)
            where &= ~Q(organisation_id=given("organisation_id", own_organisation(actor)))
            return Journey.objects.visible_to(actor, *joins).filter(where)
        case "closed":
            where &= Q(closed_on__isnull=False)
            where &= Q(organisation_id=given("organisation_id", own_organisation(actor)))
            if not actor.may(Permission.MANAGE_TEAM):
                where &= Q(adviser_id=given("user_id", actor.user_id))
            return Journey.objects.visible_to(actor, *joins).filter(where)
    return open_journeys(actor, *joins).filter(where, adviser_id__in=in_my_hands(actor, date.min))


def _due(due: str, day: date) -> Q:
    today = given("today", day, DAY)
    match due:
        case "overdue":
            return Q(next_due_on__lt=today)
        case "today":
            return Q(next_due_on=today)
        case "this_week":
            week = given("week", day if day == date.min else day + WEEK, DAY)
            return Q(next_due_on__gt=today, next_due_on__lte=week)
        case "none":
            return Q(next_due_on=given("nothing", NOTHING_DUE, DAY))
    return Q()


_NEEDS = len(_COLUMNS)
"""Where needs stand in a row."""


def _row(
    actor: Actor, row: tuple[Any, ...], names: dict[tuple[str, str], Bilingual], day: date, *, own: bool
) -> CaseloadRow:
    """`own`: of the actor's organisation. To others, what is due would tell of contacts, plan and reviews.

    `names`: pairs of names that were made for other rows of the page.
    """
    (
        pk, person_id, reference, name, called, programme_en, programme_cy, pathway_code, version, stage_code, since,
        adviser, last_contact_on, next_due_on, code, holder_en, holder_cy, closed_on, needs, *_total,
    ) = row  # fmt: skip
    programme = names.get((programme_en, programme_cy))
    if programme is None:
        programme = names[programme_en, programme_cy] = Bilingual(programme_en, programme_cy)
    holder = names.get((holder_en, holder_cy))
    if holder is None:
        holder = names[holder_en, holder_cy] = Bilingual(holder_en, holder_cy)
    pathway = pathway_of(pathway_code, version)
    stage, due = pathway.stage(stage_code), due_day(next_due_on) if own else None
    return CaseloadRow(
        journey_id=pk,
        person_id=person_id,
        reference=reference,
        name=name,
        called=called,
        needs=needs_words(needs) if needs else (),
        programme=programme,
        stage_code=stage_code,
        stage=stage.staff.in_(actor.language),
        stage_since=since,
        stage_long=bool(stage.clock_days and since + timedelta(days=stage.clock_days) < day),
        adviser_name=adviser or "",
        last_contact_on=last_contact_on if own else None,
        next_due_on=due,
        action=action_words(code, actor.language) if own else "",
        urgency=urgency_of(due, day),
        holder=holder,
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
    programmes, advisers = programmes_and_team(actor, day, team=actor.may(Permission.MANAGE_TEAM))
    stages: dict[str, str] = {}
    for code in sorted({pathway for _name, pathway in programmes.values()}):
        for stage in pathways.get(code).stages:
            stages.setdefault(stage.code, stage.staff.in_(actor.language))
    names = {pk: name.in_language(actor.language) for pk, (name, _pathway) in programmes.items()}
    return CaseloadChoices(_by_words(names), tuple(stages.items()), _by_words(advisers))


def _by_words(found: dict[int, str]) -> tuple[tuple[int, str], ...]:
    return tuple(sorted(found.items(), key=lambda one: one[1].casefold()))
