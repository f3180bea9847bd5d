# SPDX-License-Identifier: AGPL-3.0-or-later
"""From facts to figures: the only place that counts distinct people, groups, divides and rounds.

A run is one rulebook over any number of periods, grouped as asked. A period is always a dimension, since "achieved in
the quarter" and "in the year" are different questions: ask for the year beside its quarters to have both.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

from . import arithmetic
from .bases import Bases
from .blocks import blocks
from .counting import DIMENSIONS, Cell, count, effective, prepare_links
from .engine import Engine
from .figure import Figure, Why
from .periods import Period
from .rulebooks.base import Line, Measure, Rulebook, Shape, Verdict


class OptionError(ValueError):
    """An option that the rulebook does not have, or a value of the wrong kind. `option`: its name."""

    def __init__(self, option: str, told: str) -> None:
        super().__init__(told)
        self.option = option


def options_of(rulebook: Rulebook, given: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The rulebook's options with those given in their place. Raises `OptionError`."""
    merged = dict(rulebook.options)
    for name, value in (given or {}).items():
        if name not in merged:
            known = ", ".join(sorted(merged)) or "none"
            raise OptionError(name, f"{rulebook.name} has no option {name}. It has: {known}.")
        default = merged[name]
        if isinstance(default, tuple) and not isinstance(value, tuple):
            value = tuple(value) if isinstance(value, list) else (value,)
        if default is not None and type(value) is not type(default):
            kind = type(default).__name__
            raise OptionError(name, f"{name} must be of the kind {kind}, as {default!r} is.")
        merged[name] = value
    return merged


def cube(*dimensions: str) -> tuple[tuple[str, ...], ...]:
    """Every grouping by some of the dimensions, the total first."""
    return tuple(
        chosen for length in range(len(dimensions) + 1) for chosen in combinations(dimensions, length)
    )


def run(
    engine: Engine,
    rulebook: Rulebook,
    periods: Sequence[Period],
    *,
    as_of: date,
    by: Sequence[tuple[str, ...]] = ((),),
    options: Mapping[str, Any] | None = None,
    measures: Iterable[str] = (),
    snapshot: str = "",
) -> tuple[Figure, ...]:
    """Figures of a rulebook's measures (all, or those named), in order of measure, grouping, group, period, stratum.

    `by`: groupings by names of `counting.DIMENSIONS`, () for all (see `cube`). Every group that has rows in one period
    has a figure in each. Raises `OptionError`, `ValueError` for an unknown dimension, `KeyError` for a measure.
    """
    for name in {name for grouping in by for name in grouping} - set(DIMENSIONS):
        raise ValueError(f"figures cannot be grouped by {name}: only by {', '.join(DIMENSIONS)}")
    chosen = options_of(rulebook, options)
    asked = [rulebook.measure(code) for code in measures] or list(rulebook.measures)
    engine.ask_for(periods)
    links = prepare_links(engine)
    taken = blocks(engine, rulebook.tables, linked=links.some)
    bases = Bases.read(engine) if any(one.shape is Shape.PER_BASE for one in asked) else Bases()
    figures: list[Figure] = []
    for measure in asked:
        cells = count(engine, measure, chosen, as_of, by, links, taken)
        made = _Made(rulebook, measure, tuple(periods), as_of, snapshot, bases)
        figures += made.figures(cells, list(dict.fromkeys(by)))
    return tuple(figures)


class _Counts:
    """Subjects of one group, period and stratum: by line, and by part and area for a mean."""

    def __init__(self, lines: tuple[Line, ...]) -> None:
        self.lines = lines
        self.by_line: dict[int, int] = defaultdict(int)
        self.parts: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])

    def add(self, line: int, subjects: int, part: tuple[Any, ...]) -> None:
        self.by_line[line] += subjects
        both = self.parts[part]
        both[0] += subjects if self.lines[line].verdict is Verdict.COUNTED else 0
        both[1] += subjects if self.lines[line].in_cohort else 0

    @property
    def achieved(self) -> int:
        return sum(top for top, _ in self.parts.values())

    @property
    def cohort(self) -> int:
        return sum(bottom for _, bottom in self.parts.values())


