# SPDX-License-Identifier: AGPL-3.0-or-later
"""``cydwaith link`` from outside: files in, figures out, and clear words for what cannot be linked."""

import json
from pathlib import Path
from typing import Any

import pyarrow.csv
import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result

from cydwaith.cli.linking import link

ROWS = """unique_id,first_name,surname,dob,postcode
1,Siân,Treharne,1985-11-20,CF10 3AT
2,Sian,Treharne,20/11/1985,CF103AT
3,Owain,Bevan,1990-02-01,LL55 1AA
4,Elin,Jones,1999-06-01,SA1 1AA
5,Mari,Jones,1999-06-01,SA1 1AA
"""


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(ROWS, encoding="utf-8")
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(link, [str(each) for each in arguments])


def told(*arguments: object) -> dict[str, Any]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_figures_as_json(people: Path, tmp_path: Path) -> None:
    truth = tmp_path / "truth.csv"
    truth.write_text("id_l,id_r\n1,2\n", encoding="utf-8")
    found = told(people, "--truth", truth)
    assert found["people"] == {"low": 3, "best": 4, "high": 4}
    assert found["pairs"] == {"linked": 1, "review": 1, "split": 0}
    assert (found["truth"]["precision"], found["truth"]["recall"], found["truth"]["f1"]) == (1.0, 1.0, 1.0)
    assert found["columns"]["people"]["given"] == "first_name"


def test_words_for_people_and_files_for_programs(people: Path, tmp_path: Path) -> None:
    clusters, pairs = tmp_path / "clusters.parquet", tmp_path / "pairs.csv"
    result = run(people, "--clusters", clusters, "--pairs", pairs)
    assert result.exit_code == 0
    assert "4 people (3 to 4)." in result.stdout
    rows = pyarrow.parquet.read_table(clusters).to_pylist()
    assert rows[0]["cluster"] == rows[1]["cluster"] != rows[2]["cluster"]
    assert any("twins" in why for why in pyarrow.csv.read_csv(pairs).column("reasons").to_pylist())


def test_an_old_windows_file_is_read(people: Path) -> None:
    people.write_text(ROWS, encoding="cp1252")
    assert told(people)["people"]["best"] == 4


def test_decisions_and_opting_out(people: Path, tmp_path: Path) -> None:
    split, out = tmp_path / "split.csv", tmp_path / "out.csv"
    split.write_text("id_l,id_r\n1,2\n", encoding="utf-8")
    assert told(people, "--split", split)["people"]["best"] == 5
    out.write_text("id\n2\n", encoding="utf-8")
    found = told(people, "--opted-out", out)
    assert (found["opted_out"], found["people"]["best"]) == (1, 4)


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("id,colour\n1,red\n", 3, "people: No column holds names"),
        ("id,name\n1,Siân\n", 3, "nothing to compare"),
        ("id,name,dob\n", 3, "no record"),
        ("id,name,dob\n7,A B,1990-01-02\n7,C D,1991-01-02\n", 3, "rows 3 and 2. (7)"),
        ('id,name,dob\n1,"A,1990-01-02\n2,B,1990-01-02\n', 3, "people"),
    ],
)
def test_files_that_cannot_be_linked(people: Path, text: str, code: int, words: str) -> None:
    people.write_text(text, encoding="utf-8")
    result = run(people, "--json")
    assert (result.exit_code, words in result.output) == (code, True), result.output


def test_a_command_line_that_is_wrong(people: Path, tmp_path: Path) -> None:
    assert run(tmp_path / "none.csv").exit_code == 2
    assert run(people, "--column", "colour=dob").exit_code == 2
    assert run(people, "--column", "dob").exit_code == 2
    assert run(people, "--threshold", "0.1").exit_code == 2
    missing = run(people, "--column", "dob=Born")
    assert (missing.exit_code, "no column of this heading" in missing.output) == (3, True)


def test_truth_that_names_nobody(people: Path, tmp_path: Path) -> None:
    truth = tmp_path / "truth.csv"
    truth.write_text("id_l,id_r\n1,99\n", encoding="utf-8")
    result = run(people, "--truth", truth)
    assert result.exit_code == 3
    assert "truth.csv" in result.output and "row 2" in result.output and "99" in result.output
