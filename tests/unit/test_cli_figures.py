# SPDX-License-Identifier: AGPL-3.0-or-later
"""``cydwaith figures``: on a folder of facts that somebody made, with what goes wrong told and figures withheld."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from click.testing import CliRunner, Result

from cydwaith.cli.main import main
from cydwaith.engines.measures import snapshot
from cydwaith.engines.measures.facts import BY_NAME, day_of
from cydwaith.engines.measures.rulebooks.registry import ALL
from cydwaith.engines.measures.schema import arrow_schema

SPAN = ("--from", "2018-04-01", "--to", "2019-03-31")
MAY, AUTUMN = day_of(date(2018, 5, 1)), day_of(date(2018, 10, 1))


def rows(job_ends: int | None) -> dict[str, list[dict[str, Any]]]:
    """Three people on two programmes; two of them are one human, whose job both partners report."""
    journeys = [(1, "p1", "north", MAY), (2, "p2", "south", MAY), (3, "p1", "north", AUTUMN)]
    return {
        "area": [{"area": "W1"}],
        "partner": [{"partner": code, "kind": "council"} for code in ("north", "south")],
        "programme": [
            {"programme": code, "pathway": "ips", "lead": "north", "contract_day": MAY, "delivery_day": MAY}
            for code in ("p1", "p2")
        ],
        "person": [{"person_id": one, "partner": partner, "area": "W1"} for one, _, partner, _ in journeys],
        "person_link": [
            {"person_id": one, "group_id": best, "group_low": best, "group_high": one}
            for one, best in ((1, 1), (2, 1), (3, 3))
        ],
        "journey": [
            {
                "journey_id": one,
                "person_id": one,
                "programme": programme,
                "pathway": "ips",
                "partner": partner,
                "start_day": day,
            }
            for one, programme, partner, day in journeys
        ],
        "job": [
            {
                "job_id": one,
                "person_id": one,
                "journey_id": one,
                "kind": "employed",
                "start_day": AUTUMN,
                "end_day": job_ends,
                "through_support": True,
            }
            for one in (1, 2)
        ],
    }


def made(folder: Path, job_ends: int | None = None) -> Path:
    """A snapshot in a folder."""
    tables = {
        name: pa.Table.from_pylist(these, schema=arrow_schema(BY_NAME[name]))
        for name, these in rows(job_ends).items()
    }
    snapshot.write(folder, tables, as_of=date(2019, 3, 31), site="test")
    return folder


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("figures") / "facts")


def call(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["figures", *map(str, arguments)])


def test_a_run_gives_totals_and_groups_and_whole_spans_and_quarters(facts: Path) -> None:
    result = call(
        *("run", "programme-contract", *SPAN, "--by", "programme,quarter", "--snapshot", facts),
        *("--measure", "into_work", "--json"),
    )
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert (told["problems"], told["withheld"], told["snapshot"]["as_of"]) == ([], {}, "2019-03-31")
    counted = {
        (one["from"], one["to"], one["group"].get("programme", "all")): (
            one["value"],
            one["low"],
            one["high"],
        )
        for one in told["figures"]
    }
    assert len(counted) == 5 * 3
    year = ("2018-04-01", "2019-03-31")
    assert counted[*year, "all"] == ("1", "1", "2")  # both partners report the job: one person, at most two
    assert counted[*year, "p1"] == counted[*year, "p2"] == ("1", "1", "1")
    assert counted["2018-10-01", "2018-12-31", "all"] == ("1", "1", "2")
    assert counted["2019-01-01", "2019-03-31", "p1"] == ("0", "0", "0")


def test_all_rulebooks_run_and_say_what_is_to_know_of_them(facts: Path) -> None:
    result = call("run", "all", *SPAN, "--snapshot", facts, "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert {one["rulebook"] for one in told["figures"]} == set(ALL)
    assert {"rulebook": "programme-contract", "code": "not_checked"} in told["notes"]


def test_without_json_a_figure_is_a_line(facts: Path) -> None:
    result = call("run", "programme-contract", *SPAN, "--snapshot", facts, "--measure", "into_work_rate")
    line = "programme-contract into_work_rate  2018-04-01/2019-03-31  all  1 of 2  50.0 (50.0 to 66.7) per_cent\n"
    assert (result.exit_code, result.stdout) == (0, line)


def test_an_option_changes_what_counts(tmp_path: Path) -> None:
    folder = made(tmp_path / "facts", job_ends=AUTUMN + 80)
    arguments = (
        "explain",
        "programme-contract",
        "sustained_13",
        "--from",
        "2018-10-01",
        "--to",
        "2018-12-21",
    )
    lines = []
    for more in ((), ("--option", "gap_days=0")):
        result = call(*arguments, "--snapshot", folder, "--json", *more)
        assert result.exit_code == 0, result.output
        lines.append([one["line"] for one in json.loads(result.stdout)["rulings"]])
    assert lines == [["gap_open"], ["broken"]]


def test_explain_names_the_line_and_the_rows_of_a_person_and_those_linked(facts: Path) -> None:
    arguments = ("explain", "programme-contract", "into_work", *SPAN, "--snapshot", facts)
    result = call(*arguments, "--person", "2", "--json")
    (one,) = json.loads(result.stdout)["rulings"]
    assert (one["subject"], one["line"], one["people"]) == (1, "into_work", [1, 2])
    assert one["evidence"] == {"table": "job", "ids": [1, 2]}
    rest = json.loads(call(*arguments, "--line", "no_job_yet", "--json").stdout)["rulings"]
    assert [(row["subject"], row["evidence"]) for row in rest] == [(3, {"table": "journey", "ids": [3]})]
    south = json.loads(call(*arguments, "--group", "partner=south", "--json").stdout)["rulings"]
    assert [row["people"] for row in south] == [[2]]
    assert "no paid job that counts yet" in call(*arguments).stdout


def test_explain_pages(facts: Path) -> None:
    arguments = (
        "explain",
        "programme-contract",
        "into_work",
        *SPAN,
        "--snapshot",
        facts,
        "--json",
        "--limit",
        "1",
    )
    pages = [json.loads(call(*arguments, "--offset", str(place)).stdout)["rulings"] for place in range(3)]
    assert [[row["subject"] for row in page] for page in pages] == [[1], [3], []]


def test_wrong_facts_withhold_what_reads_them_and_end_with_one(tmp_path: Path) -> None:
    folder = made(tmp_path / "facts", job_ends=MAY)
    result = call("run", "programme-contract", "ascof-1f", *SPAN, "--snapshot", folder, "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert told["withheld"] == {"programme-contract": ["ends_before_it_starts"]}
    assert {one["rulebook"] for one in told["figures"]} == {"ascof-1f"}
    (problem,) = told["problems"]
    assert (problem["table"], problem["column"], problem["key"], problem["count"]) == ("job", "end_day", 1, 2)
    words = call("run", "programme-contract", *SPAN, "--snapshot", folder).output
    assert "job end_day: Something ends before it starts. (2 rows, first in row 1)" in words
    assert "programme-contract: its figures are withheld" in words
    said = call("explain", "programme-contract", "starts", *SPAN, "--snapshot", folder, "--json")
    assert (said.exit_code, json.loads(said.stdout)["rulings"]) == (1, [])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("run", "no-such", *SPAN), "There is no rulebook no-such."),
        (("run", "programme-contract", "--from", "2019-04-01", "--to", "2019-03-31"), "is before --from"),
        (("run", "programme-contract", *SPAN, "--by", "colour"), "--by colour"),
        (("run", "programme-contract", *SPAN, "--option", "gap_days"), "write NAME=VALUE"),
        (("run", "programme-contract", *SPAN, "--option", "gap=3"), "has no option gap"),
        (("run", "programme-contract", *SPAN, "--option", "gap_days=two"), "must be of the kind int"),
        (("run", "programme-contract", *SPAN, "--option", "gap_days=2019-02-30"), "--option"),
        (("run", "programme-contract", *SPAN, "--measure", "joy"), "has no measure joy"),
        (
            ("run", "programme-contract", *SPAN, "--as-of", "2018-01-01"),
            "the snapshot itself says 2019-03-31",
        ),
        (("explain", "programme-contract", "joy", *SPAN), "has no measure joy"),
        (("explain", "programme-contract", "starts", *SPAN, "--line", "joy"), "has no line joy"),
        (("explain", "programme-contract", "starts", *SPAN, "--group", "colour=red"), "--group colour"),
        (("explain", "programme-contract", "starts", *SPAN, "--option", "joy=1"), "has no option joy"),
    ],
)
def test_a_wrong_command_line_is_told_and_ends_with_two(
    facts: Path, arguments: tuple[str, ...], told: str
) -> None:
    result = call(*arguments, "--snapshot", facts)
    assert result.exit_code == 2, result.output
    assert told in result.output
