# SPDX-License-Identifier: AGPL-3.0-or-later
"""The whole record of one person, category by category, and the forms that change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotVisible
from cydwaith.kernel.vocabulary import Category
from cydwaith.partnerships import partners
from cydwaith.people.bringing import FACT_TABLES
from cydwaith.people.models import Involvement, Needs, Person, Supporter
from cydwaith.people.rules import facts
from cydwaith.people.rules import needs as needs_rules
from cydwaith.people.shapes import IDENTITY_FIELDS

from .lookup import chosen, person_for_change


@dataclass(frozen=True, slots=True)
class FactView:
    """One dated fact, in words. `kind` and `value` are the codes; the period is half-open."""

    fact_id: int
    kind: str
    label: str
    value: str
    words: str
    starts_on: date
    ends_on: date | None

    def holds(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True)
class NeedsView:
    """Needs as recorded; `version` 0: nothing is recorded yet."""

    formats: tuple[str, ...] = ()
    communication: str = ""
    access: str = ""
    version: int = 0

    @property
    def words(self) -> tuple[str, ...]:
        """As they stand in a header."""
        return needs_rules.words(self.formats, self.communication, self.access)


@dataclass(frozen=True, slots=True)
class InvolvedView:
    """Somebody who works with the person, or has."""

    user_id: int | None
    name: str
    organisation: Any
    role: str
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class SupporterView:
    """Somebody who helps the person. `account`: they can sign in."""

    supporter_id: int
    name: str
    email: str
    relation: str
    user_id: int | None
    starts_at: datetime
    ends_at: datetime | None

    @property
    def account(self) -> bool:
        """Whether they can sign in."""
        return self.user_id is not None


@dataclass(frozen=True, slots=True)
class Record:
    """A person's record, as far as the actor may see it. `facts` by category, newest first within a kind."""

    person_id: int
    reference: str
    identity: dict[str, Any]
    version: int
    created_at: datetime
    needs: NeedsView
    facts: dict[Category, tuple[FactView, ...]]
    involved: tuple[InvolvedView, ...]
    supporters: tuple[SupporterView, ...]
    own: bool


def record(actor: Actor, reference: str | None = None) -> Record:
    """The record of one person. Raises `NotVisible`."""
    row = (
        Person.objects.visible_to(actor)
        .filter(chosen(actor, reference), joined_into__isnull=True)
        .values("pk", "reference", "version", "created_at", "organisation_id", *IDENTITY_FIELDS)
        .first()
    )
    if row is None:
        raise NotVisible("Person")
    person_id = row["pk"]
    return Record(
        person_id=person_id,
        reference=row["reference"],
        identity={name: row[name] for name in IDENTITY_FIELDS},
        version=row["version"],
        created_at=row["created_at"],
        needs=_needs(actor, person_id),
        facts=_facts(actor, person_id),
        involved=_involved(actor, person_id),
        supporters=supporters(actor, person_id),
        own=row["organisation_id"] == actor.organisation_id,
    )


def _needs(actor: Actor, person_id: int) -> NeedsView:
    row = Needs.objects.visible_to(actor).filter(person_id=person_id).first()
    return (
        NeedsView()
        if row is None
        else NeedsView(tuple(row.formats), row.communication, row.access, row.version)
    )


def _facts(actor: Actor, person_id: int) -> dict[Category, tuple[FactView, ...]]:
    found = {}
    for category, table in FACT_TABLES.items():
        rows = (
            table.objects.visible_to(actor).filter(person_id=person_id).order_by("kind", "-starts_on", "-pk")
        )
        found[category] = tuple(_fact(row) for row in rows)
    return found


def _fact(row: Any) -> FactView:
    label = str(facts.KINDS[row.kind].label) if row.kind in facts.KINDS else row.kind
    words = facts.label_of(row.kind, row.value)
    return FactView(row.pk, row.kind, label, row.value, words, row.starts_on, row.ends_on)


def _involved(actor: Actor, person_id: int) -> tuple[InvolvedView, ...]:
    rows = list(
        Involvement.objects.visible_to(actor)
        .filter(person_id=person_id)
        .order_by("-ends_at", "-starts_at", "pk")
    )
    names = partners.user_names(row.user_id for row in rows)
    places = partners.organisation_names(row.organisation_id for row in rows)
    return tuple(
        InvolvedView(
            row.user_id,
            names.get(row.user_id or 0, ""),
            places[row.organisation_id],
            row.role,
            row.starts_at,
            row.ends_at,
        )
        for row in sorted(rows, key=lambda row: (row.ends_at is not None, row.user_id is None))
    )


def supporters(actor: Actor, person_id: int, *, ended: bool = True) -> tuple[SupporterView, ...]:
    """Those who help a person, current ones first; `ended`: those who no longer do, too."""
    now = timezone.now()
    rows = Supporter.objects.visible_to(actor).filter(person_id=person_id).order_by("name", "pk")
    found = [
        SupporterView(row.pk, row.name, row.email, row.relation, row.user_id, row.starts_at, row.ends_at)
        for row in rows
    ]
    found.sort(key=lambda one: one.ends_at is not None and one.ends_at <= now)
    return tuple(one for one in found if ended or one.ends_at is None or one.ends_at > now)


@dataclass(frozen=True, slots=True)
class Editable:
    """What a form that changes identity or needs begins with."""

    reference: str
    version: int
    identity: dict[str, Any]
    needs: NeedsView


def editable(actor: Actor, reference: str | None = None) -> Editable:
    """A record that the actor may change, for a form. Raises `NotVisible` for partners too."""
    person = person_for_change(actor, reference)
    identity = {name: getattr(person, name) for name in IDENTITY_FIELDS}
    return Editable(person.reference, person.version, identity, _needs(actor, person.pk))
