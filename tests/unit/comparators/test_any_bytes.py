# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever the bytes: rows that were read, or one `Refused` with a place; never anything else."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cydwaith.engines.measures.comparators import (
    WORDS,
    Missing,
    Problem,
    Refused,
    read_ascof,
    read_councils,
    read_lookup,
    read_neighbours,
    read_oflog,
)
from tests.unit.comparators.made import HEAD, SYNTHETIC, Y2019, row, table

PATIENT = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
OFLOG = b"Financial year,Local authority code,Local authority name,Measure,Code,Value\n"
COUNCILS = (
    b"local-authority-code,nice-name,gss-code,start-date,end-date,replaced-by,nation,region,"
    b"local-authority-type,combined-authority\n"
)


def ascof(content: bytes) -> tuple[Problem, ...]:
    reading = read_ascof(content, year=Y2019, source=SYNTHETIC)
    for one in reading.values:
        assert isinstance(one.value, Missing) or (isinstance(one.value, Decimal) and one.value >= 0)
    return reading.problems


def oflog(content: bytes) -> tuple[Problem, ...]:
    return read_oflog(content, source=SYNTHETIC).problems


def councils(content: bytes) -> tuple[Problem, ...]:
    found = read_councils(content)
    assert all(one.code for one in found.areas.members("E12000002", date(2020, 1, 1)))
    return found.problems


def lookup(content: bytes) -> tuple[Problem, ...]:
    assert all(len(one.code) == 9 for one in read_lookup(content))
    return ()


def neighbours(content: bytes) -> tuple[Problem, ...]:
    return read_neighbours(content).problems


READERS: list[tuple[Callable[[bytes], tuple[Problem, ...]], bytes]] = [
    (ascof, table(row("4.5"), row("[c]", code="1EM", said="Male"), row("9", part="Numerator"))),
    (oflog, OFLOG + b'2016-17,E06000005,Somewhere,"Outcome, ease",ASC3,61.5\n'),
    (councils, COUNCILS + b"NEW,New,E06000063,2023-04-01,,,England,North West,UA,\n"),
    (lookup, b"LAD19CD,LAD19NM,CAUTH19CD,CAUTH19NM\nE08000001,Bolton,E47000001,GM\n"),
    (neighbours, b'{"E06000001": ["E06000001", "E06000002"]}'),
]
NAMES = [reader.__name__ for reader, _content in READERS]


def fine(reader: Callable[[bytes], tuple[Problem, ...]], content: bytes) -> None:
    """It is read, or refused in words; every problem has its words and a place."""
    try:
        problems = reader(content)
    except Refused as refused:
        assert refused.problem.code in WORDS
        assert refused.problem.english()
        return
    for problem in problems:
        assert problem.english()
        assert problem.where
        assert problem.value.isprintable()


@pytest.mark.parametrize(("reader", "whole"), READERS, ids=NAMES)
def test_the_beginnings_are_sound(reader: Callable[[bytes], tuple[Problem, ...]], whole: bytes) -> None:
    assert reader(whole) == ()  # or the tests below would only ever see refusals


@pytest.mark.parametrize(("reader", "whole"), READERS, ids=NAMES)
@PATIENT
@given(content=st.binary(max_size=400))
def test_any_bytes(reader: Callable[[bytes], tuple[Problem, ...]], whole: bytes, content: bytes) -> None:
    fine(reader, content)
    fine(reader, whole + content)


@pytest.mark.parametrize(("reader", "whole"), READERS, ids=NAMES)
@PATIENT
@given(data=st.data())
def test_files_with_something_put_in_or_taken_out(
    reader: Callable[[bytes], tuple[Problem, ...]], whole: bytes, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 30)))
    fine(reader, whole[:start] + data.draw(st.binary(max_size=12)) + whole[end:])


CELLS = st.one_of(
    st.sampled_from(
        ["", "4.5", "[c]", "E08000003", "Outcome", "Total", "1E", "1EM", "Council", "England", "2019-20"]
    ),
    st.text(max_size=8),
)


@PATIENT
@given(rows=st.lists(st.lists(CELLS, max_size=13), max_size=8))
def test_any_cells_under_the_official_headings(rows: list[list[str]]) -> None:
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in cells) for cells in rows]
    fine(ascof, "\n".join([HEAD.format(ons="ONS Code"), *lines]).encode("utf-8", "surrogatepass"))


@PATIENT
@given(value=st.text(max_size=12), place=st.integers(1, 4))
def test_a_bad_value_is_told_with_row_and_column(value: str, place: int) -> None:
    rows = [row("4.5", area=f"E0800000{number}") for number in range(1, 5)]
    cell = '"' + value.replace('"', '""') + '"'
    rows[place - 1] = rows[place - 1].replace(",4.5,", f",{cell},")
    try:
        reading = read_ascof(table(*rows), year=Y2019, source=SYNTHETIC)
    except Refused as refused:
        assert refused.problem.where
        return
    for problem in reading.problems:
        assert problem.where == f"H{place + 1}"
    assert len(reading.values) == 4 - reading.errors
