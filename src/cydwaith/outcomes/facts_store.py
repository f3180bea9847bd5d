# SPDX-License-Identifier: AGPL-3.0-or-later
"""The folder of a snapshot: its manifest, and its tables in an engine once every file is what the manifest says.

Beneath `MEDIA_ROOT`, which nothing serves. The manifest holds the day, the version of the schema and a SHA-256 for each
file; the site keeps the manifest's own.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from cydwaith.engines.measures import facts, manifest

from .counting import NotCountedError

if TYPE_CHECKING:
    from cydwaith.engines.measures.engine import Engine
    from cydwaith.outcomes.models import Snapshot

MEMORY = "2GB"
SPILL = ".spill"  # beside the snapshots, as closed as they are: what does not fit into memory


def root() -> Path:
    """Where all snapshots lie."""
    return Path(settings.MEDIA_ROOT) / "snapshots"


def new_folder() -> str:
    """A name that nobody can guess, of a folder that is not there yet."""
    return secrets.token_hex(16)


def path_of(folder: str) -> Path:
    """Where a snapshot lies. Raises `ValueError` for a name that could lead elsewhere."""
    if not folder.isalnum():
        raise ValueError("a snapshot's folder is named by letters and digits")
    return root() / folder


def seal(folder: Path, *, as_of: date) -> str:
    """Write the manifest of a folder of Parquet, close the folder to others; returns the manifest's SHA-256."""
    from cydwaith.engines.measures import snapshot

    snapshot.seal(folder, as_of=as_of)
    for path in folder.iterdir():
        path.chmod(0o600)
    folder.chmod(0o700)
    return manifest.digest(folder / manifest.NAME)


def verify(folder: Path, manifest_sha256: str) -> None:
    """Raise `NotCountedError` unless the manifest is the one the site knows and every file is what it says."""
    target = folder / manifest.NAME
    if not target.is_file():
        raise NotCountedError("gone")
    if manifest.digest(target) != manifest_sha256:
        raise NotCountedError("snapshot", manifest.NAME)
    known = manifest.read(folder)
    if known is None or known.schema != facts.VERSION:
        raise NotCountedError("snapshot", f"schema {known.schema if known else 0}")
    for table, listed in known.files.items():
        file = folder / f"{table}.parquet"
        if not file.is_file() or manifest.digest(file) != listed.sha256:
            raise NotCountedError("snapshot", file.name)


@contextmanager
def opened(snapshot: Snapshot, *, of: int | None = None) -> Iterator[Engine]:
    """The facts of a snapshot in DuckDB; `of`: those about one person alone, with the records linked to theirs.

    Raises `NotCountedError`.
    """
    import pyarrow.parquet as parquet

    from cydwaith.engines.measures import reading
    from cydwaith.engines.measures.duck import DuckEngine

    folder = path_of(snapshot.folder)
    verify(folder, snapshot.manifest_sha256)
    engine = DuckEngine(memory=MEMORY, spill=root() / SPILL)
    people = None if of is None else _linked(folder, of)
    try:
        if people is None:
            engine.problems = reading.read(folder, engine).problems
            yield engine
            return
        found = {}
        for table in facts.TABLES:
            file = folder / f"{table.name}.parquet"
            if not file.is_file():
                continue
            about = any(column.name == "person_id" for column in table.columns)
            only = [("person_id", "in", people)] if about else None
            found[table.name] = parquet.read_table(file, filters=only)
        engine.load(found)
        yield engine
    finally:
        engine.close()


def _linked(folder: Path, person: int) -> list[int]:
    """The numbers of the records that are the same human, by the best grouping."""
    import pyarrow.parquet as parquet

    file = folder / "person_link.parquet"
    groups = parquet.read_table(file, columns=["group_id"], filters=[("person_id", "=", person)])
    found = set(groups["group_id"].to_pylist())
    if not found:
        return [person]
    rows = parquet.read_table(file, columns=["person_id"], filters=[("group_id", "in", sorted(found))])
    return sorted({person, *rows["person_id"].to_pylist()})


def remove(folder: str) -> None:
    """Delete a snapshot's folder; nothing where it is gone already."""
    shutil.rmtree(path_of(folder), ignore_errors=True)
