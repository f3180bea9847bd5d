# SPDX-License-Identifier: AGPL-3.0-or-later
"""A PostgreSQL server for the tests: the named one, the one that answers here, or a throwaway cluster."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CANDIDATES = ("postgresql://localhost/postgres", "postgresql:///postgres")
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c listen_addresses=''"


def may_create_databases(url: str) -> bool:
    """Whether the server at ``url`` answers within two seconds and lets us make databases."""
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=2) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])


def programs() -> Path | None:
    """The directory of installed server programs with the highest version, or None."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    installed = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(installed, key=lambda folder: int(folder.parent.name.split(".")[0]), default=None)


def _unprivileged() -> str | None:
    """A user to run the server as, since it refuses to run as root; None when we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return name
    return None


@contextmanager
def throwaway_cluster(bin_folder: Path) -> Iterator[str]:
    """Make, start and in the end remove a cluster that listens on a socket in its own directory only."""
    user = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="cydwaith-postgres-"))
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    options = f"{FAST} -k {folder}"

    def run(*command: str) -> None:
        subprocess.run(
            [str(bin_folder / command[0]), *command[1:]],
            user=user,
            cwd=folder,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    try:
        run(
            "initdb",
            "-D",
            str(data),
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        )
        run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield f"postgresql://postgres@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def server() -> Iterator[tuple[str | None, str]]:
    """Yield (URL or None, a sentence about where it comes from)."""
    named = os.environ.get("CYDWAITH_TEST_POSTGRES")
    if named:
        if not may_create_databases(named):
            yield (
                None,
                "CYDWAITH_TEST_POSTGRES names a server that does not answer or lets us make no database",
            )
        else:
            yield named, "the server that CYDWAITH_TEST_POSTGRES names"
        return
    for url in CANDIDATES:
        if may_create_databases(url):
            yield url, "the server that answers on this machine"
            return
    found = programs()
    if found is None:
        yield None, "no server answers here and no server programs are installed"
        return
    with throwaway_cluster(found) as url:
        yield url, f"a throwaway cluster made with {found}"


def drop_leftovers(url: str, prefix: str) -> None:
    """Drop databases of this run that a killed test process left behind."""
    import psycopg
    from psycopg import sql

    with psycopg.connect(url, autocommit=True) as connection:
        rows = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]
        ).fetchall()
        for (name,) in rows:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )
