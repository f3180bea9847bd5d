# SPDX-License-Identifier: AGPL-3.0-or-later
"""The visibility index: written from the rule, and checked against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from cydwaith.kernel.guard import admit
from cydwaith.kernel.statements import writing

from .models import BreakGlass, Involvement, Person, SharingDecision, Visibility
from .sharing import Decided, Emergency, Involved, Opening, openings

COLUMNS = ("person_id", "recipient", "purpose", "categories", "starts_at", "ends_at", "sort_key")
BATCH = 400  # ids in one statement: below SQLite's limit of host parameters on old builds


def by_rule(person_ids: Sequence[int]) -> dict[int, set[Opening]]:
    """Person id -> what the rule opens, read from the source tables."""
    involved: dict[int, list[Involved]] = defaultdict(list)
    decided: dict[int, list[Decided]] = defaultdict(list)
    emergencies: dict[int, list[Emergency]] = defaultdict(list)
    for row in _rows(Involvement, person_ids, "organisation_id", "user_id", "starts_at", "ends_at"):
        involved[row[0]].append(Involved(*row[1:]))
    for row in _rows(
        SharingDecision, person_ids, "pk", "recipient", "purpose", "categories", "starts_at", "ends_at"
    ):
        decided[row[0]].append(Decided(*row[1:]))
    for row in _rows(BreakGlass, person_ids, "organisation_id", "user_id", "starts_at", "ends_at"):
        emergencies[row[0]].append(Emergency(*row[1:]))
    return {pk: openings(involved[pk], decided[pk], emergencies[pk]) for pk in person_ids}


def _rows(model: Any, person_ids: Sequence[int], *names: str) -> Iterable[tuple[Any, ...]]:
    return admit(model.objects.filter(person_id__in=person_ids)).values_list("person_id", *names)


def reindex(person_ids: Iterable[int]) -> None:
    """Write the index of these people anew from the rule. Called inside the action that changed a source row."""
    ids = list(dict.fromkeys(person_ids))
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        keys: dict[int, str] = dict(admit(Person.objects.filter(pk__in=part)).values_list("pk", "sort_key"))
        rows = [row for pk, found in by_rule(part).items() for row in index_rows(pk, keys[pk], found)]
        with writing():
            admit(Visibility.objects.filter(person_id__in=part)).delete()
            Visibility.objects.bulk_create(
                [Visibility(**dict(zip(COLUMNS, row, strict=True))) for row in rows]
            )


def index_rows(person_id: int, sort_key: str, found: Iterable[Opening]) -> list[tuple[Any, ...]]:
    """Index rows of one person, in the order of `COLUMNS`. For people just made, whose openings need no reading."""
    return [
        (person_id, one.recipient, one.purpose, one.categories, one.starts_at, one.ends_at, sort_key)
        for one in sorted(found, key=_in_order)
    ]


def _in_order(one: Opening) -> tuple[Any, ...]:
    return one.recipient, one.purpose, one.starts_at, one.ends_at is None, one.ends_at, one.categories


def disagreements(person_ids: Sequence[int]) -> dict[int, tuple[set[Opening], set[Opening]]]:
    """Person id -> (in the index but not by the rule, by the rule but not in the index), where they differ."""
    found: dict[int, tuple[set[Opening], set[Opening]]] = {}
    for start in range(0, len(person_ids), BATCH):
        part = person_ids[start : start + BATCH]
        index: dict[int, set[Opening]] = defaultdict(set)
        for row in _rows(Visibility, part, "recipient", "purpose", "categories", "starts_at", "ends_at"):
            index[row[0]].add(Opening(*row[1:]))
        for pk, rule in by_rule(part).items():
            if index[pk] != rule:
                found[pk] = (index[pk] - rule, rule - index[pk])
    return found
