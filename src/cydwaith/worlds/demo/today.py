# SPDX-License-Identifier: AGPL-3.0-or-later
"""This year's caseload, as a workbook of three sheets with headings of its own: people, jobs, contacts.

Its dates follow the day on which the demonstration is built, so that an adviser's day has something in it.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

from .caseloads import EMPLOYERS, TITLES
from .names import full_name, synthetic_nhs_number

PEOPLE = (
    "Person ref",
    "Name",
    "Date of birth",
    "NHS no.",
    "Speaks",
    "Programme",
    "Started on",
    "Stage",
    "Access needs",
    "Worker email",
)
JOBS = (
    "Person ref",
    "Employer",
    "Job title",
    "Type of job",
    "Began",
    "Ended",
    "Hours per week",
    "Pay per hour",
)
CONTACTS = ("Person ref", "Date of contact", "With whom", "How", "Minutes", "Outcome")
TALKS = (
    "Went through adverts together",
    "Wrote the letter",
    "Practised for the interview",
    "Talked about the week",
    "Visited the shop",
    "Spoke about travel",
    "Agreed the next step",
)

STAGES = (
    # stage, days since the journey began: most are where the pathway expects them, some have stayed long
    ("New referral", (2, 12)),
    ("Vocational profile", (8, 36)),
    ("Job search", (30, 128)),
    ("Job search", (30, 128)),
    ("In work, with support", (70, 188)),
    ("In work, with support", (70, 188)),
)
NEEDS = ("Large print", "More time to answer", "Quiet place to talk", "Step-free way in", "Texts, not calls")


def write(
    path: Path, today: date, workers: dict[str, int], programme: str, *, welsh: bool, serial: int
) -> Path:
    """Write the workbook. `workers`: adviser's email -> how many people. About a third are in work."""
    draw = random.Random(f"today {programme} {serial}")  # noqa: S311  # a fixed story, no secret
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    days = book.add_format({"num_format": "dd/mm/yyyy"})
    sheets = {
        name: _sheet(book, name, heads)
        for name, heads in (("People", PEOPLE), ("Jobs", JOBS), ("Contacts", CONTACTS))
    }
    number = 0
    for email, count in workers.items():
        for _ in range(count):
            number += 1
            key = f"C{serial + number}"
            stage, since = draw.choice(STAGES)
            start = today - timedelta(days=draw.randint(*since))
            born = today - timedelta(days=draw.randint(19 * 366, 58 * 365))
            name = full_name(draw, welsh=welsh and draw.random() < 0.8)
            _row(
                sheets["People"],
                days,
                key,
                name,
                born,
                synthetic_nhs_number(serial + number),
                draw.choice(("Welsh", "English")) if welsh else "English",
                programme,
                start,
                stage,
                draw.choice(NEEDS) if draw.random() < 0.4 else None,
                email,
            )
            if stage == "In work, with support":
                _job(draw, sheets["Jobs"], days, key, start, today)
            _contacts(draw, sheets["Contacts"], days, key, start, today)
    book.close()
    return path


def _sheet(book: Any, name: str, headings: tuple[str, ...]) -> Any:
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, headings)
    sheet.used = 1
    return sheet


def _row(sheet: Any, days: Any, *values: Any) -> None:
    for column, value in enumerate(values):
        if isinstance(value, date):
            day = datetime(value.year, value.month, value.day)  # noqa: DTZ001  # a workbook's days have no zone
            sheet.write_datetime(sheet.used, column, day, days)
        elif value is not None:
            sheet.write(sheet.used, column, value)
    sheet.used += 1


def _job(draw: random.Random, sheet: Any, days: Any, key: str, start: date, today: date) -> None:
    begins = start + timedelta(days=draw.randint(20, min(90, (today - start).days - 10)))
    ended = today - timedelta(days=draw.randint(0, 5)) if draw.random() < 0.1 else None
    _row(
        sheet,
        days,
        key,
        draw.choice(EMPLOYERS),
        draw.choice(TITLES)[0],
        "Employed",
        begins,
        ended,
        draw.choice((6, 8, 12, 16, 16, 20, 24, 30)),
        draw.choice((12.21, 12.60, 12.71, 13.05, 13.45)),
    )


def _contacts(draw: random.Random, sheet: Any, days: Any, key: str, start: date, today: date) -> None:
    span = (today - start).days
    last = draw.randint(1, 16)  # most were spoken to lately
    for number in range(min(6, 1 + span // 20)):
        at = max(start, today - timedelta(days=last + number * draw.randint(12, 21)))
        _row(
            sheet,
            days,
            key,
            at,
            draw.choice(("The person",) * 4 + ("An employer",)),
            draw.choice(("In person", "Phone", "Video call")),
            draw.choice((15, 20, 30, 45, 60)),
            draw.choice(TALKS),
        )
