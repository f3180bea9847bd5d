# SPDX-License-Identifier: AGPL-3.0-or-later
"""Quarters, the forecast with its trial on the past, and the order in which a return goes its way."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from cydwaith.outcomes import rules
from cydwaith.outcomes.vocabulary import ReturnState


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (date(2024, 1, 1), date(2024, 1, 1), date(2024, 3, 31)),
        (date(2024, 12, 31), date(2024, 10, 1), date(2024, 12, 31)),
        (date(2024, 6, 30), date(2024, 4, 1), date(2024, 6, 30)),
    ],
)
def test_a_day_lies_in_its_quarter(day: date, first: date, last: date) -> None:
    assert rules.quarter_of(day) == first
    assert rules.last_of(first) == last


def test_quarters_run_over_the_turn_of_the_year() -> None:
    assert list(rules.quarters(date(2023, 11, 5), date(2024, 4, 1))) == [
        date(2023, 10, 1),
        date(2024, 1, 1),
        date(2024, 4, 1),
    ]


def test_a_forecast_needs_a_year_and_a_range_needs_a_trial() -> None:
    assert rules.forecast([1, 2, 3]) is None
    bare = rules.forecast([1, 2, 3, 4])
    assert bare is not None
    assert (bare.each, bare.low, bare.high, bare.tried) == (Fraction(5, 2), None, None, 0)
    assert bare.total(10, 2) == (15, None, None)


def test_the_range_is_as_wide_as_the_forecasts_of_the_past_were_off() -> None:
    """Means of four: 10, 10, 11, 12, 13; what came: 10, 14, 14, 14, 20: off by 0, 4, 3, 2 and 7. Four in five: 4."""
    made = rules.forecast([10, 10, 10, 10, 10, 14, 14, 14, 20])
    assert made is not None
    assert made.each == Fraction(62, 4)
    assert (made.tried, made.error) == (5, Fraction(16, 5))
    assert (made.low, made.high) == (made.each - 4, made.each + 4)
    assert made.total(0, 2) == (31, 23, 39)


def test_nothing_is_expected_below_nobody() -> None:
    made = rules.forecast([0, 0, 0, 0, 9, 0, 0, 0, 0])
    assert made is not None and made.low == 0


def test_a_return_goes_one_way() -> None:
    may = {(a, b) for a in ReturnState for b in ReturnState if rules.may_follow(a, b)}
    assert may == {
        ("draft", "checked"),
        ("checked", "checked"),
        ("checked", "signed_once"),
        ("signed_once", "signed_twice"),
        ("signed_twice", "released"),
        ("released", "withdrawn"),
        ("released", "corrected"),
    }
