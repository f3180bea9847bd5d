# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who is involved, who may see what, and who has looked.

A foreign key that an index of the table begins with has none of its own (`db_index=False`): it would only be written.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cydwaith.engines.names.collation import KEY_LENGTH
from cydwaith.kernel.guard import Guarded
from cydwaith.kernel.periods import together, valid_period
from cydwaith.kernel.privacy import AUDIT, TECHNICAL, Classes, fields, personal
from cydwaith.kernel.vocabulary import Category

from .record import Person

_IDENTITY = personal(Category.IDENTITY)


class Involvement(Guarded):
    """An organisation, and mostly one user there, works with a person on the organisation's lawful basis.

    `user` None: the organisation holds the record, its managers see it, nobody has been named yet.
    """

    category = Category.IDENTITY
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(
        "partnerships.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=20, default="adviser")  # adviser, holder, cover, clinical
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[Classes] = {
        **fields("organisation user role starts_at ends_at", _IDENTITY),
        "person": TECHNICAL,
    }

    class Meta:
        constraints: ClassVar = [valid_period("involvement_period", start="starts_at", end="ends_at")]
        indexes: ClassVar = [models.Index(fields=["organisation", "user"], name="involvement_user")]


class Supporter(Guarded):
    """Somebody who helps at the person's wish. What they see is in the sharing decisions."""

    category = Category.IDENTITY
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    relation = models.CharField(max_length=60)
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[Classes] = {
        **fields("user name email relation starts_at ends_at", _IDENTITY),
        "person": TECHNICAL,
    }

    class Meta:
        constraints: ClassVar = [valid_period("supporter_period", start="starts_at", end="ends_at")]


class HowGiven(models.TextChoices):
    """How a decision reached the record."""

    SCREEN = "screen", _("On this site")
    MEETING = "meeting", _("In a meeting")
    PHONE = "phone", _("By phone")
    PAPER = "paper", _("On paper")


class HowDecided(models.TextChoices):
    """How a sharing decision came: given, or ended because no flow of an agreement carries it any more."""

    SCREEN = HowGiven.SCREEN.value, HowGiven.SCREEN.label
    MEETING = HowGiven.MEETING.value, HowGiven.MEETING.label
    PHONE = HowGiven.PHONE.value, HowGiven.PHONE.label
    PAPER = HowGiven.PAPER.value, HowGiven.PAPER.label
    AGREEMENT = "agreement", _("The organisations' agreement does not cover it any more")


TOLD = frozenset({HowGiven.MEETING.value, HowGiven.PHONE.value, HowGiven.PAPER.value})
"""How a person can tell staff, who write it down."""


class SharingDecision(Guarded):
    """One choice of the person about one recipient and purpose. Append-only: a new row replaces the one before.

    `categories` 0 withdraws. The newest row for (person, recipient, purpose) is the one in force.
    """

    category = Category.IDENTITY
    append_only = True
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    organisation = models.ForeignKey(
        "partnerships.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    role = models.CharField(max_length=20, blank=True)  # within the organisation
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recipient = models.CharField(max_length=60)  # the visibility key of the three above
    purpose = models.CharField(max_length=20)
    categories = models.PositiveIntegerField()
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    basis = models.CharField(max_length=40, default="choice")
    how_given = models.CharField(max_length=10, choices=HowDecided.choices, default=HowDecided.SCREEN)
    recorded_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(default=timezone.now)
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    privacy: ClassVar[Classes] = {
        **fields(
            "organisation role user recipient purpose categories starts_at ends_at basis how_given recorded_by made_at"
            " replaces",
            _IDENTITY,
        ),
        "person": TECHNICAL,
    }

    class Meta:
        constraints: ClassVar = [
            valid_period("decision_period", start="starts_at", end="ends_at"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(user__isnull=False), name="decision_has_recipient"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "recipient", "purpose"], name="decision_person")]


class Exclusion(Guarded):
    """Somebody whom the person wants kept out, whatever else would let them in."""

    category = Category.RISK
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    organisation = models.ForeignKey(
        "partnerships.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    how_given = models.CharField(max_length=10, choices=HowGiven.choices, default=HowGiven.SCREEN)
    recorded_by = models.BigIntegerField(null=True)

    privacy: ClassVar[Classes] = {
        **fields("user organisation starts_at ends_at how_given recorded_by", personal(Category.RISK)),
        "person": TECHNICAL,
    }

    class Meta:
        constraints: ClassVar = [
            valid_period("exclusion_period", start="starts_at", end="ends_at"),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(organisation__isnull=False), name="exclusion_of_someone"
            ),
        ]


class Visibility(Guarded):
    """The index of who may see whom: one row per recipient, person and purpose, with categories and dates.

    Written only by `visibility.reindex`; `cydwaith verify` checks it against the rule. `sort_key` is the person's,
    so that a page of a long list is read straight off the index.
    """

    category = Category.IDENTITY
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+", db_index=False)
    recipient = models.CharField(max_length=60)
    purpose = models.CharField(max_length=20)
    categories = models.PositiveIntegerField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    sort_key = models.CharField(max_length=KEY_LENGTH)

    privacy: ClassVar[Classes] = {
        **fields("recipient purpose categories starts_at ends_at", _IDENTITY),
        **fields("person sort_key", TECHNICAL),
    }

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["recipient", "purpose", "sort_key", "person", "categories", "starts_at", "ends_at"],
                name="visibility_list",
            ),
            models.Index(
                fields=["person", "recipient", "purpose", "categories", "starts_at", "ends_at"],
                name="visibility_person",
            ),
        ]


