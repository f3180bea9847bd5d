# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who a page is about: name, how they like to be called, needs, languages, who works with them. One query."""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.errors import NotVisible
from cydwaith.kernel.prepared import TEXT, Prepared, given
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import ALL_CATEGORIES, Category
from cydwaith.people import heads
from cydwaith.people.models import Person
from cydwaith.people.rules import languages
from cydwaith.people.rules import needs as needs_rules

from .gathering import also_read


@dataclass(frozen=True, slots=True)
class Header:
    """The head of every page about one person. `needs`: as words, () also where the category is not open.

    `own`: the actor's organisation keeps the record, so that staff may change it. `open`: the categories that this
    actor may read for the purpose of the page. `shares`: with how many recipients something is shared now (None where
    the actor may not know).
    """

    person_id: int
    reference: str
    name: str
    called: str
    date_of_birth: date | None
    email: str
    phone: str
    spoken_language: str
    written_language: str
    other_language: str
    needs: tuple[str, ...]
    holder_id: int
    holder: Bilingual
    own: bool
    open: Category
    advisers: tuple[str, ...]
    shares: int | None
    version: int
    account: bool

    @property
    def shown_name(self) -> str:
        """How they like to be called, else the whole name."""
        return self.called or self.name

    @property
    def languages(self) -> str:
        """The language to speak, and the one to write in where it is another."""
        spoken = languages.words(self.spoken_language, self.other_language)
        if self.written_language in ("", self.spoken_language):
            return spoken
        return f"{spoken}, {languages.words(self.written_language, self.other_language)}"


_COLUMNS = (
    "pk", "reference", "name", "called", "date_of_birth", "email", "phone", "spoken_language", "written_language",
    "other_language", "organisation_id", "organisation__name_en", "organisation__name_cy", "version", "user_id",
)  # fmt: skip
_ALL_COLUMNS = (*_COLUMNS, "needs", "advisers", "shares", "opened")


def header(actor: Actor, reference: str | None = None) -> Header:
    """The head of a page about one person; `reference` None: the actor's own record, or whom they support.

    Raises `NotVisible`.
    """
    if reference is not None:
        rows = _HEAD.rows(actor, "reference", values={"reference": reference})
    elif actor.role in (Role.PERSON, Role.SUPPORTER):
        rows = _HEAD.rows(actor, "own")
    else:
        raise NotVisible("Person")
    if len(rows) != 1:
        raise NotVisible("Person")
    return _header(actor, dict(zip(_ALL_COLUMNS, rows[0], strict=True)))


def _head(actor: Actor, by: str) -> Any:
    """The person's row: by reference, or the one that the actor is or supports."""
    chosen = Q(reference=given("reference", "", TEXT))
    if by == "own":
        chosen = Q(pk=given("person_id", actor.person_id)) if actor.person_id is not None else Q(pk__in=[])
    return (
        Person.objects.visible_to(actor)
        .filter(chosen, joined_into__isnull=True)
        .annotate(**heads.columns(actor))
        .values_list(*_ALL_COLUMNS)
    )


_HEAD = Prepared(_head)


def _union(masks: Sequence[int] | None) -> Category:
    return Category(functools.reduce(operator.or_, masks or (), 0))


def _header(actor: Actor, row: dict[str, Any]) -> Header:
    needs = row["needs"] or {}
    also_read(Category.NEEDS, needs)
    own = row["organisation_id"] == actor.organisation_id
    knows = own or actor.role is Role.PERSON
    return Header(
        person_id=row["pk"],
        reference=row["reference"],
        name=row["name"],
        called=row["called"],
        date_of_birth=row["date_of_birth"],
        email=row["email"],
        phone=row["phone"],
        spoken_language=row["spoken_language"],
        written_language=row["written_language"],
        other_language=row["other_language"],
        needs=needs_rules.words(
            needs.get("formats") or (), needs.get("communication", ""), needs.get("access", "")
        ),
        holder_id=row["organisation_id"],
        holder=Bilingual(row["organisation__name_en"], row["organisation__name_cy"]),
        own=own,
        open=ALL_CATEGORIES if actor.role is Role.PERSON else _union(row["opened"]),
        advisers=tuple(sorted(set(row["advisers"] or ()))),
        shares=row["shares"] if knows else None,
        version=row["version"],
        account=row["user_id"] is not None,
    )
