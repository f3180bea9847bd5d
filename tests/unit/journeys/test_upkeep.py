# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is kept twice follows its source; what disagrees is found; nobody falls between two people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection

from cydwaith.engines import pathways
from cydwaith.journeys import actions, checks, frozen, models, queries, rules, upkeep
from cydwaith.journeys.queries import CaseloadFilter
from cydwaith.journeys.shapes import NewContact, NewJob
from cydwaith.journeys.vocabulary import closing_code, closing_label
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.roles import Role
from cydwaith.kernel.statements import raw_sql_allowed
from cydwaith.kernel.system import system
from cydwaith.partnerships import actions as partnerships
from cydwaith.people import actions as people

from .world import World

pytestmark = pytest.mark.django_db


def spoil(model: Any, **values: Any) -> None:
    with system("a test spoils a copy"):
        model.objects.all().update(**values)


SPOILED: dict[str, Callable[[], None]] = {
    "last_contact_on": lambda: spoil(models.Journey, last_contact_on=date(2020, 1, 1)),
    "next_due_on": lambda: spoil(models.Journey, next_due_on=date(2020, 1, 1)),
    "stage": lambda: spoil(models.Journey, stage_since=date(2020, 1, 1)),
    "sort_key": lambda: spoil(models.Journey, sort_key="zzz"),
    "reviews": lambda: spoil(models.Review, due_on=date(2020, 1, 1)),
}


@pytest.mark.parametrize("what", SPOILED)
def test_a_copy_that_disagrees_is_found(world: World, what: str) -> None:
    awen, _journey = world.journey("Awen", opened_on=date(2025, 5, 1))
    world.met(awen)
    world.job(awen, date(2025, 6, 2))
    with system("a test remembers"):
        kept = [list(model.objects.values()) for model in (models.Journey, models.Review)]
    SPOILED[what]()
    assert what in {found.what for found in checks.disagreements()}
    with system("a test mends"):  # the world checks itself at the end
        for model, rows in zip((models.Journey, models.Review), kept, strict=True):
            for row in rows:
                model.objects.filter(pk=row["id"]).update(**row)


