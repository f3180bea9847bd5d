# SPDX-License-Identifier: AGPL-3.0-or-later
"""DuckDB as an engine: in the process, over Parquet files or Arrow tables, nothing is written to disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .engine import Engine
from .facts import BY_NAME


def quoted(name: str) -> str:
    """A name as SQL's identifier."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text as SQL's literal."""
    return "'" + value.replace("'", "''") + "'"


class DuckEngine(Engine):
    """An in-memory DuckDB. `threads` and `memory` (such as "3GB") are DuckDB's own settings; None leaves them.

    `spill`: a folder for what does not fit into memory; None: nothing is written.
    """

    name = "duckdb"
    catalogue = "temp"

    def __init__(
        self, *, threads: int | None = None, memory: str | None = None, spill: Path | None = None
    ) -> None:
        super().__init__()
        import duckdb

        settings: dict[str, Any] = {"temp_directory": str(spill) if spill else ""}
        if threads:
            settings["threads"] = threads
        if memory:
            settings["memory_limit"] = memory
        self.connection = duckdb.connect(":memory:", config=settings)
        self._kinds: dict[str, str] = {}

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer to a SELECT."""
        return list(self.connection.execute(sql).fetchall())

    def put(self, name: str, table: Any) -> None:
        """Hold an Arrow table: copied, so that it is read fast many times."""
        self.connection.register("incoming", table)
        self.keep(name, "SELECT * FROM incoming")
        self.connection.unregister("incoming")

    def view(self, name: str, sql: str) -> None:
        """Let a name stand for a SELECT, as over a Parquet file."""
        self._make("VIEW", name, sql)

    def keep(self, name: str, sql: str) -> None:
        """Hold the answer to a SELECT."""
        self._make("TABLE", name, sql)

    def _make(self, kind: str, name: str, sql: str) -> None:
        if name in BY_NAME:
            self.found.clear()
        before = self._kinds.get(name, kind)
        if before != kind:
            self.connection.execute(f"DROP {before} {quoted(name)}")
        self.connection.execute(f"CREATE OR REPLACE TEMP {kind} {quoted(name)} AS {sql}")
        self._kinds[name] = kind

    def compiler(self) -> type[Any]:
        """Ibis' compiler for the dialect."""
        from ibis.backends.sql.compilers import DuckDBCompiler

        return DuckDBCompiler  # type: ignore[no-any-return]

    def close(self) -> None:
        """End it, and give its memory back."""
        self.connection.close()
