# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a funder pays a programme for, and what it is to reach in each quarter."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cydwaith.kernel.periods import valid_period
from cydwaith.kernel.privacy import ORGANISATIONAL, TECHNICAL, Classes, fields


class Contract(models.Model):
    """A contract on a programme. It starts before delivery does: what was agreed, and when work began, are two days.

    `ends_on`: the first day that the contract does not cover any more; None: no end was agreed.
    """

    programme = models.ForeignKey("partnerships.Programme", on_delete=models.PROTECT, related_name="+")
    funder = models.ForeignKey(
        "partnerships.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reference = models.CharField(max_length=80)
    contract_starts_on = models.DateField()
    delivery_starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[Classes] = {
        **fields("programme funder reference contract_starts_on delivery_starts_on ends_on", ORGANISATIONAL),
        **fields("made_by made_at version", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "reference"], name="contract_once"),
            models.CheckConstraint(
                condition=Q(delivery_starts_on__gte=F("contract_starts_on")), name="contract_before_delivery"
            ),
            valid_period("contract_period", start="delivery_starts_on"),
        ]


class ProfileRow(models.Model):
    """How many of a measure are to be reached in a quarter, by the contract; `area` "": in all areas together."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="profile")
    measure = models.CharField(max_length=60)
    quarter_starts_on = models.DateField()
    area = models.CharField(max_length=20, blank=True)
    number = models.PositiveIntegerField()

    privacy: ClassVar[Classes] = {
        **fields("measure quarter_starts_on area number", ORGANISATIONAL),
        **fields("contract", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract", "measure", "quarter_starts_on", "area"], name="profile_once"
            ),
        ]


class LocalTarget(models.Model):
    """What a partnership means to reach of a measure in a period, whoever pays: per cent for a rate, else a number."""

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    rulebook = models.CharField(max_length=40)
    measure = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField()  # the first day after it
    value = models.DecimalField(max_digits=10, decimal_places=2)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[Classes] = {
        **fields("partnership rulebook measure starts_on ends_on value", ORGANISATIONAL),
        **fields("made_by made_at", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "rulebook", "measure", "starts_on"], name="localtarget_once"
            ),
            models.CheckConstraint(condition=Q(ends_on__gt=F("starts_on")), name="localtarget_period"),
            models.CheckConstraint(condition=Q(value__gte=0), name="localtarget_value"),
        ]
