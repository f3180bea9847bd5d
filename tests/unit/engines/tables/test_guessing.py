# SPDX-License-Identifier: AGPL-3.0-or-later
"""What do these columns mean? Headings as met in life, laid out as nobody here laid them out."""

from datetime import date

import pytest

from cydwaith.engines import tables as t
from cydwaith.engines.tables.fields.headings import take_apart
from tests.unit.engines.tables.books import TODAY, csv, fields, xlsx


@pytest.mark.parametrize(
    ("header", "text", "table", "group"),
    [
        ("Job 2 / Start date", "start date", "job", 2),
        ("Employer2", "employer", None, 2),
        ("Start (job 1)", "start", "job", 1),
        ("Job1_Employer", "employer", "job", 1),
        ("2nd job employer", "employer", "job", 2),
        ("Ail swydd: dechrau", "dechrau", "job", 2),
        ("Contact 3 - notes", "contact notes", None, 3),
        ("First name", "first name", None, None),
        ("Address 1", "address 1", None, None),
        ("Date of birth (dd/mm/yyyy)", "date of birth", None, None),
        ("Employment / Employer", "employer", "job", None),
    ],
)
def test_headings_are_taken_apart(header: str, text: str, table: str | None, group: int | None) -> None:
    assert take_apart(header)[:3] == (text, table, group)


def test_job_1_and_job_2_in_one_row() -> None:
    book = csv(
        "URN,Forename,Surname,D.O.B.,Scheme,Date joined,Employer 1,Job title 1,Start date 1,Hours p.w. 1,Wage 1,"
        "Employer 2,Job title 2,Start date 2,Hours p.w. 2,Wage 2\n"
        "7,Ann,Pugh,01/02/1990,IPS,03/04/2024,Siop,Clerk,05/06/2024,16,£12,Caffi,Cook,06/07/2024,8,£12\n"
    )
    mapping = t.guess(book, today=TODAY)
    found = fields(mapping)
    assert found["URN"] == ("person.reference", 1)
    assert found["Forename"] == ("person.given_name", 1)
    assert found["D.O.B."] == ("person.date_of_birth", 1)
    assert found["Scheme"] == ("journey.programme", 1)
    assert found["Date joined"] == ("journey.started_on", 1)
    for group in (1, 2):
        assert found[f"Employer {group}"] == ("job.employer", group)
        assert found[f"Job title {group}"] == ("job.title", group)
        assert found[f"Start date {group}"] == ("job.start", group)
        assert found[f"Hours p.w. {group}"] == ("job_terms.hours", group)
        assert found[f"Wage {group}"] == ("job_terms.pay", group)
    assert mapping.key == ("person.reference",)
    assert all(0.5 <= column.confidence <= 1 for column in mapping.sheets[0].columns)


def test_headings_that_say_nothing_by_themselves_are_decided_by_their_neighbours() -> None:
    book = csv(
        "Name,DOB,Programme,Start date,End date,Employer,Job title,Start date,End date,Reason for leaving\n"
        "Ann,01/02/1990,IPS,03/04/2024,,Siop,Clerk,05/06/2024,07/08/2024,Resigned\n"
    )
    columns = t.guess(book, today=TODAY).sheets[0].columns
    assert [(column.header, column.occurrence, column.field) for column in columns[3:]] == [
        ("Start date", 1, "journey.started_on"),
        ("End date", 1, "journey.closed_on"),
        ("Employer", 1, "job.employer"),
        ("Job title", 1, "job.title"),
        ("Start date", 2, "job.start"),
        ("End date", 2, "job.end"),
        ("Reason for leaving", 1, "job.end_reason"),
    ]
    assert columns[3].reason == "heading-shared"


