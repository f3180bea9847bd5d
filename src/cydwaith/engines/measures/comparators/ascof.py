# SPDX-License-Identifier: AGPL-3.0-or-later
"""Importer of the official ASCOF open data (CSV): one row a number, for England, regions, council types, councils.

What differs between years and is understood here: "ONS Code" or "ONS Area Code"; headings in capitals or not, with
spaces, underscores or neither; no column of levels (2014-15: it holds the names, and the area's code tells its level);
UTF-8 or Windows-1252; levels "Council" or "Local authority", "Region" or "Regional", "England" or "National"; "Margin
of Error" or "Margin Of Error"; measure groups with or without brackets, or none at all; missing values as c, [c], x,
[x], a colon, z, [z], or nothing. The year is not in the file: whoever imports it says it (`years.year_in_name` reads
it off the file's name).
"""

from __future__ import annotations

import re
from typing import Final

from cydwaith.engines.measures.comparators.measures import MEASURES, is_reused, measure_of
from cydwaith.engines.measures.comparators.problems import Found, Refused
from cydwaith.engines.measures.comparators.reading import MARKS, Gathering, Reading, fault
from cydwaith.engines.measures.comparators.shapes import Breakdown, Comparator, Level, Missing, Part, Source
from cydwaith.engines.measures.comparators.sheet import (
    File,
    Headings,
    Layout,
    fold,
    is_area,
    number_of,
    read_table,
    text_of,
)
from cydwaith.engines.measures.comparators.years import FinancialYear
from cydwaith.engines.tables.cells import Row

LAYOUT: Final = Layout(
    {
        "code": ("geographical code",),
        "name": ("geographical description",),
        "level": ("geographical level",),
        "area": ("ons code", "ons area code"),
        "measure": ("ascof measure code",),
        "breakdown": ("disaggregation level", "disaggregation"),
        "part": ("measure type",),
        "value": ("measure value",),
        "group": ("measure group",),
        "description": ("measure group description",),
        "year": ("financial year", "year"),
    },
    optional=frozenset({"name", "group", "description", "year"}),
)
LEVELS: Final = {
    "england": Level.ENGLAND,
    "national": Level.ENGLAND,
    "region": Level.REGION,
    "regional": Level.REGION,
    "council type": Level.COUNCIL_TYPE,
    "council": Level.COUNCIL,
    "local authority": Level.COUNCIL,
}
PARTS: Final = {
    "base": Part.BASE,
    "denominator": Part.DENOMINATOR,
    "numerator": Part.NUMERATOR,
    "outcome": Part.OUTCOME,
    "margin of error": Part.MARGIN,
}
_LEVEL_OF_CODE: Final = {
    "E92": Level.ENGLAND,
    "E12": Level.REGION,
    **dict.fromkeys(("E06", "E07", "E08", "E09", "E10"), Level.COUNCIL),
}
OURS: Final = tuple(measure.code for measure in MEASURES if measure.rulebook)
"""Codes of the measures that our rulebooks count: nothing of theirs is left out without an error."""
SUFFIXES: Final = {one.value: one for one in Breakdown if one is not Breakdown.TOTAL}
"""What follows the group in a measure's code."""
_SAID: Final = {
    "total": Breakdown.TOTAL,
    "all": Breakdown.TOTAL,
    "male": Breakdown.MALE,
    "female": Breakdown.FEMALE,
    "18-64": Breakdown.AGED_18_64,
    "65 and over": Breakdown.AGED_65_OVER,
    "65+": Breakdown.AGED_65_OVER,
    "65-74": Breakdown.AGED_65_74,
    "65-84": Breakdown.AGED_65_84,
    "75-84": Breakdown.AGED_75_84,
    "85 and over": Breakdown.AGED_85_OVER,
    "64 and under": Breakdown.AGED_64_UNDER,
}
# A group begins with a digit and a letter; so the F of 1F is no suffix, and that of 1EF is.
_CODE: Final = re.compile(r"(\d[A-Z](?:\d[AB]?)?)(1864|65OV|64U|6574|6584|7584|85OV|M|F)?", re.ASCII)
_PUNCTUATION: Final = re.compile(r"[\s()\[\].\-]+")


def read_ascof(file: File, *, year: FinancialYear, source: Source) -> Reading:
    """Read one year's file. CSV as published, or the same table saved as an Excel workbook.

    Figures are exact as published. Rows with an error are left out and told; the parts of a figure (numerator,
    denominator, outcome) are held against one another. Refused, with row and column, if the file cannot be read,
    a column is missing, or cells stand under the wrong headings: then nothing of it can be trusted.
    """
    return _Importer(year, source).read(file)


