# SPDX-License-Identifier: AGPL-3.0-or-later
"""A site of its own for the measurement: an empty database, a server as in production, sessions for its viewers."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.test import Client

WORKERS = 2


def point_at(database: str, home: Path, postgres: str) -> None:
    """Set the environment before Django is set up."""
    home.mkdir(parents=True, exist_ok=True)
    os.environ["CYDWAITH_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "cydwaith.settings.embedded"
    if database == "postgresql":
        os.environ["CYDWAITH_DATABASE_URL"] = postgres
    else:
        for left in home.glob("site.sqlite3*"):
            left.unlink()


def fresh_postgres(url: str) -> None:
    """Drop and make the database that `url` names. It must be called bench_something."""
    import psycopg

    base, name = url.rsplit("/", 1)
    if not name.startswith("bench_"):
        raise SystemExit(f"{name}: the measurement only drops databases whose name begins with bench_")
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')


def signed_in(user_id: int) -> Client:
    """A browser in which an account is signed in with its second step."""
    from django.test import Client

    from cydwaith.kernel.models import User
    from cydwaith.web.accounts import sessions

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(User.objects.get(pk=user_id))
    session = client.session
    session[sessions.SECOND_STEP] = user_id
    session.save()
    return client


def session_cookie(user_id: int, form_page: str) -> str:
    """Sign an account in and return the cookie header its browser would send after it saw a form."""
    client = signed_in(user_id)
    client.get(form_page)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


class Server:
    """gunicorn on a free port, as an embedded site runs it (threads, kept connections), with one thread a worker."""

    def __init__(self) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "cydwaith.wsgi:application",
            "--worker-class",
            "gthread",
            "--threads",
            "1",
            "--workers",
            str(WORKERS),
            "--bind",
            f"127.0.0.1:{self.port}",
            "--keep-alive",
            "30",
            "--log-level",
            "error",
        ]
        self.process = subprocess.Popen(command, env={**os.environ, "CYDWAITH_HOSTS": "127.0.0.1"})
        self._wait()

    def _wait(self) -> None:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/-/live", timeout=2)
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("the server did not come up")

    def pids(self) -> list[int]:
        """The server and its workers."""
        found = [self.process.pid]
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return found + [int(pid) for pid in children.read_text().split()]

    def stop(self) -> None:
        """End it and wait."""
        self.process.terminate()
        self.process.wait(20)


def database_pids() -> list[int]:
    """Backend processes of the site's PostgreSQL database, our own connection left out; none for SQLite."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return [row[0] for row in cursor.fetchall()]
