# SPDX-License-Identifier: AGPL-3.0-or-later
"""What both engines add to Django's: checks in the compilers, in cursors, in schema editors and in flush."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models.expressions import RawSQL
from django.db.models.sql.where import ExtraWhere

from cydwaith.kernel import statements


class SelectChecks:
    """For SQLCompiler: check once the FROM clause is set up; refuse hand-written fragments that name a table."""

    query: Any
    connection: Any

    def get_from_clause(self) -> Any:
        statements.check_select(self.query)
        return super().get_from_clause()  # type: ignore[misc]

    def get_extra_select(self, *args: Any, **kwargs: Any) -> Any:
        for sql, _params in self.query.extra_select.values():
            statements.check_text(sql, where="extra(select=…)")
        return super().get_extra_select(*args, **kwargs)  # type: ignore[misc]

    def compile(self, node: Any) -> Any:
        if isinstance(node, RawSQL):
            statements.check_text(node.sql, where="RawSQL")
        elif isinstance(node, ExtraWhere):
            for sql in node.sqls:
                statements.check_text(sql, where="extra(where=…)")
        return super().compile(node)  # type: ignore[misc]

    def execute_sql(self, *args: Any, **kwargs: Any) -> Any:
        self.connection.compiled_depth += 1
        try:
            return super().execute_sql(*args, **kwargs)  # type: ignore[misc]
        finally:
            self.connection.compiled_depth -= 1

    def explain_query(self) -> Any:
        statements.check_select(self.query)
        return super().explain_query()  # type: ignore[misc]


class InsertChecks:
    """For SQLInsertCompiler: a guarded row is made inside an action or not at all."""

    query: Any

    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        statements.check_insert(self.query.model)
        return super().as_sql(*args, **kwargs)  # type: ignore[misc]


class ChangeChecks:
    """For the UPDATE and DELETE compilers."""

    query: Any

    def as_sql(self, *args: Any, **kwargs: Any) -> Any:
        statements.check_change(self.query)
        return super().as_sql(*args, **kwargs)  # type: ignore[misc]


class GuardedConnection:
    """For DatabaseWrapper: a statement that no compiler of ours made may not name a guarded table."""

    execute_wrappers: list[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.compiled_depth = 0
        self.execute_wrappers.append(self._check_statement)

    def _check_statement(
        self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        if not self.compiled_depth:
            statements.check_text(str(sql), where="a cursor")
        return execute(sql, params, many, context)


class OpenSchema:
    """For SchemaEditor: creating and altering tables names them, and copies rows on SQLite."""

    def __enter__(self) -> Any:
        self._allowed = statements.raw_sql_allowed()
        self._allowed.__enter__()
        return super().__enter__()  # type: ignore[misc]

    def __exit__(self, *exc: Any) -> Any:
        try:
            return super().__exit__(*exc)  # type: ignore[misc]
        finally:
            self._allowed.__exit__(*exc)