class BreakGlass(Guarded):
    """Emergency access: one record, four hours, read only, with a reason, reviewed, told to the person."""

    category = Category.RISK
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    starts_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    reviewed_by = models.BigIntegerField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    review = models.TextField(blank=True)

    privacy: ClassVar[Classes] = {
        **fields("organisation user reason starts_at ends_at review", personal(Category.RISK)),
        **fields("person reviewed_by reviewed_at", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            valid_period("breakglass_period", start="starts_at", end="ends_at"),
            together("breakglass_reviewed", "reviewed_by", "reviewed_at"),
            models.CheckConstraint(condition=~Q(reviewed_by=F("user_id")), name="breakglass_not_own_review"),
        ]


class AccessLog(Guarded):
    """One page that showed one or more people: who, for whom, why, when. Append-only by trigger."""

    category = Category.IDENTITY
    append_only = True
    person = models.ForeignKey(
        Person, null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    people = models.JSONField(default=list)  # ids, where a list was shown
    at = models.DateTimeField(default=timezone.now)
    user_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=20)
    purpose = models.CharField(max_length=20)
    page = models.CharField(max_length=80)
    categories = models.PositiveIntegerField(default=0)

    privacy: ClassVar[Classes] = fields(
        "person people at user_id organisation_id role purpose page categories", AUDIT
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person", "at"], name="accesslog_person"),
            models.Index(fields=["organisation_id", "at"], name="accesslog_org"),
        ]


class AccessEntry(Guarded):
    """One person on a list that was shown: made from `AccessLog.people` by a job, so that the page stays quick."""

    category = Category.IDENTITY
    person = models.ForeignKey(
        Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    log = models.ForeignKey(AccessLog, on_delete=models.DO_NOTHING, related_name="entries", db_index=False)

    privacy: ClassVar[Classes] = fields("person log", AUDIT)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["log", "person"], name="accessentry_once")]
        indexes: ClassVar = [models.Index(fields=["person", "log"], name="accessentry_person")]


class AccessQuestion(Guarded):
    """The person asks about a look at their record, and is answered."""

    category = Category.IDENTITY
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    log = models.ForeignKey(AccessLog, on_delete=models.DO_NOTHING, related_name="+")
    organisation = models.ForeignKey(
        "partnerships.Organisation", null=True, on_delete=models.PROTECT, related_name="+"
    )
    question = models.TextField(blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    answer = models.TextField(blank=True)
    answered_by = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    privacy: ClassVar[Classes] = {
        **fields("question answer", _IDENTITY),
        **fields("person log organisation asked_at answered_by answered_at", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [together("accessquestion_answered", "answered_by", "answered_at")]
