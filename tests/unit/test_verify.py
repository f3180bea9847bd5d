# SPDX-License-Identifier: AGPL-3.0-or-later
"""``verify`` finds each kind of fault that it promises to find, and nothing where there is none."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection

from cydwaith.cli import anchors, site, verifying
from cydwaith.cli.codes import FOUND, NOT_READY, OK, SiteError
from cydwaith.kernel.audit import seal_all
from cydwaith.kernel.models import AuditLink, AuditRow
from cydwaith.kernel.system import system
from cydwaith.people.models import Visibility
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.HOME = tmp_path
    monkeypatch.setattr(verifying, "open_site", lambda: None)
    return tmp_path


def verify(*arguments: str) -> tuple[int, dict[str, list[str]]]:
    """Exit code and findings, empty parts left out."""
    done = CliRunner().invoke(verifying.verify, [*arguments, "--json"])
    assert done.output.startswith("{"), done.output
    return done.exit_code, {name: lines for name, lines in json.loads(done.output).items() if lines}


def rows(count: int) -> None:
    """Some sealed audit rows."""
    for number in range(count):
        AuditRow.objects.create(
            verb=f"test.verb{number}", role="adviser", purpose="support", object_type="thing", salt="0" * 16
        )
    seal_all()


def thaw(table: str) -> None:
    """Take the triggers of a table away, as somebody with the database's password could."""
    from cydwaith.kernel.db.triggers import trigger_names

    on = "" if connection.vendor == "sqlite" else f" ON {table}"
    with connection.cursor() as cursor:
        for name in trigger_names(connection.vendor, table):
            cursor.execute(f"DROP TRIGGER {name}{on}")


def test_a_site_in_order_has_nothing_wrong() -> None:
    here = factories.organisation()
    factories.person(here, factories.adviser(here))
    rows(3)
    anchors.export_today()
    assert verify() == (OK, {})
    done = CliRunner().invoke(verifying.verify)
    assert done.output.splitlines()[-1] == "All holds."


def test_a_changed_row_and_a_missing_trigger_are_found() -> None:
    rows(3)
    thaw("kernel_auditrow")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_auditrow SET verb = 'other' WHERE verb = 'test.verb1'")
    code, found = verify()
    assert code == FOUND
    assert sorted(found) == ["append-only tables", "audit chains"]
    assert found["audit chains"][0].endswith("the row or a link before it was changed")


def test_a_chain_that_was_rewritten_disagrees_with_an_older_anchor(home: Path) -> None:
    rows(2)
    (home / "anchors").mkdir()
    kept = anchors.export_today()
    assert kept is not None
    kept.rename(home / "anchors" / "2001-01-01.json")
    thaw("kernel_auditlink")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM kernel_auditlink")
    thaw("kernel_auditrow")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_auditrow SET verb = 'other'")
    seal_all()
    anchors.export_today()
    _code, found = verify()
    assert [line for line in found["audit chains"] if line.endswith("the anchor 2001-01-01.json")]


def test_an_anchor_kept_elsewhere_is_held_against_the_chain(tmp_path: Path) -> None:
    rows(2)
    chain = AuditLink.objects.get(position=1).chain
    elsewhere = tmp_path / "usb.json"
    elsewhere.write_text(json.dumps({chain: [1, "f" * 64]}))
    code, found = verify("--anchor", str(elsewhere))
    assert code == FOUND
    assert found == {"audit chains": [f"audit chain {chain} at 1: disagrees with the exported anchor"]}


def test_an_index_row_that_the_rule_does_not_give_is_found() -> None:
    here = factories.organisation()
    made = factories.person(here, factories.adviser(here))
    from cydwaith.kernel.statements import writing

    with system("a test takes index rows away"), writing():
        Visibility.objects.filter(person_id=made.pk).delete()
    code, found = verify()
    assert code == FOUND
    assert list(found) == ["visibility"]
    assert found["visibility"][0].startswith(f"visibility of person {made.pk}: 0 too many, ")


def test_a_damaged_backup_is_found(home: Path) -> None:
    (home / "backups").mkdir()
    (home / "backups" / "site.tar").write_bytes(b"nothing")
    code, found = verify()
    assert code == FOUND
    assert "not a whole Cydwaith backup" in found["newest backup"][0]


def test_a_database_behind_is_not_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site, "unapplied", lambda: ["kernel.0009_next"])
    done = CliRunner().invoke(verifying.verify)
    assert done.exit_code == NOT_READY
    assert "migrate" in done.output


def test_the_first_anchor_of_a_day_stays(home: Path) -> None:
    assert anchors.export_today() is None  # nothing is sealed yet
    rows(1)
    written = anchors.export_today()
    assert written is not None
    first = written.read_text()
    rows(2)
    assert anchors.export_today() is None
    assert written.read_text() == first
    assert anchors.read(written) == {
        link.chain: (link.position, link.hash) for link in AuditLink.objects.filter(position=1)
    }


@pytest.mark.parametrize("content", ["", "[]", '{"site": 3}', '{"site": ["x", "y"]}'])
def test_what_is_no_anchor_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "anchor.json").write_text(content)
    with pytest.raises(SiteError, match="not an anchor"):
        anchors.read(tmp_path / "anchor.json")
