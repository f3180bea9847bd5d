# SPDX-License-Identifier: AGPL-3.0-or-later
"""What was tried and refused because it may have been a guess: for the governance lead, without what was typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cydwaith.kernel import audit
from cydwaith.kernel.actions import REFUSED
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotAllowed
from cydwaith.kernel.roles import Permission
from cydwaith.partnerships import partners
from cydwaith.people import access_log

from .lookup import own_organisation

_NUMBER = _("An NHS number that stands in a record they do not see")
WORDS: dict[str, Any] = {
    f"people.break_glass{REFUSED}": _("Emergency access to somebody who is not here, or keeps them out"),
    f"people.add_person{REFUSED}": _NUMBER,
    f"people.change_identity{REFUSED}": _NUMBER,
}
"""Verb of a refusal -> what was tried, in words."""
DAYS = 90


@dataclass(frozen=True, slots=True)
class Tried:
    """One try. `reference`: whose record it met, "" where it met none."""

    at: datetime
    who: str
    what: str
    reference: str


def refusals(actor: Actor, *, days: int = DAYS) -> list[Tried]:
    """What staff of the actor's organisation tried in the last days, the newest first. Raises `NotAllowed`."""
    if not actor.may(Permission.GOVERN):
        raise NotAllowed("refusals")
    since = timezone.now() - timedelta(days=days)
    rows = audit.lately(own_organisation(actor), list(WORDS), since)
    users = partners.user_names(row.user_id for row in rows)
    references = access_log.references(row.person_id for row in rows if row.person_id is not None)
    return [
        Tried(
            row.at,
            users.get(row.user_id or 0, ""),
            str(WORDS[row.verb]),
            references.get(row.person_id or 0, ""),
        )
        for row in rows
    ]
