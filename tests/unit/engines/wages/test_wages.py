# SPDX-License-Identifier: AGPL-3.0-or-later
"""What always holds of the wage floor, whatever the numbers."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from cydwaith.engines import wages
from cydwaith.engines.wages import ApprenticeStatus, Floor, NotKnown, Per, Verdict

KNOWN_DAYS = st.dates(wages.TABLE[0].from_date, wages.KNOWN_UNTIL)


@given(on=KNOWN_DAYS, age=st.integers(16, 99))
def test_nobody_older_has_a_lower_floor(on: date, age: int) -> None:
    younger, older = wages.floor(on=on, age=age), wages.floor(on=on, age=age + 1)
    assert isinstance(younger, Floor)
    assert isinstance(older, Floor)
    assert younger.rate_pence <= older.rate_pence


@given(on=KNOWN_DAYS, age=st.integers(16, 99), status=st.sampled_from(list(ApprenticeStatus)))
def test_an_apprentice_never_has_more_than_others_of_that_age(
    on: date, age: int, status: ApprenticeStatus
) -> None:
    apprentice, other = wages.floor(on=on, age=age, apprentice=status), wages.floor(on=on, age=age)
    assert isinstance(other, Floor)
    if isinstance(apprentice, NotKnown):
        assert (apprentice.code, status, age >= 19) == (
            "apprentice_year_missing",
            ApprenticeStatus.UNKNOWN_YEAR,
            True,
        )
    else:
        assert apprentice.rate_pence <= other.rate_pence


@given(
    pay=st.integers(1, 10_000_00),
    per=st.sampled_from([per for per in Per if per is not Per.HOUR]),
    hours=st.decimals(Decimal("0.25"), Decimal(60), places=2),
)
def test_what_is_shown_agrees_with_the_verdict(pay: int, per: Per, hours: Decimal) -> None:
    found = wages.check(
        pay_pence=pay, per=per, hours_a_week=hours, period_start=date(2025, 5, 1), age=date(1980, 1, 1)
    )
    exact = wages.hourly(pay, per, hours)
    assert exact is not None
    assert found.hourly_pence is not None
    assert found.floor is not None
    assert 0 <= exact - found.hourly_pence < 1
    assert found.below == (exact < found.floor.rate_pence) == (found.hourly_pence < found.floor.rate_pence)
    assert found.hourly_pence + found.short_pence == max(found.floor.rate_pence, found.hourly_pence)


def test_hours_and_pay_are_exact_fractions() -> None:
    assert wages.hourly(100_00, Per.WEEK, Decimal("7.5")) == Fraction(4000, 3)
    assert wages.hourly(1221, Per.HOUR, None) == 1221


def test_pay_is_worked_out_even_where_no_floor_is_known() -> None:
    found = wages.check(
        pay_pence=160_00, per=Per.WEEK, hours_a_week=16, period_start=date(2030, 1, 1), age=date(1980, 1, 1)
    )
    assert (found.verdict, found.hourly_pence, found.why) == (Verdict.NOT_KNOWN, 1000, "after_last_rate")


def test_every_code_has_words() -> None:
    codes = {*wages.Band, *Verdict}
    assert {str(code) for code in codes} <= set(wages.MESSAGES)
    assert all(text.strip() for text in wages.MESSAGES.values())
