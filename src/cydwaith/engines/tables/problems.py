# SPDX-License-Identifier: AGPL-3.0-or-later
"""Problems: a code, a place and parameters; and the table of English words for each code.

Whoever shows a problem looks its code up in `WORDS`, translates `message` and `remedy` (both are marked
for extraction with `gettext_noop`) and formats them with `problem.params`. Parameters are counts, limits,
row numbers, letters of columns and technical words only. The value found, the name of the field and the
heading of the column are shown beside the sentence, as labels and values, never spliced into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from types import MappingProxyType
from typing import Any, Final

from cydwaith.engines.tables.cell_words import CELL_WORDS
from cydwaith.engines.tables.plan_words import COLUMN_WORDS, PERSON_WORDS
from cydwaith.engines.tables.words import READ_WORDS, Severity, Words

__all__ = ["WORDS", "Param", "Place", "Problem", "ReadProblem", "Severity", "Words", "problem"]

Param = str | int
NO_PARAMS: Final[Mapping[str, Param]] = MappingProxyType({})
WORDS: Final[Mapping[str, Words]] = MappingProxyType(
    {**READ_WORDS, **COLUMN_WORDS, **CELL_WORDS, **PERSON_WORDS}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is: `sheet` name ("" in a CSV), `row` as the spreadsheet shows it, `column` letters.

    Whatever is unknown or does not apply is None.
    """

    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    header: str | None = None

    def __str__(self) -> str:
        cell = f"{self.column or ''}{self.row or ''}"
        return "!".join(part for part in (self.sheet, cell) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to know or to mend. `value` is what was found, already safe to show (see `cells.show`)."""

    code: str
    severity: Severity
    place: Place = Place()
    field: str | None = None
    value: str = ""
    params: Mapping[str, Param] = dataclass_field(default_factory=lambda: NO_PARAMS)

    def english(self) -> str:
        """Message and remedy in English: for logs, tests and the command line without Django."""
        words = WORDS[self.code]
        return f"{words.message} {words.remedy}".format(**self.params).strip()

    def as_json(self) -> dict[str, Any]:
        """Plain dictionary for JSON output; `from_json` is its inverse."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "sheet": self.place.sheet,
            "row": self.place.row,
            "column": self.place.column,
            "header": self.place.header,
            "field": self.field,
            "value": self.value,
            "params": dict(self.params),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Problem:
        """A problem from what `as_json` gave."""
        place = Place(sheet=data["sheet"], row=data["row"], column=data["column"], header=data["header"])
        return cls(
            code=data["code"],
            severity=Severity(data["severity"]),
            place=place,
            field=data["field"],
            value=data["value"],
            params=dict(data["params"]),
        )


def problem(
    code: str,
    *,
    place: Place | None = None,
    field: str | None = None,
    value: str = "",
    severity: Severity | None = None,
    **params: Any,
) -> Problem:
    """A problem with the severity that its code has in `WORDS`. KeyError for a code without words."""
    words = WORDS[code]
    return Problem(
        code=code,
        severity=severity or words.severity,
        place=place or Place(),
        field=field,
        value=value,
        params=params or NO_PARAMS,
    )


class ReadProblem(Exception):
    """The file, or the rest of it, cannot be read. The only exception that reading raises."""

    def __init__(self, code: str, *, place: Place | None = None, value: str = "", **params: Any) -> None:
        self.problem = problem(code, place=place, value=value, **params)
        super().__init__(self.problem.english())

    @property
    def code(self) -> str:
        """The problem's code."""
        return self.problem.code

    @property
    def place(self) -> Place:
        """The problem's place."""
        return self.problem.place
