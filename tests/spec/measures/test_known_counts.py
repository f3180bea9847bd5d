# SPDX-License-Identifier: AGPL-3.0-or-later
"""Counts that programmes have published come out of whole records, with every row there that could spoil them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from cydwaith.engines.measures.engine import Engine
from cydwaith.engines.measures.facts import day_of
from cydwaith.engines.measures.figure import Figure
from cydwaith.engines.measures.periods import Period, years
from cydwaith.engines.measures.rulebooks.registry import ALL
from cydwaith.engines.measures.run import run
from cydwaith.engines.measures.specs.checking import arrow
from tests.measures_engines import engine_of_this_run


@dataclass(frozen=True)
class Known:
    """A programme: how many people it supported in a span, and how many of them it helped into work."""

    programme: str
    span: Period
    people: int
    into_work: int
    percent: str


EARLY = Known("early", Period(date(2018, 4, 1), date(2019, 3, 31)), 59, 38, "64.4")
TOP_UP = Known("top-up", Period(date(2016, 4, 1), date(2019, 3, 31)), 39, 13, "33.3")
CITY = Known("city", Period(date(2016, 4, 1), date(2019, 3, 31)), 88, 22, "25.0")
UNIT = Known("unit", Period(date(2014, 4, 1), date(2019, 3, 31)), 200, 83, "41.5")
KNOWN = (EARLY, TOP_UP, CITY, UNIT)


def world() -> dict[str, list[dict[str, Any]]]:
    """All programmes in one set of facts. Every third person is known to two partners, who both report their job; every
    fifth job is followed by another; those who found no job volunteer, or found one without support."""
    rows: dict[str, list[dict[str, Any]]] = {"person": [], "person_link": [], "journey": [], "job": []}

    def add(known: Known, human: int, place: int, partner: str) -> None:
        key = len(rows["person"]) + 1
        start = known.span.first + timedelta(days=place * 300 // known.people)
        rows["person"].append({"person_id": key, "partner": partner, "area": "W1"})
        rows["person_link"].append(
            {"person_id": key, "group_id": human, "group_low": human, "group_high": human}
        )
        rows["journey"].append(
            {
                "journey_id": key,
                "person_id": key,
                "programme": known.programme,
                "pathway": "ips",
                "partner": partner,
                "start_day": day_of(start),
            }
        )
        for number, (kind, found, after) in enumerate(jobs(known, place)):
            rows["job"].append(
                {
                    "job_id": 10 * key + number,
                    "person_id": key,
                    "journey_id": key,
                    "kind": kind,
                    "start_day": day_of(start + timedelta(days=after)),
                    "through_support": found,
                }
            )

    human = 0
    for known in KNOWN:
        for place in range(known.people):
            human += 1
            add(known, human, place, "north")
            if place % 3 == 0:
                add(known, human, place, "south")
    return rows


def jobs(known: Known, place: int) -> list[tuple[str, bool, int]]:
    """Kind, whether found through support, and how many days after the journey began."""
    if place < known.into_work:
        return [("employed", True, 30), *([("self_employed", True, 40)] if place % 5 == 0 else [])]
    return [("volunteering", True, 30)] if place % 2 else [("employed", False, 30)]


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with engine_of_this_run() as ready:
        ready.load({name: arrow(name, rows) for name, rows in world().items()})
        yield ready


def figures(
    engine: Engine, periods: tuple[Period, ...], *measures: str
) -> dict[tuple[str, str, Period], Figure]:
    made = run(
        *(engine, ALL["programme-contract"], periods),
        as_of=date(2019, 3, 31),
        by=[("programme",)],
        measures=measures,
    )
    return {(one.measure, dict(one.group)["programme"], one.period): one for one in made}


@pytest.mark.parametrize("known", KNOWN, ids=lambda one: one.programme)
def test_a_programme_gives_its_known_count_and_rate(engine: Engine, known: Known) -> None:
    made = figures(engine, (known.span,), "starts", "into_work", "into_work_rate")
    starts, count, rate = (
        made[code, known.programme, known.span] for code in ("starts", "into_work", "into_work_rate")
    )
    assert (starts.numerator, count.numerator) == (known.people, known.into_work)
    assert (rate.numerator, rate.denominator, str(rate.value)) == (
        known.into_work,
        known.people,
        known.percent,
    )
    assert rate.certain


def test_83_people_in_five_years_are_83_whichever_year_they_began_in(engine: Engine) -> None:
    parts = years(UNIT.span.first, UNIT.span.last)
    assert len(parts) == 5
    made = figures(engine, (UNIT.span, *parts), "into_work")
    assert made["into_work", "unit", UNIT.span].numerator == 83
    assert sum(made["into_work", "unit", part].numerator for part in parts) == 83


def test_across_programmes_nobody_counts_twice(engine: Engine) -> None:
    span = UNIT.span
    (whole,) = run(
        engine, ALL["programme-contract"], (span,), as_of=date(2019, 3, 31), measures=["into_work"]
    )
    assert whole.numerator == 38 + 13 + 22 + 83
