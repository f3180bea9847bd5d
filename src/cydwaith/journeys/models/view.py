# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ways of looking at the caseload that somebody gave a name."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from cydwaith.kernel.privacy import ACCOUNT, TECHNICAL, Classes, fields
from cydwaith.partnerships.models import Organisation


class SavedView(models.Model):
    """A name for a set of filters, columns and an order: one account's, at one organisation.

    `asked` is the part of a list's address that says them, in codes and ids. What was typed into the search box is
    never kept: it is somebody's name more often than not.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    asked = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[Classes] = {
        **fields("name asked", ACCOUNT),
        **fields("user organisation made_at", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint("user", "organisation", Lower("name"), name="savedview_one_name")
        ]
