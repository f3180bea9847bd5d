# SPDX-License-Identifier: AGPL-3.0-or-later
"""What columns of invented histories may hold: values at which a rule could turn, and a few that no rule knows.

A referee's module may put its own in their place with `VALUES`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cydwaith.engines.measures.facts import day_of, month_of

WORLD: dict[str, list[dict[str, Any]]] = {
    "programme": [
        {
            "programme": code,
            "pathway": pathway,
            "lead": "p",
            "contract_day": day_of(date(2017, 4, 1)),
            "delivery_day": day_of(date(2017, 7, 1)),
            "end_day": None,
        }
        for code, pathway in (("p1", "ips"), ("p2", "retention"), ("p3", "work_trial"))
    ],
    "partner": [
        {"partner": "north", "kind": "council", "area": "W1"},
        {"partner": "south", "kind": "health", "area": "W2"},
    ],
    "area": [
        {"area": "W", "parent": None},
        {"area": "W1", "parent": "W"},
        {"area": "W2", "parent": "W"},
    ],
}
"""Tables that are the same for everybody."""

PAIDISH = ("employed", "employed", "self_employed", "apprenticeship")
VALUES: Mapping[tuple[str, str], Sequence[Any]] = {
    ("person", "gender"): ("female", "male", "other", None),
    ("person", "ethnicity"): (
        "white_welsh_english_scottish_ni_british",
        "asian_indian",
        "black_african",
        None,
    ),
    ("person", "education"): ("0", "1", "2", "3", "4", "5", "6", "8", None),
    ("person", "born_month"): (
        *(month_of(date(2018, month, 1)) - 12 * age for age in (18, 65, 70) for month in (3, 4, 5)),
        *(month_of(date(2018, 9, 1)) - 12 * age for age in (16, 17, 21, 24, 25, 40, 54, 55, 64, 69)),
        None,
    ),
    ("journey", "pathway"): ("ips", "retention", "work_trial", "supported_employment"),
    ("journey", "close_reason"): ("completed", "left", "died", None),
    ("journey", "work_at_start"): ("out_of_work", "out_of_work", "in_work", "at_risk", "off_sick", None),
    ("journey", "age_at_start"): (15, 16, 17, 18, 24, 25, 40, 54, 55, 64, 65, None),
    ("referral", "team"): ("mental_health", "ips", "other"),
    ("support_reason", "reason"): ("learning_disability", "mental_health", "physical_support", "sensory"),
    ("long_term_support", "kind"): ("community", "residential", "nursing"),
    ("setting", "setting"): ("own_home", "prison", "detained", "residential", "homeless"),
    ("attribute", "kind"): (
        *("carer", "ehc_plan", "long_term_sick", "other_funding", "benefit", "disabled", "migrant"),
        "disadvantage",
    ),
    ("attribute", "value"): ("yes", "no", "dwp", "universal_credit"),
    ("staff", "hours_share"): (20, 50, 100, None),
    ("stage_change", "stage"): ("referred", "engaged", "profile", "job_search", "in_work"),
    ("contact", "with_whom"): ("person", "person", "employer", "clinical_team", "supporter", "other"),
    ("contact", "how"): ("in_person", "phone", "video", "text", "email", "letter", "group", "other"),
    ("contact", "place"): ("office", "community", "home", "workplace", "clinic", None),
    ("contact", "outcome"): ("met", "met", "no_answer", "did_not_come", "cancelled"),
    ("contact", "minutes"): (0, 5, 30, 60, None),
    ("job", "kind"): (*PAIDISH, "traineeship", "supported_internship", "work_trial", "volunteering"),
    ("job", "soc"): ("9223", "5434", "4112", None),
    ("job", "end_reason"): ("resigned", "dismissed", "contract_ended", None),
    ("job", "through_support"): (True, True, True, False, None),
    ("job", "employer_id"): (1, 1, 2, 3, None),
    ("contact", "employer_id"): (1, 2, 3, None),
    ("job_terms", "minutes_week"): (0, 239, 240, 419, 420, 421, 600, 959, 960, 961, 2250, None),
    ("job_terms", "pay_pence"): (
        0,
        450,
        719,
        720,
        750,
        782,
        783,
        820,
        821,
        900,
        30_000,
        160_000,
        2_000_000,
        None,
    ),
    ("job_terms", "pay_period"): (
        "hour",
        "hour",
        "hour",
        "day",
        "week",
        "fortnight",
        "four_weeks",
        "month",
        "year",
        None,
    ),
    ("status_observation", "status"): (
        *("employed", "employed", "self_employed", "seeking", "not_seeking", "volunteering", "learning"),
        *("long_term_sick", "caring", "retired", "unknown"),
    ),
    ("status_observation", "minutes_week"): (0, 420, 600, 959, 960, 2250, None),
    ("status_observation", "source"): ("review", "assessment", "other"),
    ("learning", "kind"): ("course", "qualification", "work_based", "taster"),
    ("learning", "level"): ("1", "2", "3", None),
    ("learning", "result"): ("achieved", "completed", "left", None),
    ("review", "week"): (13, 26, 52),
    ("population_base", "kind"): ("wants_work", "adults", "working_age_disabled"),
}
CODES: Mapping[str, Sequence[str | None]] = {
    "partner": ("north", "south"),
    "programme": ("p1", "p2", "p3"),
    "area": ("W1", "W2", None),
}
