# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a session remembers of its sign-in, and when it is over.

Four keys: when it began, when something was last done in it, whether it is staff's (shorter), and who proved a
second step in it. Times are seconds since 1970. Nothing is written on most requests: "last done" moves in steps
of half a minute.
"""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa_signals
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_save
from django.http import HttpRequest
from django.utils import timezone

from cydwaith.kernel.models import User
from cydwaith.partnerships import queries
from cydwaith.web.forms import drafts

BEGAN = "account.began"
SEEN = "account.seen"
STAFF = "account.staff"
SECOND_STEP = "account.second_step"
OVER = "account.over"
"""In the session after one that ended by itself: why ("idle", "long", "everywhere"), to be said once."""

STEP = 30  # seconds between two writes of SEEN


def now() -> float:
    """Seconds since 1970."""
    return timezone.now().timestamp()


def _began(sender: Any, request: HttpRequest, user: User, **_more: Any) -> None:  # noqa: ARG001 - a signal's
    """Right after a sign-in (the session's key is a new one by then)."""
    session = request.session
    session[BEGAN] = session[SEEN] = now()
    session[STAFF] = user.is_operator or queries.has_staff_part(user.pk)
    session.pop(OVER, None)
    drafts.forget_others(request, str(user.pk))


def _proved(sender: Any, request: HttpRequest, user: User, **_more: Any) -> None:  # noqa: ARG001  # a signal's signature
    """A code was right, at sign-in or when the second step was set up."""
    request.session[SECOND_STEP] = user.pk


def _removed(sender: Any, request: HttpRequest, user: User, **_more: Any) -> None:  # noqa: ARG001  # a signal's signature
    """The app was taken off the account: the second step has to be set up and proved anew."""
    request.session.pop(SECOND_STEP, None)


def _address(sender: Any, instance: User, created: bool, **_more: Any) -> None:  # noqa: ARG001  # a signal's signature
    """A new account's address counts as proved: the invitation was sent there and nowhere else."""
    if created and not EmailAddress.objects.filter(email=instance.email).exists():
        EmailAddress.objects.create(user=instance, email=instance.email, verified=True, primary=True)


def connect() -> None:
    """Listen. Called once, when the app is ready."""
    user_logged_in.connect(_began, dispatch_uid="cydwaith.accounts.began")
    mfa_signals.authenticator_used.connect(_proved, dispatch_uid="cydwaith.accounts.proved")
    mfa_signals.authenticator_added.connect(_proved, dispatch_uid="cydwaith.accounts.set_up")
    mfa_signals.authenticator_removed.connect(_removed, dispatch_uid="cydwaith.accounts.removed")
    post_save.connect(_address, sender=User, dispatch_uid="cydwaith.accounts.address")


def over(request: HttpRequest, user: User) -> str:
    """Why the session is over: "idle", "long" or "everywhere"; empty while it goes on."""
    session = request.session
    began, seen = session.get(BEGAN, 0), session.get(SEEN, 0)
    if user.signed_out_at is not None and began <= user.signed_out_at.timestamp():
        return "everywhere"
    staff = session.get(STAFF, True)
    idle = settings.CYDWAITH_STAFF_IDLE if staff else settings.CYDWAITH_PERSON_IDLE
    at_most = settings.CYDWAITH_STAFF_AT_MOST if staff else settings.CYDWAITH_PERSON_AT_MOST
    moment = now()
    if moment - began >= at_most:
        return "long"
    return "idle" if moment - seen >= idle else ""


def touch(request: HttpRequest) -> None:
    """Something was done: remember when, at most twice a minute."""
    moment = now()
    if moment - request.session.get(SEEN, 0) >= STEP:
        request.session[SEEN] = moment


def proved_second_step(request: HttpRequest, user: User) -> bool:
    """Whether this account proved its second step in this session."""
    return bool(request.session.get(SECOND_STEP) == user.pk)


def exempt_from_second_step(user: User) -> bool:
    """Whether the account is a persona of a site that is a demonstration: no second step is asked of it.

    Both are needed: a persona left over, or restored, on a site of real people proves its second step as all do.
    """
    return user.is_demo and settings.CYDWAITH_DEMO
