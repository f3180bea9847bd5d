# SPDX-License-Identifier: AGPL-3.0-or-later
"""One measure of one council in one year, message first: what to say, in which order, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from cydwaith.engines.measures.comparators.areas import ENGLAND, AreaKind, Areas
from cydwaith.engines.measures.comparators.compare import (
    Against,
    Change,
    NotRanked,
    Rank,
    Standing,
    Yardstick,
    against,
    against_target,
    change,
    rank,
    standing,
)
from cydwaith.engines.measures.comparators.explain import Why, explain
from cydwaith.engines.measures.comparators.measures import Measure
from cydwaith.engines.measures.comparators.shapes import Breakdown, Comparator, Part
from cydwaith.engines.measures.comparators.years import FinancialYear

NO_PARAMS: Final[Mapping[str, int | Decimal]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing to say. code: a key of `words.COMPARATOR_WORDS`; params: its placeholders; better: good or bad news,
    None for neither; doubtful: rounding alone may have made the difference."""

    code: str
    params: Mapping[str, int | Decimal] = field(default_factory=lambda: NO_PARAMS)
    better: bool | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What is known about a figure. findings: in the order in which they matter, the first is the message.

    ranks: by code of the region or city region. Whatever could not be compared is None, and says so in the findings
    where a reader would look for it.
    """

    own: Comparator
    series: tuple[Comparator, ...]
    findings: tuple[Finding, ...]
    target: Against | None
    change: Change | None
    why: Why | None
    region: Against | None
    england: Against | None
    ranks: Mapping[str, Rank | NotRanked]
    neighbours: Standing | None


def overview(
    figures: Iterable[Comparator],
    *,
    area: str,
    year: FinancialYear,
    measure: Measure,
    areas: Areas,
    target: Decimal | None = None,
    neighbours: Iterable[str] = (),
) -> Overview | None:
    """Everything about one council's figure of a year. ``figures``: any, of any area and year; ``neighbours``: codes.

    Regions and city regions are those that the council was in on the last day of the year. None if the council has no
    row for the year at all, not even one that says why the figure is missing.
    """
    kept = [
        one
        for one in figures
        if one.measure == measure.code and one.breakdown is Breakdown.TOTAL and one.year <= year
    ]
    outcomes = [one for one in kept if one.part is Part.OUTCOME]
    series = tuple(sorted((one for one in outcomes if one.area == area), key=lambda one: one.year))
    if not series or series[-1].year != year:
        return None
    own = series[-1]
    now = {one.area: one for one in outcomes if one.year == year}
    groups = areas.groups(area, year.last_day) if area in areas else ()
    region = next((one.code for one in groups if one.kind is AreaKind.REGION), "")
    moved = change(series, measure.good)
    beside = {
        yardstick: against(own, now[code], yardstick, measure.good)
        for yardstick, code in ((Yardstick.REGION, region), (Yardstick.ENGLAND, ENGLAND))
        if code in now
    }
    ranks = {
        one.code: rank(area, [m.code for m in areas.members(one.code, year.last_day)], now, measure.good)
        for one in sorted(groups, key=lambda one: one.kind is not AreaKind.CITY_REGION)
        if areas.holds(one.code, year.last_day)
    }
    made = Overview(
        own=own,
        series=series,
        findings=(),
        target=None if target is None else against_target(own, target, measure.good),
        change=moved,
        why=None if moved is None else explain(moved, measure, kept, areas),
        region=beside.get(Yardstick.REGION),
        england=beside.get(Yardstick.ENGLAND),
        ranks=MappingProxyType(ranks),
        neighbours=standing(area, neighbours, now, measure.good),
    )
    return replace(made, findings=_findings(made, measure))


def _findings(made: Overview, measure: Measure) -> tuple[Finding, ...]:
    if made.own.amount is None:
        return (Finding(code="no-own-figure"), Finding(code=f"missing-{made.own.missing}"))
    findings = [_said(made.target)] if made.target else []
    moved = made.change
    if moved is None:
        findings.append(Finding(code="no-earlier-figure"))
    else:
        # Across a break the two figures are of different things: which way it went is no news of anybody's work.
        broken = made.why is not None and {code for _year, code in measure.breaks}.intersection(
            made.why.codes
        )
        findings.append(
            Finding(code=moved.code, better=moved.better, doubtful=moved.doubtful or bool(broken))
        )
    findings += [_rank_said(one) for one in made.ranks.values()]
    findings += [_said(one) for one in (made.region, made.england) if one]
    if made.neighbours:
        findings.append(Finding(code=made.neighbours.code, better=made.neighbours.better))
    return tuple(findings)


def _said(beside: Against) -> Finding:
    return Finding(code=beside.code, better=beside.better, doubtful=beside.doubtful)


def _rank_said(one: Rank | NotRanked) -> Finding:
    if isinstance(one, NotRanked):
        return Finding(code=one.code)
    return Finding(code=one.code, params={"place": one.place, "ranked": one.ranked, "missing": one.missing})
