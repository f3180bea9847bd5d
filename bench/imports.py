# SPDX-License-Identifier: AGPL-3.0-or-later
"""`python -m bench.imports [--rows N] [--database sqlite|postgresql] [--kind csv|xlsx] [--undo]`: a file's whole way.

Each row is a person with a journey, a job and a contact. Prints seconds of wall and of this process's CPU, and the
most memory it held; on PostgreSQL the server's own time is in the wall seconds alone.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import site

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Make a site, make a file, check it, commit it, perhaps undo it. Returns the exit code."""
    asked = _arguments()
    home = Path(asked.home).resolve()
    if asked.database == "postgresql":
        site.fresh_postgres(asked.postgres)
    site.point_at(asked.database, home, asked.postgres)
    import django

    django.setup()
    from django.core.management import call_command

    from cydwaith.engines import tables as t
    from cydwaith.intake import actions, queries, tasks
    from cydwaith.intake.vocabulary import Mode, State
    from tests.unit.intake import workbooks
    from tests.unit.intake.worlds import world

    call_command("migrate", verbosity=0)
    here = world()
    path = home / f"rows.{asked.kind}"
    make = workbooks.big_csv if asked.kind == "csv" else workbooks.big_xlsx
    make(path, asked.rows, programme="ips-a", adviser="carys.pugh@example.org")
    batch_id = timed("bring", lambda: _bring(here.manager, path))
    mapping = t.Mapping.from_json(queries.batch(here.manager, batch_id).mapping)
    actions.match(by=here.manager, batch_id=batch_id, version=None, mapping=mapping)
    steps = [(State.CHECKING, ""), (State.COMMITTING, Mode.ALL.value)]
    for work, mode in [*steps, *([(State.UNDOING, "")] if asked.undo else [])]:
        actions.begin(by=here.manager, batch_id=batch_id, work=work, mode=mode, enqueue=False)
        failed = timed(work.value, lambda work=work: tasks.perform(work, batch_id, here.manager))
        if failed:
            raise SystemExit(f"{work}: {failed}")
    print(queries.batch(here.manager, batch_id).tallies["written"])
    return 0


def _bring(by: Any, path: Path) -> int:
    from cydwaith.intake import actions

    with path.open("rb") as source:
        return actions.bring_file(by=by, chunks=iter(lambda: source.read(1 << 20), b""), name=path.name)


def timed(name: str, work: Callable[[], Any]) -> Any:
    """Do the work and print what it took."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = work()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{name:<12}{time.perf_counter() - wall:7.1f} s wall{time.process_time() - cpu:7.1f} s cpu{most:6} MB",
        flush=True,
    )
    return result


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.imports", description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--kind", choices=("csv", "xlsx"), default="csv")
    parser.add_argument("--undo", action="store_true")
    parser.add_argument("--home", default=str(ROOT / "var" / "bench-imports"))
    parser.add_argument(
        "--postgres", default="postgresql:///bench_imports", help="a database named bench_…, made anew"
    )
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
