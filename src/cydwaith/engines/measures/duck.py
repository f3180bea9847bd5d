# SPDX-License-Identifier: AGPL-3.0-or-later
"""DuckDB as an engine: in the process, over Parquet files or Arrow tables, nothing is written to disk."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from .engine import Engine


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
        self._drop(name)
        self.connection.execute(f"CREATE TEMP VIEW {quoted(name)} AS {sql}")

    def keep(self, name: str, sql: str) -> None:
        """Hold the answer to a SELECT."""
        self._drop(name)
        self.connection.execute(f"CREATE TEMP TABLE {quoted(name)} AS {sql}")

    def _drop(self, name: str) -> None:
        """Make a name free: DuckDB asks for its kind."""
        kinds = self.connection.execute(
            "SELECT table_type FROM information_schema.tables WHERE table_name = ?", [name]
        ).fetchall()
        for (kind,) in kinds:
            self.connection.execute(f"DROP {'VIEW' if kind == 'VIEW' else 'TABLE'} {quoted(name)}")

    def _compiler(self) -> Any:
        from ibis.backends.sql.compilers import DuckDBCompiler

        return DuckDBCompiler()

    def close(self) -> None:
        """End it, and give its memory back."""
        self.connection.close()
