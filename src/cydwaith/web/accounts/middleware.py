# SPDX-License-Identifier: AGPL-3.0-or-later
"""Ends sessions in time, keeps staff without a second step from staff pages, and keeps pages out of caches."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from cydwaith.web.actors import Audience

from . import sessions

Answer = Callable[[HttpRequest], HttpResponse]
NEEDS_SECOND_STEP = frozenset({Audience.STAFF, Audience.OPERATOR})

PERMISSIONS = "accelerometer=(), camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()"


class SessionMiddleware:
    """Idle and absolute limits, sign out everywhere, the second step. After ``AuthenticationMiddleware``.

    It asks the database for nothing beyond the session and the account. A session that is over is emptied before
    the view is asked, which then turns the visitor to the sign-in page; what they typed is kept by the drafts.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End the session if it is over, else note that something was done in it."""
        user: Any = request.user
        if user.is_authenticated:
            reason = sessions.over(request, user)
            if reason:
                logout(request)
                request.session[sessions.OVER] = reason
            else:
                sessions.touch(request)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """A staff page: the account must have proved a second step in this session, or sets it up now."""
        rules = getattr(view, "rules", None)
        user: Any = request.user
        if rules is None or rules.audience not in NEEDS_SECOND_STEP or not user.is_authenticated:
            return None
        if not request.session.get(sessions.STAFF):
            request.session[sessions.STAFF] = True  # a part that was given during the session
        if sessions.exempt_from_second_step(user) or sessions.proved_second_step(request, user):
            return None
        return HttpResponseRedirect(
            f"{reverse('account:second_step_needed')}?{urlencode({'next': request.get_full_path()})}"
        )


class HeadersMiddleware:
    """Headers that are the same for every page: nothing personal in a cache, nothing of ours elsewhere."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then add what the view has not set itself."""
        answer = self.get_response(request)
        signed_in = bool(getattr(getattr(request, "user", None), "is_authenticated", False))
        match = request.resolver_match
        rules = getattr(match.func, "rules", None) if match else None
        public = rules is not None and rules.audience is Audience.PUBLIC and not (match and match.kwargs)
        answer.headers.setdefault("Permissions-Policy", PERMISSIONS)
        answer.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if signed_in or not public:
            answer.headers.setdefault("Cache-Control", "no-store")
            answer.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        else:
            answer.headers.setdefault("Cache-Control", "private, no-cache")
        return answer
