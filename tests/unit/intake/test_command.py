# SPDX-License-Identifier: AGPL-3.0-or-later
"""`cydwaith import people`: what each exit code stands for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cydwaith.cli.main import main
from cydwaith.engines import tables as t
from cydwaith.intake import cli, store
from cydwaith.intake.models import ImportBatch
from cydwaith.kernel.system import system
from cydwaith.people.models import Person
from tests.unit.intake.worlds import World, world

pytestmark = pytest.mark.django_db(transaction=True)

HEAD = "Reference,Full name,Date of birth,Programme,Start date on programme\n"
GOOD = HEAD + "R1,Mari Evans,01/02/1990,ips-a,03/04/2023\n"
MIXED = GOOD + "R2,,01/02/1991,ips-a,03/04/2023\n"


@pytest.fixture
def here() -> World:
    return world()


def run(tmp_path: Path, content: str, *more: str, organisation: str = "org-a") -> Any:
    """The command on a file with `content`."""
    path = tmp_path / "people.csv"
    path.write_text(content, encoding="utf-8")
    return CliRunner().invoke(main, ["import", "people", str(path), "--organisation", organisation, *more])


def people() -> list[str]:
    with system("test"):
        return sorted(Person.objects.values_list("name", flat=True))


def test_0_everything_came_in(here: World, tmp_path: Path) -> None:
    found = run(tmp_path, GOOD)
    assert found.exit_code == 0, found.output
    assert "brought in: import-" in found.output
    assert people() == ["Mari Evans"]
    assert ImportBatch.objects.get().made_by is None


def test_0_a_dry_run_in_which_nothing_stands_in_the_way_keeps_nothing(here: World, tmp_path: Path) -> None:
    found = run(tmp_path, GOOD, "--dry-run", "--json")
    said = json.loads(found.output)
    assert (found.exit_code, said["exit"], said["result"], said["numbers"]["good"]) == (0, 0, "checked", 1)
    assert people() == []
    assert ImportBatch.objects.count() == 0
    assert not list(store.root().glob("*/source"))


def test_1_problems_and_nothing_written(here: World, tmp_path: Path) -> None:
    marked = tmp_path / "marked.xlsx"
    found = run(tmp_path, MIXED, "--json", "--marked", str(marked))
    said = json.loads(found.output)
    assert (found.exit_code, said["numbers"]["bad"]) == (1, 1)
    problem = next(p for p in said["problems"] if p["code"] == "name-missing")
    assert problem["places"][0]["row"] == 3
    assert problem["remedy"]
    assert people() == []
    with t.open_workbook(marked.read_bytes(), filename="m.xlsx") as book:
        assert sum(1 for _row in book.sheets[0].rows()) == 2


def test_1_says_it_in_words_too(here: World, tmp_path: Path) -> None:
    found = run(tmp_path, MIXED)
    assert found.exit_code == 1
    assert "This person has no name. (1)" in found.output
    assert "Nothing was written." in found.output


def test_2_no_such_organisation_and_no_such_mapping(here: World, tmp_path: Path) -> None:
    assert run(tmp_path, GOOD, organisation="nobody").exit_code == 2
    mapping = tmp_path / "mapping.json"
    mapping.write_text("{}")
    found = run(tmp_path, GOOD, "--mapping", str(mapping))
    assert (found.exit_code, "not a mapping" in found.output) == (2, True)
    assert run(tmp_path, GOOD, "--mapping", str(tmp_path / "none.json")).exit_code == 2
    assert CliRunner().invoke(main, ["import", "people"]).exit_code == 2
    assert people() == []


def test_3_the_file_cannot_be_read(here: World, tmp_path: Path) -> None:
    said: list[str] = []
    gone = cli.Asked(file=tmp_path / "no.csv", organisation="org-a")
    assert (cli.run(gone, say=said.append), "No such file" in said[0]) == (3, True)
    found = run(tmp_path, "")
    assert (found.exit_code, "The file is empty." in found.output) == (3, True)


def test_4_the_good_rows_came_in_and_some_were_left(here: World, tmp_path: Path) -> None:
    found = run(tmp_path, MIXED, "--mode", "good")
    assert found.exit_code == 4, found.output
    assert people() == ["Mari Evans"]


def test_a_saved_mapping_is_used_again(here: World, tmp_path: Path) -> None:
    mapping = tmp_path / "mapping.json"
    content = "Id,Whoever\nR1,Mari Evans\n"
    assert run(tmp_path, content, "--save-mapping", str(mapping), "--dry-run").exit_code == 1
    changed = t.Mapping.from_json(json.loads(mapping.read_text()))
    changed = changed.with_column(sheet="", header="Whoever", field="person.full_name")
    changed = changed.with_column(sheet="", header="Id", field="person.reference")
    mapping.write_text(json.dumps({**changed.as_json(), "key": ["person.reference"]}))
    found = run(tmp_path, content, "--mapping", str(mapping), "--programme", "ips-a", "--json")
    assert (found.exit_code, json.loads(found.output)["numbers"]["journeys"]) == (0, 1), found.output
    assert people() == ["Mari Evans"]
