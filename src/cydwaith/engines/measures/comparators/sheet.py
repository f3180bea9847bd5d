# SPDX-License-Identifier: AGPL-3.0-or-later
"""A published table as rows under known headings: shared by all importers of this package.

Reading itself (encoding, separators, quotes, hostile files) is `cydwaith.engines.tables`' affair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, Final

from cydwaith.engines.measures.comparators.problems import Refused
from cydwaith.engines.tables.cells import Row, Value, column_letter
from cydwaith.engines.tables.problems import Place, ReadProblem
from cydwaith.engines.tables.reader import open_workbook

File = bytes | Path | BinaryIO
"""The bytes, a path, or a seekable binary file."""

_AREA: Final = re.compile(r"[EWSNJKLM][0-9]{8}")
_NUMBER: Final = re.compile(
    r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,20})?|[+-]?\.[0-9]{1,20}"
)


def is_area(text: str) -> bool:
    """Whether a text has the shape of an ONS area code."""
    return _AREA.fullmatch(text) is not None


@lru_cache(maxsize=512)
def fold(heading: str) -> str:
    """A heading without what differs between years: case, spaces, underscores, a byte-order mark."""
    return " ".join(heading.replace("_", " ").replace("\ufeff", "").split()).lower()


def text_of(value: Value) -> str:
    """A cell as text, trimmed; "" for an empty one."""
    if type(value) is str:
        return value.strip()  # knows the no-break space as well
    return "" if value is None else str(value).strip()


def number_of(value: Value) -> Decimal | None:
    """A cell as an exact number, with or without commas between thousands; None if it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    text = text_of(value)
    return Decimal(text.replace(",", "")) if _NUMBER.fullmatch(text) else None


@dataclass(frozen=True, slots=True)
class Headings:
    """Where each wanted column stands. columns: our name -> 0-based index; titles: index -> heading as written."""

    columns: Mapping[str, int]
    titles: tuple[str, ...]
    row: int

    def place(self, row: int, column: str) -> Place:
        """The place of a cell under one of our columns."""
        index = self.columns[column]
        return self.at(row, index)

    def at(self, row: int, index: int) -> Place:
        """The place of a cell by its index."""
        header = self.titles[index] if index < len(self.titles) else None
        return Place(row=row, column=column_letter(index), header=header)


@dataclass(frozen=True, slots=True)
class Layout:
    """Which headings a table must have. columns: our name -> spellings, folded; optional: names that may lack."""

    columns: Mapping[str, tuple[str, ...]]
    optional: frozenset[str] = frozenset()

    def find(self, row: Row) -> Headings:
        """The columns in a heading row. Refused if one is missing or there twice."""
        titles = tuple(text_of(value) for value in row.values)
        folded = [fold(title) for title in titles]
        columns: dict[str, int] = {}
        for name, spellings in self.columns.items():
            wanted = {spelling.replace(" ", "") for spelling in spellings}
            where = [index for index, title in enumerate(folded) if title.replace(" ", "") in wanted]
            if len(where) > 1:
                place = Place(row=row.number, column=column_letter(where[1]), header=titles[where[1]])
                raise Refused("heading-twice", place=place, heading=titles[where[1]])
            if where:
                columns[name] = where[0]
            elif name not in self.optional:
                place = Place(row=row.number, column=column_letter(len(titles)))
                raise Refused("no-heading", place=place, heading=spellings[0])
        return Headings(columns, titles, row.number)


def read_table(file: File, layout: Layout) -> Iterator[tuple[Headings, Row]]:
    """The rows below the headings, which are the first row of the first sheet that is not hidden.

    Refused, with the place, if the file cannot be read, lacks a heading, or has a row wider than its headings.
    """
    try:
        with open_workbook(file) as book:
            sheet = next((one for one in book.sheets if not one.hidden), None)
            if sheet is None:
                raise Refused("no-table", place=Place(row=1))
            rows = sheet.rows()
            first = next(rows, None)
            if first is None:
                raise Refused("no-table", place=Place(row=1))
            headings = layout.find(first)
            width = len(headings.titles)
            for row in rows:
                if len(row.values) > width and any(text_of(value) for value in row.values[width:]):
                    extra = next(i for i, value in enumerate(row.values) if i >= width and text_of(value))
                    raise Refused(
                        "shifted", place=headings.at(row.number, extra), value=text_of(row.values[extra])
                    )
                yield headings, row
    except ReadProblem as error:
        raise Refused.because(error) from error
