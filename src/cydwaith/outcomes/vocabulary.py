# SPDX-License-Identifier: AGPL-3.0-or-later
"""Codes of this context and their words. The codes are stored: never rename one."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class RunState(models.TextChoices):
    """How far a run has come."""

    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Counted")
    FAILED = "failed", _("Could not be counted")


class ReturnState(models.TextChoices):
    """How far a return has come. Each state is reached from the one before; the last two end it."""

    DRAFT = "draft", _("Draft")
    CHECKED = "checked", _("Checked")
    SIGNED_ONCE = "signed_once", _("Signed by one person")
    SIGNED_TWICE = "signed_twice", _("Signed by two people")
    RELEASED = "released", _("Given out")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    CORRECTED = "corrected", _("Replaced by a corrected one")


FROZEN = frozenset(set(ReturnState) - {ReturnState.DRAFT})
"""States in which a return holds figures that nothing alters."""

OUT = frozenset({ReturnState.RELEASED, ReturnState.WITHDRAWN, ReturnState.CORRECTED})
"""States of what has been given out: anybody may know of it."""


class Protection(models.TextChoices):
    """How a return is kept from telling of anybody."""

    ROUNDED = "rounded", _("Small numbers hidden, all others rounded")
    EXACT = "exact", _("Small numbers hidden, with others so that nothing can be worked out")
    INTERNAL = "internal", _("Exact, for the funder alone; never published")


class Cell(models.TextChoices):
    """What the reader of a return is given in the place of one figure."""

    SHOWN = "shown", _("Shown")
    SMALL = "small", _("Hidden: a small number")
    SECONDARY = "secondary", _("Hidden: it would give a small number away")
    WITHHELD = "withheld", _("Withheld: the facts have a fault")


class Level(models.TextChoices):
    """What sort of place a comparator is about."""

    ENGLAND = "england", _("England")
    REGION = "region", _("Region")
    COUNCIL_TYPE = "council-type", _("Kind of council")
    COUNCIL = "council", _("Council")
