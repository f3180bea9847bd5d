# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an adviser and a manager see of many journeys: today, the caseload, the board; at what cost in statements."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cydwaith.journeys import actions, queries
from cydwaith.journeys.queries import CaseloadFilter
from cydwaith.kernel import reads
from cydwaith.kernel.actor import organisation_key
from cydwaith.kernel.vocabulary import Category
from cydwaith.people.models import Person
from tests import factories

from .world import World

pytestmark = pytest.mark.django_db


def statements(call: Callable[[], Any]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        call()
    return len(captured)


def names(rows: Any) -> list[str]:
    return [row.called for row in rows]


def test_today_is_overdue_first_then_today_then_the_week(world: World) -> None:
    _late, late_journey = world.journey("Awen Late", referred_on=date(2025, 5, 1))
    due, due_journey = world.journey("Bryn Due")
    _new, _ = world.journey("Cai New")
    world.met(due)
    actions.move_stage(by=world.mair, journey_id=due_journey, to="getting_to_know")
    step = actions.add_step(
        by=world.mair, journey_id=due_journey, words="Ring the college", who_does="adviser",
        due_on=date(2025, 6, 5),
    )  # fmt: skip
    found = queries.today(world.mair)
    assert names(found.overdue) == ["Awen"]
    assert (found.overdue[0].action_code, found.overdue[0].journey_id) == (
        "action_first_contact",
        late_journey,
    )
    assert names(found.today) == ["Cai"]
    (row,) = found.week
    assert (row.called, row.why, row.summary, row.about) == (
        "Bryn",
        "Your step in the plan",
        "Ring the college",
        step,
    )
    assert found.caseload == 3
    world.clock.on(date(2025, 6, 30))
    (bryn,) = [row for row in queries.today(world.mair).overdue if row.called == "Bryn"]
    # The step first; contact since 16 June and the stage by 2 July stand behind it.
    assert (bryn.due, bryn.others) == (date(2025, 6, 5), 2)


def test_nobody_sees_the_caseload_of_a_colleague_and_a_manager_sees_all(world: World) -> None:
    world.journey("Awen")
    world.journey("Bryn", by=world.owain)
    assert names(queries.caseload(world.mair).rows) == ["Awen"]
    assert names(queries.caseload(world.mair, CaseloadFilter(scope="team")).rows) == ["Awen"]
    assert names(queries.caseload(world.manager, CaseloadFilter(scope="team"), sort="name").rows) == [
        "Awen",
        "Bryn",
    ]
    assert queries.caseload(world.manager).rows == ()
    assert names(queries.today(world.owain).today) == ["Bryn"]


def test_the_table_is_narrowed_and_sorted(world: World) -> None:
    for number, name in enumerate(("Awen", "Bryn", "Cai")):
        reference, _journey = world.journey(name, referred_on=date(2025, 5, 1) + timedelta(days=10 * number))
        if name == "Cai":
            world.met(reference)
    mair = world.mair

    def shown(sort: str = "due", descending: bool = False, **wanted: Any) -> list[str]:
        asked = CaseloadFilter(**wanted)
        return names(queries.caseload(mair, asked, sort=sort, descending=descending).rows)

    assert shown() == ["Awen", "Bryn", "Cai"]
    assert shown(descending=True) == ["Cai", "Bryn", "Awen"]
    assert shown("contact", descending=True)[0] == "Cai"
    assert shown("contact") == ["Awen", "Bryn", "Cai"]
    assert shown(due="overdue") == ["Awen", "Bryn"]
    assert shown(stage="referred") == ["Awen", "Bryn", "Cai"]
    assert shown(stage="in_work") == []
    assert shown(programme=world.programmes["retention"]) == []
    assert shown(text="brin") == ["Bryn"]
    assert shown(adviser=0) == []
    page = queries.caseload(mair, offset=1, limit=1)
    assert (names(page.rows), page.total, page.more) == (["Bryn"], 3, False)


def test_a_partner_sees_what_was_shared_and_no_more(world: World) -> None:
    reference, journey = world.journey("Awen")
    world.journey("Bryn")
    partner = factories.organisation()
    reader = factories.adviser(partner)
    shared = CaseloadFilter(scope="shared")
    assert queries.caseload(reader, shared).rows == ()
    awen = Person.objects.visible_to(world.manager).get(reference=reference)
    factories.share(
        organisation_key(partner.pk), awen, int(Category.IDENTITY | Category.JOBS), organisation=partner
    )
    assert statements(lambda: queries.caseload(reader, shared)) == 2
    (row,) = queries.caseload(reader, shared).rows
    assert (row.called, row.journey_id, str(row.holder)) == ("Awen", journey, "Glan Council")
    assert row.needs == ()
    assert queries.caseload(world.mair, shared).rows == ()


def test_of_many_who_shared_only_those_on_the_page_count_as_looked_at(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.import_module("cydwaith.journeys.queries.caseload"), "FEW", 1)
    partner = factories.organisation()
    reader = factories.adviser(partner)
    people = []
    for name in ("Awen", "Bryn", "Cai"):
        reference, _journey = world.journey(name)
        person = Person.objects.visible_to(world.manager).get(reference=reference)
        factories.share(
            organisation_key(partner.pk), person, int(Category.IDENTITY | Category.JOBS), organisation=partner
        )
        people.append(person.pk)
    with reads.collect(reader, "list") as looked:
        page = queries.caseload(reader, CaseloadFilter(scope="shared"), sort="name", limit=2)
        assert (names(page.rows), page.total, page.more) == (["Awen", "Bryn"], 3, True)
        assert list(looked.people) == people[:2]
    last = queries.caseload(reader, CaseloadFilter(scope="shared"), sort="name", offset=2, limit=2)
    assert (names(last.rows), last.total, last.more) == (["Cai"], 3, False)


def test_the_board_counts_what_it_does_not_show(world: World) -> None:
    for name in ("Awen", "Bryn", "Cai"):
        world.journey(name)
    found = queries.board(world.mair)
    first = found.columns[0]
    assert (first.stage, first.count, first.over, names(first.cards)) == (
        "referred",
        3,
        0,
        ["Awen", "Bryn", "Cai"],
    )
    assert [column.stage for column in found.columns] == [
        "referred",
        "getting_to_know",
        "job_search",
        "in_work",
        "settled",
    ]
    assert first.cards[0].next == (("getting_to_know", "Vocational profile"),)
    world.clock.on(date(2025, 6, 20))
    assert queries.board(world.mair).columns[0].over == 3
    assert queries.board(world.owain).columns == ()
    assert queries.board(world.manager, scope="team").columns[0].count == 3


def test_who_is_away_is_stood_in_for(world: World) -> None:
    world.journey("Awen")
    assert queries.today(world.owain).caseload == 0
    absence = actions.arrange_cover(
        by=world.manager, membership_id=world.mair.membership_id or 0, cover_id=world.owain.membership_id or 0,
        starts_on=date(2025, 6, 10), ends_on=date(2025, 6, 24),
    )  # fmt: skip
    assert queries.caseload(world.owain).rows == ()
    world.clock.on(date(2025, 6, 11))
    (row,) = queries.today(world.owain).today + queries.today(world.owain).week
    assert (row.called, row.adviser) == ("Awen", "Mair Prys")
    assert names(queries.caseload(world.owain).rows) == ["Awen"]
    world.clock.on(date(2025, 6, 16))
    actions.end_cover(by=world.manager, absence_id=absence)
    assert queries.caseload(world.owain).rows == ()
    assert names(queries.caseload(world.mair).rows) == ["Awen"]


def test_a_caseload_is_handed_over_with_the_people(world: World) -> None:
    _reference, journey = world.journey("Awen")
    assert (
        actions.hand_over(by=world.manager, journey_ids=[journey], to_user_id=world.owain.user_id or 0) == 1
    )
    assert names(queries.caseload(world.owain).rows) == ["Awen"]
    assert queries.caseload(world.mair, CaseloadFilter(scope="team")).rows == ()


LISTS: dict[str, tuple[Callable[[World], Any], int]] = {
    "today": (lambda world: queries.today(world.mair), 3),
    "caseload": (lambda world: queries.caseload(world.mair), 2),
    "team": (lambda world: queries.caseload(world.manager, CaseloadFilter(scope="team")), 2),
    "choices": (lambda world: queries.caseload_choices(world.manager), 1),
    "board": (lambda world: queries.board(world.mair), 3),
}


@pytest.mark.parametrize("name", LISTS)
def test_as_many_statements_for_many_as_for_one(world: World, name: str) -> None:
    call, most = LISTS[name]
    seen = []
    for number in (1, 2, 9):
        for one in range(number):
            world.journey(f"Person {number} {one}")
        seen.append(statements(lambda: call(world)))
    assert len(set(seen)) == 1
    assert seen[0] <= most


def test_beyond_the_last_page_it_is_still_told_how_many_there_are(world: World) -> None:
    for number in range(3):
        reference = world.person(f"Person {number} Lloyd")
        actions.open_journey(by=world.mair, reference=reference, programme_id=world.programmes["ips"])
    for offset, shown in ((0, 2), (2, 1), (4, 0)):
        found = queries.caseload(world.mair, offset=offset, limit=2)
        assert (len(found.rows), found.total, found.more) == (shown, 3, False)
    assert statements(lambda: queries.caseload(world.mair, offset=0, limit=2)) == 1
