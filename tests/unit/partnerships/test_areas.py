# SPDX-License-Identifier: AGPL-3.0-or-later
"""An organisation's people count for a council's area: the real one by its code, with what it lies in."""

from __future__ import annotations

import pytest

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships import actions, areas, queries
from cydwaith.partnerships.models import Area
from tests import factories

pytestmark = pytest.mark.django_db
NAMES = {"name_en": "Here", "public_name_en": "Here"}


def test_the_councils_of_wales_and_the_city_region_can_be_chosen() -> None:
    found = dict(areas.choices())
    assert found["W06000015"] == "Cardiff" and found["E08000003"] == "Manchester"
    assert len([code for code in found if code.startswith("W06")]) == 22


def test_an_administrator_says_for_which_area_people_count() -> None:
    here = factories.organisation()
    by = factories.adviser(here, Role.ADMINISTRATOR, Purpose.FIND_WORK)
    actions.change_organisation(by=by, version=1, values={**NAMES, "area": "E08000003"})
    assert queries.organisation(by).area == "E08000003"
    above, area = [], Area.objects.get(code="E08000003")
    while area.parent is not None:
        area = area.parent
        above.append(area.code)
    assert above == ["E47000001", "E12000002", "E92000001"]
    actions.change_organisation(by=by, version=2, values={**NAMES, "area": "E08000003"})
    assert Area.objects.filter(code="E08000003").count() == 1
    actions.change_organisation(by=by, version=3, values={**NAMES, "area": ""})
    assert queries.organisation(by).area is None


def test_an_area_that_nobody_knows_is_refused() -> None:
    here = factories.organisation()
    by = Actor(role=Role.ADMINISTRATOR, purpose=Purpose.FIND_WORK, organisation_id=here.pk)
    with pytest.raises(Invalid):
        actions.change_organisation(by=by, version=1, values={**NAMES, "area": "X99"})
    assert not Area.objects.exists()
