# SPDX-License-Identifier: AGPL-3.0-or-later
"""The official layout with the quirks of all its years; every value here is invented."""

import io
import time
from decimal import Decimal

import pytest

from cydwaith.engines.measures.comparators import (
    Breakdown,
    FinancialYear,
    Level,
    Missing,
    Part,
    Reading,
    Refused,
    read_ascof,
)
from cydwaith.engines.measures.comparators.ascof import meaning_of
from tests.unit.comparators.made import HEAD, LD, MH, SYNTHETIC, Y2019, row, table


def read(content: bytes, year: FinancialYear = Y2019) -> Reading:
    return read_ascof(content, year=year, source=SYNTHETIC)


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def places(reading: Reading) -> list[str]:
    return [problem.where for problem in reading.problems]


@pytest.mark.parametrize("ons", ["ONS Code", "ONS Area Code", "ons code", "ONS_Area_Code", " ONS  Code "])
def test_the_column_of_area_codes_has_either_name(ons: str) -> None:
    (found,) = read(table(row("4.5"), ons=ons)).values
    assert (found.area, found.area_name, found.level) == ("E08000003", "Manchester", Level.COUNCIL)
    assert (found.measure, found.value, found.part, found.breakdown) == (
        "1E",
        Decimal("4.5"),
        Part.OUTCOME,
        Breakdown.TOTAL,
    )
    assert (found.year, found.source) == (Y2019, SYNTHETIC)


@pytest.mark.parametrize(
    ("code", "group", "said", "meant"),
    [
        ("1E", "1E", "Total", ("1E", Breakdown.TOTAL)),
        ("1EM", "1E", "Male", ("1E", Breakdown.MALE)),
        ("1EF", "1E", "Female", ("1E", Breakdown.FEMALE)),
        ("1B1864", "1B", "18-64", ("1B", Breakdown.AGED_18_64)),
        ("1B1864", "1B", "18 to 64", ("1B", Breakdown.AGED_18_64)),
        ("1B65OV", "1B", "65 and over", ("1B", Breakdown.AGED_65_OVER)),
        ("1C1B64U", "1C(1B)", "64 and Under", ("1C1B", Breakdown.AGED_64_UNDER)),
        ("1C(1B)64U", "1C1B", "64 and under", ("1C1B", Breakdown.AGED_64_UNDER)),
        ("1FM", "", "Male", ("1F", Breakdown.MALE)),
        ("1F", "", "Male", ("1F", Breakdown.MALE)),
        ("1FM", "", "Female", ("breakdowns-differ", "breakdown")),
        ("2A65OV", "", "65 and over", ("2A", Breakdown.AGED_65_OVER)),
        ("2B16574", "2B1", "65-74", ("2B1", Breakdown.AGED_65_74)),
        ("2B185OV", "2B(1)", "85 and over", ("2B1", Breakdown.AGED_85_OVER)),
        ("1C1B6584", "", "65-84", ("1C1B", Breakdown.AGED_65_84)),
        ("1I11864", "", "18-64", ("1I1", Breakdown.AGED_18_64)),
        ("1I165OV", "", "65 and over", ("1I1", Breakdown.AGED_65_OVER)),
        ("1EX", "1E", "Total", ("code-and-group", "measure")),
        ("1E", "1F", "Total", ("code-and-group", "measure")),
        ("", "", "Total", ("code-and-group", "measure")),
        ("1EM", "1E", "Female", ("breakdowns-differ", "breakdown")),
        ("1EM", "1E", "Men", ("wrong-breakdown", "breakdown")),
    ],
)
def test_a_code_is_its_group_and_a_suffix(code: str, group: str, said: str, meant: tuple[str, str]) -> None:
    assert meaning_of(code, group, said) == meant


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        ("c", Missing.SUPPRESSED),
        ("[c]", Missing.SUPPRESSED),
        ("[C]", Missing.SUPPRESSED),
        ("x", Missing.NOT_AVAILABLE),
        ("[x]", Missing.NOT_AVAILABLE),
        (":", Missing.NOT_AVAILABLE),
        ("[z]", Missing.NOT_APPLICABLE),
        ("z", Missing.NOT_APPLICABLE),
        ("", Missing.BLANK),
    ],
)
def test_a_missing_value_keeps_its_reason_and_is_no_number(mark: str, reason: Missing) -> None:
    reading = read(table(row(mark)))
    (found,) = reading.values
    assert (found.value, found.missing, found.amount, found.mark) == (reason, reason, None, mark)
    assert reading.clean


