# SPDX-License-Identifier: AGPL-3.0-or-later
"""Plans that PostgreSQL makes once for a statement, whatever its values: for the processes that serve pages."""

from __future__ import annotations

from django.db import connections

GENERIC = "-c plan_cache_mode=force_generic_plan"


def keep_plans() -> None:
    """Have the server plan each kept statement once. Called before the first connection is opened.

    Left to itself it plans a search anew each time, since it thinks that the plan for these very names would be cheaper
    to run: making it took 0.4 ms, running either 0.1. Work beside the pages (imports, figures) keeps the choice, as a
    site does whose pooler can keep no statement.
    """
    for alias in connections:
        options = connections.settings[alias].get("OPTIONS", {})
        if options.get("prepare_threshold") is not None and GENERIC not in options.get("options", ""):
            options["options"] = f"{options.get('options', '')} {GENERIC}".strip()
