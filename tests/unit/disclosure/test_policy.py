# SPDX-License-Identifier: AGPL-3.0-or-later
"""What counts look like under a policy, and what the look says of the count."""

from decimal import Decimal

import pytest

from cydwaith.engines.measures import disclosure as d


@pytest.mark.parametrize("base", [1, 2, 3, 5, 10])
@pytest.mark.parametrize("style", list(d.Style))
def test_counts_shown_as_is_the_inverse_of_shown(base: int, style: d.Style) -> None:
    policy = d.Policy(base=base, style=style)
    by_number: dict[int, list[int]] = {}
    for count in range(200):
        if not policy.is_small(count):
            by_number.setdefault(policy.shown(count), []).append(count)
    for number, held in by_number.items():
        if number < 150:
            assert policy.counts_shown_as(number) == (held[0], held[-1])


def test_a_number_that_nothing_is_published_as() -> None:
    with pytest.raises(d.PolicyProblem, match="7"):
        d.Policy().counts_shown_as(7)


def test_exact_counts_are_what_they_are() -> None:
    policy = d.Policy(mode=d.Mode.EXACT)
    assert [policy.shown(count) for count in (5, 7, 254)] == [5, 7, 254]
    assert policy.counts_shown_as(7) == (7, 7)


@pytest.mark.parametrize(
    ("policy", "interval"),
    [
        (d.Policy(), (0, 4)),
        (d.Policy(zero=d.Zero.SHOWN), (1, 4)),
        (d.Policy(threshold=10), (0, 9)),
        (d.Policy(style=d.Style.SUB_NATIONAL), (1, 7)),
        (d.Policy(mode=d.Mode.EXACT), (0, None)),
        (d.Policy(mode=d.Mode.EXACT, small_marks_known=True), (0, 4)),
    ],
)
def test_what_a_mark_says(policy: d.Policy, interval: tuple[int, int | None]) -> None:
    assert policy.counts_of_small_mark() == interval


@pytest.mark.parametrize(
    "wrong",
    [{"threshold": -1}, {"base": 0}, {"protection": 0}, {"threshold": 4.5}, {"base": True}, {"effort": -1}],
)
def test_a_policy_that_cannot_be_meant_is_refused_by_name(wrong: dict[str, object]) -> None:
    with pytest.raises(d.PolicyProblem, match=next(iter(wrong))):
        d.Policy(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (38, 59, "64.4"),
        (13, 39, "33.3"),
        (22, 88, "25.0"),
        (1, 8, "12.5"),
        (1, 16, "6.3"),
        (0, 7, "0.0"),
        (7, 7, "100.0"),
    ],
)
def test_percentages_have_one_place_halves_away_from_nought(part: int, whole: int, expected: str) -> None:
    assert str(d.percentage(part, whole)) == expected
    assert d.percentage(3, 16) == Decimal("18.8")
