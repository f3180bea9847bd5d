# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which cohorts the demonstration brings in: the source documents' programmes with their counts (mission, A3 to B4)."""

from __future__ import annotations

from datetime import date

from .bodies import COUNCILS
from .caseloads import Cohort

FIVE_YEARS = (date(2015, 4, 1), date(2020, 3, 31))
EIGHTEEN_MONTHS = (date(2019, 10, 1), date(2021, 3, 31))
THREE_YEARS = (date(2016, 4, 1), date(2019, 3, 31))
ONE_YEAR = (date(2024, 4, 1), date(2025, 3, 31))
YEAR_2018 = (date(2018, 4, 1), date(2019, 3, 31))

# Fifty young people on trials, in nine councils: six councils with six of seven, two with five, one with four.
_TRIALS = ((7, 6), (7, 6), (7, 6), (7, 6), (7, 6), (7, 6), (6, 5), (6, 5), (5, 4))

LEARNING = ("Learning disability", "Learning disability", "Autism")
_CHOOSING = Cohort(
    "voluntary-work",
    "llwybrau",
    4_600,
    4_000,
    *ONE_YEAR,
    serial=10_000,
    reasons=("Learning disability", "Mental health", "Autism", "Long term condition", "Physical disability"),
)

COHORTS = (
    _CHOOSING,
    Cohort("ips-glannau", "glannau", 231, 83, *FIVE_YEARS, serial=1_000),
    # Some whom the health board helps to stay in work are known to the provider as well.
    Cohort(
        "wellbeing",
        "glannau",
        64,
        0,
        *ONE_YEAR,
        employed_before=True,
        youngest=24,
        serial=2_000,
        reasons=("Long term condition", "Mental health"),
        known_to=_CHOOSING,
        doubles=14,
    ),
    *(
        Cohort(
            "work-trials",
            council.key,
            people,
            trials,
            *EIGHTEEN_MONTHS,
            kind="Work trial",
            youngest=16,
            oldest=24,
            serial=3_000 + 10 * number,
            reasons=LEARNING,
        )
        for number, (council, (people, trials)) in enumerate(zip(COUNCILS, _TRIALS, strict=True))
    ),
    Cohort("irwen-top-up", "stepwise", 39, 13, *THREE_YEARS, welsh=False, serial=4_000, reasons=LEARNING),
    Cohort("irwen-ips", "stepwise", 88, 22, *THREE_YEARS, welsh=False, serial=5_000),
    Cohort("irwen-early", "irwen-trust", 59, 38, *YEAR_2018, welsh=False, oldest=35, serial=6_000),
)
