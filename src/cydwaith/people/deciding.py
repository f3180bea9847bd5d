# SPDX-License-Identifier: AGPL-3.0-or-later
"""Sharing decisions written down: appended, never changed. Built on by the actions that decide and withdraw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from cydwaith.kernel.actions import wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.guard import admit
from cydwaith.kernel.roles import Role

from .models import TOLD, HowGiven, SharingDecision
from .rules.sharing import midnight
from .shapes import Recipient


@dataclass(frozen=True, slots=True)
class Choice:
    """With whom, for what, which categories (a mask), and the day on which it ends."""

    recipient: Recipient
    purpose: str
    categories: int
    ends_on: date


def how_it_came(by: Actor, how_given: str) -> str:
    """How a choice reached the record: the person's own is made on the site; staff say where they were told.

    Raises `Invalid`.
    """
    if by.role is Role.PERSON:
        return HowGiven.SCREEN.value
    if how_given not in TOLD:
        raise Invalid.on("how_given", _("Say how the person told you."))
    return how_given


def newest(rows: Any) -> Any:
    """Of some decisions, those that no later one replaced."""
    return rows.filter(~Exists(admit(SharingDecision.objects.filter(replaces_id=OuterRef("pk")))))


def current_decisions(by: Actor, person_id: int) -> list[SharingDecision]:
    """The person's decisions that no later one replaced and that open something, ended ones too."""
    return list(newest(SharingDecision.objects.visible_to(by).filter(person_id=person_id, categories__gt=0)))


def decide(
    person_id: int,
    choice: Choice,
    *,
    replaces: SharingDecision | None,
    recorded_by: int | None,
    how_given: str,
    partnership_id: int | None = None,
    basis: str = "choice",
) -> SharingDecision:
    """Append a decision, in force from now. The caller writes the visibility index anew."""
    now = timezone.now()
    made = SharingDecision.objects.create(
        person_id=person_id,
        organisation_id=choice.recipient.organisation_id,
        role=choice.recipient.role,
        user_id=choice.recipient.user_id,
        recipient=choice.recipient.key,
        purpose=choice.purpose,
        categories=choice.categories,
        starts_at=now,
        ends_at=midnight(choice.ends_on),
        made_at=now,
        basis=basis,
        how_given=how_given,
        recorded_by=recorded_by,
        replaces=replaces,
    )
    changed = {"recipient": made.recipient, "purpose": made.purpose, "categories": made.categories}
    wrote(made, changed={**changed, "ends_at": made.ends_at}, partnership_id=partnership_id)
    return made


def withdraw_from(decision: SharingDecision, by: Actor, how_given: str) -> SharingDecision:
    """Append the end of a decision that stands. The caller writes the visibility index anew."""
    now = timezone.now()
    made = SharingDecision.objects.create(
        person_id=decision.person_id,
        organisation_id=decision.organisation_id,
        role=decision.role,
        user_id=decision.user_id,
        recipient=decision.recipient,
        purpose=decision.purpose,
        categories=0,
        starts_at=now,
        ends_at=max(decision.ends_at, now),
        made_at=now,
        basis=decision.basis,
        how_given=how_given,
        recorded_by=by.user_id,
        replaces_id=decision.pk,
    )
    wrote(made, changed={"recipient": made.recipient, "purpose": made.purpose, "categories": 0})
    return made
