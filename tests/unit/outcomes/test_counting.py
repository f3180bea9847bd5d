# SPDX-License-Identifier: AGPL-3.0-or-later
"""From records through a snapshot and the engine to rows that pages read."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from cydwaith.kernel.errors import NotVisible
from cydwaith.outcomes import actions, counting, facts_store, keys, tasks
from cydwaith.outcomes.models import FigureRow, Run, Snapshot, SnapshotKey
from cydwaith.outcomes.vocabulary import RunState
from tests.factories import system

from .world import Bay


def people(bay: Bay) -> None:
    """Four at the council, two of them in work; one at the charity, in work."""
    for number in range(4):
        reference = bay.person(f"Council {number}", opened=300)
        if number < 2:
            bay.job(reference, started=200)
    bay.job(bay.person("Charity", bay.worker, opened=300), bay.worker, started=200)


def whole(measure: str) -> int:
    """The sum of a measure over all quarters of the current run, for the whole partnership."""
    rows = FigureRow.objects.filter(
        run__current=True, run__step="quarter", run__rulebook="programme-contract", measure=measure,
        programme="", partner="", area="", stratum="",
    )  # fmt: skip
    return sum(rows.values_list("numerator", flat=True))


def test_everything_is_counted_from_the_records(bay: Bay) -> None:
    people(bay)
    snapshot_id = tasks.count_anew(bay.partnership.pk, bay.analyst)
    assert not Run.objects.filter(state=RunState.FAILED).exists()
    assert whole("starts") == 5
    row = Snapshot.objects.get(pk=snapshot_id)
    assert row.rows["person"] == 5
    with system("the keys"):
        assert SnapshotKey.objects.filter(snapshot_id=snapshot_id).count() == 5
    assert keys.person_ids(bay.analyst, snapshot_id, range(1, 6)) == {}, "an analyst meets nobody"


def test_a_second_count_takes_the_place_of_the_first_and_leaves_it(bay: Bay) -> None:
    people(bay)
    tasks.count_anew(bay.partnership.pk, bay.analyst)
    bay.person("One more", opened=10)
    tasks.count_anew(bay.partnership.pk, bay.analyst)
    assert whole("starts") == 6
    names = len(counting.rulebooks())
    assert Run.objects.filter(current=True).count() == 2 * names
    assert Run.objects.count() == 4 * names


def test_a_snapshot_whose_file_was_changed_is_not_counted(bay: Bay) -> None:
    people(bay)
    snapshot_id = tasks.count_anew(bay.partnership.pk, bay.analyst)
    folder = facts_store.path_of(Snapshot.objects.get(pk=snapshot_id).folder)
    with (folder / "job.parquet").open("ab") as file:
        file.write(b"x")
    tasks.count_over(snapshot_id, bay.analyst)
    failed = Run.objects.filter(state=RunState.FAILED)
    assert {(one.failure, one.failure_at) for one in failed} == {("snapshot", "job.parquet")}
    assert whole("starts") == 5, "what was counted before is still there"


def test_nobody_counts_for_a_partnership_that_they_do_not_answer_for(bay: Bay) -> None:
    for actor in (bay.charity_analyst, bay.elsewhere):
        with pytest.raises(NotVisible):
            actions.ask_count(by=actor, partnership_id=bay.partnership.pk)


@pytest.mark.parametrize(
    ("step", "as_of", "first", "last"),
    [
        ("year", date(2026, 3, 31), date(2021, 4, 1), date(2026, 3, 31)),
        ("year", date(2026, 4, 1), date(2022, 4, 1), date(2027, 3, 31)),
        ("quarter", date(2026, 11, 22), date(2024, 1, 1), date(2026, 12, 31)),
    ],
)
def test_the_pages_look_back_on_whole_periods(step: str, as_of: date, first: date, last: date) -> None:
    assert counting.span(step, as_of) == (first, last)
    assert len(counting.periods(step, first, last)) == counting.STEPS[step]


def test_at_night_each_partnership_is_counted_once(bay: Bay, monkeypatch: pytest.MonkeyPatch) -> None:
    people(bay)
    counted: list[int] = []

    def count(partnership_id: int, by: object) -> int:
        counted.append(partnership_id)
        return tasks.take_snapshot(partnership_id, tasks.SITE)

    monkeypatch.setattr(tasks, "count_anew", count)
    noon = timezone.make_aware(datetime.combine(timezone.localdate(), time(12)))
    monkeypatch.setattr(timezone, "now", lambda: noon)
    assert tasks.count_tonight() == 0, "by day it is in people's way"
    monkeypatch.setattr(timezone, "now", lambda: noon - timedelta(hours=9))
    assert tasks.count_tonight() == 1
    assert tasks.count_tonight() == 0
    assert counted == [bay.partnership.pk]
