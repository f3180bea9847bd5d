# SPDX-License-Identifier: AGPL-3.0-or-later
"""SQLite with the guard. `init_command` and `transaction_mode` come from the settings."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import transaction
from django.db.backends.sqlite3 import base, operations, schema

from cydwaith.kernel import statements
from cydwaith.kernel.db.flush import refuse_unless_test
from cydwaith.kernel.db.mixins import GuardedConnection, OpenSchema


class DatabaseOperations(operations.DatabaseOperations):
    compiler_module = "cydwaith.kernel.db.sqlite3.compiler"

    def execute_sql_flush(self, sql_list: Iterable[str]) -> None:
        """Flush a test database: append-only triggers are set aside and put back in the same transaction."""
        refuse_unless_test()
        with (
            statements.raw_sql_allowed(),
            transaction.atomic(using=self.connection.alias),
            self.connection.cursor() as cursor,
        ):
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f"DROP TRIGGER {self.quote_name(name)}")
            for sql in sql_list:
                cursor.execute(sql)
            for _name, sql in triggers:
                cursor.execute(sql)


class DatabaseSchemaEditor(OpenSchema, schema.DatabaseSchemaEditor):
    def _remake_table(self, model: Any, *args: Any, **kwargs: Any) -> None:
        """Triggers go with the old table when Django makes it anew to alter it: an append-only one stays frozen."""
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
                [model._meta.db_table],
            )
            triggers = [sql for (sql,) in cursor.fetchall()]
        super()._remake_table(model, *args, **kwargs)  # type: ignore[misc]  # Django's own, not in its stubs
        for sql in triggers:
            self.execute(sql)


KEPT_TEXT = 20_000
"""Letters of the longest statement whose text is kept: that of a page about one person has 13,000."""


@lru_cache(maxsize=500)
def _as_sqlite_writes_it(query: str) -> str:
    """A statement with SQLite's places for values instead of Django's: the same texts come again and again."""
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class Cursor(base.SQLiteCursorWrapper):
    """Django's, which looks through the text of a statement at each run."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """As Django's; the text of a statement with values in a row is kept, and no value is in it."""
        if param_names is not None or len(query) > KEPT_TEXT:
            return str(super().convert_query(query, param_names=param_names))
        return _as_sqlite_writes_it(query)


class DatabaseWrapper(GuardedConnection, base.DatabaseWrapper):
    ops_class = DatabaseOperations
    SchemaEditorClass: Any = DatabaseSchemaEditor

    def create_cursor(self, name: str | None = None) -> Any:  # noqa: ARG002 - PostgreSQL's, for its named cursors
        """A cursor of ours."""
        return self.connection.cursor(factory=Cursor)
