# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site's rows as columns: many at once, for figures. Over ADBC, on a connection of its own that only reads.

Inside a `system` block only, since no guard stands between. All reads of one `reading` see one state of the database.
Where a second connection sees nothing (a database in memory, a transaction not yet committed) the rows come through
Django's own connection, slower and the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection

from .errors import Unadmitted
from .facts import Read
from .system import system_reason

if TYPE_CHECKING:
    import pyarrow

Reader = Callable[[Read], "pyarrow.RecordBatchReader"]

TEXT = frozenset({"VARCHAR", "DATE"})
"""Kinds of columns that travel as text: SQLite keeps dates so, and its driver takes a column that begins with nothing
for numbers, so that nothing is told as an empty text."""

ROWS = 50_000  # rows a batch


@contextmanager
def reading() -> Iterator[Reader]:
    """A function from a read to its rows, the columns as text or numbers. Raises `Unadmitted` outside `system`."""
    if system_reason() is None:
        raise Unadmitted("rows were read as columns outside a system block")
    if connection.in_atomic_block or _in_memory():
        yield _through_django
        return
    with closing(_adbc()) as other, other.cursor() as cursor:

        def read(asked: Read) -> pyarrow.RecordBatchReader:
            cursor.execute(_statement(asked))
            return cursor.fetch_record_batch()

        if connection.vendor == "postgresql":
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT 1")
        cursor.fetchall()
        yield read
        other.rollback()


def _in_memory() -> bool:
    asked = getattr(connection, "is_in_memory_db", None)  # SQLite's alone
    return asked is not None and asked()


def _statement(asked: Read) -> str:
    if connection.vendor == "postgresql":
        return asked.sql
    columns = ", ".join(
        f'coalesce(CAST("{name}" AS TEXT), \'\') AS "{name}"' if kind in TEXT else f'"{name}"'
        for name, kind in asked.columns.items()
    )
    return f"SELECT {columns} FROM ({asked.sql}) AS rows"  # noqa: S608  # our own names


def _adbc() -> Any:
    if connection.vendor == "postgresql":
        import adbc_driver_postgresql.dbapi
        from psycopg.conninfo import make_conninfo

        connection.ensure_connection()
        raw: Any = connection.connection
        # The driver has a library of its own, which looks for the server elsewhere: tell it where ours found it.
        target = make_conninfo(
            **{**raw.info.get_parameters(), "host": raw.info.host, "port": raw.info.port},
            password=raw.info.password or None,
        )
        return adbc_driver_postgresql.dbapi.connect(target)
    import adbc_driver_sqlite.dbapi

    return adbc_driver_sqlite.dbapi.connect(f"file:{connection.settings_dict['NAME']}?mode=ro")


def _through_django(asked: Read) -> pyarrow.RecordBatchReader:
    import pyarrow as arrow

    with connection.cursor() as cursor:
        cursor.execute(asked.sql)
        names = [
            column[0] for column in cursor.description
        ]  # told by name: the statement has an order of its own
        text = [asked.columns[name] in TEXT for name in names]
        schema = arrow.schema(
            [
                (name, arrow.string() if is_text else arrow.int64())
                for name, is_text in zip(names, text, strict=True)
            ]
        )
        batches = []
        while rows := cursor.fetchmany(ROWS):
            columns = [
                [None if value is None else (str(value) if is_text else int(value)) for value in column]
                for column, is_text in zip(zip(*rows, strict=True), text, strict=True)
            ]
            arrays = [arrow.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
            batches.append(arrow.record_batch(arrays, schema=schema))
    # All of it now, and not when the reader asks: it asks on a thread of its own, whose connection is another one.
    return arrow.RecordBatchReader.from_batches(schema, batches)
