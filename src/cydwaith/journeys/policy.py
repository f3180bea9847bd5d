# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may see which rows of journeys, beyond the sharing clause; and the employer, who holds a token and no account."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F, Q
from django.utils import timezone

from cydwaith.kernel import guard
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Category
from cydwaith.people import sharing

from . import models


@dataclass(frozen=True, slots=True)
class Bearer(Actor):
    """An employer who holds a link: may read the one snapshot whose token has this digest."""

    token_digest: str = ""


def _nothing(prefix: str) -> Q:
    return Q(**{f"{prefix}pk__in": []})


def _live(actor: Bearer, prefix: str) -> Q:
    return Q(
        **{
            f"{prefix}token_digest": actor.token_digest,
            f"{prefix}revoked_at__isnull": True,
            f"{prefix}expires_at__gt": timezone.now(),
        }
    )


def links(actor: Actor, prefix: str) -> Q:
    """The bearer of a live link: that link. Everybody else by the sharing clause, under adjustments."""
    if actor.role is Role.EMPLOYER:
        return _live(actor, prefix) if isinstance(actor, Bearer) else _nothing(prefix)
    return sharing.clause(actor, f"{prefix}person_id", Category.ADJUSTMENTS)


def snapshots(actor: Actor, prefix: str) -> Q:
    """The bearer: the snapshot of their live link. Everybody else by the sharing clause, under the row's category."""
    if actor.role is Role.EMPLOYER:
        if not isinstance(actor, Bearer):
            return _nothing(prefix)
        mine = models.SnapshotLink.objects.visible_to(actor)
        return Q(**{f"{prefix}pk__in": mine.values("snapshot_id")})
    return sharing.clause(actor, f"{prefix}person_id", F(f"{prefix}kept_under"))


def register() -> None:
    """Register every guarded model of the context."""
    for model in (
        models.Journey,
        models.StageChange,
        models.Contact,
        models.ContactNote,
        models.ContactMove,
        models.Profile,
        models.Goal,
        models.Step,
        models.PlanAgreement,
        models.JobSpell,
        models.JobTerms,
        models.Review,
        models.StatusObservation,
        models.LearningSpell,
        models.Adjustment,
    ):
        guard.register(model)
    guard.register(models.SnapshotLink, links, sharing=False)
    guard.register(models.EmployerSnapshot, snapshots, sharing=False)
