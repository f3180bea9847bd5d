# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every problem at once, with its place: what a plan says about files that are not as they should be."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from cydwaith.engines import tables as t
from tests.unit.engines.tables.books import TODAY, codes, csv, package, plan_of, sheet, xlsx


def records(book: t.Workbook, mapping: t.Mapping | None = None, **options: Any) -> list[t.Record]:
    with plan_of(book, mapping, **options) as plan:
        return list(plan.records())


def test_every_problem_is_said_at_once_with_its_place() -> None:
    book = csv(
        "Ref,Name,DOB,NHS No,Programme,Start date,Closed,Stage,Employer,Job start,Job end,Hours,Pay,Email,Gender\n"
        "1,Ann,31/02/1990,9434765918,Ips,30/4/2024,1/1/2024,Flying,Siop,1/5/2024,1/4/2024,200,£10-£12,ann,Martian\n"
        ",Nobody,1/2/1990,,IPS,3/4/2024,,,,,,,,,\n"
        "3,,1/2/2024,,Nonsense,3/4/2099,,,,,,,,,\n"
    )
    ann, nobody, third = records(book)
    assert [(each.code, str(each.place), str(each.severity)) for each in ann.problems] == [
        ("date-impossible", "C2", "error"),
        ("nhs-number-wrong", "D2", "error"),
        ("money-range", "M2", "error"),
        ("email-not-understood", "N2", "warning"),
        ("word-not-known", "O2", "warning"),
        ("stage-unknown", "H2", "error"),
        ("end-before-start", "G2", "error"),
        ("end-before-start", "K2", "error"),
        ("hours-impossible", "L2", "error"),
    ]
    assert ann.problems[0].value == "31/02/1990"
    assert ann.problems[0].field == "person.date_of_birth"
    assert (nobody.key, codes(nobody)) == ("", ["key-missing"])
    assert codes(third) == ["programme-unknown", "name-missing", "age-impossible", "date-ahead"]
    assert not any(record.ok for record in (ann, nobody, third))


def test_rows_that_contradict_each_other_about_one_person() -> None:
    book = csv(
        "Ref,Name,DOB,Postcode,Employer,Job start\n1,Ann Pugh,13/2/1990,CF10 1AA,Siop,15/5/2024\n"
        "1,Bob Reed,13/2/1990,CF10 1AB,Caffi,16/6/2024\n1,Ann Pugh,13/2/1990,CF10 1AA,Siop,15/5/2024\n"
    )
    with plan_of(book) as plan:
        (ann,) = plan.records()
        assert [(each.code, str(each.place), each.params) for each in ann.problems] == [
            ("values-differ-identity", "B3", {"row": 2}),
            ("values-differ", "D3", {"row": 2}),
        ]
        assert ann.person.values["full_name"] == "Ann Pugh"
        assert len(ann.jobs) == 2
        assert [(count.code, count.count) for count in plan.tally.counts if count.severity == "note"] == [
            ("row-repeated", 1)
        ]


def test_one_person_under_two_keys() -> None:
    book = csv(
        "Ref,Name,DOB,NHS No\n1,Ann Pugh,13/2/1990,9434765919\n2,Ann Pûgh,13/2/1990,\n3,Cat,13/2/1991,943 476 5919\n"
    )
    assert [codes(record) for record in records(book)] == [[], ["person-twice"], ["nhs-number-twice"]]


