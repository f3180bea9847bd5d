# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the doctor looks at. Each check yields findings and changes nothing."""

import inspect
import shutil
import sys
from collections.abc import Iterator
from datetime import timedelta
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from cydwaith.cli.catalogues import stale_catalogues
from cydwaith.cli.doctor import Check, Finding
from cydwaith.cli.site import assets_built, is_embedded, plural, unapplied
from cydwaith.settings import environment

OLDEST_PYTHON = (3, 11)
OLDEST_SQLITE = (3, 37, 0)  # STRICT tables, RETURNING
OLDEST_POSTGRESQL = 140000  # as Django 5.2
SCARCE = 1024**3  # bytes: below this a note
FULL = 200 * 1024**2  # bytes: below this a problem
FIRST_START = "Run cydwaith serve: it makes the tables. (Or cydwaith manage migrate.)"
WAITING = timedelta(minutes=10)  # a job that waits longer has no worker


def python_and_packages() -> Iterator[Finding]:
    """The interpreter and that every required package is installed in a version that will do."""
    from packaging.requirements import Requirement

    running = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        yield Finding("problem", f"Python {running} is too old.", "Install Python 3.11 or later.")
    else:
        yield Finding("good", f"Python {running}")
    wrong = []
    for line in requires("cydwaith") or []:
        requirement = Requirement(line)
        if requirement.marker and not requirement.marker.evaluate():
            continue
        try:
            if not requirement.specifier.contains(version(requirement.name), prereleases=True):
                wrong.append(f"{requirement.name} {version(requirement.name)}")
        except PackageNotFoundError:
            wrong.append(f"{requirement.name} (missing)")
    if wrong:
        yield Finding(
            "problem",
            f"Packages are missing or of the wrong version: {', '.join(wrong)}.",
            "Run pip install --require-hashes --no-deps -r requirements/base.txt.",
        )
    else:
        yield Finding("good", "All packages are there")


def disk() -> Iterator[Finding]:
    """Room where the site keeps its data, and that it may write there."""
    home = environment.home()
    place = next(folder for folder in [home, *home.parents] if folder.is_dir())
    free = shutil.disk_usage(place).free
    room = f"{free / 1024**3:.1f} GB free at {place}"
    if free < FULL:
        yield Finding("problem", f"The disk is full: {room}.", "Make room: nothing can be saved safely.")
    elif free < SCARCE:
        yield Finding("note", f"The disk is nearly full: {room}.", "Make room soon.")
    else:
        yield Finding("good", room)
    probe = place / ".doctor"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        yield Finding(
            "problem",
            f"{place} cannot be written ({error.strerror}).",
            "Give the site's user that directory, or set CYDWAITH_HOME to another.",
        )


def secret_and_hosts() -> Iterator[Finding]:
    """The secret key is long, private and the site's own; the hosts are named."""
    from django.conf import settings

    if len(settings.SECRET_KEY) < 50:
        yield Finding(
            "problem",
            "The secret key is short.",
            "Set CYDWAITH_SECRET_KEY to 50 or more random characters.",
        )
    path = Path(settings.HOME) / "secret-key"
    if is_embedded() and path.exists() and path.stat().st_mode & 0o077:
        yield Finding("problem", f"Others on this machine can read {path}.", f"Run chmod 600 {path}.")
    elif len(settings.SECRET_KEY) >= 50:
        yield Finding("good", "The secret key is in place")
    if "*" in settings.ALLOWED_HOSTS and not settings.CYDWAITH_DEMO:
        yield Finding("problem", "The site answers to any host name.", "Name its hosts in CYDWAITH_HOSTS.")
    if settings.DEBUG:
        yield Finding(
            "note", "Debug pages are on; they show records.", "Unset CYDWAITH_DEBUG on a real site."
        )


def _database_exists() -> bool:
    """False only for an SQLite file that is not there: to look must not make it."""
    from django.db import connection

    if connection.vendor != "sqlite":
        return True
    is_in_memory: bool = getattr(connection, "is_in_memory_db")()  # noqa: B009  # only SQLite's backend has it
    return is_in_memory or Path(str(connection.settings_dict["NAME"])).exists()


def _up_to_date() -> bool:
    return _database_exists() and not unapplied()


def database() -> Iterator[Finding]:
    """The database answers, is new enough and up to date."""
    from django.db import connection
    from django.db.utils import DatabaseError

    if not _database_exists():
        yield Finding("problem", "There is no database yet.", FIRST_START)
        return
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        yield Finding(
            "problem", f"The database does not answer: {str(error).strip()}", "Check CYDWAITH_DATABASE_URL."
        )
        return
    if connection.vendor == "sqlite":
        import sqlite3

        name, recent = f"SQLite {sqlite3.sqlite_version}", sqlite3.sqlite_version_info >= OLDEST_SQLITE
    else:
        number: int = getattr(connection, "pg_version")  # noqa: B009  # only the PostgreSQL backend has it
        name, recent = f"PostgreSQL {number // 10000}.{number % 10000}", number >= OLDEST_POSTGRESQL
    if recent:
        yield Finding("good", f"{name} answers")
    else:
        yield Finding("problem", f"{name} is too old.", "Upgrade the database.")
    waiting = unapplied()
    if waiting and not connection.introspection.table_names():
        yield Finding("problem", "The database is empty.", FIRST_START)
    elif waiting:
        yield Finding(
            "problem",
            f"The database is {plural(len(waiting), 'step', 'steps')} behind (next: {waiting[0]}).",
            "Run cydwaith backup, then cydwaith manage migrate.",
        )
    else:
        yield Finding("good", "The database is up to date")


