# SPDX-License-Identifier: AGPL-3.0-or-later
# ruff: noqa: S608 - statements are made of the schema's own words; a file's path and column names are quoted
"""Reads a snapshot into DuckDB and finds what is wrong with it, table by table: nothing is raised, all is said at once.

A folder holds `<table>.parquet` or `<table>.csv` for each table, as the site or somebody else made them. In Parquet a
day may be a date or a number, a code is text, numbers are integers. In CSV (UTF-8, commas, the first line names the
columns) days are 2018-04-01, months 2018-04, flags yes and no, and an empty cell is not known. A manifest, if there is
one, must agree with every byte.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from . import manifest
from .checks import reference_problems, row_problems
from .duck import DuckEngine, quoted, text
from .facts import TABLES, VERSION, Column, Table, Type
from .manifest import Manifest, ManifestError
from .problems import Problem, Wrong
from .schema import TYPES, arrow_schema

_INTEGERS = frozenset(
    {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT"}
)
_FITS: dict[Type, Callable[[str], bool]] = {
    Type.ID: _INTEGERS.__contains__,
    Type.NUMBER: _INTEGERS.__contains__,
    Type.MONTH: _INTEGERS.__contains__,
    Type.DAY: lambda kind: kind in _INTEGERS or kind == "DATE",
    Type.CODE: lambda kind: kind == "VARCHAR" or kind.startswith("ENUM"),
    Type.FLAG: lambda kind: kind == "BOOLEAN",
}
_SQL = {"int64": "BIGINT", "int32": "INTEGER", "string": "VARCHAR", "boolean": "BOOLEAN"}
_HEADER = 100_000
"""Bytes within which the first line of a CSV file ends."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was read. `id` is empty and `as_of` None where there is no manifest. `rows` by table that can be read."""

    folder: Path
    id: str
    as_of: date | None
    site: str
    rows: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def read(folder: Path, engine: DuckEngine, *, say: Callable[[str], None] = lambda _table: None) -> Snapshot:
    """Let the engine hold what can be read of a folder; what cannot is empty there, and a problem.

    `say` is told each table when it has been looked at.
    """
    import duckdb

    if not folder.is_dir():
        _hold_empty(engine, TABLES)
        return Snapshot(folder, "", None, "", problems=(Problem(Wrong.FOLDER, detail=folder.name),))
    try:
        known = manifest.read(folder)
    except ManifestError as error:
        _hold_empty(engine, TABLES)
        return Snapshot(folder, "", None, "", problems=(Problem(Wrong.MANIFEST, detail=str(error)),))
    if known is not None and known.schema != VERSION:
        _hold_empty(engine, TABLES)
        problem = Problem(Wrong.VERSION, detail=str(known.schema))
        return Snapshot(folder, "", None, "", problems=(problem,))
    problems: list[Problem] = []
    rows: dict[str, int] = {}
    for table in TABLES:
        found = _table(folder, engine, table, known)
        if isinstance(found, int):
            rows[table.name] = found
        else:
            problems += found
            _hold_empty(engine, [table])
    for table in [table for table in TABLES if table.name in rows]:
        try:
            problems += row_problems(engine, table)
        except duckdb.Error as error:  # a file that promised more than it holds
            problems.append(_unreadable(folder, table, error))
            _hold_empty(engine, [table])
            del rows[table.name]
        say(table.name)
    for table in [table for table in TABLES if table.name in rows]:
        problems += reference_problems(engine, table, rows)
    engine.held = set(rows)
    if known is None:
        return Snapshot(folder, "", None, "", rows, tuple(problems))
    return Snapshot(folder, known.id, known.as_of, known.site, rows, tuple(problems))


def _hold_empty(engine: DuckEngine, tables: Any) -> None:
    import pyarrow as pa

    for table in tables:
        engine.put(table.name, pa.Table.from_pylist([], schema=arrow_schema(table)))


def _table(folder: Path, engine: DuckEngine, table: Table, known: Manifest | None) -> int | list[Problem]:
    """How many rows the engine holds of it now, or why it does not."""
    import duckdb

    paths = [path for kind in ("parquet", "csv") if (path := folder / f"{table.name}.{kind}").is_file()]
    if len(paths) != 1:
        return [Problem(Wrong.TWO_FILES if paths else Wrong.TABLE_MISSING, table.name)]
    (path,) = paths
    try:
        if (listed := _not_as_listed(path, table, known)) is not None:
            return [listed]
        found = _parquet(path, engine, table) if path.suffix == ".parquet" else _csv(path, engine, table)
    except (duckdb.Error, OSError, UnicodeDecodeError, csv.Error) as error:
        return [_unreadable(folder, table, error)]
    if found:
        return found
    ((rows,),) = engine.rows(f"SELECT count(*) FROM {quoted(table.name)}")
    if known is not None and known.files[table.name].rows != rows:
        return [Problem(Wrong.ROWS, table.name, count=rows, detail=str(known.files[table.name].rows))]
    return int(rows)


def _unreadable(folder: Path, table: Table, error: Exception) -> Problem:
    first = (str(error).splitlines() or [""])[0]
    return Problem(Wrong.UNREADABLE, table.name, detail=first.replace(str(folder), folder.name)[:200])


