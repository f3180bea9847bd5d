# SPDX-License-Identifier: AGPL-3.0-or-later
"""A whole site for the browser: the demonstration's world, served by the product's own ``cydwaith serve``.

The world is built once for all test processes and copied for each; nothing of it lies in the test's own database.
While working on these tests, ``CYDWAITH_E2E_WORLD=/some/folder`` keeps it between runs (SQLite).
"""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

BUILD = """
from cydwaith.cli.site import open_site, prepare
open_site()
prepare(lambda text: None)
from cydwaith.cli.demo import fill
fill()
"""
# Sessions of staff end after half an hour without anything done: all that are open become that old.
AGE = """
from cydwaith.cli.site import open_site
open_site()
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from cydwaith.web.accounts import sessions
for key in Session.objects.values_list("session_key", flat=True):
    kept = SessionStore(key)
    if sessions.SEEN in kept:
        kept[sessions.SEEN] -= settings.CYDWAITH_PERSON_IDLE + 1
        kept.save()
"""
STARTS_WITHIN = 60.0  # seconds


def _environment(home: Path, database: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("CYDWAITH_", "DJANGO_"))}
    return {
        **kept,
        "CYDWAITH_HOME": str(home),
        "CYDWAITH_DEMO": "yes",
        "DJANGO_SETTINGS_MODULE": "cydwaith.settings.embedded",
        **({"CYDWAITH_DATABASE_URL": database} if database else {}),
    }


def _python(code: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One test process at a time."""
    with (folder / "lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@dataclass
class Databases:
    """Where the site's data lie: files, or databases of one PostgreSQL server (`server` is a URL)."""

    server: str
    name: str

    def url(self, part: str) -> str:
        """The address of one database; empty for SQLite, whose file lies in the site's directory."""
        return urlunsplit(urlsplit(self.server)._replace(path=f"/{self.name}_{part}")) if self.server else ""

    def execute(self, *statements: str) -> None:
        """Run statements that concern whole databases."""
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[call-overload]

    def create(self, part: str, template: str = "") -> None:
        """Make a database, empty or as a copy. Nothing to do for SQLite."""
        if self.server:
            copied = f' TEMPLATE "{self.name}_{template}"' if template else ""
            self.drop(part)
            self.execute(f'CREATE DATABASE "{self.name}_{part}"{copied}')

    def drop(self, part: str) -> None:
        """Throw a database away. Nothing to do for SQLite."""
        if self.server:
            self.execute(f'DROP DATABASE IF EXISTS "{self.name}_{part}" WITH (FORCE)')


def databases() -> Databases:
    """What ``CYDWAITH_TEST_DB`` asks for, as the tests' settings read it."""
    server = ""
    if os.environ.get("CYDWAITH_TEST_DB") == "postgresql":
        server = os.environ.get("CYDWAITH_TEST_POSTGRES") or "postgresql://localhost/postgres"
    return Databases(
        server, f"{os.environ.get('CYDWAITH_TEST_DB_NAME') or 'test_cydwaith'}_e2e_{os.getppid()}"
    )


@dataclass
class Site:
    """A running site. `address` has no slash at its end."""

    address: str
    home: Path
    environment: dict[str, str]
    process: int = 0  # of ``cydwaith serve``, which starts the web server and the worker

    def _worker(self) -> int | None:
        """The process that does the jobs, where there is one that has not ended."""
        listed = subprocess.run(
            ["ps", "-axo", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True
        )
        for line in listed.stdout.splitlines():
            pid, parent, state, command = line.split(maxsplit=3)
            if int(parent) == self.process and not state.startswith("Z") and command.endswith(" worker"):
                return int(pid)
        return None

    @contextmanager
    def nobody_at_work(self) -> Iterator[None]:
        """Meanwhile jobs wait: the worker has ended, and whoever starts it again is held. Afterwards they are done."""
        deadline = time.monotonic() + STARTS_WITHIN
        while (worker := self._worker()) is None:  # one that was ended by an earlier test is on its way
            assert time.monotonic() < deadline, "The site has no worker."
            time.sleep(0.1)
        os.kill(self.process, signal.SIGSTOP)
        try:
            os.kill(worker, signal.SIGTERM)
            while self._worker() is not None:
                assert time.monotonic() < deadline, "The worker did not end when it was asked to."
                time.sleep(0.1)
            yield
        finally:
            os.kill(self.process, signal.SIGCONT)

    def age_sessions(self) -> None:
        """Everybody has done nothing for longer than a session lasts."""
        _python(AGE, self.environment)

    def letters(self, to: str) -> list[str]:
        """The texts of the letters sent to an address, oldest first."""
        found: list[tuple[float, str]] = []
        for path in (self.home / "outbox").glob("*"):
            for raw in re.split(rb"\n-{70,}\n", path.read_bytes()):
                letter: Any = message_from_bytes(raw.lstrip(), policy=policy.default)
                if to in str(letter["To"]):
                    found.append((path.stat().st_mtime, str(letter.get_body(("plain",)).get_content())))
        return [text for _when, text in sorted(found)]


def _free_port() -> int:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"{address}/-/ready", timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    process.terminate()
    raise RuntimeError(f"The site did not start:\n{log.read_text('utf-8', errors='replace')[-3000:]}")


@contextmanager
def running(shared: Path, own: Path, worker: str) -> Iterator[Site]:
    """Serve a copy of the world. `shared`: a directory of all test processes; `own`: an empty one of this one's."""
    kept = os.environ.get("CYDWAITH_E2E_WORLD", "")
    data, world = databases(), Path(kept).resolve() if kept else shared / "world"
    with _alone(shared):
        if not world.exists():
            world.mkdir()
            data.create("world")
            _python(BUILD, _environment(world, data.url("world")))
        (shared / f"used-by-{worker}").touch()
        data.create(worker, template="world")
        shutil.copytree(world, own, dirs_exist_ok=True)
    environment = _environment(own, data.url(worker))
    port = _free_port()
    log = own / "server.log"
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "cydwaith", "serve", "--port", str(port), "--workers", "1"],
            env=environment,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
    site = Site(f"http://127.0.0.1:{port}", own, environment, process.pid)
    try:
        _wait(site.address, process, log)
        yield site
    finally:
        process.terminate()
        process.wait(timeout=30)
        with _alone(shared):
            data.drop(worker)
            (shared / f"used-by-{worker}").unlink()
            if not kept and not any(shared.glob("used-by-*")):
                data.drop("world")
                shutil.rmtree(world)
