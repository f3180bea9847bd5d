# SPDX-License-Identifier: AGPL-3.0-or-later
"""Helpers for tests that sign in: codes of the second step, a session that proved it, a clock to move."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest import mock

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.utils import timezone

from cydwaith.kernel.models import User
from cydwaith.kernel.roles import Role
from cydwaith.partnerships.models import Membership, Organisation
from cydwaith.web.accounts import sessions
from tests import factories

PASSWORD = "three green boats"


def account(role: Role | None = None, at: Organisation | None = None, **given: Any) -> User:
    """An account with a password, and a role at an organisation if one is given."""
    made = factories.user(**given)
    made.set_password(PASSWORD)
    made.save()
    if role is not None:
        member(made, role, at or factories.organisation())
    return made


def member(user: User, role: Role, at: Organisation) -> Membership:
    """A membership since yesterday."""
    return Membership.objects.create(
        user=user, organisation=at, role=role.value, starts_on=timezone.localdate() - timedelta(days=1)
    )


def set_up_second_step(user: User) -> str:
    """The account has the app and recovery codes; returns the app's secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code(secret: str, at: float | None = None) -> str:
    """The code an app shows."""
    return format_hotp_value(hotp_value(secret, int(at or time.time()) // 30))


def recovery_codes(user: User) -> list[str]:
    """The account's unused recovery codes."""
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return row.wrap().get_unused_codes()


def signed_in(user: User, *, second_step: bool = True) -> Client:
    """A browser in which the account is signed in, its second step proved unless said otherwise."""
    client = Client()
    client.force_login(user)
    if second_step:
        second_factor(client, user)
    return client


def second_factor(client: Client, user: User) -> None:
    """The account proves its second step in this browser."""
    session = client.session
    session[sessions.SECOND_STEP] = user.pk
    session.save()


@contextmanager
def later(**span: float) -> Iterator[None]:
    """Inside, it is that much later."""
    moment = timezone.now() + timedelta(**span)
    with mock.patch("django.utils.timezone.now", return_value=moment):
        yield
