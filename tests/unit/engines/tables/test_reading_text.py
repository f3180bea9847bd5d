# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text files as they come out of the programs of this world."""

import io
import itertools
from pathlib import Path

import pytest

from cydwaith.engines import tables as t
from tests.unit.engines.tables.books import csv, rows

WELSH = "Enw,Tref\r\nSiân Pŵl,Y Fflint\r\nŶmre,Tŷ-croes\r\n"


@pytest.mark.parametrize(
    ("encoding", "name"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-32", "utf-32")],
)
def test_every_usual_encoding_gives_every_welsh_letter(encoding: str, name: str) -> None:
    book = csv(WELSH, encoding=encoding)
    assert (book.encoding, book.delimiter, book.notes) == (name, ",", ())
    assert rows(book) == [("Enw", "Tref"), ("Siân Pŵl", "Y Fflint"), ("Ŷmre", "Tŷ-croes")]


def test_an_old_windows_file_is_read_and_said_to_be_assumed() -> None:
    book = csv("Name;Town\nSiân;Môn\n", encoding="cp1252")
    assert (book.encoding, book.delimiter) == ("cp1252", ";")
    assert [note.code for note in book.notes] == ["encoding-assumed"]
    assert rows(book) == [("Name", "Town"), ("Siân", "Môn")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_found_even_when_others_stand_in_the_text(delimiter: str) -> None:
    lines = [["Name", "Note"], ["Ann", "tea, cake; a walk | rest"], ["Bob", "one, two, three"]]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    book = csv(text)
    assert book.delimiter == delimiter
    assert rows(book) == [tuple(line) for line in lines]


def test_a_line_that_names_the_separator_is_obeyed_and_not_counted() -> None:
    book = csv("sep=;\r\nName;Town\r\nAnn;Bala\r\n")
    assert book.delimiter == ";"
    assert [(row.number, row.values) for row in book.sheets[0].rows()] == [
        (1, ("Name", "Town")),
        (2, ("Ann", "Bala")),
    ]


def test_rows_are_numbered_as_a_spreadsheet_numbers_them() -> None:
    """Line breaks inside a cell do not count, blank rows do; a last line without an end is a row."""
    book = csv('Name,Note\n"Ann","one\ntwo\nthree"\n\n,,\nBob,x')
    assert [(row.number, row.values) for row in book.sheets[0].rows()] == [
        (1, ("Name", "Note")),
        (2, ("Ann", "one\ntwo\nthree")),
        (5, ("Bob", "x")),
    ]


def test_old_macintosh_line_ends_and_single_columns() -> None:
    assert rows(csv("Name\rAnn\rBob\r")) == [("Name",), ("Ann",), ("Bob",)]


def test_empty_cells_are_none_and_trailing_ones_are_cut() -> None:
    assert rows(csv("a,b,c,d\n1,,3,\n")) == [("a", "b", "c", "d"), ("1", None, "3")]


def test_what_an_export_guarded_is_undone_and_other_apostrophes_stay() -> None:
    assert rows(csv("a,b\n'=1+1,'s-Hertogenbosch\n'+44 7700 900123,don't\n")) == [
        ("a", "b"),
        ("=1+1", "'s-Hertogenbosch"),
        ("+44 7700 900123", "don't"),
    ]


def test_two_passes_over_one_file_do_not_disturb_each_other(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("".join(f"{number},{number}\n" for number in range(50_000)))
    with t.open_workbook(path) as book:
        assert book.filename == "list.csv"
        one, other = book.sheets[0].rows(), book.sheets[0].rows()
        pairs = list(itertools.islice(zip(one, other, strict=True), 20_000))
    assert all(left == right for left, right in pairs)
    assert pairs[-1][0].number == 20_000


def test_a_stream_of_the_caller_stays_open() -> None:
    stream = io.BytesIO(b"a,b\n1,2\n")
    with t.open_workbook(stream) as book:
        assert rows(book) == [("a", "b"), ("1", "2")]
    assert not stream.closed


def test_a_sheet_is_found_by_its_name() -> None:
    book = csv("a,b\n")
    assert book.sheet("") is book.sheets[0]
    assert book.sheet("People") is None
