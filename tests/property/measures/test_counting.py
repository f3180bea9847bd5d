# SPDX-License-Identifier: AGPL-3.0-or-later
"""Distinct people over links, groups, means, bases and rounding: held to a count that goes row by row by hand."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cydwaith.engines.measures.engine import Engine
from cydwaith.engines.measures.facts import day_of
from cydwaith.engines.measures.figure import Figure
from cydwaith.engines.measures.periods import Period
from cydwaith.engines.measures.rulebooks.base import (
    Line,
    Measure,
    Of,
    Rulebook,
    Shape,
    Verdict,
    first_line,
    judgement,
)
from cydwaith.engines.measures.run import cube, run
from cydwaith.engines.measures.specs.checking import arrow
from tests.measures_engines import engine_of_this_run

LINES = (
    Line("yes", Verdict.COUNTED, "It counts."),
    Line("lacking", Verdict.INCOMPLETE, "Something is missing.", cohort=True),
    Line("later", Verdict.NOT_YET, "Not yet."),
    Line("unknown", Verdict.INCOMPLETE, "Nobody knows."),
    Line("never", Verdict.EXCLUDED, "It never counts."),
)
CODES = [line.code for line in LINES]
PERIODS = (
    Period(date(2018, 1, 1), date(2018, 3, 31)),
    Period(date(2018, 4, 1), date(2018, 6, 30)),
    Period(date(2018, 1, 1), date(2018, 6, 30)),
)
DAYS = [day_of(date(2018, month, 10)) for month in (1, 2, 3, 4, 6)]


def judge(facts: Any, _options: Any) -> Any:
    """Each journey is a row in the periods that its day lies in; why it closed is its line, its pathway the stratum."""
    rows, months = facts["journey"], facts.months
    person = facts["person"].select("person_id", "area")
    rows = rows.left_join(person, "person_id").drop("person_id_right")
    rows = rows.join(
        months.rename(month_first="first_day", month_last="last_day"),
        [rows.start_day >= months.first_day, rows.start_day <= months.last_day],
    )
    asked = [(code, rows.close_reason == code) for code in CODES[:-1]]
    return judgement(
        rows,
        subject_id=rows.journey_id,
        part=rows.month,
        stratum=rows.pathway,
        line=first_line(LINES, *asked, ("never", True)),
        evidence_id=rows.journey_id,
    )


def measure(of: Of, shape: Shape, **more: Any) -> Measure:
    """A measure of every kind over the same rows."""
    return Measure(f"{of}-{shape}-{'cut' if more.get('cut') else ''}", "", of, shape, LINES, judge, **more)


MEASURES = (
    *(measure(of, shape) for of in (Of.PERSON, Of.EVENT) for shape in (Shape.COUNT, Shape.RATE)),
    *(measure(Of.PERSON, Shape.MEAN, cut=cut) for cut in (False, True)),
    measure(Of.PERSON, Shape.PER_BASE, base=("adults", 1000), decimals=2),
)
BOOK = Rulebook(
    *("invented", "1", "", date(2000, 1, 1), None, "", "", "", date(2030, 1, 1)),
    ("person", "person_link", "journey", "population_base", "area"),
    MEASURES,
)


def world(seed: int) -> dict[str, list[dict[str, Any]]]:
    """People in areas, some of them linked, with journeys."""
    random = Random(seed)
    people = list(range(random.randint(0, 9)))
    low = {one: random.choice(people) for one in people}
    best = {one: (low[one], random.choice((0, 0, 1))) for one in people}
    high = {one: (best[one], random.choice((0, 0, 1))) for one in people}

    def numbered(groups: dict[int, Any]) -> dict[int, int]:
        order = sorted(set(groups.values()), key=repr)
        return {one: 100 + order.index(group) for one, group in groups.items()}

    groups = [numbered(one) for one in (best, low, high)]
    linked = [one for one in people if random.random() < 0.9] if random.random() < 0.8 else []
    return {
        "area": [
            {"area": "W", "parent": None},
            *({"area": one, "parent": "W"} for one in ("W1", "W2", "W3")),
        ],
        "population_base": [
            {"base_id": number, "area": area, "kind": kind, "year": year, "people": many, "source": "s"}
            for number, (area, kind, year, many) in enumerate(
                (one for one in BASES if random.random() < 0.8), 1
            )
        ],
        "person": [
            {"person_id": one, "partner": "p", "area": random.choice(("W1", "W2", None))} for one in people
        ],
        "person_link": [
            {"person_id": one, "group_id": a[one], "group_low": b[one], "group_high": c[one]}
            for a, b, c in [groups]
            for one in linked
        ],
        "journey": [
            {
                "journey_id": number - 3,
                "person_id": random.choice(people),
                "programme": random.choice(("p1", "p2")),
                "pathway": random.choice(("", "x")),
                "partner": random.choice(("north", "south")),
                "start_day": random.choice(DAYS),
                "close_reason": random.choice(CODES),
            }
            for number in range(random.randint(0, 12) if people else 0)
        ],
    }


BASES = [
    ("W1", "adults", 2017, 400),
    ("W1", "adults", 2018, 300),
    ("W1", "adults", 2019, 200),
    ("W2", "adults", 2018, 700),
    ("W", "adults", 2016, 2100),
    ("W2", "others", 2018, 9),
]


def by_hand(facts: dict[str, list[dict[str, Any]]], one: Measure, by: tuple[str, ...]) -> dict[Any, Any]:
    """(group, stratum, period) -> (lines, numerator, denominator, value, low, high, parts)."""
    areas = {row["person_id"]: row["area"] or "" for row in facts["person"]}
    links = {row["person_id"]: row for row in facts["person_link"]}
    found: dict[Any, dict[str, Any]] = defaultdict(lambda: defaultdict(lambda: defaultdict(dict)))
    for number, period in enumerate(PERIODS):
        for row in facts["journey"]:
            if not day_of(period.first) <= row["start_day"] <= day_of(period.last):
                continue
            place = {**row, "area": areas[row["person_id"]]}
            group = tuple(place[name] for name in by)
            month = date.fromordinal(row["start_day"] + date(1970, 1, 1).toordinal()).month
            part = (month, place["area"]) if one.shape is Shape.MEAN else ()
            for linkage in ("group_id", "group_low", "group_high"):
                subject = row["journey_id"]
                if one.of is Of.PERSON:
                    link = links.get(row["person_id"])
                    subject = ("alone", row["person_id"]) if link is None else ("group", link[linkage])
                subjects = found[group, row["pathway"], number][linkage][part]
                line = CODES.index(row["close_reason"])
                subjects[subject] = min(line, subjects.get(subject, 9))
    told = {}
    for key, linkages in found.items():
        (group, _, number), values = key, []
        base = base_by_hand(facts, dict(zip(by, group, strict=True)).get("area"), PERIODS[number].last.year)
        for linkage in ("group_id", "group_low", "group_high"):
            values.append(value_by_hand(one, linkages[linkage], base))
        best = linkages["group_id"]
        lines = tuple(sum(line == n for part in best.values() for line in part.values()) for n in range(5))
        top, bottom = lines[0], sum(lines[:3])
        known = [value for value in values if value is not None]
        parts = sum(any(line < 3 for line in part.values()) for part in best.values())
        told[key] = (
            *(lines, top, base if one.shape is Shape.PER_BASE else bottom, values[0]),
            *(min(known, default=None), max(known, default=None), parts if one.shape is Shape.MEAN else 0),
        )
    return told


def base_by_hand(facts: dict[str, list[dict[str, Any]]], area: str | None, year: int) -> int:
    latest = {}
    for row in sorted(facts["population_base"], key=lambda row: row["year"]):
        if row["kind"] == "adults" and row["year"] <= year:
            latest[row["area"]] = row["people"]
    if area is not None:
        return latest.get(area, 0)
    return latest["W"] if "W" in latest else sum(latest.values())


def value_by_hand(one: Measure, parts: dict[Any, dict[Any, int]], base: int) -> Decimal | None:
    both = [
        (sum(line == 0 for line in subjects.values()), sum(line < 3 for line in subjects.values()))
        for subjects in parts.values()
    ]
    top, bottom = sum(a for a, _ in both), sum(b for _, b in both)
    match one.shape:
        case Shape.COUNT:
            return Decimal(top)
        case Shape.RATE:
            exact = Fraction(100 * top, bottom) if bottom else None
        case Shape.PER_BASE:
            exact = Fraction(1000 * top, base) if base else None
        case Shape.MEAN:
            outcomes = [Fraction(100 * a, b) for a, b in both if b]
            exact = sum(outcomes, Fraction()) / len(outcomes) if outcomes else None
    if exact is None:
        return None
    with localcontext(prec=60):
        step = Decimal(1).scaleb(-one.decimals)
        value = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(step, ROUND_HALF_UP)
        return value.quantize(Decimal(1), ROUND_DOWN) if one.cut else value


@pytest.fixture(scope="module")
def engine() -> Iterator[Engine]:
    with engine_of_this_run() as ready:
        yield ready


def plain(figure: Figure) -> tuple[Any, ...]:
    return (
        *(tuple(count for _, count in figure.lines), figure.numerator, figure.denominator, figure.value),
        *(figure.low, figure.high, figure.parts),
    )


@settings(
    max_examples=30,
    deadline=None,
    phases=[Phase.generate],
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.integers(0, 2**32 - 1))
def test_what_is_counted_is_what_counting_by_hand_gives(engine: Engine, seed: int) -> None:
    facts = world(seed)
    engine.load({name: arrow(name, rows) for name, rows in facts.items()})
    groupings = cube("programme", "partner", "area")
    made = run(engine, BOOK, PERIODS, as_of=date(2018, 6, 30), by=groupings)
    assert len({one.key for one in made}) == len(made)
    for one in MEASURES:
        for by in groupings:
            wanted = by_hand(facts, one, by)
            given = {
                (
                    tuple(code for _, code in figure.group),
                    figure.stratum,
                    PERIODS.index(figure.period),
                ): figure
                for figure in made
                if figure.measure == one.code and tuple(name for name, _ in figure.group) == by
            }
            assert {key: plain(given[key]) for key in wanted} == wanted, (one.code, by)
            for key in set(given) - set(wanted):  # a group that has rows in another period alone
                assert sum(count for _, count in given[key].lines) == 0
                assert given[key].incomplete == 0


def test_ties_are_rounded_away_from_zero_and_cut_after_rounding(engine: Engine) -> None:
    from cydwaith.engines.measures.arithmetic import cut, rounded

    rows = [
        ("8.94", "8.9", "8"),
        ("8.95", "9.0", "9"),
        ("8.97", "9.0", "9"),
        ("-0.25", "-0.3", "0"),
        ("6.25", "6.3", "6"),
    ]
    for exact, one, whole in rows:
        value = rounded(Fraction(exact), 1)
        assert (str(value), cut(value)) == (one, Decimal(whole))
