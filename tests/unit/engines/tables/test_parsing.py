# SPDX-License-Identifier: AGPL-3.0-or-later
"""Cells as people type them: dates, pay, hours, names, numbers, words."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from cydwaith.engines import tables as t
from cydwaith.engines.tables.fields.dates import Evidence, parse_date
from cydwaith.engines.tables.fields.parsed import Context
from cydwaith.engines.tables.fields.parsers import PARSERS
from tests.unit.engines.tables.books import TODAY, moment

HERE = Context(today=TODAY)


def read(kind: t.Kind, value: t.Value, context: Context = HERE) -> Any:
    """The value, or the code of what is wrong with it."""
    parsed = PARSERS[kind](value, context)
    return parsed.value if parsed.value is not None else next((each.code for each in parsed.issues), None)


@pytest.mark.parametrize(
    "text",
    [
        "04/03/2024", "4/3/24", "04.03.2024", "4-3-24", "04 03 2024", "4 March 2024", "4th Mar '24", "4-Mar-24",
        "4Mar24", "Monday 4 March 2024", "March 4, 2024", "2024-03-04", "2024/3/4", "2024-03-04T10:15:00Z",
        "04/03/2024 00:00:00", "04/03/2024 9:30 am", "20240304", "04032024", "45355", "45355.5", "4 Mawrth 2024",
        "4ydd o Fawrth 2024", "Dydd Llun, 4 Mawrth 2024", "4 maw 24", date(2024, 3, 4),
        moment("2024-03-04 09:00"), 45355,
        20240304, Decimal("45355.25"),
    ],
)  # fmt: skip
def test_one_day_in_many_hands(text: t.Value) -> None:
    assert read(t.Kind.DATE, text) == date(2024, 3, 4)


@pytest.mark.parametrize(
    ("word", "month"),
    [
        ("Ionawr", 1), ("Chwefror", 2), ("Fawrth", 3), ("Ebrill", 4), ("Fai", 5), ("Fehefin", 6), ("Orffennaf", 7),
        ("Awst", 8), ("Fedi", 9), ("Hydref", 10), ("Dachwedd", 11), ("Ragfyr", 12),
    ],
)  # fmt: skip
def test_welsh_months_as_they_stand_behind_o(word: str, month: int) -> None:
    assert read(t.Kind.DATE, f"2 o {word} 2023") == date(2023, month, 2)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/02/2024", "date-impossible"),
        ("13/13/2024", "date-impossible"),
        ("04/25/2024", "date-other-order"),
        ("March 2024", "date-without-day"),
        ("03/2024", "date-without-day"),
        ("soon", "date-not-understood"),
        ("12", "date-not-understood"),
        ("1/2/3", "date-not-understood"),
        ("March or April 2024", "date-not-understood"),
        (True, "date-not-understood"),
        (1984, "date-not-understood"),
        ("tbc", None),
        ("  ", None),
    ],
)
def test_what_is_no_date_says_why(text: t.Value, code: str | None) -> None:
    assert read(t.Kind.DATE, text) == code


def test_month_first_is_read_so_only_by_decision_of_the_column() -> None:
    american = replace(HERE, order="mdy")
    assert read(t.Kind.DATE, "04/25/2024", american) == date(2024, 4, 25)
    assert read(t.Kind.DATE, "25/04/2024", american) == "date-other-order"
    assert read(t.Kind.DATE, "2024-04-25", american) == date(2024, 4, 25)


def test_two_digit_years_of_births_and_of_other_days() -> None:
    birth = replace(HERE, birth=True, past=True)
    assert read(t.Kind.DATE, "1/1/24", birth) == date(1924, 1, 1)
    assert read(t.Kind.DATE, "1/1/07", birth) == date(2007, 1, 1)
    assert read(t.Kind.DATE, "1/1/24", replace(HERE, past=True)) == date(2024, 1, 1)
    assert read(t.Kind.DATE, "1/1/31") == date(2031, 1, 1)
    assert [each.code for each in parse_date("1/1/24", HERE).issues] == ["two-digit-year"]


def test_a_column_weighs_its_own_evidence() -> None:
    def weighed(*values: t.Value) -> Evidence:
        evidence = Evidence()
        for row, value in enumerate(values, 1):
            evidence.add(value, row)
        return evidence

    assert weighed("03/04/2024", "25/04/2024").order == "dmy"
    assert weighed("03/04/2024", "04/25/2024").order == "mdy"
    assert weighed("03/04/2024", "04/04/2024").assumed
    assert not weighed("04/04/2024", "2024-01-02", "3 March 2024").assumed
    assert weighed("25/04/2024", "04/25/2024", "26/04/2024").mixed
    turned = weighed(*[date(2024, 1, day) for day in (2, 5, 11)], "13/01/2024", "20/01/2024", "31/01/2024")
    assert turned.half_converted
    assert not weighed(*[date(2024, 1, day) for day in (2, 5, 21)], *["13/01/2024"] * 3).half_converted


@pytest.mark.parametrize(
    ("text", "pounds", "period"),
    [
        ("11.44", "11.44", None), ("£11.44/hr", "11.44", "hour"), ("£11.44 per hour", "11.44", "hour"),
        ("12.21 p/h", "12.21", "hour"), ("1144p", "11.44", None), ("1144p per hour", "11.44", "hour"),
        ("£1,200 pcm", "1200", "month"), ("£23,400 pa", "23400", "year"), ("23.4k", "23400", None),
        ("£23k per annum", "23000", "year"), ("£ 12 yr awr", "12", "hour"), ("£450 yr wythnos", "450", "week"),
        ("£1.200,50", "1200.50", None), ("11,44", "11.44", None), ("c. £12.50ph", "12.50", "hour"),
        ("NLW £12.21", "12.21", None), (Decimal("11.445"), "11.445", None), (12, "12", None),
    ],
)  # fmt: skip
def test_pay(text: t.Value, pounds: str, period: str | None) -> None:
    parsed = PARSERS[t.Kind.MONEY](text, HERE)
    assert (parsed.value, parsed.extra.get("pay_period")) == (Decimal(pounds), period)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("£10-£12", "money-range"), ("NMW", "money-words"), ("isafswm cyflog", "money-words"),
        ("lots", "money-not-understood"), (-3, "money-not-understood"), (True, "money-not-understood"),
        ("£12 bananas", "money-not-understood"), ("n/a", None), ("", None),
    ],
)  # fmt: skip
def test_what_is_no_pay_says_why(text: t.Value, code: str | None) -> None:
    assert read(t.Kind.MONEY, text) == code


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("16", "16"), ("16h", "16"), ("16 hrs/week", "16"), ("16 pw", "16"), ("16:30", "16.5"), ("16h30", "16.5"),
        ("37,5", "37.5"), ("16 hours and 30 minutes", "16.5"), ("2 days x 7.5", "15"), ("3 x 5", "15"),
        ("16 awr yr wythnos", "16"), ("c. 20", "20"), (timedelta(hours=16, minutes=30), "16.5"),
        (Decimal("7.5"), "7.5"),
        (0, "0"),
    ],
)  # fmt: skip
def test_hours_a_week(text: t.Value, hours: str) -> None:
    assert read(t.Kind.HOURS, text) == Decimal(hours)


@pytest.mark.parametrize(
    ("text", "code"),
    [("16-20", "hours-range"), ("full time", "hours-words"), ("lots", "hours-not-understood"),
     (date(2024, 1, 1), "hours-not-understood"), (True, "hours-not-understood"), ("tbc", None)],
)  # fmt: skip
def test_what_are_no_hours_says_why(text: t.Value, code: str | None) -> None:
    assert read(t.Kind.HOURS, text) == code


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("45", 45), ("45 mins", 45), ("1h", 60), ("1:30", 90), ("1.5 hours", 90), ("1 awr 15 munud", 75), (30, 30),
     (timedelta(minutes=20), 20), ("30-45", "minutes-range"), (100_000_000, "minutes-not-understood")],
)  # fmt: skip
def test_minutes(text: t.Value, minutes: int | str) -> None:
    assert read(t.Kind.MINUTES, text) == minutes


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("07700 900123", "07700 900123"), ("+44 (0)7700 900123", "07700 900123"), (7700900123, "07700 900123"),
        ("447700900123", "07700 900123"), ("0044 7700 900123", "07700 900123"), ("(029) 2018 0123", "029 20180123"),
        ("mob: 07700900123", "07700 900123"), ("+353 1 234 5678", "+35312345678"),
        ("01248 000000 (home)", "01248 000000"),
        ("ring the office", "phone-not-understood"), ("123", "phone-not-understood"), ("7.7E+09", "number-lost-digits"),
        ("n/a", None),
    ],
)  # fmt: skip
def test_phones(text: t.Value, number: str | None) -> None:
    assert read(t.Kind.PHONE, text) == number


def test_of_two_phones_the_first() -> None:
    parsed = PARSERS[t.Kind.PHONE]("07700 900123 / 01248 000000", HERE)
    assert (parsed.value, [each.code for each in parsed.issues]) == ("07700 900123", ["phones-several"])


@pytest.mark.parametrize(
    ("text", "value"),
    [("cf101ep", "CF10 1EP"), ("CF1O 1EP", "CF10 1EP"), (" ll57  2dg ", "LL57 2DG"), ("M1 1AE", "M1 1AE"),
     ("EC1A 1BB", "EC1A 1BB"), ("SY23 IAA", "SY23 1AA"), ("nowhere", "postcode-not-understood"), ("unknown", None)],
)  # fmt: skip
def test_postcodes(text: str, value: str | None) -> None:
    assert read(t.Kind.POSTCODE, text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("943 476 5919", "9434765919"), (4010232137, "4010232137"), ("943-476-5919", "9434765919"),
     ("9434765918", "nhs-number-wrong"), ("9.43E+09", "number-lost-digits"), ("123", "nhs-number-wrong"), ("-", None)],
)  # fmt: skip
def test_nhs_numbers(text: t.Value, value: str | None) -> None:
    assert read(t.Kind.NHS_NUMBER, text) == value


def test_the_range_kept_for_tests_is_flagged() -> None:
    parsed = PARSERS[t.Kind.NHS_NUMBER]("999 000 0018", HERE)
    assert (parsed.value, [each.code for each in parsed.issues]) == ("9990000018", ["nhs-number-synthetic"])


@pytest.mark.parametrize(
    ("text", "value", "codes"),
    [
        ("Siân  Pugh ", "Siân Pugh", []), ("Pugh, Siân", "Siân Pugh", ["name-turned"]), ("King, Jr", "King, Jr", []),
        ("SiÃ¢n Pugh", "SiÃ¢n Pugh", ["letters-garbled"]), ("Si?n Pugh", "Si?n Pugh", ["letters-lost"]),
        ("Ann 2", "Ann 2", ["name-has-digits"]), ("12", None, ["name-not-understood"]), ("Na Li", "Na Li", []),
        ("Na", "Na", []), ("n/a", None, []), ("李小龍", "李小龍", []),
    ],
)  # fmt: skip
def test_names(text: str, value: str | None, codes: list[str]) -> None:
    parsed = PARSERS[t.Kind.FULL_NAME](text, HERE)
    assert (parsed.value, [each.code for each in parsed.issues]) == (value, codes)


@pytest.mark.parametrize(
    ("text", "value"),
    [("Ann@Example.ORG", "Ann@example.org"), ("Ann <ann@example.org>", "ann@example.org"),
     ("mailto:ann@example.org", "ann@example.org"), ("ann@example", "email-not-understood"),
     ("a b@example.org", "email-not-understood"), ("none", None)],
)  # fmt: skip
def test_email_addresses(text: str, value: str | None) -> None:
    assert read(t.Kind.EMAIL, text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("Y", True), ("ydy", True), ("Oes", True), ("✓", True), (True, True), (1, True), ("x", True), ("N", False),
     ("Nac ydy", False), ("Nac oes", False), (False, False), ("Yes - since May", True), ("No (adult)", False),
     ("perhaps", "yes-no-not-understood"), ("n/a", None)],
)  # fmt: skip
def test_yes_and_no(text: t.Value, value: object) -> None:
    assert read(t.Kind.YES_NO, text) == value


@pytest.mark.parametrize(
    ("vocabulary", "text", "code"),
    [
        ("gender", "F", "female"), ("gender", "Benyw", "female"), ("gender", "anneuaidd", "non_binary"),
        ("language", "Cymraeg", "cy"), ("language", "BSL", "bfi"), ("language", "Saesneg", "en"),
        ("language", "Welsh/English", "both"), ("language", "Dwyieithog", "both"), ("language", "either", "both"),
        ("job_kind", "F/T", None), ("job_kind", "Permanent", "employed"), ("job_kind", "Gwirfoddol", "volunteering"),
        ("job_kind", "Work Experience", "work_trial"), ("pay_period", "p.c.m.", "month"),
        ("pay_period", "yr awr", "hour"),
        ("contact_mode", "F2F", "in_person"), ("contact_mode", "Ffôn", "phone"), ("contact_mode", "MS Teams", "video"),
        ("support_reason", "LD", "learning_disability"), ("support_reason", "Iechyd meddwl", "mental_health"),
        ("ethnicity", "A", "white_british"), ("ethnicity", "White - British", "white_british"),
        ("education", "TGAU", "3"), ("end_reason", "Redundant", "redundancy"), ("close_reason", "DNA", "lost_contact"),
        ("gender", "Martian", None),
    ],
)  # fmt: skip
def test_words_and_their_codes(vocabulary: str, text: str, code: str | None) -> None:
    assert t.VOCABULARIES[vocabulary].find(text) == code


def test_an_open_vocabulary_keeps_the_words_and_a_closed_one_asks() -> None:
    opened = PARSERS[t.Kind.CODE]("Carrier pigeon", replace(HERE, vocabulary="contact_mode"))
    assert (opened.value, opened.extra) == ("other", {"text": "Carrier pigeon"})
    assert read(t.Kind.CODE, "Martian", replace(HERE, vocabulary="gender")) == "word-not-known"
    decided = replace(HERE, vocabulary="gender", choices={"martian": "other", "venusian": t.LEAVE_EMPTY})
    assert read(t.Kind.CODE, "MARTIAN", decided) == "other"
    assert PARSERS[t.Kind.CODE]("Venusian", decided) == (None, (), {})


@pytest.mark.parametrize(
    ("text", "code"), [("6145", "6145"), (6145, "6145"), ("6145 Care workers", "6145"), ("x", None)]
)
def test_soc_codes(text: t.Value, code: str | None) -> None:
    assert read(t.Kind.SOC, text) == code


def test_references_keep_their_noughts_and_lose_decimal_points() -> None:
    assert read(t.Kind.REFERENCE, "00123") == "00123"
    assert read(t.Kind.REFERENCE, Decimal("123.0")) == "123"
    assert read(t.Kind.REFERENCE, "123.0") == "123"
    assert read(t.Kind.REFERENCE, "1.2E+12") == "number-lost-digits"
    assert read(t.Kind.REFERENCE, "x" * 101) == "reference-too-long"


def test_texts_keep_their_lines_only_where_lines_are_meant() -> None:
    assert read(t.Kind.LONG_TEXT, " one\r\ntwo  three ") == "one\ntwo three"
    assert read(t.Kind.TEXT, " one\r\ntwo  three ") == "one two three"
    assert len(read(t.Kind.TEXT, "x" * 300)) == 200


def test_every_field_has_a_parser_and_every_word_one_meaning() -> None:
    assert {field.kind for field in t.FIELDS.values()} == set(PARSERS)
    for field in t.FIELDS.values():
        assert (field.kind is t.Kind.CODE) == (field.vocabulary is not None)
        assert field.table in t.TABLES
