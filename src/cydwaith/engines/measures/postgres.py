# SPDX-License-Identifier: AGPL-3.0-or-later
"""PostgreSQL as an engine: facts stand in the session's temporary schema, so nothing is left and nobody else sees them.

The connection is the caller's (psycopg's, in autocommit or not): engines open none.
"""

from __future__ import annotations

import io
from typing import Any

from .duck import quoted
from .engine import Engine

_KINDS = {
    "int16": "smallint",
    "int32": "integer",
    "int64": "bigint",
    "string": "text",
    "large_string": "text",
    "bool": "boolean",
}
_WORTH_COUNTING = 100
"""Rows from which PostgreSQL is asked to look at a table before it plans."""


class PostgresEngine(Engine):
    """`connection`: an open psycopg connection, which stays open."""

    name = "postgresql"

    def __init__(self, connection: Any) -> None:
        super().__init__()
        self.connection = connection
        with connection.cursor() as cursor:
            # A judgement has hundreds of expressions: compiling one took 9.9 s that then ran in 20 ms.
            cursor.execute("SET jit = off")

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer to a SELECT."""
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
            return list(cursor.fetchall())

    def put(self, name: str, table: Any) -> None:
        """Hold an Arrow table of integers, text and flags."""
        from pyarrow import csv

        columns = ", ".join(f"{quoted(field.name)} {_KINDS[str(field.type)]}" for field in table.schema)
        text = io.BytesIO()
        csv.write_csv(table, text, csv.WriteOptions(include_header=False))
        with self.connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{quoted(name)}")
            cursor.execute(f"CREATE TEMP TABLE {quoted(name)} ({columns})")
            if table.num_rows:  # an empty text is quoted, a null is not: CSV as PostgreSQL reads it
                with cursor.copy(f"COPY pg_temp.{quoted(name)} FROM STDIN (FORMAT csv)") as copy:
                    copy.write(text.getbuffer())
            self._look_at(cursor, name, table.num_rows)

    def keep(self, name: str, sql: str) -> None:
        """Hold the answer to a SELECT."""
        with self.connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{quoted(name)}")
            cursor.execute(f"CREATE TEMP TABLE {quoted(name)} AS {sql}")
            self._look_at(cursor, name, cursor.rowcount)

    @staticmethod
    def _look_at(cursor: Any, name: str, rows: int) -> None:
        if rows >= _WORTH_COUNTING:
            cursor.execute(f"ANALYZE pg_temp.{quoted(name)}")

    def compiler(self) -> type[Any]:
        """Ibis' compiler for the dialect."""
        from ibis.backends.sql.compilers import PostgresCompiler

        return PostgresCompiler  # type: ignore[no-any-return]
