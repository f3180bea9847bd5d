# SPDX-License-Identifier: AGPL-3.0-or-later
"""Contacts, their notes, and the trail of a contact that was recorded on the wrong person."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cydwaith.journeys.vocabulary import NOTE_CATEGORIES, ContactOutcome, How, MoveReason, Place, WithWhom
from cydwaith.kernel.guard import Guarded
from cydwaith.kernel.privacy import TECHNICAL, Classes, fields, personal
from cydwaith.kernel.vocabulary import Category
from cydwaith.people.models import Person

from .journey import Journey

_NOTES = personal(Category.NOTES)


class Contact(Guarded):
    """One contact about a person: with whom, how, when, how long. What was said is in `ContactNote`.

    `user_id` is who had it (None: not known, it came with an import). `next_on`: the talk that was arranged then.
    """

    category = Category.NOTES
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    journey = models.ForeignKey(Journey, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    user_id = models.BigIntegerField(null=True)
    with_whom = models.CharField(max_length=24, choices=WithWhom.choices, default=WithWhom.PERSON)
    how = models.CharField(max_length=12, choices=How.choices, default=How.IN_PERSON)
    on = models.DateField()
    at_time = models.TimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    place = models.CharField(max_length=12, choices=Place.choices, blank=True)
    outcome = models.CharField(max_length=16, choices=ContactOutcome.choices, default=ContactOutcome.MET)
    summary = models.CharField(max_length=300, blank=True)
    employer_name = models.CharField(max_length=200, blank=True)
    next_on = models.DateField(null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[Classes] = {
        **fields(
            "with_whom how on at_time minutes place outcome summary employer_name next_on user_id", _NOTES
        ),
        **fields("person journey recorded_at version", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__lte=24 * 60), name="contact_within_a_day"
            ),
        ]
        # With the id, which decides between contacts of one day: the newest are read off it without a sort.
        indexes: ClassVar = [models.Index(fields=["person", "on", "id"], name="contact_newest")]


class ContactNote(Guarded):
    """What was said, kept under the category that was chosen when it was written."""

    category_field = "kept_under"
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    kept_under = models.PositiveIntegerField(default=int(Category.NOTES))
    text = models.TextField()
    user_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[Classes] = {
        **fields("text kept_under", personal(Category.NOTES, special=True)),
        **fields("person contact user_id written_at", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kept_under__in=[int(c) for c in NOTE_CATEGORIES]), name="note_category"
            ),
        ]


class ContactMove(Guarded):
    """The trail of a contact that left this record (`out`) or came to it. One row for each of the two records, so
    that neither names the other person."""

    category = Category.NOTES
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    contact_id = models.BigIntegerField()
    out = models.BooleanField()
    on = models.DateField()  # of the contact
    reason = models.CharField(max_length=16, choices=MoveReason.choices)
    user_id = models.BigIntegerField(null=True)
    moved_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[Classes] = {
        **fields("out on reason user_id moved_at", _NOTES),
        **fields("person contact_id", TECHNICAL),
    }
