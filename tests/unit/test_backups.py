# SPDX-License-Identifier: AGPL-3.0-or-later
"""Backups hold the whole site, are checked member by member, and come back as they were."""

import json
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from cydwaith.cli import backups
from cydwaith.cli.codes import NOT_READY, SiteError


class Site:
    """A site of one small SQLite file and one uploaded file, in a directory of its own."""

    def __init__(self, home: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home = home
        self.path = home / "site.sqlite3"
        self.files = home / "files"
        settings.HOME = home
        settings.MEDIA_ROOT = self.files
        self.vendor = "sqlite"
        self.applied: list[str] = ["kernel.0001_initial"]
        monkeypatch.setattr(backups, "open_site", lambda: None)
        monkeypatch.setattr(backups, "_database", lambda: {"vendor": self.vendor, "NAME": str(self.path)})
        monkeypatch.setattr(backups, "_applied_migrations", lambda: self.applied)

    def fill(self, word: str) -> None:
        with closing(sqlite3.connect(self.path)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("CREATE TABLE IF NOT EXISTS story (word TEXT)")
            connection.execute("DELETE FROM story")
            connection.execute("INSERT INTO story VALUES (?)", [word])
            connection.commit()
        (self.files / "letters").mkdir(parents=True, exist_ok=True)
        (self.files / "letters" / "one.pdf").write_bytes(word.encode())

    def words(self) -> list[str]:
        with closing(sqlite3.connect(self.path)) as connection:
            return [word for (word,) in connection.execute("SELECT word FROM story")]


@pytest.fixture
def site(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Site:
    made = Site(tmp_path / "home", settings, monkeypatch)
    made.home.mkdir()
    made.fill("first")
    return made


def restore(*arguments: str) -> Result:
    return CliRunner().invoke(backups.restore, arguments)


def test_a_backup_comes_back_as_it_was(site: Site, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "site.tar"
    done = CliRunner().invoke(backups.backup, [str(target)])
    assert done.exit_code == 0, done.output
    assert "2 members" in done.output
    assert target.stat().st_mode & 0o777 == 0o600
    site.fill("second")
    done = restore(str(target), "--replace")
    assert done.exit_code == 0, done.output
    assert site.words() == ["first"]
    assert (site.files / "letters" / "one.pdf").read_bytes() == b"first"


def test_what_was_there_is_kept_aside(site: Site, tmp_path: Path) -> None:
    backups.write_backup(tmp_path / "site.tar")
    site.fill("second")
    restore(str(tmp_path / "site.tar"), "--replace")
    (aside,) = site.home.glob("site.sqlite3.before-restore-*")
    with closing(sqlite3.connect(aside)) as connection:
        assert connection.execute("SELECT word FROM story").fetchall() == [("second",)]


def test_the_default_place_is_the_sites_own_folder(site: Site) -> None:
    assert CliRunner().invoke(backups.backup, []).exit_code == 0
    assert len(list((site.home / "backups").glob("cydwaith-*.tar"))) == 1
    assert [path.name for path in (site.home / "backups").iterdir() if path.name.startswith(".")] == []


def test_the_manifest_says_what_is_in_it_and_the_secret_is_not(site: Site, tmp_path: Path) -> None:
    (site.home / "secret-key").write_text("do not copy me")
    manifest = backups.write_backup(tmp_path / "site.tar")
    assert sorted(manifest["sha256"]) == ["files/letters/one.pdf", "site.sqlite3"]
    assert manifest["database"] == "sqlite"
    assert manifest["migrations"] == ["kernel.0001_initial"]
    with tarfile.open(tmp_path / "site.tar") as archive:
        assert sorted(archive.getnames()) == ["files/letters/one.pdf", "manifest.json", "site.sqlite3"]
        assert b"do not copy me" not in (tmp_path / "site.tar").read_bytes()


def test_a_site_with_data_is_not_replaced_unasked(site: Site, tmp_path: Path) -> None:
    backups.write_backup(tmp_path / "site.tar")
    site.fill("second")
    done = restore(str(tmp_path / "site.tar"))
    assert done.exit_code == NOT_READY
    assert "--replace" in done.output
    assert site.words() == ["second"]


def rewritten(source: Path, target: Path, change: Any) -> Path:
    """A copy of a backup whose members went through ``change(name, bytes) -> bytes or None``."""
    import io

    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for member in old.getmembers():
            handle = old.extractfile(member)
            assert handle is not None
            content = change(member.name, handle.read())
            if content is not None:
                member.size = len(content)
                new.addfile(member, io.BytesIO(content))
    return target


def manifest_with(**changes: Any) -> Any:
    def change(name: str, content: bytes) -> bytes:
        return json.dumps({**json.loads(content), **changes}).encode() if name == "manifest.json" else content

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda name, content: content[:-1] + b"!" if name == "site.sqlite3" else content,
            "site.sqlite3 is not",
        ),
        (lambda name, content: None if name.startswith("files/") else content, "one.pdf is not what"),
        (lambda name, content: None if name == "manifest.json" else content, "not a whole Cydwaith backup"),
        (manifest_with(format=99), "made by a newer Cydwaith"),
        (manifest_with(migrations=["kernel.9999_from_the_future"]), "ahead of this one"),
        (manifest_with(database="postgresql"), "the backup is of postgresql"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused_before_anything_is_touched(
    site: Site, tmp_path: Path, change: Any, words: str
) -> None:
    backups.write_backup(tmp_path / "site.tar")
    broken = rewritten(tmp_path / "site.tar", tmp_path / "broken.tar", change)
    site.fill("second")
    done = restore(str(broken), "--replace")
    assert done.exit_code == NOT_READY
    assert words.lower() in " ".join(done.output.lower().split())
    assert site.words() == ["second"]


def test_what_is_no_archive_is_refused(site: Site, tmp_path: Path) -> None:
    (tmp_path / "photo.tar").write_bytes(b"\x89PNG" * 100)
    done = restore(str(tmp_path / "photo.tar"), "--replace")
    assert done.exit_code == NOT_READY
    assert "not a whole Cydwaith backup" in done.output


def test_a_member_cannot_climb_out_of_its_folder(site: Site, tmp_path: Path) -> None:
    import io

    with tarfile.open(tmp_path / "evil.tar", "w") as archive:
        entry = tarfile.TarInfo("../climbed")
        entry.size = 4
        archive.addfile(entry, io.BytesIO(b"evil"))
    (tmp_path / "inside").mkdir()
    with pytest.raises(SiteError, match="not a whole Cydwaith backup"):
        backups.read_backup(tmp_path / "evil.tar", tmp_path / "inside")
    assert not (tmp_path / "climbed").exists()


def test_a_site_that_is_not_there_is_not_backed_up(site: Site, tmp_path: Path) -> None:
    site.path.unlink()
    done = CliRunner().invoke(backups.backup, [str(tmp_path / "site.tar")])
    assert done.exit_code == NOT_READY
    assert "There is no database" in done.output
    assert not (tmp_path / "site.tar").exists()


def test_a_damaged_database_is_not_passed_off_as_a_backup(site: Site, tmp_path: Path) -> None:
    with closing(sqlite3.connect(site.path)) as connection:
        connection.execute("CREATE INDEX by_word ON story (word)")
        connection.executemany("INSERT INTO story VALUES (?)", [(f"w{n}",) for n in range(2000)])
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA writable_schema=ON")
        connection.execute("UPDATE sqlite_master SET rootpage = 2 WHERE name = 'by_word'")
        connection.commit()
    with pytest.raises(SiteError, match="damaged"):
        backups.copy_sqlite(site.path, tmp_path / "copy.sqlite3")
