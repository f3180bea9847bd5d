# SPDX-License-Identifier: AGPL-3.0-or-later
"""Codes that only the site knows: its programmes, their stages, its advisers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol


class Lookup(Protocol):
    """What the site is asked. Answers are remembered, so the same question comes once in an import."""

    def find(self, field: str, text: str, context: Mapping[str, str], /) -> str | None:
        """The code for a text as found (tidy, not folded), None if it is not known.

        `field` is "journey.programme", "journey.stage" (with `context["programme"]`, a code, where known) or
        "journey.adviser" (`text` is an email address or a name).
        """

    def choices(self, field: str, /) -> Sequence[tuple[str, str]]:
        """(code, label) of all that may be chosen for the field."""


class NoLookup:
    """Knows nothing: every programme, stage and adviser is reported as unknown."""

    def find(self, _field: str, _text: str, _context: Mapping[str, str], /) -> str | None:
        """None."""
        return None

    def choices(self, _field: str, /) -> Sequence[tuple[str, str]]:
        """Nothing."""
        return ()
