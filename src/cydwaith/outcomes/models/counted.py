# SPDX-License-Identifier: AGPL-3.0-or-later
"""Snapshots of facts, runs of a rulebook over them, and the figures that came of it. Nothing here names anybody."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cydwaith.kernel.periods import together
from cydwaith.kernel.privacy import ORGANISATIONAL, TECHNICAL, Classes, fields
from cydwaith.outcomes.vocabulary import RunState


class Snapshot(models.Model):
    """Facts as they were known at the end of a day: a private folder of Parquet with a manifest.

    `partnership` None: of the whole site. `folder` is below the site's own folder of snapshots; `rows`: table of facts
    -> how many. `dropped_at`: the folder was deleted since nothing was frozen with it; the figures stay.
    """

    partnership = models.ForeignKey(
        "partnerships.Partnership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    folder = models.CharField(max_length=120, unique=True)
    as_of = models.DateField()
    manifest_sha256 = models.CharField(max_length=64)
    schema_version = models.PositiveSmallIntegerField()
    rows = models.JSONField(default=dict)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    dropped_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[Classes] = {
        **fields("partnership as_of rows", ORGANISATIONAL),
        **fields("folder manifest_sha256 schema_version made_by made_at dropped_at", TECHNICAL),
    }

    class Meta:
        indexes: ClassVar = [models.Index(fields=["partnership", "-as_of", "-id"], name="snapshot_newest")]


class Run(models.Model):
    """One rulebook counted over one snapshot, for one partnership and a row of periods.

    `grouping`: names of the groups asked for, besides the whole; `options`: what the rulebook was given. `failure`:
    a code of `counting`, with where it was found in `failure_at`. `current`: the newest of its kind, which pages show.
    """

    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, related_name="runs")
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    rulebook = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    step = models.CharField(max_length=8)  # quarter or year: how long each period is
    first_day = models.DateField()
    last_day = models.DateField()
    grouping = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.WAITING)
    failure = models.CharField(max_length=40, blank=True)
    failure_at = models.CharField(max_length=200, blank=True)
    current = models.BooleanField(default=False)
    milliseconds = models.PositiveIntegerField(default=0)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[Classes] = {
        **fields(
            "partnership rulebook version step first_day last_day grouping options state failure failure_at",
            ORGANISATIONAL,
        ),
        **fields("snapshot current milliseconds made_by made_at", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="run_period"),
            models.CheckConstraint(
                condition=(Q(state=RunState.FAILED) & ~Q(failure=""))
                | (~Q(state=RunState.FAILED) & Q(failure="")),
                name="run_failed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(current=False) | Q(state=RunState.DONE), name="run_current_is_counted"
            ),
            models.UniqueConstraint(
                fields=["partnership", "rulebook", "step"], condition=Q(current=True), name="run_one_current"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["partnership", "rulebook", "-id"], name="run_newest")]


class FigureRow(models.Model):
    """One figure of a run: exact, for those who may read it. Written once with its run and never altered.

    A group that is "" is all of it. `value` has the published decimals; None: withheld or nothing to divide by.
    `numerator_low` and `numerator_high`: the fewest and most people it can be, by the links. `counts`: line -> people.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="figures")
    measure = models.CharField(max_length=60)
    first_day = models.DateField()
    last_day = models.DateField()
    programme = models.CharField(max_length=40, blank=True)
    partner = models.CharField(max_length=40, blank=True)
    area = models.CharField(max_length=20, blank=True)
    stratum = models.CharField(max_length=40, blank=True)
    numerator = models.BigIntegerField()
    numerator_low = models.BigIntegerField()
    numerator_high = models.BigIntegerField()
    denominator = models.BigIntegerField(null=True)
    denominator_low = models.BigIntegerField(null=True)
    denominator_high = models.BigIntegerField(null=True)
    value = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    value_low = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    value_high = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    incomplete = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)

    privacy: ClassVar[Classes] = {
        **fields(
            "measure first_day last_day programme partner area stratum numerator numerator_low numerator_high"
            " denominator denominator_low denominator_high value value_low value_high incomplete counts",
            ORGANISATIONAL,
        ),
        **fields("run", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["run", "measure", "first_day", "programme", "partner", "area", "stratum"],
                name="figure_once",
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="figure_period"),
            models.CheckConstraint(
                condition=Q(numerator_low__lte=F("numerator")) & Q(numerator_high__gte=F("numerator")),
                name="figure_within",
            ),
            together("figure_denominator", "denominator", "denominator_low", "denominator_high"),
        ]
