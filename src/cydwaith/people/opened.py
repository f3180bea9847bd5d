# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a supporter was allowed to see, and until when: read past the guard, since only the person may read their
decisions, and a supporter must know where they stand. It tells a supporter about their own permission alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.guard import admit
from cydwaith.kernel.periods import in_force
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Category

from .models import Visibility


@dataclass(frozen=True, slots=True)
class Opened:
    """The categories open now, and when the first of what is open ends (None: by nothing but the person's word)."""

    categories: Category
    until: datetime | None


def opened(actor: Actor) -> Opened:
    """What is open to the actor of the person they support; nothing at all for any other role."""
    if actor.role is not Role.SUPPORTER:
        return Opened(Category(0), None)
    now = timezone.now()
    rows = admit(
        Visibility.objects.filter(
            in_force(now, start="starts_at", end="ends_at"),
            person_id=actor.person_id or 0,
            recipient__in=actor.recipients,
            purpose=actor.purpose.value,
        )
    )
    mask, ends = 0, []
    for _person, categories, ends_at in rows.values_list("person_id", "categories", "ends_at"):
        mask |= categories
        if ends_at is not None:
            ends.append(ends_at)
    return Opened(Category(mask), min(ends) if ends else None)
