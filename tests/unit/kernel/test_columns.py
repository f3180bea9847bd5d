# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows as columns: the same over a connection of its own and through Django's, in one state of the database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from cydwaith.kernel import columns
from cydwaith.kernel.errors import Unadmitted
from cydwaith.kernel.facts import Fill, Read, fills, read, register
from cydwaith.kernel.system import system
from tests import factories

ORGANISATIONS = Read(
    "organisations of a test",
    "SELECT id, code, phone, area_id FROM partnerships_organisation ORDER BY id",
    {"code": "VARCHAR", "id": "BIGINT", "area_id": "BIGINT", "phone": "VARCHAR"},  # in an order of its own
)


def rows() -> list[dict[str, Any]]:
    """What is read, with nothing told the same way on both databases."""
    with system("a test reads columns"), columns.reading() as reader:
        found = reader(ORGANISATIONS).read_all().to_pylist()
    return [{name: value or None for name, value in row.items()} for row in found]


def test_only_under_a_reason(db: None) -> None:
    with pytest.raises(Unadmitted), columns.reading():
        pass


def test_inside_a_transaction_django_s_own_connection_reads(db: None) -> None:
    made = factories.organisation(code="here", phone="")
    assert rows() == [{"id": made.pk, "code": "here", "phone": None, "area_id": None}]


def test_nothing_is_no_rows(db: None) -> None:
    assert rows() == []


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_is_read_over_a_connection_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A file of SQLite, or PostgreSQL; a database in memory has no second connection."""
    made = [factories.organisation(code=code) for code in ("first", "second")]
    if columns._in_memory():
        assert [row["code"] for row in rows()] == ["first", "second"], "in memory, through Django's own"
        copy = tmp_path / "copy.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        monkeypatch.setattr(columns, "_in_memory", lambda: False)
        monkeypatch.setitem(connection.settings_dict, "NAME", str(copy))
    assert [(row["id"], row["code"]) for row in rows()] == [(one.pk, one.code) for one in made]


def test_two_contexts_may_not_take_one_name() -> None:
    taken = next(iter(fills().values()))
    register((), (taken,))  # the same once more is no fault
    with pytest.raises(ValueError, match=taken.table):
        register((), (Fill(taken.table, (), "SELECT 1"),))
    with pytest.raises(ValueError, match=taken.reads[0]):
        register((Read(taken.reads[0], "SELECT 1", {}),), ())
    assert read(taken.reads[0]).name == taken.reads[0]


def test_a_read_is_logged_however_its_rows_come() -> None:
    """Rows that come one by one, as tuples, carry the person where the names say so."""
    from cydwaith.kernel import reads
    from cydwaith.people.models import Needs

    came = iter([(5, "large print"), (7, "")])
    assert list(reads._person_ids(Needs, "person_id", ("person_id", "access"), came)) == [5, 7]
    with pytest.raises(Unadmitted):
        list(reads._person_ids(Needs, "person_id", ("access",), iter([("large print",)])))
