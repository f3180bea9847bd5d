# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes a snapshot: a folder with a Parquet file for each table of facts, and its manifest."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from . import manifest
from .facts import TABLES, VERSION
from .manifest import File, Manifest
from .schema import arrow_schema

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_A_GROUP = 122_880
"""As DuckDB writes: what it reads in one go."""


def path_of(folder: Path, table: str) -> Path:
    """The Parquet file of a table."""
    return folder / f"{table}.parquet"


def write(
    folder: Path,
    tables: Mapping[str, pa.Table | Iterable[pa.RecordBatch]],
    *,
    as_of: date,
    site: str = "",
) -> Manifest:
    """Write tables, or batches of their rows as they come, into a folder that must not be there.

    Tables that are not given are written empty: a snapshot holds them all. Columns must be the schema's, in its types
    or in such that Arrow casts without loss. Raises `FileExistsError`, `KeyError` for a table that there is not,
    `pyarrow.ArrowInvalid` or `ValueError` for columns that do not fit; nothing is left behind then.
    """
    unknown = set(tables) - {table.name for table in TABLES}
    if unknown:
        raise KeyError(", ".join(sorted(unknown)))
    folder.mkdir(parents=True)
    try:
        for table in TABLES:
            _write(path_of(folder, table.name), arrow_schema(table), tables.get(table.name, ()))
        return seal(folder, as_of=as_of, site=site)
    except BaseException:
        shutil.rmtree(folder)
        raise


def _write(path: Path, schema: pa.Schema, rows: pa.Table | Iterable[pa.RecordBatch]) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    batches = rows.to_batches() if isinstance(rows, pa.Table) else rows
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in chain(batches, ()):
            table = pa.Table.from_batches([batch])
            if set(table.column_names) != set(schema.names):
                raise ValueError(f"{path.stem} must have the columns {', '.join(schema.names)}")
            writer.write_table(table.select(schema.names).cast(schema), row_group_size=ROWS_A_GROUP)


def seal(folder: Path, *, as_of: date, site: str = "") -> Manifest:
    """Write the manifest of a folder with a Parquet file for each table. Raises `OSError` where one is missing."""
    from pyarrow import parquet

    files = {}
    for table in TABLES:
        path = path_of(folder, table.name)
        with parquet.ParquetFile(path) as opened:
            rows = opened.metadata.num_rows
        files[table.name] = File(manifest.digest(path), rows)
    made = Manifest(VERSION, as_of, site, files)
    manifest.write(folder, made)
    return made
