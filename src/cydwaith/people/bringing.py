# SPDX-License-Identifier: AGPL-3.0-or-later
"""New people written down, one or ten thousand: the record, how they are found, who works with them, who sees them.

What the visibility index will hold of a new person is known without reading: the openings of two involvements. Both
`add_person` and `add_people_bulk` write through here, so that one person is made as many are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.utils import timezone

from cydwaith.engines.names import family_sort_key, search_terms
from cydwaith.kernel import bulk
from cydwaith.kernel.actions import wrote_about
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.guard import admit
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Category

from . import visibility
from .models import (
    CareFact,
    EqualityFact,
    Involvement,
    MoneyFact,
    Needs,
    Person,
    SearchTerm,
    SkillsFact,
    Visibility,
)
from .rules import details, facts, needs
from .shapes import IDENTITY_FIELDS, NewPerson
from .sharing import Involved, Opening, openings

FACT_TABLES: dict[Category, Any] = {
    Category.HEALTH: CareFact,
    Category.EQUALITY: EqualityFact,
    Category.SKILLS: SkillsFact,
    Category.MONEY: MoneyFact,
}
"""Category of a kind of fact -> the table that keeps it."""

_PERSON = (
    "id", "organisation_id", "reference", "sort_key", *IDENTITY_FIELDS, "user_id", "joined_into_id", "created_at",
    "version",
)  # fmt: skip


@dataclass(slots=True)
class Prepared:
    """A checked person, ready to be written; `pk` is set by `write`."""

    reference: str
    values: dict[str, Any]
    given: NewPerson
    adviser_id: int | None
    since: datetime
    pk: int = 0


def prepared(by: Actor, people: Sequence[NewPerson]) -> tuple[list[Prepared], dict[str, list[str]]]:
    """Check everybody; returns who is ready and "row:field" -> what is wrong, for all rows at once."""
    today, now = timezone.localdate(), timezone.now()
    errors: dict[str, list[str]] = {}
    ready: list[Prepared] = []
    adviser = by.user_id if by.role is Role.ADVISER else None
    for row, person in enumerate(people):
        values, wrong = details.checked(
            {name: getattr(person, name) for name in IDENTITY_FIELDS}, today=today
        )
        for number, fact in enumerate(person.facts):
            found = facts.problems(fact.kind, fact.value, fact.starts_on, fact.ends_on, today=today)
            wrong |= {f"facts.{number}.{name}": messages for name, messages in found.items()}
        wrong |= needs.problems(person.formats)
        errors |= {f"{row}:{name}": messages for name, messages in wrong.items()}
        since = min(person.since or now, now)
        ready.append(Prepared(details.new_reference(), values, person, person.adviser_id or adviser, since))
    return ready, errors


def write(organisation_id: int, people: Sequence[Prepared]) -> None:
    """Write checked people, inside an action: rows, index and one audit row a person. Sets their `pk`."""
    now = timezone.now()
    _fresh_references(people)
    for person, pk in zip(people, bulk.reserve(Person, len(people)), strict=True):
        person.pk = pk
    keys = {person.pk: family_sort_key(person.values["name"]) for person in people}
    bulk.insert(
        Person,
        _PERSON,
        (
            (
                p.pk, organisation_id, p.reference, keys[p.pk], *(p.values[name] for name in IDENTITY_FIELDS),
                None, None, now, 1,
            )
            for p in people
        ),
    )  # fmt: skip
    _insert(
        SearchTerm,
        ("person_id", "term"),
        [(p.pk, term) for p in people for term in search_terms(p.values["name"], p.values["called"])],
    )
    _insert(Needs, ("person_id", "formats", "communication", "access", "version"), _needs(people))
    _write_facts(people, now)
    involved = [(p, one) for p in people for one in _involved(organisation_id, p.adviser_id, p.since)]
    _insert(
        Involvement,
        ("person_id", "organisation_id", "user_id", "role", "starts_at", "ends_at"),
        [
            (
                p.pk,
                one.organisation_id,
                one.user_id,
                "holder" if one.user_id is None else "adviser",
                one.starts_at,
                None,
            )
            for p, one in involved
        ],
    )
    _insert(
        Visibility,
        visibility.COLUMNS,
        [
            row
            for p in people
            for row in visibility.index_rows(
                p.pk, keys[p.pk], _opened(organisation_id, p.adviser_id, p.since)
            )
        ],
    )
    for p in people:
        wrote_about("people.person", object_id=p.pk, person_id=p.pk, changed=p.values)


def _involved(organisation_id: int, adviser_id: int | None, since: datetime) -> list[Involved]:
    holder = Involved(organisation_id, None, since, None)
    return [holder] if adviser_id is None else [holder, Involved(organisation_id, adviser_id, since, None)]


@lru_cache(maxsize=10_000)
def _opened(organisation_id: int, adviser_id: int | None, since: datetime) -> frozenset[Opening]:
    """What the rule opens of a new person: the same for all whom one adviser takes on at one moment."""
    return frozenset(openings(_involved(organisation_id, adviser_id, since), ()))


def _needs(people: Sequence[Prepared]) -> list[tuple[Any, ...]]:
    return [
        (p.pk, list(p.given.formats), p.given.communication.strip(), p.given.access.strip(), 1)
        for p in people
        if p.given.formats or p.given.communication.strip() or p.given.access.strip()
    ]


def _write_facts(people: Sequence[Prepared], now: datetime) -> None:
    rows: dict[Any, list[tuple[Any, ...]]] = {}
    for p in people:
        for fact in p.given.facts:
            table = FACT_TABLES[facts.KINDS[fact.kind].category]
            row = (p.pk, fact.kind, fact.value.strip(), fact.starts_on, fact.ends_on, now)
            rows.setdefault(table, []).append(row)
    for table, found in rows.items():
        _insert(table, ("person_id", "kind", "value", "starts_on", "ends_on", "recorded_at"), found)


def _insert(model: Any, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        bulk.insert(model, names, rows)


def _fresh_references(people: Sequence[Prepared]) -> None:
    """Give another reference to whoever drew one that is taken: with a million people that happens to somebody."""
    if len(people) < 100:
        return
    taken: set[str] = set()
    for start in range(0, len(people), visibility.BATCH):
        part = [p.reference for p in people[start : start + visibility.BATCH]]
        taken.update(admit(Person.objects.filter(reference__in=part)).values_list("reference", flat=True))
    seen: set[str] = set()
    for person in people:
        while person.reference in taken or person.reference in seen:
            person.reference = details.new_reference()
        seen.add(person.reference)