def _made_by_append_only(code: object) -> bool:
    return getattr(code, "__qualname__", "").startswith("append_only.")


def frozen_tables() -> list[str]:
    """Tables that a migration made append-only."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader
    from django.db.migrations.operations import RunPython

    loader = MigrationLoader(connection)
    tables = []
    for key in sorted(loader.applied_migrations or {}):
        migration = loader.disk_migrations.get(key)
        for operation in migration.operations if migration else []:
            if isinstance(operation, RunPython) and _made_by_append_only(operation.code):
                tables.append(str(inspect.getclosurevars(operation.code).nonlocals["table"]))
    return tables


def triggers() -> Iterator[Finding]:
    """The triggers that keep append-only tables as they are."""
    from django.db import connection

    from cydwaith.kernel.db.triggers import trigger_names

    if not _up_to_date():
        return
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(query)
        present = {name for (name,) in cursor.fetchall()}
    tables = frozen_tables()
    missing = [
        name for table in tables for name in trigger_names(connection.vendor, table) if name not in present
    ]
    if missing:
        yield Finding(
            "problem",
            f"Triggers are missing or off: {', '.join(missing)}. Rows that must not change can be changed.",
            "Find out who removed them, run cydwaith verify, then restore a backup or put them back.",
        )
    elif tables:
        yield Finding("good", f"{plural(len(tables), 'table is', 'tables are')} kept append-only by triggers")


def built_files() -> Iterator[Finding]:
    """Assets and catalogues."""
    from django.conf import settings

    if assets_built():
        yield Finding("good", "Style sheets and scripts are built")
    else:
        yield Finding(
            "problem",
            "Style sheets and scripts are not built: pages would be bare.",
            "In a source tree run make assets; otherwise reinstall the package.",
        )
    stale = [path for folder in settings.LOCALE_PATHS for path in stale_catalogues(Path(folder))]
    if stale:
        names = ", ".join(path.parent.parent.name for path in stale)
        yield Finding(
            "problem", f"Catalogues are not compiled: {names}.", "Run make messages, or cydwaith serve once."
        )
    else:
        yield Finding("good", "The languages are compiled")


def mail() -> Iterator[Finding]:
    """Whether mail leaves the machine."""
    from django.conf import settings

    if not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        yield Finding("good", "Mail is sent through a mail server")
        return
    outbox = Path(str(getattr(settings, "EMAIL_FILE_PATH", "")))
    count = len(list(outbox.glob("*.log"))) if outbox.is_dir() else 0
    yield Finding(
        "note",
        f"Mail is not sent: it is put into {outbox} ({count} there now).",
        "For a real site use the production settings with CYDWAITH_MAIL_HOST.",
    )


def jobs() -> Iterator[Finding]:
    """Whether somebody runs the jobs."""
    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    if not _up_to_date():
        return
    late = DBTaskResult.objects.ready().filter(enqueued_at__lt=timezone.now() - WAITING).count()
    if late:
        yield Finding(
            "problem",
            f"{plural(late, 'job has', 'jobs have')} waited for more than ten minutes.",
            "Start cydwaith worker (cydwaith serve runs one in an embedded site).",
        )
    else:
        yield Finding("good", "No job is kept waiting")


def personas() -> Iterator[Finding]:
    """Whether a demonstration's accounts are left on a site that is none."""
    from django.conf import settings

    from cydwaith.kernel.models import User

    if settings.CYDWAITH_DEMO or not _up_to_date():
        return
    if left := User.objects.filter(is_demo=True, is_active=True).count():
        yield Finding(
            "problem",
            f"{plural(left, 'account', 'accounts')} of the demonstration can sign in here.",
            "Begin a site of real people with an empty database, never with the demonstration's.",
        )


def own_checks() -> Iterator[Finding]:
    """The system checks: every personal table guarded, every field classified, safe settings."""
    from django.core import checks

    serious = [
        message
        for message in checks.run_checks(include_deployment_checks=not is_embedded())
        if message.level >= checks.WARNING and not message.is_silenced()
    ]
    for message in serious:
        level = "problem" if message.is_serious() else "note"
        yield Finding(
            "problem" if level == "problem" else "note", f"{message.id}: {message.msg}", message.hint or ""
        )
    if not serious:
        yield Finding("good", "All system checks pass")


BEFORE_OPENING: list[Check] = [python_and_packages, disk]
AFTER_OPENING: list[Check] = [
    secret_and_hosts, database, triggers, built_files, mail, jobs, personas, own_checks,
]  # fmt: skip
