# SPDX-License-Identifier: AGPL-3.0-or-later
"""The team manager: workload against the limit, what is overdue, hand-over, people with nobody, cover."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cydwaith.journeys import queries as work
from cydwaith.journeys.models import Journey
from cydwaith.kernel.errors import NotAllowed
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships import queries
from cydwaith.people.identity import people_held
from cydwaith.people.models import AccessLog, Involvement
from tests.factories import system
from tests.web.accounts.signing import signed_in
from tests.web.manage.conftest import Team, _user, days

WORKLOAD = "/manage/workload/"


def quality(team: Team) -> Any:
    return team.manager.for_purpose(Purpose.CHECK_QUALITY)


def test_a_caseload_is_held_against_the_pathways_limit_and_the_hours(team: Team) -> None:
    for number in range(3):
        team.person(f"Person {number}")
    team.person("Another", team.owain)
    found = work.workload(quality(team))
    rows = {one.name: one for one in found.rows}
    limit = rows["Mair Prys"].limit
    assert limit is not None
    assert (rows["Mair Prys"].journeys, rows["Mair Prys"].load) == (3, round(300 / limit))
    assert (rows["Owain Rees"].journeys, rows["Owain Rees"].limit) == (1, round(limit / 2))
    assert rows["Owain Rees"].load == round(200 / limit)
    assert (rows["Nia Hughes"].journeys, rows["Nia Hughes"].limit, rows["Nia Hughes"].load) == (0, None, None)
    assert (found.journeys, found.nobody, found.unassigned) == (4, 0, 0)
    page = team.as_manager.get(WORKLOAD).content.decode()
    assert "Mair Prys" in page
    assert "Person 0" not in page, "numbers tell nobody's name"


def test_what_is_overdue_is_counted_and_told_by_name_on_its_own_page(team: Team) -> None:
    team.person("Gwen Overdue")
    found = work.workload(quality(team))
    assert found.overdue == 1
    page = team.as_manager.get("/manage/overdue/").content.decode()
    assert "Gwen Overdue" in page
    assert "Mair Prys" in page
    with system("looking"):
        log = AccessLog.objects.latest("pk")
        assert (log.user_id, log.page, log.purpose) == (
            team.manager.user_id,
            "manage:overdue",
            "check_quality",
        )


def test_an_empty_team_says_so(team: Team) -> None:
    assert "Nothing is overdue" in team.as_manager.get("/manage/overdue/").content.decode()
    assert "Everybody has somebody" in team.as_manager.get("/manage/unassigned/").content.decode()
    page = team.as_manager.get(f"/manage/workload/{team.owain.user_id}/").content.decode()
    assert "Nobody is on this caseload" in page


def caseload(team: Team, of: Any) -> str:
    return f"/manage/workload/{of.user_id}/"


def names(team: Team, of: Any) -> list[str]:
    return [one.name for one in work.held_by(quality(team), of.user_id)]


def test_a_whole_caseload_changes_hands_with_journeys_and_without(team: Team) -> None:
    _gwen, journey = team.person("Gwen")
    huw, _none = team.person("Huw", journey=False)
    assert names(team, team.mair) == ["Gwen", "Huw"]
    answer = team.as_manager.post(
        caseload(team, team.mair), {"chosen": [f"j{journey}", f"p{huw}"], "to": str(team.owain.user_id)}
    )
    assert answer.status_code == 302
    assert (names(team, team.mair), names(team, team.owain)) == ([], ["Gwen", "Huw"])
    assert people_held(team.mair.user_id or 0, team.council.pk) == 0
    assert "Handed over: 2" in team.as_manager.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(
    ("chosen", "to", "said"),
    [
        ([], "owain", "Choose whom to hand over."),
        (["gwen"], "", "Choose a colleague."),
        (["gwen"], "0", "works here"),
    ],
)
def test_a_hand_over_that_is_not_said_whole_changes_nothing(
    team: Team, chosen: list[str], to: str, said: str
) -> None:
    _reference, journey = team.person("Gwen")
    data = {
        "chosen": [f"j{journey}" for _one in chosen],
        "to": str(team.owain.user_id) if to == "owain" else to,
    }
    page = team.as_manager.post(caseload(team, team.mair), data).content.decode()
    assert said in page
    assert names(team, team.mair) == ["Gwen"]


def test_another_organisations_journey_is_not_handed_over(team: Team) -> None:
    answer = team.as_manager.post(
        caseload(team, team.mair), {"chosen": ["j999999"], "to": str(team.owain.user_id)}
    )
    assert answer.status_code == 404
    assert team.as_manager.get("/manage/workload/999999/").status_code == 404


def test_who_left_and_still_holds_journeys_stands_first(team: Team) -> None:
    from cydwaith.partnerships.models import Membership

    team.person("Gwen")
    Membership.objects.filter(pk=team.mair.membership_id).update(ends_on=days(0))
    first = work.workload(quality(team)).rows[0]
    assert (first.name, first.membership_id, first.journeys) == ("Mair Prys", None, 1)
    assert "Does not work here any more" in team.as_manager.get(WORKLOAD).content.decode()
    assert team.as_manager.get(caseload(team, team.mair)).status_code == 200


def test_people_with_nobody_are_given_to_somebody(team: Team) -> None:
    reference, _none = team.person("Huw", journey=False)
    yesterday = timezone.now() - timedelta(days=1)
    with system("nobody works with Huw any more"):
        Involvement.objects.filter(user_id=team.mair.user_id).update(starts_at=yesterday, ends_at=yesterday)
    assert work.workload(quality(team)).unassigned == 1
    page = team.as_manager.get("/manage/unassigned/").content.decode()
    assert "Huw" in page
    refused = team.as_manager.post("/manage/unassigned/", {"reference": reference, "to": ""})
    assert "Choose somebody who works here." in refused.content.decode()
    team.as_manager.post("/manage/unassigned/", {"reference": reference, "to": str(team.owain.user_id)})
    assert work.workload(quality(team)).unassigned == 0
    assert names(team, team.owain) == ["Huw"]


def three(value: Any, name: str) -> dict[str, str]:
    return {f"{name}_0": str(value.day), f"{name}_1": str(value.month), f"{name}_2": str(value.year)}


def test_cover_sees_the_people_for_those_days_and_no_longer(team: Team) -> None:
    team.person("Gwen")
    data = {
        "member": str(team.mair.membership_id), "cover": str(team.owain.membership_id),
        **three(days(0), "starts_on"), **three(days(7), "ends_on"),
    }  # fmt: skip
    assert team.as_manager.post("/manage/absences/new/", data).status_code == 302
    from cydwaith.people.models import Person

    assert Person.objects.visible_to(team.owain).count() == 1
    row = next(one for one in work.workload(quality(team)).rows if one.name == "Mair Prys")
    assert (row.away, row.cover) == (True, "Owain Rees")
    (absence,) = queries.absences(team.manager)
    team.as_manager.post(f"/manage/absences/{absence.absence_id}/end/")
    assert queries.absences(team.manager) == []
    assert Person.objects.visible_to(team.owain).count() == 0
    assert names(team, team.mair) == ["Gwen"]


def test_an_absence_without_cover_is_refused_while_there_are_people(team: Team) -> None:
    team.person("Gwen")
    data = {"member": str(team.mair.membership_id), "cover": "", **three(days(0), "starts_on")}
    page = team.as_manager.post("/manage/absences/new/", data).content.decode()
    assert "choose who covers" in page
    data["member"] = str(team.owain.membership_id)
    assert team.as_manager.post("/manage/absences/new/", data).status_code == 302
    assert team.as_manager.post("/manage/absences/999999/end/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [WORKLOAD, "/manage/overdue/", "/manage/unassigned/", "/manage/absences/", "/manage/absences/new/"],
)
def test_only_a_manager_finds_the_teams_pages(team: Team, path: str) -> None:
    assert team.as_manager.get(path).status_code == 200
    assert team.as_manager.get(f"/cy{path}").status_code == 200
    assert team.as_administrator.get(path).status_code == 404
    assert signed_in(_user(team.mair)).get(path).status_code == 404


def test_only_a_manager_may_ask(team: Team) -> None:
    for ask in (work.workload, work.overdue, lambda actor: work.held_by(actor, 1)):
        with pytest.raises(NotAllowed):
            ask(team.mair)


@pytest.mark.parametrize(
    ("path", "most"),
    [(WORKLOAD, 7), ("/manage/overdue/", 7), ("/manage/workload/{mair}/", 7), ("/manage/absences/", 7)],
)
def test_as_many_questions_for_one_person_as_for_many(team: Team, path: str, most: int) -> None:
    path = path.format(mair=team.mair.user_id)
    asked = []
    for number in (1, 2, 9):
        for one in range(number):
            team.person(f"Person {number} {one}")
        team.as_manager.get(path)
        with CaptureQueriesContext(connection) as found:
            team.as_manager.get(path)
        asked.append(len([q for q in found.captured_queries if "SAVEPOINT" not in q["sql"]]))
    assert asked[0] == asked[1] == asked[2]
    assert asked[0] <= most, [q["sql"][:80] for q in found.captured_queries]


def test_whose_journeys_have_all_ended_needs_nobody(team: Team) -> None:
    _reference, journey = team.person("Gwen")
    yesterday = timezone.now() - timedelta(days=1)
    with system("Gwen finished long ago, and her adviser has moved on"):
        Involvement.objects.filter(user_id=team.mair.user_id).update(starts_at=yesterday, ends_at=yesterday)
        assert work.workload(quality(team)).unassigned == 1
        Journey.objects.filter(pk=journey).update(
            stage="closed", closed_on=days(-2), close_reason="own_choice"
        )
    assert work.workload(quality(team)).unassigned == 0
    assert "Gwen" not in team.as_manager.get("/manage/unassigned/").content.decode()
