# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words that are kept in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language


@dataclass(frozen=True, slots=True)
class Bilingual:
    """An English and a Welsh text. Where one is missing the other stands in, and says so by `missing`."""

    en: str
    cy: str

    def __str__(self) -> str:
        return self.in_language(get_language() or "en")

    def in_language(self, language: str) -> str:
        """The text in `language`, or the other where that one is empty."""
        return (self.cy or self.en) if language.startswith("cy") else (self.en or self.cy)


def of(row: Any, field: str) -> Bilingual:
    """The pair `field_en`/`field_cy` of a model instance or a `values()` row."""
    if isinstance(row, dict):
        return Bilingual(row[f"{field}_en"], row[f"{field}_cy"])
    return Bilingual(getattr(row, f"{field}_en"), getattr(row, f"{field}_cy"))
