# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files that go out: no spreadsheet runs them, and what was bad comes back with what to do."""

import csv as csv_module
import io
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import pytest

from cydwaith.engines import tables as t
from tests.unit.engines.tables.books import TODAY, csv, moment, plan_of, rows, xlsx

ATTACKS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "|calc", "%0", "=cmd|' /C calc'!A0", " =1", "'=1",
    "＝1", "＋1", "－1", "＠A1", '=HYPERLINK("http://example.org","x")', "x;=1", "x,=1", "x\t=1", 'x"=1',
    "x\n=1", "x|@A1",
]  # fmt: skip


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_that_a_spreadsheet_might_run_leaves_unguarded(text: str) -> None:
    assert t.is_risky(text)
    guarded = t.guard(text)
    assert guarded != text
    assert t.unguard(guarded) == text
    for separator in ",;\t|\n":
        for piece in guarded.split(separator):
            assert not piece.strip(' "\u200b').startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize(
    "text", ["Ann", "Siân Pŵl", "it's", "'s-Hertogenbosch", "a - b", "x=1", "01/02/2024", "", "'"]
)
def test_plain_texts_are_left_as_they_are(text: str) -> None:
    assert t.guard(text) == text == t.unguard(text)
    assert not t.is_risky(text)


def test_a_csv_comes_back_as_it_went() -> None:
    out = io.BytesIO()
    lines = [[text, "Siân", None, 7, Decimal("11.44"), True, date(2024, 3, 4)] for text in ATTACKS]
    assert t.write_csv(out, ["Name", "=head", "c", "d", "e", "f", "g"], lines) == len(ATTACKS)
    data = out.getvalue()
    assert data.startswith(b"\xef\xbb\xbf")
    for line in csv_module.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        for cell in line:
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "|", "%"))
    back = rows(t.open_workbook(data))
    assert back[0] == ("Name", "=head", "c", "d", "e", "f", "g")
    assert back[1:] == [(text, "Siân", None, "7", "11.44", "TRUE", "2024-03-04") for text in ATTACKS]


def test_an_xlsx_holds_strings_and_nothing_that_acts() -> None:
    out = io.BytesIO()
    lines = [
        [text, 7, Decimal("11.44"), True, date(2024, 3, 4), timedelta(hours=16, minutes=30)]
        for text in ATTACKS
    ]
    assert t.write_xlsx(out, ["Name", "b", "c", "d", "e", "f"], lines, title="People: all [2025]") == len(
        ATTACKS
    )
    with zipfile.ZipFile(out) as parts:
        names = parts.namelist()
        text = parts.read("xl/worksheets/sheet1.xml").decode()
        workbook = parts.read("xl/workbook.xml").decode()
    assert "<f>" not in text and "<f " not in text
    assert "hyperlink" not in text and "hidden" not in workbook
    assert not any("comment" in name or "vba" in name or "externalLink" in name for name in names)
    book = t.open_workbook(out.getvalue())
    assert book.sheets[0].name == "People  all  2025"
    assert rows(book)[1:] == [
        (text, 7, Decimal("11.44"), True, date(2024, 3, 4), timedelta(hours=16, minutes=30))
        for text in ATTACKS
    ]


def test_values_that_a_sheet_cannot_hold_become_text() -> None:
    out = io.BytesIO()
    lines = [
        [
            10**18,
            float("nan"),
            date(1850, 1, 2),
            moment("2024-03-04 05:06"),
            timedelta(minutes=-90),
            "x" * 40_000,
            "\ud800",
        ]
    ]
    t.write_xlsx(out, list("abcdefg"), lines)
    (_, found) = rows(t.open_workbook(out.getvalue()))
    assert found[0] == str(10**18)
    assert found[1] is None
    assert found[2:5] == ("1850-01-02", moment("2024-03-04 05:06"), "-1:30")
    assert len(str(found[5])) == 32_767
    assert found[6] == "\ufffd"
    text = io.BytesIO()
    t.write_csv(text, ["a", "b"], [["x\0y", "\ud800"]])
    assert rows(t.open_workbook(text.getvalue())) == [("a", "b"), ("xy", "\ufffd")]