@pytest.mark.parametrize(
    ("written", "meant"),
    [("4.5", "4.5"), (" 4.50 ", "4.50"), ('"1,234"', "1234"), ("0", "0"), (".5", "0.5"), ("7", "7")],
)
def test_numbers_are_taken_exactly(written: str, meant: str) -> None:
    (found,) = read(table(row(written, part="Margin Of Error"))).values
    assert str(found.value) == meant
    assert found.part is Part.MARGIN


@pytest.mark.parametrize(
    "wrong", ["*", "n/a", "4,5", "1.2.3", "1e3", "NaN", "Infinity", "4.5%", "12,34,5", "--1", "٣"]
)
def test_what_is_neither_number_nor_mark_is_withheld_with_its_place(wrong: str) -> None:
    reading = read(table(row("4.5", code="1EM", said="Male"), row(f'"{wrong}"')))
    assert [one.breakdown for one in reading.values] == [Breakdown.MALE]
    assert (codes(reading), places(reading)) == (["not-a-number"], ["H3"])
    assert reading.problems[0].value == wrong
    assert reading.problems[0].place.header == "Measure Value"
    assert reading.problems[0].english().startswith("H3: This is neither a number")


@pytest.mark.parametrize(
    ("bad", "code", "place"),
    [
        (row("-4.5"), "negative", "H2"),
        (row("104.5"), "over-hundred", "H2"),
        (row("12.5", part="Numerator"), "not-whole", "H2"),
        (row("4.5", level="Village"), "wrong-level", "C2"),
        (row("4.5", part="Guess"), "wrong-part", "G2"),
        (row("4.5", area="Manchester"), "wrong-area", "D2"),
        (row("4.5", area=""), "wrong-area", "D2"),
        (row("4.5", code="1EQ"), "code-and-group", "E2"),
        (row("4.5", said="Men"), "wrong-breakdown", "F2"),
        (row("4.5", about="Proportion of carers who feel heard"), "other-meaning", "J2"),
    ],
)
def test_a_wrong_row_is_withheld_and_told(bad: str, code: str, place: str) -> None:
    reading = read(table(bad, row("4.5", area="E08000001")))
    assert [one.area for one in reading.values] == ["E08000001"]
    assert (codes(reading), places(reading), reading.errors) == ([code], [place], 1)
    assert not reading.clean


@pytest.mark.parametrize(
    ("bad", "place"),
    [
        # one cell too many in front, one too few, an unquoted comma in a name, a value left of its column
        (f"306,extra,Manchester,Council,E08000003,1E,Total,Outcome,4.5,1E,{LD}", "K3"),
        (f"Manchester,Council,E08000003,1E,Total,Outcome,4.5,1E,{LD}", "C3"),
        (f"810,Bournemouth, Christchurch and Poole,Council,E06000058,1E,Total,Outcome,4.5,1E,{LD}", "K3"),
        (f"306,Manchester,Council,E08000003,Total,Outcome,4.5,1E,{LD}", "F3"),
    ],
)
def test_shifted_columns_refuse_the_whole_file_with_the_place(bad: str, place: str) -> None:
    with pytest.raises(Refused) as refused:
        read(table(row("4.5"), bad))
    assert (refused.value.problem.code, refused.value.problem.where) == ("shifted", place)


