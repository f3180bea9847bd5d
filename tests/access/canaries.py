# SPDX-License-Identifier: AGPL-3.0-or-later
"""Canaries: a unique word in every free field of every guarded table of every person of the test world.

Planting walks the guarded models by itself, so that a table added tomorrow is planted without anybody thinking of
it. A word that turns up where its person and category are not allowed tells where the leak is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import models

from cydwaith.kernel.guard import Guarded
from cydwaith.kernel.privacy import TECHNICAL
from cydwaith.kernel.vocabulary import Category

WORD = re.compile(r"kanari[a-z]+")
_ALPHABET = "bcdfghjklmnprstw"


def word(number: int) -> str:
    """Canary `number` as one pronounceable lower-case word that no page, name or catalogue holds."""
    letters = ""
    for _ in range(4):
        number, rest = divmod(number, len(_ALPHABET))
        letters += _ALPHABET[rest] + "aeiou"[rest % 5]
    return f"kanari{letters}"


@dataclass(frozen=True, slots=True)
class Canary:
    """Whose it is, of which category, and where it was planted."""

    person: str
    category: Category
    place: str  # "people.needs.access"


@dataclass(slots=True)
class Aviary:
    """All canaries, by word."""

    by_word: dict[str, Canary] = field(default_factory=dict)

    def plant(self, person: str, category: Category, place: str) -> str:
        """A new word for one field."""
        new = word(len(self.by_word))
        self.by_word[new] = Canary(person, category, place)
        return new

    def found_in(self, text: str) -> set[Canary]:
        """The canaries whose words stand in `text` (any case: pages may capitalise)."""
        return {self.by_word[w] for w in set(WORD.findall(text.lower())) if w in self.by_word}


Override = Callable[["Planting"], Any]

CODED: dict[str, dict[str, Any]] = {
    # Fields whose values are codes: a canary there would be no value that the site could ever hold.
    "people.careFact": {"kind": "long_term_sick", "value": "yes"},
    "people.equalityfact": {"kind": "gender"},
    "people.skillsfact": {"kind": "education_level", "value": "isced_3"},
    "people.moneyfact": {"kind": "benefit"},
    "people.needs": {"formats": lambda p: ["large_print"]},
    "people.sharingdecision": {"purpose": "find_work", "role": "", "basis": "choice", "how_given": "screen"},
    "people.referral": {
        "purpose": "find_work",
        "minimum": lambda p: {"name": p.canary("minimum"), "why": p.canary("minimum")},
    },
    "people.correction": {"outcome": ""},
    "journeys.journey": {"pathway": "ips", "stage": "job_search", "close_reason": "", "next_due_code": ""},
    "journeys.stagechange": {"frm": "", "to": "job_search", "reason": "", "evidence": lambda p: []},
    "journeys.profile": {"travel_by": lambda p: ["bus"], "days": lambda p: ["mon"]},
    "journeys.planagreement": {"lines": lambda p: []},
    "journeys.jobspell": {"soc": "9241", "end_reason": ""},
    "journeys.employersnapshot": {"language": "en", "level": "condition"},
    "intake.importbatch": {"kind": "csv", "language": "en", "failure": "", "mode": ""},
    "journeys.learningspell": {"level": "2", "result": ""},
}
CODED = {label.lower(): fields for label, fields in CODED.items()}
TECHNICAL_WORDS = {"sort_key", "recipient", "page", "role", "token_digest", "term", "reference"}


@dataclass(slots=True)
class Planting:
    """One row being made for one person: gives canaries in the row's category."""

    aviary: Aviary
    person: str
    category: Category
    model: type[models.Model]

    def canary(self, name: str) -> str:
        """A canary for the field `name`."""
        return self.aviary.plant(self.person, self.category, f"{self.model._meta.label_lower}.{name}")


def guarded_models() -> list[type[Guarded]]:
    """Every guarded model of the project."""
    return [m for m in apps.get_models() if issubclass(m, Guarded) and m.__module__.startswith("cydwaith.")]


def values_for(planting: Planting, given: dict[str, Any]) -> dict[str, Any]:
    """A value for every field of a row: what is `given`, codes where codes stand, a canary in every free field."""
    coded = CODED.get(planting.model._meta.label_lower, {})
    found: dict[str, Any] = {}
    for column in planting.model._meta.concrete_fields:
        if column.primary_key or column.name in given or column.attname in given:
            continue
        if column.name in coded:
            value = coded[column.name]
            found[column.name] = value(planting) if callable(value) else value
            continue
        value = _value(planting, column)
        if value is not _UNSET:
            found[column.name] = value
    return {**found, **given}


_UNSET = object()
_numbers = itertools.count(0x1000)  # technical text that must differ from row to row


def _value(planting: Planting, column: Any) -> Any:
    if column.is_relation:
        return None if column.null else _UNSET
    if column.choices:
        return next(code for code, _label in column.flatchoices if code)
    if isinstance(column, models.EmailField):
        return f"{planting.canary(column.name)}@example.org"
    if isinstance(column, models.CharField | models.TextField):
        technical = planting.model.privacy.get(column.name) == TECHNICAL  # type: ignore[attr-defined]
        if technical or column.name in TECHNICAL_WORDS or (column.max_length or 99) < 20:
            return "" if column.blank else f"{next(_numbers):x}"[: column.max_length]
        return planting.canary(column.name)
    if column.null or column.has_default():
        return _UNSET
    if isinstance(column, models.DateTimeField):
        later = timedelta(days=200) if column.name.startswith(("ends", "expires")) else timedelta(0)
        return datetime.now(UTC) - timedelta(days=100) + later
    if isinstance(column, models.DateField):
        return date(2026, 1, 5)
    if isinstance(column, models.BooleanField):
        return False
    if isinstance(column, models.IntegerField):
        return 0
    raise AssertionError(f"{planting.model._meta.label}.{column.name}: say in CODED what to plant")


def categories_planted(aviary: Aviary) -> Iterable[Category]:
    """Which categories have at least one canary: all twelve, or the world proves too little."""
    return {canary.category for canary in aviary.by_word.values()}
