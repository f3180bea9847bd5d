# SPDX-License-Identifier: AGPL-3.0-or-later
"""Areas by date, years, and the published series that is shipped."""

from datetime import date
from decimal import Decimal

import pytest

from cydwaith.engines.measures.comparators import (
    ENGLAND,
    GREATER_MANCHESTER,
    NORTH_WEST,
    WALES,
    FinancialYear,
    Level,
    Missing,
    NotHeld,
    Origin,
    Part,
    Refused,
    find,
    measure_of,
    own_areas,
    published,
    read_councils,
    read_lookup,
    year_in_name,
)
from cydwaith.engines.measures.comparators.measures import is_reused

SERIES_1E = ["6.6", "7.1", "7.0", "6.8", "6.0", "5.8", "5.7", "6.0", "5.9", "5.6", "5.1"]
SERIES_1F = ["9.5", "8.9", "7.7", "7.0", "6.8", "6.7", "7", "not-published", "8", "9", "9"]
COUNCILS = (
    "local-authority-code,nice-name,gss-code,start-date,end-date,replaced-by,nation,region,"
    "local-authority-type,combined-authority\n"
)


@pytest.mark.parametrize(
    ("area", "day", "count"),
    [
        (NORTH_WEST, date(2023, 3, 31), 23),
        (NORTH_WEST, date(2023, 4, 1), 24),
        (GREATER_MANCHESTER, date(2019, 3, 31), 10),
        (GREATER_MANCHESTER, date(2026, 3, 31), 10),
        (WALES, date(2019, 3, 31), 22),
    ],
)
def test_who_belongs_where_on_a_day(area: str, day: date, count: int) -> None:
    assert len(own_areas().members(area, day)) == count


def test_nobody_is_guessed_where_the_table_says_nothing() -> None:
    with pytest.raises(NotHeld):
        own_areas().members(NORTH_WEST, date(2009, 3, 31))
    for part in (ENGLAND, "E12000007"):  # their councils are not all in our own table
        with pytest.raises(NotHeld):
            own_areas().members(part, date(2019, 3, 31))
    with pytest.raises(NotHeld):
        own_areas().members("E12000099", date(2019, 3, 31))
    with pytest.raises(NotHeld):
        own_areas().area("E06000001")


def test_names_in_both_languages_and_groups_of_a_council() -> None:
    areas = own_areas()
    names = {one.en: one.cy for one in areas.members(WALES, date(2024, 1, 1))}
    assert (names["Cardiff"], names["Vale of Glamorgan"], names["Powys"]) == (
        "Caerdydd",
        "Bro Morgannwg",
        "Powys",
    )
    assert areas.area("W06000001").name("cy") == "Ynys Môn"
    assert [one.en for one in areas.groups("E08000003", date(2024, 1, 1))] == [
        "North West",
        "Greater Manchester",
    ]
    assert len({one.code for one in areas.all}) == len(areas.all)
    assert areas.changed("E06000063", date(2023, 3, 31), date(2024, 3, 31))
    assert not areas.changed("E06000063", date(2024, 3, 31), date(2025, 3, 31))
    assert not areas.changed("E08000003", date(2010, 3, 31), date(2025, 3, 31))


def test_an_end_is_the_last_day_unless_successors_begin_on_it() -> None:
    rows = (
        "OLD,Old,E10000006,,2023-04-01,NEW,England,North West,CTY,\n"
        "NEW,New,E06000063,2023-04-01,,,England,North West,UA,\n"
        "BYE,Bye,E06000028,,2019-03-31,HI,England,South West,UA,\n"
        "HI,Hi,E06000058,2019-04-01,,,England,South West,UA,XCA\n"
        "XCA,Body,E47000099,2019-04-01,,,England,South West,COMB,\n"
        "DIS,District,E07000026,,,,England,North West,NMD,\n"
    )
    areas = read_councils((COUNCILS + rows).encode()).areas

    def names(code: str, day: date) -> list[str]:
        return [one.en for one in areas.members(code, day)]

    assert names(NORTH_WEST, date(2023, 3, 31)) == ["Old"]
    assert names(NORTH_WEST, date(2023, 4, 1)) == ["New"]
    assert names("E12000009", date(2019, 3, 31)) == ["Bye"]
    assert names("E12000009", date(2019, 4, 1)) == ["Hi"]
    assert names("E47000099", date(2020, 1, 1)) == ["Hi"]
    assert areas.changes == (
        (date(2023, 4, 1), "E10000006", "E06000063"),
        (date(2019, 4, 1), "E06000028", "E06000058"),
    )


