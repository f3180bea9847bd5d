# SPDX-License-Identifier: AGPL-3.0-or-later
"""A mapping is changed, stored, and fitted to next month's file."""

import json
from dataclasses import replace
from typing import Any

import pytest

from cydwaith.engines import tables as t
from tests.unit.engines.tables.books import TODAY, Site, csv, xlsx

TEXT = "Ref,Name,DOB,Gender,Programme,Start date\n1,Ann,01/02/1990,F,IPS,03/04/2024\n"


def codes(mapping: t.Mapping, book: t.Workbook) -> list[tuple[str, str | None]]:
    return [(each.code, each.place.header or each.field) for each in t.check_mapping(mapping, book)]


def test_a_mapping_survives_json() -> None:
    mapping = t.guess(csv(TEXT), today=TODAY).with_values("person.gender", {"f": "female"})
    mapping = replace(mapping, constants={"journey.programme": "ips"})
    assert t.Mapping.from_json(json.loads(json.dumps(mapping.as_json()))) == mapping


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.update(version=2),
        lambda data: data.pop("sheets"),
        lambda data: data["sheets"][0]["columns"][0].update(group=0),
        lambda data: data["sheets"][0]["columns"][0].update(date_order="ydm"),
        lambda data: data["sheets"][0]["columns"][0].update(field=7),
        lambda data: data["sheets"][0].update(header_rows=["x"]),
        lambda data: data.update(values={"person.gender": ["f"]}),
        lambda data: data.update(key=[None]),
    ],
)
def test_what_is_no_mapping_is_refused(spoil: Any) -> None:
    data = t.guess(csv(TEXT), today=TODAY).as_json()
    spoil(data)
    with pytest.raises(t.MappingError):
        t.Mapping.from_json(data)


@pytest.mark.parametrize("data", [None, [], "x", 7, {"version": 1}])
def test_what_is_not_even_json_of_a_mapping_is_refused(data: Any) -> None:
    with pytest.raises(t.MappingError):
        t.Mapping.from_json(data)


def test_a_good_mapping_has_nothing_to_say() -> None:
    book = csv(TEXT)
    assert codes(t.guess(book, today=TODAY), book) == []


def test_next_months_file_with_moved_renamed_and_new_columns() -> None:
    mapping = t.guess(csv(TEXT), today=TODAY)
    book = csv("DOB,name,REF,Programme,Start date,Shoe size\n01/02/1990,Ann,1,IPS,03/04/2024,39\n")
    assert codes(mapping, book) == [("column-missing", "Gender"), ("column-extra", "Shoe size")]
    (bound,) = t.bind(mapping, book)
    assert [(column.letter, field.id) for column, _, field in bound.columns] == [
        ("A", "person.date_of_birth"),
        ("B", "person.full_name"),
        ("C", "person.reference"),
        ("D", "journey.programme"),
        ("E", "journey.started_on"),
    ]


def test_a_sheet_that_was_renamed_is_known_by_its_columns() -> None:
    lines = [line.split(",") for line in TEXT.splitlines()]
    mapping = t.guess(t.open_workbook(xlsx({"March": lines})), today=TODAY)
    april = t.open_workbook(xlsx({"April": lines, "Notes": [["Shoes", "Size"], ["red", "39"]]}))
    (bound,) = t.bind(mapping, april)
    assert bound.table.sheet.name == "April"
    assert codes(mapping, april) == [("sheet-not-mapped", None)]


def test_headings_on_rows_that_somebody_chose() -> None:
    lines = [["Name", "Town"], ["x", "y"], ["Alpha", "Beta"], ["Ann", "1/2/1990"]]
    book = t.open_workbook(xlsx({"A": lines}))
    mapping = t.Mapping(
        sheets=(
            t.SheetMap(
                sheet="A",
                header_rows=(3,),
                columns=(
                    t.ColumnMap(header="Alpha", field="person.full_name"),
                    t.ColumnMap(header="Beta", field="person.date_of_birth"),
                ),
            ),
        ),
        key=("person.full_name", "person.date_of_birth"),
    )
    (bound,) = t.bind(mapping, book)
    assert (bound.table.header_rows, [row.number for row in bound.table.rows()]) == ((3,), [4])