class Editor:
    """What a migration's operation asks of a schema editor: SQLite's own does not work inside a test's transaction."""

    connection = connection

    def execute(self, sql: str, _params: None) -> None:
        with raw_sql_allowed(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_a_trigger_that_is_gone_is_missed() -> None:
    assert checks.missing_triggers() == []
    frozen.thaw(None, Editor())
    assert checks.missing_triggers() == sorted(frozen.trigger_names())
    frozen.freeze(None, Editor())
    assert checks.missing_triggers() == []


def test_a_new_name_moves_the_journey_in_the_list(world: World) -> None:
    awen, _first = world.journey("Awen")
    world.journey("Bryn")
    people.change_identity(by=world.mair, reference=awen, version=1, values={"name": "Wena"})
    assert [row.called for row in queries.caseload(world.mair, sort="name").rows] == ["Bryn", "Awen"]


def test_two_records_of_one_human_are_joined_with_their_journeys(world: World) -> None:
    kept, _journey = world.journey("Awen Lewis")
    double, other = world.journey("Awena Lewis", "retention")
    joined = people.join_duplicates(by=world.manager, keep=kept, duplicate=double)
    rows = queries.caseload(world.mair, sort="name").rows
    assert [row.reference for row in rows] == [kept, kept]
    assert {row.journey_id for row in rows} >= {other}
    assert list(checks.disagreements()) == []
    people.undo_join(by=world.manager, join_id=joined)
    assert {row.reference for row in queries.caseload(world.mair).rows} == {kept, double}


def test_nobody_leaves_with_people_on_their_caseload(world: World) -> None:
    _awen, journey = world.journey("Awen")
    administrator = world.member(Role.ADMINISTRATOR, "Ceri")
    mair = world.mair
    assert upkeep.people_held(mair.user_id or 0, world.council.pk) == 1
    with pytest.raises(Invalid):
        partnerships.end_membership(by=administrator, membership_id=mair.membership_id or 0)
    actions.hand_over(by=world.manager, journey_ids=[journey], to_user_id=world.owain.user_id or 0)
    partnerships.end_membership(by=administrator, membership_id=mair.membership_id or 0)
    assert queries.today(world.owain).caseload == 1


def test_handing_over_is_all_or_nothing(world: World) -> None:
    awen, first = world.journey("Awen")
    second = actions.open_journey(by=world.mair, reference=awen, programme_id=world.programmes["retention"])
    _bryn, nobodys = world.journey("Bryn", by=world.manager)
    manager, owain = world.manager, world.owain.user_id or 0
    with pytest.raises(NotVisible):
        actions.hand_over(by=manager, journey_ids=[first, 999_999], to_user_id=owain)
    with pytest.raises(NotVisible):
        actions.hand_over(by=manager, journey_ids=[], to_user_id=owain)
    with pytest.raises(Invalid):
        actions.hand_over(by=manager, journey_ids=[first], to_user_id=0)
    # Mair keeps the other journey, so she stays with Awen; Bryn had nobody.
    assert actions.hand_over(by=manager, journey_ids=[first, nobodys], to_user_id=owain) == 2
    assert {row.journey_id for row in queries.caseload(world.owain).rows} == {first, nobodys}
    assert {row.journey_id for row in queries.caseload(world.mair).rows} == {second}
    assert actions.hand_over(by=manager, journey_ids=[first], to_user_id=owain) == 0


def test_a_manager_finds_what_nobody_holds(world: World) -> None:
    _awen, held = world.journey("Awen")
    _bryn, nobodys = world.journey("Bryn", by=world.manager)

    def shown(**wanted: Any) -> set[int]:
        return {
            row.journey_id
            for row in queries.caseload(world.manager, CaseloadFilter(scope="team", **wanted)).rows
        }

    assert shown(adviser=0) == {nobodys}
    assert shown(adviser=world.mair.user_id) == {held}
    actions.hand_over(by=world.manager, journey_ids=[nobodys], to_user_id=world.owain.user_id or 0)
    assert shown(adviser=0) == set()


def test_the_list_by_what_is_due(world: World) -> None:
    late, _one = world.journey("Awen", referred_on=date(2025, 5, 1))
    soon, _two = world.journey("Bryn")
    world.met(soon, next_on=date(2025, 6, 5))
    world.clock.on(date(2025, 6, 3))

    def shown(due: str) -> list[str]:
        return [row.called for row in queries.caseload(world.mair, CaseloadFilter(due=due)).rows]

    assert (shown("overdue"), shown("today"), shown("this_week"), shown("none")) == (
        ["Awen"],
        [],
        ["Bryn"],
        [],
    )
    world.clock.on(date(2025, 6, 5))
    assert shown("today") == ["Bryn"]
    for reference, reason in ((late, "own_choice"), (soon, "moved_away")):
        (row,) = [one for one in queries.caseload(world.mair).rows if one.reference == reference]
        actions.close_journey(by=world.mair, journey_id=row.journey_id, reason=reason)
    assert queries.caseload(world.mair).total == 0
    ended = queries.caseload(world.mair, CaseloadFilter(scope="closed"))
    assert {(row.called, row.action, row.next_due_on) for row in ended.rows} == {
        ("Awen", "", None),
        ("Bryn", "", None),
    }
    assert queries.caseload(world.owain, CaseloadFilter(scope="closed")).rows == ()
    assert queries.caseload(world.manager, CaseloadFilter(scope="closed")).total == 2


def test_an_assistant_of_words(world: World) -> None:
    ips, retention = pathways.get("ips"), pathways.get("retention")
    assert [closing_code(ips, code) for code in ("into_work", "lost_contact", "died", "?")] == [
        "in_work_settled", "lost_touch", "died", "other",
    ]  # fmt: skip
    assert closing_code(retention, "into_work") == "kept_job"
    assert closing_label(ips, "completed", "en") == "The programme came to its end"
    assert closing_label(ips, "died", "cy") == "Wedi marw"
    assert closing_label(ips, "gone", "en") == "gone"


def test_years_that_cannot_be_are_asked_about() -> None:
    contact = NewContact(with_whom="person", how="phone", on=date(1025, 6, 2))
    assert rules.contact_problems(contact, date(2025, 6, 2)) == {"on": ["Check the year."]}
    job = NewJob(kind="employed", employer_name="Caffi", starts_on=date(202, 6, 2), end_reason="resigned")
    assert rules.job_problems(job) == {
        "starts_on": ["Check the year."],
        "ends_on": ["Write the last day worked."],
    }
