# SPDX-License-Identifier: AGPL-3.0-or-later
"""What somebody does with their own account."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cydwaith.kernel.actions import action, nothing_to_write, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotAllowed
from cydwaith.kernel.models import User
from cydwaith.kernel.roles import Permission


def _own(by: Actor) -> User:
    if by.user_id is None:
        raise NotAllowed("account")
    return User.objects.select_for_update().get(pk=by.user_id)


@action("account.choose_language", permission=None)
def choose_language(*, by: Actor, language: str) -> None:
    """Keep the language that pages open in and letters are written in ("en" or "cy"). Raises `Invalid`."""
    if language not in ("en", "cy"):
        raise Invalid.on("language", _("Choose English or Welsh."))
    user = _own(by)
    if user.language == language:
        nothing_to_write()
        return
    user.language = language
    user.save(update_fields=["language"])
    wrote(user, changed={"language": language})


@action("account.sign_out_everywhere", permission=None)
def sign_out_everywhere(*, by: Actor) -> None:
    """End every session of the account that began before now, on whatever device."""
    user = _own(by)
    user.signed_out_at = timezone.now()
    user.save(update_fields=["signed_out_at"])
    wrote(user)


@action(
    "account.open",
    permission=None,
    messages={
        "kernel_user.email": (
            "account",
            gettext_lazy("There is an account with this address. Sign in to it first."),
        ),
        "kernel_user_email": (
            "account",
            gettext_lazy("There is an account with this address. Sign in to it first."),
        ),
    },
)
def open_account(*, by: Actor, email: str, name: str, password_hash: str, language: str) -> int:  # noqa: ARG001  # the wrapper reads it
    """Make an account for an address that an invitation has just proved; returns its id.

    Called by whoever checked the invitation, in the transaction that takes it up: an account without a part sees
    nothing. Raises `Invalid` on "account" where the address has one.
    """
    if User.objects.filter(email=email).exists():
        raise Invalid.on("account", _("There is an account with this address. Sign in to it first."))
    user = User(email=email, name=name.strip(), password=password_hash, language=language)
    user.save()
    wrote(user, changed={"email": email})
    return user.pk


@action("account.appoint_operator", permission=Permission.OPERATE_SITE)
def appoint_operator(*, by: Actor, email: str, name: str) -> int:  # noqa: ARG001  # the wrapper reads it
    """Let an address look after the site; an account is made where there is none. Returns the account's id.

    Called by the command line alone: whoever may run commands on the machine may appoint. Raises `Invalid`.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Invalid.on("email", _("Write an email address, such as name@example.org.")) from error
    user = User.objects.select_for_update().filter(email=email).first()
    if user is None:
        user = User(email=email, name=name.strip() or email)
        user.set_unusable_password()
    elif user.is_operator:
        nothing_to_write()
        return user.pk
    user.is_operator = True
    user.save()
    wrote(user, changed={"is_operator": True})
    return user.pk
