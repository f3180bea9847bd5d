# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accounts, the audit trail and its seals, and the receipts that make a form safe to send twice."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .privacy import ACCOUNT, AUDIT, TECHNICAL, Classes, fields


class UserManager(BaseUserManager["User"]):
    """Makes accounts. No superuser exists: the site operator is a role."""

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        """A new account; without a password it cannot sign in until one is set."""
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """One sign-in. What it may do comes from memberships, a person's record or a supporter's allowance."""

    email = models.EmailField(_("Email address"), unique=True)
    name = models.CharField(_("Name"), max_length=200)
    language = models.CharField(_("Language"), max_length=2, choices=settings.LANGUAGES, default="en")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    is_operator = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    signed_out_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    is_staff = False
    is_superuser = False

    privacy: ClassVar[Classes] = {
        **fields("email name language", ACCOUNT),
        **fields("id password last_login is_active is_demo is_operator created_at signed_out_at", TECHNICAL),
    }

    class Meta:
        verbose_name = _("account")

    def __str__(self) -> str:
        return self.name or self.email


class AuditRow(models.Model):
    """One write that happened. Append-only by trigger; ids and salted digests, never values, no foreign keys."""

    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=80)
    user_id = models.BigIntegerField(null=True)
    organisation_id = models.BigIntegerField(null=True)
    partnership_id = models.BigIntegerField(null=True)
    role = models.CharField(max_length=20)
    purpose = models.CharField(max_length=20)
    object_type = models.CharField(max_length=40)
    object_id = models.BigIntegerField(null=True)
    person_id = models.BigIntegerField(null=True)
    salt = models.CharField(max_length=32)
    digests = models.JSONField(default=dict)

    privacy: ClassVar[Classes] = fields(
        "id at verb user_id organisation_id partnership_id role purpose object_type object_id person_id salt digests",
        AUDIT,
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["person_id", "at"], name="audit_person_at"),
            models.Index(fields=["organisation_id", "at"], name="audit_org_at"),
        ]


class AuditLink(models.Model):
    """One audit row's place in its chain: SHA-256 over the previous hash and the row's canonical JSON."""

    row_id = models.BigIntegerField(unique=True)
    chain = models.CharField(max_length=24)
    position = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[Classes] = fields("id row_id chain position hash sealed_at", AUDIT)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "position"], name="audit_chain_position")
        ]


class Receipt(models.Model):
    """The result of an action sent with a token: sent again, the same answer and no second write."""

    token = models.CharField(max_length=64)
    verb = models.CharField(max_length=80)
    user_id = models.BigIntegerField(default=0)
    result = models.JSONField(null=True)
    made_at = models.DateTimeField(default=timezone.now)

    privacy: ClassVar[Classes] = fields("id token verb user_id result made_at", TECHNICAL)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "verb", "user_id"], name="receipt_once")
        ]
