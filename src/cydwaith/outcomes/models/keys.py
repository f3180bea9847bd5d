# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which person a number of a snapshot stands for: the one way back from a figure to a record."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cydwaith.kernel.guard import Guarded
from cydwaith.kernel.privacy import TECHNICAL, Classes, fields
from cydwaith.kernel.vocabulary import Category
from cydwaith.people.models import Person

from .counted import Snapshot


class SnapshotKey(Guarded):
    """A person's number in one snapshot. It goes with the person, whose facts then belong to nobody."""

    category = Category.IDENTITY
    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    number = models.BigIntegerField()

    privacy: ClassVar[Classes] = fields("snapshot person number", TECHNICAL)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["snapshot", "number"], name="snapshotkey_once"),
        ]
