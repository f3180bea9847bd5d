# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table that is printed and the page that is written."""

from __future__ import annotations

import platform
import re
import sqlite3
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from .load import Result

LIMITS = {"list of 25": (4, 6), "search": (4, 6), "search, misspelt": (4, 6), "open a person": (4, 6)}
"""Scene -> CPU-ms a request to reach on SQLite and on PostgreSQL, web and database together."""


@dataclass(frozen=True, slots=True)
class Row:
    """One scene of one viewer at one number of connections."""

    viewer: str
    scene: str
    connections: int
    result: Result
    user_id: int
    request: tuple[str, str, str | None]

    @property
    def key(self) -> tuple[str, str]:
        """Viewer and scene: what a query count belongs to."""
        return self.viewer, self.scene


HEAD = (
    "who",
    "what",
    "connections",
    "requests/s",
    "p50 ms",
    "p95 ms",
    "CPU-ms web",
    "CPU-ms database",
    "queries",
)


def _cells(row: Row, queries: dict[tuple[str, str], int]) -> list[str]:
    r = row.result
    return [
        row.viewer,
        row.scene,
        str(row.connections),
        f"{r.rate:.0f}",
        f"{r.p50:.1f}",
        f"{r.p95:.1f}",
        f"{r.web_cpu:.2f}",
        f"{r.database_cpu:.2f}",
        str(queries[row.key]),
    ]


def show(rows: list[Row], queries: dict[tuple[str, str], int]) -> None:
    """Print the table."""
    table = [list(HEAD), *(_cells(row, queries) for row in rows)]
    widths = [max(len(line[i]) for line in table) for i in range(len(HEAD))]
    for line in table:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)))


def _section(database: str, people: int, rows: list[Row], queries: dict[tuple[str, str], int]) -> str:
    lines = [
        f"{people:,} people; {_machine(database)}. {_pace(rows)}",
        "",
        "| " + " | ".join(HEAD) + " |",
        "|" + "---|" * len(HEAD),
        *("| " + " | ".join(_cells(row, queries)) + " |" for row in rows),
        "",
        *_judged(database, rows),
    ]
    return "\n".join(lines)


def _pace(rows: list[Row]) -> str:
    """How fast the machine was meanwhile."""
    found = sorted(row.result.yardstick for row in rows)
    return (
        f"A million additions in Python took {found[len(found) // 2]:.0f} CPU-ms between two scenes "
        f"({found[0]:.0f} to {found[-1]:.0f}): the yardstick of this run."
    )


def _judged(database: str, rows: list[Row]) -> list[str]:
    found = []
    for row in rows:
        limit = LIMITS.get(row.scene)
        if limit is None or row.connections != 1:
            continue
        goal = limit[0] if database == "sqlite" else limit[1]
        cost = row.result.web_cpu + row.result.database_cpu
        found.append(
            f"- {row.viewer}, {row.scene}: {cost:.2f} CPU-ms, {cost / goal:.2f} of the {goal} that were to be reached"
        )
    return found


def _machine(database: str) -> str:
    model = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    engine = f"SQLite {sqlite3.sqlite_version}"
    if database == "postgresql":
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            engine = f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
    return f"2 cores ({model}), Python {platform.python_version()}, Django {version('django')}, {engine}"


_START = """# Performance

Measured through HTTP with signed-in sessions, the sharing clause and the read log in the path, gunicorn with two
workers on the machine that also sends the requests. Repeat with

    make bench ARGS="--people 100000 --database sqlite"
    make bench ARGS="--people 100000 --database postgresql"

The machine is shared, so even CPU-ms vary from run to run; the yardstick says how fast it was. Queries leave out BEGIN,
COMMIT and savepoints.
"""


def write(
    path: Path, database: str, people: int, rows: list[Row], queries: dict[tuple[str, str], int]
) -> None:
    """Put this run's section into the page; the other database's section stays."""
    text = path.read_text(encoding="utf-8") if path.exists() else _START
    title = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[database]
    section = f"## {title}\n\n{_section(database, people, rows, queries)}\n"
    pattern = re.compile(rf"^## {title}\n.*?(?=^## |\Z)", re.S | re.M)
    text = pattern.sub(lambda _m: section, text) if pattern.search(text) else f"{text.rstrip()}\n\n{section}"
    path.write_text(text, encoding="utf-8")
