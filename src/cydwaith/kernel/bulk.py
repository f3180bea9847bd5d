# SPDX-License-Identifier: AGPL-3.0-or-later
"""Many rows at once, for imports: primary keys reserved beforehand, rows sent without an ORM object each.

Inside an action only, like every write. The caller vouches for the values (the importer's plan has checked
them); constraints still speak. No default of a model is applied, so every column that may not be null is named.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import connection, models

from . import statements
from .errors import OutsideAction

CHUNK = 5_000  # rows in one executemany: Django holds such a list in memory

ROOMY_KIBIBYTES = 131_072  # page cache of SQLite while many rows are written

Convert = Callable[[Any], Any]


@contextmanager
def roomy() -> Iterator[None]:
    """Make room for the writing of many rows: more page cache on SQLite, no kept plans on PostgreSQL, and no collector
    of cyclic garbage.

    Rows are plain tuples that reference counting frees at once; the collector would look through all of them again
    and again, which took a quarter of an import's time.
    """
    running = gc.isenabled()
    gc.disable()
    before, kept = _cache_size(-ROOMY_KIBIBYTES), _plans_kept_after(None)
    try:
        yield
    finally:
        _plans_kept_after(kept)
        _cache_size(before)
        if running:
            gc.enable()


def _cache_size(size: int | None) -> int | None:
    """Set SQLite's page cache (negative: KiB) and return what it was; None elsewhere."""
    if size is None or connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        before = int(cursor.fetchone()[0])
        cursor.execute(f"PRAGMA cache_size = {size:d}")
    return before


def _plans_kept_after(times: int | None) -> int | None:
    """Set after how many runs PostgreSQL keeps a statement's plan (None: never), and return what it was.

    A plan made while the tables were empty reads them whole, again and again, when they have filled.
    """
    if connection.vendor != "postgresql":
        return None
    connection.ensure_connection()
    raw: Any = connection.connection
    before: int | None = raw.prepare_threshold
    raw.prepare_threshold = times
    return before


def reserve(model: type[models.Model], count: int) -> list[int]:
    """`count` primary keys of `model` that nobody else will get, in ascending order.

    Raises `OutsideAction` outside an action. On PostgreSQL a rollback leaves a gap, as sequences do.
    """
    if not statements.inside_action():
        raise OutsideAction(f"keys of {model.__name__} were reserved outside an action")
    if count <= 0:
        return []
    table = model._meta.db_table
    with statements.raw_sql_allowed(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            return _reserve_sqlite(cursor, table, count)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)::regclass) FROM generate_series(1, %s)",
            [f'"{table}"', model._meta.pk.column, count],
        )
        return sorted(row[0] for row in cursor.fetchall())


def _reserve_sqlite(cursor: Any, table: str, count: int) -> list[int]:
    cursor.execute("UPDATE sqlite_sequence SET seq = seq + %s WHERE name = %s", [count, table])
    if not cursor.rowcount:
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, count])
    cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
    last = int(cursor.fetchone()[0])
    return list(range(last - count + 1, last + 1))


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert `rows`; returns how many.

    Each row is a sequence in the order of `names` ("id", "person_id"; foreign keys as ids). Raises `OutsideAction`
    for a guarded model outside an action, `FieldDoesNotExist` for a name that is no field, and `IntegrityError` as
    any insert does.
    """
    statements.check_insert(model)
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    converted = _converted(rows, [_converter(field) for field in fields])
    if connection.vendor == "sqlite":
        return _executemany(table, columns, len(fields), converted)
    return _copy(table, columns, converted)


def _executemany(table: str, columns: str, width: int, rows: Iterator[Sequence[Any]]) -> int:
    marks = ", ".join(["%s"] * width)
    sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"  # noqa: S608 - names of tables and columns of our models
    total = 0
    with statements.raw_sql_allowed(), connection.cursor() as cursor:
        while part := list(islice(rows, CHUNK)):
            cursor.executemany(sql, part)
            total += len(part)
    return total


def _copy(table: str, columns: str, rows: Iterator[Sequence[Any]]) -> int:
    total = 0
    sql = f"COPY {table} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.cursor.copy(sql) as sink:
        for row in rows:
            sink.write_row(row)
            total += 1
    return total


def _converted(rows: Iterable[Sequence[Any]], converters: list[Convert | None]) -> Iterator[Sequence[Any]]:
    busy = [(index, convert) for index, convert in enumerate(converters) if convert is not None]
    if not busy:
        yield from rows
        return
    for row in rows:
        values = list(row)
        for index, convert in busy:
            if values[index] is not None:
                values[index] = convert(values[index])
        yield values


def _converter(field: models.Field[Any, Any]) -> Convert | None:
    """How a value of `field` is stored; None: as it is."""
    if isinstance(field, models.JSONField):
        return lambda value: json.dumps(value, ensure_ascii=False)
    if connection.vendor != "sqlite":
        return None
    if isinstance(field, models.DateTimeField):
        return _sqlite_moment
    if isinstance(field, models.DateField | models.TimeField):
        return str
    return None


@lru_cache(maxsize=4_096)
def _sqlite_moment(value: datetime) -> str:
    """As Django stores it: naive, in UTC. Rows of one import share most of their moments."""
    return str(value.astimezone(UTC).replace(tzinfo=None))
