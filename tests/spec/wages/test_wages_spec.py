# SPDX-License-Identifier: AGPL-3.0-or-later
"""The wage floor holds to its tables: rates as published, bands by age and year, pay by the hour."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from cydwaith.engines import wages
from cydwaith.engines.wages import ApprenticeStatus, Floor, NotKnown, Per
from tests.spec.table import rows

RATES = rows("wages/rates")


def _pence(pounds: str) -> int:
    return int(Decimal(pounds) * 100)


def _day(text: str) -> date:
    return date.fromisoformat(text)


def test_the_table_in_the_code_is_the_published_one() -> None:
    published = [
        (
            _day(row["from"]),
            _pence(row["adult"]),
            int(row["adult from"]),
            _pence(row["adult"] if row["early 20s"] == "=" else row["early 20s"]),
            _pence(row["18-20"]),
            _pence(row["under 18"]),
            _pence(row["apprentice"]),
        )
        for row in RATES
    ]
    held = [
        (r.from_date, r.adult, r.adult_from, r.middle, r.youth, r.under_18, r.apprentice) for r in wages.TABLE
    ]
    assert held == published


@pytest.mark.parametrize(("row", "later"), list(zip(RATES, [*RATES[1:], None], strict=True)))
def test_each_rate_holds_from_its_first_day_to_the_day_before_the_next(
    row: dict[str, str], later: dict[str, str] | None
) -> None:
    first = _day(row["from"])
    last = _day(later["from"]) - timedelta(days=1) if later else wages.KNOWN_UNTIL
    expected = Floor(_pence(row["adult"]), wages.Band.ADULT, first)
    assert wages.floor(on=first, age=40) == expected
    assert wages.floor(on=last, age=40) == expected


@pytest.mark.parametrize("row", rows("wages/floor"), ids=lambda row: row["why it is in this table"])
def test_floor(row: dict[str, str]) -> None:
    found = wages.floor(
        on=_day(row["period starts"]),
        age=_day(row["born"]) if row["born"] else None,
        apprentice=ApprenticeStatus(row["apprentice"]),
    )
    if row["band"]:
        assert isinstance(found, Floor)
        assert (found.rate_pence, found.band.value) == (_pence(row["pounds"]), row["band"])
        assert found.source == wages.SOURCE
    else:
        assert found == NotKnown(row["pounds"])


@pytest.mark.parametrize("row", rows("wages/pay"), ids=lambda row: row["why it is in this table"])
def test_pay(row: dict[str, str]) -> None:
    found = wages.check(
        pay_pence=_pence(row["pay"]) if row["pay"] else None,
        per=Per(row["per"]),
        hours_a_week=Decimal(row["hours a week"]) if row["hours a week"] else None,
        period_start=date(2025, 5, 1),
        age=date(1995, 5, 1),
        apprentice=ApprenticeStatus.LATER_YEAR if row["kind"] == "apprenticeship" else ApprenticeStatus.NOT,
        kind=row["kind"],
    )
    assert (found.why or found.verdict.value) == row["verdict"]
    assert found.message == wages.MESSAGES[row["verdict"]]
    assert found.below == (row["verdict"] == "below")
    if row["pounds an hour"]:
        assert found.hourly_pence == _pence(row["pounds an hour"])
        assert found.short_pence == _pence(row["short"])
        assert found.floor == Floor(1221, wages.Band.ADULT, date(2025, 4, 1))