class _Importer:
    def __init__(self, year: FinancialYear, source: Source) -> None:
        self._year = year
        self._source = source
        self._found = Found()
        self._gathering = Gathering(self._found, "value")
        self._meanings: dict[tuple[str, str, str], tuple[str, Breakdown] | tuple[str, str]] = {}
        self._described: dict[tuple[str, str], bool] = {}
        self._left_out: set[str] = set()

    def read(self, file: File) -> Reading:
        headings: Headings | None = None
        for headings, row in read_table(file, LAYOUT):
            figure = self._figure(headings, row)
            if figure is not None:
                code = text_of(row.at(headings.columns["code"]))
                self._gathering.add(figure, row.number, headings, also=code)
        return self._gathering.reading(headings)

    def _figure(self, headings: Headings, row: Row) -> Comparator | None:
        columns = headings.columns
        values = row.values
        width = len(values)
        cell = {name: text_of(values[at]) if at < width else "" for name, at in columns.items()}
        area, part = cell["area"], PARTS.get(fold(cell["part"]))
        if "name" in cell:
            level = LEVELS.get(fold(cell["level"]))
        else:
            level, cell["name"] = _level_by_code(area), cell["level"]
        if level is None or part is None or not (is_area(area) or level is Level.COUNCIL_TYPE):
            _refuse_if_shifted(headings, row, part_known=part is not None, area_known=is_area(area))
            wrong = ("level", "wrong-level") if level is None else ("part", "wrong-part")
            if level is not None and part is not None:
                wrong = ("area", "wrong-area")
            self._found.add(wrong[1], headings.place(row.number, wrong[0]), cell[wrong[0]])
            return None
        meaning = self._meaning(cell["measure"], cell.get("group", ""), cell["breakdown"])
        if isinstance(meaning[1], Breakdown):
            code, breakdown = meaning[0], meaning[1]
        else:
            self._not_understood(meaning, headings, row.number, cell)
            return None
        if not self._in_year(cell, code, headings, row.number):
            return None
        value = number_of(row.at(columns["value"]))
        missing = MARKS.get(cell["value"].lower()) if value is None else None
        if value is None and missing is None:
            self._found.add("not-a-number", headings.place(row.number, "value"), cell["value"])
            return None
        figure = Comparator(
            measure=code,
            year=self._year,
            area=area if is_area(area) else "",
            area_name=cell["name"],
            level=level,
            value=value if value is not None else missing or Missing.BLANK,
            source=self._source,
            part=part,
            breakdown=breakdown,
            mark=cell["value"] if missing else "",
        )
        if wrong_value := fault(figure):
            self._found.add(wrong_value, headings.place(row.number, "value"), cell["value"])
            return None
        return figure

    def _not_understood(
        self, meaning: tuple[str, str], headings: Headings, row: int, cell: dict[str, str]
    ) -> None:
        code, column = meaning
        if any(_plain(cell["measure"]).startswith(ours) for ours in OURS):
            self._found.add(code, headings.place(row, column), cell[column])
        elif cell["measure"] not in self._left_out:
            self._left_out.add(cell["measure"])
            self._found.add("unknown-group", headings.place(row, column), cell["measure"])

    def _meaning(self, code: str, group: str, said: str) -> tuple[str, Breakdown] | tuple[str, str]:
        """Measure and breakdown; or what is wrong, and in which column. The same few come again and again."""
        key = (code, group, said)
        known = self._meanings.get(key)
        if known is None:
            known = self._meanings[key] = meaning_of(code, group, said)
        return known

    def _in_year(self, cell: dict[str, str], code: str, headings: Headings, row: int) -> bool:
        if told := cell.get("year", ""):
            try:
                same = FinancialYear.parse(told) == self._year
            except ValueError:
                self._found.add("wrong-year", headings.place(row, "year"), told)
                return False
            if not same:
                self._found.add("other-year", headings.place(row, "year"), told)
                return False
        if is_reused(code, self._year):
            if code not in self._left_out:
                self._left_out.add(code)
                self._found.add("code-of-other-years", headings.place(row, "measure"), code)
            return False
        if not self._describes(code, cell.get("description", "")):
            self._found.add("other-meaning", headings.place(row, "description"), cell["description"])
            return False
        return True

    def _describes(self, code: str, description: str) -> bool:
        key = (code, description)
        if key not in self._described:
            known = measure_of(code, self._year)
            folded = fold(description)
            self._described[key] = (
                not description or known is None or all(word in folded for word in known.says)
            )
        return self._described[key]


def meaning_of(code: str, group: str, said: str) -> tuple[str, Breakdown] | tuple[str, str]:
    """Measure and breakdown of a row: ("1E", MALE) from "1EM", "1E", "Male".

    The code must be the group and one of the suffixes, and the words must say the same; in the layout without groups
    (2024-25 on) the code may have no suffix, and the words alone say it. Otherwise (code of the problem, column).
    """
    whole, start = _plain(code), _plain(group)
    if not start:  # some years have no column of groups
        match = _CODE.fullmatch(whole)
        start = match[1] if match else ""
    if not start or not whole.startswith(start):
        return ("code-and-group", "measure")
    suffix = whole.removeprefix(start)
    if suffix and suffix not in SUFFIXES:
        return ("code-and-group", "measure")
    by_code = SUFFIXES.get(suffix, Breakdown.TOTAL)
    by_words = _SAID.get(fold(said).replace("–", "-").replace(" to ", "-"))
    if by_words is None:
        return ("wrong-breakdown", "breakdown")
    if not _plain(group) and not suffix:
        return (start, by_words)
    return (start, by_code) if by_words is by_code else ("breakdowns-differ", "breakdown")


def _level_by_code(area: str) -> Level:
    return _LEVEL_OF_CODE.get(area[:3], Level.COUNCIL_TYPE)


def _plain(code: str) -> str:
    return _PUNCTUATION.sub("", code).upper()


def _refuse_if_shifted(headings: Headings, row: Row, *, part_known: bool, area_known: bool) -> None:
    """Refused if what belongs into one column stands in another: then the rest of the row does so too."""
    for index, value in enumerate(row.values):
        text = text_of(value)
        if index != headings.columns["area"] and not area_known and is_area(text):
            raise Refused("shifted", place=headings.at(row.number, index), value=text)
        if index != headings.columns["part"] and not part_known and fold(text) in PARTS:
            raise Refused("shifted", place=headings.at(row.number, index), value=text)
