# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people asked and how it was answered: looks, corrections; and emergency access with its review."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.kernel.roles import Role
from cydwaith.partnerships import partners
from cydwaith.people import access_log
from cydwaith.people.models import AccessLog, AccessQuestion, BreakGlass, Correction, Person
from cydwaith.people.rules.corrections import about_words

from .looks import Look, log_rows


@dataclass(frozen=True, slots=True)
class LookQuestion:
    """A person's question about a look. `look`: what it was (None where the log is no longer there)."""

    question_id: int
    reference: str
    question: str
    asked_at: datetime
    look: Look | None
    answer: str
    answered_by: str
    answered_at: datetime | None


def look_questions(actor: Actor, *, open_only: bool = False) -> list[LookQuestion]:
    """Questions about looks: the person's own, or those put to the governance lead's organisation; open ones first."""
    rows = AccessQuestion.objects.visible_to(actor).order_by("answered_at", "asked_at", "pk")
    if open_only:
        rows = rows.filter(answered_at__isnull=True)
    found = list(rows[:200])
    found.sort(key=lambda row: row.answered_at is not None)
    looks = {look.log_id: look for look in log_rows(actor, [row.log_id for row in found])}
    names = partners.user_names(row.answered_by for row in found)
    references = access_log.references(row.person_id for row in found)
    return [
        LookQuestion(
            row.pk,
            references.get(row.person_id, ""),
            row.question,
            row.asked_at,
            looks.get(row.log_id),
            row.answer,
            names.get(row.answered_by or 0, ""),
            row.answered_at,
        )
        for row in found
    ]


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """Something that a person wants corrected. `name`: "" for who may not see the record."""

    correction_id: int
    reference: str
    name: str
    about: str
    wanted: str
    asked_at: datetime
    asked_by: str
    outcome: str
    answer: str
    answered_by: str
    answered_at: datetime | None


def corrections(
    actor: Actor, *, open_only: bool = True, reference: str | None = None, correction_id: int | None = None
) -> list[CorrectionView]:
    """Corrections asked for, the oldest open one first: the person's own, those of people whom an adviser works with,
    or all of the organisation for its governance lead, who sees a reference and no name."""
    rows = Correction.objects.visible_to(actor).order_by("asked_at", "pk")
    if open_only:
        rows = rows.filter(answered_at__isnull=True)
    if correction_id is not None:
        rows = rows.filter(pk=correction_id)
    found = list(rows[:200])
    references = access_log.references(row.person_id for row in found)
    if reference is not None:
        found = [row for row in found if references.get(row.person_id) == reference]
    found.sort(key=lambda row: row.answered_at is not None)
    people = {} if actor.role is Role.GOVERNANCE else _names(actor, [row.person_id for row in found])
    users = partners.user_names([*(row.asked_by for row in found), *(row.answered_by for row in found)])
    return [
        CorrectionView(
            row.pk,
            references.get(row.person_id, ""),
            people.get(row.person_id, ""),
            about_words(row.about, own=actor.role is Role.PERSON),
            row.wanted,
            row.asked_at,
            users.get(row.asked_by or 0, ""),
            row.outcome,
            row.answer,
            users.get(row.answered_by or 0, ""),
            row.answered_at,
        )
        for row in found
    ]


def _names(actor: Actor, ids: list[int]) -> dict[int, str]:
    return dict(Person.objects.visible_to(actor).filter(pk__in=ids).values_list("pk", "name"))


@dataclass(frozen=True, slots=True)
class EmergencyView:
    """An emergency access. `own`: the actor's own, who cannot review it. `looks`: what was opened under it."""

    emergency_id: int
    reference: str
    who: str
    organisation: Bilingual
    reason: str
    starts_at: datetime
    ends_at: datetime
    open_now: bool
    review: str
    reviewed_by: str
    reviewed_at: datetime | None
    own: bool
    looks: int


def emergencies(
    actor: Actor, *, waiting_only: bool = False, emergency_id: int | None = None
) -> list[EmergencyView]:
    """Emergency access: to the person's record; the adviser's own; or the organisation's, for its governance lead.

    Those that wait for review come first.
    """
    rows = BreakGlass.objects.visible_to(actor).order_by("-starts_at", "-pk")
    if waiting_only:
        rows = rows.filter(reviewed_at__isnull=True)
    if emergency_id is not None:
        rows = rows.filter(pk=emergency_id)
    found = list(rows[:200])
    found.sort(key=lambda row: row.reviewed_at is not None)
    users = partners.user_names([*(row.user_id for row in found), *(row.reviewed_by for row in found)])
    places = partners.organisation_names(row.organisation_id for row in found)
    references = access_log.references(row.person_id for row in found)
    now = timezone.now()
    return [
        EmergencyView(
            row.pk,
            references.get(row.person_id, ""),
            users.get(row.user_id, ""),
            places[row.organisation_id],
            row.reason,
            row.starts_at,
            row.ends_at,
            row.starts_at <= now < row.ends_at,
            row.review,
            users.get(row.reviewed_by or 0, ""),
            row.reviewed_at,
            row.user_id == actor.user_id,
            _looks_under(actor, row),
        )
        for row in found
    ]


def _looks_under(actor: Actor, row: BreakGlass) -> int:
    with reads.muted():
        return int(
            AccessLog.objects.visible_to(actor)
            .filter(
                person_id=row.person_id,
                user_id=row.user_id,
                purpose="safeguard",
                at__gte=row.starts_at,
                at__lt=row.ends_at,
            )
            .count()
        )
