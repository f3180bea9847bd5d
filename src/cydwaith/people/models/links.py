# SPDX-License-Identifier: AGPL-3.0-or-later
"""Records of different organisations that may be one human: linked for counting, never merged (docs/adr/0025).

A link says nothing of whom it is about: that stands in its two sides, one for each person, so that either's "who has
looked" tells of a review, and neither record leads to the other.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cydwaith.kernel.guard import Guarded
from cydwaith.kernel.privacy import ORGANISATIONAL, TECHNICAL, Classes, fields, personal
from cydwaith.kernel.vocabulary import Category

from .record import Person

MILLION = 1_000_000
"""A probability is kept as a whole number of millionths."""


class LinkState(models.TextChoices):
    """What was decided of a link. `waiting`: the machine's own opinion counts."""

    WAITING = "waiting", _("Not looked at")
    LINKED = "linked", _("The same person")
    APART = "apart", _("Two different people")


class LinkRule(models.Model):
    """From which probability records of a partnership count as one human, in millionths.

    From `review_from` on a link is kept and looked at; from `link_from` on it counts unless somebody says otherwise;
    from `sure_from` on nobody need look.
    """

    partnership = models.OneToOneField("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    review_from = models.PositiveIntegerField(default=200_000)
    link_from = models.PositiveIntegerField(default=670_000)
    sure_from = models.PositiveIntegerField(default=980_000)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[Classes] = fields("partnership review_from link_from sure_from version", ORGANISATIONAL)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(
                    review_from__lte=F("link_from"), link_from__lte=F("sure_from"), sure_from__lt=MILLION
                ),
                name="linkrule_in_order",
            ),
        ]


class Link(models.Model):
    """Two records that may be one human: how likely, why, and what was decided. `reasons`: codes of
    `engines.linkage`, the weightiest first. `seen_at`: when the machine last found it."""

    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")
    probability = models.PositiveIntegerField()  # millionths
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=LinkState.choices, default=LinkState.WAITING)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[Classes] = fields(
        "partnership probability reasons state decided_by decided_at seen_at", TECHNICAL
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(probability__lte=MILLION), name="link_probability"),
            models.CheckConstraint(
                condition=Q(state=LinkState.WAITING, decided_at__isnull=True)
                | (~Q(state=LinkState.WAITING) & Q(decided_at__isnull=False)),
                name="link_decided_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "state", "-probability"], name="link_waiting")
        ]


class LinkSide(Guarded):
    """One of the two records of a link. `shown`: what was compared, kept only until the link is decided.
    A link that goes has lost its sides before."""

    category = Category.IDENTITY
    link = models.ForeignKey(Link, on_delete=models.DO_NOTHING, related_name="sides", db_index=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.BooleanField()
    shown = models.JSONField(default=dict)

    privacy: ClassVar[Classes] = {
        "shown": personal(Category.IDENTITY),
        **fields("link person second", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["link", "second"], name="linkside_once"),
        ]


class CountedApart(Guarded):
    """The person does not want their records put together for counting."""

    category = Category.IDENTITY
    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField(default=timezone.now)
    recorded_by = models.BigIntegerField(null=True)

    privacy: ClassVar[Classes] = {
        "since": personal(Category.IDENTITY),
        **fields("person recorded_by", TECHNICAL),
    }
