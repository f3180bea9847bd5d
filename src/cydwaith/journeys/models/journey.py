# SPDX-License-Identifier: AGPL-3.0-or-later
"""The journey and its stage changes."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cydwaith.journeys.vocabulary import WorkAtStart
from cydwaith.kernel.guard import Guarded
from cydwaith.kernel.periods import valid_period
from cydwaith.kernel.privacy import TECHNICAL, Classes, Erase, fields, personal
from cydwaith.kernel.vocabulary import Category
from cydwaith.partnerships.models import Organisation, Programme
from cydwaith.people.models import Person

NOTHING_DUE = date(9999, 12, 31)
"""Stands in `Journey.next_due_on` where nothing is due, so that an index on it alone gives the order of a list."""

_JOBS = personal(Category.JOBS)
_OPEN = Q(closed_on__isnull=True)
_ENDED = Q(closed_on__isnull=False)


class Journey(Guarded):
    """One person on one programme with one organisation.

    From `sort_key` on the columns are copies, kept by the same actions that write their sources and held against them
    by `journeys.checks`: a list of 25 out of 100,000 people is read off one index. `adviser` None: nobody holds it.
    """

    category = Category.JOBS
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    pathway = models.CharField(max_length=40)
    pathway_version = models.PositiveSmallIntegerField(default=1)
    adviser = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,
    )
    referred_on = models.DateField()
    opened_on = models.DateField()
    work_at_start = models.CharField(max_length=12, choices=WorkAtStart.choices, blank=True)
    back_on = models.DateField(null=True, blank=True)  # first day back at work (retention)
    stage = models.CharField(max_length=40)
    stage_since = models.DateField()
    pause_until = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    close_reason = models.CharField(max_length=40, blank=True)
    sort_key = models.CharField(max_length=240)
    first_contact_on = models.DateField(null=True, blank=True)
    last_contact_on = models.DateField(null=True, blank=True)
    next_contact_on = models.DateField(null=True, blank=True)  # the talk that was arranged last
    next_due_on = models.DateField(default=NOTHING_DUE)
    next_due_code = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[Classes] = {
        **fields(
            "programme organisation pathway pathway_version adviser referred_on opened_on work_at_start back_on stage"
            " stage_since pause_until closed_on close_reason",
            _JOBS,
        ),
        **fields(
            "person sort_key first_contact_on last_contact_on next_contact_on next_due_on next_due_code version",
            TECHNICAL,
        ),
    }

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "programme"], condition=_OPEN, name="journey_one_open"),
            valid_period("journey_period", start="opened_on", end="closed_on"),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True, close_reason="")
                | (Q(closed_on__isnull=False) & ~Q(close_reason="")),
                name="journey_closed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(referred_on__lte=F("opened_on")), name="journey_referred_first"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation", "adviser", "next_due_on", "id"],
                condition=_OPEN,
                name="journey_adviser_due",
            ),
            models.Index(
                fields=["organisation", "adviser", "sort_key", "id"],
                condition=_OPEN,
                name="journey_adviser_sort",
            ),
            models.Index(
                fields=["organisation", "next_due_on", "id"], condition=_OPEN, name="journey_org_due"
            ),
            models.Index(fields=["organisation", "sort_key", "id"], condition=_OPEN, name="journey_org_sort"),
            models.Index(
                fields=["next_due_on", "id"], condition=_OPEN, name="journey_due"
            ),  # for what partners share
            models.Index(fields=["sort_key", "id"], condition=_OPEN, name="journey_sort"),
            models.Index(
                fields=["organisation", "adviser", "closed_on"], condition=_ENDED, name="journey_ended"
            ),
            models.Index(
                fields=["organisation", "programme", "stage", "stage_since"],
                condition=_OPEN,
                name="journey_board",
            ),
        ]


class StageChange(Guarded):
    """One step on the pathway, never altered. The database lets a row go only together with its journey.

    `on` is when the stage was entered, `recorded_at` when that was written down. `evidence`: what the step asked for
    and found, as codes. `user_id` None: it came in with an import.
    """

    category = Category.JOBS
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, related_name="+", db_index=False)
    journey = models.ForeignKey(Journey, on_delete=models.DO_NOTHING, related_name="+")
    frm = models.CharField(max_length=40, blank=True)  # "" for the first
    to = models.CharField(max_length=40)
    on = models.DateField()
    reason = models.CharField(max_length=40, blank=True)
    evidence = models.JSONField(default=list)
    user_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[Classes] = {
        **fields("frm to on reason evidence", personal(Category.JOBS, erase=Erase.KEEP)),
        **fields("person journey user_id recorded_at", TECHNICAL),
    }

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person"], name="stagechange_person")]
