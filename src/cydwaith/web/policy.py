# SPDX-License-Identifier: AGPL-3.0-or-later
"""The content security policy of a page, made once instead of twice a page: it is the same for nearly all of them."""

from __future__ import annotations

from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_OWN = frozenset(
    f"_csp_{what}{way}" for what in ("config", "update", "replace", "exempt") for way in ("", "_ro")
)
"""Marks of an answer with a policy of its own."""


class PolicyMiddleware(CSPMiddleware):
    """As that of django-csp, to which every answer is left that is not of the plain kind: with the settings' policy,
    without a nonce."""

    _made: tuple[Any, str] = (None, "")

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Set the header, unless the answer has one."""
        policy = getattr(settings, "CONTENT_SECURITY_POLICY", None)
        if (
            settings.DEBUG
            or not policy
            or policy.get("EXCLUDE_URL_PREFIXES")
            or getattr(settings, "CONTENT_SECURITY_POLICY_REPORT_ONLY", None)
            or "_csp_nonce" in request.__dict__
            or not _OWN.isdisjoint(response.__dict__)
        ):
            return super().process_response(request, response)
        made_of, text = self._made
        if made_of is not policy:
            text = build_policy()
            self._made = (policy, text)
        response.headers.setdefault(HEADER, text)
        return response
