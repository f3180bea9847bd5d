# SPDX-License-Identifier: AGPL-3.0-or-later
"""Append-only tables, said by the database: UPDATE and DELETE (and TRUNCATE) are refused by triggers.

Used in migrations: `operations = [..., append_only("kernel_auditrow")]`.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations.operations.special import RunPython

_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION cydwaith_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$
"""


def statements_for(vendor: str, table: str) -> list[str]:
    """The SQL that makes `table` append-only on `vendor`."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        _POSTGRES_FUNCTION,
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION cydwaith_append_only()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION cydwaith_append_only()",
    ]


def trigger_names(vendor: str, table: str) -> list[str]:
    """Names that `verify` and `doctor` look for."""
    suffixes = ("no_update", "no_delete") if vendor == "sqlite" else ("frozen", "no_truncate")
    return [f"{table}_{suffix}" for suffix in suffixes]


def append_only(table: str) -> RunPython:
    """A migration operation that freezes the rows of `table`; reversing it drops the triggers."""

    def forwards(_apps: Any, editor: Any) -> None:
        for sql in statements_for(editor.connection.vendor, table):
            editor.execute(sql, None)

    def backwards(_apps: Any, editor: Any) -> None:
        on = "" if editor.connection.vendor == "sqlite" else f" ON {table}"
        for name in trigger_names(editor.connection.vendor, table):
            editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}", None)

    return RunPython(forwards, backwards)
