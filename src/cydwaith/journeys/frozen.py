# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows that are never altered: versions of the profile; stage changes and agreements, which go only with their journey.

`kernel.db.triggers.append_only` would also refuse the removal of a whole journey (undoing an import, erasing a
person). Here a row may go once its journey is gone: whoever removes it must remove the journey, and nothing less. The
column of the person stays free, so that two records of one human can be joined, and parted again.

SQLite rebuilds a table to change a column, and refuses while a trigger elsewhere names it: a later migration that
rebuilds `journeys_journey`, or one of these tables, runs `thaw` first and `freeze` after it.
"""

from __future__ import annotations

from typing import Any

FROZEN = {
    "journeys_stagechange": 'journey_id, frm, "to", "on", reason, evidence, user_id, recorded_at',
    "journeys_planagreement": "journey_id, side, how_given, lines, user_id, at",
    "journeys_profile": (
        "whose, wants, strengths, never, helps, hours_from, hours_to, travel_minutes, travel_by, days, user_id,"
        " written_at"
    ),
}
"""Table -> the columns that are never altered."""
WITH_JOURNEY = ("journeys_stagechange", "journeys_planagreement")
_ALIVE = "EXISTS (SELECT 1 FROM journeys_journey WHERE id = OLD.journey_id)"


def triggers(table: str) -> list[tuple[str, str, str]]:
    """Of each trigger of `table`: its name, the event, the condition ("" for always)."""
    found = [(f"{table}_no_update", f"UPDATE OF {FROZEN[table]}", "")]
    return [*found, (f"{table}_no_delete", "DELETE", _ALIVE)] if table in WITH_JOURNEY else found


def statements_for(vendor: str, table: str) -> list[str]:
    """The SQL that freezes `table` on `vendor`."""
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {name} BEFORE {event} ON {table}{f' WHEN {when}' if when else ''}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for name, event, when in triggers(table)
        ]
    return [
        sql
        for name, event, when in triggers(table)
        for sql in (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN IF {when or 'TRUE'} THEN RAISE EXCEPTION '{table} is append-only'; END IF; RETURN OLD; END $$",
            f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        )
    ]


def freeze(_apps: Any, editor: Any) -> None:
    """Make the triggers (an operation of a migration)."""
    for table in FROZEN:
        for sql in statements_for(editor.connection.vendor, table):
            editor.execute(sql, None)


def thaw(_apps: Any, editor: Any) -> None:
    """Drop the triggers (the reverse)."""
    postgresql = editor.connection.vendor == "postgresql"
    for table in FROZEN:
        for name, _event, _when in triggers(table):
            editor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if postgresql else ""), None)
            if postgresql:
                editor.execute(f"DROP FUNCTION IF EXISTS {name}()", None)


def trigger_names() -> set[str]:
    """Every trigger that must be there: `cydwaith verify` looks for them."""
    return {name for table in FROZEN for name, _event, _when in triggers(table)}