def test_a_welsh_workbook() -> None:
    book = csv(
        "Cyfeirnod,Enw llawn,Dyddiad geni,Rhif y GIG,E-bost,Ffôn symudol,Cod post,Dewis iaith,Rhaglen,Cynghorydd,"
        "Dyddiad atgyfeirio,Cyflogwr,Teitl swydd,Dyddiad dechrau swydd,Oriau'r wythnos,Cyflog yr awr\n"
        "1,Siân Pugh,1990-02-01,9434765919,s@example.org,07700900123,CF10 1AA,Cymraeg,IPS,Mared,2024-04-03,Siop,Clerc,"
        "2024-06-05,16,12\n"
    )
    assert list(fields(t.guess(book, today=TODAY)).values()) == [
        ("person.reference", 1),
        ("person.full_name", 1),
        ("person.date_of_birth", 1),
        ("person.nhs_number", 1),
        ("person.email", 1),
        ("person.phone", 1),
        ("person.postcode", 1),
        ("person.spoken_language", 1),
        ("journey.programme", 1),
        ("journey.adviser_name", 1),
        ("journey.referred_on", 1),
        ("job.employer", 1),
        ("job.title", 1),
        ("job.start", 1),
        ("job_terms.hours", 1),
        ("job_terms.pay", 1),
    ]


def test_misspelt_and_wordy_headings() -> None:
    book = csv(
        "Full nmae,Date of Brith,Participants home postcode,Mobile telephone number (if any)\n"
        "Ann Pugh,01/02/1990,CF10 1AA,07700 900123\n"
    )
    columns = t.guess(book, today=TODAY).sheets[0].columns
    assert [(column.field, column.reason) for column in columns] == [
        ("person.full_name", "heading-near"),
        ("person.date_of_birth", "heading-near"),
        ("person.postcode", "heading-part"),
        ("person.phone", "heading-part"),
    ]


def test_a_surname_and_forename_in_one_column_are_a_whole_name() -> None:
    book = csv('"Surname, forename",D.O.B.\n"Prydderch, Gwenllian",03/04/1991\n')
    assert list(fields(t.guess(book, today=TODAY)).values()) == [
        ("person.full_name", 1),
        ("person.date_of_birth", 1),
    ]


def test_values_speak_where_headings_do_not() -> None:
    lines = "".join(
        f"p{n},943 476 5919,CF{n} 1AA,a{n}@example.org,{n}/02/19{60 + n},x{n}\n" for n in range(1, 9)
    )
    columns = t.guess(csv("Alpha,Beta,Gamma,Delta,Epsilon,Zeta\n" + lines), today=TODAY).sheets[0].columns
    assert [(column.field, column.reason) for column in columns] == [
        (None, "none"),
        ("person.nhs_number", "values"),
        ("person.postcode", "values"),
        ("person.email", "values"),
        ("person.date_of_birth", "values"),
        (None, "none"),
    ]


def test_values_that_contradict_a_heading_lower_its_confidence() -> None:
    """A heading that we know is still followed, with doubt; one that several fields share is not; and words that
    are not known yet say nothing."""
    colours = "Name,Phone,Start,Gender\nAnn,blue,no,Martian\nBob,green,no,Venusian\nCat,red,no,Plutonian\n"
    _, phone, start, gender = t.guess(csv(colours), today=TODAY).sheets[0].columns
    assert (phone.field, start.field, gender.field) == ("person.phone", None, "person.gender")
    assert phone.confidence < 0.6 < 0.9 < gender.confidence


def test_several_sheets_are_joined_by_the_best_key_that_all_have() -> None:
    people = [["Ref", "Name", "DOB"], ["P1", "Ann", date(1990, 1, 2)], ["P2", "Bob", date(1991, 1, 2)]]
    jobs = [["Ref", "Employer", "Start", "End"], ["P1", "Siop", date(2024, 1, 2), None]]
    log = [["Client ref", "Date", "Type", "Notes"], ["P2", date(2024, 5, 6), "Phone", "Rang"]]
    lists = [["Red"], ["Blue"]]
    book = t.open_workbook(
        xlsx({"Caseload": people, "Jobs": jobs, "Contact log": log, "Lists": lists}, hidden=["Lists"])
    )
    mapping = t.guess(book, today=TODAY)
    assert mapping.key == ("person.reference",)
    assert [(each.sheet, each.use) for each in mapping.sheets] == [
        ("Caseload", True),
        ("Jobs", True),
        ("Contact log", True),
        ("Lists", False),
    ]
    assert fields(mapping, 1) == {
        "Ref": ("person.reference", 1),
        "Employer": ("job.employer", 1),
        "Start": ("job.start", 1),
        "End": ("job.end", 1),
    }
    assert fields(mapping, 2) == {
        "Client ref": ("person.reference", 1),
        "Date": ("contact.when", 1),
        "Type": ("contact.mode", 1),
        "Notes": ("contact.note", 1),
    }


