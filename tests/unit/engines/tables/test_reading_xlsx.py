# SPDX-License-Identifier: AGPL-3.0-or-later
"""Workbooks: typed values, dates by both calendars, formulas, sheets in any number."""

import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
import python_calamine

from cydwaith.engines import tables as t
from cydwaith.engines.tables.reader.formats import DATE, DURATION, NUMBER, kind_of_format
from tests.unit.engines.tables.books import moment, package, rows, sheet, xlsx

STYLES = (
    '<numFmts><numFmt numFmtId="164" formatCode="[$-809]dd\\ mmmm\\ yyyy"/>'
    '<numFmt numFmtId="165" formatCode="[h]:mm"/>'
    '</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>'
)


def test_values_come_with_their_types() -> None:
    lines = [["Name", 7, 7.25, True, date(1990, 5, 4), moment("2024-03-04 14:30"), None, "ŵ"]]
    assert rows(t.open_workbook(xlsx({"A": lines}))) == [
        ("Name", 7, Decimal("7.25"), True, date(1990, 5, 4), moment("2024-03-04 14:30"), None, "ŵ")
    ]


def test_another_reader_finds_the_same_values() -> None:
    """python-calamine is the oracle; it may not read uploads itself (see `reader.xlsx`)."""
    lines = [[f"r{row}c{column}" if column % 3 else row * column for column in range(8)] for row in range(60)]
    for options in ({}, {"constant_memory": True}):
        data = xlsx({"A": lines}, **options)
        theirs = python_calamine.load_workbook(io.BytesIO(data)).get_sheet_by_index(0).to_python()
        assert [list(row) for row in rows(t.open_workbook(data))] == theirs


def test_binary_noise_is_taken_off_decimals() -> None:
    data = package(sheet('<row r="1"><c r="A1"><v>11.440000000000001</v></c><c r="B1"><v>1E-3</v></c></row>'))
    assert rows(t.open_workbook(data)) == [(Decimal("11.44"), Decimal("0.001"))]


@pytest.mark.parametrize(
    ("from_1904", "serial", "day"),
    [
        (False, 1, date(1900, 1, 1)),
        (False, 59, date(1900, 2, 28)),
        (False, 60, date(1900, 2, 28)),
        (False, 61, date(1900, 3, 1)),
        (False, 45355, date(2024, 3, 4)),
        (True, 0, date(1904, 1, 1)),
        (True, 43893, date(2024, 3, 4)),
    ],
)
def test_days_count_from_1900_or_from_1904(from_1904: bool, serial: int, day: date) -> None:
    data = package(
        sheet(f'<row r="1"><c r="A1" s="1"><v>{serial}</v></c><c r="B1" s="2"><v>{serial}</v></c></row>'),
        styles=STYLES,
        date1904=from_1904,
    )
    assert rows(t.open_workbook(data)) == [(day, day)]


def test_a_time_and_a_length_of_time() -> None:
    data = package(
        sheet('<row r="1"><c r="A1" s="3"><v>0.6875</v></c><c r="B1" s="3"><v>1.5</v></c></row>'),
        styles=STYLES,
    )
    assert rows(t.open_workbook(data)) == [(timedelta(hours=16, minutes=30), timedelta(hours=36))]


def test_a_number_too_big_for_a_date_stays_a_number() -> None:
    data = package(sheet('<row r="1"><c r="A1" s="1"><v>99999999</v></c></row>'), styles=STYLES)
    assert rows(t.open_workbook(data)) == [(99_999_999,)]


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", NUMBER),
        ("0.00", NUMBER),
        ('#,##0.00 "days"', NUMBER),
        ('"£"#,##0.00;[Red]-"£"#,##0.00', NUMBER),
        ("dd/mm/yyyy", DATE),
        ("d-mmm-yy;@", DATE),
        ("[$-F800]dddd, mmmm dd, yyyy", DATE),
        ("mmm yy", DATE),
        ("yyyy-mm-dd hh:mm:ss.000", DATE),
        ("h:mm AM/PM", DURATION),
        ("[h]:mm", DURATION),
        ("@", NUMBER),
    ],
)
def test_formats_say_what_a_number_is(code: str, kind: int) -> None:
    assert kind_of_format(code) == kind


def test_formulas_give_their_values_and_those_without_one_are_named() -> None:
    data = package(
        sheet(
            '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>NOW()</f></c>'
            '<c r="C1" t="str"><f>""</f><v></v></c>'
            '<c r="D1" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E1" t="b"><v>1</v></c></row>'
        )
    )
    (row,) = t.open_workbook(data).sheets[0].rows()
    assert row.values == (2, None, None, None, True)
    assert dict(row.marks) == {1: "formula-without-value", 3: "cell-error"}


def test_strings_in_all_their_forms() -> None:
    data = package(
        sheet(
            '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>'
            '<c r="C1" t="inlineStr"><is><r><t>in</t></r><r><t>line</t></r></is></c>'
            '<c r="D1" t="d"><v>2024-03-04</v></c></row>'
        ),
        strings="<si><r><t>Si</t></r><r><t>ân</t></r><rPh><t>noise</t></rPh></si><si><t>a_x000D_b</t></si>",
    )
    assert rows(t.open_workbook(data)) == [("Siân", "a\rb", "inline", "2024-03-04")]


def test_prefixed_names_and_cells_without_addresses() -> None:
    data = package(
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>'
        "<x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>"
        '<x:row r="5"><x:c r="C5"><x:v>3</x:v></x:c></x:row>'
        '</x:sheetData><x:mergeCells><x:mergeCell ref="A1:B2"/></x:mergeCells></x:worksheet>'
    )
    book = t.open_workbook(data)
    assert [(row.number, row.values) for row in book.sheets[0].rows()] == [(1, (1, 2)), (5, (None, None, 3))]
    assert book.sheets[0].merges() == [(1, 0, 2, 1)]


def test_sheets_are_listed_hidden_ones_too() -> None:
    book = t.open_workbook(xlsx({"People": [["a"]], "Lists": [["b"]]}, hidden=["Lists"]))
    assert [(each.name, each.hidden) for each in book.sheets] == [("People", False), ("Lists", True)]
    assert (book.kind, book.encoding, book.delimiter) == (t.FileKind.XLSX, None, None)
    assert rows(book, 1) == [("b",)]


def test_facts_are_counted_in_a_whole_pass() -> None:
    data = package(
        sheet(
            '<row r="1" hidden="1"><c r="A1"><f>1</f><v>1</v></c></row><row r="3"><c r="A3"><v>2</v></c></row>'
        )
    )
    found = t.open_workbook(data).sheets[0]
    assert found.facts == {}
    assert len(list(found.rows())) == 2
    assert found.facts == {
        "rows": 3,
        "formulas": 1,
        "formulas_without_value": 0,
        "errors": 0,
        "hidden_rows": 1,
    }


def test_merged_areas_behind_a_long_sheet_are_found() -> None:
    lines = [[f"name {row}", row] for row in range(30_000)]
    book = t.open_workbook(xlsx({"A": lines}, merges={"A": ["A10:A12", "A29000:B29000"]}))
    assert book.sheets[0].merges() == [(10, 0, 12, 0), (29000, 0, 29000, 1)]
