# SPDX-License-Identifier: AGPL-3.0-or-later
"""Jobs: what happens when they meet each other, stop without a word, come late, or lost the right to run."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from cydwaith.intake import actions, queries, rules, tasks, words
from cydwaith.intake.models import ImportBatch
from cydwaith.intake.queries import own_batch
from cydwaith.intake.vocabulary import Mode, State
from cydwaith.kernel.errors import Conflict, Invalid, NotAllowed
from cydwaith.kernel.roles import Role
from cydwaith.kernel.system import system
from cydwaith.partnerships.models import Membership
from cydwaith.people.models import Person
from tests import factories
from tests.unit.intake import workbooks
from tests.unit.intake.test_bringing_in import bring, checked, committed, work
from tests.unit.intake.worlds import World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> World:
    return world()


@pytest.fixture
def batch_id(here: World) -> int:
    return bring(here, workbooks.job_a_row(), "x.csv")


def asked_by(here: World) -> dict[str, Any]:
    by = here.manager
    return {
        "role": by.role.value,
        "purpose": by.purpose.value,
        "user_id": by.user_id,
        "organisation_id": by.organisation_id,
        "membership_id": None,
        "language": "cy",
    }


def test_a_job_is_done_for_whoever_may_still_ask_for_it(here: World, batch_id: int) -> None:
    actions.begin(by=here.manager, batch_id=batch_id, work=State.CHECKING, enqueue=False)
    tasks.run.func("checking", batch_id, asked_by(here))
    assert queries.batch(here.manager, batch_id).state == State.CHECKED
    Membership.objects.filter(role=Role.MANAGER.value).update(ends_on=date(2021, 1, 1))
    actions.begin(by=here.manager, batch_id=batch_id, work=State.COMMITTING, mode=Mode.ALL, enqueue=False)
    tasks.run.func("committing", batch_id, asked_by(here))
    found = queries.batch(here.manager, batch_id)
    assert (found.state, found.failure) == (State.CHECKED, "not-allowed")
    with system("test"):
        assert not Person.objects.exists()


def test_two_workers_do_not_do_the_same_work(here: World, batch_id: int) -> None:
    actions.begin(by=here.manager, batch_id=batch_id, work=State.CHECKING, enqueue=False)
    with queries.batch(here.manager, batch_id).folder.working():
        assert tasks.perform(State.CHECKING, batch_id, here.manager) == ""
        assert queries.batch(here.manager, batch_id).state == State.CHECKING
    assert tasks.perform(State.CHECKING, batch_id, here.manager) == ""
    assert queries.batch(here.manager, batch_id).state == State.CHECKED
    assert tasks.perform(State.CHECKING, batch_id, here.manager) == ""


def test_two_people_who_press_at_once_begin_it_once(
    here: World, batch_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(actor: Any, wanted: int) -> ImportBatch:
        row = own_batch(actor, wanted)
        ImportBatch.objects.filter(pk=wanted).update(version=row.version + 1)
        return row

    monkeypatch.setattr(actions, "own_batch", meanwhile)
    with pytest.raises(Conflict):
        actions.begin(by=here.manager, batch_id=batch_id, work=State.CHECKING, enqueue=False)


def test_work_that_stopped_without_a_word_may_be_started_again(
    here: World, batch_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    actions.begin(by=here.manager, batch_id=batch_id, work=State.CHECKING, enqueue=False)
    assert not tasks.recover(here.manager, batch_id)
    monkeypatch.setattr(rules, "STALE", timedelta(0))
    with queries.batch(here.manager, batch_id).folder.working():
        assert not tasks.recover(here.manager, batch_id)
    assert tasks.recover(here.manager, batch_id)
    found = queries.batch(here.manager, batch_id)
    assert (found.state, found.failure) == (State.FAILED, "stopped")
    checked(here, batch_id)


def test_a_fault_of_ours_settles_the_batch_and_keeps_no_text(
    here: World, batch_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_given: Any, **_more: Any) -> None:
        raise RuntimeError("Siân Rhys")

    monkeypatch.setattr("cydwaith.intake.checking.check", fails)
    assert work(here, batch_id, State.CHECKING) == "failed"
    found = queries.batch(here.manager, batch_id)
    assert (found.state, found.failure) == (State.FAILED, "failed")
    assert "failed" in words.WORDS


def test_a_file_that_is_gone_says_so(here: World, batch_id: int) -> None:
    actions.begin(by=here.manager, batch_id=batch_id, work=State.CHECKING, enqueue=False)
    queries.batch(here.manager, batch_id).folder.remove()
    assert tasks.perform(State.CHECKING, batch_id, here.manager) == "file-gone"
    with pytest.raises(Invalid):
        actions.begin(by=here.manager, batch_id=batch_id, work=State.CHECKING, enqueue=False)


def test_files_go_after_thirty_days_and_the_batch_stays(here: World, batch_id: int) -> None:
    checked(here, batch_id)
    committed(here, batch_id)
    assert tasks.forget_old() == 0
    ImportBatch.objects.update(files_until=timezone.now() - timedelta(minutes=1))
    assert tasks.forget_old() == 1
    assert tasks.forget_old() == 0
    found = queries.batch(here.manager, batch_id)
    assert (found.has_file, found.state, queries.groups(found)) == (False, State.DONE, [])


def test_the_list_of_who_stayed_outlives_the_file(
    here: World, batch_id: int, django_capture_on_commit_callbacks: Any
) -> None:
    checked(here, batch_id)
    committed(here, batch_id)
    with django_capture_on_commit_callbacks(execute=True):
        assert work(here, batch_id, State.UNDOING) == ""
    found = queries.batch(here.manager, batch_id)
    assert (found.has_file, found.folder.kept.exists()) == (False, True)
    assert found.undone_at is not None
    assert found.files_until == found.undone_at + rules.KEEP


def test_undo_ends_with_the_thirty_days(here: World, batch_id: int) -> None:
    checked(here, batch_id)
    committed(here, batch_id)
    assert queries.batch(here.manager, batch_id).undo_until is not None
    ImportBatch.objects.update(committed_at=timezone.now() - timedelta(days=30, minutes=1))
    assert queries.batch(here.manager, batch_id).undo_until is None
    with pytest.raises(Invalid):
        actions.begin(by=here.manager, batch_id=batch_id, work=State.UNDOING, enqueue=False)


def test_nothing_is_done_out_of_its_order(here: World, batch_id: int) -> None:
    for attempt in (
        lambda: actions.begin(by=here.manager, batch_id=batch_id, work=State.UNDOING, enqueue=False),
        lambda: actions.commit(by=here.manager, batch_id=batch_id),
        lambda: actions.undo(by=here.manager, batch_id=batch_id),
        lambda: actions.settle(by=here.manager, batch_id=batch_id, state=State.DONE),
    ):
        with pytest.raises(Invalid):
            attempt()
    checked(here, batch_id)
    with pytest.raises(Invalid):
        actions.begin(by=here.manager, batch_id=batch_id, work=State.COMMITTING, mode="", enqueue=False)
    committed(here, batch_id)
    for attempt in (
        lambda: actions.forget(by=here.manager, batch_id=batch_id),
        lambda: actions.match(
            by=here.manager, batch_id=batch_id, version=None, mapping=actions.t.Mapping((), ())
        ),
    ):
        with pytest.raises((Invalid, TypeError)):
            attempt()


def test_rows_that_turned_bad_since_the_check_bring_nothing(here: World) -> None:
    head = "Reference,Full name,Date of birth,NHS number\r\n"
    batch_id = bring(
        here,
        f"{head}R1,Mari Evans,01/02/1990,{workbooks.nhs(1)}\r\nR2,Huw Prys,02/02/1990,\r\n".encode(),
        "x.csv",
    )
    assert checked(here, batch_id).tallies["bad"] == 0
    factories.person(here.organisation, nhs_number=workbooks.nhs(1), date_of_birth=date(1970, 1, 1))
    assert work(here, batch_id, State.COMMITTING, Mode.ALL) == "changed-meanwhile"
    found = queries.batch(here.manager, batch_id)
    assert (found.state, found.failure) == (State.CHECKED, "changed-meanwhile")
    with system("test"):
        assert Person.objects.count() == 1


def test_somebody_known_by_their_nhs_number_is_added_to_not_doubled(here: World) -> None:
    known = factories.person(here.organisation, nhs_number=workbooks.nhs(1), date_of_birth=date(1990, 2, 1))
    head = "Reference,Full name,Date of birth,NHS number,Programme,Start date on programme\r\n"
    batch_id = bring(
        here, f"{head}R1,Mari Evans,01/02/1990,{workbooks.nhs(1)},ips-a,03/04/2023\r\n".encode(), "x.csv"
    )
    found = checked(here, batch_id)
    assert (found.tallies["new_people"], found.tallies["known_people"], found.tallies["journeys"]) == (
        0,
        1,
        1,
    )
    committed(here, batch_id)
    from cydwaith.journeys.models import Journey

    with system("test"):
        assert Person.objects.count() == 1
        assert Journey.objects.get().person_id == known.pk
    assert work(here, batch_id, State.UNDOING) == ""
    with system("test"):
        assert Person.objects.count() == 1
        assert Journey.objects.count() == 0


def test_who_may_not_import_reads_nothing(here: World, batch_id: int) -> None:
    adviser = factories.adviser(here.organisation)
    with pytest.raises(NotAllowed):
        queries.batch(adviser, batch_id)
    with pytest.raises(NotAllowed):
        actions.begin(by=adviser, batch_id=batch_id, work=State.CHECKING, enqueue=False)
