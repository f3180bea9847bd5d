# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of one's account. django-allauth looks its pages up by its own names, so those stand without a namespace.

Only what somebody can meet is here: no sign-up, no code by mail, no keys.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import include, path, re_path
from django.urls.resolvers import URLPattern, URLResolver
from django.utils.translation import gettext as _

from cydwaith.kernel.vocabulary import Purpose
from cydwaith.web.actors import Audience
from cydwaith.web.pages import page

from . import invitations, sessions, views

BOTH = ("GET", "POST")


def _borrowed(view: Any, audience: Audience, methods: tuple[str, ...]) -> Callable[..., HttpResponseBase]:
    """One of allauth's views as a page of ours: declared for an audience, and complete when it is handed on."""

    @page(audience, Purpose.GET_SUPPORT, methods=methods)
    def serve(request: HttpRequest, _actor: object, **from_url: Any) -> HttpResponseBase:
        user: Any = request.user
        stays = audience is Audience.ACCOUNT and sessions.exempt_from_second_step(user)
        if request.method == "POST" and stays:
            messages.info(request, _("The people of the demonstration stay as they are."))
            return redirect("account:home")
        answer = view(request, **from_url)
        if hasattr(answer, "render") and not answer.is_rendered:
            answer.render()
        return answer

    return serve


def _open(view: Any, methods: tuple[str, ...] = BOTH) -> Callable[..., HttpResponseBase]:
    return _borrowed(view, Audience.PUBLIC, methods)


def _own(view: Any, methods: tuple[str, ...] = BOTH) -> Callable[..., HttpResponseBase]:
    return _borrowed(view, Audience.ACCOUNT, methods)


_ENTRANCE: list[URLPattern | URLResolver] = [
    path("sign-in/", _open(account.login), name="account_login"),
    path("sign-in/code/", _open(mfa.authenticate), name="mfa_authenticate"),
    path("sign-out/", _open(account.logout), name="account_logout"),
    path("closed/", _open(account.account_inactive, ("GET",)), name="account_inactive"),
    path("how/", views.how, name="account_signup"),
    path("password/forgotten/", _open(account.password_reset), name="account_reset_password"),
    path(
        "password/forgotten/sent/",
        _open(account.password_reset_done, ("GET",)),
        name="account_reset_password_done",
    ),
    re_path(  # the key holds dashes too, so a converter would split it in the wrong place
        r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _open(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done/",
        _open(account.password_reset_from_key_done, ("GET",)),
        name="account_reset_password_from_key_done",
    ),
    path("email/confirm/<str:key>/", _open(account.confirm_email), name="account_confirm_email"),
    path(
        "email/sent/",
        _open(account.email_verification_sent, ("GET",)),
        name="account_email_verification_sent",
    ),
]

_ALLAUTH: list[URLPattern | URLResolver] = [
    path("confirm-it-is-you/", _own(account.reauthenticate), name="account_reauthenticate"),
    path("email/", _own(account.email), name="account_email"),
    path("password/", _own(account.password_change), name="account_change_password"),
    path("password/first/", _own(account.password_set), name="account_set_password"),
    path("second-step/", _own(mfa.index, ("GET",)), name="mfa_index"),
    path("second-step/confirm/", _own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("second-step/set-up/", _own(totp.activate_totp), name="mfa_activate_totp"),
    path("second-step/take-off/", _own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-step/codes/", _own(recovery.view_recovery_codes, ("GET",)), name="mfa_view_recovery_codes"),
    path(
        "second-step/codes/new/", _own(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"
    ),
]

_OWN: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("start/", views.start, name="start"),
    path("language/", views.language, name="language"),
    path("part/", views.part, name="part"),
    path("sign-out-everywhere/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("second-step/needed/", views.second_step_needed, name="second_step_needed"),
    path("roles/", views.roles, name="roles"),
    path("invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("demonstration/", views.demonstration, name="demonstration"),
]

urlpatterns: list[URLPattern | URLResolver] = [*_ENTRANCE, *_ALLAUTH, path("", include((_OWN, "account")))]
