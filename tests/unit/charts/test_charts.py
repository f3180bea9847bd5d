# SPDX-License-Identifier: AGPL-3.0-or-later
"""What must hold of every drawing, and of each kind."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cydwaith.engines.charts import (
    GREATER_MANCHESTER,
    MAPS,
    WALES,
    Axis,
    Bar,
    BarChart,
    Datum,
    Interval,
    IntervalChart,
    LineChart,
    Series,
    Shade,
    Svg,
    Target,
    TileMap,
    Width,
    axis_for,
    bar_chart,
    column_chart,
    line_chart,
    responsive,
    tile_map,
)
from cydwaith.engines.measures.comparators import AreaKind, own_areas
from tests.unit.charts.samples import Sample, datum, frames, plain, samples, series, words
from tests.unit.charts.seen import ATTRIBUTES, ELEMENTS, boxes, classed, collisions, outside, parsed

EVERY = [
    pytest.param(sample, width, id=f"{sample[0].name}-{language}-{width.name.lower()}")
    for language in ("en", "cy")
    for sample in samples(language)
    for width in Width
]


def frame(title: str = "The message") -> dict[str, Any]:
    return words("any", title)


# every drawing


@pytest.mark.parametrize(("sample", "width"), EVERY)
def test_it_is_an_image_with_words_and_nothing_that_a_policy_forbids(sample: Sample, width: Width) -> None:
    chart, draw = sample
    tree = parsed(draw(chart, width))
    assert tree.attrib["role"] == "img"
    title, desc = tree[0], tree[1]
    assert (title.tag, title.text, desc.tag, desc.text) == ("title", chart.title, "desc", chart.desc)
    assert (tree.attrib["aria-labelledby"], tree.attrib["aria-describedby"]) == (
        title.get("id"),
        desc.get("id"),
    )
    assert {one.tag for one in tree.iter()} <= ELEMENTS
    assert {name for one in tree.iter() for name in one.attrib} <= ATTRIBUTES
    for one in tree.iter():
        for name, value in one.attrib.items():
            assert (
                not re.search(r"nan|inf|e[+-]\d", value) or name in {"class", "id"} or name.startswith("aria")
            )


@pytest.mark.parametrize(("sample", "width"), EVERY)
def test_no_text_runs_into_another_or_out_of_the_drawing(sample: Sample, width: Width) -> None:
    chart, draw = sample
    drawn = draw(chart, width)
    assert len(boxes(drawn)) > 1
    assert collisions(drawn) == []
    assert outside(drawn) == []


def test_overlapping_texts_would_be_noticed() -> None:
    drawn = line_chart(frames()["own-past"])  # type: ignore[arg-type]
    doubled = Svg(
        drawn.replace("</svg>", '<text x="20" y="40">One</text><text x="30" y="44">Two</text></svg>')
    )
    assert ("One", "Two") in collisions(doubled)
    assert outside(Svg(drawn.replace("</svg>", '<text x="700" y="40">A long way out</text></svg>')))


def test_both_widths_have_identifiers_of_their_own() -> None:
    both = responsive(frames()["own-past"], line_chart)  # type: ignore[type-var,arg-type]
    assert both.__html__() == both
    identifiers = re.findall(r' id="([^"]+)"', both)
    assert len(identifiers) == len(set(identifiers)) == 4
    assert both.startswith('<div class="chart"><svg ')


HOSTILE = "<script>alert(1)</script>\" onload='x' & ]]> \x00\x1b\u202e"


@pytest.mark.parametrize("width", Width)
def test_whatever_a_name_holds_it_stays_a_text(width: Width) -> None:
    charts: list[Sample] = [
        (
            LineChart(
                **frame(HOSTILE),
                periods=(HOSTILE, "b"),
                axis=axis_for([Decimal(2)], plain, unit=HOSTILE),
                series=(Series(name=HOSTILE, data=(Datum(None, HOSTILE), datum(1))),),
                target=Target(amount=Decimal(2), text=HOSTILE),
            ),
            line_chart,
        ),
        (
            BarChart(
                **frame(HOSTILE),
                axis=axis_for([Decimal(2)], plain),
                bars=(Bar(name=HOSTILE, actual=Datum(Decimal(1), HOSTILE), profile=Datum(None, HOSTILE)),),
                actual=HOSTILE,
                profile=HOSTILE,
            ),
            bar_chart,
        ),
    ]
    for chart, draw in charts:
        tree = parsed(draw(chart, width))
        assert {one.tag for one in tree.iter()} <= ELEMENTS
        assert {name for one in tree.iter() for name in one.attrib} <= ATTRIBUTES
        assert "<script>alert(1)</script>" in (tree[0].text or "")


# data that cannot be drawn


@pytest.mark.parametrize(
    "make",
    [
        lambda: Datum(Decimal("NaN"), "?"),
        lambda: Datum(Decimal(1), " "),
        lambda: LineChart(
            **{**frame(), "name": "No Name"}, periods=("a",), axis=axis_for([], plain), series=()
        ),
        lambda: LineChart(**frame(" "), periods=("a",), axis=axis_for([], plain), series=(series("a", 1),)),
        lambda: LineChart(**frame(), periods=("a", "b"), axis=axis_for([], plain), series=(series("a", 1),)),
        lambda: LineChart(**frame(), periods=("a",), axis=axis_for([], plain), series=(series("a", 1),) * 5),
        lambda: LineChart(**frame(), periods=("a",), axis=axis_for([], plain), series=()),
        lambda: BarChart(**frame(), axis=axis_for([], plain), bars=(), actual="a"),
        lambda: BarChart(
            **frame(),
            axis=axis_for([], plain),
            bars=(Bar(name="a", actual=datum(1), profile=datum(1)),),
            actual="a",
        ),
        lambda: BarChart(
            **frame(), axis=axis_for([], plain), bars=(Bar(name="a", actual=datum(2)),), actual="a"
        ),
        lambda: BarChart(
            **frame(),
            axis=axis_for([Decimal(90), Decimal(99)], plain, from_zero=False),
            bars=(Bar(name="a", actual=datum(95)),),
            actual="a",
        ),
        lambda: LineChart(**frame(), periods=("a",), axis=axis_for([], plain), series=(series("a", 2),)),
        lambda: LineChart(
            **frame(),
            periods=("a",),
            axis=axis_for([], plain),
            series=(series("a", 1),),
            target=Target(amount=Decimal(2), text="b"),
        ),
        lambda: IntervalChart(
            **frame(), axis=axis_for([], plain), rows=(Interval(name="a", best=datum(-1)),)
        ),
        lambda: Interval(name="a", best=datum(5), low=Decimal(6), high=Decimal(7)),
        lambda: Interval(name="a", best=datum(5), low=Decimal(4)),
        lambda: IntervalChart(**frame(), axis=axis_for([], plain), rows=()),
        lambda: Axis(ticks=(datum(1),)),
        lambda: Axis(ticks=(datum(2), datum(1))),
        lambda: Axis(ticks=(datum(1), datum(None))),
        lambda: replace(frames()["wales"], data={"E08000001": datum(1)}),
        lambda: replace(frames()["wales"], shades=(Shade(upto=Decimal(1), text="a"),)),
        lambda: replace(
            frames()["wales"], shades=(Shade(upto=Decimal(2), text="a"), Shade(upto=Decimal(1), text="b"))
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(make: Any) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        make()


# scales


@pytest.mark.parametrize(
    ("amounts", "options", "ticks"),
    [
        (["5.2", "10"], {}, ["0", "2", "4", "6", "8", "10"]),
        (["14"], {"whole": True}, ["0", "5", "10", "15"]),
        (["1"], {"whole": True}, ["0", "1"]),
        (["7.1"], {}, ["0", "2", "4", "6", "8"]),
        (["88", "91"], {"from_zero": False}, ["88", "88.5", "89", "89.5", "90", "90.5", "91"]),
        (["-3", "4"], {}, ["-4", "-2", "0", "2", "4"]),
        (["235000"], {}, ["0", "50000", "100000", "150000", "200000", "250000"]),
        ([], {}, ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
    ],
)
def test_scales_have_round_steps(amounts: Sequence[str], options: dict[str, bool], ticks: list[str]) -> None:
    axis = axis_for([Decimal(one) for one in amounts], plain, **options)
    assert [tick.text for tick in axis.ticks] == ticks
    assert not [tick for tick in axis.ticks if "E" in str(tick.amount)], (
        "amounts are written without exponents"
    )


@given(
    st.lists(st.decimals(-1000, 1_000_000, places=2), min_size=1, max_size=9), st.booleans(), st.booleans()
)
def test_any_scale_holds_its_amounts(amounts: list[Decimal], from_zero: bool, whole: bool) -> None:
    axis = axis_for(amounts, plain, from_zero=from_zero, whole=whole)
    assert axis.low <= min(amounts)
    assert axis.high >= max(amounts)
    assert 2 <= len(axis.ticks) <= 7
    assert not from_zero or axis.low <= 0 <= axis.high
    known = [tick.amount for tick in axis.ticks if tick.amount is not None]
    steps = [later - before for before, later in pairwise(known)]
    assert len(set(steps)) == 1
    assert not whole or steps[0] == steps[0].to_integral_value()


# lines


def test_a_missing_year_is_a_gap_with_its_mark_and_no_point() -> None:
    chart = LineChart(
        **frame(),
        periods=("a", "b", "c", "d", "e"),
        axis=axis_for([Decimal(9)], plain),
        series=(series("Ours", 1, 2, None, 3, 4),),
    )
    tree = parsed(line_chart(chart))
    assert len(classed(tree, "chart__line--own")) == 2  # a line before the gap and one behind it
    points = [
        one
        for one in classed(tree, "chart__mark--own")
        if one.tag == "circle" and float(one.attrib["r"]) == 5
    ]
    assert len(points) == 4
    assert [one.text for one in tree.iter("text") if one.text == "[c]"] == ["[c]"]
    base = max(float(one.attrib["y1"]) for one in classed(tree, "chart__base"))
    assert all(float(one.attrib["cy"]) < base for one in points), "no point lies at nought"


def test_many_points_are_a_line_and_one_alone_is_still_a_point() -> None:
    others = [*[1.0] * 30, None, 2.0, None, *[1.0] * 27]
    chart = LineChart(
        **frame(),
        periods=tuple(str(n) for n in range(60)),
        axis=axis_for([Decimal(9)], plain),
        series=(series("Ours", *[float(n % 9) for n in range(60)]), series("Others", *others)),
    )
    tree = parsed(line_chart(chart))
    hints = [one[0].text for one in tree.iter("g") if len(one) > 1 and one[1].tag == "path"]
    assert [hint for hint in hints if "Others" in (hint or "")] == [
        "Others, 30: [c]",
        "Others, 31: 2.0",
        "Others, 32: [c]",
        "Others, 59: 1.0",
    ]
    assert len(classed(tree, "chart__mark--dense")) == 60


def test_higher_numbers_stand_higher_and_in_proportion() -> None:
    chart = LineChart(
        **frame(),
        periods=("a", "b", "c"),
        axis=axis_for([Decimal(10)], plain),
        series=(series("Ours", 0, 5, 10),),
    )
    tree = parsed(line_chart(chart))
    low, middle, high = (
        float(one.attrib["cy"]) for one in classed(tree, "chart__mark--own") if one.attrib["r"] == "5"
    )
    assert low > middle > high
    assert low - middle == pytest.approx(middle - high, abs=0.1)


def test_every_line_is_named_and_has_a_mark_of_its_own_in_both_widths() -> None:
    chart = frames()["own-past"]
    assert isinstance(chart, LineChart)
    wide, narrow = (parsed(line_chart(chart, width)) for width in Width)
    for tree in (wide, narrow):
        told = " ".join(box.text or "" for box in tree.iter("text"))
        for one in chart.series:
            assert one.name in told
        assert chart.target is not None
        assert chart.target.text in told
        # A circle, a square (h), a diamond (three corners more) and a triangle (two more).
        shapes = [one.attrib.get("d", "") for one in classed(tree, "chart__mark")]
        kinds = {("h" in shape, shape.count("L")) for shape in shapes}
        assert len(kinds) == 4
    assert not classed(narrow, "chart__leader")


# bars


def bars_of(tree: Any) -> list[Any]:
    return [one for one in classed(tree, "chart__bar") if one.tag == "rect" and one.get("height") != "12"]


@pytest.mark.parametrize(("draw", "side"), [(bar_chart, "width"), (column_chart, "height")])
@pytest.mark.parametrize("width", Width)
def test_bars_are_in_proportion_and_nought_and_missing_have_none(draw: Any, side: str, width: Width) -> None:
    chart = BarChart(
        **frame(),
        axis=axis_for([Decimal(40)], plain),
        bars=tuple(Bar(name=name, actual=datum(amount), profile=datum(20)) for name, amount in NUMBERS),
        actual="People",
        profile="Profile",
    )
    tree = parsed(draw(chart, width))
    sizes = [float(one.attrib[side]) for one in bars_of(tree)]
    assert len(sizes) == 3
    assert sizes[1] / sizes[0] == pytest.approx(2, abs=0.02)
    assert sizes[2] / sizes[0] == pytest.approx(4, abs=0.02)
    assert len(classed(tree, "chart__void")) == 1
    assert len(classed(tree, "chart__profile")) == 5 + 1  # one of them in the key
    values = [one.text for one in classed(tree, "chart__halo")]
    assert sorted(values, key=str) == ["0", "10", "20", "40"]


NUMBERS: list[tuple[str, float | None]] = [("a", 10), ("b", 20), ("c", 40), ("d", None), ("e", 0)]


# tiles


def test_every_council_has_one_tile_and_the_name_that_the_table_of_areas_has() -> None:
    areas = own_areas()
    assert (len(WALES), len(GREATER_MANCHESTER)) == (22, 10)
    for whole, places in MAPS.items():
        day = own_areas().since
        assert day is not None
        members = {one.code: one for one in areas.members(whole, day)}
        assert {place.code for place in places} == set(members)
        assert len({(place.column, place.row) for place in places}) == len(places)
        for place in places:
            assert members[place.code].kind is AreaKind.COUNCIL
            for language in ("en", "cy"):
                name = place.name(language).replace("\u00ad", "")
                assert name == members[place.code].name(language)


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("width", Width)
def test_no_name_of_a_council_is_cut(language: str, width: Width) -> None:
    for name in ("wales", "city"):
        chart = frames(language)[name]
        assert isinstance(chart, TileMap)
        texts = [box.text for box in boxes(tile_map(chart, width))]
        assert not [text for text in texts if text.endswith("…")]


def test_a_tile_says_its_number_and_is_shaded_by_class() -> None:
    chart = frames()["wales"]
    assert isinstance(chart, TileMap)
    tree = parsed(tile_map(chart))
    hints = {one[0].text: one.attrib["class"] for one in tree.iter("g") if len(one) and one[0].tag == "title"}
    assert len(hints) == 22
    for place in WALES:
        found = chart.data.get(place.code)
        name = place.en.replace("\u00ad", "")
        text = found.text if found else "none"
        assert f"{name}: {text}" in hints
        if found is None or found.amount is None:
            assert hints[f"{name}: {text}"].endswith("chart__tile--missing")
        else:
            assert hints[f"{name}: {text}"].endswith(f"chart__tile--{chart.shade_of(found.amount)}")
    assert [chart.shade_of(Decimal(one)) for one in ("0", "3", "3.1", "12", "12.1")] == [1, 1, 2, 4, 5]
    assert len(classed(tree, "chart__tile-own")) == 1
