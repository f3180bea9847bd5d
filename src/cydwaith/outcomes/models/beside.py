# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands beside our own figures: others' published numbers, and a reviewer's score of fidelity."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cydwaith.kernel.privacy import ACCOUNT, ORGANISATIONAL, TECHNICAL, Classes, fields
from cydwaith.outcomes.vocabulary import Level


class ComparatorValue(models.Model):
    """One published number of somebody else's (`engines.measures.comparators`), or why there is none (`missing`).

    `year` is the first of a financial year: 2018 for 2018-19. `origin`: published with the product, read from a file,
    or synthetic: invented for a demonstration, and said so wherever it is shown. `places` after the point as published.
    """

    source = models.CharField(max_length=200)
    dated = models.DateField()
    origin = models.CharField(max_length=12)
    secondary = models.BooleanField(default=False)
    measure = models.CharField(max_length=20)  # as the source calls it: 1E, 1F
    breakdown = models.CharField(max_length=20)
    part = models.CharField(max_length=12)
    year = models.PositiveSmallIntegerField()
    level = models.CharField(max_length=14, choices=Level.choices)
    area = models.CharField(max_length=20, blank=True)
    area_name = models.CharField(max_length=120)
    value = models.DecimalField(max_digits=16, decimal_places=6, null=True)
    places = models.PositiveSmallIntegerField(default=0)
    missing = models.CharField(max_length=16, blank=True)
    mark = models.CharField(max_length=4, blank=True)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[Classes] = {
        **fields(
            "source dated origin secondary measure breakdown part year level area area_name value places missing"
            " mark",
            ORGANISATIONAL,
        ),
        **fields("made_by made_at", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["measure", "breakdown", "part", "year", "level", "area", "area_name"],
                name="comparator_once",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False, missing="") | (Q(value__isnull=True) & ~Q(missing="")),
                name="comparator_value_or_why",
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
