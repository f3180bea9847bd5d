# SPDX-License-Identifier: AGPL-3.0-or-later
"""The supervisor ends its children together and revives the one that may die."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cydwaith.cli import supervisor
from cydwaith.cli.supervisor import Supervisor

LONG = [sys.executable, "-c", "import signal; signal.pause()"]
DEAF = (
    "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); signal.pause()"
)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Short waits, and the process's own signal handlers put back."""
    monkeypatch.setattr(supervisor, "TICK", 0.01)
    monkeypatch.setattr(supervisor, "RESTART_AFTER", 0.05)
    monkeypatch.setattr(supervisor, "PATIENCE", 5.0)
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_it_leaves_with_the_web_servers_code_and_ends_the_jobs() -> None:
    run = Supervisor({"web": [sys.executable, "-c", "raise SystemExit(7)"], "jobs": LONG})
    run.start()
    assert run.watch() == 7
    assert run.children["jobs"].returncode == -signal.SIGTERM


def test_a_signal_ends_all_and_counts_as_well() -> None:
    run = Supervisor({"web": LONG, "jobs": LONG})
    run.start()
    timer = threading.Timer(0.3, signal.raise_signal, [signal.SIGTERM])
    timer.start()
    assert run.watch() == 0
    assert [child.returncode for child in run.children.values()] == [-signal.SIGTERM] * 2


def test_a_worker_that_died_is_started_again(tmp_path: Path) -> None:
    lives = tmp_path / "lives"
    once = f"open({str(lives)!r}, 'a').write('x')"
    web = [
        sys.executable,
        "-c",
        f"import pathlib\nwhile len(pathlib.Path({str(lives)!r}).read_text()) < 2: pass",
    ]
    lives.write_text("")
    run = Supervisor({"web": web, "jobs": [sys.executable, "-c", once]})
    run.start()
    assert run.watch() == 0
    assert len(lives.read_text()) >= 2


def test_a_child_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "PATIENCE", 0.2)
    run = Supervisor({})
    with subprocess.Popen([sys.executable, "-c", DEAF], stdout=subprocess.PIPE) as deaf:
        assert deaf.stdout is not None
        assert deaf.stdout.readline() == b"deaf\n"
        run.children["web"] = deaf
        run.stop()
        assert deaf.returncode == -signal.SIGKILL
