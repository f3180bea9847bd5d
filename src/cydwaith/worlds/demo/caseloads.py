# SPDX-License-Identifier: AGPL-3.0-or-later
"""The caseloads of the demonstration as the spreadsheets that partners keep, brought in through the importer.

Each cohort says how many people a programme supported and how many of them it helped into work: the counts that the
source documents give. The people are invented.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path

from cydwaith.engines.wages import Floor, floor

from .names import full_name, gender_of, synthetic_nhs_number, without_accents

EMPLOYERS = [
    "Llaeth y Cwm",
    "Glan yr Afon Garden Centre",
    "Caffi'r Harbwr",
    "Harbour Bakery",
    "Three Bridges Laundry",
    "Oak Lane School",
    "Maes y Dderwen Care Home",
    "Pier Street Books",
    "Redgate Supermarket",
    "Northfield Packaging",
    "Valley Couriers",
    "Mill Hotel",
    "St Brannoc's Hospital",
    "Siop y Bont",
    "Castle View Nursery",
    "Riverside Leisure",
    "Ty Mawr Farm",
    "Green Wheel Cycles",
    "Irwen Print",
    "Dale Timber",
    "Copper Kettle Café",
    "Hillside Vets",
    "Bayside Cleaning",
    "Millstone Brewery",
    "Ogof Outdoor",
]
TITLES = (
    ("Kitchen assistant", "9264"),
    ("Gardener", "5114"),
    ("Shop assistant", "7111"),
    ("Cleaner", "9223"),
    ("Care assistant", "6135"),
    ("Warehouse operative", "9252"),
    ("Receptionist", "4216"),
    ("Library assistant", "4135"),
    ("Barista", "9266"),
    ("Office assistant", "4159"),
    ("Teaching assistant", "6112"),
    ("Farm worker", "9111"),
)


@dataclass(frozen=True, slots=True)
class Cohort:
    """People whom one organisation supported on one programme in one period.

    `people` began in the period; `into_work` of them started a job that the support found, in the period too.
    `kind`: the sort of job. `employed_before`: everybody had a job when they came (retention). `reasons`: why they are
    supported. `doubles`: the first so many are also known to another organisation, in its own cohort `known_to`.
    """

    programme: str
    body: str
    people: int
    into_work: int
    first: date
    last: date
    kind: str = "Employed"
    welsh: bool = True
    youngest: int = 18
    oldest: int = 62
    employed_before: bool = False
    serial: int = 0
    reasons: tuple[str, ...] = ("Mental health",)
    known_to: Cohort | None = None
    doubles: int = 0


HEADINGS = (
    "Ref",
    "Full name",
    "Known as",
    "Date of birth",
    "NHS number",
    "Email",
    "Postcode",
    "Gender",
    "Ethnic group",
    "Primary support reason",
    "Education level",
    "Spoken language",
    "Programme",
    "Referral date",
    "Start date",
    "In work at start",
    "Date closed",
    "Reason closed",
    "Adviser email",
    "Job 1 employer",
    "Job 1 title",
    "Job 1 SOC",
    "Job 1 type",
    "Job 1 start",
    "Job 1 end",
    "Job 1 reason ended",
    "Job 1 hours a week",
    "Job 1 pay an hour",
    "Job 1 found through support",
)


def rows(cohort: Cohort, *, adviser: str = "") -> Iterator[dict[str, str]]:
    """The cohort's spreadsheet, a row a person. The same every time."""
    draw = random.Random(f"{cohort.programme} {cohort.body}")  # noqa: S311  # a fixed story, no secret
    length = (cohort.last - cohort.first).days
    working = set(draw.sample(range(cohort.people), cohort.into_work))
    more = random.Random(f"{cohort.programme} {cohort.body}, as given")  # noqa: S311  # a fixed story, no secret
    known = iter(elsewhere(cohort))
    for number in range(cohort.people):
        born = cohort.first - timedelta(days=draw.randint(cohort.youngest * 366, cohort.oldest * 365))
        # Whoever gets a job has at least ten weeks of the period left to find it in.
        start = cohort.first + timedelta(days=draw.randint(0, length - 70 if number in working else length))
        serial = cohort.serial + number
        row = dict.fromkeys(HEADINGS, "")
        row |= {
            "Ref": f"{cohort.body[:3].upper()}-{cohort.programme[:3].upper()}-{number + 1:05}",
            "Full name": full_name(draw, welsh=cohort.welsh and draw.random() < 0.72),
            "Date of birth": f"{born:%d/%m/%Y}",
            "NHS number": synthetic_nhs_number(serial) if draw.random() < 0.8 else "",
            "Email": f"person{serial}@demo.example" if draw.random() < 0.5 else "",
            "Postcode": f"ZZ{draw.randint(1, 99)} {draw.randint(1, 9)}ZZ",
            "Spoken language": draw.choice(("Welsh", "English", "English", ""))
            if cohort.welsh
            else "English",
            "Programme": cohort.programme,
            "Referral date": f"{start - timedelta(days=draw.randint(0, 20)):%d/%m/%Y}",
            "Start date": f"{start:%d/%m/%Y}",
            "Adviser email": adviser,
        }
        row |= _as_given(more, row["Full name"], cohort)
        row |= next(known, {})
        job_end = None
        if number in working:
            job_end = _job(draw, row, cohort, born, start)
        elif cohort.employed_before:
            _earlier_job(draw, row, born, start)
        _close(draw, row, cohort, start, job_end)
        yield row


