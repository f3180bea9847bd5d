# SPDX-License-Identifier: AGPL-3.0-or-later
"""Against target, past, region, ranks, neighbours, and why: with invented figures."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cydwaith.engines.measures.comparators import (
    COMPARATOR_WORDS,
    ENGLAND,
    GREATER_MANCHESTER,
    NORTH_WEST,
    Areas,
    Comparator,
    FinancialYear,
    GoodDirection,
    Level,
    Missing,
    NotRanked,
    Part,
    Rank,
    Side,
    Yardstick,
    against,
    against_target,
    change,
    explain,
    measure_of,
    overview,
    own_areas,
    rank,
    standing,
)
from cydwaith.engines.measures.comparators.explain import Why
from tests.unit.comparators.made import figure

HIGHER, LOWER, NEITHER = GoodDirection.HIGHER, GoodDirection.LOWER, GoodDirection.NEITHER
TEN = [one.code for one in own_areas().members(GREATER_MANCHESTER, FinancialYear(2019).last_day)]
FEW = measure_of("1E", FinancialYear(2019))
assert FEW is not None


@pytest.mark.parametrize(
    ("own", "good", "code", "better", "difference"),
    [
        ("4.5", HIGHER, "below-target", False, "-5.5"),
        ("10.0", HIGHER, "at-target", None, "0.0"),
        ("10.1", HIGHER, "above-target", True, "0.1"),
        ("10.1", LOWER, "above-target", False, "0.1"),
        ("4.5", LOWER, "below-target", True, "-5.5"),
        ("4.5", NEITHER, "below-target", None, "-5.5"),
    ],
)
def test_against_a_target_of_ten(
    own: str, good: GoodDirection, code: str, better: bool | None, difference: str
) -> None:
    found = against_target(figure(own), Decimal(10), good)
    assert found is not None
    assert (found.code, found.better, str(found.difference)) == (code, better, difference)
    assert not found.doubtful
    assert against_target(figure(Missing.SUPPRESSED), Decimal(10), good) is None


def test_differences_within_the_last_published_place_leave_a_doubt() -> None:
    region = figure("5", area=NORTH_WEST, level=Level.REGION, measure="ASC3")
    near = against(figure("5.6", measure="ASC3"), region, Yardstick.REGION, HIGHER)
    far = against(figure("6.0", measure="ASC3"), region, Yardstick.REGION, HIGHER)
    assert near is not None
    assert far is not None
    assert (near.side, near.doubtful, far.doubtful) == (Side.ABOVE, True, False)
    assert against(figure(Missing.BLANK, measure="ASC3"), region, Yardstick.REGION, HIGHER) is None
    # A file says 5 where 5.0 was meant: 1E is published with one place, 1F since 2016-17 with none.
    tenth = against(figure("5.1"), figure("5", area=NORTH_WEST), Yardstick.REGION, HIGHER)
    assert tenth is not None
    assert not tenth.doubtful


def test_what_is_not_of_one_kind_is_not_compared() -> None:
    with pytest.raises(ValueError, match="2018-19"):
        against(figure("4.5"), figure("5.0", year=2018), Yardstick.REGION, HIGHER)
    with pytest.raises(ValueError, match="1F"):
        against(figure("4.5"), figure("5.0", measure="1F"), Yardstick.REGION, HIGHER)
    with pytest.raises(ValueError, match="not one area's past"):
        change([figure("4", year=2018, area=TEN[0]), figure("5", area=TEN[1])], HIGHER)
    with pytest.raises(ValueError, match="comes after"):
        change([figure("4", year=2020), figure("5", year=2019)], HIGHER)


@pytest.mark.parametrize(
    ("before", "now", "good", "code", "better"),
    [
        ("4.5", "5.5", HIGHER, "up", True),
        ("4.5", "3.5", HIGHER, "down", False),
        ("4.5", "3.5", LOWER, "down", True),
        ("4.5", "4.5", HIGHER, "same", None),
        ("4.5", "4.50", HIGHER, "same", None),
    ],
)
def test_against_its_own_past(
    before: str, now: str, good: GoodDirection, code: str, better: bool | None
) -> None:
    moved = change([figure(before, year=2018), figure(now)], good)
    assert moved is not None
    assert (moved.code, moved.better, moved.skipped) == (code, better, 0)


def test_missing_years_are_skipped_and_told() -> None:
    series = [figure("4.5", year=2016), figure(Missing.SUPPRESSED, year=2017), figure("5.5", year=2019)]
    moved = change(series, HIGHER)
    assert moved is not None
    assert (moved.before.year, moved.skipped) == (FinancialYear(2016), 2)
    assert change([figure("4.5", year=2018), figure(Missing.BLANK)], HIGHER) is None
    assert change([figure("4.5")], HIGHER) is None
    assert change([], HIGHER) is None


def values(*amounts: str | None) -> dict[str, Comparator]:
    """Figures of the city region's ten, in their order; None: no row at all; "c": suppressed."""
    pairs = zip(TEN, amounts, strict=False)
    return {
        code: figure(Missing.SUPPRESSED if amount == "c" else amount, area=code)
        for code, amount in pairs
        if amount is not None
    }