def test_wrong_rows_of_councils_are_left_out_and_told() -> None:
    rows = (
        "A,A,E1,,,,England,North West,UA,\n"
        "B,B,E06000001,2020-02-30,,,England,North West,UA,\n"
        "C,C,E06000002,2020-01-01,2019-01-01,,England,North West,UA,\n"
        "D,D,E06000003,2020-01-01,,,England,North West,UA,\n"
    )
    found = read_councils((COUNCILS + rows).encode())
    assert [one.en for one in found.areas.members(NORTH_WEST, date(2021, 1, 1))] == ["D"]
    told = [(one.code, one.where) for one in found.problems]
    assert told == [("wrong-area", "C2"), ("wrong-date", "D3"), ("ends-before-start", "E4")]


def test_lookups_of_any_year() -> None:
    (link,) = read_lookup(
        b"FID,LAD19CD,LAD19NM,CAUTH19CD,CAUTH19NM,column4\n1,E08000001,Bolton,E47000001,GM,\n"
    )
    assert (link.code, link.name, link.whole, link.whole_name) == ("E08000001", "Bolton", "E47000001", "GM")
    (region,) = read_lookup(b"FID,RGN19CD,RGN19NM,RGN19NMW\n1,E12000007,London,Llundain\n")
    assert (region.code, region.name_cy, region.whole) == ("E12000007", "Llundain", "")
    for content, code in (
        (b"a,b\n1,2\n", "no-heading"),
        (b"LAD19CD,LAD19NM,CAUTH19CD,CAUTH19NM\nE08000001,Bolton,GM,\n", "wrong-area"),
    ):
        with pytest.raises(Refused) as refused:
            read_lookup(content)
        assert refused.value.problem.code == code


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("meas-from-asc-of-eng-1920-open-data-csv.csv", 2019),
        ("meas-from-asc-of-eng-2021-open-data-csv.csv", 2020),
        ("ascof_2015-16.csv", 2015),
        ("ASCOF 2023 to 2024.csv", 2023),
        ("ascof-9899.csv", None),
        ("ascof.csv", None),
        ("ascof-2018-19-and-2019-20.csv", None),
        ("file-20231231.csv", None),
    ],
)
def test_the_year_in_a_name(name: str, year: int | None) -> None:
    assert year_in_name(name) == (None if year is None else FinancialYear(year))


def test_years() -> None:
    assert [
        str(FinancialYear.parse(text)) for text in ("2019-20", "2019/20", "1999-2000", "2019 to 2020")
    ] == [
        "2019-20",
        "2019-20",
        "1999-00",
        "2019-20",
    ]
    for wrong in ("2019-21", "19-20", "2019", "", "2019-2019", "٢٠١٩-20"):
        with pytest.raises(ValueError, match="year"):
            FinancialYear.parse(wrong)
    assert FinancialYear.of(date(2020, 3, 31)) == FinancialYear(2019)
    assert FinancialYear.of(date(2020, 4, 1)) == FinancialYear(2020)
    assert (FinancialYear(2019).first_day, FinancialYear(2019).last_day) == (
        date(2019, 4, 1),
        date(2020, 3, 31),
    )
    assert FinancialYear(2019).before < FinancialYear(2019)


def test_the_shipped_series_is_what_the_rulebook_lists() -> None:
    england = find(published(), measure="1E", area=ENGLAND)
    assert [str(one.value) for one in england] == [
        "6.6",
        "7.1",
        "7.0",
        "6.8",
        "6.0",
        "5.8",
        "5.7",
        "6.0",
        "5.9",
        "5.6",
        "5.1",
    ]
    assert [str(england[0].year), str(england[-1].year)] == ["2010-11", "2020-21"]
    people = find(published(), measure="1E", area=ENGLAND, part=Part.NUMERATOR)
    assert [(str(one.year), one.value) for one in people] == [
        ("2017-18", Decimal(7907)),
        ("2019-20", Decimal(7524)),
    ]
    health = find(published(), measure="1F", area=ENGLAND)
    assert [str(one.value) for one in health] == [
        "9.5",
        "8.9",
        "7.7",
        "7.0",
        "6.8",
        "6.7",
        "7",
        "not-published",
        "8",
        "9",
        "9",
    ]
    assert health[7].value is Missing.NOT_PUBLISHED
    west = find(published(), measure="1F", area=NORTH_WEST)
    assert [(str(one.year), one.amount) for one in west if one.amount] == [("2016-17", 5), ("2019-20", 5)]
    assert {one.level for one in published()} == {Level.ENGLAND, Level.REGION}, (
        "no figure of a council is shipped"
    )
    assert {one.source.origin for one in published()} == {Origin.PUBLISHED}
    assert all(one.source.name and one.source.secondary for one in published())


def test_codes_mean_something_in_their_years_only() -> None:
    assert measure_of("1E", FinancialYear(2023)) is not None
    assert measure_of("1E", FinancialYear(2024)) is None
    assert is_reused("1E", FinancialYear(2024))
    assert is_reused("1F", FinancialYear(2023))
    assert not is_reused("2B", FinancialYear(2023))
