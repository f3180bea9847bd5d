# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is wrong with a file, where, and what to do: the same shape for every importer of this package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from cydwaith.engines.measures.comparators.words import IMPORT_WORDS
from cydwaith.engines.tables.problems import WORDS as READ_WORDS
from cydwaith.engines.tables.problems import Place, ReadProblem, Severity, Words

WORDS: Final[Mapping[str, Words]] = MappingProxyType({**READ_WORDS, **IMPORT_WORDS})
NO_PARAMS: Final[Mapping[str, str | int]] = MappingProxyType({})
MOST: Final = 200
"""Problems kept of one file; the rest are counted."""
SHOWN: Final = 60  # characters of a value that is shown beside a problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to know or to mend. code: a key of `WORDS`; place: row as a spreadsheet counts, letters of the
    column, its heading; value: what was found, cut to a length that can be shown."""

    code: str
    place: Place
    value: str = ""
    params: Mapping[str, str | int] = field(default_factory=lambda: NO_PARAMS)

    @property
    def severity(self) -> Severity:
        """How grave it is: an error's row is not taken."""
        return WORDS[self.code].severity

    def english(self) -> str:
        """Place, message and remedy in English: for logs, tests and the command line."""
        words = WORDS[self.code]
        said = f"{words.message} {words.remedy}".format(**self.params).strip()
        told = f" ({self.value})" if self.value else ""
        return f"{self.where}: {said}{told}" if self.where else f"{said}{told}"

    @property
    def where(self) -> str:
        """The place in short: "G12" in a table, "12:7" (line and column) in a file of another kind, "" if unknown."""
        column = self.place.column or ""
        return f"{self.place.row}:{column}" if column.isdigit() else str(self.place)


class Refused(Exception):
    """Nothing of the file can be taken. The only exception that importing raises for what is in a file."""

    def __init__(
        self, code: str, *, place: Place | None = None, value: str = "", **params: str | int
    ) -> None:
        self.problem = Problem(
            code=code, place=place or Place(), value=shown(value), params=params or NO_PARAMS
        )
        super().__init__(self.problem.english())

    @classmethod
    def because(cls, error: ReadProblem) -> Refused:
        """The same problem, as reading the file told it."""
        found = error.problem
        params = {name: value for name, value in found.params.items() if isinstance(value, str | int)}
        return cls(found.code, place=found.place, value=found.value, **params)


class Found:
    """Collects problems: at most `MOST` are kept, all are counted."""

    def __init__(self) -> None:
        self.kept: list[Problem] = []
        self.errors = 0
        self.all = 0

    def add(self, code: str, place: Place, value: object = "", **params: str | int) -> None:
        """Note one problem."""
        self.all += 1
        self.errors += WORDS[code].severity is Severity.ERROR
        if len(self.kept) < MOST:
            self.kept.append(
                Problem(code=code, place=place, value=shown(str(value)), params=params or NO_PARAMS)
            )


def shown(text: str) -> str:
    """A value that was found, safe to show: one line, printable, not longer than `SHOWN`."""
    clean = "".join(letter if letter.isprintable() else "�" for letter in " ".join(text.split()))
    return clean if len(clean) <= SHOWN else clean[: SHOWN - 1] + "…"
