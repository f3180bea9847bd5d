# SPDX-License-Identifier: AGPL-3.0-or-later
"""`python -m bench.figures [--people N]`: every figure by area and quarter, held to the same counts written by hand.

The engine and the statements by hand run in processes of their own, each with a DuckDB of the same settings over the
same files, so that peak memory is each one's own. Both give subjects by line, and must agree in every cell.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import resource
import shutil
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from . import site

ROOT = Path(__file__).resolve().parent.parent
FIRST, LAST = date(2023, 4, 1), date(2026, 3, 31)
MEMORY, THREADS = "3GB", 2
TITLE = "Figures"
Cells = dict[str, int]


def main() -> int:
    """Build, write the snapshot, count both ways, compare, write the page. Returns the exit code."""
    asked = _arguments()
    folder = Path(asked.home).resolve() / f"figures-{asked.people}"
    if asked.part:
        return _child(asked.part, folder)
    url = asked.postgres or f"postgresql:///bench_figures_{asked.people}"
    made = _child_answer(asked, "snapshot", url)
    done = {part: _child_answer(asked, part, url) for part in ("engine", "hand")}
    wrong = [
        measure
        for measure, one in done["hand"]["measures"].items()
        if one["cells"] != done["engine"]["measures"][measure]["cells"]
    ]
    if wrong:
        print(f"NOT THE SAME: {', '.join(wrong)}", file=sys.stderr)
        return 1
    told = _section(asked.people, made, done["engine"], done["hand"])
    print(told)
    _write(ROOT / "docs" / "performance.md", f"{TITLE}, {asked.people:,} people", told)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.figures", description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--home", default=str(ROOT / "var" / "bench"), help="where the snapshot is written")
    parser.add_argument("--postgres", default="", help="a database named bench_…, built if it is not there")
    parser.add_argument("--part", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def _child_answer(asked: argparse.Namespace, part: str, url: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.figures", "--part", part, "--people", str(asked.people)]
    environment = {**os.environ, "CYDWAITH_BENCH_URL": url}
    done = subprocess.run(
        [*command, "--home", asked.home], cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _child(part: str, folder: Path) -> int:
    answer = {"snapshot": _snapshot, "engine": _engine, "hand": _hand}[part](folder)
    answer["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(json.dumps(answer))
    return 0


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _snapshot(folder: Path) -> dict[str, Any]:
    """Build the world if its database is not there, and write its snapshot."""
    import psycopg

    url, people = os.environ["CYDWAITH_BENCH_URL"], int(folder.name.rsplit("-", 1)[1])
    base, name = url.rsplit("/", 1)
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
    if not there:
        site.fresh_postgres(url)
    site.point_at("postgresql", folder.parent, url)
    import django

    django.setup()
    from django.core.management import call_command

    from . import figures_world

    call_command("migrate", verbosity=0)
    if not there:
        figures_world.build(url, people, _say)
    from cydwaith.outcomes.snapshots import write

    shutil.rmtree(folder, ignore_errors=True)
    wall, cpu = time.perf_counter(), time.process_time()
    rows = write(folder, partnership_id=None, links=figures_world.links(people)).rows
    return {
        "wall": time.perf_counter() - wall,
        "cpu": time.process_time() - cpu,
        "rows": sum(rows.values()),
        "people": rows["person"],
    }


def _timed(measures: dict[str, Callable[[], Cells]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, count in measures.items():
        wall, cpu = time.perf_counter(), time.process_time()
        cells = count()
        found[name] = {
            "wall": time.perf_counter() - wall,
            "cpu": time.process_time() - cpu,
            "cells": cells,
        }
        _say(f"{name}: {found[name]['wall']:.1f} s, {found[name]['cpu']:.1f} CPU-s")
    return {"measures": found}


def _opened(folder: Path) -> Any:
    from cydwaith.engines.measures import facts
    from cydwaith.engines.measures.duck import DuckEngine

    engine = DuckEngine(threads=THREADS, memory=MEMORY, spill=folder / ".spill")
    for table in facts.TABLES:
        engine.view(table.name, f"SELECT * FROM read_parquet('{folder / table.name}.parquet')")
    return engine


def _engine(folder: Path) -> dict[str, Any]:
    """Every measure of every rulebook, by the engine."""
    from cydwaith.engines.measures.periods import quarters
    from cydwaith.engines.measures.rulebooks.registry import ALL
    from cydwaith.engines.measures.run import run

    engine, periods = _opened(folder), quarters(FIRST, LAST)
    number = {period: place for place, period in enumerate(periods)}

    def counter(book: Any, measure: str) -> Callable[[], Cells]:
        def count() -> Cells:
            cells: Cells = defaultdict(int)
            figures = run(engine, book, periods, as_of=LAST, by=(("area",),), measures=(measure,))
            for one in figures:
                for line, (_, many) in enumerate(one.lines):
                    if many:
                        cells[_key(number[one.period], one.stratum, dict(one.group)["area"], line)] += many
            return dict(cells)

        return count

    measures = {
        f"{book.name}.{one.code}": counter(book, one.code) for book in ALL.values() for one in book.measures
    }
    return _timed(measures)


def _hand(folder: Path) -> dict[str, Any]:
    """The same counts by hand."""
    from cydwaith.engines.measures.facts import day_of
    from cydwaith.engines.measures.periods import calendar, quarters

    from . import figures_sql

    engine = _opened(folder)
    days, months = calendar(quarters(FIRST, LAST))
    start = {month: first for month, first, _, _ in months}
    closing = {period: max(month for month, _, _, of in months if of == period) for period, _, _ in days}
    for month in range(min(start) - 11, min(start)):
        start[month] = day_of(date(month // 12, month % 12 + 1, 1))
    rows = ", ".join(f"({n}, {first}, {last}, {start[closing[n] - 11]})" for n, first, last in days)
    engine.keep("q", f"SELECT * FROM (VALUES {rows}) AS v(period, first_day, last_day, since)")
    rows = ", ".join(f"({n}, {month}, {last}, {start[month - 11]})" for month, _, last, n in months)
    engine.keep("m", f"SELECT * FROM (VALUES {rows}) AS v(period, month, month_end, since)")

    def counter(sql: str) -> Callable[[], Cells]:
        def count() -> Cells:
            cells: Cells = defaultdict(int)
            for period, stratum, area, line, many in engine.rows(sql):
                cells[_key(period, stratum, area, line)] += many
            return dict(cells)

        return count

    return _timed(
        {
            name: counter(figures_sql.counted(sql, people=people))
            for name, (sql, people) in figures_sql.STATEMENTS.items()
        }
    )


def _key(period: int, stratum: str, area: str, line: int) -> str:
    return f"{period}|{stratum}|{area}|{line}"


def _section(people: int, made: dict[str, Any], engine: dict[str, Any], hand: dict[str, Any]) -> str:
    from importlib.metadata import version

    both = hand["measures"]
    ours = engine["measures"]
    cpu = [sum(of[name]["cpu"] for name in both) for of in (ours, both)]
    wall = [sum(of[name]["wall"] for name in both) for of in (ours, both)]
    everything = [sum(one[kind] for one in ours.values()) for kind in ("wall", "cpu")]
    began = time.process_time()
    for _ in range(1_000_000):
        pass
    pace = (time.process_time() - began) * 1000
    return "\n".join(
        [
            f"{people:,} people, {made['rows']:,} rows of facts, 40 areas x 12 quarters, distinct people over links;"
            f" {os.cpu_count()} cores, Python {platform.python_version()}, DuckDB {version('duckdb')},"
            f" Ibis {version('ibis-framework')}. A million turns of an empty loop took {pace:.0f} CPU-ms:"
            " the yardstick."
            " The machine is shared: read CPU-seconds and ratios, not seconds.",
            "",
            f'Repeat with `make bench-figures ARGS="--people {people}"`.',
            "",
            f"- Snapshot from PostgreSQL: {made['wall']:.0f} s ({made['cpu']:.0f} CPU-s here),"
            f" peak {made['peak']:.2f} GiB.",
            f"- All {len(ours)} measures by the engine: {everything[0]:.0f} s, {everything[1]:.0f} CPU-s,"
            f" peak {engine['peak']:.2f} GiB.",
            f"- The {len(both)} measures that are written by hand too, equal in every cell: engine {cpu[0]:.1f} CPU-s,"
            f" by hand {cpu[1]:.1f} CPU-s, ratio {cpu[0] / cpu[1]:.2f} (seconds: {wall[0]:.1f} and {wall[1]:.1f},"
            f" ratio {wall[0] / wall[1]:.2f}); to be reached 1.60. By hand the peak is {hand['peak']:.2f} GiB.",
            "",
            "| measure | engine CPU-s | by hand CPU-s | ratio |",
            "|---|---|---|---|",
            *(
                f"| {name} | {one['cpu']:.2f} | {both[name]['cpu']:.2f} | {one['cpu'] / both[name]['cpu']:.2f} |"
                if name in both
                else f"| {name} | {one['cpu']:.2f} | | |"
                for name, one in ours.items()
            ),
        ]
    )


def _write(path: Path, title: str, told: str) -> None:
    """Put this run's section into the page; every other stays."""
    text = path.read_text(encoding="utf-8")
    section = f"## {title}\n\n{told}\n\n"
    pattern = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.S | re.M)
    text = pattern.sub(lambda _m: section, text) if pattern.search(text) else f"{text.rstrip()}\n\n{section}"
    path.write_text(text.rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
