# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows of a second table gathered into one column, so that a page's head costs one query."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import Aggregate, JSONField, Subquery

from cydwaith.kernel import reads
from cydwaith.kernel.vocabulary import Category


class JsonList(Aggregate):
    """The values of a group as a JSON list. Both databases; in no order."""

    function = "JSONB_AGG"
    output_field = JSONField()
    allow_distinct = True

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """SQLite's name for it."""
        return self.as_sql(compiler, connection, function="JSON_GROUP_ARRAY", **extra)


def gathered(rows: Any, value: Any, *, by: str = "person_id") -> Subquery:
    """A column that holds `value` of every row of an admitted queryset as a JSON list (None: there is no row)."""
    return Subquery(rows.order_by().values(by).annotate(gathered=JsonList(value)).values("gathered"))


def also_read(category: Category, rows: Any) -> None:
    """Tell the read log of a category that came along in a gathered column, if there was anything in it."""
    collected = reads.collecting()
    if collected is not None and rows and not collected.muted:
        collected.categories |= int(category)


def as_list(value: Any) -> list[Any]:
    """A JSON list from inside a JSON object: SQLite hands it over as text."""
    return json.loads(value) if isinstance(value, str) else list(value or ())
