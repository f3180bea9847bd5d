# SPDX-License-Identifier: AGPL-3.0-or-later
"""``cydwaith backup`` and ``restore``: the whole site in one file, checked when written and when read.

The file is a tar archive: ``manifest.json`` (format, when, version, database kind, migrations, and a
SHA-256 for each member), the database (an SQLite file, or PostgreSQL's custom dump) and ``files/``. The
secret key is not in it: who finds a backup must not be able to make sessions; a restored site signs
everybody out.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

import click

from cydwaith import __version__
from cydwaith.cli.codes import SiteError
from cydwaith.cli.site import database_errors, open_site

FORMAT = 1
_BLOCK = 1024 * 1024


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _database() -> dict[str, Any]:
    from django.db import connection

    return {"vendor": connection.vendor, **connection.settings_dict}


def _applied_migrations() -> list[str]:
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    with database_errors():
        return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a live SQLite database whole, as of one moment, and check the copy.

    Raises ``SiteError`` if the copy is not sound, which means that the source is not either.
    """
    with closing(sqlite3.connect(source)) as live, closing(sqlite3.connect(target)) as copy:
        try:
            live.backup(copy)
            verdict = copy.execute("PRAGMA integrity_check").fetchone()[0]
        except sqlite3.DatabaseError as error:
            verdict = str(error)
    if verdict != "ok":
        raise SiteError(f"The database is damaged ({verdict}); restore the last good backup.")


def _postgres_command(program: str, database: dict[str, Any]) -> tuple[list[str], dict[str, str]]:
    if shutil.which(program) is None:
        raise SiteError(f"{program} is not installed; it comes with PostgreSQL's client programs.")
    environment = dict(os.environ)
    for variable, key in (
        ("PGHOST", "HOST"),
        ("PGPORT", "PORT"),
        ("PGUSER", "USER"),
        ("PGPASSWORD", "PASSWORD"),
    ):
        if database[key]:
            environment[variable] = str(database[key])
    return [program, "--dbname", str(database["NAME"])], environment


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SiteError(f"{command[0]} failed: {done.stderr.strip()}")


def _dump(folder: Path) -> str:
    """Write the database into ``folder``; returns the member's name."""
    database = _database()
    if database["vendor"] == "sqlite":
        source = Path(database["NAME"])
        if not source.exists():
            raise SiteError(f"There is no database at {source}; run `cydwaith serve` once to make it.")
        copy_sqlite(source, folder / "site.sqlite3")
        return "site.sqlite3"
    command, environment = _postgres_command("pg_dump", database)
    _run([*command, "--format=custom", "--no-owner", "--file", str(folder / "site.dump")], environment)
    return "site.dump"


