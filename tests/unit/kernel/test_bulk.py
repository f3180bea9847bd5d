# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows sent in bulk are the rows that the ORM would have stored, and only inside an action."""

import gc
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.db import IntegrityError, connection, transaction

from cydwaith.kernel import bulk
from cydwaith.kernel.errors import OutsideAction
from cydwaith.kernel.statements import writing
from cydwaith.kernel.system import system
from cydwaith.partnerships.models import Organisation
from cydwaith.people.models import Needs, Person
from tests import factories

pytestmark = pytest.mark.django_db

NAMES = (
    "id", "organisation_id", "reference", "name", "called", "sort_key", "date_of_birth", "email", "phone", "address",
    "postcode", "nhs_number", "spoken_language", "written_language", "other_language", "created_at", "version",
)  # fmt: skip
MOMENT = datetime(2024, 7, 1, 9, 30, 15, 123456, tzinfo=timezone(timedelta(hours=1)))


def row(pk: int, org: Organisation, **given: object) -> list[object]:
    values = dict.fromkeys(NAMES, "") | {
        "id": pk, "organisation_id": org.pk, "reference": f"B{pk}", "name": "Siân\tO'Neill\\n", "sort_key": "s",
        "date_of_birth": date(1999, 2, 28), "created_at": MOMENT, "version": 1, **given,
    }  # fmt: skip
    return [values[name] for name in NAMES]


def test_what_is_inserted_reads_back_as_the_orm_would_have_stored_it() -> None:
    org = factories.organisation()
    with transaction.atomic(), writing():
        first, second = bulk.reserve(Person, 2)
        assert bulk.insert(Person, NAMES, iter([row(first, org), row(second, org, date_of_birth=None)])) == 2
        bulk.insert(Needs, ("id", "person_id", "formats", "communication", "access", "version"),
                    [(pk, first, ["easy_read"], "ŵ", "", 1) for pk in bulk.reserve(Needs, 1)])  # fmt: skip
    with system("test"):
        found = Person.objects.get(pk=first)
        assert (found.name, found.date_of_birth, found.created_at) == (
            "Siân\tO'Neill\\n", date(1999, 2, 28), MOMENT.astimezone(UTC),
        )  # fmt: skip
        assert Person.objects.filter(created_at=MOMENT).count() == 2
        assert Person.objects.get(pk=second).date_of_birth is None
        assert Needs.objects.get(person_id=first).formats == ["easy_read"]


def test_reserved_keys_are_given_to_nobody_else() -> None:
    org = factories.organisation()
    with transaction.atomic(), writing():
        assert bulk.reserve(Person, 0) == []
        keys = bulk.reserve(Person, 7_000)
        later = bulk.reserve(Person, 2)
    made = factories.person(org)
    assert len({*keys, *later}) == 7_002
    assert keys == sorted(keys)
    assert made.pk not in {*keys, *later}


def test_more_rows_than_one_statement_holds() -> None:
    org = factories.organisation()
    with transaction.atomic(), writing():
        keys = bulk.reserve(Person, bulk.CHUNK + 3)
        assert bulk.insert(Person, NAMES, (row(pk, org) for pk in keys)) == bulk.CHUNK + 3
    with system("test"):
        assert Person.objects.filter(organisation=org).count() == bulk.CHUNK + 3


def test_outside_an_action_nothing_is_written() -> None:
    org = factories.organisation()
    with pytest.raises(OutsideAction):
        bulk.insert(Person, NAMES, [row(1, org)])
    with pytest.raises(OutsideAction):
        bulk.reserve(Person, 1)


def test_constraints_still_speak() -> None:
    org = factories.organisation()
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        one, two = bulk.reserve(Person, 2)
        bulk.insert(Person, NAMES, [row(pk, org, nhs_number="9990000018") for pk in (one, two)])


def cache_size() -> int | None:
    if connection.vendor != "sqlite":
        return None
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_size")
        return int(cursor.fetchone()[0])


def kept_after() -> int | None:
    """After how many runs a plan is kept; None where none is."""
    connection.ensure_connection()
    return getattr(connection.connection, "prepare_threshold", None)


@pytest.mark.parametrize("collecting", [True, False])
def test_room_for_many_rows_is_given_back(collecting: bool) -> None:
    before, kept, was = cache_size(), kept_after(), gc.isenabled()
    assert (kept is None) is (connection.vendor == "sqlite")
    (gc.enable if collecting else gc.disable)()
    try:
        with pytest.raises(LookupError), bulk.roomy():
            assert not gc.isenabled()
            assert cache_size() in (None, -bulk.ROOMY_KIBIBYTES)
            assert kept_after() is None
            raise LookupError
        assert (gc.isenabled(), cache_size(), kept_after()) == (collecting, before, kept)
    finally:
        (gc.enable if was else gc.disable)()