@pytest.mark.parametrize(
    ("head", "code", "where"),
    [
        (HEAD.replace("Measure Value", "Percentage"), "no-heading", "K1"),
        (HEAD.replace("Measure Group Description", "Measure Value"), "heading-twice", "J1"),
    ],
)
def test_a_missing_or_doubled_heading_refuses_the_file(head: str, code: str, where: str) -> None:
    with pytest.raises(Refused) as refused:
        read(table(row("4.5"), head=head))
    assert (refused.value.problem.code, refused.value.problem.where) == (code, where)
    assert "measure value" in str(refused.value).lower()


def test_windows_letters_and_byte_order_marks_and_reordered_columns() -> None:
    name = "King’s Môn – Upon–Water"  # an invented place
    text = table(row("4.5", name=name)).decode()
    for content in (text.encode("cp1252"), text.encode("utf-8-sig"), text.encode("utf-16")):
        assert read(content).values[0].area_name == name
    turned = "\n".join(",".join(reversed(line.split(","))) for line in text.splitlines())
    assert read(turned.encode()).values[0] == read(text.encode()).values[0]


def test_the_layout_since_2024_without_groups() -> None:
    head = (
        "Geographical code,Geographical description,Geographical level,ONS code,ASCOF measure code,"
        "Disaggregation level,Measure type,Measure value"
    )
    content = table(
        "England,England,National,E92000001,1A,Total,Outcome,19.1",
        "NE,North East,Regional,E12000001,1A,Female,Outcome,18.2",
        "104,Somewhere,Local authority,E06000057,1A1864,18 to 64,Outcome,17.3",
        head=head,
    )
    reading = read(content, FinancialYear(2024))
    assert codes(reading) == []
    assert [(one.level, one.breakdown) for one in reading.values] == [
        (Level.ENGLAND, Breakdown.TOTAL),
        (Level.REGION, Breakdown.FEMALE),
        (Level.COUNCIL, Breakdown.AGED_18_64),
    ]


def test_the_layout_of_2014_without_spaces_and_without_levels() -> None:
    head = (
        "GeographicalCode,GeographicalLevel,ONSAreaCode,ASCOFMeasureCode,DisaggregationLevel,MeasureType,"
        "MeasureValue,MeasureGroup,MeasureGroupDescription"
    )
    rows = [
        f"{code},{name},{area},1E,Total,Outcome,4.5,1E,1E: {LD}"
        for code, name, area in (
            ("E", "ENGLAND", "E92000001"),
            ("NW", "North West", "E12000002"),
            ("306", "Manchester", "E08000003"),
            ("S", "Shire Counties", ""),
        )
    ]
    reading = read(table(*rows, head=head), FinancialYear(2014))
    assert reading.found == 0
    assert [(one.area_name, one.level) for one in reading.values] == [
        ("ENGLAND", Level.ENGLAND),
        ("North West", Level.REGION),
        ("Manchester", Level.COUNCIL),
        ("Shire Counties", Level.COUNCIL_TYPE),
    ]


def test_groups_that_we_do_not_know_are_an_error_in_our_measures_only() -> None:
    other = [
        row("5", code="9Z99X", group="9Z", said="Left-handed", area=area)
        for area in ("E08000001", "E08000002")
    ]
    reading = read(table(*other, row("4.5")))
    assert (codes(reading), reading.clean, len(reading.values)) == (["unknown-group"], True, 1)
    assert not read(table(row("4.5", code="1E99X"))).clean


