# SPDX-License-Identifier: AGPL-3.0-or-later
"""Awkward spreadsheets, made by hand in code: each laid out as somebody somewhere keeps theirs. Everybody is invented;
NHS numbers are of the 999 range."""

# ruff: noqa: E501, DTZ001  # a row of a table reads best as a row; cells have no time zone

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter


def nhs(number: int) -> str:
    """The `number`th NHS number of the synthetic range with a check digit that holds."""
    at = 0
    for body in range(999_000_000, 1_000_000_000):
        digits = f"{body}"
        check = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            if at == number:
                return f"{digits}{0 if check == 11 else check}"
            at += 1
    raise ValueError(number)


def council_caseload() -> bytes:
    """One row a person, Job 1 and Job 2 side by side under merged headings, titles above, dates in three styles."""
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink)
    sheet = book.add_worksheet("Caseload 24-25")
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write(0, 0, "Glannau Supported Employment: caseload (OFFICIAL SENSITIVE)")
    sheet.write(1, 0, "Last updated 3 March by the team")
    sheet.merge_range(3, 0, 3, 6, "Participant")
    sheet.merge_range(3, 7, 3, 11, "Job 1")
    sheet.merge_range(3, 12, 3, 15, "Job 2")
    heads = [
        "Surname", "Forename(s)", "D.O.B", "NHS No.", "Job coach", "Ref'd", "Iaith / language", "Where", "Role", "Began",
        "Finished", "Hrs p/w", "Where", "Role", "Began", "Finished",
    ]  # fmt: skip
    for column, head in enumerate(heads):
        sheet.write(4, column, head)
    rows: list[list[Any]] = [
        ["LLYWELYN-FYCHAN", "Siân Angharad", datetime(1998, 3, 14), nhs(1), "Carys Pugh", "03/04/2023", "Cymraeg", "Caffi'r Cei",
         "Kitchen helper", "2 Oct 2023", "", 16, "Y Siop Fach", "Till", "14/2/24", ""],
        ["Owen", "Dafydd", "5/4/1999", nhs(2), "carys.pugh@example.org", datetime(2023, 5, 9), "English", "", "", "", "", "", "",
         "", "", ""],
        ["Ní Bhriain", "Áine", "1/12/2001", "", "Carys Pugh", "2023-06-01", "E", "Garden centre", "Volunteer", "1st July 2023",
         "30/09/2023", 8, "", "", "", ""],
        ["Jones", "Gwen", "29/02/2000", nhs(3), "", "12.09.2023", "W", "", "", "", "", "", "", "", "", ""],
    ]  # fmt: skip
    for number, row in enumerate(rows, 5):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write_datetime(number, column, value, day)
            elif value != "":
                sheet.write(number, column, value)
    sheet.write(len(rows) + 6, 0, "Total")
    sheet.write_formula(len(rows) + 6, 1, f"=COUNTA(A6:A{len(rows) + 5})", value=len(rows))
    book.close()
    return sink.getvalue()


def job_a_row() -> bytes:
    """CSV with semicolons in Windows-1252: one row a job, the person only in the first row of theirs."""
    rows = [
        [
            "Cyf",
            "Enw llawn",
            "Dyddiad geni",
            "Cyflogwr",
            "Swydd",
            "Dechrau swydd",
            "Diwedd swydd",
            "Cyflog yr awr",
        ],
        ["A-17", "Siân Rhys", "14/03/1998", "Caffi'r Cei", "Cegin", "02/10/2023", "", "£11,44"],
        ["", "", "", "Y Siop Fach", "Til", "14/02/2024", "", "11.44"],
        [
            "A-18",
            "Tomos ap Rhydderch",
            "07/07/1990",
            "Gwesty'r Llan",
            "Glanhau",
            "01/05/2022",
            "30/11/2022",
            "9,50",
        ],
    ]
    return "\r\n".join(";".join(row) for row in rows).encode("cp1252")


def several_sheets() -> bytes:
    """People, jobs and contacts on sheets of their own, joined by a reference; one sheet hidden, columns anyhow."""
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink)
    day = book.add_format({"num_format": "d mmm yyyy"})

    def fill(name: str, rows: list[list[Any]]) -> Any:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write(number, column, value)
        return sheet

    fill("Pobl", [
        ["e-bost", "Client ID", "Known as", "Name", "Born", "Sex", "Postcode", "Started with us", "Exit date", "Reason for exit"],
        ["sian@example.org", "P001", "Siân", "Rhys, Siân", date(1998, 3, 14), "F", "sy231aa", date(2023, 4, 3), None, None],
        [None, "P002", None, "Dafydd Owen", date(1999, 4, 5), "M", "LL57 2DG", date(2022, 1, 10), date(2023, 2, 1), "moved away"],
    ])  # fmt: skip
    fill("Gwaith", [
        ["Client ID", "Start", "End", "Employer", "Type", "Hours", "£ per hour", "SOC"],
        ["P001", date(2023, 10, 2), None, "Caffi'r Cei", "paid", 16, 10.42, 9263],
        ["P001", date(2024, 2, 14), None, "Y Siop Fach", "PT", 6, 10.42, None],
        ["P002", date(2022, 3, 1), date(2022, 8, 1), "Post Office", "work trial", 12, None, None],
    ])  # fmt: skip
    fill("Cysylltiadau", [
        ["Date", "Client ID", "Type", "Mins", "Notes"],
        [date(2023, 4, 12), "P001", "f2f", 45, "First talk.\nLikes kitchens."],
        [date(2023, 4, 20), "P001", "phone", 10, None],
        [date(2022, 2, 2), "P002", "teams", 30, "=HYPERLINK(\"http://example.org\")"],
    ])  # fmt: skip
    fill("Lists", [["Yes", "No"]]).hide()
    book.close()
    return sink.getvalue()


