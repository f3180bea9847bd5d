# SPDX-License-Identifier: AGPL-3.0-or-later
"""From files and Arrow tables to one table ``raw`` of text in DuckDB: the fields of `fields.FIELDS`, all or NULL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cydwaith.engines.linkage.fields import FIELDS, guess_columns
from cydwaith.engines.linkage.problems import LinkProblem

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

TEXT_FILES: Final = (".csv", ".tsv", ".txt")
COLUMNAR_FILES: Final = (".parquet",)
_YES: Final = "('1', 'true', 't', 'yes', 'y', 'ie', 'ydy', 'oes', 'x')"


@dataclass(frozen=True, slots=True)
class Source:
    """One table of records. name: its data set, where no column says it. data: a file or an Arrow table.

    columns: field -> heading where the guess would be wrong (see `fields.guess_columns`).
    """

    name: str
    data: Path | pa.Table
    columns: Mapping[str, str] = field(default_factory=dict)


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as SQL writes it."""
    return "'" + value.replace("'", "''") + "'"


def connect(memory: str = "4GB") -> duckdb.DuckDBPyConnection:
    """A DuckDB of its own in memory, that fetches nothing and looks at no variable of the program."""
    import duckdb

    connection = duckdb.connect(":memory:")
    for setting in (
        "autoinstall_known_extensions=false",
        "autoload_known_extensions=false",
        "python_enable_replacements=false",
        "enable_progress_bar=false",
        "preserve_insertion_order=false",
        f"memory_limit={text(memory)}",
    ):
        connection.execute(f"SET {setting}")
    return connection


def first(
    connection: duckdb.DuckDBPyConnection, query: str, parameters: Sequence[object] = ()
) -> tuple[Any, ...] | None:
    """The first row of a query, or None. All rows are fetched, as DuckDB wants before it is asked again."""
    rows = connection.execute(query, list(parameters) or None).fetchall()
    return tuple(rows[0]) if rows else None


def count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    """How many rows a table has."""
    row = first(connection, f"SELECT count(*) FROM {table}")
    return int(row[0]) if row else 0


def relation(
    connection: duckdb.DuckDBPyConnection, data: Path | pa.Table, view: str, place: str
) -> list[str]:
    """Make ``view`` the table that was given, all columns as they are; answers with its headings.

    Raises `LinkProblem`: ``file-missing``, ``file-kind``, ``file-unreadable``.
    """
    import duckdb

    if not isinstance(data, Path):
        connection.register(view, data)
        return [str(name) for name in data.column_names]
    kind = data.suffix.lower()
    if not data.is_file():
        raise LinkProblem("file-missing", place=place)
    if kind in COLUMNAR_FILES:
        readers = [f"read_parquet({text(str(data))})"]
    elif kind in TEXT_FILES:
        options = "header=true, all_varchar=true, sample_size=20480"
        readers = [f"read_csv({text(str(data))}, {options}{more})" for more in ("", ", encoding='latin-1'")]
    else:
        raise LinkProblem("file-kind", place=place, value=kind)
    failure = ""
    for reader in readers:
        try:
            connection.execute(f"CREATE TABLE {view} AS SELECT * FROM {reader}")
        except duckdb.Error as error:
            failure = failure or str(error)
            if "unicode" not in str(error).lower() and "utf-8" not in str(error).lower():
                break
        else:
            found = connection.execute(f"SELECT * FROM {view} LIMIT 0").description or []
            return [str(column[0]) for column in found]
    raise LinkProblem("file-unreadable", place=place, value=failure.splitlines()[0][:200])


def load(
    connection: duckdb.DuckDBPyConnection, sources: Sequence[Source]
) -> tuple[int, dict[str, dict[str, str]]]:
    """Fill the table ``raw`` (rid INTEGER from 0, h UBIGINT, `FIELDS` VARCHAR).

    Answers with the number of records and, for each source, field -> heading that was taken for it.

    ``h`` is a digest of data set and id: it orders records in a way that the order of the input does not change.
    Raises `LinkProblem` with the place of what is wrong.
    """
    parts: list[str] = []
    columns_of: dict[str, dict[str, str]] = {}
    for number, source in enumerate(sources):
        view = f"source_{number}"
        try:
            chosen = guess_columns(relation(connection, source.data, view, source.name), source.columns)
        except LinkProblem as problem:
            raise problem.at(source.name) from problem
        columns_of[source.name] = dict(chosen)
        cells = {name: f"nullif(trim({quoted(heading)}::VARCHAR), '')" for name, heading in chosen.items()}
        cells.setdefault("id", "(row_number() OVER ())::VARCHAR")
        cells["dataset"] = f"coalesce({cells.get('dataset', 'NULL')}, {text(source.name)})"
        columns = ", ".join(f"{cells.get(name, 'NULL::VARCHAR')} AS {name}" for name in FIELDS)
        parts.append(f"SELECT {number} AS part, row_number() OVER () AS line, {columns} FROM {view}")
    union = " UNION ALL ".join(parts)
    connection.execute(
        "CREATE TABLE raw AS SELECT (row_number() OVER () - 1)::INTEGER AS rid,"
        f" hash(dataset, id) AS h, * FROM ({union})"
    )
    for number in range(len(sources)):
        if isinstance(sources[number].data, Path):
            connection.execute(f"DROP TABLE source_{number}")
    _check(connection, sources)
    connection.execute("CREATE TABLE opted AS SELECT rid FROM raw WHERE lower(opted_out) IN " + _YES)
    return count(connection, "raw"), columns_of


def _check(connection: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> None:
    for number, source in enumerate(sources):
        some = first(connection, "SELECT count(*) FROM raw WHERE part = ?", [number])
        if not some or not some[0]:
            raise LinkProblem("file-empty", place=source.name)
    nameless = first(connection, "SELECT part, line FROM raw WHERE id IS NULL ORDER BY part, line LIMIT 1")
    if nameless:
        # Row 1 of a file holds the headings.
        raise LinkProblem("id-missing", place=sources[nameless[0]].name, row=nameless[1] + 1)
    twice = first(
        connection,
        "SELECT first(part ORDER BY part, line), list((part, line) ORDER BY part, line), first(dataset), first(id)"
        " FROM raw WHERE h IN (SELECT h FROM raw GROUP BY h HAVING count(*) > 1) GROUP BY dataset, id"
        " HAVING count(*) > 1 ORDER BY 1, 2 LIMIT 1",
    )
    if twice:
        rows = [tuple(each.values()) if isinstance(each, dict) else tuple(each) for each in twice[1][:2]]
        place = sources[rows[1][0]].name
        raise LinkProblem(
            "id-twice", place=place, value=str(twice[3]), row=rows[1][1] + 1, other=rows[0][1] + 1
        )
