# SPDX-License-Identifier: AGPL-3.0-or-later
"""The privacy notice, made from the class of every stored field: nothing is kept that it does not name."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cydwaith.kernel.guard import Guarded
from cydwaith.kernel.privacy import Keep, Privacy
from cydwaith.kernel.vocabulary import CATEGORY_LABELS, PURPOSE_LABELS, Category, Purpose, categories_of

HOLDS: dict[Category, Promise] = {
    Category.IDENTITY: _(
        "Your name, how to reach you, your languages, who works with you, and who helps you."
    ),
    Category.NEEDS: _("How you like to be written and spoken to, and what you need when you come."),
    Category.GOALS: _("What you want from work, your plan and its steps."),
    Category.SKILLS: _("What you have learned and done before."),
    Category.JOBS: _("Where you are on your path, jobs, hours and pay."),
    Category.MONEY: _("Benefits and money for support, where they matter for work."),
    Category.HEALTH: _("What you chose to tell about your health."),
    Category.ADJUSTMENTS: _("What needs to be in place for you at work, and what you told an employer."),
    Category.RISK: _("What keeps you safe, and whom you keep out."),
    Category.NOTES: _("Notes of talks with you."),
    Category.OUTCOMES: _("How it went: the looks back after some weeks in work."),
    Category.EQUALITY: _(
        "Gender and ethnicity, if you gave them. Used to see that everybody is treated fairly."
    ),
}
"""What each category holds, said to the person whom it is about."""

HOW_LONG: dict[Keep, Promise] = {
    Keep.SUPPORT_6Y: _(
        "Six years after our support for you ends, because a claim can be made for that long."
    ),
    Keep.AUDIT_6Y: _("Six years, so that anybody can check who did what."),
    Keep.ACCOUNT: _("As long as your account lives."),
    Keep.SHORT: _("Thirty days: a working copy."),
    Keep.ORGANISATION: _("As long as the organisation is here. It is about no person supported."),
}
"""How long, and why so long."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of information: what it holds, whether the law protects it more, and how long it is kept."""

    label: str
    holds: str
    special: bool
    how_long: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Notice:
    """The generated parts. `how_long`: where it is the same for every kind, said once (else empty).

    `log_how_long`: of the record of who looked; `purposes`: why anybody may look.
    """

    kept: tuple[Kept, ...]
    how_long: tuple[str, ...]
    log_how_long: tuple[str, ...]
    purposes: tuple[str, ...]


def _classes() -> list[Privacy]:
    """The class of every field of every table about people."""
    return [
        privacy
        for model in apps.get_models()
        if issubclass(model, Guarded)
        for privacy in model.privacy.values()
    ]


def notice() -> Notice:
    """The notice as the tables stand now."""
    keeps: dict[Category, set[Keep]] = defaultdict(set)
    special: set[Category] = set()
    others: set[Keep] = set()
    for one in _classes():
        if one.category is None:
            others.add(one.keep)
            continue
        for category in categories_of(int(one.category)):
            keeps[category].add(one.keep)
            if one.special:
                special.add(category)
    kept = tuple(
        Kept(str(label), str(HOLDS[category]), category in special, _words(keeps[category]))
        for category, label in CATEGORY_LABELS.items()
        if category in keeps
    )
    spans = {one.how_long for one in kept}
    return Notice(
        kept,
        spans.pop() if len(spans) == 1 else (),
        _words(others & {Keep.AUDIT_6Y}),
        tuple(str(PURPOSE_LABELS[purpose]) for purpose in Purpose),
    )


def _words(keeps: set[Keep]) -> tuple[str, ...]:
    return tuple(str(HOW_LONG[keep]) for keep in Keep if keep in keeps)
