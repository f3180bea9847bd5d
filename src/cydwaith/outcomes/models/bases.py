# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many people there are whom a figure could have reached: always with who says so, and for which year."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cydwaith.kernel.privacy import ORGANISATIONAL, TECHNICAL, Classes, fields


class BaseKind(models.TextChoices):
    """Of which people."""

    WANTS_WORK = "wants_work", _("Disabled people of working age who want paid work")
    POPULATION = "population", _("Everybody who lives there")


class PopulationBase(models.Model):
    """So many people of a kind live in an area, as a source says for a year."""

    area = models.CharField(max_length=20)  # code
    kind = models.CharField(max_length=20, choices=BaseKind.choices)
    year = models.PositiveSmallIntegerField()
    people = models.PositiveIntegerField()
    source = models.CharField(max_length=200)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[Classes] = {
        **fields("area kind year people source", ORGANISATIONAL),
        **fields("made_by made_at", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["area", "kind", "year"], name="populationbase_once"),
            models.CheckConstraint(
                condition=models.Q(year__gte=1900, year__lte=2200), name="populationbase_year"
            ),
            models.CheckConstraint(condition=~models.Q(source=""), name="populationbase_has_source"),
        ]