def write_backup(target: Path) -> dict[str, Any]:
    """Write a backup to ``target`` and return its manifest. The file appears whole or not at all."""
    from django.conf import settings

    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as name:
        folder = Path(name)
        member = _dump(folder)
        members = {member: folder / member}
        media = Path(settings.MEDIA_ROOT)
        for path in sorted(media.rglob("*")) if media.is_dir() else []:
            if path.is_file():
                members[f"files/{path.relative_to(media).as_posix()}"] = path
        manifest = {
            "format": FORMAT,
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "version": __version__,
            "database": _database()["vendor"],
            "migrations": _applied_migrations(),
            "sha256": {name: _sha256(path) for name, path in members.items()},
        }
        (folder / "manifest.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        draft = folder / "draft.tar"
        draft.touch(mode=0o600)
        with tarfile.open(draft, "w") as archive:
            archive.add(folder / "manifest.json", "manifest.json")
            for name, path in members.items():
                archive.add(path, name)
        draft.replace(target)
    return manifest


def read_backup(source: Path, folder: Path) -> dict[str, Any]:
    """Unpack a backup into ``folder`` and check every member; returns its manifest.

    Raises ``SiteError`` for what is not a backup, what was made by a newer format, or a member that changed.
    """
    try:
        with tarfile.open(source) as archive:
            archive.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        sums: dict[str, str] = manifest["sha256"]
    except (tarfile.TarError, OSError, ValueError, KeyError) as error:
        raise SiteError(f"{source} is not a whole Cydwaith backup ({type(error).__name__}).") from error
    if manifest["format"] > FORMAT:
        raise SiteError(
            f"{source} was made by a newer Cydwaith ({manifest['version']}); install that one first."
        )
    for name, expected in sums.items():
        path = folder / PurePosixPath(name)
        if not path.is_file() or _sha256(path) != expected:
            raise SiteError(f"{source} is damaged: {name} is not what was backed up.")
    return manifest


def _refuse_unknown_migrations(manifest: dict[str, Any]) -> None:
    from django.db.migrations.loader import MigrationLoader

    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    ahead = sorted(set(manifest["migrations"]) - known)
    if ahead:
        raise SiteError(
            f"The backup comes from Cydwaith {manifest['version']}, which is ahead of this one "
            f"({__version__}): {', '.join(ahead[:3])} … Install that version first."
        )


def _is_empty(database: dict[str, Any]) -> bool:
    if database["vendor"] == "sqlite":
        return not Path(database["NAME"]).exists()
    return not _applied_migrations()


def _put_sqlite(database: dict[str, Any], member: Path) -> None:
    target = Path(database["NAME"])
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        aside = target.with_name(f"{target.name}.before-restore-{datetime.now(UTC):%Y%m%dT%H%M%S}")
        copy_sqlite(target, aside)
        for suffix in ("-wal", "-shm"):
            target.with_name(target.name + suffix).unlink(missing_ok=True)
        click.echo(f"The site as it was is kept in {aside}")
    draft = target.with_name(target.name + ".restoring")
    shutil.copyfile(member, draft)
    draft.replace(target)


def _put(database: dict[str, Any], member: Path) -> None:
    if database["vendor"] == "sqlite":
        _put_sqlite(database, member)
        return
    command, environment = _postgres_command("pg_restore", database)
    options = ["--clean", "--if-exists", "--no-owner", "--single-transaction"]
    _run([*command, *options, str(member)], environment)


@click.command()
@click.argument("target", required=False, type=click.Path(dir_okay=False, path_type=Path))
def backup(target: Path | None) -> None:
    """Copy the whole site into one file while it runs (default: CYDWAITH_HOME/backups/…)."""
    open_site()
    from django.conf import settings

    chosen = target or Path(settings.HOME) / "backups" / f"cydwaith-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.tar"
    manifest = write_backup(chosen)
    size = chosen.stat().st_size / _BLOCK
    click.echo(f"{chosen}  {size:.1f} MB, {len(manifest['sha256'])} members, each with its SHA-256")


@click.command()
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace a site that already has data (stop it first).")
def restore(source: Path, replace: bool) -> None:
    """Put a backup in the place of an empty site, after checking every member of it."""
    open_site()
    from django.conf import settings
    from django.db import connection

    database = _database()
    if not replace and not _is_empty(database):
        raise SiteError(
            "There is a site here already. Stop it, then add --replace (it is kept aside on SQLite)."
        )
    with tempfile.TemporaryDirectory(prefix="cydwaith-restore-") as name:
        folder = Path(name)
        manifest = read_backup(source, folder)
        if manifest["database"] != database["vendor"]:
            raise SiteError(
                f"The backup is of {manifest['database']} and this site uses {database['vendor']}; "
                "set CYDWAITH_DATABASE_URL to match."
            )
        _refuse_unknown_migrations(manifest)
        connection.close()
        members = [member for member in manifest["sha256"] if not member.startswith("files/")]
        _put(database, folder / members[0])
        media = Path(settings.MEDIA_ROOT)
        if (folder / "files").is_dir():
            shutil.copytree(folder / "files", media, dirs_exist_ok=True)
    click.echo(f"The site of {manifest['made']} is in place. Run `cydwaith verify`, then `cydwaith serve`.")
