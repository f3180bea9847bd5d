# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who has looked: for the person whose record it is, and for the governance lead of the organisation that looked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.errors import NotAllowed
from cydwaith.kernel.roles import ROLES, Permission, Role
from cydwaith.kernel.vocabulary import CATEGORY_LABELS, PURPOSE_LABELS, Purpose, categories_of
from cydwaith.partnerships import partners
from cydwaith.people import access_log, sharing
from cydwaith.people.models import AccessLog, AccessQuestion
from cydwaith.people.rules.sharing import midnight


@dataclass(frozen=True, slots=True)
class Look:
    """One page that showed a person's record. `listed`: among others, on a list. `asked`: the person asked why."""

    log_id: int
    at: datetime
    who: str
    organisation: Bilingual | None
    role: str
    purpose: str
    what: tuple[str, ...]
    listed: bool
    page: str
    references: tuple[str, ...]
    asked: bool = False
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Looks:
    """A page of looks, the newest first. `more`: there are older ones."""

    rows: tuple[Look, ...]
    more: bool


_COLUMNS = (
    "pk",
    "person_id",
    "at",
    "user_id",
    "organisation_id",
    "role",
    "purpose",
    "page",
    "categories",
    "people",
)


def who_has_looked(actor: Actor, *, page: int = 1, per_page: int = 25) -> Looks:
    """Who has looked at the actor's own record, the newest first. Raises `NotAllowed` for anybody but the person."""
    if actor.role is not Role.PERSON:
        raise NotAllowed("who has looked")
    access_log.spread_all()
    start = (page - 1) * per_page
    rows = list(
        AccessLog.objects.visible_to(actor)
        .order_by("-at", "-pk")
        .values(*_COLUMNS)[start : start + per_page + 1]
    )
    asked = {
        row.log_id: row
        for row in AccessQuestion.objects.visible_to(actor).filter(log_id__in=[row["pk"] for row in rows])
    }
    found = _looks(rows[:per_page])
    marked = [
        Look(**{**_fields(look), "asked": look.log_id in asked, "answer": asked[look.log_id].answer})
        if look.log_id in asked
        else look
        for look in found
    ]
    return Looks(tuple(marked), len(rows) > per_page)


def _fields(look: Look) -> dict[str, Any]:
    return {name: getattr(look, name) for name in Look.__slots__}


def _ids(row: dict[str, Any]) -> list[int]:
    return [row["person_id"]] if row["person_id"] is not None else list(row["people"])


def _looks(rows: list[dict[str, Any]], references: dict[int, str] | None = None) -> list[Look]:
    references = references or {}
    users = partners.user_names(row["user_id"] for row in rows)
    places = partners.organisation_names(row["organisation_id"] for row in rows)
    return [
        Look(
            log_id=row["pk"],
            at=row["at"],
            who=users.get(row["user_id"], ""),
            organisation=places.get(row["organisation_id"]),
            role=str(ROLES[Role(row["role"])].name),
            purpose=str(PURPOSE_LABELS[Purpose(row["purpose"])]),
            what=tuple(str(CATEGORY_LABELS[one]) for one in categories_of(row["categories"])),
            listed=row["person_id"] is None,
            page=row["page"],
            references=tuple(references[pk] for pk in _ids(row) if pk in references),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """What of the access log is asked for. Days are half-open: `until` is the first day left out."""

    since: date | None = None
    until: date | None = None
    user_id: int | None = None
    purpose: str = ""
    reference: str = ""


def access_log_page(
    actor: Actor, asked: LogFilter, *, offset: int = 0, limit: int = 50
) -> tuple[list[Look], int]:
    """Looks by the actor's organisation and how many there are in all. People by reference: the governance lead
    checks who looked, and reads nobody's record.

    Raises `NotAllowed`.
    """
    if not actor.may(Permission.GOVERN):
        raise NotAllowed("access log")
    if asked.reference:
        access_log.spread_all()
    rows = AccessLog.objects.visible_to(actor).filter(_log_condition(asked))
    total = rows.count()
    with reads.muted():  # the log's own page: reading it is no look at anybody
        page = list(rows.order_by("-at", "-pk").values(*_COLUMNS)[offset : offset + limit])
        references = access_log.references(pk for row in page for pk in _ids(row))
    return _looks(page, references), total


def _log_condition(asked: LogFilter) -> Q:
    found = Q()
    if asked.since:
        found &= Q(at__gte=midnight(asked.since))
    if asked.until:
        found &= Q(at__lt=midnight(asked.until))
    if asked.user_id is not None:
        found &= Q(user_id=asked.user_id)
    if asked.purpose:
        found &= Q(purpose=asked.purpose)
    if asked.reference:
        who = sharing.with_reference(asked.reference)
        listed = access_log.lists_with(who)
        found &= Q(person_id__in=who) | Q(pk__in=listed)
    return found


def log_users(actor: Actor, days: int = 366) -> list[tuple[int, str]]:
    """Users of the actor's organisation who have looked at anything lately: id and name, by name."""
    since = timezone.now() - timedelta(days=days)
    ids = (
        AccessLog.objects.visible_to(actor).filter(at__gte=since).order_by().values_list("user_id", flat=True)
    )
    with reads.muted():
        users = partners.user_names(ids.distinct())
    return sorted(users.items(), key=lambda one: one[1])


def log_rows(actor: Actor, log_ids: Iterable[int]) -> list[Look]:
    """Certain looks, for the page of a question about them."""
    with reads.muted():
        rows = list(AccessLog.objects.visible_to(actor).filter(pk__in=list(log_ids)).values(*_COLUMNS))
    return _looks(rows)
