# SPDX-License-Identifier: AGPL-3.0-or-later
"""The policy that is made once is the one that django-csp would make, and gives way to an answer's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from csp.decorators import csp_exempt, csp_update
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from cydwaith.web.policy import PolicyMiddleware

HEADER = "Content-Security-Policy"


def plain(_request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def own(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(headers={HEADER: "default-src 'none'"})


def with_a_nonce(request: Any) -> HttpResponse:
    return HttpResponse(str(request.csp_nonce))


VIEWS = (plain, own, with_a_nonce, csp_exempt()(plain), csp_update({"img-src": "https://example.org"})(plain))


def directives(middleware: Callable[..., Any], view: Any) -> tuple[set[str], list[str]]:
    answer = middleware(view)(RequestFactory().get("/"))
    parts = answer.headers.get(HEADER, "").replace(answer.content.decode() or "-", "NONCE")
    return set(parts.split("; ")), sorted(answer.headers)


@pytest.mark.parametrize("view", VIEWS)
def test_the_policy_is_django_csps(view: Any) -> None:
    middleware = PolicyMiddleware(plain)
    for _again in range(2):
        middleware.get_response = view
        assert directives(lambda _view: middleware, view) == directives(CSPMiddleware, view)


def test_another_policy_in_the_settings_holds_at_once(settings: Any) -> None:
    middleware, request = PolicyMiddleware(plain), RequestFactory().get("/")
    before = middleware(request).headers[HEADER]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"default-src": ["'none'"]}}
    assert middleware(request).headers[HEADER] == "default-src 'none'" != before
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {"default-src": ["'none'"]},
        "EXCLUDE_URL_PREFIXES": ["/"],
    }
    assert HEADER not in middleware(request).headers
