# SPDX-License-Identifier: AGPL-3.0-or-later
"""`python -m bench.linkage [--records N]`: how well and how fast records are linked; writes docs/performance.md.

Each data set is linked by ``cydwaith link`` in a process of its own, with nothing set; wall time, CPU time and memory
are those of that process, from its start to its end.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import re
import subprocess
import sys
import time
from pathlib import Path

from .linkage_sets import ROOT, Goal, fake_1000, febrl, own

PAGE = ROOT / "docs" / "performance.md"
SECONDS, GIB, LOOKUP_MS = 15.0, 6.0, 50.0
"""To reach with 1,000,000 records on two cores: wall seconds, peak memory, milliseconds to look one record up."""
ASKED = 200


def run(goal: Goal, *, scored: bool = True) -> dict[str, object]:
    """What one run of the command told, with ``wall``, ``cpu`` (seconds) and ``memory`` (GiB) of its process."""
    truth = ["--truth", str(goal.truth)] if scored else []
    command = [sys.executable, "-m", "cydwaith", "link", *map(str, goal.files), *truth, "--json"]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        told = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{goal.name}: cydwaith link ended with {process.returncode}")
    found: dict[str, object] = json.loads(told)
    found["wall"] = time.perf_counter() - began
    found["cpu"] = usage.ru_utime + usage.ru_stime
    found["memory"] = usage.ru_maxrss / 2**20
    return found


def lookups(path: Path, folder: Path) -> list[float]:
    """Milliseconds of `ASKED` look-ups of one record each in an index of the file, the first not counted."""
    from cydwaith.engines.linkage import Source, candidates, link, open_index

    link([Source(path.stem, path)], index=folder)
    index = open_index(folder)
    with path.open(encoding="utf-8", newline="") as handle:
        rows = [row for number, row in enumerate(csv.DictReader(handle)) if number % 4_999 == 0][: ASKED + 1]
    names = {
        "given_name": "given", "family_name": "family", "date_of_birth": "dob", "sex": "sex", "address": "street",
        "town": "town", "postcode": "postcode", "phone": "phone", "email": "email",
    }  # fmt: skip
    taken = []
    for row in rows:
        began = time.perf_counter()
        candidates({field: row[heading] for heading, field in names.items()}, index)
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken[1:])


def _row(goal: Goal, told: dict[str, object]) -> str:
    truth, people = told["truth"], told["people"]
    assert isinstance(truth, dict) and isinstance(people, dict)
    reached = all(
        least is None or truth[what] >= least
        for what, least in (("f1", goal.f1), ("precision", goal.precision))
    )
    asked = ", ".join(
        f"{word} {least}"
        for word, least in (("F1", goal.f1), ("precision", goal.precision))
        if least is not None
    )
    return (
        f"| {goal.name} | {told['records']:,} | {truth['precision']:.5f} | {truth['recall']:.5f} | {truth['f1']:.5f} |"
        f" {asked or '-'} | {('yes' if reached else 'no') if asked else '-'} |"
        f" {people['best']:,} ({people['low']:,} to {people['high']:,}) | {told['wall']:.1f} | {told['cpu']:.1f} |"
        f" {told['memory']:.2f} |"
    )


def _machine() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next(
        (line.split(":", 1)[1].strip() for line in lines if "model name" in line), platform.machine()
    )
    return f"{os.cpu_count()} cores ({model}), Python {platform.python_version()}"


def section(rows: list[str], large: dict[str, object] | None, taken: list[float], load: float) -> str:
    """The page's part of this benchmark."""
    lines = [
        "## Linkage",
        "",
        f"`make bench-linkage`; {_machine()}. Load while the largest ran: {load:.1f} (above the cores,"
        " wall time tells of the neighbours; CPU time is the measure then). Nothing is set: one threshold for all.",
        "",
        "| set | records | precision | recall | F1 | to reach | reached | people | wall s | CPU s | peak GiB |",
        "|" + "---|" * 11,
        *rows,
        "",
    ]
    if large is not None:
        lines.append(
            f"- {large['records']:,} records: {large['wall']:.1f} s of {SECONDS:.0f}, {large['cpu']:.1f} CPU s,"
            f" {large['memory']:.2f} GiB of {GIB:.0f}"
        )
        middle, late = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
        lines.append(
            f"- one new record against them: median {middle:.1f} ms, 95 % within {late:.1f} ms, of {LOOKUP_MS:.0f}"
        )
    return "\n".join(lines) + "\n"


def write(path: Path, text: str) -> None:
    """Put the part into the page; what else is there stays."""
    page = path.read_text(encoding="utf-8") if path.exists() else "# Performance\n"
    pattern = re.compile(r"^## Linkage\n.*?(?=^## |\Z)", re.S | re.M)
    page = pattern.sub(lambda _m: text, page) if pattern.search(page) else f"{page.rstrip()}\n\n{text}"
    path.write_text(page, encoding="utf-8")


def main() -> int:
    """Make, link, score, write. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.linkage", description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000, help="size of the largest set; 0: none")
    parser.add_argument("--home", default=str(ROOT / "var" / "linkage"))
    asked = parser.parse_args()
    folder = Path(asked.home)
    folder.mkdir(parents=True, exist_ok=True)
    small = own(folder, 20_000, 1)
    goals = [*febrl(folder), *fake_1000(), Goal("own, 20,000", (small,), small, 0.97, 0.995)]
    rows = []
    for goal in goals:
        rows.append(_row(goal, run(goal)))
        print(rows[-1], flush=True)
    large, taken, load = None, [], os.getloadavg()[0]
    if asked.records:
        path = own(folder, asked.records, 7)
        goal = Goal(f"own, {asked.records:,}", (path,), path)
        # Measured without the truth: reading and scoring it is no part of linking.
        large = run(goal, scored=False)
        load = os.getloadavg()[0]
        large["truth"] = run(goal)["truth"]
        rows.append(_row(goal, large))
        print(rows[-1], flush=True)
        taken = lookups(path, folder / "index")
    text = section(rows, large, taken, load)
    print(text)
    write(PAGE, text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
