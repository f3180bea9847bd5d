# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a partner sees by a person's choice rests on two things: the choice, and a flow of the agreement. When the flow
goes, the share ends; the choice stays in the history, and the person is told why it ended (docs/adr/0022).

A share with a supporter, or inside the organisation that keeps the record, rests on the choice alone and stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.utils import timezone

from cydwaith.kernel import reads
from cydwaith.kernel.actions import wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.guard import admit
from cydwaith.partnerships import partners

from . import visibility
from .deciding import newest
from .models import HowDecided, Person, SharingDecision
from .rules.sharing import midnight

AT_ONCE = 500  # rows in one statement


def uncovered(source_id: int) -> Iterator[tuple[SharingDecision, int]]:
    """Standing shares of people whose record an organisation keeps, with partners, which its flows do not carry (any
    more), each with what they still carry of it. Read past the guard: for whoever closes them, and for `verify`."""
    flows: dict[tuple[int, str], list[partners.OpenFlow]] = defaultdict(list)
    for flow in partners.open_flows(source_id=source_id):
        flows[flow.recipient_id, flow.purpose].append(flow)
    kept_here = admit(Person.objects.filter(organisation_id=source_id)).values("pk")
    standing = admit(
        SharingDecision.objects.filter(
            person_id__in=kept_here,
            organisation_id__isnull=False,
            categories__gt=0,
            ends_at__gt=timezone.now(),
        ).exclude(organisation_id=source_id)
    )
    with reads.muted():  # who switches a flow sees nobody's share
        rows = list(newest(standing).order_by("pk"))
    for row in rows:
        covered = 0
        for flow in flows[row.organisation_id or 0, row.purpose]:
            if midnight(flow.agreement_ends_on) >= row.ends_at:
                covered |= flow.categories
        if row.categories & ~covered:
            yield row, row.categories & covered


def close_shares(by: Actor, source_id: int) -> None:
    """Narrow or end what the organisation's flows no longer carry, from the next request on. Called inside the action
    that switched a flow off, which is named in each person's trail."""
    now, made = timezone.now(), []
    for row, kept in uncovered(source_id):
        made.append(
            SharingDecision(
                person_id=row.person_id,
                organisation_id=row.organisation_id,
                role=row.role,
                user_id=row.user_id,
                recipient=row.recipient,
                purpose=row.purpose,
                categories=kept,
                starts_at=now,
                ends_at=row.ends_at,
                made_at=now,
                basis=row.basis,
                how_given=HowDecided.AGREEMENT.value,
                recorded_by=by.user_id,
                replaces_id=row.pk,
            )
        )
    for one in SharingDecision.objects.bulk_create(made, batch_size=AT_ONCE):
        wrote(one, changed={"recipient": one.recipient, "purpose": one.purpose, "categories": one.categories})
    visibility.reindex(one.person_id for one in made)


def faults() -> Iterator[str]:
    """Shares that are open though no flow carries them, for `cydwaith verify`. Ids only."""
    with reads.muted():
        places = list(
            admit(Person.objects.order_by("organisation_id").distinct()).values_list(
                "organisation_id", flat=True
            )
        )
    for place in places:
        for row, _kept in uncovered(place):
            yield f"decision {row.pk} of person {row.person_id}: no flow carries all that it shares"