def test_a_list_longer_than_a_sheet_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cydwaith.engines.tables.export._XLSX_ROWS", 3)
    out = io.BytesIO()
    t.write_xlsx(out, ["n"], [[n] for n in range(5)], title="List")
    book = t.open_workbook(out.getvalue())
    assert [each.name for each in book.sheets] == ["List", "List 2", "List 3"]
    assert [rows(book, n) for n in range(3)] == [[("n",), (0,), (1,)], [("n",), (2,), (3,)], [("n",), (4,)]]


@pytest.mark.parametrize(
    ("title", "name"), [("History", "List"), ("", "List"), ("a/b\\c?", "a b c"), ("x" * 40, "x" * 31)]
)
def test_titles_become_names_of_sheets(title: str, name: str) -> None:
    out = io.BytesIO()
    t.write_xlsx(out, ["n"], [], title=title)
    assert t.open_workbook(out.getvalue()).sheets[0].name == name


def test_bad_rows_come_back_with_what_to_mend_and_fit_the_same_mapping() -> None:
    people = [
        ["Ref", "Name", "DOB"],
        ["1", "Ann", date(1990, 2, 13)],
        ["2", "=Bob", "31/02/1990"],
        ["3", None, "1/2/1990"],
    ]
    jobs = [
        ["Ref", "Employer", "Job start"],
        ["2", "Siop", date(2024, 2, 3)],
        ["1", "Caffi", date(2024, 2, 3)],
    ]
    people[2][1] = "Bob"
    book = t.open_workbook(xlsx({"People": people, "Jobs": jobs}))
    mapping = t.guess(book, today=TODAY)
    out = io.BytesIO()
    with plan_of(book, mapping) as plan:
        count = t.write_annotated(
            out,
            plan.records(),
            plan,
            words=lambda problem: f"{problem.place}: {problem.english()}",
            headings=t.AnnotateHeadings(problems="Beth i'w gywiro", row="Rhes"),
        )
    assert count == 3
    back = t.open_workbook(out.getvalue())
    assert [each.name for each in back.sheets] == ["People", "Jobs"]
    assert rows(back) == [
        ("Beth i'w gywiro", "Rhes", "Ref", "Name", "DOB"),
        ("People!C3: There is no such date. Correct the date.", 3, "2", "Bob", "31/02/1990"),
        ("People!4: This person has no name. Fill in the name.", 4, "3", None, "1/2/1990"),
    ]
    assert rows(back, 1)[1] == (None, 2, "2", "Siop", date(2024, 2, 3))
    assert [each.code for each in t.check_mapping(mapping, back) if each.severity != "note"] == []
    with plan_of(back, mapping) as again:
        assert [record.ok for record in again.records()] == [False, False]


def test_an_annotated_workbook_of_nothing_is_still_a_workbook() -> None:
    book = csv("Ref,Name\n1,=Ann\n")
    out = io.BytesIO()
    with plan_of(book) as plan:
        assert t.write_annotated(out, plan.records(), plan, words=lambda problem: problem.code) == 0
    assert rows(t.open_workbook(out.getvalue())) == [("What to mend", "Row", "Ref", "Name")]


def test_annotated_cells_are_marked_beyond_the_end_of_a_row_too() -> None:
    book = csv("Ref,Name,Employer,Job start,Pay,Closed,Programme\n1,Ann,Siop,31/2/2024\n")
    out = io.BytesIO()
    with plan_of(book) as plan:
        assert t.write_annotated(out, plan.records(), plan, words=lambda problem: problem.code) == 1
    with zipfile.ZipFile(out) as parts:
        text = parts.read("xl/worksheets/sheet1.xml").decode()
        styles = parts.read("xl/styles.xml").decode()
    marked = [cell for cell in text.split("<c ") if cell.startswith('r="F2"')]
    assert len(marked) == 1 and ' s="' in marked[0]
    assert "FFF9D0CC" in styles
