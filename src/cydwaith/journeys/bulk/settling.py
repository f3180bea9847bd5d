# SPDX-License-Identifier: AGPL-3.0-or-later
"""What journeys keep twice, written anew for many of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, TypeVar

from django.db import connection

from cydwaith.journeys import models, upkeep
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import OutsideAction
from cydwaith.kernel.guard import admit
from cydwaith.kernel.statements import inside_action, raw_sql_allowed
from cydwaith.people.queries import own_organisation

BATCH = 1_000  # ids in one statement
_T = TypeVar("_T")


def parts(values: Iterable[_T], size: int = BATCH) -> Iterator[list[_T]]:
    """`values` in lists of at most `size`."""
    found = list(values)
    for start in range(0, len(found), size):
        yield found[start : start + size]


SETTLED = ("first_contact_on", "last_contact_on", "next_contact_on", "next_due_on", "next_due_code")
_TYPES = ("date", "date", "date", "date", "varchar")


def settle_journeys(ids: Iterable[int], *, by: Actor) -> None:
    """Write anew what these journeys keep twice: days of contact and what falls due next."""
    for part in parts(ids):
        rows = upkeep.recounted(
            admit(models.Journey.objects.filter(pk__in=part, organisation_id=own_organisation(by)))
        )
        _update((*(getattr(row, name) for name in SETTLED), row.pk) for row in rows)


def _update(rows: Iterable[tuple[Any, ...]]) -> None:
    """Set `SETTLED` of many journeys. Each row: the values, then the primary key."""
    if not inside_action():
        raise OutsideAction("journeys were changed outside an action")
    table = models.Journey._meta.db_table
    values = [tuple(str(v) if isinstance(v, date) else v for v in row) for row in rows]
    if not values:
        return
    with raw_sql_allowed(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            setters = ", ".join(f"{name} = %s" for name in SETTLED)
            cursor.executemany(f"UPDATE {table} SET {setters} WHERE id = %s", values)  # noqa: S608 - our own names
            return
        arrays = ", ".join(f"%s::{kind}[]" for kind in (*_TYPES, "bigint"))
        setters = ", ".join(f"{name} = new.{name}" for name in SETTLED)
        columns = ", ".join((*SETTLED, "id"))
        fresh = f"unnest({arrays}) AS new({columns})"
        sql = f"UPDATE {table} AS old SET {setters} FROM {fresh} WHERE old.id = new.id"  # noqa: S608 - our own names
        cursor.execute(sql, [list(column) for column in zip(*values, strict=True)])
