# SPDX-License-Identifier: AGPL-3.0-or-later
"""The doctor names what is wrong and how to mend it, and faints at nothing."""

import json
import shutil
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection

from cydwaith.cli import checks, doctor
from cydwaith.cli.codes import FOUND, NOT_READY, SiteError
from cydwaith.cli.doctor import Finding, examine
from tests import factories


def levels(check: Any) -> dict[str, str]:
    """What a check found: text -> level."""
    return {finding.what: finding.level for finding in check()}


def only(check: Any) -> Finding:
    (finding,) = check()
    return finding


def good() -> Iterator[Finding]:
    yield Finding("good", "All is well")


def bad() -> Iterator[Finding]:
    yield Finding("problem", "It is broken", "Mend it.")


def faint() -> Iterator[Finding]:
    yield Finding("good", "So far")
    raise ValueError("oh")


def test_a_check_that_breaks_is_a_finding_and_the_next_one_runs() -> None:
    found = examine([faint, good])
    assert [finding.level for finding in found] == ["good", "problem", "good"]
    assert found[1].what == "Looking at faint failed: ValueError: oh"


@pytest.mark.parametrize(
    ("last", "code", "words"), [(good, 0, "Nothing is wrong."), (bad, FOUND, "1 problem found.")]
)
def test_the_exit_code_says_whether_there_is_a_problem(
    monkeypatch: pytest.MonkeyPatch, last: Any, code: int, words: str
) -> None:
    monkeypatch.setattr(checks, "BEFORE_OPENING", [good])
    monkeypatch.setattr(checks, "AFTER_OPENING", [last])
    monkeypatch.setattr(doctor, "open_site", lambda: None)
    done = CliRunner().invoke(doctor.doctor)
    assert done.exit_code == code
    assert done.output.splitlines()[-1] == words
    found = json.loads(CliRunner().invoke(doctor.doctor, ["--json"]).output)
    assert [entry["level"] for entry in found] == ["good", last.__name__.replace("bad", "problem")]


def test_a_site_that_does_not_open_has_its_reason_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def shut() -> None:
        raise SiteError("Set CYDWAITH_SECRET_KEY")

    monkeypatch.setattr(checks, "BEFORE_OPENING", [])
    monkeypatch.setattr(doctor, "open_site", shut)
    done = CliRunner().invoke(doctor.doctor)
    assert done.exit_code == NOT_READY
    assert "PROBLEM  Set CYDWAITH_SECRET_KEY" in done.output


def test_this_environment_has_what_it_needs() -> None:
    assert set(levels(checks.python_and_packages).values()) == {"good"}


def test_a_package_that_is_missing_or_old_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        checks, "requires", lambda _name: ["django>=99", "nowhere>=1", 'other>=1; python_version < "3"']
    )
    problem = next(finding for finding in checks.python_and_packages() if finding.level == "problem")
    assert "nowhere (missing)" in problem.what
    assert "django " in problem.what
    assert "other" not in problem.what


def test_an_old_python_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "OLDEST_PYTHON", (99, 0))
    assert next(iter(checks.python_and_packages())).mend == "Install Python 3.11 or later."


@pytest.mark.parametrize(
    ("free", "level"), [(10 * 1024**3, "good"), (500 * 1024**2, "note"), (1024**2, "problem")]
)
def test_a_disk_that_fills_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free: int, level: str) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setenv("CYDWAITH_HOME", str(tmp_path / "not" / "yet"))
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage(0, 0, free))
    assert only(checks.disk).level == level


