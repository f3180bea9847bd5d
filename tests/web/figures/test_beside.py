# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fidelity beside a reviewer's scores; published figures brought in, or refused with their place."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cydwaith.kernel.errors import Invalid
from cydwaith.outcomes import actions, tasks
from cydwaith.outcomes.models import ComparatorValue, FidelityScore
from tests.unit.outcomes.world import Bay, today

from .conftest import browser, lives, text

HEADINGS = (
    "Geographical Code,Geographical Description,Geographical Level,ONS Code,ASCOF Measure Code,"
    "Disaggregation Level,Measure Type,Measure Value,Measure Group,Measure Group Description\n"
)
WORDS = "The proportion of adults with a learning disability in paid employment"
GOOD = HEADINGS + f"Z,England,England,E92000001,1E,Total,Outcome,5.9,1E,{WORDS}\n"
SHIFTED = HEADINGS + f"England,England,E92000001,1E,Total,Outcome,5.9,1E,{WORDS},\n"


def test_fidelity_stands_beside_the_reviewer(bay: Bay) -> None:
    client = browser(bay, bay.analyst)
    here = f"/figures/fidelity/{bay.programme.pk}/"
    assert "Work in the Bay" in text(client, "/figures/fidelity/")
    assert "Nothing has been counted yet" in text(client, here)
    lives(bay)
    tasks.take_snapshot(bay.partnership.pk, bay.analyst)
    page = text(client, here)
    assert "Caseload" in page and "A reviewer's alone" in page
    day = today()
    answers = {
        "reviewer": "A reviewer", "note": "", "item-caseload": "4", "item-leaders": "5",
        "reviewed_on_0": day.day, "reviewed_on_1": day.month, "reviewed_on_2": day.year,
    }  # fmt: skip
    assert client.post(f"{here}review/", answers).status_code == 302
    assert set(FidelityScore.objects.values_list("item", "score")) == {("caseload", 4), ("leaders", 5)}
    client.post(f"{here}review/", answers)
    assert FidelityScore.objects.count() == 2, "the same review twice is one"
    assert "A reviewer, " in text(client, here)
    assert "A reviewer, " not in text(client, f"/cy{here}?scale=ips-25-us"), "each scale has its own review"
    assert browser(bay, bay.governance).get(f"{here}review/").status_code == 404
    assert browser(bay, bay.elsewhere).get(here).status_code == 404
    with pytest.raises(Invalid, match="from 1 to 5"):
        actions.score_fidelity(
            by=bay.analyst, programme_id=bay.programme.pk, scale="ips-25-uk", scores={"caseload": 6},
            reviewed_on=day, reviewer="x",
        )  # fmt: skip


def brought(bay: Bay, content: str) -> str:
    client = browser(bay, bay.analyst)
    file = SimpleUploadedFile("ascof.csv", content.encode("cp1252"))
    answer = client.post("/figures/published/", {"file": file, "year": "2018", "source": "NHS Digital"})
    return answer.content.decode()


def test_published_figures_are_brought_in_once(bay: Bay) -> None:
    for _ in range(2):
        assert "Figures kept: 1" in brought(bay, GOOD)
    row = ComparatorValue.objects.get()
    assert (row.measure, row.year, row.area, str(row.value.normalize())) == ("1E", 2018, "E92000001", "5.9")  # type: ignore[union-attr]


def test_a_file_with_shifted_columns_is_refused_with_its_place(bay: Bay) -> None:
    page = brought(bay, SHIFTED)
    assert "Something needs another look" in page
    assert ComparatorValue.objects.count() == 0
    assert "Something needs another look" in brought(bay, "nothing of the kind\n1\n")
