# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses that are made outside a request."""

from __future__ import annotations

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.urls import reverse

from cydwaith.kernel.models import User


def choose_password(user: User) -> str:
    """The path, below the site's own address, where an account chooses a password: works once, for four hours."""
    given = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return reverse("account_reset_password_from_key", kwargs=given)
