# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may see row keys: those who may import for the organisation. Batches and mappings are held by `queries`."""

from __future__ import annotations

from django.db.models import Q

from cydwaith.kernel import guard
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Permission

from .models import ImportBatch, RowKey


def own_imports(actor: Actor, prefix: str) -> Q:
    """Keys of the actor's organisation, whoever they are about: a person who keeps a manager out must not come in
    twice. The keys hold digests and ids; the records behind them stay with their own rules."""
    if actor.may(Permission.IMPORT) and actor.organisation_id is not None:
        own = ImportBatch.objects.filter(organisation_id=actor.organisation_id)
        return Q(**{f"{prefix}batch_id__in": own.values("pk")})
    return Q(**{f"{prefix}pk__in": []})


def register() -> None:
    """Register the guarded model of the context."""
    guard.register(RowKey, own_imports, sharing=False)
