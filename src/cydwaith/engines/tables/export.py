# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lists as files that no spreadsheet will run.

CSV: UTF-8 with its mark (so that Excel reads Welsh letters), every cell in quotes, texts by the rule of
`guarding` - which reading the file back undoes. XLSX: strings are stored as strings, and those that look like
formulas carry the mark that keeps them text when somebody edits them; no formulas, links, comments or hidden sheets.
Both write row by row.
"""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, BinaryIO, Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from cydwaith.engines.tables.guarding import guard, is_risky

#: What a cell of a list may be.
Cell = str | int | float | Decimal | bool | date | datetime | timedelta | None

_XLSX_ROWS: Final = 1_048_576
_XLSX_CHARS: Final = 32_767
_EXACT: Final = 10**15
_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NOT_XML = re.compile(r"[\ufffe\uffff]")
OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
    "in_memory": False,
}


def write_csv(out: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write a list as CSV to a binary file; the number of rows written. Dates as 2024-12-31, yes and no as TRUE
    and FALSE, NUL characters (which no text file can hold) left out."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([_text(cell) for cell in header])
    count = 0
    for row in rows:
        count += 1
        writer.writerow([_text(cell) for cell in row])
    text.flush()
    text.detach()
    return count


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guard(_SURROGATE.sub("\ufffd", cell.replace("\0", "")))
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return _clock(cell)
    if isinstance(cell, (int, Decimal)):
        return format(cell, "f") if isinstance(cell, Decimal) and cell.is_finite() else str(cell)
    return repr(cell) if math.isfinite(cell) else ""


def _clock(length: timedelta) -> str:
    minutes = round(length.total_seconds() / 60)
    sign = "-" if minutes < 0 else ""
    return f"{sign}{abs(minutes) // 60}:{abs(minutes) % 60:02d}"


def write_xlsx(
    out: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str = "List"
) -> int:
    """Write a list as XLSX to a binary file; the number of rows written. A list longer than a sheet goes on
    on a further sheet under the same header. Texts beyond 32,767 characters are cut, as Excel would."""
    book = xlsxwriter.Workbook(out, OPTIONS)
    formats = Formats(book)
    count = 0
    with book:
        sheet, line, part = _new_sheet(book, title, 1, header, formats), 1, 1
        for row in rows:
            if line >= _XLSX_ROWS:
                part += 1
                sheet, line = _new_sheet(book, title, part, header, formats), 1
            for column, cell in enumerate(row):
                write_cell(sheet, line, column, cell, formats)
            line += 1
            count += 1
    return count


class Formats:
    """The few formats of an exported sheet."""

    def __init__(self, book: Any, **more: Any) -> None:
        self.plain = book.add_format(more) if more else None
        self.kept = book.add_format({"quote_prefix": True, **more})
        self.head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.day = book.add_format({"num_format": "dd/mm/yyyy", **more})
        self.moment = book.add_format({"num_format": "dd/mm/yyyy hh:mm", **more})
        self.length = book.add_format({"num_format": "[h]:mm", **more})


def _new_sheet(book: Any, title: str, part: int, header: Sequence[str], formats: Formats) -> Worksheet:
    sheet: Worksheet = book.add_worksheet(sheet_name(title if part == 1 else f"{title[:26]} {part}"))
    sheet.freeze_panes(1, 0)
    for column, text in enumerate(header):
        sheet.write_string(0, column, clean(text), formats.head)
        sheet.set_column(column, column, max(10, min(40, len(text) + 2)))
    return sheet


def write_cell(sheet: Worksheet, line: int, column: int, cell: Cell, formats: Formats) -> None:
    """Write one value by its type, strings never as anything but strings."""
    if cell is None or cell == "":
        if formats.plain is not None:
            sheet.write_blank(line, column, None, formats.plain)
    elif isinstance(cell, str):
        text = clean(cell)
        sheet.write_string(line, column, text, formats.kept if is_risky(text) else formats.plain)
    elif isinstance(cell, bool):
        sheet.write_boolean(line, column, cell, formats.plain)
    elif isinstance(cell, datetime):
        sheet.write_datetime(line, column, cell.replace(tzinfo=None), formats.moment)
    elif isinstance(cell, date) and cell.year >= 1900:
        sheet.write_datetime(line, column, cell, formats.day)
    elif isinstance(cell, timedelta) and cell >= timedelta(0):
        sheet.write_datetime(line, column, cell, formats.length)
    elif isinstance(cell, (int, float, Decimal)) and math.isfinite(cell) and -_EXACT < cell < _EXACT:
        sheet.write_number(line, column, cell, formats.plain)
    else:
        sheet.write_string(line, column, clean(_text(cell)), formats.plain)


def clean(text: str) -> str:
    """The text as a sheet can hold it."""
    return _NOT_XML.sub("\ufffd", _SURROGATE.sub("\ufffd", text))[:_XLSX_CHARS]


def sheet_name(title: str) -> str:
    """A name that Excel accepts for a sheet."""
    name = _SHEET_NAME.sub(" ", clean(title)).strip(" '")[:31].strip(" '")
    return name if name and name.casefold() != "history" else "List"
