# SPDX-License-Identifier: AGPL-3.0-or-later
"""Bad input by the page and by the command: said clearly, with its place, and nothing half-written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cydwaith.intake import cli, queries, store
from cydwaith.intake.models import ImportBatch, RowKey
from cydwaith.intake.vocabulary import Mode, State
from cydwaith.kernel.system import system
from cydwaith.people.models import Person
from tests.faults import bad_files
from tests.faults.bad_files import BAD, Bad
from tests.unit.intake.test_bringing_in import bring, checked, codes, committed, work
from tests.unit.intake.worlds import World, world
from tests.web.accounts.signing import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> World:
    return world()


def nothing_written() -> bool:
    with system("test"):
        return not Person.objects.exists() and not RowKey.objects.exists()


def asked(here: World, path: Path, *more: str, **given: object) -> tuple[int, dict[str, object]]:
    """Run the command; its exit code and what it said as JSON."""
    said: list[str] = []
    code = cli.run(
        cli.Asked(file=path, organisation=here.organisation.code, as_json=True, **given), say=said.append
    )  # type: ignore[arg-type]
    assert len(said) == 1
    return code, json.loads(said[0])


@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.name)
def test_the_command_says_what_and_where(
    here: World, tmp_path: Path, bad: Bad, django_capture_on_commit_callbacks: Any
) -> None:
    path = tmp_path / bad.file
    path.write_bytes(bad.make())
    with django_capture_on_commit_callbacks(execute=True):
        code, said = asked(here, path)
    assert (code, said["exit"], said["code"]) == (3, 3, bad.code)
    assert (said["row"], said["column"]) == (bad.row, bad.column)
    assert said["error"]
    assert nothing_written()
    assert ImportBatch.objects.count() == 0
    assert list(store.root().glob("*/source")) == []


@pytest.mark.parametrize("bad", [bad for bad in BAD if not bad.late], ids=lambda bad: bad.name)
def test_the_page_says_what_and_where(here: World, bad: Bad) -> None:
    client = signed_in(here.manager_user)
    answer = client.post("/manage/imports/new/", {"file": SimpleUploadedFile(bad.file, bad.make())})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "error-summary" in html
    if bad.row:
        assert f"<dt>Row</dt><dd>{bad.row}</dd>" in html
    assert nothing_written()
    assert ImportBatch.objects.count() == 0


def test_what_is_met_far_down_stops_the_check_and_names_the_row(here: World) -> None:
    bad = next(bad for bad in BAD if bad.late)
    batch_id = bring(here, bad.make(), bad.file)
    assert work(here, batch_id, State.CHECKING) == bad.code
    client = signed_in(here.manager_user)
    html = client.get(f"/manage/imports/{batch_id}/check/").content.decode()
    assert f"<dt>Row</dt><dd>{bad.row}</dd>" in html
    assert nothing_written()


def test_formulas_are_read_by_their_value_and_said_where_they_have_none(here: World) -> None:
    found = checked(here, bring(here, bad_files.formulas()))
    by_code = codes(found)
    assert by_code["formula-without-value"] == 1
    group = next(g for g in queries.groups(found) if g.code == "formula-without-value")
    assert (group.examples[0].place.row, group.column) == (4, "C")
    assert committed(here, found.batch_id, Mode.GOOD)["new_people"] == 2
    with system("test"):
        assert str(Person.objects.get(name="Tomos Rhys").date_of_birth) == "1991-03-02"


def test_merged_cells_and_two_heading_rows_are_understood(here: World) -> None:
    found = checked(here, bring(here, bad_files.merged()))
    assert {"merged-cells", "heading-two-rows"} <= set(codes(found))
    written = committed(here, found.batch_id)
    assert (written["new_people"], written["journeys"]) == (3, 3)


def test_dates_in_three_formats_and_one_that_is_none(here: World) -> None:
    found = checked(here, bring(here, bad_files.dates_three_ways(), "x.csv"))
    errors = {
        (g.code, g.column, g.examples[0].place.row) for g in queries.groups(found) if g.severity == "error"
    }
    assert errors == {("date-impossible", "C", 4), ("date-not-understood", "E", 4)}
    assert committed(here, found.batch_id, Mode.GOOD)["new_people"] == 2
    with system("test"):
        born = Person.objects.order_by("name").values_list("name", "date_of_birth")
        assert [(name, str(day)) for name, day in born] == [
            ("Mari Evans", "1990-02-01"),
            ("Tomos Rhys", "1991-03-02"),
        ]
