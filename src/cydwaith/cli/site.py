# SPDX-License-Identifier: AGPL-3.0-or-later
"""Opening a site and bringing it up to date: configuration, database, catalogues, static files."""

import hashlib
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from cydwaith.cli.codes import SiteError

Say = Callable[[str], None]


def progress() -> Say:
    """A printer of lines that begin with the seconds since it was made."""
    started = time.monotonic()

    def say(text: str) -> None:
        click.echo(f"[{time.monotonic() - started:3.0f} s] {text}")

    return say


def open_site() -> None:
    """Load the settings and the applications. Raises ``SiteError`` in plain words if that fails.

    What the process writes from here on (database, files, mail) is readable by its own user alone.
    """
    import django
    from django.core.exceptions import ImproperlyConfigured

    from cydwaith.settings.environment import ConfigurationError

    os.umask(0o077)
    try:
        django.setup()
    except (ConfigurationError, ImproperlyConfigured) as error:
        raise SiteError(f"The configuration does not hold: {error}") from error
    except OSError as error:
        raise SiteError(
            f"{error.filename} cannot be used ({error.strerror}). Set CYDWAITH_HOME to a directory of your own."
        ) from error


@contextmanager
def database_errors() -> Iterator[None]:
    """Turn a database that does not answer into a ``SiteError``."""
    from django.db.utils import DatabaseError

    try:
        yield
    except DatabaseError as error:
        raise SiteError(
            f"The database does not answer: {error}\nCheck CYDWAITH_DATABASE_URL, then run `cydwaith doctor`."
        ) from error


def unapplied() -> list[str]:
    """Names of the migrations that the database has not seen, ``app.name``, in order."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def require_current() -> None:
    """Raise ``SiteError`` unless the database answers and is up to date."""
    with database_errors():
        if unapplied():
            raise SiteError("The database is not up to date; run `cydwaith manage migrate` first.")


def migrate(say: Say) -> None:
    """Bring the database's tables up to date."""
    from django.core.management import call_command

    with database_errors():
        waiting = unapplied()
        if not waiting:
            return
        say(f"bringing the database up to date ({len(waiting)} steps)")
        call_command("migrate", interactive=False, verbosity=0)


def compile_languages(say: Say) -> None:
    """Compile the catalogues that changed; an installed package brings them compiled."""
    from django.conf import settings

    from cydwaith.cli.catalogues import compile_catalogues

    for folder in settings.LOCALE_PATHS:
        for written in compile_catalogues(Path(folder)):
            say(f"compiled the {written.parent.parent.name} catalogue")


def assets_folder() -> Path:
    """Where the built style sheets and scripts lie inside the package."""
    import cydwaith

    return Path(cydwaith.__file__).parent / "web" / "static" / "build"


def assets_built() -> bool:
    """Whether there is a built style sheet."""
    return any(assets_folder().glob("**/*.css"))


def _static_fingerprint() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([".*"]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static(say: Say) -> None:
    """Gather the static files, hashed and compressed, if one of them changed since the last time."""
    from django.conf import settings
    from django.core.management import call_command

    if not assets_built():
        raise SiteError(
            "The style sheets and scripts are not built. In a source tree run `make assets`; "
            "an installed package brings them, so reinstall it."
        )
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    current = _static_fingerprint()
    if stamp.exists() and stamp.read_text(encoding="ascii") == current:
        return
    say("gathering the static files")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(current, encoding="ascii")


def prepare(say: Say) -> None:
    """Everything that must be in place before pages are served; quick when nothing changed."""
    compile_languages(say)
    collect_static(say)
    migrate(say)


def plural(count: int, one: str, many: str) -> str:
    """``1 problem``, ``2 problems``."""
    return f"{count} {one if count == 1 else many}"


def is_embedded() -> bool:
    """Whether the site runs with the embedded settings."""
    return os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".embedded")


def own_command(*arguments: str) -> list[str]:
    """The command line that runs another command of this program, in the same environment."""
    return [sys.executable, "-m", "cydwaith", *arguments]
