# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cells made to tire a parser: long, repetitive, with digits of all scripts. Each is answered at once."""

import time

import pytest

from cydwaith.engines import tables as t
from cydwaith.engines.tables.fields.fold import fold
from cydwaith.engines.tables.fields.headings import take_apart
from cydwaith.engines.tables.fields.parsed import Context
from cydwaith.engines.tables.fields.parsers import PARSERS
from cydwaith.engines.tables.fields.vocabulary import EMPTY_WORDS
from tests.unit.engines.tables.books import MAIN, TODAY, csv, package, plan_of, sheet

LONG = 30_000
TIRING = [
    "1" + " " * LONG + "!",
    "1," * (LONG // 2) + "x",
    "1 x " * (LONG // 4),
    "9" * LONG,
    "£" * LONG,
    "a@" * (LONG // 2),
    "@." * (LONG // 2),
    "1h" * (LONG // 2),
    "1/" * (LONG // 2),
    " / " * (LONG // 3) + "x",
    "," * LONG + "=",
    "'" * LONG + "=",
    "A1 " * (LONG // 3),
    "9" * 40,
    "9" * 40 + " hours",
    "9" * 20 + ":30",
]
DIGITS = ["²", "𐩀", "٣", "①", "3²", "٠٣/٠٤/٢٠٢٤", "𐩀𐩁/𐩀𐩁/𐩀𐩁𐩂𐩃"]


@pytest.mark.parametrize("kind", list(t.Kind))
def test_no_parser_tires(kind: t.Kind) -> None:
    context = Context(today=TODAY, vocabulary="contact_mode")
    begun = time.process_time()
    for text in TIRING + DIGITS:
        PARSERS[kind](text, context)
    assert time.process_time() - begun < 5  # a guard against catastrophic patterns, not a measurement


def test_neither_do_guards_headings_and_folding() -> None:
    begun = time.process_time()
    for text in TIRING + DIGITS:
        assert t.unguard(t.guard(text)) == text
        take_apart(text)
        assert len(fold(text)) <= 500
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("text", TIRING + DIGITS)
def test_a_whole_table_of_it(text: str) -> None:
    quoted = '"' + text + '"'
    book = csv(
        f"Ref,Name,DOB,Hours,Pay,Phone\n1,Ann,{quoted},{quoted},{quoted},{quoted}\n{quoted},,{quoted}\n"
    )
    begun = time.process_time()
    with plan_of(book) as plan:
        assert len(list(plan.records())) == (1 if fold(text) in EMPTY_WORDS else 2) or plan.blocked
    assert time.process_time() - begun < 5


@pytest.mark.parametrize("digit", DIGITS)
def test_digits_of_all_scripts_in_the_bones_of_a_workbook(digit: str) -> None:
    for data in (
        f'<row r="1"><c r="A1"><v>{digit}</v></c></row>',
        f'<row r="1"><c r="A1" s="{digit}"><v>1</v></c></row>',
    ):
        (row,) = t.open_workbook(package(sheet(data))).sheets[0].rows()
        assert row.values[0] is not None
    if not digit.isdecimal():
        for data in (f'<row r="{digit}"/>', f'<row r="1"><c r="A1" t="s"><v>{digit}</v></c></row>'):
            with pytest.raises(t.ReadProblem) as caught:
                list(t.open_workbook(package(sheet(data))).sheets[0].rows())
            assert caught.value.code == "damaged-part"


def test_a_tail_that_looks_like_endless_merges() -> None:
    data = package(f'<worksheet xmlns="{MAIN}"><sheetData/>' + "<mergeCell " * 400_000)
    begun = time.process_time()
    assert t.open_workbook(data).sheets[0].merges() == []
    assert time.process_time() - begun < 5
