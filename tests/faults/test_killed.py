# SPDX-License-Identifier: AGPL-3.0-or-later
"""A commit that is killed in its midst leaves nothing, and can be done again. A process of its own, kill -9."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.faults.killed import ROWS

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a site of its own, on the kind of database that this run is about."""
    environment = {
        **os.environ,
        "CYDWAITH_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "cydwaith.settings.embedded",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    environment.pop("CYDWAITH_DATABASE_URL", None)
    if os.environ.get("CYDWAITH_TEST_DB") != "postgresql":
        yield environment
        return
    import psycopg

    server = os.environ.get("CYDWAITH_TEST_POSTGRES") or "postgresql://localhost/postgres"
    name = f"test_killed_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield {**environment, "CYDWAITH_DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{name}"))}
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def step(site: dict[str, str], name: str, mark: Path) -> Any:
    """Run one step to its end; what it printed."""
    command = [sys.executable, "-m", "tests.faults.killed", name, str(mark)]
    done = subprocess.run(
        command, env=site, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_a_killed_commit_leaves_nothing_and_can_be_done_again(site: dict[str, str], tmp_path: Path) -> None:
    mark = tmp_path / "in-the-midst"
    step(site, "prepare", mark)
    command = [sys.executable, "-m", "tests.faults.killed", "commit", str(mark)]
    child = subprocess.Popen(command, env=site, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 120
        while not mark.exists():
            assert child.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        # What another process sees meanwhile: how far it is, while not a row stands yet.
        (progress,) = tmp_path.glob("files/imports/*/progress.json")
        far = json.loads(progress.read_bytes())
        assert (far[0], 0 < far[1] < ROWS, far[2]) == ("committing", True, ROWS)
    finally:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    found = step(site, "look", mark)
    assert set(found["counts"].values()) == {0}
    assert found["audited"] == 0
    assert (found["before"], found["recovered"], found["after"], found["failure"]) == (
        "committing", True, "checked", "stopped",
    )  # fmt: skip
    assert step(site, "again", mark) == ""
    counts = step(site, "look", mark)["counts"]
    assert {counts[name] for name in ("Person", "Journey", "JobSpell", "Contact")} == {ROWS}
    assert counts["RowKey"] == 4 * ROWS
