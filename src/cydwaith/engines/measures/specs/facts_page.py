# SPDX-License-Identifier: AGPL-3.0-or-later
"""The reference of the facts: every table and column of the one input schema, for makers of a folder of their own."""

from __future__ import annotations

from cydwaith.engines.measures.facts import TABLES, VERSION, Column, Table, Type

from .page import table as grid

KINDS: dict[Type, str] = {
    Type.ID: "whole number",
    Type.DAY: "day: a date, or days since 1 January 1970",
    Type.MONTH: "month: 2018-04 in CSV, else year x 12 + month - 1",
    Type.NUMBER: "whole number",
    Type.CODE: "code",
    Type.FLAG: "yes or no",
}

HEAD = f"""# Facts

The one input of every rulebook, version {VERSION}. A snapshot is a folder with a file for each table, named after it:
`person.parquet` or `person.csv` (UTF-8, commas, the first line names the columns). Every table and every column must
be there; a table may have no rows, and an empty cell is not known. `manifest.json` is optional: with it, every file
must be what it says, to the last byte.

    cydwaith figures run programme-contract --from 2018-04-01 --to 2019-03-31 --snapshot DIR --json

Made by `python scripts/measures.py`."""


def _limits(column: Column) -> str:
    parts = [f"at least {column.low:,}"] if column.low else []
    parts += ["not below 0"] if column.low == 0 else []
    parts += [f"at most {column.high:,}"] if column.high is not None else []
    return ", ".join(parts)


def _column(table: Table, column: Column) -> tuple[str, ...]:
    meaning = "key" if column.name == table.key and not column.refers else column.meaning
    refers = f"`{column.refers}`" if column.refers else ""
    return (
        *(f"`{column.name}`", KINDS[column.type], meaning),
        *("may be empty" if column.null else "", refers, _limits(column)),
    )


def facts_markdown() -> str:
    """The reference file."""
    parts = [HEAD]
    for table in TABLES:
        head = ("column", "holds", "meaning", "empty", "row of", "limits")
        parts += [
            f"## `{table.name}`",
            f"{table.row[0].upper()}{table.row[1:]}.",
            grid(head, [_column(table, column) for column in table.columns]),
        ]
    return "\n\n".join(parts) + "\n"
