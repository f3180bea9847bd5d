# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an engine must do: hold tables under a name and answer SQL. Ibis writes the SQL, in the engine's dialect.

An engine is one connection and is used by one thread. Tables of facts stand in it under their own names, `person` to
`target`; the calendar of a run stands beside them as `run_period` and `run_month`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from . import facts
from .compiling import MONTH, PERIOD, judged
from .facts import day_of
from .periods import Period, calendar
from .problems import Problem
from .rulebooks.base import Measure
from .schema import arrow_schema


class Engine(ABC):
    """One connection to something that answers SQL over tables of facts."""

    name: str

    def __init__(self) -> None:
        self._brought: set[str] = set()
        self.held: set[str] = set()
        """Tables of facts that it holds; the others are empty."""
        self.problems: tuple[Problem, ...] = ()
        """What was found wrong with the facts when they were read, for whoever withholds what rests on them."""
        self.found: dict[str, Any] = {}
        """What was found out about the facts that it holds, for as long as it holds them."""

    catalogue: str | None = None
    """By which a table is told from a name of the same statement; None: the engine sees all people at once."""

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
    def compiler(self) -> type[Any]:
        """Ibis' compiler for the dialect."""

    def judged(self, measure: Measure, options: Mapping[str, Any], as_of: date) -> str:
        """SQL for a measure's judgement; small tables that the rule brings itself are put there first."""
        sql, brought = judged(self.compiler(), measure.judge, options, day_of(as_of))
        for name, table in brought.items():
            if name not in self._brought:
                self.put(name, table)
                self._brought.add(name)
        return sql

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
        self.found.clear()

    def ask_for(self, periods: Sequence[Period]) -> None:
        """Put the calendar of these periods there."""
        import pyarrow as pa

        days, months = calendar(periods)
        self.put("run_period", pa.table(dict(zip(PERIOD, _columns(days, 3), strict=True))))
        self.put("run_month", pa.table(dict(zip(MONTH, _columns(months, 4), strict=True))))

    def close(self) -> None:  # noqa: B027 - a connection that somebody else opened is theirs to close
        """End the connection, if it is the engine's own."""


def _columns(rows: Iterable[tuple[int, ...]], width: int) -> list[Any]:
    import pyarrow as pa

    turned = list(zip(*rows, strict=True)) or [()] * width
    return [pa.array(column, pa.int32()) for column in turned]