def test_a_home_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(self: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setenv("CYDWAITH_HOME", str(tmp_path))
    monkeypatch.setattr(Path, "touch", refuse)
    assert f"{tmp_path} cannot be written (Permission denied)." in levels(checks.disk)


def test_weak_secrets_open_hosts_and_debug_pages(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    settings.SECRET_KEY = "short"
    settings.ALLOWED_HOSTS = ["*"]
    settings.DEBUG = True
    assert levels(checks.secret_and_hosts) == {
        "The secret key is short.": "problem",
        "The site answers to any host name.": "problem",
        "Debug pages are on; they show records.": "note",
    }
    settings.SECRET_KEY = "x" * 60
    settings.ALLOWED_HOSTS = ["site.example"]
    settings.DEBUG = False
    assert levels(checks.secret_and_hosts) == {"The secret key is in place": "good"}


def test_a_secret_that_others_can_read(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "cydwaith.settings.embedded")
    settings.HOME = tmp_path
    settings.SECRET_KEY = "x" * 60
    (tmp_path / "secret-key").write_text("x" * 60)
    (tmp_path / "secret-key").chmod(0o644)
    found = only(checks.secret_and_hosts)
    assert (found.level, found.mend) == ("problem", f"Run chmod 600 {tmp_path / 'secret-key'}.")


@pytest.mark.django_db
def test_the_database_answers_and_is_up_to_date() -> None:
    assert set(levels(checks.database).values()) == {"good"}


@pytest.mark.django_db
def test_steps_that_were_not_taken_and_an_old_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "unapplied", lambda: ["kernel.0009_next"])
    monkeypatch.setattr(checks, "OLDEST_SQLITE", (99,))
    monkeypatch.setattr(checks, "OLDEST_POSTGRESQL", 990000)
    found = list(checks.database())
    assert [finding.level for finding in found] == ["problem", "problem"]
    assert found[0].what.endswith("is too old.")
    assert found[1].what == "The database is 1 step behind (next: kernel.0009_next)."


@pytest.mark.django_db
def test_an_empty_database_says_what_makes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "unapplied", lambda: ["kernel.0001_initial"])
    monkeypatch.setattr(connection.introspection, "table_names", list)
    assert list(checks.database())[-1] == Finding("problem", "The database is empty.", checks.FIRST_START)


def test_a_database_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db.utils import OperationalError

    def refuse() -> None:
        raise OperationalError("connection refused\n")

    monkeypatch.setattr(connection, "ensure_connection", refuse)
    assert only(checks.database).what == "The database does not answer: connection refused"


@pytest.mark.django_db
def test_triggers_that_were_removed_are_named() -> None:
    from cydwaith.kernel.db.triggers import trigger_names

    tables = checks.frozen_tables()
    assert "kernel_auditrow" in tables
    assert only(checks.triggers).level == "good"
    name = trigger_names(connection.vendor, "kernel_auditrow")[0]
    on = "" if connection.vendor == "sqlite" else " ON kernel_auditrow"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")
    found = only(checks.triggers)
    assert found.level == "problem"
    assert name in found.what


def test_assets_and_catalogues_that_were_not_built(
    settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "cy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text("")
    settings.LOCALE_PATHS = [tmp_path]
    monkeypatch.setattr(checks, "assets_built", lambda: False)
    assert [finding.level for finding in checks.built_files()] == ["problem", "problem"]
    (folder / "django.mo").write_text("")
    monkeypatch.setattr(checks, "assets_built", lambda: True)
    assert [finding.level for finding in checks.built_files()] == ["good", "good"]


def test_mail_in_an_outbox_is_a_note(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    (tmp_path / "one.log").write_text("")
    assert only(checks.mail).what == f"Mail is not sent: it is put into {tmp_path} (1 there now)."
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert only(checks.mail).level == "good"


@pytest.mark.django_db
def test_jobs_that_nobody_runs() -> None:
    from datetime import timedelta

    from django.utils import timezone
    from django_tasks_db.models import DBTaskResult

    assert only(checks.jobs).level == "good"
    waiting = DBTaskResult.objects.create(
        task_path="x.y", args_kwargs={"args": [], "kwargs": {}}, backend_name="default"
    )
    DBTaskResult.objects.filter(pk=waiting.pk).update(enqueued_at=timezone.now() - timedelta(hours=1))
    assert only(checks.jobs).what == "1 job has waited for more than ten minutes."


def test_system_checks_are_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.core import checks as django_checks

    message = django_checks.Error("A table is not guarded.", hint="Guard it.", id="cydwaith.E001")
    mild = django_checks.Warning("A header is missing.", id="security.W004")
    monkeypatch.setattr(django_checks, "run_checks", lambda **_options: [message, mild])
    assert levels(checks.own_checks) == {
        "cydwaith.E001: A table is not guarded.": "problem",
        "security.W004: A header is missing.": "note",
    }


@pytest.mark.django_db
def test_a_demonstrations_accounts_on_a_real_site_are_a_problem(settings: Any) -> None:
    assert list(checks.personas()) == []
    factories.user(is_demo=True)
    assert only(checks.personas).level == "problem"
    settings.CYDWAITH_DEMO = True
    assert list(checks.personas()) == []