def _not_as_listed(path: Path, table: Table, known: Manifest | None) -> Problem | None:
    if known is None:
        return None
    if table.name not in known.files:
        return Problem(Wrong.NOT_LISTED, table.name)
    if manifest.digest(path) != known.files[table.name].sha256:
        return Problem(Wrong.HASH, table.name)
    return None


def _columns_wrong(table: Table, names: list[str]) -> list[Problem]:
    own = [column.name for column in table.columns]
    wrong = [Problem(Wrong.COLUMN_MISSING, table.name, name) for name in own if name not in names]
    wrong += [
        Problem(Wrong.COLUMN_UNKNOWN, table.name, name) for name in dict.fromkeys(names) if name not in own
    ]
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1]
    return wrong + [Problem(Wrong.COLUMN_TWICE, table.name, name) for name in twice]


def _parquet(path: Path, engine: DuckEngine, table: Table) -> list[Problem]:
    source = f"read_parquet({text(str(path))})"
    kinds = {name: kind for name, kind, *_ in engine.rows(f"DESCRIBE SELECT * FROM {source}")}
    wrong = _columns_wrong(table, list(kinds))
    wrong += [
        Problem(Wrong.TYPE, table.name, column.name, detail=kinds[column.name])
        for column in table.columns
        if column.name in kinds and not _FITS[column.type](kinds[column.name])
    ]
    if wrong:
        return wrong

    def typed(column: Column) -> str:
        name, target = quoted(column.name), _SQL[TYPES[column.type]]
        if kinds[column.name] == "DATE":
            return f"CAST({name} - DATE '1970-01-01' AS {target})"
        return name if kinds[column.name] == target else f"TRY_CAST({name} AS {target})"

    return _typed(engine, table, source, typed, keep=False)


_WHOLE = "CASE WHEN regexp_full_match({0}, '-?[0-9]+') THEN TRY_CAST({0} AS {1}) END"
_ISO_DAY = (
    "CASE WHEN regexp_full_match({0}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}') THEN TRY_CAST({0} AS DATE) END"
)
_ISO_MONTH = (
    "CASE WHEN regexp_full_match({0}, '[0-9]{{4}}-(0[1-9]|1[0-2])') THEN CAST(left({0}, 4) AS INTEGER) * 12"
    " + CAST(right({0}, 2) AS INTEGER) - 1 END"
)
_FLAG = "CASE WHEN lower({0}) IN ('yes', 'true') THEN true WHEN lower({0}) IN ('no', 'false') THEN false END"


def _cell(column: Column) -> str:
    """A cell's text as a value of the column's type; null where it is none."""
    text_of = f"trim({quoted(column.name)})"
    whole = _WHOLE.format(text_of, _SQL[TYPES[column.type]])
    match column.type:
        case Type.DAY:
            day = f"CAST({_ISO_DAY.format(text_of)} - DATE '1970-01-01' AS INTEGER)"
            return f"coalesce({day}, {whole})"
        case Type.MONTH:
            return f"coalesce({_ISO_MONTH.format(text_of)}, {whole})"
        case Type.FLAG:
            return _FLAG.format(text_of)
        case Type.CODE:
            return text_of
        case _:
            return whole


def _csv(path: Path, engine: DuckEngine, table: Table) -> list[Problem]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        header = next(csv.reader([file.readline(_HEADER)]), [])
    names = [name.strip() for name in header]
    if wrong := _columns_wrong(table, names):
        return wrong
    columns = ", ".join(f"{text(name)}: 'VARCHAR'" for name in names)
    source = (
        f"read_csv({text(str(path))}, columns = {{{columns}}}, header = true, delim = ',', quote = '\"',"
        " escape = '\"', auto_detect = false, nullstr = '', strict_mode = true)"
    )
    engine.keep("incoming_text", f"SELECT * FROM {source}")
    return _typed(engine, table, "incoming_text", _cell, keep=True)


def _typed(
    engine: DuckEngine, table: Table, source: str, typed: Callable[[Column], str], *, keep: bool
) -> list[Problem]:
    """Hold the table in the schema's types; values that have no place in them are problems."""
    lost = {
        column.name: f"{quoted(column.name)} IS NOT NULL AND {typed(column)} IS NULL"
        for column in table.columns
        if typed(column) not in (quoted(column.name), f"trim({quoted(column.name)})")
    }
    problems = []
    if lost:
        numbered = f"(SELECT *, row_number() OVER () AS place FROM {source})"
        asked = ", ".join(f"count(*) FILTER ({one}), min(place) FILTER ({one})" for one in lost.values())
        (answers,) = engine.rows(f"SELECT {asked} FROM {numbered}")
        for place, name in enumerate(lost):
            count, first = answers[2 * place : 2 * place + 2]
            if count:
                problems.append(Problem(Wrong.VALUE, table.name, name, first, count))
    if problems:
        return problems
    columns = ", ".join(f"{typed(column)} AS {quoted(column.name)}" for column in table.columns)
    hold = engine.keep if keep else engine.view
    hold(table.name, f"SELECT {columns} FROM {source}")
    return []