@pytest.mark.parametrize(
    ("dates", "expected", "code"),
    [
        (["03/04/1990", "25/04/1990"], [date(1990, 4, 3), date(1990, 4, 25)], None),
        (["03/04/1990", "04/25/1990"], [date(1990, 3, 4), date(1990, 4, 25)], "dates-month-first"),
        (["03/04/1990", "05/04/1990"], [date(1990, 4, 3), date(1990, 4, 5)], "dates-assumed"),
        (
            ["25/04/1990", "26/04/1990", "04/27/1990"],
            [date(1990, 4, 25), date(1990, 4, 26), None],
            "dates-mixed",
        ),
        (
            ["3 April 1990", "1990-04-05", "25/04/1990"],
            [date(1990, 4, 3), date(1990, 4, 5), date(1990, 4, 25)],
            None,
        ),
    ],
)
def test_the_order_of_day_and_month_is_decided_for_a_whole_column(
    dates: list[str], expected: list[date | None], code: str | None
) -> None:
    text = "Ref,Name,DOB\n" + "".join(f"{n},Person {n},{day}\n" for n, day in enumerate(dates))
    with plan_of(csv(text)) as plan:
        found = list(plan.records())
        assert [record.person.values.get("date_of_birth") for record in found] == expected
        assert [each.code for each in plan.problems] == ([code] if code else [])
        if code:
            assert plan.problems[0].place.column == "C"


def test_a_column_that_cannot_decide_follows_its_neighbours() -> None:
    text = "Ref,Name,DOB,Job start,Employer\n" + "".join(
        f"{n},P{n},05/{n:02d}/1990,03/{n + 12}/2024,S\n" for n in range(1, 9)
    )
    with plan_of(csv(text)) as plan:
        first = next(iter(plan.records()))
        assert first.person.values["date_of_birth"] == date(1990, 5, 1)
        assert [(each.code, each.place.column) for each in plan.problems] == [
            ("dates-like-neighbours", "C"),
            ("dates-month-first", "D"),
        ]


def test_dates_that_a_spreadsheet_turned_half_round_are_noticed() -> None:
    days = [date(1990, 1, 2), date(1990, 2, 3), date(1990, 3, 4), "13/05/1990", "14/05/1990", "15/05/1990"]
    lines = [["Ref", "Name", "DOB"], *[[f"P{n}", f"Ann {n}", day] for n, day in enumerate(days)]]
    with plan_of(t.open_workbook(xlsx({"A": lines}))) as plan:
        plan.prepare()
        assert [each.code for each in plan.problems] == ["dates-half-turned"]


def test_a_mapping_that_cannot_work_blocks_all_rows_and_says_why() -> None:
    book = csv("Name,Stage\nAnn,In work\n")
    with plan_of(book) as plan:
        assert list(plan.records()) == []
        assert plan.blocked
        assert "no-programme" in [each.code for each in plan.problems]
        assert plan.tally.errors == 1


def test_too_little_to_make_a_job_or_a_contact_of() -> None:
    book = csv(
        "Ref,Name,Employer,Job start,Hours,Contact date,Contact notes\n"
        "1,Ann,,,16,,\n2,Bob,Siop,,,,\n3,Cat,,3/4/2024,,,Rang\n"
    )
    found = records(book)
    assert [codes(record) for record in found] == [
        ["job-says-too-little"],
        ["job-without-start"],
        ["job-without-employer", "contact-without-date"],
    ]
    assert [len(record.jobs) for record in found] == [0, 1, 1]


def test_formulas_errors_and_hidden_rows_come_up_only_where_they_matter() -> None:
    out = xlsx({"A": [["Ref", "Name", "DOB", "Shoe size"], ["1", "Ann", date(1990, 2, 13), "=1/0"]]})
    with plan_of(t.open_workbook(out)) as plan:
        (ann,) = plan.records()
        assert ann.ok
        assert [each.code for each in plan.problems] == ["formulas-read"]


def test_memory_does_not_grow_with_one_persons_rows() -> None:
    text = (
        "Ref,Name,Contact date,Contact type\n"
        + "1,Ann,3/4/2024,Phone\n" * 5
        + "".join(f"1,Ann,3/4/2024,note {n}\n" for n in range(2_100))
    )
    (ann,) = records(csv(text))
    assert "too-many-rows-of-one" in codes(ann)
    assert len(ann.rows) == 2_000


