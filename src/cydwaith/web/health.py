# SPDX-License-Identifier: AGPL-3.0-or-later
"""For whoever watches the site: does this process answer (live), and can it serve pages (ready)?

Neither tells anything about the site but yes or no, and the name of what is missing.
"""

from __future__ import annotations

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.urls.resolvers import URLPattern

from cydwaith.kernel.vocabulary import Purpose

from .actors import Audience
from .pages import page


@cache
def _migrated() -> bool:
    """Whether the database knows every table of this version; asked until it does, then remembered."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise LookupError
    return True


def missing() -> str:
    """What keeps this process from serving pages: "database", "tables", or empty for nothing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        _migrated()
    except DatabaseError:
        return "database"
    except LookupError:
        return "tables"
    return ""


@page(Audience.PUBLIC, Purpose.GET_SUPPORT)
def live(_request: HttpRequest, _actor: object) -> HttpResponse:
    """The process answers. Asks nothing of the database."""
    return JsonResponse({"live": True})


@page(Audience.PUBLIC, Purpose.GET_SUPPORT)
def ready(_request: HttpRequest, _actor: object) -> HttpResponse:
    """The database answers and has this version's tables; else 503 and which of the two is missing."""
    lacking = missing()
    if lacking:
        return JsonResponse({"ready": False, "missing": lacking}, status=503)
    return JsonResponse({"ready": True})


app_name = "health"
urlpatterns: list[URLPattern] = [path("live", live, name="live"), path("ready", ready, name="ready")]
