# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an engine must do: hold tables under a name and answer SQL. Ibis writes the SQL, in the engine's dialect.

An engine is one connection and is used by one thread. Tables of facts stand in it under their own names, `person` to
`target`; the calendar of a run and what a rule brings itself are put there by `facts_of` and `sql`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from . import facts
from .periods import Period, calendar
from .rulebooks.base import Facts
from .schema import arrow_schema, columns_of, unbound

if TYPE_CHECKING:
    import ibis.expr.types as ir

PERIOD = {"period": "int32", "first_day": "int32", "last_day": "int32"}
MONTH = {"month": "int32", "first_day": "int32", "last_day": "int32", "period": "int32"}


class Engine(ABC):
    """One connection to something that answers SQL over tables of facts."""

    name: str

    def __init__(self) -> None:
        self._brought: set[str] = set()
        self.held: set[str] = set()
        """Tables of facts that it holds; the others are empty."""

    @abstractmethod
    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The answer to a SELECT."""

    @abstractmethod
    def put(self, name: str, table: Any) -> None:
        """Hold an Arrow table under a name, in place of what stood there, for as long as the connection lasts."""

    @abstractmethod
    def keep(self, name: str, sql: str) -> None:
        """Hold the answer to a SELECT under a name, in place of what stood there."""

    @abstractmethod
    def _compiler(self) -> Any:
        """Ibis' compiler for the dialect."""

    def sql(self, expression: ir.Table) -> str:
        """The expression in the engine's SQL; small tables that a rule brings itself are put there first."""
        import ibis
        import ibis.expr.operations as ops

        # Merging nested SELECTs takes Ibis seconds over a long rule, and engines do it themselves: six times faster.
        ibis.options.sql.fuse_selects = False
        for table in expression.op().find(ops.InMemoryTable):
            if table.name not in self._brought:
                self.put(table.name, table.data.to_pyarrow(table.schema))
                self._brought.add(table.name)
        compiler = self._compiler()
        return str(compiler.to_sqlglot(expression).sql(dialect=compiler.dialect))

    def load(self, tables: Mapping[str, Any]) -> None:
        """Hold these Arrow tables of facts; the others are empty from now on. Raises `KeyError` for another name."""
        import pyarrow as pa

        for name in tables:
            facts.BY_NAME[name]
        for name, table in facts.BY_NAME.items():
            if name in tables:
                self.put(name, tables[name])
            elif name in self.held or f"fact:{name}" not in self._brought:
                self.put(name, pa.Table.from_pylist([], schema=arrow_schema(table)))
            self._brought.add(f"fact:{name}")
        self.held = set(tables)

    def facts_of(self, periods: Sequence[Period], as_of: int) -> Facts:
        """The facts as rulebooks read them, with the calendar of the periods asked for."""
        import pyarrow as pa

        days, months = calendar(periods)
        self.put("run_period", pa.table(dict(zip(PERIOD, _columns(days, 3), strict=True))))
        self.put("run_month", pa.table(dict(zip(MONTH, _columns(months, 4), strict=True))))
        return Facts(
            {table.name: unbound(table.name, columns_of(table)) for table in facts.TABLES},
            unbound("run_period", PERIOD),
            unbound("run_month", MONTH),
            as_of,
        )

    def close(self) -> None:  # noqa: B027 - a connection that somebody else opened is theirs to close
        """End the connection, if it is the engine's own."""


def _columns(rows: Iterable[tuple[int, ...]], width: int) -> list[Any]:
    import pyarrow as pa

    turned = list(zip(*rows, strict=True)) or [()] * width
    return [pa.array(column, pa.int32()) for column in turned]
