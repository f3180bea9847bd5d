# SPDX-License-Identifier: AGPL-3.0-or-later
"""What passes between a person and an organisation, and between organisations: referrals, corrections, joins."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cydwaith.kernel.guard import Guarded
from cydwaith.kernel.periods import together
from cydwaith.kernel.privacy import TECHNICAL, Classes, fields, personal
from cydwaith.kernel.vocabulary import Category

from .record import Person
from .sharing import HowGiven, Supporter

_IDENTITY = personal(Category.IDENTITY)


class ReferralState(models.TextChoices):
    """Where a referral stands."""

    SENT = "sent", _("Sent")
    MORE_ASKED = "more_asked", _("More was asked")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Referral(Guarded):
    """The minimum about a person, sent to a partner, or sent by the person to an organisation (self-referral).

    `minimum` is what was sent, word for word; the recipient reads that and nothing else. `person` is the sender's
    record (None for a self-referral), `received_as` the recipient's own record once accepted. The answer never says
    whether the recipient already knew the person.
    """

    category = Category.IDENTITY
    partnership = models.ForeignKey(
        "partnerships.Partnership", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.ForeignKey(
        "partnerships.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recipient = models.ForeignKey("partnerships.Organisation", on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(
        "partnerships.Programme", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    received_as = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    purpose = models.CharField(max_length=20)
    minimum = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=ReferralState.choices, default=ReferralState.SENT)
    asked = models.TextField(blank=True)
    answered = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    sent_by = models.BigIntegerField(null=True)
    sent_at = models.DateTimeField(default=timezone.now)
    decided_by = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=2, default="en")
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[Classes] = {
        **fields("minimum asked answered reason purpose state", _IDENTITY),
        **fields(
            "partnership source recipient programme person received_as sent_by sent_at decided_by decided_at language"
            " version",
            TECHNICAL,
        ),
    }

    class Meta:
        constraints: ClassVar = [
            together("referral_decided", "decided_by", "decided_at"),
            models.CheckConstraint(
                condition=Q(source__isnull=True) | ~Q(source=models.F("recipient")),
                name="referral_between_two",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["recipient", "state"], name="referral_inbox")]


class Correction(Guarded):
    """The person says that something is wrong, and gets an answer."""

    category = Category.IDENTITY
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=120)
    wanted = models.TextField()
    asked_by = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField(default=timezone.now)
    outcome = models.CharField(max_length=10, blank=True)  # changed, noted, declined
    answer = models.TextField(blank=True)
    answered_by = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    privacy: ClassVar[Classes] = {
        **fields("about wanted outcome answer", _IDENTITY),
        **fields("person asked_by asked_at answered_by answered_at", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [together("correction_answered", "answered_by", "answered_at")]


class PersonJoin(Guarded):
    """Two records of one organisation joined: what was moved, so that it can be moved back."""

    category = Category.IDENTITY
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")  # the record that stays
    duplicate = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    moved = models.JSONField(default=dict)  # model label -> row ids
    joined_by = models.BigIntegerField(null=True)
    joined_at = models.DateTimeField(default=timezone.now)
    undone_by = models.BigIntegerField(null=True)
    undone_at = models.DateTimeField(null=True)

    privacy: ClassVar[Classes] = fields(
        "person duplicate moved joined_by joined_at undone_by undone_at", TECHNICAL
    )

    class Meta:
        constraints: ClassVar = [
            together("personjoin_undone", "undone_by", "undone_at"),
            models.UniqueConstraint(
                fields=["duplicate"], condition=Q(undone_at__isnull=True), name="personjoin_once"
            ),
        ]


class AccountInvitation(Guarded):
    """A link by which a person, or a supporter of theirs, gets a sign-in of their own. Works once, until a day.

    Only a digest of the token is kept: who reads this table cannot use the link. What staff write waits until a
    colleague has checked the address (`confirmed_by`); before that nobody has a token. `how_given`: how the person
    told staff what to share.
    """

    category = Category.IDENTITY
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    supporter = models.ForeignKey(
        Supporter, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    email = models.EmailField()
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.BigIntegerField(null=True)
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    categories = models.PositiveIntegerField(default=0)  # what the person chose to share once it is accepted
    share_ends_on = models.DateField(null=True)
    how_given = models.CharField(max_length=10, choices=HowGiven.choices, default=HowGiven.SCREEN)
    waits = models.BooleanField(default=False)  # until a colleague has checked the address
    confirmed_by = models.BigIntegerField(null=True)
    confirmed_at = models.DateTimeField(null=True)

    privacy: ClassVar[Classes] = {
        **fields("email categories share_ends_on how_given", _IDENTITY),
        **fields(
            "person supporter token_digest invited_by invited_at expires_at accepted_at withdrawn_at waits"
            " confirmed_by confirmed_at",
            TECHNICAL,
        ),
    }

    class Meta:
        constraints: ClassVar = [
            together("accountinvitation_confirmed", "confirmed_by", "confirmed_at"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("invited_by")),
                name="accountinvitation_two_people",
            ),
        ]