def test_the_tally_counts_what_goes_by_and_starts_anew() -> None:
    book = csv(
        "Ref,Name,DOB,Employer,Job start\n1,Ann,13/2/1990,Siop,15/5/2024\n2,Bob,31/2/1990,,\n3,Cat,31/2/1990,,\n"
    )
    with plan_of(book) as plan:
        for _ in range(2):
            assert len(list(plan.records())) == 3
            tally = plan.tally.as_json()
            problems = tally.pop("problems")
            assert tally == {
                "records": 3, "good": 1, "bad": 2, "journeys": 0, "jobs": 1, "contacts": 0, "rows": 3,
                "errors": 2, "warnings": 0, "notes": 0,
            }  # fmt: skip
            assert [(each["code"], each["column"], each["count"]) for each in problems] == [
                ("date-impossible", "C", 2)
            ]
            assert [example["row"] for example in problems[0]["examples"]] == [3, 4]
        assert (plan.total_rows, plan.total_people) == (3, 3)


def test_a_reading_problem_in_the_middle_comes_through_with_its_place() -> None:
    book = csv('Ref,Name\n1,Ann\n2,"Bob\n')
    with (
        pytest.raises(t.ReadProblem) as caught,
        plan_of(book, t.guess(csv("Ref,Name\n1,Ann\n"), today=TODAY)) as plan,
    ):
        list(plan.records())
    assert (caught.value.code, caught.value.place.row) == ("quote-not-closed", 3)


def test_a_key_of_two_parts_does_with_one_but_says_so() -> None:
    book = csv(
        "Name,DOB,Employer,Job start\nAnn,13/2/1990,Siop,15/5/2024\nBob,,Siop,15/5/2024\n"
        "Cat,14/2/1990,Siop,15/5/2024\n"
    )
    mapping = replace(t.guess(book, today=TODAY), key=("person.full_name", "person.date_of_birth"))
    found = records(book, mapping)
    assert [record.key for record in found] == ["ann|1990-02-13", "bob|", "cat|1990-02-14"]
    assert [codes(record) for record in found] == [[], ["key-in-part"], []]


def test_dates_that_cannot_be_with_each_other() -> None:
    book = csv(
        "Ref,Name,DOB,Programme,Referral date,Programme start,Employer,Job start,Hours from,Hours,Contact date\n"
        "1,Ann,13/2/1990,IPS,20/4/2024,13/4/2024,Siop,15/5/2030,14/5/2024,70,16/7/2025\n"
        "2,Bob,13/2/2012,IPS,20/4/2010,21/4/2010,,,,,\n"
    )
    ann, bob = records(book)
    assert [(each.code, str(each.place)) for each in ann.problems] == [
        ("start-before-referral", "F2"),
        ("date-far-ahead", "H2"),
        ("date-ahead", "K2"),
        ("hours-unusual", "J2"),
        ("terms-before-job", "I2"),
    ]
    assert codes(bob) == ["age-unusual", "before-birth", "before-birth"]


def test_cells_without_a_value_in_mapped_columns_are_errors_there() -> None:
    head = '<row r="1"><c r="A1" t="str"><v>Ref</v></c><c r="B1" t="str"><v>Name</v></c>'
    head += '<c r="C1" t="str"><v>DOB</v></c></row>'
    rows = '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str"><v>Ann</v></c><c r="C2"><f>NOW()</f></c></row>'
    more = '<row r="3"><c r="A3"><v>2</v></c><c r="B3" t="e"><v>#REF!</v></c></row>'
    with plan_of(t.open_workbook(package(sheet(head + rows + more)))) as plan:
        ann, second = plan.records()
    assert [(each.code, str(each.place)) for each in ann.problems] == [("formula-without-value", "S!C2")]
    assert codes(second) == ["cell-error", "name-missing"]


def test_hidden_rows_are_brought_in_and_said_to_be() -> None:
    data = sheet(
        '<row r="1"><c r="A1" t="str"><v>Ref</v></c><c r="B1" t="str"><v>Name</v></c></row>'
        '<row r="2" hidden="1"><c r="A2"><v>1</v></c><c r="B2" t="str"><v>Ann</v></c></row>'
    )
    with plan_of(t.open_workbook(package(data))) as plan:
        assert len(list(plan.records())) == 1
        assert [(each.code, each.params) for each in plan.problems] == [("rows-hidden", {"count": 1})]
