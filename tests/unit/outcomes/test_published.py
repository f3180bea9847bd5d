# SPDX-License-Identifier: AGPL-3.0-or-later
"""What others published stands beside ours; what somebody brings in takes the place of what came with the product."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from cydwaith.engines.measures.comparators.shapes import Comparator, Level, Missing, Source
from cydwaith.engines.measures.comparators.years import FinancialYear
from cydwaith.outcomes import actions
from cydwaith.outcomes.models import ComparatorValue
from cydwaith.outcomes.queries.measure import published

from .world import Bay

ENGLAND = "E92000001"


def england(code: str) -> dict[int, Decimal | None]:
    return {one.year: one.value for one in published(code) if one.area == ENGLAND}


def brought(value: Decimal | Missing) -> Comparator:
    return Comparator(
        measure="1E", year=FinancialYear(2018), area=ENGLAND, area_name="England", level=Level.ENGLAND,
        value=value, source=Source(name="NHS Digital", dated=date(2019, 10, 22)),
    )  # fmt: skip


def test_england_stands_there_without_anybody_bringing_it(db: None) -> None:
    assert england("1E") == {
        2010: Decimal("6.6"), 2011: Decimal("7.1"), 2012: Decimal("7.0"), 2013: Decimal("6.8"),
        2014: Decimal("6.0"), 2015: Decimal("5.8"), 2016: Decimal("5.7"), 2017: Decimal("6.0"),
        2018: Decimal("5.9"), 2019: Decimal("5.6"), 2020: Decimal("5.1"),
    }  # fmt: skip
    assert england("1F")[2017] is None, "a year that was not published is a gap, never nought"
    assert published("") == ()
    assert not any(one.level == "council" for one in published("1E")), "no council's figure is invented"


def test_what_is_brought_in_takes_its_place_and_is_kept_once(bay: Bay) -> None:
    for value in (Decimal("6.1"), Decimal("6.2")):
        assert actions.keep_comparators(by=bay.analyst, values=[brought(value)]) == 1
    assert ComparatorValue.objects.count() == 1
    assert england("1E")[2018] == Decimal("6.2")
    actions.keep_comparators(by=bay.analyst, values=[brought(Missing.SUPPRESSED)])
    hidden = next(one for one in published("1E") if (one.area, one.year) == (ENGLAND, 2018))
    assert (hidden.value, hidden.missing, hidden.source) == (None, "suppressed", "NHS Digital")
