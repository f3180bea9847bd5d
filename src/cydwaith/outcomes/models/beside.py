# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands beside our own figures: others' published numbers, and a reviewer's score of fidelity."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cydwaith.kernel.privacy import ACCOUNT, ORGANISATIONAL, TECHNICAL, Classes, fields
from cydwaith.outcomes.vocabulary import ComparatorKind, Level


class ComparatorValue(models.Model):
    """One published number of somebody else's. `mark`: what stood in its place (`c`, `x`, `z`, `:`), then no value.

    `year` is the first of a financial year: 2018 for 2018-19. `synthetic`: made up, for a demonstration, and said so.
    """

    source = models.CharField(max_length=200)
    measure = models.CharField(max_length=20)  # as the source calls it: 1E, 1F
    stratum = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=14, choices=Level.choices)
    area = models.CharField(max_length=20)
    area_name = models.CharField(max_length=120)
    kind = models.CharField(max_length=12, choices=ComparatorKind.choices)
    value = models.DecimalField(max_digits=14, decimal_places=4, null=True)
    mark = models.CharField(max_length=4, blank=True)
    synthetic = models.BooleanField(default=False)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[Classes] = {
        **fields(
            "source measure stratum year level area area_name kind value mark synthetic", ORGANISATIONAL
        ),
        **fields("made_by made_at", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["measure", "stratum", "year", "level", "area", "kind"], name="comparator_once"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, mark="") | (Q(value__isnull=True) & ~Q(mark="")),
                name="comparator_value_or_mark",
            ),
        ]


class FidelityScore(models.Model):
    """A reviewer's score of one item, beside the machine's. The newest of a programme and item counts."""

    programme = models.ForeignKey("partnerships.Programme", on_delete=models.PROTECT, related_name="+")
    scale = models.CharField(max_length=20)
    item = models.CharField(max_length=40)
    score = models.PositiveSmallIntegerField()
    reviewed_on = models.DateField()
    reviewer = models.CharField(max_length=120)
    note = models.CharField(
        max_length=500, blank=True
    )  # about the team's way of working, never about a person
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[Classes] = {
        **fields("reviewer", ACCOUNT),
        **fields("programme scale item score reviewed_on note", ORGANISATIONAL),
        **fields("made_by made_at", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="fidelity_score"),
        ]
        indexes: ClassVar = [models.Index(fields=["programme", "item", "-id"], name="fidelity_newest")]
