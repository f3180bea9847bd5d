# SPDX-License-Identifier: AGPL-3.0-or-later
"""The two closed lists that sharing speaks in: categories of information, and purposes of use.

Both are bit flags, so that a visibility row holds a set of categories in one integer column and the database
can test it with one `&`. The numbers are stored: never renumber, only append.
"""

from __future__ import annotations

from enum import IntFlag, StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Category(IntFlag):
    """What kind of information a guarded table holds (design 2, twelve categories)."""

    IDENTITY = 1
    NEEDS = 2
    GOALS = 4
    SKILLS = 8
    JOBS = 16
    MONEY = 32
    HEALTH = 64
    ADJUSTMENTS = 128
    RISK = 256
    NOTES = 512
    OUTCOMES = 1024
    EQUALITY = 2048


ALL_CATEGORIES = Category(4095)

CATEGORY_LABELS: dict[Category, Promise] = {
    Category.IDENTITY: _("Name and contact details"),
    Category.NEEDS: _("Communication and access needs"),
    Category.GOALS: _("Goals and profile"),
    Category.SKILLS: _("Skills and work history"),
    Category.JOBS: _("Job search and placements"),
    Category.MONEY: _("Money and benefits"),
    Category.HEALTH: _("Health"),
    Category.ADJUSTMENTS: _("Adjustments at work"),
    Category.RISK: _("Risk and safety"),
    Category.NOTES: _("Support notes"),
    Category.OUTCOMES: _("Outcomes"),
    Category.EQUALITY: _("Equality information"),
}


class Purpose(StrEnum):
    """Why somebody looks. The page sets it, never a menu (design 2, eight purposes)."""

    GET_SUPPORT = "get_support"
    FIND_WORK = "find_work"
    ARRANGE_CARE = "arrange_care"
    PAY_BUDGET = "pay_budget"
    SAFEGUARD = "safeguard"
    CHECK_QUALITY = "check_quality"
    COUNT_RESULTS = "count_results"
    LEGAL_CLAIM = "legal_claim"


PURPOSE_LABELS: dict[Purpose, Promise] = {
    Purpose.GET_SUPPORT: _("To get support"),
    Purpose.FIND_WORK: _("To find and keep a job"),
    Purpose.ARRANGE_CARE: _("To arrange care"),
    Purpose.PAY_BUDGET: _("To pay a budget"),
    Purpose.SAFEGUARD: _("To keep someone safe"),
    Purpose.CHECK_QUALITY: _("To check quality"),
    Purpose.COUNT_RESULTS: _("To count results"),
    Purpose.LEGAL_CLAIM: _("For a legal claim"),
}


def categories_of(mask: int) -> list[Category]:
    """The single categories in `mask`, in the order of the list above.

    Raises `ValueError` when the mask holds a bit that is no category.
    """
    if mask & ~int(ALL_CATEGORIES):
        raise ValueError(f"{mask} holds a bit that is no category")
    return [c for c in CATEGORY_LABELS if mask & c]
