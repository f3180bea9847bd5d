# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows that are never altered: stage changes and agreements, which go only with their journey, and profile versions.

`kernel.db.triggers.append_only` would also refuse the removal of a whole journey (undoing an import, erasing a
person). Here a row may go once its parent is gone: whoever removes it must remove the journey, and nothing less.
"""

from typing import Any

from django.db import migrations

KEPT = {
    "journeys_stagechange": (
        "journeys_journey", "journey_id", 'journey_id, frm, "to", "on", reason, evidence, user_id, recorded_at',
    ),
    "journeys_planagreement": (
        "journeys_journey", "journey_id", "journey_id, side, how_given, lines, user_id, at",
    ),
    "journeys_profile": (
        "people_person", "person_id",
        "whose, wants, strengths, never, helps, hours_from, hours_to, travel_minutes, travel_by, days, user_id, written_at",
    ),
}  # fmt: skip
"""Table -> its parent, the column that points there, and the columns that are never altered: all but the person, so
that two records of one human can be joined, and parted again."""


def statements_for(vendor: str, table: str, parent: str, column: str, frozen: str) -> list[str]:
    """The SQL that lets rows of `table` be added, never altered, and removed only without their parent."""
    alive = f"EXISTS (SELECT 1 FROM {parent} WHERE id = OLD.{column})"  # noqa: S608 - names from the list above
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {frozen} ON {table}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN {alive}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {table}_kept() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN IF TG_OP = 'UPDATE' OR {alive} THEN RAISE EXCEPTION '{table} is append-only'; END IF;"
        " RETURN OLD; END $$",
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE OF {frozen} ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {table}_kept()",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_kept()",
    ]


def forwards(_apps: Any, editor: Any) -> None:
    for table, kept in KEPT.items():
        for sql in statements_for(editor.connection.vendor, table, *kept):
            editor.execute(sql, None)


def backwards(_apps: Any, editor: Any) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    for table in KEPT:
        for name in ("no_update", "no_delete"):
            editor.execute(
                f"DROP TRIGGER IF EXISTS {table}_{name}" + (f" ON {table}" if postgresql else ""), None
            )
        if postgresql:
            editor.execute(f"DROP FUNCTION IF EXISTS {table}_kept()", None)


class Migration(migrations.Migration):
    dependencies = [("journeys", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