def test_ties_share_a_rank_and_missing_has_none() -> None:
    figures = values("3.0", "5.0", "5.0", "9.9", "c", "1.0", "2.0", None, "4.0", "6.0")
    assert rank(TEN[3], TEN, figures, HIGHER) == Rank(place=1, ranked=8, members=10, shared=0)
    assert rank(TEN[1], TEN, figures, HIGHER) == rank(TEN[2], TEN, figures, HIGHER)
    shared = rank(TEN[1], TEN, figures, HIGHER)
    assert shared == Rank(place=3, ranked=8, members=10, shared=1)
    assert rank(TEN[8], TEN, figures, HIGHER) == Rank(place=5, ranked=8, members=10, shared=0)
    assert rank(TEN[5], TEN, figures, LOWER) == Rank(place=1, ranked=8, members=10, shared=0)
    assert rank(TEN[4], TEN, figures, HIGHER) == NotRanked("not-ranked")
    assert rank(TEN[7], TEN, figures, HIGHER) == NotRanked("not-ranked")
    assert rank(TEN[0], TEN, figures, NEITHER) == NotRanked("no-direction")
    assert isinstance(shared, Rank)
    assert (shared.missing, shared.code) == (2, "rank-shared-of-some")
    assert (
        COMPARATOR_WORDS[shared.code].format(place=3, ranked=8, missing=2).startswith("Rank 3 of 8, shared")
    )
    with pytest.raises(ValueError, match="not in the group"):
        rank("W06000015", TEN, figures, HIGHER)


@given(st.lists(st.one_of(st.none(), st.integers(0, 6)), min_size=10, max_size=10))
def test_ranks_agree_with_sorting(amounts: list[int | None]) -> None:
    figures = values(*[None if one is None else str(one) for one in amounts])
    ordered = sorted((one for one in amounts if one is not None), reverse=True)
    for code, amount in zip(TEN, amounts, strict=True):
        found = rank(code, TEN, figures, HIGHER)
        if amount is None:
            assert found == NotRanked("not-ranked")
        else:
            assert isinstance(found, Rank)
            assert found.place == ordered.index(amount) + 1
            assert (found.ranked, found.shared) == (len(ordered), ordered.count(amount) - 1)


def test_among_nearest_neighbours() -> None:
    figures = values("3.0", "5.0", "5.0", "9.9", "c", "1.0", "2.0", None, "4.0", "6.0")
    found = standing(TEN[1], TEN, figures, HIGHER)
    assert found is not None
    assert (found.above, found.below, found.equal, found.missing) == (2, 4, 1, 2)
    assert (found.median, found.better, found.code) == (Decimal("4.0"), True, "above-neighbours")
    lowest = standing(TEN[5], TEN, figures, HIGHER)
    assert lowest is not None
    assert (lowest.code, lowest.better) == ("below-neighbours", False)
    assert standing(TEN[4], TEN, figures, HIGHER) is None
    assert standing(TEN[1], [TEN[1], TEN[4]], figures, HIGHER) is None


def why(*numbers: tuple[int, str, int, int], measure: str = "1E", area: str = TEN[0]) -> Why:
    """Explained from (year, outcome, numerator, denominator)."""
    figures: list[Comparator] = []
    series: list[Comparator] = []
    for year, outcome, over, under in numbers:
        series.append(figure(outcome, year=year, measure=measure, area=area))
        figures += [
            figure(str(over), year=year, measure=measure, area=area, part=Part.NUMERATOR),
            figure(str(under), year=year, measure=measure, area=area, part=Part.DENOMINATOR),
        ]
    moved = change(series, HIGHER)
    known = measure_of(measure, FinancialYear(2019))
    assert moved is not None
    assert known is not None
    return explain(moved, known, figures, own_areas())