SCHOOLING = ("No qualifications", "Level 1", "Level 2", "Level 2", "Level 3", "Degree", "")
ETHNIC = (
    "Welsh",
    "White British",
    "White British",
    "White British",
    "Pakistani",
    "Black African",
    "Irish",
    "",
)


def _as_given(draw: random.Random, name: str, cohort: Cohort) -> dict[str, str]:
    """What somebody told of themself, or left open."""
    return {
        "Gender": gender_of(name) or draw.choice(("Female", "Male", "Male", "Female", "Non-binary")),
        "Ethnic group": draw.choice(ETHNIC if cohort.welsh else ETHNIC[1:]),
        "Primary support reason": draw.choice(cohort.reasons),
        "Education level": draw.choice(SCHOOLING),
        "In work at start": _work_at_start(draw, cohort),
    }


def _work_at_start(draw: random.Random, cohort: Cohort) -> str:
    if cohort.employed_before:
        return draw.choice(("Off sick", "At risk", "At risk"))
    return (
        "" if draw.random() < 0.03 else "Out of work"
    )  # a few were never asked: such records are incomplete


def elsewhere(cohort: Cohort) -> Iterator[dict[str, str]]:
    """The first people of a cohort as another organisation wrote them down: spelt otherwise, moved, a number missing, a
    day and month changed over. Who is who is for linkage to find."""
    if cohort.known_to is None:
        return
    for number, row in enumerate(islice(rows(cohort.known_to), 0, cohort.doubles * 9, 9)):
        same = {
            name: row[name] for name in ("Full name", "Date of birth", "NHS number", "Postcode", "Gender")
        }
        if number % 2:
            same["NHS number"] = ""
        if number % 3 == 0:
            same["Full name"] = without_accents(same["Full name"])
        if number % 4 == 1:
            same["Postcode"] = "ZZ99 9ZZ"
        day, month, year = same["Date of birth"].split("/")
        if number % 5 == 4 and int(day) <= 12:
            same["Date of birth"] = f"{month}/{day}/{year}"
        yield same


def _job(draw: random.Random, row: dict[str, str], cohort: Cohort, born: date, start: date) -> date | None:
    begins = start + timedelta(days=draw.randint(14, max(14, min(240, (cohort.last - start).days))))
    _put_job(draw, row, born, begins, cohort.kind)
    row["Job 1 found through support"] = "Yes"
    if cohort.kind == "Work trial":
        ends = begins + timedelta(days=draw.randint(10, 60))
        row["Job 1 end"], row["Job 1 reason ended"] = f"{ends:%d/%m/%Y}", "Contract or placement ended"
        return ends
    if draw.random() < 0.3:
        ends = begins + timedelta(days=draw.randint(30, 330))
        row["Job 1 end"], row["Job 1 reason ended"] = (
            f"{ends:%d/%m/%Y}",
            draw.choice(("Resigned", "Contract or placement ended")),
        )
        return ends
    return None


def _earlier_job(draw: random.Random, row: dict[str, str], born: date, start: date) -> None:
    begins = max(start - timedelta(days=draw.randint(200, 3_000)), date(2013, 10, 7), _birthday(born, 18))
    _put_job(draw, row, born, begins, "Employed")
    row["Job 1 found through support"] = "No"


def _birthday(born: date, age: int) -> date:
    return born + timedelta(days=age * 366)


def _put_job(draw: random.Random, row: dict[str, str], born: date, begins: date, kind: str) -> None:
    title, soc = draw.choice(TITLES)
    row |= {
        "Job 1 employer": draw.choice(EMPLOYERS),
        "Job 1 title": title,
        "Job 1 SOC": soc,
        "Job 1 type": kind,
        "Job 1 start": f"{begins:%d/%m/%Y}",
        "Job 1 hours a week": str(draw.choice((6, 8, 10, 12, 15, 16, 16, 18, 20, 24, 30, 37))),
    }
    if kind != "Work trial":  # a trial is not paid by the employer
        lowest = floor(on=begins, age=born)
        known = lowest.rate_pence if isinstance(lowest, Floor) else 0
        pence = known + draw.choice((0, 0, 10, 25, 60, 120))
        row["Job 1 pay an hour"] = f"£{Decimal(pence) / 100:.2f}"


def _close(
    draw: random.Random, row: dict[str, str], cohort: Cohort, start: date, job_end: date | None
) -> None:
    closed = max(cohort.last, start, job_end or start) + timedelta(days=draw.randint(30, 200))
    row["Date closed"] = f"{closed:%d/%m/%Y}"
    row["Reason closed"] = "Moved away" if draw.random() < 0.1 else "The person's choice"


def write(path: Path, cohort: Cohort, *, adviser: str = "", delimiter: str = ",") -> Path:
    """Write the cohort's spreadsheet to `path` as CSV."""
    with path.open("w", newline="", encoding="utf-8-sig") as out:
        sheet = csv.DictWriter(out, HEADINGS, delimiter=delimiter)
        sheet.writeheader()
        sheet.writerows(rows(cohort, adviser=adviser))
    return path
