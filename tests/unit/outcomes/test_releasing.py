# SPDX-License-Identifier: AGPL-3.0-or-later
"""What readers of a return are given: small numbers hidden, others rounded, nothing that former releases undo."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from cydwaith.outcomes import releasing
from cydwaith.outcomes.releasing import Told
from cydwaith.outcomes.vocabulary import Cell, Protection


def figure(
    numerator: int, *, area: str = "", measure: str = "into_work", shape: str = "count", of: int = 0
) -> Told:
    value = Decimal(numerator)
    if shape == "rate":
        value = (Decimal(100 * numerator) / of).quantize(Decimal("0.1")) if of else Decimal(0)
    return Told(
        "programme-contract", measure, shape, date(2018, 4, 1), date(2019, 3, 31), ("", "", area, ""),
        numerator, of, value, (), "people", 0,
    )  # fmt: skip


def protected(*figures: Told, protection: str = Protection.ROUNDED, **more: Any) -> releasing.Outcome:
    given: dict[str, Any] = {"threshold": 5, "base": 5, "name": "r", **more}
    return releasing.protect(figures, protection=protection, **given)


def test_counts_are_rounded_and_small_ones_hidden() -> None:
    made = protected(figure(254), figure(251, area="A"), figure(3, area="B"))
    assert [(one.shown_numerator, one.cell) for one in made.figures] == [
        ("255", Cell.SHOWN),
        ("250", Cell.SHOWN),
        ("*", Cell.SMALL),
    ]
    assert made.findings == ()
    assert [one.numerator for one in made.figures] == [254, 251, 3], "the exact numbers stay behind them"


def test_a_rate_is_made_of_the_published_numbers() -> None:
    made = protected(figure(38, measure="rate", shape="rate", of=59))
    assert (made.figures[0].shown_numerator, made.figures[0].shown_denominator) == ("40", "60")
    assert made.figures[0].shown_value == "66.7"
    small = protected(figure(3, measure="rate", shape="rate", of=59)).figures[0]
    assert (small.shown_value, small.cell) == ("*", Cell.SMALL)


def test_an_exact_return_hides_a_second_number_so_that_the_first_is_safe() -> None:
    rows = [figure(40), figure(3, area="A"), figure(17, area="B"), figure(20, area="C")]
    made = protected(*rows, protection=Protection.EXACT)
    assert made.figures[0].shown_numerator == "40"
    assert [one.cell for one in made.figures[1:]].count(Cell.SECONDARY) == 1
    assert made.findings == ()
    assert made.audit["secondary"] == 1


def test_what_was_given_out_before_is_held_against_it() -> None:
    """An exact total beside a former one: the difference would tell of two people."""
    first = protected(figure(40), protection=Protection.EXACT, name="first")
    kept = json.loads(json.dumps(first.audit["published"]))
    assert releasing.dump(releasing.load(kept)) == kept
    again = protected(figure(40), protection=Protection.EXACT, name="second", former=[kept])
    assert again.findings == ()
    one_more = protected(figure(41), protection=Protection.EXACT, name="third", former=[kept])
    assert one_more.figures[0].cell == Cell.SECONDARY, "beside the former number it would tell of one person"


def test_what_former_releases_give_away_stops_the_signing() -> None:
    """The whole was given out, then one of its two parts: with both, the other part's three people are known."""
    parts = (figure(37, area="B"), figure(3, area="A"))
    kept = [
        protected(one, protection=Protection.EXACT, name=name).audit["published"]
        for name, one in (("whole", figure(40)), ("part", parts[0]))
    ]
    made = protected(figure(40), *parts, protection=Protection.EXACT, name="now", former=kept)
    assert made.findings, "nothing that is hidden now can take the two numbers back"
    assert all(one["undoing"] and one["cell"] for one in made.findings)


def test_for_the_funder_alone_nothing_is_hidden() -> None:
    made = protected(figure(3), protection=Protection.INTERNAL)
    assert made.figures[0].shown_numerator == "3"
    assert made.audit == {}


def test_the_digest_is_of_the_exact_numbers_and_differences_name_them() -> None:
    before, now = [figure(40), figure(3, area="A")], [figure(41), figure(3, area="A")]
    assert releasing.digest(before) != releasing.digest(now)
    assert releasing.digest(before) == releasing.digest([figure(40), figure(3, area="A")])
    assert [(one.before.numerator, one.now.numerator) for one in releasing.differences(before, now)] == [
        (40, 41)
    ]  # type: ignore[union-attr]
    assert releasing.differences(before, before) == ()