def test_council_types_have_no_area_code_and_are_told_apart_by_their_own() -> None:
    shire = f"SC,Shire County,Council type,,1E,Total,Outcome,4.5,1E,{LD}"
    london = f"IL,Inner London,Council Type,E13000001,1E,Total,Outcome,5.5,1E,{LD}"
    unitary = f"UA,Unitary Authority,Council Type,,1E,Total,Outcome,6.5,1E,{LD}"
    reading = read(table(shire, london, unitary))
    assert [(one.area, one.level, str(one.value)) for one in reading.values] == [
        ("", Level.COUNCIL_TYPE, "4.5"),
        ("E13000001", Level.COUNCIL_TYPE, "5.5"),
        ("", Level.COUNCIL_TYPE, "6.5"),
    ]


def test_a_code_that_is_used_again_is_left_out_once_told() -> None:
    other = row("4.5", about="Proportion of people who use services and have a flag")
    reading = read(table(other, row("5.5", area="E08000001")), FinancialYear(2024))
    assert (reading.values, codes(reading)) == ((), ["code-of-other-years"])
    assert reading.problems[0].severity == "warning"
    # In a year in which 1F is ours, its description must say so.
    reading = read(
        table(row("9", code="1F", group="1F", about=MH), row("9", code="1FM", group="1F", said="Male"))
    )
    assert ([one.measure for one in reading.values], codes(reading)) == (["1F"], ["other-meaning"])


def test_the_same_figure_twice() -> None:
    again = read(table(row("4.5"), row("4.5")))
    assert (len(again.values), codes(again), again.clean) == (1, ["repeated"], True)
    differs = read(table(row("4.5"), row("4.6"), row("4.5")))
    assert (differs.values, codes(differs)) == ((), ["said-twice"] * 3)
    assert places(differs) == ["H2", "H3", "H4"]


def test_parts_of_a_figure_are_held_against_one_another() -> None:
    def parts(over: str, under: str, outcome: str) -> Reading:
        return read(table(row(outcome), row(over, part="Numerator"), row(under, part="Denominator")))

    assert parts("9", "200", "4.5").found == 0
    assert parts("9", "199", "4.5").found == 0  # 4.52
    assert codes(parts("9", "200", "5.4")) == ["outcome-differs"]
    assert len(parts("9", "200", "5.4").values) == 3  # as published, and told
    more = parts("201", "200", "99.0")
    assert (more.values, codes(more), places(more)) == ((), ["part-of-more"], ["H3"])
    assert parts("[c]", "200", "[c]").found == 0
    assert parts("0", "0", "[x]").found == 0


def test_a_column_of_years_must_agree() -> None:
    head = HEAD + ",Financial Year"
    reading = read(table(row("4.5") + ",2019/20", row("4.6") + ",2018-19", row("4.7") + ",soon", head=head))
    assert [str(one.value) for one in reading.values] == ["4.5"]
    assert (codes(reading), places(reading)) == (["other-year", "wrong-year"], ["K3", "K4"])


def test_only_so_many_problems_are_kept_and_all_are_counted() -> None:
    reading = read(table(*[row("?") for _ in range(1000)]))
    assert (len(reading.problems), reading.found, reading.errors) == (200, 1000, 1000)


def test_the_same_table_as_a_workbook() -> None:
    import xlsxwriter

    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, line in enumerate(table(row("4.5"), row("12", part="Numerator")).decode().splitlines()):
            for column, cell in enumerate(line.split(",")):
                sheet.write(number, column, float(cell) if column == 7 and number else cell)
    reading = read(content.getvalue())
    assert [str(one.value) for one in reading.values] == ["4.5", "12"]


def test_four_thousand_rows_are_fast() -> None:
    councils = [f"E0800{number:04d}" for number in range(1000)]
    rows = [
        row(value, part=part, area=area)
        for area in councils
        for part, value in (
            ("Outcome", "4.5"),
            ("Numerator", "9"),
            ("Denominator", "200"),
            ("Margin of Error", "[z]"),
        )
    ]
    content = table(*rows)
    started = time.process_time()
    reading = read(content)
    assert time.process_time() - started < 2  # of a processor; about 0.1 s when it was written
    assert (len(reading.values), reading.found) == (4000, 0)
