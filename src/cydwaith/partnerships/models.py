# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables of who works together. Nothing here is about a person supported."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cydwaith.kernel.periods import valid_period
from cydwaith.kernel.privacy import ACCOUNT, ORGANISATIONAL, TECHNICAL, Classes, fields
from cydwaith.kernel.roles import STAFF_ROLES, Role


class OrganisationKind(models.TextChoices):
    """What sort of organisation takes part."""

    COUNCIL = "council", _("Council")
    HEALTH = "health", _("Health board or trust")
    CHARITY = "charity", _("Charity")
    PROVIDER = "provider", _("Provider")
    COLLEGE = "college", _("College")
    SOCIAL_ENTERPRISE = "social_enterprise", _("Social enterprise")
    CO_OPERATIVE = "co_operative", _("Co-operative")
    USER_LED = "user_led", _("User-led service")
    EMPLOYER = "employer", _("Employer")


class Area(models.Model):
    """A place that programmes and figures are about: a council's, a health board's, a region's."""

    code = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=20)
    name_en = models.CharField(max_length=200)
    name_cy = models.CharField(max_length=200, blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)

    privacy: ClassVar[Classes] = fields("code kind name_en name_cy parent", ORGANISATIONAL)

    def __str__(self) -> str:
        return self.name_en


class Organisation(models.Model):
    """One organisation. The public name is neutral: a service's name can tell a diagnosis."""

    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    name_en = models.CharField(max_length=200)
    name_cy = models.CharField(max_length=200, blank=True)
    public_name_en = models.CharField(max_length=200)
    public_name_cy = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    area = models.ForeignKey(Area, null=True, blank=True, on_delete=models.PROTECT)
    takes_self_referrals = models.BooleanField(default=False)
    ink = models.CharField(max_length=7, blank=True)  # the partnership's own teal and heather, #rrggbb
    accent = models.CharField(max_length=7, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[Classes] = fields(
        "code kind name_en name_cy public_name_en public_name_cy email phone area takes_self_referrals ink accent"
        " created_at version",
        ORGANISATIONAL,
    )

    def __str__(self) -> str:
        return self.name_en


class Partnership(models.Model):
    """Several organisations that work together."""

    code = models.SlugField(max_length=40, unique=True)
    name_en = models.CharField(max_length=200)
    name_cy = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[Classes] = fields("code name_en name_cy created_at", ORGANISATIONAL)

    def __str__(self) -> str:
        return self.name_en


class PartnerRole(models.TextChoices):
    """What an organisation is in a partnership."""

    LEAD = "lead", _("Lead body")
    PARTNER = "partner", _("Partner")
    FUNDER = "funder", _("Funder")


class Partner(models.Model):
    """An organisation in a partnership, from a day until it leaves."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="partners")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partnerships")
    role = models.CharField(max_length=10, choices=PartnerRole.choices, default=PartnerRole.PARTNER)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    privacy: ClassVar[Classes] = fields("partnership organisation role starts_on ends_on", ORGANISATIONAL)

    class Meta:
        constraints: ClassVar = [
            valid_period("partner_period"),
            models.UniqueConstraint(
                fields=["partnership", "organisation"], condition=Q(ends_on__isnull=True), name="partner_once"
            ),
        ]


class Agreement(models.Model):
    """An information-sharing agreement of a partnership: dates, reference, when it is looked at again."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="agreements")
    reference = models.CharField(max_length=80)
    summary_en = models.TextField(blank=True)
    summary_cy = models.TextField(blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    review_on = models.DateField()
    signed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    privacy: ClassVar[Classes] = fields(
        "partnership reference summary_en summary_cy starts_on ends_on review_on signed_at version",
        ORGANISATIONAL,
    )

    class Meta:
        constraints: ClassVar = [valid_period("agreement_period")]


class Flow(models.Model):
    """Who may send which categories to whom, for which purpose, under an agreement. Off until switched on."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="flows")
    source = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="flows_out")
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="flows_in")
    purpose = models.CharField(max_length=20)
    categories = models.PositiveIntegerField()
    lawful_basis = models.CharField(max_length=200)
    switched_on_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[Classes] = fields(
        "agreement source recipient purpose categories lawful_basis switched_on_at", ORGANISATIONAL
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "source", "recipient", "purpose"], name="flow_once"),
            models.CheckConstraint(condition=~Q(source=F("recipient")), name="flow_between_two"),
        ]


class Membership(models.Model):
    """A user's role at an organisation, from a day until it ends."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(
        max_length=20, choices=[(r.value, r.value) for r in sorted(STAFF_ROLES | {Role.EMPLOYER})]
    )
    title = models.CharField(max_length=120, blank=True)
    hours_share = models.PositiveSmallIntegerField(default=100)  # per cent of full time, for caseload limits
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    privacy: ClassVar[Classes] = {
        **fields("user title", ACCOUNT),
        **fields("organisation role hours_share starts_on ends_on", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [
            valid_period("membership_period"),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ends_on__isnull=True),
                name="membership_once",
            ),
        ]


class Absence(models.Model):
    """A spell in which somebody is away, and who covers for them."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    cover = models.ForeignKey(
        Membership, null=True, blank=True, on_delete=models.PROTECT, related_name="covers"
    )

    privacy: ClassVar[Classes] = {
        **fields("membership cover", ACCOUNT),
        **fields("starts_on ends_on", TECHNICAL),
    }

    class Meta:
        constraints: ClassVar = [valid_period("absence_period")]


class Invitation(models.Model):
    """An invitation to take a role: a token that works once, until a day."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT)
    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=20)
    language = models.CharField(max_length=2, default="en")
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    privacy: ClassVar[Classes] = {
        **fields("email name language", ACCOUNT),
        **fields(
            "organisation role token_digest invited_by created_at expires_at accepted_at withdrawn_at",
            TECHNICAL,
        ),
    }