@pytest.mark.parametrize(
    ("numbers", "codes"),
    [
        (((2018, "5.0", 50, 1000), (2019, "6.0", 60, 1000)), ("numerator-up",)),
        (((2018, "5.0", 50, 1000), (2019, "6.3", 50, 800)), ("denominator-down",)),
        (((2018, "5.0", 50, 1000), (2019, "3.6", 40, 1100)), ("numerator-down", "denominator-up")),
        (((2018, "5.0", 50, 1000), (2019, "4.2", 51, 1200)), ("denominator-up", "numerator-up")),
        (((2018, "5.0", 1, 20), (2019, "10.0", 2, 20)), ("one-person", "numerator-up")),
        (((2016, "5.0", 50, 1000), (2019, "6.0", 60, 1000)), ("years-skipped", "numerator-up")),
        (((2013, "5.0", 50, 1000), (2014, "6.0", 60, 1000)), ("definition-changed", "numerator-up")),
        (((2018, "5.0", 50, 1000), (2019, "5.0", 50, 1000)), ()),
    ],
)
def test_why_it_changed(numbers: tuple[tuple[int, str, int, int], ...], codes: tuple[str, ...]) -> None:
    assert why(*numbers).codes == codes


def test_the_effects_add_up_to_the_change_exactly() -> None:
    found = why((2018, "5.0", 50, 1000), (2019, "4.2", 51, 1213))
    assert found.from_numerator is not None
    assert found.from_denominator is not None
    assert found.from_numerator + found.from_denominator == (Fraction(51, 1213) - Fraction(50, 1000)) * 100


def test_a_council_that_took_anothers_place_and_a_measure_that_is_no_ratio() -> None:
    new = why((2022, "5.0", 50, 1000), (2023, "6.0", 60, 1000), area="E06000063")
    assert new.codes[0] == "area-changed"
    coarse = why((2015, "6.7", 50, 1000), (2016, "7", 60, 1000), measure="1F")
    assert coarse.codes == ("whole-percent", "within-rounding", "parts-not-known")


def test_every_code_that_is_given_has_words() -> None:
    for found in (
        why((2018, "5.0", 1, 20), (2019, "10.0", 2, 21)),
        why((2013, "5", 9, 90), (2019, "3.6", 4, 110)),
    ):
        assert set(found.codes) <= set(COMPARATOR_WORDS)
    for missing in Missing:
        assert f"missing-{missing}" in COMPARATOR_WORDS
    for side in Side:
        for yardstick in Yardstick:
            assert f"{side}-{yardstick}" in COMPARATOR_WORDS


def ten_with_region(*, own: str | Missing = "4.5") -> Sequence[Comparator]:
    """An invented year of the city region, its region and England, and the council's year before."""
    figures = values("3.0", "5.0", "5.0", "9.9", "c", "1.0", "2.0", None, "4.0", "6.0")
    figures[TEN[0]] = figure(own, area=TEN[0])
    return [
        *figures.values(),
        figure("4.0", area=TEN[0], year=2018),
        figure("5.1", area=NORTH_WEST, level=Level.REGION),
        figure("5.6", area=ENGLAND, level=Level.ENGLAND),
    ]


def test_the_overview_says_the_message_first() -> None:
    found = overview(
        ten_with_region(),
        area=TEN[0],
        year=FinancialYear(2019),
        measure=FEW,
        areas=own_areas(),
        target=Decimal(10),
        neighbours=TEN,
    )
    assert found is not None
    assert [one.code for one in found.findings] == [
        "below-target",
        "up",
        "rank-of-some",
        "rank-of-some",
        "below-region",
        "below-england",
        "below-neighbours",
    ]
    assert dict(found.findings[2].params) == {"place": 5, "ranked": 8, "missing": 2}
    assert dict(found.findings[3].params) == {"place": 5, "ranked": 8, "missing": 15}  # of the region's 23
    assert [one.better for one in found.findings][:2] == [False, True]
    assert found.why is not None
    assert found.why.codes == ("parts-not-known",)
    assert all(one.code in COMPARATOR_WORDS for one in found.findings)


def test_nobody_is_ranked_among_councils_that_are_not_all_known() -> None:
    few = Areas(own_areas().all, whole=[GREATER_MANCHESTER])
    found = overview(ten_with_region(), area=TEN[0], year=FinancialYear(2019), measure=FEW, areas=few)
    assert found is not None
    assert list(found.ranks) == [GREATER_MANCHESTER]
    assert "no-target" not in [one.code for one in found.findings]
    assert found.target is None


def test_an_overview_without_a_figure_of_ones_own_says_why() -> None:
    found = overview(
        ten_with_region(own=Missing.SUPPRESSED),
        area=TEN[0],
        year=FinancialYear(2019),
        measure=FEW,
        areas=own_areas(),
        target=Decimal(10),
    )
    assert found is not None
    assert [one.code for one in found.findings] == ["no-own-figure", "missing-suppressed"]
    assert found.ranks[GREATER_MANCHESTER] == NotRanked("not-ranked")
    nothing = overview([], area=TEN[0], year=FinancialYear(2019), measure=FEW, areas=own_areas())
    assert nothing is None