@dataclass(frozen=True, slots=True)
class _Made:
    """Makes figures of counts."""

    rulebook: Rulebook
    measure: Measure
    periods: tuple[Period, ...]
    as_of: date
    snapshot: str
    bases: Bases

    def figures(self, cells: Sequence[Cell], by: Sequence[tuple[str, ...]]) -> Iterator[Figure]:
        """One for each group, period and stratum that there is."""
        for grouping in by:
            wanted = effective(self.measure, grouping)
            counted = self._gathered(cells, grouping, wanted)
            strata = sorted({stratum for _, _, stratum in counted}) or [""]
            groups = sorted({group for group, _, _ in counted}) or ([()] if not grouping else [])
            for group in groups:
                for number in range(len(self.periods)):
                    for stratum in strata:
                        found = counted.get((group, number, stratum), {})
                        yield self._figure(tuple(zip(grouping, group, strict=True)), number, stratum, found)

    def _gathered(
        self, cells: Sequence[Cell], grouping: tuple[str, ...], wanted: tuple[str, ...]
    ) -> dict[tuple[tuple[str, ...], int, str], dict[str | None, _Counts]]:
        """Counts by (group, period, stratum), and by linkage."""
        found: dict[tuple[tuple[str, ...], int, str], dict[str | None, _Counts]] = {}
        for cell in cells:
            if cell.grouping == wanted:
                kept = cell.group[: len(grouping)]
                kinds = found.setdefault((kept, cell.period, cell.stratum), {})
                counts = kinds.setdefault(cell.linkage, _Counts(self.measure.lines))
                counts.add(cell.line, cell.subjects, (cell.part, *cell.group))
        return found

    def _figure(
        self,
        group: tuple[tuple[str, str], ...],
        number: int,
        stratum: str,
        found: Mapping[str | None, _Counts],
    ) -> Figure:
        measure, period = self.measure, self.periods[number]
        counts = found.get(None, _Counts(measure.lines))
        base = self._base(group, period)
        exact, parts = self._exact(counts, base)
        others = [self._shown(self._exact(one, base)[0]) for one in self._in_doubt(counts, found)]
        value = self._shown(exact)
        known = [one for one in (value, *others) if one is not None]
        by_line = tuple((line.code, counts.by_line.get(place, 0)) for place, line in enumerate(measure.lines))
        return Figure(
            rulebook=self.rulebook.name,
            version=self.rulebook.version,
            measure=measure.code,
            period=period,
            group=group,
            stratum=stratum,
            numerator=counts.achieved,
            denominator=self._denominator(counts, base),
            value=value,
            low=min(known, default=None),
            high=max(known, default=None),
            lines=by_line,
            incomplete=sum(
                counts.by_line.get(place, 0)
                for place, line in enumerate(measure.lines)
                if line.verdict is Verdict.INCOMPLETE
            ),
            unit=measure.unit,
            good=measure.good,
            snapshot=self.snapshot,
            as_of=self.as_of,
            why=self._why(value),
            parts=parts if measure.shape is Shape.MEAN else 0,
            benchmark=self._benchmark(period),
        )

    def _why(self, value: Decimal | None) -> Why:
        if value is not None:
            return Why.NONE
        return Why.NO_BASE if self.measure.shape is Shape.PER_BASE else Why.NO_COHORT

    def _denominator(self, counts: _Counts, base: int) -> int:
        if self.measure.shape is Shape.PER_BASE:
            return base
        return counts.cohort

    def _base(self, group: tuple[tuple[str, str], ...], period: Period) -> int:
        if self.measure.base is None:
            return 0
        kind, _ = self.measure.base
        return self.bases.people(kind, dict(group).get("area"), period.last.year)

    def _exact(self, counts: _Counts, base: int) -> tuple[Fraction | None, int]:
        """The value before rounding, and of how many parts it is the mean."""
        match self.measure.shape:
            case Shape.COUNT:
                return Fraction(counts.achieved), 0
            case Shape.RATE:
                return arithmetic.percent(counts.achieved, counts.cohort), 0
            case Shape.MEAN:
                return arithmetic.mean_percent((top, bottom) for top, bottom in counts.parts.values())
            case Shape.PER_BASE:
                many = self.measure.base[1] if self.measure.base else 0
                return arithmetic.per_base(counts.achieved, base, many), 0

    def _shown(self, exact: Fraction | None) -> Decimal | None:
        if exact is None:
            return None
        if self.measure.shape is Shape.COUNT:
            return Decimal(int(exact))
        value = arithmetic.rounded(exact, self.measure.decimals)
        return arithmetic.cut(value) if self.measure.cut else value

    def _in_doubt(self, counts: _Counts, found: Mapping[str | None, _Counts]) -> Iterator[_Counts]:
        """The counts as they would be with every doubtful link, and with none."""
        best = found.get("group_id")
        if best is None:
            return
        for linkage in ("group_low", "group_high"):
            other = found.get(linkage, _Counts(self.measure.lines))
            moved = _Counts(self.measure.lines)
            for place in set(counts.parts) | set(other.parts):
                both, less, more = counts.parts[place], best.parts[place], other.parts[place]
                moved.parts[place] = [a - b + c for a, b, c in zip(both, less, more, strict=True)]
            yield moved

    def _benchmark(self, period: Period) -> Decimal | None:
        if self.measure.benchmark is None:
            return None
        hundredths, since = self.measure.benchmark
        return Decimal(hundredths).scaleb(-2) if period.last >= since else None
