# SPDX-License-Identifier: AGPL-3.0-or-later
"""People one may see, found by a name however it is spelt, a date of birth, a reference or an NHS number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from cydwaith.engines.names import parse_query, query_steps, rank
from cydwaith.engines.names.query import Query
from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.people import sharing
from cydwaith.people.models import Person, SearchTerm

ENOUGH = 5
"""With this many found by narrow terms, wider ones are not asked."""
CANDIDATES = 120
"""Most people whose names are compared with what was typed."""


@dataclass(frozen=True, slots=True)
class FoundPerson:
    """One answer. `by`: "reference", "number", "birth" (day and month may be changed over) or "name"."""

    person_id: int
    reference: str
    name: str
    called: str
    date_of_birth: date | None
    postcode: str
    holder: Bilingual
    own: bool
    by: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, best first. `more`: there were more than asked for."""

    people: tuple[FoundPerson, ...]
    more: bool
    asked: Query


_COLUMNS = (
    "pk", "reference", "name", "called", "date_of_birth", "postcode", "organisation_id", "organisation__name_en",
    "organisation__name_cy",
)  # fmt: skip


def search(actor: Actor, text: str, *, limit: int = 25) -> Found:
    """Find people whom the actor may see. Only those shown are told to the read log.

    A reference or number that is found answers alone; a date of birth is tried as typed, then with day and month
    changed over; with a name beside it, who fits both comes first.
    """
    asked = parse_query(text[:200], today=timezone.localdate())
    if not text.strip():
        return Found((), False, asked)
    with reads.muted():
        exact = _exact(actor, asked)
        rows, by = (exact, "number" if asked.nhs else "reference") if exact else ([], "")
        if not rows:
            rows, by = _by_birth_and_name(actor, asked, text)
    shown = rows[:limit]
    reads.note(Person, _COLUMNS, shown)
    return Found(tuple(_found(actor, row, by) for row in shown), len(rows) > limit, asked)


def _people(actor: Actor, ids: Any = None) -> Any:
    if ids is None:
        return Person.objects.visible_to(actor).filter(joined_into__isnull=True)
    with sharing.narrowed(ids):
        return Person.objects.visible_to(actor).filter(joined_into__isnull=True, pk__in=ids)


def _exact(actor: Actor, asked: Query) -> list[dict[str, Any]]:
    chosen = Q()
    if asked.reference:
        chosen |= Q(reference=asked.reference)
    if asked.nhs:
        chosen |= Q(nhs_number=asked.nhs)
    return (
        list(_people(actor).filter(chosen).order_by("sort_key", "pk").values(*_COLUMNS)[:CANDIDATES])
        if chosen
        else []
    )


def _by_birth_and_name(actor: Actor, asked: Query, text: str) -> tuple[list[dict[str, Any]], str]:
    names = asked.names or ("" if asked.dates else text)
    born = _born(actor, asked.dates) or _born(actor, asked.near_dates)
    if born and names:
        order = _ranked(names, born)
        named = [born[pk] for pk in order]
        return (named or list(born.values())), "birth"
    if born:
        return list(born.values()), "birth"
    candidates = _named(actor, names)
    return [candidates[pk] for pk in _ranked(names, candidates)], "name"


def _born(actor: Actor, dates: Iterable[date]) -> dict[int, dict[str, Any]]:
    wanted = list(dates)
    if not wanted:
        return {}
    rows = _people(actor).filter(date_of_birth__in=wanted).order_by("sort_key", "pk").values(*_COLUMNS)
    return {row["pk"]: row for row in rows[:CANDIDATES]}


def _named(actor: Actor, names: str) -> dict[int, dict[str, Any]]:
    """Candidates by their terms, from narrow to wide until there are enough that fit."""
    found: dict[int, dict[str, Any]] = {}
    for terms in query_steps(names):
        ids = [pk for pk in candidates(actor, terms) if pk not in found]
        if ids:
            found |= {row["pk"]: row for row in _people(actor, ids).values(*_COLUMNS)}
        if len(_ranked(names, found)) >= ENOUGH:
            break
    return found


def candidates(actor: Actor, terms: Iterable[str], limit: int = CANDIDATES) -> list[int]:
    """Ids of people whom the actor may see and who have any of these terms; who has the most comes first."""
    rows = (
        SearchTerm.objects.visible_to(actor)
        .filter(term__in=list(terms))
        .values("person_id")
        .annotate(hits=Count("pk"))
        .order_by("-hits", "person_id")
    )
    with reads.muted():
        return [row["person_id"] for row in rows[:limit]]


def _ranked(names: str, rows: dict[int, dict[str, Any]]) -> list[int]:
    return [pk for pk, _score in rank(names, ((pk, row["name"], row["called"]) for pk, row in rows.items()))]


def _found(actor: Actor, row: dict[str, Any], by: str) -> FoundPerson:
    return FoundPerson(
        row["pk"],
        row["reference"],
        row["name"],
        row["called"],
        row["date_of_birth"],
        row["postcode"],
        Bilingual(row["organisation__name_en"], row["organisation__name_cy"]),
        row["organisation_id"] == actor.organisation_id,
        by,
    )
