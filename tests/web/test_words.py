# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dates, times, money and counts as people say them."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cydwaith.web.components import words

TODAY = date(2026, 3, 3)  # a Tuesday


@pytest.mark.parametrize(
    ("value", "english", "welsh"),
    [
        (date(2026, 3, 3), "Tuesday 3 March", "Dydd Mawrth 3 Mawrth"),
        (date(2026, 12, 31), "Thursday 31 December", "Dydd Iau 31 Rhagfyr"),
        (date(2025, 12, 31), "Wednesday 31 December 2025", "Dydd Mercher 31 Rhagfyr 2025"),
        (date(1998, 2, 28), "28 February 1998", "28 Chwefror 1998"),
    ],
)
def test_a_day_is_said_as_people_say_it(value: date, english: str, welsh: str) -> None:
    assert words.day(value, "en", today=TODAY) == english
    assert words.day(value, "cy", today=TODAY) == welsh


def test_a_day_without_today_says_its_year() -> None:
    assert words.day(TODAY, "en", weekday=False) == "3 March 2026"


@pytest.mark.parametrize(
    ("days", "english", "welsh"),
    [
        (0, "today", "heddiw"),
        (1, "tomorrow", "yfory"),
        (-1, "yesterday", "ddoe"),
        (2, "in 2 days", "ymhen 2 ddiwrnod"),
        (5, "in 5 days", "ymhen 5 diwrnod"),
        (-13, "13 days ago", "13 diwrnod yn ôl"),
        (14, "in 2 weeks", "ymhen 2 wythnos"),
        (-61, "2 months ago", "2 fis yn ôl"),
        (92, "in 3 months", "ymhen 3 mis"),
        (-731, "2 years ago", "2 flynedd yn ôl"),
        (-1100, "3 years ago", "3 blynedd yn ôl"),
        (-1900, "5 years ago", "5 mlynedd yn ôl"),
    ],
)
def test_how_far_away(days: int, english: str, welsh: str) -> None:
    day = TODAY + timedelta(days=days)
    assert words.away(day, "en", today=TODAY) == english
    assert words.away(day, "cy", today=TODAY) == welsh


@pytest.mark.parametrize(
    ("number", "word"),
    [
        (1, "flwyddyn"),
        (2, "flynedd"),
        (4, "blynedd"),
        (7, "mlynedd"),
        (10, "mlynedd"),
        (13, "blynedd"),
        (17, "flynedd"),
        (18, "mlynedd"),
        (20, "mlynedd"),
        (21, "mlynedd"),
        (22, "flynedd"),
        (0, "blynedd"),
    ],
)
def test_years_mutate_in_welsh(number: int, word: str) -> None:
    assert words.count_of(number, "year", "cy") == f"{number} {word}"


@pytest.mark.parametrize(
    ("at", "english", "welsh"),
    [
        (time(0, 5), "12:05am", "0:05"),
        (time(9), "9am", "9:00"),
        (time(12), "midday", "12:00"),
        (time(12, 30), "12:30pm", "12:30"),
        (time(14, 30), "2:30pm", "14:30"),
    ],
)
def test_a_time_of_day(at: time, english: str, welsh: str) -> None:
    assert words.clock(at, "en") == english
    assert words.clock(at, "cy") == welsh


def test_a_moment_joins_day_and_time() -> None:
    at = datetime(2026, 3, 3, 14, 30)  # noqa: DTZ001 - words are about wall clocks
    assert words.moment(at, "en", today=TODAY) == "Tuesday 3 March at 2:30pm"
    assert words.moment(at, "cy", today=TODAY) == "Dydd Mawrth 3 Mawrth am 14:30"


@pytest.mark.parametrize(
    ("start", "end", "english", "welsh"),
    [
        (date(2026, 3, 3), date(2026, 3, 9), "3 to 9 March", "3 i 9 Mawrth"),
        (date(2026, 3, 3), date(2026, 4, 9), "3 March to 9 April", "3 Mawrth i 9 Ebrill"),
        (date(2025, 3, 3), date(2026, 4, 9), "3 March 2025 to 9 April", "3 Mawrth 2025 i 9 Ebrill"),
        (date(2026, 3, 3), date(2026, 3, 3), "3 March", "3 Mawrth"),
        (date(2026, 3, 3), None, "since 3 March", "ers 3 Mawrth"),
    ],
)
def test_from_one_day_to_another(start: date, end: date | None, english: str, welsh: str) -> None:
    assert words.span(start, end, "en", today=TODAY) == english
    assert words.span(start, end, "cy", today=TODAY) == welsh


@pytest.mark.parametrize(
    ("minutes", "english", "welsh"),
    [
        (0, "0 minutes", "0 munud"),
        (1, "1 minute", "1 munud"),
        (62, "1 hour 2 minutes", "1 awr 2 funud"),
        (960, "16 hours", "16 awr"),
        (-30, "−30 minutes", "−30 munud"),
    ],
)
def test_hours_held_in_minutes(minutes: int, english: str, welsh: str) -> None:
    assert words.hours(minutes, "en") == english
    assert words.hours(minutes, "cy") == welsh


@pytest.mark.parametrize(
    ("pence", "text"), [(0, "£0"), (1250, "£12.50"), (120000, "£1,200"), (-320, "−£3.20"), (5, "£0.05")]
)
def test_money_held_in_pence(pence: int, text: str) -> None:
    assert words.money(pence) == text


def test_numbers_have_commas_and_a_true_minus() -> None:
    assert words.number(-1234567) == "−1,234,567"
    assert words.number(2.5, 2) == "2.50"


def test_age_on_and_before_a_birthday() -> None:
    assert words.age(date(2000, 3, 3), today=TODAY) == 26
    assert words.age(date(2000, 3, 4), today=TODAY) == 25
    assert words.age(date(2008, 2, 29), today=date(2026, 2, 28)) == 17


@pytest.mark.parametrize(
    ("typed", "month"),
    [
        ("3", 3),
        ("03", 3),
        ("mar", 3),
        ("March", 3),
        ("MAWRTH", 3),
        ("maw", 3),
        (" chwef ", 2),
        ("med", 9),
        ("meh.", 6),
        ("13", None),
        ("0", None),
        ("me", None),
        ("ju", None),
        ("", None),
        ("٣", None),
        ("xyz", None),
    ],
)
def test_months_as_typed(typed: str, month: int | None) -> None:
    assert words.month_number(typed) == month


@given(st.dates(), st.dates(), st.sampled_from(["en", "cy"]))
def test_every_day_can_be_said(value: date, today: date, language: str) -> None:
    said = words.day(value, language, today=today)
    assert str(value.day) in said
    assert words.MONTHS[language][value.month - 1] in said
    assert words.away(value, language, today=today)


@given(st.integers(1, 12), st.sampled_from(["en", "cy"]), st.integers(3, 12))
def test_three_letters_of_a_month_name_never_mean_another(month: int, language: str, length: int) -> None:
    assert words.month_number(words.MONTHS[language][month - 1][:length]) in (month, None)


def test_language_codes() -> None:
    assert [words.language_of(code) for code in ("cy", "CY-GB", "en-gb", "", None)] == [
        "cy",
        "cy",
        "en",
        "en",
        "en",
    ]
