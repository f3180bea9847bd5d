# SPDX-License-Identifier: AGPL-3.0-or-later
"""Those who help a person: written down, and ended."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now

from cydwaith.kernel.actions import action, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.roles import Permission
from cydwaith.people import visibility
from cydwaith.people.deciding import current_decisions, how_it_came, withdraw_from
from cydwaith.people.models import AccountInvitation, Person, Supporter
from cydwaith.people.queries.lookup import person_for_change
from cydwaith.people.rules import details
from cydwaith.people.shapes import Recipient

_BOTH = (Permission.WORK_CASELOAD, Permission.OWN_RECORD)


def end_links(by: Actor, person: Person, supporter_id: int | None, now: datetime) -> None:
    """Links that were made for the person (None) or a supporter, and not used, no longer work."""
    links = AccountInvitation.objects.visible_to(by).filter(
        person_id=person.pk, accepted_at__isnull=True, withdrawn_at__isnull=True
    )
    chosen = Q(supporter__isnull=True) if supporter_id is None else Q(supporter_id=supporter_id)
    links.filter(chosen).update(withdrawn_at=now)


@action("people.add_supporter", permission=_BOTH)
def add_supporter(*, by: Actor, reference: str | None, name: str, relation: str, email: str = "") -> int:
    """Write down somebody who helps the person; returns the supporter's id. They see nothing by this alone."""
    person = person_for_change(by, reference)
    kept, errors = details.checked({"name": name, "email": email}, today=timezone.localdate())
    relation = details.tidy(relation)
    if not relation or len(relation) > 60:
        errors["relation"] = [_now("Write what they are to the person, such as sister or advocate.")]
    if errors:
        raise Invalid(errors)
    made = Supporter.objects.create(
        person_id=person.pk,
        name=kept["name"],
        email=kept["email"],
        relation=relation,
        starts_at=timezone.now(),
    )
    wrote(made, changed={**kept, "relation": relation})
    return made.pk


@action("people.end_supporter", permission=_BOTH)
def end_supporter(*, by: Actor, reference: str | None, supporter_id: int, how_given: str = "screen") -> None:
    """End a supporter's help now: what was shared with them is withdrawn, open invitations no longer work.

    `how_given`: where staff were told. Raises `Invalid`.
    """
    person = person_for_change(by, reference)
    how = how_it_came(by, how_given)
    row = Supporter.objects.visible_to(by).filter(pk=supporter_id, person_id=person.pk).one()
    now = timezone.now()
    row.ends_at = now if row.ends_at is None else min(row.ends_at, now)
    row.ends_at = max(row.ends_at, row.starts_at)
    row.save(update_fields=["ends_at"])
    wrote(row, changed={"ends_at": row.ends_at, "how_given": how})
    end_links(by, person, row.pk, now)
    if row.user_id is not None:
        key = Recipient(user_id=row.user_id).key
        for decision in current_decisions(by, person.pk):
            if decision.recipient == key:
                withdraw_from(decision, by, how)
        visibility.reindex([person.pk])
