# SPDX-License-Identifier: AGPL-3.0-or-later
"""Where is the table? Titles, two heading rows, gaps, merged cells, headings on each printed page."""

import pytest

from cydwaith.engines import tables as t
from tests.unit.engines.tables.books import csv, xlsx


def headings(table: t.Table) -> list[str]:
    return [column.header for column in table.columns]


def codes(table: t.Table) -> list[str]:
    return [note.code for note in table.notes]


def test_a_plain_table() -> None:
    table = t.find_table(csv("Name,Date of birth\nAnn,01/02/1990\n").sheets[0])
    assert (headings(table), table.header_rows, table.titles, table.notes) == (
        ["Name", "Date of birth"],
        (1,),
        (),
        (),
    )
    assert [row.values for row in table.rows()] == [("Ann", "01/02/1990")]


def test_titles_and_blank_rows_and_a_blank_first_column_above_and_beside_it() -> None:
    lines = [
        ["Employment caseload"],
        ["As at", "31 March 2025"],
        [],
        [None, "Client name", "DOB", "Employer"],
        [],
        [None, "Ann Pugh", "01/02/1990", "Siop"],
    ]
    table = t.find_table(t.open_workbook(xlsx({"A": lines})).sheets[0])
    assert headings(table) == ["Client name", "DOB", "Employer"]
    assert [column.letter for column in table.columns] == ["B", "C", "D"]
    assert (table.header_rows, table.titles) == ((4,), ("Employment caseload", "As at", "31 March 2025"))
    assert [row.number for row in table.rows()] == [6]


def test_two_heading_rows_with_merged_groups_are_joined() -> None:
    lines = [
        ["Ref", "Name", "Job 1", None, "Job 2", None],
        [None, None, "Employer", "Start", "Employer", "Start"],
        ["1", "Ann", "Siop", "01/02/2024", "Caffi", "03/02/2024"],
    ]
    data = xlsx({"A": lines}, merges={"A": ["A1:A2", "B1:B2", "C1:D1", "E1:F1"]})
    table = t.find_table(t.open_workbook(data).sheets[0])
    assert headings(table) == [
        "Ref",
        "Name",
        "Job 1 / Employer",
        "Job 1 / Start",
        "Job 2 / Employer",
        "Job 2 / Start",
    ]
    assert (table.header_rows, codes(table)) == ((1, 2), ["heading-two-rows"])


def test_two_heading_rows_in_a_text_file_have_no_merges_to_go_by() -> None:
    table = t.find_table(
        csv(
            ",,Job 1,,Job 2,\nRef,Name,Employer,Start,Employer,Start\n1,Ann,Siop,01/02/2024,Caffi,03/02/2024\n"
        ).sheets[0]
    )
    assert headings(table)[2:] == ["Job 1 / Employer", "Job 1 / Start", "Job 2 / Employer", "Job 2 / Start"]
    assert table.header_rows == (1, 2)


def test_a_title_merged_over_all_columns_is_no_heading() -> None:
    lines = [["Caseload", None, None], ["Name", "Postcode", "Phone"], ["Ann", "CF10 1AA", "07700 900123"]]
    table = t.find_table(t.open_workbook(xlsx({"A": lines}, merges={"A": ["A1:C1"]})).sheets[0])
    assert (headings(table), table.header_rows) == (["Name", "Postcode", "Phone"], (2,))


def test_headings_that_nobody_here_knows_are_found_by_their_place() -> None:
    table = t.find_table(csv("Alpha,Beta,Gamma\nred,1,2024-01-01\nblue,2,2024-01-02\n").sheets[0])
    assert (headings(table), table.header_rows) == (["Alpha", "Beta", "Gamma"], (1,))


def test_headings_that_come_twice_are_counted() -> None:
    table = t.find_table(csv("Name,Employer,Start,Employer,Start\nAnn,A,1/2/24,B,2/2/24\n").sheets[0])
    assert [(column.header, column.occurrence) for column in table.columns][1:] == [
        ("Employer", 1),
        ("Start", 1),
        ("Employer", 2),
        ("Start", 2),
    ]
    assert codes(table) == ["heading-twice", "heading-twice"]


def test_a_column_without_heading_is_kept_and_one_without_anything_is_not() -> None:
    table = t.find_table(csv("Name,,,Town\nAnn,,x,Bala\n").sheets[0])
    assert [(column.header, column.letter) for column in table.columns] == [
        ("Name", "A"),
        ("", "C"),
        ("Town", "D"),
    ]
    assert codes(table) == ["column-without-heading"]


def test_no_heading_at_all() -> None:
    table = t.find_table(csv("1,2\n3,4\n").sheets[0])
    assert (table.header_rows, codes(table)) == ((), ["no-heading"])
    assert [row.values for row in table.rows()] == [("1", "2"), ("3", "4")]


def test_the_rows_that_a_person_named_are_taken() -> None:
    text = "Name,Town\nAnn,Bala\nSurname,Place\nBob,Corwen\n"
    table = t.find_table(csv(text).sheets[0], header_rows=(3,))
    assert (headings(table), [row.number for row in table.rows()]) == (["Surname", "Place"], [4])


def test_headings_repeated_on_each_page_and_a_row_of_totals_are_no_data() -> None:
    text = "Name,Hours\nAnn,16\nname , HOURS\nBob,8\nTotal Jones,x\nTotal,24\n"
    table = t.find_table(csv(text).sheets[0])
    assert [row.values[0] for row in table.rows()] == ["Ann", "Bob", "Total Jones"]


def test_merged_cells_count_for_all_their_rows_and_only_downwards() -> None:
    lines = [
        ["Name", "Employer", "Job title", "Note"],
        ["Ann", "Siop", "Clerk", "wide"],
        [None, "Caffi", "Cook", None],
        [None, None, "Waiter", None],
        ["Bob", None, "Baker", None],
    ]
    data = xlsx({"A": lines}, merges={"A": ["A2:A4", "B3:B4", "D2:F2"]})
    table = t.find_table(t.open_workbook(data).sheets[0])
    found = list(table.rows())
    assert [row.values[:3] for row in found] == [
        ("Ann", "Siop", "Clerk"),
        ("Ann", "Caffi", "Cook"),
        ("Ann", "Caffi", "Waiter"),
        ("Bob", None, "Baker"),
    ]
    assert dict(found[2].marks) == {0: "merged", 1: "merged"}
    assert [(note.code, note.place.row, note.params["count"]) for note in table.notes] == [
        ("merged-cells", 2, 3)
    ]


@pytest.mark.parametrize("text", ["Name\n", ",,,\n", "\n\n"])
def test_hardly_anything(text: str) -> None:
    table = t.find_table(csv(text).sheets[0])
    assert list(table.rows()) == []
