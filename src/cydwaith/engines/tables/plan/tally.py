# SPDX-License-Identifier: AGPL-3.0-or-later
"""Counting problems: a page can show thousands of them as a few lines with examples."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, Final

from cydwaith.engines.tables.problems import Problem, Severity

EXAMPLES: Final = 5
_RANK: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(slots=True)
class Count:
    """How often one problem came up in one column, with the first few."""

    severity: Severity
    code: str
    sheet: str | None
    column: str | None
    count: int = 0
    examples: list[Problem] = dataclass_field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Plain dictionary for JSON output."""
        return {
            "severity": str(self.severity),
            "code": self.code,
            "sheet": self.sheet,
            "column": self.column,
            "count": self.count,
            "examples": [each.as_json() for each in self.examples],
        }


@dataclass(slots=True)
class Tally:
    """Counts over a whole plan: people (`records`, `good` without an error, `bad`), what they hold, and problems."""

    records: int = 0
    good: int = 0
    journeys: int = 0
    jobs: int = 0
    contacts: int = 0
    rows: int = 0
    errors: int = 0
    warnings: int = 0
    notes: int = 0
    _counts: dict[tuple[str, str | None, str | None, Severity], Count] = dataclass_field(default_factory=dict)

    @property
    def bad(self) -> int:
        """People with an error."""
        return self.records - self.good

    def add(self, problem: Problem) -> None:
        """Count one problem."""
        place, severity = problem.place, problem.severity
        key = (problem.code, place.sheet, place.column, severity)
        count = self._counts.get(key)
        if count is None:
            count = self._counts[key] = Count(severity, problem.code, place.sheet, place.column)
        count.count += 1
        if len(count.examples) < EXAMPLES:
            count.examples.append(problem)
        if severity is Severity.ERROR:
            self.errors += 1
        elif severity is Severity.WARNING:
            self.warnings += 1
        else:
            self.notes += 1

    def extend(self, problems: Iterable[Problem]) -> None:
        """Count several problems."""
        for each in problems:
            self.add(each)

    @property
    def counts(self) -> list[Count]:
        """Gravest first, then most frequent."""
        return sorted(
            self._counts.values(),
            key=lambda each: (
                _RANK[each.severity],
                -each.count,
                each.code,
                each.sheet or "",
                each.column or "",
            ),
        )

    def as_json(self) -> dict[str, Any]:
        """Plain dictionary for JSON output."""
        numbers = (
            "records",
            "good",
            "bad",
            "journeys",
            "jobs",
            "contacts",
            "rows",
            "errors",
            "warnings",
            "notes",
        )
        return {name: getattr(self, name) for name in numbers} | {
            "problems": [each.as_json() for each in self.counts]
        }
