# SPDX-License-Identifier: AGPL-3.0-or-later
"""What every view is wrapped in: who may come, for which purpose, and that what was read is told before it is shown.

    @page(Audience.STAFF, Purpose.FIND_WORK, Permission.WORK_CASELOAD)
    def caseload(request, actor): …

A view makes its domain calls with `actor`, holds no ORM row, and returns a response whose content is complete:
templates that render later could read what the log no longer tells.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed

from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotAllowed, NotVisible
from cydwaith.kernel.roles import Permission
from cydwaith.kernel.vocabulary import Purpose

from .actors import Audience, actor_for

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class PageRules:
    """What a route was declared with: read by the access matrix and the documentation."""

    audience: Audience
    purpose: Purpose
    permission: Permission | tuple[Permission, ...] | None
    methods: tuple[str, ...]


def page(
    audience: Audience,
    purpose: Purpose,
    permission: Permission | tuple[Permission, ...] | None = None,
    *,
    methods: tuple[str, ...] = ("GET",),
) -> Callable[[View], View]:
    """Declare a view. It is called as `view(request, actor, **from_url)`.

    Not signed in: to the sign-in page (audiences but the public and the employer's). No part as `audience`, or what
    was asked for is not visible: 404. The role lacks `permission` (any of a tuple): 404 too, since a page that may
    exist for others tells nothing. A verb that the role lacks inside a page: 403, the same kind page.
    """
    needed = (permission,) if isinstance(permission, Permission) else permission
    rules = PageRules(audience, purpose, permission, methods)

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def serve(request: HttpRequest, **from_url: Any) -> HttpResponseBase:
            if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
                return HttpResponseNotAllowed(methods)
            open_to_all = audience in (Audience.PUBLIC, Audience.EMPLOYER)
            if not open_to_all and not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            reference = from_url.get("reference") if audience is Audience.SUPPORTER else None
            actor = actor_for(request, audience, purpose, reference)
            if actor is None or (needed is not None and not any(actor.may(p) for p in needed)):
                raise Http404
            request.actor = actor  # type: ignore[attr-defined]
            return _logged(view, request, actor, from_url)

        serve.rules = rules  # type: ignore[attr-defined]
        return serve

    return decorate


def _logged(view: View, request: HttpRequest, actor: Actor, from_url: dict[str, Any]) -> HttpResponseBase:
    match = request.resolver_match
    route = match.view_name if match else view.__name__
    try:
        with reads.collect(actor, route):
            return view(request, actor, **from_url)
    except NotVisible as error:
        raise Http404 from error
    except NotAllowed as error:
        raise PermissionDenied from error
