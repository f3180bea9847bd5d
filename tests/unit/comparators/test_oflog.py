# SPDX-License-Identifier: AGPL-3.0-or-later
"""Figures and nearest neighbours in OFLOG's formats; invented values."""

import json
from decimal import Decimal

import pytest

from cydwaith.engines.measures.comparators import Missing, Refused, read_neighbours, read_oflog
from tests.unit.comparators.made import SYNTHETIC

HEAD = (
    "Financial year,Local authority code,Local authority name,Grouping,Entity_Name,Region,Measure,Code,Value,"
    "MEDIAN,MADs_from_median,rank_order\n"
)


def line(value: str, *, year: str = "2016-17", area: str = "E06000005", measure: str = "ASC3") -> str:
    """One row with an invented value."""
    where = "Somewhere,LA_Raw,Unitary Authorities,North East"
    return f'{year},{area},{where},"Outcome, ease",{measure},{value},60,0,desc\n'


def test_figures_by_year_and_missing_ones() -> None:
    reading = read_oflog((HEAD + line("61.5") + line("", year="2017-18")).encode(), source=SYNTHETIC)
    assert [(str(one.year), one.measure, one.value) for one in reading.values] == [
        ("2016-17", "ASC3", Decimal("61.5")),
        ("2017-18", "ASC3", Missing.BLANK),
    ]
    assert (reading.rows, reading.clean) == (2, True)


@pytest.mark.parametrize(
    ("bad", "code", "place"),
    [
        (line("much"), "not-a-number", "I3"),
        (line("161.5"), "over-hundred", "I3"),
        (line("-1", measure="ASC6"), "negative", "I3"),
        (line("61.5", year="2016-18"), "wrong-year", "A3"),
        (line("61.5", area="Somewhere"), "wrong-area", "B3"),
    ],
)
def test_wrong_rows_are_withheld_and_told(bad: str, code: str, place: str) -> None:
    reading = read_oflog((HEAD + line("61.5", area="E06000001") + bad).encode(), source=SYNTHETIC)
    assert [one.area for one in reading.values] == ["E06000001"]
    assert [(one.code, one.where) for one in reading.problems] == [(code, place)]


def test_shifted_figures_refuse_the_file() -> None:
    with pytest.raises(Refused) as refused:
        read_oflog((HEAD + line("61.5") + line("61.5").split(",", 1)[1]).encode(), source=SYNTHETIC)
    assert (refused.value.problem.code, refused.value.problem.where) == ("shifted", "A3")


def test_neighbours_without_the_council_itself() -> None:
    one, two, three = "E06000001", "E06000002", "E06000003"
    found = read_neighbours(json.dumps({one: [one, two, three, two], two: [two], three: [one]}).encode())
    assert dict(found.of) == {one: (two, three), two: (), three: (one,)}
    assert [problem.code for problem in found.problems] == ["neighbour-twice"]


def test_two_lists_for_one_council_are_both_left() -> None:
    found = read_neighbours(b'{"E06000001": ["E06000002"],\n "E06000001": ["E06000003"], "E06000002": []}')
    assert dict(found.of) == {"E06000002": ()}
    assert [(problem.code, problem.where) for problem in found.problems] == [("list-twice", "1:2")]


@pytest.mark.parametrize(
    ("content", "code", "where"),
    [
        (b"", "not-json", "1:1"),
        (b'{"E06000001": [}', "not-json", "1:16"),
        (b'{\n "E06000001": ["E06000002"],\n "Bolton": []}', "not-neighbours", "3:2"),
        (b'{\n "E06000001": "E06000002"}', "not-neighbours", "2:2"),
        (b'{\n "E06000001": [7]}', "not-neighbours", "2:2"),
        (b"[]", "not-neighbours", "1:1"),
        (b"[" * 100_000, "not-json", "1:1"),
        (b'{"E06000001": [' + b"9" * 10_000 + b"]}", "not-neighbours", "1:2"),
        (b'{\n "\xff": []}', "encoding", "2:3"),
    ],
)
def test_what_is_no_list_of_neighbours_is_refused_with_line_and_column(
    content: bytes, code: str, where: str
) -> None:
    with pytest.raises(Refused) as refused:
        read_neighbours(content)
    assert (refused.value.problem.code, refused.value.problem.where) == (code, where)
    assert len(refused.value.problem.value) <= 60
