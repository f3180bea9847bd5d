# SPDX-License-Identifier: AGPL-3.0-or-later
"""People one may see, found by a name however it is spelt, a date of birth, a reference or an NHS number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.utils import timezone

from cydwaith.engines.names import parse_query, query_steps, rank
from cydwaith.engines.names.query import Query
from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.guard import admit
from cydwaith.kernel.prepared import DAY, TEXT, Prepared, given
from cydwaith.people import heads, sharing
from cydwaith.people.models import Person, SearchTerm
from cydwaith.people.rules.details import as_reference

from . import crowds

ENOUGH = 5
"""With this many found by narrow terms, wider ones are not asked."""
GOOD, FAIR = 84.0, 72.0
"""Scores (of 100) from which wider terms are not asked: the same sound; a name with a slip in it."""
FEW = 120
"""With so many people in view each name is looked at. About three caseloads."""
FEW_TERMS = 16
SIZES = (2, 4, 8, 16, 32, 64, 128, 300, 600, 900)
"""How many terms a statement that is kept prepared asks for."""
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

Rows = dict[int, dict[str, Any]]


def search(actor: Actor, text: str, *, limit: int = 25) -> Found:
    """Find people whom the actor may see. Only those shown are told to the read log.

    A reference or number that is found answers alone; a date of birth is tried as typed, then with day and month
    changed over; with a name beside it, who fits both comes first.
    """
    asked = parse_query(text[:200], today=timezone.localdate())
    with reads.muted():
        rows, by = _best(actor, asked, text)
    shown = rows[:limit]
    reads.note(Person, _COLUMNS, shown)
    return Found(tuple(_found(actor, row, by) for row in shown), len(rows) > limit, asked)


def _best(actor: Actor, asked: Query, text: str) -> tuple[list[dict[str, Any]], str]:
    reference = as_reference(text) or asked.reference
    if reference or asked.nhs:
        how = "reference" if reference else "number"
        found = _rows(actor, how, {how: reference or asked.nhs})
        if found or not (asked.names or asked.dates):
            return list(found.values()), how
    names = asked.names or ("" if asked.dates else text)
    born = _born(actor, asked.dates) or _born(actor, asked.near_dates)
    if born:
        fitting = [born[pk] for pk in _ranked(names, born)] if names else []
        return fitting or list(born.values()), "birth"
    named = _named(actor, names)
    return [named[pk] for pk in _ranked(names, named)], "name"


def _people(actor: Actor, how: str, size: int) -> Any:
    """At most `CANDIDATES` people, each with the names of records that were joined into theirs.

    `how`: "reference", "number", "born" (on one of `size` days), "view" (everybody) or "terms" (`size` of them).
    """
    people = Person.objects.visible_to(actor).filter(joined_into__isnull=True)
    if how == "reference":
        people = people.filter(reference=given("reference", "", TEXT))
    elif how == "number":
        people = people.filter(nhs_number=given("number", "", TEXT))
    elif how == "born":
        days = [given(f"born.{number}", None, DAY) for number in range(size)]
        people = people.filter(date_of_birth__in=days).order_by("sort_key", "pk")
    elif how == "view":
        people = people.filter(pk__in=sharing.open_to(actor, timezone.now()).values("person_id"))
    else:
        people = having_terms(people, [given(f"term.{number}", "", TEXT) for number in range(size)])
    return people.annotate(aliases=heads.joined_names()).values_list(*_COLUMNS, "aliases")[:CANDIDATES]


_PEOPLE = Prepared(_people)


def _rows(actor: Actor, how: str, values: dict[str, Any], size: int = 0) -> Rows:
    found = _PEOPLE.rows(actor, how, size, values=values)
    return {row[0]: dict(zip((*_COLUMNS, "aliases"), row, strict=True)) for row in found}


def _born(actor: Actor, dates: Sequence[date]) -> Rows:
    values = {f"born.{number}": day for number, day in enumerate(dates)}
    return _rows(actor, "born", values, len(dates)) if dates else {}


def _having(actor: Actor, terms: Sequence[str]) -> Rows:
    """People under any of these terms. The last one is repeated up to a round number, so that shapes stay few."""
    size = next((size for size in SIZES if size >= len(terms)), len(terms))
    padded = [*terms, *[terms[-1]] * (size - len(terms))]
    return _rows(actor, "terms", {f"term.{number}": term for number, term in enumerate(padded)}, size)


def _named(actor: Actor, names: str) -> Rows:
    """People whose name may fit: everybody, where the actor sees few; else by their terms, from narrow to wide.

    One query a step, three at most; a wider step is only asked while nobody fits well.
    """
    steps = query_steps(names)
    if not steps:
        return {}
    if _sees_few(actor):
        return _rows(actor, "view", {})
    found: Rows = {}
    widest = tuple(term for step in steps[2:] for term in step)
    for terms, enough in zip((*steps[:2], widest), (GOOD, FAIR, FAIR), strict=False):
        fresh = _having(actor, terms) if terms else {}
        found |= fresh
        scores = [points for _pk, points in _scored(names, fresh)]
        if scores and (scores[0] >= enough or len(scores) >= ENOUGH):
            break
    return found


def _in_view(actor: Actor) -> Any:
    """Openings to the actor, up to one more than tells that they are of more than `FEW` people.

    No DISTINCT and no order: PostgreSQL would walk the index of all people instead of the actor's own part of it.
    """
    rows = sharing.open_to(actor, timezone.now()).order_by().values_list("person_id")
    return rows[: FEW * len(actor.recipients) + 1]


_IN_VIEW = Prepared(_in_view)


def _sees_few(actor: Actor) -> bool:
    """Whether the actor sees so few people that to look at each name is quicker than to ask for its sounds.

    So it is with an adviser's own people; and nobody is missed, however the name is typed.
    """
    if not actor.recipients:
        return True
    return not crowds.are_many(actor, "people", lambda: _more_than_few(actor))


def _more_than_few(actor: Actor) -> bool:
    found = _IN_VIEW.rows(actor)
    return len(found) > FEW * len(actor.recipients) or len(set(found)) > FEW


def having_terms(people: Any, terms: Sequence[str]) -> Any:
    """Of some admitted people, those found under any of these terms. The terms themselves are asked past the guard:
    whom they point to is narrowed by `people`.

    Where terms are few (one word was typed) many people have one of them: who has the most comes first.
    """
    pointing = admit(SearchTerm.objects.filter(term__in=list(terms)))
    found = people.filter(pk__in=pointing.values("person_id"))
    if len(terms) > FEW_TERMS:
        return found.order_by(
            "sort_key", "pk"
        )  # not by key alone, which would make PostgreSQL begin with everybody
    hits = pointing.filter(person_id=OuterRef("pk")).order_by().values("person_id").annotate(hits=Count("pk"))
    return found.annotate(hits=Subquery(hits.values("hits"))).order_by("-hits", "pk")


def _ranked(names: str, rows: Rows) -> list[int]:
    """Ids of those who fit, the best first."""
    return list(dict.fromkeys(pk for pk, _points in _scored(names, rows)))


def _scored(names: str, rows: Rows) -> list[tuple[int, float]]:
    """Whose name, or the name of a record joined into theirs, fits, and how well; the best first."""
    people = [(pk, row["name"], row["called"]) for pk, row in rows.items()]
    people += [(pk, alias, "") for pk, row in rows.items() for alias in row["aliases"] or ()]
    return rank(names, people)


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