class Programme(models.Model):
    """Funded work: who pays, who leads, which pathway, where, from when. Contract and delivery start apart."""

    code = models.SlugField(max_length=40, unique=True)
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="programmes")
    lead = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="programmes_led")
    funders = models.ManyToManyField(Organisation, related_name="programmes_funded", blank=True)
    areas = models.ManyToManyField(Area, blank=True)
    pathway = models.CharField(max_length=40)  # code of a definition in engines.pathways
    name_en = models.CharField(max_length=200)
    name_cy = models.CharField(max_length=200, blank=True)
    public_name_en = models.CharField(max_length=200)
    public_name_cy = models.CharField(max_length=200, blank=True)
    contract_starts_on = models.DateField()
    delivery_starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    priority_reasons = models.JSONField(default=list)

    privacy: ClassVar[Classes] = fields(
        "code partnership lead funders areas pathway name_en name_cy public_name_en public_name_cy"
        " contract_starts_on delivery_starts_on ends_on priority_reasons",
        ORGANISATIONAL,
    )

    class Meta:
        constraints: ClassVar = [valid_period("programme_period", start="contract_starts_on")]

    def __str__(self) -> str:
        return self.name_en


class Delivery(models.Model):
    """An organisation that delivers a programme, from a day."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="deliveries")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="deliveries")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    privacy: ClassVar[Classes] = fields("programme organisation starts_on ends_on", ORGANISATIONAL)

    class Meta:
        constraints: ClassVar = [
            valid_period("delivery_period"),
            models.UniqueConstraint(fields=["programme", "organisation", "starts_on"], name="delivery_once"),
        ]


class Target(models.Model):
    """What a programme is to reach in a period: a measure's code and a number."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="targets")
    measure = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField()
    value = models.PositiveIntegerField()

    privacy: ClassVar[Classes] = fields("programme measure starts_on ends_on value", ORGANISATIONAL)

    class Meta:
        constraints: ClassVar = [
            valid_period("target_period"),
            models.UniqueConstraint(fields=["programme", "measure", "starts_on"], name="target_once"),
        ]
