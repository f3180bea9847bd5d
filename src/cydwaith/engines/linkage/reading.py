# SPDX-License-Identifier: AGPL-3.0-or-later
"""From files and Arrow tables to one table ``raw`` of text in DuckDB: the fields of `fields.FIELDS`, all or NULL."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
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
        "temp_directory=''",  # people's data are never put down on a disk beside
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

    Nothing of a file is read yet but its beginning. Raises `LinkProblem`: ``file-missing``, ``file-kind``,
    ``file-unreadable``.
    """
    if not isinstance(data, Path):
        connection.register(view, data)
        return [str(name) for name in data.column_names]
    kind = data.suffix.lower()
    if not data.is_file():
        raise LinkProblem("file-missing", place=place)
    if kind not in TEXT_FILES + COLUMNAR_FILES:
        raise LinkProblem("file-kind", place=place, value=kind)
    where = text(str(data))
    if kind in COLUMNAR_FILES:
        reader = f"read_parquet({where})"
    else:
        encoding = "" if _is_utf8(data) else ", encoding='latin-1'"
        # Told, not guessed: a quotation mark that is never closed is a file that something happened to.
        options = "header=true, all_varchar=true, sample_size=20480, quote='\"', escape='\"'"
        reader = f"read_csv({where}, {options}{encoding})"
    with readable(place):
        connection.execute(f"CREATE VIEW {view} AS SELECT * FROM {reader}")
        found = connection.execute(f"SELECT * FROM {view} LIMIT 0").description or []
    return [str(column[0]) for column in found]


def _is_utf8(path: Path) -> bool:
    """Whether the file is UTF-8; older Windows files are not."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as handle:
            while chunk := handle.read(1 << 22):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


@contextmanager
def readable(place: str) -> Iterator[None]:
    """Turn what DuckDB says of a file into a `LinkProblem` with its place."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        raise LinkProblem("file-unreadable", place=place, value=str(error).splitlines()[0][:200]) from error


def load(
    connection: duckdb.DuckDBPyConnection, sources: Sequence[Source]
) -> tuple[int, dict[str, dict[str, str]]]:
    """Make the view ``raw`` (rid INTEGER from 0, in the order of the sources; part; h UBIGINT; all fields, VARCHAR).

    Answers with the number of records and, for each source, field -> heading that was taken for it. ``h`` is a digest
    of data set and id: it orders records in a way that the order of the input does not change. Raises `LinkProblem`
    with the place of what is wrong.
    """
    chosen: list[dict[str, str]] = []
    for number, source in enumerate(sources):
        try:
            headings = relation(connection, source.data, f"source_{number}", source.name)
            chosen.append(guess_columns(headings, source.columns))
        except LinkProblem as problem:
            raise problem.at(source.name) from problem
    fields = [name for name in FIELDS if name in {"dataset", "id"} or any(name in each for each in chosen)]
    columns = ", ".join(f"{name} VARCHAR" for name in fields)
    connection.execute(f"CREATE TABLE told (part INTEGER, h UBIGINT, {columns})")
    # Row numbers in messages and in results are those of the input.
    connection.execute("SET preserve_insertion_order=true")
    for number, source in enumerate(sources):
        before = count(connection, "told")
        with readable(source.name):
            connection.execute(_insert_sql(number, source, chosen[number], fields))
        if count(connection, "told") == before:
            raise LinkProblem("file-empty", place=source.name)
    connection.execute("SET preserve_insertion_order=false")
    lacking = "".join(f", NULL::VARCHAR AS {name}" for name in FIELDS if name not in fields)
    connection.execute(f"CREATE VIEW raw AS SELECT rowid::INTEGER AS rid, *{lacking} FROM told")
    _check(connection, sources)
    opted = (
        f"SELECT rid FROM raw WHERE lower(opted_out) IN {_YES}"
        if "opted_out" in fields
        else "SELECT 0 LIMIT 0"
    )
    connection.execute(f"CREATE TABLE opted AS SELECT rid::INTEGER AS rid FROM ({opted}) none(rid)")
    return count(connection, "raw"), dict(zip((source.name for source in sources), chosen, strict=True))


def _insert_sql(number: int, source: Source, columns: Mapping[str, str], fields: Sequence[str]) -> str:
    """SQL: the rows of a source as ``told`` wants them."""
    cells = {name: f"nullif(trim({quoted(heading)}::VARCHAR), '')" for name, heading in columns.items()}
    cells.setdefault("id", "(row_number() OVER ())::VARCHAR")
    cells["dataset"] = (
        f"coalesce({cells['dataset']}, {text(source.name)})" if "dataset" in cells else text(source.name)
    )
    listed = ", ".join(f"{cells.get(name, 'NULL::VARCHAR')} AS {name}" for name in fields)
    return (
        f"INSERT INTO told SELECT {number}, hash(dataset, id), {', '.join(fields)}"
        f" FROM (SELECT {listed} FROM source_{number})"
    )


def _line(connection: duckdb.DuckDBPyConnection, rid: int) -> tuple[int, int]:
    """Source and row of a record as a spreadsheet shows it: row 1 of a file holds the headings."""
    row = first(
        connection,
        "SELECT part, ? - (SELECT min(rid) FROM raw b WHERE b.part = raw.part) + 2 FROM raw WHERE rid = ?",
        [rid, rid],
    )
    return (int(row[0]), int(row[1])) if row else (0, 0)


def _check(connection: duckdb.DuckDBPyConnection, sources: Sequence[Source]) -> None:
    nameless = first(connection, "SELECT min(rid) FROM raw WHERE id IS NULL")
    if nameless and nameless[0] is not None:
        part, line = _line(connection, nameless[0])
        raise LinkProblem("id-missing", place=sources[part].name, row=line)
    twice = first(
        connection,
        "SELECT list(rid ORDER BY rid), any_value(id) FROM raw"
        " WHERE h IN (SELECT h FROM raw GROUP BY h HAVING count(*) > 1)"
        " GROUP BY dataset, id HAVING count(*) > 1 ORDER BY min(rid) LIMIT 1",
    )
    if twice:
        (_, before), (part, line) = (_line(connection, rid) for rid in twice[0][:2])
        raise LinkProblem("id-twice", place=sources[part].name, value=str(twice[1]), row=line, other=before)
