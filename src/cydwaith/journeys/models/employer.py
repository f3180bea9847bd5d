# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a person tells an employer, and the link by which the employer reads that and nothing else."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cydwaith.journeys.vocabulary import TellLevel
from cydwaith.kernel.guard import Guarded
from cydwaith.kernel.privacy import TECHNICAL, Classes, fields, personal
from cydwaith.kernel.vocabulary import Category
from cydwaith.people.models import Person

from .work import JobSpell


class EmployerSnapshot(Guarded):
    """One page in the person's words for one employer. Written by the person alone; a change is a new snapshot.

    It holds copies, not references: what the employer reads stays what the person saw before sending it.
    `kept_under`: health where the condition is told, adjustments otherwise.
    """

    category_field = "kept_under"
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    job = models.ForeignKey(JobSpell, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    employer_name = models.CharField(max_length=200)
    shown_name = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="en")
    level = models.CharField(max_length=12, choices=TellLevel.choices)
    adjustments = models.TextField(blank=True)
    helps = models.TextField(blank=True)
    condition = models.TextField(blank=True)
    kept_under = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[Classes] = {
        **fields(
            "employer_name shown_name language level adjustments made_at", personal(Category.ADJUSTMENTS)
        ),
        **fields("helps condition", personal(Category.HEALTH, special=True)),
        **fields("person job kept_under", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            # The level is what the page may hold at most: the database keeps the rest out.
            models.CheckConstraint(
                condition=Q(level=TellLevel.CONDITION, kept_under=int(Category.HEALTH))
                | Q(level=TellLevel.HELPS, condition="", kept_under=int(Category.ADJUSTMENTS))
                | Q(level=TellLevel.ADJUSTMENTS, helps="", condition="", kept_under=int(Category.ADJUSTMENTS))
                | Q(
                    level=TellLevel.NOTHING,
                    adjustments="",
                    helps="",
                    condition="",
                    kept_under=int(Category.ADJUSTMENTS),
                ),
                name="snapshot_within_level",
            ),
        ]


class SnapshotLink(Guarded):
    """A link to one snapshot: a token of which only the digest is kept, until it expires or is revoked."""

    category = Category.ADJUSTMENTS
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    snapshot = models.ForeignKey(EmployerSnapshot, on_delete=models.CASCADE, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)  # first
    last_opened_at = models.DateTimeField(null=True, blank=True)
    times_opened = models.PositiveIntegerField(default=0)

    privacy: ClassVar[Classes] = {
        **fields(
            "made_at expires_at revoked_at opened_at last_opened_at times_opened",
            personal(Category.ADJUSTMENTS),
        ),
        **fields("person snapshot token_digest", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="snapshotlink_expires"),
        ]
