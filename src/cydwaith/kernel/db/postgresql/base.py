# SPDX-License-Identifier: AGPL-3.0-or-later
"""PostgreSQL with the guard."""

from __future__ import annotations

import select
import time
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


ANSWERED_LATELY = 5.0
"""Seconds for which a connection that answered is taken to be alive, unless its server hung up."""


class DatabaseWrapper(GuardedConnection, base.DatabaseWrapper):
    ops_class = DatabaseOperations
    SchemaEditorClass: Any = DatabaseSchemaEditor
    health_check_enabled: bool
    health_check_done: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.answered_at = float("-inf")

    def close_if_unusable_or_obsolete(self) -> None:
        """As Django's, between two requests; when the last one got its answers is remembered."""
        if self.connection is not None and self.health_check_done and not self.errors_occurred:
            self.answered_at = time.monotonic()
        super().close_if_unusable_or_obsolete()

    def close_if_health_check_failed(self) -> None:
        """As Django's, which asks the server before each request whether it is there: a busy site's tells it anyway."""
        if self.connection is not None and self.health_check_enabled and not self.health_check_done:
            lately = time.monotonic() - self.answered_at < ANSWERED_LATELY
            if lately and not self._hung_up():
                self.health_check_done = True
        super().close_if_health_check_failed()

    def _hung_up(self) -> bool:
        """Whether the server closed the connection, or said something unasked: then it is looked at closely."""
        try:
            waiting = select.poll()
            waiting.register(self.connection.fileno(), select.POLLIN)
            return bool(waiting.poll(0))
        except (OSError, ValueError, self.Database.Error):
            return True
