# SPDX-License-Identifier: AGPL-3.0-or-later
"""Accounts as a Django app: it has no tables but the one in which tries to sign in are counted."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Connects what is remembered of a sign-in."""

    name = "cydwaith.web.accounts"
    label = "accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        """Listen for sign-ins, second steps and new accounts."""
        from . import sessions, trail

        sessions.connect()
        trail.connect()
