# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sharing rule, pure, and the clause that the guard joins to every guarded query.

The rule says, from involvements, the person's decisions and emergency access, which (recipient, purpose) may see
which categories from when to when. It is written out into the visibility index by `visibility`; the clause asks the
index. Exclusions are not in the index: they are a small anti-join of the clause, so that they hold at once and over
everything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor, role_key, user_key
from cydwaith.kernel.guard import admit
from cydwaith.kernel.periods import in_force
from cydwaith.kernel.prepared import MOMENT, TEXT, given
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import ALL_CATEGORIES, Category, Purpose

from .models import Exclusion, Person, Visibility
from .openness import OpenTo

BASIS: dict[Role, dict[Purpose, Category]] = {
    Role.ADVISER: {Purpose.FIND_WORK: ALL_CATEGORIES, Purpose.GET_SUPPORT: ALL_CATEGORIES},
    Role.MANAGER: {
        Purpose.FIND_WORK: ALL_CATEGORIES,
        Purpose.GET_SUPPORT: ALL_CATEGORIES,
        Purpose.CHECK_QUALITY: ALL_CATEGORIES,
    },
}
"""What an organisation's lawful basis opens to those involved: the named adviser, and the team's manager."""


@dataclass(frozen=True, slots=True)
class Involved:
    """An involvement as the rule sees it; `user_id` None: the organisation holds the record."""

    organisation_id: int
    user_id: int | None
    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class Decided:
    """A sharing decision as the rule sees it; `number` orders them (a later one replaces an earlier)."""

    number: int
    recipient: str
    purpose: str
    categories: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Emergency:
    """A break-glass access as the rule sees it."""

    organisation_id: int
    user_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True, order=True)
class Opening:
    """One row of the index: a recipient may see these categories for this purpose in this period."""

    recipient: str
    purpose: str
    categories: int
    starts_at: datetime
    ends_at: datetime | None


def openings(
    involved: Iterable[Involved], decided: Iterable[Decided], emergencies: Iterable[Emergency] = ()
) -> set[Opening]:
    """Everything that is or will be open for one person, by the rule. Exclusions are not its business."""
    found: set[Opening] = set()
    for one in involved:
        for purpose, categories in BASIS[Role.MANAGER].items():
            key = role_key(one.organisation_id, Role.MANAGER)
            found.add(Opening(key, purpose, int(categories), one.starts_at, one.ends_at))
        if one.user_id is not None:
            for purpose, categories in BASIS[Role.ADVISER].items():
                key = user_key(one.user_id, one.organisation_id)
                found.add(Opening(key, purpose, int(categories), one.starts_at, one.ends_at))
    newest: dict[tuple[str, str], Decided] = {}
    for decision in decided:
        at = (decision.recipient, decision.purpose)
        if at not in newest or decision.number > newest[at].number:
            newest[at] = decision
    for decision in newest.values():
        if decision.categories:
            found.add(
                Opening(
                    decision.recipient,
                    decision.purpose,
                    decision.categories,
                    decision.starts_at,
                    decision.ends_at,
                )
            )
    for emergency in emergencies:
        key = user_key(emergency.user_id, emergency.organisation_id)
        found.add(
            Opening(key, Purpose.SAFEGUARD, int(ALL_CATEGORIES), emergency.starts_at, emergency.ends_at)
        )
    return found


def with_reference(reference: str) -> Any:
    """The id of the person behind a reference, as a subquery. What it finds is shown to nobody by itself."""
    return admit(Person.objects.filter(reference=reference)).values("pk")


def clause(actor: Actor, person: str, category: Category | F) -> Q:
    """Which people are open to `actor`: `person` is the lookup of the person's id in the guarded query.

    `category` is the table's category, or the column that holds the row's.
    """
    if actor.role is Role.PERSON:
        if actor.person_id is None:
            return Q(**{f"{person}__in": []})
        return Q(**{person: given("person_id", actor.person_id)})
    recipients = actor.recipients
    if not recipients:
        return Q(**{f"{person}__in": []})
    condition = OpenTo(
        person,
        category,
        recipients=recipients,
        purpose=actor.purpose.value,
        user_id=actor.user_id,
        organisation_id=actor.organisation_id,
        now=timezone.now(),
    )
    found = Q(condition)
    if actor.role is Role.SUPPORTER:
        found &= Q(**{person: given("person_id", actor.person_id)})
    return found


def open_to(actor: Actor, now: datetime) -> Any:
    """Rows of the index that open something to `actor` now, for the purpose of the page. Exclusions come on top."""
    keys = [given(f"recipient.{place}", key, TEXT) for place, key in enumerate(actor.recipients)]
    moment: Any = given("now", now, MOMENT)
    return admit(
        Visibility.objects.filter(
            in_force(moment, start="starts_at", end="ends_at"),
            recipient__in=keys,
            purpose=actor.purpose.value,
        )
    )


def excluded(actor: Actor, now: datetime) -> Any:
    """Exclusions in force against `actor`: them by name, or their organisation."""
    who = Q(user_id=actor.user_id, user_id__isnull=False)
    if actor.organisation_id is not None:
        who |= Q(organisation_id=actor.organisation_id)
    return admit(Exclusion.objects.filter(who, in_force(now, start="starts_at", end="ends_at")))


def kept_out(
    person_ids: Iterable[int], *, user_id: int | None = None, organisation_id: int | None = None
) -> set[int]:
    """Those of these people who keep the user, or the organisation, out now.

    Read past the guard: the list is hidden from advisers, and must hold against what they try.
    """
    who = Q(user_id=user_id, user_id__isnull=False) | Q(
        organisation_id=organisation_id, organisation_id__isnull=False
    )
    now = timezone.now()
    rows = admit(
        Exclusion.objects.filter(
            who, in_force(now, start="starts_at", end="ends_at"), person_id__in=list(person_ids)
        )
    )
    return set(rows.values_list("person_id", flat=True))


def exclusion_in_force(person_id: int, *, user_id: int | None, organisation_id: int | None) -> int | None:
    """The id of the exclusion of exactly this user, or this organisation, that holds now."""
    who = (
        Q(user_id=user_id)
        if user_id is not None
        else Q(organisation_id=organisation_id, user_id__isnull=True)
    )
    now = timezone.now()
    rows = admit(
        Exclusion.objects.filter(who, in_force(now, start="starts_at", end="ends_at"), person_id=person_id)
    )
    with reads.muted():  # the list is hidden from advisers; that an entry is there shows nothing of it
        found: int | None = rows.values_list("pk", flat=True).first()
    return found
