# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an import needs to know of the people who are here already. Their own organisation's alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TypeVar

from cydwaith.kernel.actor import Actor

from .lookup import own_records

_T = TypeVar("_T")
BATCH = 2_000  # ids in one statement


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose record an NHS number stands on."""

    person_id: int
    date_of_birth: date | None


@dataclass(frozen=True, slots=True)
class Named:
    """A person as a list names them."""

    person_id: int
    reference: str
    name: str


def nhs_holders(actor: Actor, numbers: Iterable[str]) -> dict[str, Holder]:
    """NHS number -> whose it is, for those of `numbers` that stand on a record that the actor may change."""
    found: dict[str, Holder] = {}
    for part in _parts(numbers):
        rows = own_records(actor).filter(nhs_number__in=part)
        for pk, number, born in rows.values_list("pk", "nhs_number", "date_of_birth"):
            found[number] = Holder(pk, born)
    return found


def changeable(actor: Actor, person_ids: Iterable[int]) -> set[int]:
    """Which of these people the actor may change."""
    found: set[int] = set()
    for part in _parts(person_ids):
        found.update(own_records(actor).filter(pk__in=part).values_list("pk", flat=True))
    return found


def names(actor: Actor, person_ids: Iterable[int]) -> dict[int, Named]:
    """Person id -> how a list names them, for those whom the actor may change; the read is logged on a page."""
    found: dict[int, Named] = {}
    for part in _parts(person_ids):
        rows = own_records(actor).filter(pk__in=part).values_list("pk", "reference", "name")
        found.update({pk: Named(pk, reference, name) for pk, reference, name in rows})
    return found


def _parts(values: Iterable[_T]) -> Iterator[Sequence[_T]]:
    rest = iter(values)
    while part := list(islice(rest, BATCH)):
        yield part
