# SPDX-License-Identifier: AGPL-3.0-or-later
"""Snapshots of facts, runs of a rulebook over them, and the figures that came of it. Nothing here names anybody."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

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
    """One figure of a run (`engines.measures.figure.Figure`): exact, for those who may read it; never altered.

    A group that is "" is all of it. `value`: people or events, per cent, or so many of so many; None with `why`. `low`
    and `high`: the value if every doubtful link holds, or none does. `lines`: pairs of rule line and how many.
    """

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="figures")
    measure = models.CharField(max_length=60)
    first_day = models.DateField()
    last_day = models.DateField()
    programme = models.CharField(max_length=40, blank=True)
    partner = models.CharField(max_length=40, blank=True)
    area = models.CharField(max_length=20, blank=True)
    stratum = models.CharField(max_length=60, blank=True)
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField(default=0)
    value = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    low = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    high = models.DecimalField(max_digits=18, decimal_places=4, null=True)
    why = models.CharField(max_length=12, blank=True)
    benchmark = models.DecimalField(max_digits=7, decimal_places=2, null=True)
    parts = models.PositiveIntegerField(default=0)
    incomplete = models.PositiveIntegerField(default=0)
    lines = models.JSONField(default=list)
    unit = models.CharField(max_length=20)
    good = models.CharField(max_length=4)

    privacy: ClassVar[Classes] = {
        **fields(
            "measure first_day last_day programme partner area stratum numerator denominator value low high why"
            " benchmark parts incomplete lines unit good",
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
            models.CheckConstraint(condition=Q(numerator__gte=0, denominator__gte=0), name="figure_counts"),
            models.CheckConstraint(
                condition=(Q(value__isnull=True) & ~Q(why="")) | Q(value__isnull=False, why=""),
                name="figure_value_or_why",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True) | (Q(low__lte=F("high"))), name="figure_low_to_high"
            ),
        ]
