# SPDX-License-Identifier: AGPL-3.0-or-later
"""An action is one audited verb: checked, written and told in one transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from cydwaith.kernel import actions, audit
from cydwaith.kernel.actions import action, check_version, nothing_to_write, once, wrote, wrote_about
from cydwaith.kernel.actor import ANONYMOUS, Actor
from cydwaith.kernel.errors import Conflict, Invalid, NotAllowed, OutsideAction, Refused
from cydwaith.kernel.models import AuditRow, Receipt
from cydwaith.kernel.roles import Permission
from cydwaith.partnerships.models import Area
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def mair() -> Actor:
    return factories.adviser(factories.organisation())


@action(
    "test.add_area",
    permission=(Permission.WORK_CASELOAD, Permission.OPERATE_SITE),
    messages={
        "partnerships_area.code": ("code", "That code is taken."),
        "partnerships_area_code": ("code", "That code is taken."),
    },
)
def add_area(*, by: Actor, code: str, token: str | None = None, tell: bool = True) -> Any:
    def make() -> int:
        area = Area.objects.create(code=code, kind="council", name_en=code)
        if tell:
            wrote(area, changed={"code": code})
        return area.pk

    return once(token, make)


def test_a_write_leaves_its_audit_row_and_no_value(mair: Actor) -> None:
    pk = add_area(by=mair, code="W06000001")
    row = AuditRow.objects.get()
    assert (row.verb, row.user_id, row.organisation_id) == (
        "test.add_area",
        mair.user_id,
        mair.organisation_id,
    )
    assert (row.object_type, row.object_id, row.role, row.purpose) == (
        "partnerships.area",
        pk,
        "adviser",
        "find_work",
    )
    assert list(row.digests) == ["code"]
    assert "W06000001" not in str(row.digests)


def test_a_role_without_the_verb_is_refused(mair: Actor) -> None:
    with pytest.raises(NotAllowed):
        add_area(by=ANONYMOUS, code="X")
    assert not Area.objects.exists()


def test_an_action_takes_words_not_positions(mair: Actor) -> None:
    with pytest.raises(TypeError):
        add_area(mair, "X")  # type: ignore[misc,call-arg]
    with pytest.raises(TypeError):
        add_area(by="Mair", code="X")  # type: ignore[arg-type]


def test_a_silent_write_is_undone(mair: Actor) -> None:
    with pytest.raises(OutsideAction):
        add_area(by=mair, code="X", tell=False)
    assert not Area.objects.exists()


def test_a_constraint_speaks_in_words(mair: Actor) -> None:
    add_area(by=mair, code="X")
    with pytest.raises(Invalid) as caught:
        add_area(by=mair, code="X")
    assert caught.value.errors == {"code": ["That code is taken."]}
    assert str(caught.value) == "code: That code is taken."
    assert AuditRow.objects.count() == 1


def test_an_unforeseen_breach_stays_an_accident(mair: Actor) -> None:
    @action("test.breach", permission=None)
    def breach(*, by: Actor) -> None:
        Area.objects.create(code="Y", kind="k", name_en="n")
        Area.objects.create(code="Y", kind="k", name_en="n")

    with pytest.raises(actions.IntegrityError):
        breach(by=mair)


def test_sent_twice_is_written_once(mair: Actor) -> None:
    first = add_area(by=mair, code="X", token="t-1")
    assert add_area(by=mair, code="X", token="t-1") == first
    assert Area.objects.count() == AuditRow.objects.count() == Receipt.objects.count() == 1


def test_a_receipt_is_its_senders(mair: Actor) -> None:
    add_area(by=mair, code="X", token="t-1")
    other = factories.adviser(factories.organisation())
    add_area(by=other, code="Z", token="t-1")
    assert Area.objects.count() == 2


def test_nothing_to_write_is_said_not_assumed(mair: Actor) -> None:
    @action("test.nothing", permission=None)
    def nothing(*, by: Actor) -> str:
        nothing_to_write()
        return "as it was"

    assert nothing(by=mair) == "as it was"
    assert not AuditRow.objects.exists()


def test_a_write_that_is_no_single_row_is_told_too(mair: Actor) -> None:
    @action("test.batch", permission=None)
    def batch(*, by: Actor) -> None:
        wrote_about("intake.row", object_id=7, person_id=3, partnership_id=2, changed={"row": 1})

    batch(by=mair)
    row = AuditRow.objects.get()
    assert (row.object_type, row.object_id, row.person_id, row.partnership_id) == ("intake.row", 7, 3, 2)


def test_a_row_about_a_person_names_them(mair: Actor) -> None:
    made = factories.person(factories.organisation())

    @action("test.call", permission=None)
    def call(*, by: Actor) -> None:
        wrote(made)
        wrote(Area.objects.create(code="A", kind="k", name_en="n"))

    call(by=mair)
    assert [r.person_id for r in AuditRow.objects.order_by("pk")] == [made.pk, None]


def test_outside_an_action_nothing_can_be_told() -> None:
    with pytest.raises(OutsideAction):
        wrote(Area(code="A"))


class Versioned:
    version = 3
    name = "what is there now"


def test_a_concurrent_edit_shows_both() -> None:
    row = Versioned()
    with pytest.raises(Conflict) as caught:
        check_version(row, 2, shown=("name",))
    assert (caught.value.current, caught.value.version) == ({"name": "what is there now"}, 3)
    check_version(row, 3, shown=("name",))
    check_version(row, None, shown=("name",))
    assert row.version == 5


def test_every_verb_is_listed() -> None:
    assert actions.VERBS["test.add_area"] is add_area


def test_the_database_is_left_as_it_was_when_an_action_fails(mair: Actor) -> None:
    @action("test.fails", permission=None)
    def fails(*, by: Actor) -> None:
        wrote(Area.objects.create(code="A", kind="k", name_en="n"))
        raise Invalid.on("", "No.")

    with pytest.raises(Invalid):
        fails(by=mair)
    assert not Area.objects.exists()
    assert not AuditRow.objects.exists()
    assert connection.in_atomic_block  # the test's own transaction is whole


@action("test.guess", permission=None)
def guess(*, by: Actor, number: str) -> None:
    Area.objects.create(code=number, kind="council", name_en="Undone")
    raise Refused({"number": ["No."]}, person_id=17, tried={"number": number})


@action("test.guess_inside", permission=None)
def guess_inside(*, by: Actor, number: str) -> None:
    guess(by=by, number=number)


@pytest.mark.parametrize("verb", [guess, guess_inside])
def test_what_may_have_been_a_guess_is_undone_and_kept_as_tried(mair: Actor, verb: Any) -> None:
    with pytest.raises(Refused):
        verb(by=mair, number="W06000009")
    assert not Area.objects.exists()
    row = AuditRow.objects.get()
    assert (row.verb, row.user_id, row.person_id) == ("test.guess_refused", mair.user_id, 17)
    assert list(row.digests) == ["number"]
    assert "W06000009" not in str(row.digests)
    place, since = mair.organisation_id or 0, row.at - timedelta(minutes=1)
    assert audit.lately(place, ["test.guess_refused"], since) == [row]
    assert audit.lately(place, ["test.guess_refused"], since, user_id=mair.user_id) == [row]
    assert audit.lately(place, ["test.guess_refused"], since, user_id=0) == []
    assert audit.lately(place, ["test.other"], since) == []
    assert audit.lately(place + 1, ["test.guess_refused"], since) == []
