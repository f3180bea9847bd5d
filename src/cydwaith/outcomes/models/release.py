# SPDX-License-Identifier: AGPL-3.0-or-later
"""A period's figures for a funder or for everybody: checked, frozen, signed by two people, given out."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cydwaith.kernel.privacy import ACCOUNT, ORGANISATIONAL, TECHNICAL, Classes, fields
from cydwaith.outcomes.vocabulary import OUT, Cell, Protection, ReturnState

from .counted import Snapshot


class Release(models.Model):
    """A return. `edition` counts up each time its figures are frozen anew, which ends with the first signature.

    `rulebooks`: names in order; `versions`: name -> version, set when frozen. `protection` with `threshold` (counts
    under it are hidden) and `base` (rounded to the nearest of it). `checks`: what was found when it was frozen;
    `audit`: what an attacker could work out. `digest`: SHA-256 over the frozen figures. `replaces`: which it corrects.
    """

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.PROTECT, related_name="+")
    code = models.SlugField(max_length=80, unique=True)
    title_en = models.CharField(max_length=200)
    title_cy = models.CharField(max_length=200, blank=True)
    funder = models.ForeignKey(
        "partnerships.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    programme = models.CharField(max_length=40, blank=True)  # code; empty: all of the partnership's
    step = models.CharField(max_length=8)
    first_day = models.DateField()
    last_day = models.DateField()
    grouping = models.JSONField(default=list)
    rulebooks = models.JSONField(default=list)
    versions = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    protection = models.CharField(max_length=10, choices=Protection.choices, default=Protection.ROUNDED)
    threshold = models.PositiveSmallIntegerField(default=5)
    base = models.PositiveSmallIntegerField(default=5)
    state = models.CharField(max_length=12, choices=ReturnState.choices, default=ReturnState.DRAFT)
    edition = models.PositiveSmallIntegerField(default=0)
    snapshot = models.ForeignKey(
        Snapshot, null=True, blank=True, on_delete=models.PROTECT, related_name="releases"
    )
    checks = models.JSONField(default=list)
    audit = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    note_en = models.TextField(blank=True)
    note_cy = models.TextField(blank=True)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[Classes] = {
        **fields(
            "partnership code title_en title_cy funder programme step first_day last_day grouping rulebooks versions"
            " options protection threshold base state edition checks audit note_en note_cy",
            ORGANISATIONAL,
        ),
        **fields(
            "snapshot digest frozen_at released_at withdrawn_at replaces made_by made_at version", TECHNICAL
        ),
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="release_period"),
            models.CheckConstraint(
                condition=Q(state=ReturnState.DRAFT)
                | (Q(snapshot__isnull=False, frozen_at__isnull=False, edition__gte=1) & ~Q(digest="")),
                name="release_frozen",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OUT), released_at__isnull=False)
                | (~Q(state__in=sorted(OUT)) & Q(released_at__isnull=True)),
                name="release_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReturnState.WITHDRAWN, ReturnState.CORRECTED])
                | (~Q(note_en="") & Q(withdrawn_at__isnull=False)),
                name="release_ended_with_note",
            ),
            models.CheckConstraint(condition=Q(threshold__gte=1, base__gte=1), name="release_protection"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "-id"], name="release_newest"),
            models.Index(fields=["state", "-released_at"], name="release_out"),
        ]


class ReleaseFigure(models.Model):
    """One frozen figure: the exact numbers, and what the reader is given. The database refuses changes."""

    release = models.ForeignKey(Release, on_delete=models.DO_NOTHING, related_name="figures")
    edition = models.PositiveSmallIntegerField()
    place = models.PositiveIntegerField()  # its order in the return
    rulebook = models.CharField(max_length=40)
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
    lines = models.JSONField(default=list)
    unit = models.CharField(max_length=20)
    cell = models.CharField(max_length=10, choices=Cell.choices)
    shown_numerator = models.CharField(max_length=20)  # "255" or a mark such as "*"
    shown_denominator = models.CharField(max_length=20, blank=True)
    shown_value = models.CharField(max_length=20, blank=True)

    privacy: ClassVar[Classes] = {
        **fields(
            "edition place rulebook measure first_day last_day programme partner area stratum numerator denominator"
            " value lines unit cell shown_numerator shown_denominator shown_value",
            ORGANISATIONAL,
        ),
        **fields("release", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "edition", "place"], name="releasefigure_once"),
        ]


class SignOff(models.Model):
    """Somebody's signature under one edition of a return, by its digest. Never altered; nobody signs twice."""

    release = models.ForeignKey(Release, on_delete=models.DO_NOTHING, related_name="signatures")
    edition = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    signed_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[Classes] = {
        **fields("user", ACCOUNT),
        **fields("release edition digest organisation role signed_at", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "edition", "user"], name="signoff_once"),
        ]
