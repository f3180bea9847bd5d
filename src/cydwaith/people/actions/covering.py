# SPDX-License-Identifier: AGPL-3.0-or-later
"""The end of standing in for a colleague who is back before the day that was thought."""

from __future__ import annotations

from django.utils import timezone

from cydwaith.kernel.actions import action, nothing_to_write, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.periods import in_force
from cydwaith.kernel.roles import Permission
from cydwaith.people import visibility
from cydwaith.people.models import Involvement
from cydwaith.people.queries.lookup import own_organisation


@action("people.end_cover", permission=Permission.MANAGE_TEAM)
def end_cover(*, by: Actor, for_user_id: int, by_user_id: int) -> int:
    """A colleague no longer stands in for another, from now on; returns for how many people that ends.

    What the colleague has beside the cover (their own people) stays.
    """
    now = timezone.now()
    here = Involvement.objects.visible_to(by).filter(organisation_id=own_organisation(by))
    theirs = here.filter(in_force(now, start="starts_at", end="ends_at"), user_id=for_user_id).exclude(
        role="cover"
    )
    rows = list(
        here.filter(user_id=by_user_id, role="cover", person_id__in=theirs.values("person_id")).exclude(
            ends_at__lte=now
        )
    )
    for row in rows:
        row.ends_at = max(now, row.starts_at)
        row.save(update_fields=["ends_at"])
        wrote(row, changed={"ends_at": row.ends_at})
    if not rows:
        nothing_to_write()
    visibility.reindex([row.person_id for row in rows])
    return len(rows)
