# SPDX-License-Identifier: AGPL-3.0-or-later
"""PostgreSQL with the guard."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.backends.postgresql import base, operations, schema

from cydwaith.kernel import statements
from cydwaith.kernel.db.flush import refuse_unless_test
from cydwaith.kernel.db.mixins import GuardedConnection, OpenSchema


class DatabaseOperations(operations.DatabaseOperations):
    compiler_module = "cydwaith.kernel.db.postgresql.compiler"

    def execute_sql_flush(self, sql_list: Iterable[str]) -> None:
        """Flush a test database: append-only triggers are set aside for the transaction."""
        refuse_unless_test()
        with (
            statements.raw_sql_allowed(),
            transaction.atomic(using=self.connection.alias),
            self.connection.cursor() as cursor,
        ):
            cursor.execute(
                "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " WHERE NOT t.tgisinternal"
            )
            tables = [self.quote_name(row[0]) for row in cursor.fetchall()]
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for sql in sql_list:
                cursor.execute(sql)
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


class DatabaseSchemaEditor(OpenSchema, schema.DatabaseSchemaEditor):
    pass


class DatabaseWrapper(GuardedConnection, base.DatabaseWrapper):
    ops_class = DatabaseOperations
    SchemaEditorClass: Any = DatabaseSchemaEditor
