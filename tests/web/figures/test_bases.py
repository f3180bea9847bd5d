# SPDX-License-Identifier: AGPL-3.0-or-later
"""How many people there are: entered with its source, and counted with from then on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as parquet
import pytest

from cydwaith.kernel.errors import NotVisible
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.outcomes import actions, snapshots
from cydwaith.outcomes.models import PopulationBase
from cydwaith.partnerships.models import Area
from tests import factories

from .conftest import browser, text

pytestmark = pytest.mark.django_db
HERE = "/figures/reach/people/"


def test_a_number_is_entered_with_its_source_and_reaches_the_facts(bay: Any, tmp_path: Path) -> None:
    client = browser(bay, bay.analyst)
    Area.objects.get_or_create(code="W06000015", defaults={"kind": "council", "name_en": "Cardiff"})
    assert "No number is known yet" in text(client, HERE)
    given = {"area": "W06000015", "kind": "wants_work", "year": "2021", "people": "4100", "source": "Census"}
    assert client.post(HERE, {**given, "source": ""}).status_code == 200
    assert not PopulationBase.objects.exists(), "a number without its source is not kept"
    assert client.post(HERE, given).status_code == 302
    assert "4,100" in text(client, HERE)
    assert client.post(HERE, {**given, "people": "4200"}).status_code == 302, "the same year again: put right"
    assert [row.people for row in PopulationBase.objects.all()] == [4200]
    made = snapshots.write(tmp_path / "s", partnership_id=bay.partnership.pk)
    (row,) = parquet.read_table(made.folder / "population_base.parquet").to_pylist()
    assert (row["area"], row["kind"], row["year"], row["people"]) == ("W06000015", "wants_work", 2021, 4200)


def test_who_answers_for_no_partnership_sets_no_number(bay: Any) -> None:
    Area.objects.get_or_create(code="W06000015", defaults={"kind": "council", "name_en": "Cardiff"})
    stranger = factories.adviser(factories.organisation(), Role.ANALYST, Purpose.COUNT_RESULTS)
    with pytest.raises(NotVisible):
        actions.set_base(
            by=stranger, area="W06000015", kind="wants_work", year=2021, people=1, source="Nobody"
        )
    assert not PopulationBase.objects.exists()
