# SPDX-License-Identifier: AGPL-3.0-or-later
"""Texts are broken, spread and kept apart, whatever they are; and can be read on every shade."""

import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cydwaith.engines.charts import (
    Bar,
    BarChart,
    Datum,
    Interval,
    IntervalChart,
    LineChart,
    Reference,
    Series,
    Target,
    Width,
    axis_for,
    bar_chart,
    column_chart,
    interval_chart,
    line_chart,
)
from cydwaith.engines.charts.drawing import spread, thinned
from cydwaith.engines.charts.text import cut, fits, width_of, wrap
from cydwaith.engines.colour import contrast
from tests.unit.charts.samples import plain, words
from tests.unit.charts.seen import collisions, outside

SCSS = Path(__file__).resolve().parents[3] / "frontend" / "scss"
PATIENT = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
NAMES = st.text(st.sampled_from("abcdefghijklmnopqrstuvwyŵŷâ ABCDMWY'-<&"), min_size=1, max_size=60).filter(
    lambda text: bool(text.strip())
)
AMOUNTS = st.one_of(st.none(), st.decimals(0, 100, places=1))


def as_datum(amount: Decimal | None) -> Datum:
    return Datum(None, "[c]") if amount is None else Datum(amount, f"{amount}")


def frame(title: str = "The message") -> dict[str, Any]:
    return words("any", title)


# texts


def test_words_are_broken_at_spaces_and_soft_hyphens_only_where_needed() -> None:
    assert wrap("Carmarthen\u00adshire", 200, 14) == ("Carmarthenshire",)
    assert wrap("Carmarthen\u00adshire", 85, 14) == ("Carmarthen-", "shire")
    assert wrap("Pen-y-\u00adbont ar Ogwr", 60, 14) == ("Pen-y-", "bont ar", "Ogwr")
    assert wrap("Rhondda Cynon Taf", 90, 14, most=2) == ("Rhondda", "Cynon Taf")
    assert wrap("one two three four", 40, 14, most=2)[1].endswith("…")
    assert not fits("one two three four", 40, 14, 2)
    assert cut("Unpronounceable", 50, 14).endswith("…")
    assert width_of("\u00ad", 14) == 0
    assert width_of("Ŵ", 10) > width_of("i", 10)


@given(st.text(max_size=60), st.integers(30, 300), st.integers(1, 3))
def test_wrapped_lines_fit(text: str, room: int, most: int) -> None:
    told = wrap(text, room, 14, most)
    assert 1 <= len(told) <= most
    assert all(width_of(line, 14) <= room for line in told)


@given(st.lists(st.tuples(st.floats(-50, 350), st.floats(10, 40)), min_size=1, max_size=6))
def test_labels_are_spread_without_overlap_and_in_order(labels: list[tuple[float, float]]) -> None:
    wanted, heights = [one for one, _ in labels], [one for _, one in labels]
    placed = spread(wanted, heights, 0, 300)
    order = sorted(range(len(labels)), key=lambda index: placed[index])
    assert [wanted[index] for index in order] == sorted(wanted)
    for one, other in pairwise(order):
        assert placed[other] - placed[one] >= (heights[one] + heights[other]) / 2 - 1e-6
    assert all(placed[index] - heights[index] / 2 >= -1e-6 for index in order)
    assert all(placed[index] + heights[index] / 2 <= 300 + 1e-6 for index in order)
    if len(labels) == 1 and 20 < wanted[0] < 280:
        assert placed == wanted


def test_labels_of_an_axis_keep_the_last() -> None:
    years = [f"20{n}-{n + 1}" for n in range(10, 21)]
    assert thinned(years, 100, 14) == list(range(11))
    assert thinned(years, 40, 14)[-1] == 10
    assert len(thinned(years, 40, 14)) < 11
    assert thinned(years, 1, 14) == [10]
    assert thinned([], 1, 14) == []


# any names and numbers


@PATIENT
@given(data=st.data(), width=st.sampled_from(Width), count=st.integers(1, 12), lines=st.integers(1, 4))
def test_any_line_chart_keeps_its_texts_apart(
    data: st.DataObject, width: Width, count: int, lines: int
) -> None:
    numbers = [data.draw(st.lists(AMOUNTS, min_size=count, max_size=count)) for _ in range(lines)]
    chart = LineChart(
        **frame(),
        periods=tuple(f"20{n + 10}-{n + 11}" for n in range(count)),
        axis=axis_for([Decimal(10), *(one for line in numbers for one in line)], plain),
        series=tuple(
            Series(name=data.draw(NAMES), data=tuple(as_datum(one) for one in line)) for line in numbers
        ),
        target=Target(amount=Decimal(10), text=data.draw(NAMES)),
    )
    drawn = line_chart(chart, width)
    assert collisions(drawn) == []
    assert outside(drawn) == []


@PATIENT
@given(
    rows=st.lists(st.tuples(NAMES, AMOUNTS, AMOUNTS), min_size=1, max_size=12),
    width=st.sampled_from(Width),
    draw=st.sampled_from([bar_chart, column_chart]),
)
def test_any_bar_chart_keeps_its_texts_apart(
    rows: list[tuple[str, Any, Any]], width: Width, draw: Any
) -> None:
    chart = BarChart(
        **frame(),
        axis=axis_for([one for _name, *amounts in rows for one in amounts], plain),
        bars=tuple(Bar(name=name, actual=as_datum(one), profile=as_datum(two)) for name, one, two in rows),
        actual="People into work",
        profile="Contract's profile",
    )
    drawn = draw(chart, width)
    assert collisions(drawn) == []
    assert outside(drawn) == []


@PATIENT
@given(
    rows=st.lists(st.tuples(NAMES, AMOUNTS), min_size=1, max_size=8),
    references=st.lists(st.tuples(NAMES, st.decimals(0, 100, places=1)), max_size=3),
    width=st.sampled_from(Width),
)
def test_any_chart_of_intervals_keeps_its_texts_apart(
    rows: list[tuple[str, Any]], references: list[tuple[str, Decimal]], width: Width
) -> None:
    chart = IntervalChart(
        **frame(),
        axis=axis_for([one for _name, one in [*rows, *references]], plain, unit="per cent"),
        rows=tuple(Interval(name=name, best=as_datum(one)) for name, one in rows),
        references=tuple(Reference(amount=one, text=name) for name, one in references),
    )
    drawn = interval_chart(chart, width)
    assert collisions(drawn) == []
    assert outside(drawn) == []


# colours


def mixed(one: str, share: float, other: str) -> str:
    """What the style sheet's mixing of two colours gives."""
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


@pytest.mark.parametrize("dark", [False, True])
def test_texts_on_every_shade_can_be_read_whatever_teal_a_partnership_has(dark: bool) -> None:
    tokens, charts = (SCSS / "_tokens.scss").read_text(), (SCSS / "_charts.scss").read_text()
    first = tokens.split(":root", 1)[0 if dark else 1]
    colours = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6}|#fff);", first))
    ink, surface = colours["ink"], colours["surface"].replace("#fff", "#ffffff")[:7]
    shades = [int(one) for one in re.findall(r"--shade-\d: (\d+)%", charts)]
    assert len(shades) == 8
    # The lightest and darkest that a theme may be saved with are further from the text than these two.
    for teal in (colours["teal"], "#ffffff" if dark else "#000000"):
        for share in shades[4:] if dark else shades[:4]:
            assert contrast(ink, mixed(teal, share / 100, surface)) >= 4.5