def test_without_a_reference_name_and_birth_are_the_key_and_parts_of_a_name_will_do() -> None:
    book = csv("First name,Last name,DOB,Employer\nAnn,Pugh,1/2/1990,Siop\n")
    assert t.guess(book, today=TODAY).key == ("person.full_name", "person.date_of_birth")
    assert t.guess(csv("Name,Employer\nAnn,Siop\n"), today=TODAY).key == ("person.full_name",)


def test_names_written_once_above_several_jobs_are_noticed() -> None:
    book = csv(
        "Name,DOB,Employer,Start\nAnn,1/2/1990,Siop,1/2/2024\n,,Caffi,3/4/2024\nBob,1/2/1991,Siop,1/2/2024\n"
    )
    assert t.guess(book, today=TODAY).sheets[0].fill_down
    other = csv("Name,DOB,Employer,Start\nAnn,1/2/1990,Siop,1/2/2024\nBob,1/2/1991,Siop,1/2/2024\n")
    assert not t.guess(other, today=TODAY).sheets[0].fill_down


def test_groups_without_numbers_are_counted_in_their_order() -> None:
    lines = [
        ["Name", "Current job", None, "Previous job", None],
        [None, "Employer", "Start", "Employer", "Start"],
        ["Ann", "Siop", date(2024, 1, 1), "Caffi", date(2022, 1, 1)],
    ]
    data = xlsx({"A": lines}, merges={"A": ["A1:A2", "B1:C1", "D1:E1"]})
    assert fields(t.guess(t.open_workbook(data), today=TODAY)) == {
        "Name": ("person.full_name", 1),
        "Current job / Employer": ("job.employer", 1),
        "Current job / Start": ("job.start", 1),
        "Previous job / Employer": ("job.employer", 2),
        "Previous job / Start": ("job.start", 2),
    }


def test_every_reason_has_words() -> None:
    assert {
        "heading",
        "heading-group",
        "heading-shared",
        "heading-part",
        "heading-near",
        "values",
        "chosen",
        "none",
    } == set(t.REASONS)


def test_a_list_as_an_adviser_keeps_it() -> None:
    book = csv(
        "Job Coach;Participant;D.o.B;Gender (M/F);CRN;Tel.;P/code;Date Referred to Service;1st contact;Current Status;"
        "Placement Employer;Role;Paid/Unpaid;Placement Start Date;Placement End Date;Date left;"
        "Still there at 13 weeks?\n"
        'Mared;"HUGHES, Tomos";12.5.99;M;12;07700900123;LL57 2DG;1.2.24;8.2.24;Open;Caffi;Barista;Paid;3.6.24;;;Y\n'
    )
    assert list(fields(t.guess(book, today=TODAY)).values()) == [
        ("journey.adviser_name", 1),
        ("person.full_name", 1),
        ("person.date_of_birth", 1),
        ("person.gender", 1),
        ("person.reference", 1),
        ("person.phone", 1),
        ("person.postcode", 1),
        ("journey.referred_on", 1),
        ("contact.when", 1),
        ("journey.stage", 1),
        ("job.employer", 1),
        ("job.title", 1),
        ("job.kind", 1),
        ("job.start", 1),
        ("job.end", 1),
        ("journey.closed_on", 1),
        (None, 1),
    ]
