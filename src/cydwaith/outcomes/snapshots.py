# SPDX-License-Identifier: AGPL-3.0-or-later
"""Makes a snapshot: the facts of a partnership on a day as a folder of Parquet, with no name and no number of ours.

Every person gets a number of the snapshot's own; which is whose stands in `SnapshotKey` and nowhere else, and goes with
the person. Every other id is a digest under a salt that is thrown away, so that rows still belong together and mean
nothing outside. An imported module, not a query: it reads all partners' rows under `system`, and gives back none.
"""

from __future__ import annotations

import secrets
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cydwaith.engines.measures.facts import BY_NAME, TABLES, Column, Table, Type
from cydwaith.kernel import facts
from cydwaith.kernel.columns import TEXT, Reader, reading
from cydwaith.kernel.system import system

if TYPE_CHECKING:
    import duckdb
    import pyarrow

_TYPES = {
    Type.ID: "BIGINT",
    Type.DAY: "INTEGER",
    Type.MONTH: "INTEGER",
    Type.NUMBER: "BIGINT",
    Type.CODE: "VARCHAR",
    Type.FLAG: "BOOLEAN",
}
MEMORY = "2GB"
Say = Callable[[str], None]


def _silent(_what: str) -> None:
    """Nobody listens."""


@dataclass(frozen=True, slots=True)
class Made:
    """A folder of facts: where, how many rows a table has, and who is who in it: (person, number)."""

    folder: Path
    rows: Mapping[str, int]
    keys: pyarrow.Table


def write(
    folder: Path, *, partnership_id: int | None, links: pyarrow.Table | None = None, say: Say = _silent
) -> Made:
    """Write every table of the facts into `folder`, which must not be there.

    `partnership_id`: people of its organisations and journeys on its programmes; None: the whole site. `links`: which
    of the site's records are one human (`person_id, group_id, group_low, group_high`, all of them people's ids);
    without it everybody stands alone. Raises `FileExistsError`. What is left after an error is taken away again.
    """
    import duckdb

    folder.mkdir(parents=True)
    try:
        with system("a snapshot of facts for figures"), duckdb.connect(config=_config(folder)) as store:
            _macros(store, secrets.token_hex(16))
            if links is not None:
                store.register("link_rows", links)
            with reading() as read:
                rows = _fill(store, read, folder, partnership_id, say, linked=links is not None)
            rows["person_link"] = _links(store, links, folder)
            for table in TABLES:
                if table.name not in rows:
                    rows[table.name] = _write(store, table, _empty(table), folder)
            keys = store.sql("SELECT person_id, number FROM person_key").to_arrow_table()
    except BaseException:
        shutil.rmtree(folder)
        raise
    shutil.rmtree(folder / ".spill", ignore_errors=True)
    return Made(folder, rows, keys)


def _fill(
    store: duckdb.DuckDBPyConnection,
    read: Reader,
    folder: Path,
    partnership_id: int | None,
    say: Say,
    *,
    linked: bool,
) -> dict[str, int]:
    """Fill what the contexts fill; a read is held only as long as somebody still needs it."""
    fills = [facts.fills()[table.name] for table in TABLES if table.name in facts.fills()]
    wanted = Counter(name for fill in fills for name in fill.reads)
    held: set[str] = set()
    rows: dict[str, int] = {}

    def hold(names: Iterable[str]) -> None:
        for name in names:
            if name not in held:
                _hold(store, facts.read(name), read, stream=wanted[name] == 1 and name not in _SCOPE)
                held.add(name)

    hold(_SCOPE)
    _narrow(store, partnership_id, linked=linked)
    for fill in fills:
        hold(fill.reads)
        rows[fill.table] = _write(store, BY_NAME[fill.table], fill.select, folder)
        for name in fill.reads:
            wanted[name] -= 1
            if not wanted[name]:
                _drop(store, name)
        say(fill.table)
    return rows


_SCOPE = ("person", "programme", "journey", "organisation", "partner")


def _narrow(store: duckdb.DuckDBPyConnection, partnership_id: int | None, *, linked: bool) -> None:
    """Leave what belongs to the partnership, and number its people in an order that tells nothing but who may be one
    human, as the links themselves do: with such records side by side, people can be counted some at a time."""
    if partnership_id is not None:
        mine = "(SELECT organisation_id FROM partner WHERE partnership_id = $1)"
        store.execute(f"DELETE FROM person WHERE organisation_id NOT IN {mine}", [partnership_id])  # noqa: S608  # our own names
        store.execute(f"DELETE FROM organisation WHERE id NOT IN {mine}", [partnership_id])  # noqa: S608  # our own names
        store.execute("DELETE FROM programme WHERE partnership_id <> $1", [partnership_id])
        store.execute("DELETE FROM journey WHERE programme_id NOT IN (SELECT id FROM programme)")
    source, first = "person AS p", "p.id"
    if linked:
        source, first = (
            f"{source} LEFT JOIN link_rows AS l ON l.person_id = p.id",
            "coalesce(l.group_low, p.id)",
        )
    store.execute(
        "CREATE TEMP TABLE person_key AS SELECT p.id AS person_id,"  # noqa: S608  # our own names
        f" row_number() OVER (ORDER BY own({first}), own(p.id)) AS number FROM {source}"
    )


