# SPDX-License-Identifier: AGPL-3.0-or-later
"""What an importer of figures gives back: every figure that can be trusted, and every problem."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from cydwaith.engines.measures.comparators.measures import Unit, measure_of
from cydwaith.engines.measures.comparators.problems import Found, Problem
from cydwaith.engines.measures.comparators.shapes import Comparator, Level, Missing, Part
from cydwaith.engines.measures.comparators.sheet import Headings

MARKS: Final = {
    "c": Missing.SUPPRESSED,
    "[c]": Missing.SUPPRESSED,
    "x": Missing.NOT_AVAILABLE,
    "[x]": Missing.NOT_AVAILABLE,
    ":": Missing.NOT_AVAILABLE,
    "z": Missing.NOT_APPLICABLE,
    "[z]": Missing.NOT_APPLICABLE,
    "": Missing.BLANK,
}
"""What stands in the place of a value that is missing, in lower case."""

Key = tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Reading:
    """Figures of one file, in its order. problems: at most `problems.MOST`; ``errors`` and ``found`` count them all.

    A row with an error is not among the values: its figure is withheld rather than wrong.
    """

    values: tuple[Comparator, ...]
    problems: tuple[Problem, ...]
    rows: int
    errors: int
    found: int

    @property
    def clean(self) -> bool:
        """Whether every row was taken."""
        return not self.errors


class Gathering:
    """Figures as they are read: each once, and the parts of a figure held against one another at the end."""

    def __init__(self, found: Found, value_column: str) -> None:
        self._found = found
        self._column = value_column
        self._by_key: dict[Key, tuple[Comparator, int]] = {}
        self._refused: set[Key] = set()
        self.rows = 0

    def add(self, figure: Comparator, row: int, headings: Headings, also: str = "") -> None:
        """Take a figure in; ``also`` tells areas apart that have no ONS code."""
        self.rows += 1
        key = (
            figure.measure,
            figure.area or also,
            figure.level.value,
            figure.breakdown.value,
            figure.part.value,
        )
        before = self._by_key.get(key)
        if before is None:
            if key not in self._refused:
                self._by_key[key] = (figure, row)
            else:
                self._tell("said-twice", row, headings)
        elif before[0].value == figure.value:
            self._tell("repeated", row, headings)
        else:
            self._tell("said-twice", before[1], headings)
            self._tell("said-twice", row, headings)
            del self._by_key[key]
            self._refused.add(key)

    def _tell(self, code: str, row: int, headings: Headings, value: object = "") -> None:
        self._found.add(code, headings.place(row, self._column), value)

    def reading(self, headings: Headings | None) -> Reading:
        """Everything that was taken, once the parts of each figure agree."""
        if headings is not None:
            self._agree(headings)
        values = tuple(figure for figure, _row in self._by_key.values())
        found = self._found
        return Reading(values, tuple(found.kept), self.rows, found.errors, found.all)

    def _agree(self, headings: Headings) -> None:
        # Only where the outcome is one number over another, and both are people.
        for key in [key for key in self._by_key if key[4] == Part.OUTCOME]:
            outcome, row = self._by_key[key]
            known = measure_of(outcome.measure, outcome.year)
            if known is None or not known.ratio or outcome.level is Level.COUNCIL_TYPE:
                continue
            keys = [(*key[:4], part.value) for part in (Part.NUMERATOR, Part.DENOMINATOR)]
            parts = [self._by_key[one] for one in keys if one in self._by_key]
            amounts = [figure.amount for figure, _row in parts]
            if len(amounts) < 2 or amounts[0] is None or amounts[1] is None:
                continue
            over, under = amounts[0], amounts[1]
            if over > under:
                self._tell("part-of-more", parts[0][1], headings, f"{over} / {under}")
                for one in [key, *keys]:
                    del self._by_key[one]
            elif outcome.amount is not None and under:
                exact = over * 100 / under
                # Half of the last place that is shown, and as much again for a value cut instead of rounded.
                slack = Decimal(1).scaleb(-max(1, outcome.decimals))
                if abs(exact - outcome.amount) > slack:
                    self._tell("outcome-differs", row, headings, outcome.amount)


def fault(figure: Comparator) -> str:
    """The code of what cannot be in a figure by itself, "" if nothing."""
    amount = figure.amount
    if amount is None:
        return ""
    if amount < 0:
        return "negative"
    known = measure_of(figure.measure, figure.year)
    if known is None:
        return ""
    if figure.part is Part.OUTCOME and known.unit is Unit.PERCENT and amount > 100:
        return "over-hundred"
    people = figure.part in {Part.NUMERATOR, Part.DENOMINATOR} and known.ratio
    return "not-whole" if people and amount != amount.to_integral_value() else ""


def find(
    values: Iterable[Comparator], *, measure: str, area: str, part: Part = Part.OUTCOME
) -> tuple[Comparator, ...]:
    """One area's figures of a measure for everybody, oldest year first."""
    chosen = [
        one
        for one in values
        if one.measure == measure and one.area == area and one.part is part and one.breakdown.value == "total"
    ]
    return tuple(sorted(chosen, key=lambda one: one.year))
