# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many rows at once, as fast as the database takes them: `executemany` on SQLite, `COPY` on PostgreSQL.

For actions that bring in thousands of rows. The lock holds: guarded rows only inside an action (which writes its
audit rows as ever). What is skipped is the making of model instances and the reading back of keys: keys are
reserved beforehand, so that children can name their parents.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection, models

from cydwaith.kernel import statements

Convert = Callable[[Any], Any]


def reserve_ids(model: type[models.Model], count: int) -> range | list[int]:
    """`count` fresh primary keys of `model`, in ascending order, for this transaction to use.

    On PostgreSQL they come off the sequence. SQLite has one writer: inside its transaction nobody else can take
    the numbers above the highest one given out so far.
    """
    table = model._meta.db_table
    column = model._meta.pk.column
    with statements.raw_sql_allowed(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [table, column, count],
            )
            return sorted(row[0] for row in cursor.fetchall())
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        given = cursor.fetchone()
        cursor.execute(f"SELECT max({column}) FROM {table}")  # noqa: S608 - names of our own tables
        highest = max((given or (0,))[0], cursor.fetchone()[0] or 0)
    return range(highest + 1, highest + 1 + count)


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert `rows` (values in the order of the field `names`, foreign keys as ids); returns how many.

    Raises `OutsideAction` for guarded rows outside an action, and the database's errors. Every field without a
    database default must be named: Python defaults are not applied. Enum members are stored by their value.
    """
    statements.check_insert(model)
    fields = [model._meta.get_field(name) for name in names]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)  # type: ignore[union-attr]
    table = connection.ops.quote_name(model._meta.db_table)
    converters = [
        (at, convert) for at, field in enumerate(fields) if (convert := _converter(field)) is not None
    ]
    count = 0

    def converted() -> Iterable[Sequence[Any]]:
        nonlocal count
        for row in rows:
            count += 1
            if converters:
                values = list(row)
                for at, convert in converters:
                    if values[at] is not None:
                        values[at] = convert(values[at])
                yield values
            else:
                yield row

    with statements.raw_sql_allowed(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:  # type: ignore[attr-defined]
                for row in converted():
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(
                f"INSERT INTO {table} ({columns}) VALUES ({marks})",  # noqa: S608 - names of our own tables
                converted(),
            )
    return count


def _converter(field: Any) -> Convert | None:
    """How a Python value of `field` becomes what the driver stores; None where it already is."""
    if isinstance(field, models.JSONField):
        return json.dumps
    if connection.vendor == "sqlite" and isinstance(field, models.DateTimeField):
        return _sqlite_moment
    if connection.vendor == "sqlite" and isinstance(field, models.DateField):
        return date.isoformat
    if isinstance(field, models.DecimalField):
        return lambda value: field.get_db_prep_save(value, connection)
    return None


@lru_cache(maxsize=4_096)
def _sqlite_moment(value: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(value)
