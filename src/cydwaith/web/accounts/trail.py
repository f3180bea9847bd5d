# SPDX-License-Identifier: AGPL-3.0-or-later
"""The audit trail of accounts: who signed in or out, tried to, or changed what proves that it is them.

Rows of the site's chain, by allauth's and Django's signals: they are no verbs of ours. Like every row they hold ids and
digests, never an address, a place or a password. What is done by a verb (sign out everywhere, an administrator
who takes off a second step) leaves its row there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.db import transaction
from django.dispatch import Signal

from cydwaith.kernel import audit
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.models import User
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Purpose

OF_ACCOUNTS: dict[str, Signal] = {
    "account.signed_in": auth.user_logged_in,
    "account.signed_out": auth.user_logged_out,
    "account.second_step_proved": mfa.authenticator_used,
    "account.second_step_failed": mfa.authentication_failed,
    "account.second_step_added": mfa.authenticator_added,
    "account.second_step_removed": mfa.authenticator_removed,
    "account.recovery_codes_made": mfa.authenticator_reset,
    "account.password_set": account.password_set,
    "account.password_changed": account.password_changed,
    "account.password_reset": account.password_reset,
    "account.email_changed": account.email_changed,
}
"""Verb -> the signal that tells of it, with the account as `user`."""
FAILED = "account.sign_in_failed"
RESET_ASKED = "account.password_reset_asked"

_PROVES_NOTHING = frozenset({"account.second_step_failed"})
_connected: list[Callable[..., None]] = []  # signals hold their listeners weakly


def note(verb: str, account_id: int | None, *, by: int | None = None, **digested: Any) -> None:
    """Write one row about an account. `by`: the account that acts, None where nobody has proved to be it."""
    actor = Actor(role=Role.ANONYMOUS, purpose=Purpose.GET_SUPPORT, user_id=by)
    row = audit.row(actor, verb, object_type="kernel.user", object_id=account_id, changed=digested)
    with transaction.atomic():
        audit.store([row])


def tried(verb: str, email: str) -> None:
    """Somebody who has proved nothing named an address: the account that has it, else a digest of the address."""
    email = email.strip().lower()
    found = User.objects.filter(email=email).values_list("pk", flat=True).first()
    note(verb, found, email=email)


def _listener(verb: str) -> Callable[..., None]:
    def told(user: Any = None, **_more: Any) -> None:
        if user is not None:  # nobody was signed in who signs out
            note(verb, user.pk, by=None if verb in _PROVES_NOTHING else user.pk)

    return told


def _failed(credentials: dict[str, Any], **_more: Any) -> None:
    tried(FAILED, str(credentials.get("email", "")))


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    for verb, signal in OF_ACCOUNTS.items():
        listener = _listener(verb)
        _connected.append(listener)
        signal.connect(listener, dispatch_uid=verb)
    auth.user_login_failed.connect(_failed, dispatch_uid=FAILED)
