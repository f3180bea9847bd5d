# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of what was brought in: batches, mappings that an organisation uses again, and row keys."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cydwaith.kernel.guard import Guarded
from cydwaith.kernel.privacy import ORGANISATIONAL, TECHNICAL, Classes, fields
from cydwaith.kernel.vocabulary import Category

from .vocabulary import Mode, State


class ImportBatch(models.Model):
    """One file that somebody brought, and what became of it.

    The bytes lie in the batch's private folder (`store`) until `files_until`; of the name they came under only the
    kind is kept. `tallies` holds counts alone, never a value from the file.
    """

    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    folder = models.CharField(max_length=32, unique=True)
    file_name = models.CharField(max_length=60)  # made by us: the day and a number
    kind = models.CharField(max_length=4)  # csv or xlsx
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State.choices, default=State.UPLOADED)
    mode = models.CharField(max_length=4, choices=Mode.choices, blank=True)
    mapping = models.JSONField(default=dict)
    tallies = models.JSONField(default=dict)
    failure = models.CharField(max_length=40, blank=True)  # a code of `words`
    language = models.CharField(max_length=2, default="en")
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    files_until = models.DateTimeField()
    committed_by = models.BigIntegerField(null=True)
    committed_at = models.DateTimeField(null=True)
    audit_until = models.BigIntegerField(default=0)  # newest audit row when the commit ended
    undone_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[Classes] = {
        **fields("organisation kind size state mode mapping tallies failure language", ORGANISATIONAL),
        **fields(
            "folder file_name sha256 made_by made_at files_until committed_by committed_at audit_until undone_at"
            " version",
            TECHNICAL,
        ),
    }

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "made_at"], name="importbatch_org")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state__in=["done", "undoing", "undone"]) | Q(committed_at__isnull=False),
                name="importbatch_done_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="undone") | Q(undone_at__isnull=False), name="importbatch_undone_when"
            ),
        ]


class RememberedMapping(models.Model):
    """A mapping that an organisation chose, found again by the headings of the file that it was made for."""

    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.CASCADE, related_name="+")
    signature = models.CharField(max_length=64)  # of the folded headings, sheet by sheet
    mapping = models.JSONField()
    used_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[Classes] = fields("organisation signature mapping used_at", ORGANISATIONAL)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "signature"], name="rememberedmapping_once")
        ]


class RowKind(models.TextChoices):
    """What a row became."""

    PERSON = "person", _("Person")
    JOURNEY = "journey", _("Journey")
    JOB = "job", _("Job")
    CONTACT = "contact", _("Contact")


class RowKey(Guarded):
    """One thing that a batch brought in: which row's key it has, and which record it became.

    `key` and `digest` are digests: of organisation, kind and stable key of the row, and of what the row said.
    `object_id` is a row of the kind's own context. `made` False: the person was here before and was recognised.
    """

    category = Category.IDENTITY
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+", db_index=False)
    batch = models.ForeignKey(ImportBatch, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=RowKind.choices)
    key = models.CharField(max_length=32, unique=True)
    digest = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    made = models.BooleanField(default=True)

    privacy: ClassVar[Classes] = fields("person batch kind key digest object_id made", TECHNICAL)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "kind"], name="rowkey_person")]
