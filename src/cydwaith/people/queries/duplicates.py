# SPDX-License-Identifier: AGPL-3.0-or-later
"""Records that may be the same person: inside the own organisation, among people one may see, with the reasons."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cydwaith.engines.names import Identity, duplicate_terms, likely, swapped
from cydwaith.engines.names.duplicates import Likely
from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotVisible
from cydwaith.kernel.guard import admit
from cydwaith.partnerships import partners
from cydwaith.people.models import Person, PersonJoin
from cydwaith.people.rules import details, languages

from .lookup import own_records, person_for_change
from .search import CANDIDATES, having_terms


@dataclass(frozen=True, slots=True)
class Why:
    """One reason: words, the values that were compared ("" where they are equal), and whether it speaks for it."""

    words: str
    values: tuple[str, ...]
    favours: bool


@dataclass(frozen=True, slots=True)
class LikelyDuplicate:
    """A record that may be the same person. `probable`: more likely than not."""

    person_id: int
    reference: str
    name: str
    called: str
    date_of_birth: date | None
    postcode: str
    probable: bool
    score: float
    reasons: tuple[Why, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is known of somebody about to be added."""

    name: str
    called: str = ""
    date_of_birth: date | None = None
    nhs_number: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""


_COLUMNS = ("pk", "reference", "name", "called", "date_of_birth", "nhs_number", "postcode", "phone", "email")


def duplicates(actor: Actor, asked: Any, *, limit: int = 5) -> list[LikelyDuplicate]:
    """Likely duplicates of somebody about to be added (`Asked`, `NewPerson`, anything with those fields).

    Only records that the actor may change are compared: it never says that a partner knows the person.
    """
    given = Asked(**{one.name: getattr(asked, one.name) for one in fields(Asked)})
    return _alike(given, own_records(actor), limit)


def duplicates_of(actor: Actor, reference: str, *, limit: int = 10) -> list[LikelyDuplicate]:
    """Likely duplicates of a person who is there. Raises `NotVisible`."""
    person = person_for_change(actor, reference)
    given = Asked(**{one.name: getattr(person, one.name) for one in fields(Asked)})
    return _alike(given, own_records(actor).exclude(pk=person.pk), limit)


def _alike(given: Asked, rows: Any, limit: int) -> list[LikelyDuplicate]:
    identity = _identity(given)
    with reads.muted():
        found = {row["pk"]: row for row in _candidates(given, rows)}
    alike = likely(
        identity, [(pk, _identity(Asked(**_asked(row)))) for pk, row in found.items()], limit=limit
    )
    reads.note(Person, _COLUMNS, [found[one.key] for one in alike])
    return [_duplicate(found[one.key], one) for one in alike]


def _asked(row: dict[str, Any]) -> dict[str, Any]:
    return {one.name: row[one.name] for one in fields(Asked)}


def _identity(one: Asked) -> Identity:
    return Identity(
        name=one.name,
        called=one.called,
        dob=one.date_of_birth,
        nhs=one.nhs_number,
        postcode=one.postcode,
        phone=one.phone,
        email=one.email,
    )


def _candidates(given: Asked, rows: Any) -> list[dict[str, Any]]:
    alike = having_terms(rows, duplicate_terms(given.name, given.called)).values(*_COLUMNS)[:CANDIDATES]
    chosen = Q(pk__in=[])
    if given.date_of_birth:
        dates = [day for day in (given.date_of_birth, swapped(given.date_of_birth)) if day]
        chosen |= Q(date_of_birth__in=dates)
    kept, _errors = details.checked({"nhs_number": given.nhs_number}, today=date.max)
    if kept["nhs_number"]:
        chosen |= Q(nhs_number=kept["nhs_number"])
    if given.email:
        chosen |= Q(email__iexact=given.email.strip())
    return [*alike, *rows.filter(chosen).order_by("pk").values(*_COLUMNS)[:CANDIDATES]]


def _duplicate(row: dict[str, Any], one: Likely[int]) -> LikelyDuplicate:
    reasons = tuple(Why(_(reason.message), reason.values, reason.favours) for reason in one.reasons)
    return LikelyDuplicate(
        person_id=row["pk"],
        reference=row["reference"],
        name=row["name"],
        called=row["called"],
        date_of_birth=row["date_of_birth"],
        postcode=row["postcode"],
        probable=one.probable,
        score=one.score,
        reasons=reasons,
    )


@dataclass(frozen=True, slots=True)
class Side:
    """One of two records beside the other: what was recorded, in words."""

    person_id: int
    reference: str
    name: str
    created_at: datetime
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two records of the own organisation, for somebody to decide. `alike`: None where nothing speaks for it."""

    left: Side
    right: Side
    alike: LikelyDuplicate | None


def comparison(actor: Actor, reference: str, other: str) -> Comparison:
    """Two records to be compared. Raises `NotVisible`, for one and the same too."""
    left, right = person_for_change(actor, reference), person_for_change(actor, other)
    if left.pk == right.pk:
        raise NotVisible("Person")
    row = {name: getattr(right, name) for name in _COLUMNS}
    alike = likely(
        _identity(Asked(**_asked(_row(left)))), [(right.pk, _identity(Asked(**_asked(row))))], threshold=0.0
    )
    return Comparison(_side(left), _side(right), _duplicate(row, alike[0]) if alike else None)


def _row(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in _COLUMNS}


def _side(person: Person) -> Side:
    values = {
        "name": person.name,
        "called": person.called,
        "date_of_birth": date_format(person.date_of_birth, "j F Y") if person.date_of_birth else "",
        "nhs_number": person.nhs_number,
        "email": person.email,
        "phone": person.phone,
        "address": person.address,
        "postcode": person.postcode,
        "spoken_language": languages.words(person.spoken_language, person.other_language),
    }
    return Side(person.pk, person.reference, person.name, person.created_at, values)


@dataclass(frozen=True, slots=True)
class JoinView:
    """Two records that were joined. `undone_at`: and parted again."""

    join_id: int
    kept_reference: str
    kept_name: str
    duplicate_name: str
    joined_at: datetime
    joined_by: str
    undone_at: datetime | None


def joins(actor: Actor, reference: str | None = None) -> list[JoinView]:
    """Joins of records that the actor may change, the newest first; of one person, or of all."""
    rows = (
        PersonJoin.objects.visible_to(actor, "person").select_related("person").order_by("-joined_at", "-pk")
    )
    if reference is not None:
        rows = rows.filter(person_id=person_for_change(actor, reference).pk)
    found = list(rows[:100])
    # The joined record's own name: it is the same human, and nobody but a manager has work with that record now.
    names = dict(
        admit(Person.objects.filter(pk__in=[row.duplicate_id for row in found])).values_list("pk", "name")
    )
    users = partners.user_names(row.joined_by for row in found)
    return [
        JoinView(
            row.pk,
            row.person.reference,
            row.person.name,
            names[row.duplicate_id],
            row.joined_at,
            users.get(row.joined_by or 0, ""),
            row.undone_at,
        )
        for row in found
    ]
