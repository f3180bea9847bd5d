# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words of this context: where a batch stands, and what becomes of a file with problems."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a batch stands. What may follow what is in `rules`."""

    UPLOADED = "uploaded", _("Columns to match")
    MAPPED = "mapped", _("Ready to check")
    CHECKING = "checking", _("Being checked")
    CHECKED = "checked", _("Checked")
    COMMITTING = "committing", _("Being brought in")
    DONE = "done", _("Brought in")
    FAILED = "failed", _("Stopped")
    UNDOING = "undoing", _("Being undone")
    UNDONE = "undone", _("Undone")


class Mode(models.TextChoices):
    """What becomes of a file with problems."""

    ALL = "all", _("All or nothing")
    GOOD = "good", _("Good rows only")