def test_what_is_wrong_with_a_mapping_is_said_at_once() -> None:
    book = csv("Name,Also name,Stage,Weight\nAnn,Bob,In work,7\n")
    mapping = t.Mapping(
        sheets=(
            t.SheetMap(
                sheet="",
                columns=(
                    t.ColumnMap(header="Name", field="person.called"),
                    t.ColumnMap(header="Also name", field="person.called"),
                    t.ColumnMap(header="Stage", field="journey.stage"),
                    t.ColumnMap(header="Weight", field="person.weight"),
                ),
            ),
            t.SheetMap(sheet="Jobs", columns=()),
        ),
        key=("person.reference",),
    )
    assert codes(mapping, book) == [
        ("sheet-missing", None),
        ("field-unknown", "Weight"),
        ("field-twice", "Name"),
        ("field-twice", "Also name"),
        ("no-name-column", None),
        ("key-not-on-sheet", None),
        ("no-programme", "journey.programme"),
    ]
    assert ("key-not-chosen", None) in codes(replace(mapping, key=()), book)
    assert ("nothing-mapped", None) in codes(replace(mapping, sheets=()), book)


def test_hidden_sheets_are_named_whether_used_or_not() -> None:
    lines = [line.split(",") for line in TEXT.splitlines()]
    book = t.open_workbook(xlsx({"A": [["Name"], ["x"]], "B": lines}, hidden=["B"]))
    mapping = t.guess(book, today=TODAY)
    assert ("sheet-hidden", None) in codes(mapping, book)
    used = replace(mapping, sheets=tuple(replace(each, use=True) for each in mapping.sheets))
    assert ("sheet-hidden-used", None) in codes(used, book)


def test_changing_one_column_marks_it_as_chosen_and_leaves_the_others() -> None:
    mapping = t.guess(csv(TEXT), today=TODAY)
    changed = mapping.with_column(
        sheet="", header="Start date", field="journey.referred_on", date_order="mdy"
    )
    column = changed.sheets[0].columns[5]
    assert (column.field, column.date_order, column.confidence, column.reason) == (
        "journey.referred_on",
        "mdy",
        1.0,
        "chosen",
    )
    assert changed.sheets[0].columns[:5] == mapping.sheets[0].columns[:5]


def test_a_survey_counts_the_words_and_knows_what_they_stand_for() -> None:
    book = csv(
        "Name,Gender,Carer,Programme\nAnn,F,Y,IPS\nBob,Martian,N,IPS Bangor\nCat,f ,maybe,Something else\n"
        "Dee,MARTIAN,,n/a\n"
    )
    mapping = t.guess(book, today=TODAY)
    found = {each.field.id: each for each in t.survey(book, mapping, lookup=Site())}
    assert [(v.folded, v.shown, v.count, v.code) for v in found["person.gender"].values] == [
        ("f", "F", 2, "female"),
        ("martian", "Martian", 2, None),
    ]
    assert found["person.gender"].unknown == 1
    assert {v.folded: v.code for v in found["person.carer"].values} == {"y": "yes", "n": "no", "maybe": None}
    assert {v.folded: v.code for v in found["journey.programme"].values} == {
        "ips": "ips",
        "ips bangor": "ips",
        "something else": None,
        "n a": t.LEAVE_EMPTY,
    }
    assert found["journey.programme"].choices == (("ips", "IPS"), ("trials", "Work trials"))
    decided = t.survey(book, mapping.with_values("person.gender", {"martian": "other"}), limit=1)
    gender = next(each for each in decided if each.field.id == "person.gender")
    assert ([v.code for v in gender.values], gender.more) == (["female"], True)
