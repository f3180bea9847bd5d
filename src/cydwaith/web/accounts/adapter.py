# SPDX-License-Identifier: AGPL-3.0-or-later
"""Our answers to django-allauth's questions: no open sign-up, limits by place, words and letters of our own."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal import ratelimit
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cydwaith.kernel.models import User

from . import letters, parts, sessions, trail

FRESH = 10 * 60  # seconds after signing in, in which the password is not asked for again

# What allauth says in passing, by the name of its template. What is not here is not said.
SAID: dict[str, tuple[int, Any]] = {
    "account/messages/email_confirmation_sent.txt": (
        messages.INFO,
        _("We sent an email to the new address. The link in it makes the change."),
    ),
    "account/messages/email_confirmed.txt": (messages.SUCCESS, _("The new email address is in use.")),
    "account/messages/email_confirmation_failed.txt": (
        messages.ERROR,
        _("This address could not be taken. Your old one is still in use."),
    ),
    "account/messages/email_deleted.txt": (messages.SUCCESS, _("The change of address was taken back.")),
    "account/messages/logged_out.txt": (messages.SUCCESS, _("You are signed out.")),
    "account/messages/password_changed.txt": (
        messages.SUCCESS,
        _("Your password is changed. You were signed out everywhere else."),
    ),
    "account/messages/password_set.txt": (messages.SUCCESS, _("Your password is set.")),
    "mfa/messages/totp_activated.txt": (messages.SUCCESS, _("The second step is set up.")),
    "mfa/messages/totp_deactivated.txt": (messages.SUCCESS, _("The second step was taken off your account.")),
}


class AccountAdapter(DefaultAccountAdapter):
    """What allauth asks of us about accounts."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This is the address you already use."),
        "email_password_mismatch": _("The email address and the password do not fit together."),
        "email_taken": _("This address cannot be used."),
        "enter_current_password": _("This is not your password of now."),
        "incorrect_code": _("This code is not right."),
        "incorrect_password": _("This is not your password."),
        "invalid_password_reset": _("This link does not work any more. Ask for a new one."),
        "max_email_addresses": _("A change of address is already under way. Take it back first."),
        "too_many_login_attempts": _(
            "There were many tries from here. Wait five minutes, then try again. Your account is not locked."
        ),
        "rate_limited": _("There were many tries from here. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's signature
        """Never: an account comes by invitation."""
        return False

    def get_login_stages(self) -> list[str]:
        """After the password only the second step: an address was proved by its invitation."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Tries are counted by address and place together, so that nobody can lock another person out."""
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}|{ratelimit.get_ip(request)}"

    def reauthenticate(self, user: Any, password: str) -> bool:
        """Whether this is the account's password; tries are counted as at sign-in."""
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not within ten minutes of signing in: the password was just typed."""
        if not super().is_reauthentication_required(app=app, **kwargs):
            return False
        return sessions.now() - context.request.session.get(sessions.BEGAN, 0) > FRESH

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The first page of the part that somebody has, in their language."""
        return parts.first_page(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002  # allauth's signature
        """Back to one's account."""
        return parts.account_page()

    def get_email_verification_redirect_url(self, email_address: Any) -> str:  # noqa: ARG002  # allauth's signature
        """To one's account, by way of signing in where one is not."""
        return parts.account_page()

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,  # noqa: ARG002  # allauth's signature
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words, or not at all."""
        if message:
            messages.add_message(request, level, message, extra_tags=extra_tags)
        elif message_template in SAID:
            own_level, words = SAID[message_template]
            messages.add_message(request, own_level, str(words), extra_tags=extra_tags)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A plain letter in the language of whoever has the address, or in both."""
        if template_prefix in ("account/email/password_reset_key", "account/email/unknown_account"):
            trail.tried(trail.RESET_ASKED, email)
        user = context.get("user") or User.objects.filter(email=email).first()
        letter = letters.of_allauth(template_prefix, context)
        if letter is not None:
            letters.send(letter, to=email, language=user.language if user is not None else "")