def _config(folder: Path) -> dict[str, Any]:
    return {
        "memory_limit": MEMORY,
        "temp_directory": str(folder / ".spill"),
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


def _macros(store: duckdb.DuckDBPyConnection, salt: str) -> None:
    """Functions of `kernel.facts`. `own` is a permutation of the 64-bit numbers under three keys (an Even-Mansour
    cipher of two rounds), so that two ids never meet and a known pair does not give the keys away."""
    first, second, third = (int(secrets.token_hex(8), 16) for _ in range(3))
    store.execute("CREATE MACRO day_of(on_date) AS date_diff('day', DATE '1970-01-01', on_date)")
    store.execute("CREATE MACRO month_of(on_date) AS year(on_date) * 12 + month(on_date) - 1")
    store.execute(
        f"CREATE MACRO own(id) AS CAST(CAST(xor(hash(xor(hash(xor(CAST(id AS UBIGINT), {first}::UBIGINT)),"
        f" {second}::UBIGINT)), {third}::UBIGINT) AS HUGEINT) - 9223372036854775808 AS BIGINT)"
    )
    store.execute(
        "CREATE MACRO own_text(words) AS CASE WHEN trim(words) = '' THEN NULL"
        f" ELSE CAST(md5_number_lower('{salt}' || lower(trim(words))) >> 1 AS BIGINT) END"
    )


def _hold(
    store: duckdb.DuckDBPyConnection,
    asked: facts.Read,
    read: Reader,
    *,
    stream: bool,
) -> None:
    """Make a view (where one fill reads it, once) or a table of a read's rows, in the types that it names."""
    rows = f"{asked.name}_rows"
    store.register(rows, read(asked))
    columns = ", ".join(
        f"CAST({_said(name) if kind in TEXT else name} AS {kind}) AS {name}"
        for name, kind in asked.columns.items()
    )
    made = "VIEW" if stream else "TABLE"
    store.execute(f"CREATE TEMP {made} {asked.name} AS SELECT {columns} FROM {rows}")  # noqa: S608  # our own names
    if not stream:
        store.unregister(rows)


def _said(column: str) -> str:
    """Text, or nothing where nothing was written: the site keeps an empty text for that."""
    return f"nullif(CAST({column} AS VARCHAR), '')"


def _drop(store: duckdb.DuckDBPyConnection, name: str) -> None:
    (kind,) = store.execute(
        "SELECT 'VIEW' FROM duckdb_views() WHERE view_name = $1 UNION ALL"
        " SELECT 'TABLE' FROM duckdb_tables() WHERE table_name = $1",
        [name],
    ).fetchone() or ("TABLE",)
    store.execute(f"DROP {kind} IF EXISTS {name}")


def _write(store: duckdb.DuckDBPyConnection, table: Table, select: str, folder: Path) -> int:
    columns = ", ".join(_typed(column) for column in table.columns)
    in_order = " ORDER BY person_id" if any(column.name == "person_id" for column in table.columns) else ""
    target = str(folder / f"{table.name}.parquet").replace("'", "''")
    done = store.execute(
        f"COPY (SELECT {columns} FROM ({select}){in_order}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"  # noqa: S608  # our own names
    ).fetchone()
    return int(done[0]) if done else 0


def _typed(column: Column) -> str:
    return f'CAST("{column.name}" AS {_TYPES[column.type]}) AS "{column.name}"'


def _empty(table: Table) -> str:
    return "SELECT " + ", ".join(f'NULL AS "{column.name}"' for column in table.columns) + " WHERE false"


def _links(store: duckdb.DuckDBPyConnection, links: pyarrow.Table | None, folder: Path) -> int:
    if links is None:
        groups = ", ".join(
            f"number AS {name}" for name in ("person_id", "group_id", "group_low", "group_high")
        )
        alone = f"SELECT {groups} FROM person_key"  # noqa: S608  # our own names
        return _write(store, BY_NAME["person_link"], alone, folder)
    groups = ", ".join(
        f"coalesce({name[6:]}.number, k.number) AS {name}" for name in ("group_id", "group_low", "group_high")
    )
    grouped = (
        f"SELECT k.number AS person_id, {groups} FROM person_key k LEFT JOIN link_rows l ON l.person_id = k.person_id"  # noqa: S608  # our own names
        " LEFT JOIN person_key id ON id.person_id = l.group_id LEFT JOIN person_key low ON low.person_id = l.group_low"
        " LEFT JOIN person_key high ON high.person_id = l.group_high"
    )
    return _write(store, BY_NAME["person_link"], grouped, folder)
