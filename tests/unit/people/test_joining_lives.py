# SPDX-License-Identifier: AGPL-3.0-or-later
"""Joining records takes along what other contexts keep about the person, and leaves nothing half-way."""

from __future__ import annotations

from datetime import date

import pytest

from cydwaith.journeys import checks
from cydwaith.journeys.models import Contact, JobSpell, Journey
from cydwaith.kernel.errors import Invalid
from cydwaith.people import actions
from cydwaith.people.visibility import disagreements
from tests import factories
from tests.unit.journeys.world import World, build
from tests.unit.people.world import person_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def council(monkeypatch: pytest.MonkeyPatch) -> World:
    return build(monkeypatch)


def of(council: World, pk: int) -> list[int]:
    return [
        model.objects.visible_to(council.manager).filter(person_id=pk).count()
        for model in (Journey, Contact, JobSpell)
    ]


def test_a_working_life_goes_along_and_comes_back(council: World) -> None:
    keep, _first = council.journey("Gwen Lloyd", "ips")
    gone, _second = council.journey("Gwenllian Lloyd", "work_trial")
    council.met(gone)
    council.job(gone, date(2025, 5, 1))
    kept, other = person_row(keep).pk, person_row(gone).pk
    assert (of(council, kept), of(council, other)) == ([1, 0, 0], [1, 1, 1])
    join = actions.join_duplicates(by=council.mair, keep=keep, duplicate=gone)
    assert (of(council, kept), of(council, other)) == ([2, 1, 1], [0, 0, 0])
    with factories.system("what verify does"):
        assert list(checks.disagreements()) == []
    assert disagreements([kept, other]) == {}
    actions.undo_join(by=council.mair, join_id=join)
    assert (of(council, kept), of(council, other)) == ([1, 0, 0], [1, 1, 1])
    with factories.system("what verify does"):
        assert list(checks.disagreements()) == []


def test_two_open_journeys_on_one_programme_stand_in_the_way(council: World) -> None:
    keep, _first = council.journey("Gwen Lloyd", "ips")
    gone, _second = council.journey("Gwenllian Lloyd", "ips")
    with pytest.raises(Invalid) as caught:
        actions.join_duplicates(by=council.mair, keep=keep, duplicate=gone)
    assert "one at a time" in str(caught.value)
    assert of(council, person_row(gone).pk) == [1, 0, 0]
    assert person_row(gone).joined_into_id is None
