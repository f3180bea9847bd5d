# SPDX-License-Identifier: AGPL-3.0-or-later
"""From the plan's typed values to what `people` and `journeys` take: one table a vocabulary, nothing else. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

CONTACT_WITH: Final[Mapping[str, str]] = {"supporter": "family", "partner_organisation": "other"}
HOW: Final[Mapping[str, tuple[str, str]]] = {  # mode -> how, place
    "home_visit": ("in_person", "home"),
    "workplace": ("in_person", "workplace"),
    "text": ("message", ""),
    "group": ("in_person", ""),
}
END_REASON: Final[Mapping[str, str]] = {"study": "learning"}
CLOSE_REASON: Final[Mapping[str, Mapping[str, str]]] = {
    "ips": {"into_work": "in_work_settled", "education": "learning"},
    "work_trial": {"into_work": "in_work_settled", "education": "learning", "completed": "trial_was_enough"},
    "retention": {"into_work": "kept_job"},
}
CLOSE_REASON_ANY: Final[Mapping[str, str]] = {
    "person_choice": "own_choice",
    "lost_contact": "lost_touch",
    "health": "health",
    "moved": "moved_away",
    "referred_on": "other_support",
    "not_eligible": "not_this_programme",
    "died": "died",
}
NEAREST_CLOSE_REASON: Final = "not_this_programme"
"""Where a pathway has no such reason (and for a closing date without one): said in a warning on each row."""
FACTS: Final = (
    "primary_support_reason", "ehc_plan", "carer", "long_term_sick", "gender", "ethnicity", "education_level",
)  # fmt: skip
"""Fields of the plan's person that are kept as dated facts, under the same names."""


def close_reason(pathway: str, code: str) -> str | None:
    """The pathway's closing reason for the plan's code, None where it has none that means the same."""
    return CLOSE_REASON.get(pathway, {}).get(code) or CLOSE_REASON_ANY.get(code)


def yes_no(value: Any) -> str:
    """A fact's value: booleans as yes and no, codes as they are."""
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