def no_one_here() -> bytes:
    """A layout of its own: American dates, yes and no as ticks, statuses in its own words, bad rows among good ones."""
    rows = [
        ["#", "Learner", "DOB (m/d/y)", "Programme strand", "Where are they up to?", "Got a carer role?", "Primary need",
         "Latest placement", "Placement kicked off", "Kind of placement", "Coach e-mail", "Seen on", "How seen", "What was said"],
        ["1", "Ada Lovell", "12/25/2002", "ips-a", "job hunting", "✓", "ASD", "Bakery", "03/13/2024", "trial",
         "carys.pugh@example.org", "03/20/2024", "f2f", "Enjoyed it"],
        ["2", "Bob Mather", "02/30/2001", "ips-a", "job hunting", "", "LD", "", "", "", "", "", "", ""],
        ["3", "Cai Nolan", "07/19/1996", "IPS (A)", "working", "n", "MH", "Depot", "01/29/2024", "paid",
         "nobody@example.org", "01/30/2024", "phone", ""],
        ["4", "", "07/21/1996", "ips-a", "job hunting", "", "", "", "", "", "", "", "", ""],
    ]  # fmt: skip
    sink = io.StringIO(newline="")
    csv.writer(sink).writerows(rows)
    return sink.getvalue().encode("utf-8")


GIVEN = [
    "Siân",
    "Dafydd",
    "Gwen",
    "Tomos",
    "Áine",
    "Rhys",
    "Mari",
    "Ifan",
    "Ada",
    "Bob",
    "Cai",
    "Elen",
    "Huw",
    "Nia",
    "Owain",
    "Priya",
    "Samir",
    "Tegan",
    "Una",
    "Wil",
]
FAMILY = [
    "Jones",
    "Davies",
    "Llywelyn",
    "Pugh",
    "Owen",
    "Rhydderch",
    "Nolan",
    "Mather",
    "Lovell",
    "Khan",
    "Begum",
    "Ó'Brien",
    "Evans",
    "Roberts",
    "Prys",
]


def _name(pick: random.Random) -> str:
    """A name of two words; one in four people has two family names."""
    family = pick.choice(FAMILY) if pick.random() < 0.75 else f"{pick.choice(FAMILY)}-{pick.choice(FAMILY)}"
    return f"{pick.choice(GIVEN)} {family}"


def big_rows(count: int, *, programme: str, adviser: str, seed: int = 7) -> Iterator[list[Any]]:
    """A heading and `count` rows, each a person with a journey, a job and a contact."""
    yield [
        "Reference", "Full name", "Date of birth", "Email", "Phone", "Postcode", "Gender", "Ethnicity", "Preferred language",
        "Primary support reason", "Programme", "Adviser email", "Referral date", "Start date on programme", "Stage", "Employer",
        "Job title", "Job start", "Kind of job", "Hours per week", "Hourly rate", "Contact date", "Contact type", "Minutes",
        "Contact note",
    ]  # fmt: skip
    pick = random.Random(seed)
    first = date(2019, 1, 7)
    for number in range(count):
        opened = first + timedelta(days=number % 1_500)
        began = opened + timedelta(days=90)
        yield [
            f"R{number:06}", _name(pick), date(1960, 1, 1) + timedelta(days=number % 15_000),
            f"person{number}@example.org", f"07700 900{number % 1000:03}", "SY23 1AA", pick.choice(["F", "M"]), "White British",
            pick.choice(["English", "Cymraeg"]), pick.choice(["LD", "MH", "ASD"]), programme, adviser, opened,
            opened + timedelta(days=7), "job search", f"Employer {number % 500}", "Assistant", began, "paid", 16, "11.44",
            began + timedelta(days=10), "phone", 20, f"Went well, number {number}.",
        ]  # fmt: skip


def big_csv(path: Path, count: int, **given: Any) -> None:
    """`big_rows` as CSV with British dates."""
    with path.open("w", encoding="utf-8", newline="") as sink:
        writer = csv.writer(sink)
        for row in big_rows(count, **given):
            writer.writerow([cell.strftime("%d/%m/%Y") if isinstance(cell, date) else cell for cell in row])


def big_xlsx(path: Path, count: int, **given: Any) -> None:
    """`big_rows` as a workbook with real dates."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Caseload")
    for number, row in enumerate(big_rows(count, **given)):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, datetime(cell.year, cell.month, cell.day))
            else:
                sheet.write(number, column, cell)
    book.close()
