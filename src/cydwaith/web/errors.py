# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is said when a page is not there or something broke. 403 and 404 are the same page and the same status."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def gone(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """For 404 and 403 alike: refusal looks like absence."""
    return render(request, "errors/gone.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """For 500. The page asks nothing of the database."""
    return render(request, "errors/broken.html", status=500)


def stale(request: HttpRequest, reason: str = "", **_more: Any) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """For a form whose token had run out."""
    return render(request, "errors/stale.html", status=403)
