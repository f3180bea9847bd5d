# SPDX-License-Identifier: AGPL-3.0-or-later
"""The audit trail: append-only, sealed into chains, and any change found."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from cydwaith.kernel import audit
from cydwaith.kernel.models import AuditLink, AuditRow
from tests import factories

pytestmark = pytest.mark.django_db


def write(count: int, partnership_id: int | None = None) -> None:
    by = factories.adviser(factories.organisation())
    AuditRow.objects.bulk_create(
        audit.row(by, "test.verb", object_type="t", object_id=n, partnership_id=partnership_id)
        for n in range(count)
    )


def unfreeze(table: str) -> None:
    """What somebody with the database's own rights could do: set the triggers aside."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for verb in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER {table}_no_{verb}")
        else:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")


@pytest.mark.parametrize("model", [AuditRow, AuditLink])
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_rows_are_frozen_by_the_database(model: type[AuditRow] | type[AuditLink], verb: str) -> None:
    write(1)
    audit.seal()
    sql = (
        f"UPDATE {model._meta.db_table} SET id = id"
        if verb == "update"
        else f"DELETE FROM {model._meta.db_table}"
    )
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert model.objects.count() == 1


@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite has no TRUNCATE")
def test_truncate_is_refused() -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE kernel_auditrow")


def test_each_partnership_has_its_chain_and_the_site_its_own() -> None:
    write(3, partnership_id=7)
    write(2)
    assert audit.seal_all() == 5
    assert dict(AuditLink.objects.values_list("chain", "position")) == {"p7": 3, "site": 2}
    assert list(audit.verify_chain()) == []
    assert audit.seal_all() == 0


def test_rows_committed_late_are_found_by_anti_join() -> None:
    write(3)
    first, late, last = AuditRow.objects.order_by("pk")
    # Sealed while the middle row's transaction was still open: it stands below the newest sealed id.
    AuditLink.objects.create(
        row_id=first.pk, chain="site", position=1, hash=audit.link_hash(audit.GENESIS, first)
    )
    head = AuditLink.objects.get().hash
    AuditLink.objects.create(row_id=last.pk, chain="site", position=2, hash=audit.link_hash(head, last))
    assert audit.seal_all() == 1
    assert AuditLink.objects.get(position=3).row_id == late.pk
    assert list(audit.verify_chain()) == []


def test_a_second_sealer_yields(monkeypatch: pytest.MonkeyPatch) -> None:
    write(2)
    audit.seal()
    write(1)
    monkeypatch.setattr(audit, "_head", lambda chain: (0, audit.GENESIS))  # read before the other one wrote
    assert audit.seal() == 0
    assert AuditLink.objects.count() == 2


def test_long_chains_are_verified_in_parts() -> None:
    write(2_500)
    assert audit.seal_all() == 2_500
    assert list(audit.verify_chain(audit.anchors())) == []


def found(anchors: dict[str, tuple[int, str]] | None = None) -> list[tuple[str, str]]:
    return [(f.where, f.what) for f in audit.verify_chain(anchors)]


def test_a_changed_row_is_found() -> None:
    write(3)
    audit.seal_all()
    unfreeze("kernel_auditrow")
    AuditRow.objects.filter(object_id=1).update(verb="test.other")
    assert found() == [("site at 2", "the row or a link before it was changed")]


def test_a_removed_row_is_found() -> None:
    write(3)
    audit.seal_all()
    unfreeze("kernel_auditrow")
    AuditRow.objects.filter(object_id=1).delete()
    assert found() == [("site at 2", "the row is gone")]


def test_a_removed_link_is_found() -> None:
    write(3)
    audit.seal_all()
    unfreeze("kernel_auditlink")
    AuditLink.objects.filter(position=2).delete()
    assert found() == [
        ("site at 3", "position 2 is missing"),
        ("site at 3", "the row or a link before it was changed"),
    ]


def test_a_chain_cut_short_or_rewritten_disagrees_with_its_anchor() -> None:
    write(3)
    write(1, partnership_id=4)
    audit.seal_all()
    anchors = audit.anchors()
    assert {chain: position for chain, (position, _hash) in anchors.items()} == {"site": 3, "p4": 1}
    unfreeze("kernel_auditlink")
    AuditLink.objects.filter(chain="p4").delete()
    AuditLink.objects.filter(position=3).delete()
    assert found(anchors) == [
        ("site at 3", "the chain is shorter than its exported anchor"),
        ("p4", "the chain is gone, though an anchor of it was exported"),
    ]
    assert found({"site": (2, "f" * 64)}) == [("site at 2", "disagrees with the exported anchor")]


def test_a_row_that_was_never_sealed_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    write(2)
    early, late = AuditRow.objects.order_by("pk")
    AuditLink.objects.create(
        row_id=late.pk, chain="site", position=1, hash=audit.link_hash(audit.GENESIS, late)
    )
    monkeypatch.setattr(audit, "LATE_COMMITS", 1)
    assert found() == [(f"row {early.pk}", "was never sealed")]
