# SPDX-License-Identifier: AGPL-3.0-or-later
"""Spark as an engine, for the figures of a nation. The session is the caller's: engines start none."""

from __future__ import annotations

from typing import Any

from .engine import Engine


class SparkEngine(Engine):
    """`session`: a SparkSession, which stays. Spark itself is no dependency of the site."""

    name = "spark"

    def __init__(self, session: Any) -> None:
        super().__init__()
        self.session = session

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer to a SELECT."""
        return [tuple(row) for row in self.session.sql(sql).collect()]

    def put(self, name: str, table: Any) -> None:
        """Hold an Arrow table."""
        self.session.createDataFrame(table).createOrReplaceTempView(name)

    def view(self, name: str, path: str) -> None:
        """Let a name stand for a Parquet file."""
        self.session.read.parquet(path).createOrReplaceTempView(name)

    def keep(self, name: str, sql: str) -> None:
        """Hold the answer to a SELECT: worked out now, and once."""
        self.session.sql(sql).localCheckpoint(eager=True).createOrReplaceTempView(name)

    def compiler(self) -> type[Any]:
        """Ibis' compiler for the dialect."""
        from ibis.backends.sql.compilers import PySparkCompiler

        return PySparkCompiler  # type: ignore[no-any-return]
