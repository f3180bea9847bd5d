# SPDX-License-Identifier: AGPL-3.0-or-later
"""Awkward workbooks, made by hand: what the tests of the tables engine read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

from cydwaith.engines import tables as t

TODAY = date(2025, 6, 1)
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def csv(text: str, *, encoding: str = "utf-8") -> t.Workbook:
    """A text file as it lies on the disk."""
    return t.open_workbook(text.encode(encoding), filename="list.csv")


def rows(book: t.Workbook, sheet: int = 0) -> list[tuple[t.Value, ...]]:
    """All values of a sheet."""
    return [row.values for row in book.sheets[sheet].rows()]


def xlsx(
    sheets: Mapping[str, Sequence[Sequence[Any]]],
    *,
    merges: Mapping[str, Iterable[str]] | None = None,
    hidden: Iterable[str] = (),
    **options: Any,
) -> bytes:
    """A workbook of rows; dates are formatted as dates, texts that begin with "=" are formulas.

    `merges`: ranges such as "A1:C1" by sheet; the value is taken from its first cell.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, options) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, lines in sheets.items():
            sheet = book.add_worksheet(name)
            for line, cells in enumerate(lines):
                for column, cell in enumerate(cells):
                    if isinstance(cell, (date, datetime)):
                        sheet.write_datetime(line, column, cell, day)
                    elif cell is not None:
                        sheet.write(line, column, cell)
            for area in (merges or {}).get(name, ()):
                first = area.partition(":")[0]
                column, line = t_index(first)
                value = lines[line][column] if column < len(lines[line]) else ""
                if isinstance(value, date):
                    sheet.merge_range(area, value, day)
                else:
                    sheet.merge_range(area, "" if value is None else value)
            if name in hidden:
                sheet.hide()
    return out.getvalue()


def t_index(cell: str) -> tuple[int, int]:
    """Column and row of "B3", from nought."""
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1, int(cell[len(letters) :]) - 1


def package(
    sheet: str | bytes,
    *,
    strings: str | None = None,
    styles: str | None = None,
    date1904: bool = False,
    extra: Mapping[str, bytes] | None = None,
    compress: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """An XLSX from the bare XML of its one sheet, "S": for what no program would write."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compress) as parts:
        parts.writestr("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"/>')
        parts.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><workbookPr date1904="{int(date1904)}"/>'
            '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
        )
        parts.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{RELS}/worksheet"'
            ' Target="worksheets/sheet1.xml"/></Relationships>',
        )
        parts.writestr("xl/worksheets/sheet1.xml", sheet)
        if strings is not None:
            parts.writestr("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}">{strings}</sst>')
        if styles is not None:
            parts.writestr("xl/styles.xml", f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>')
        for name, data in (extra or {}).items():
            parts.writestr(name, data)
    return out.getvalue()


def sheet(data: str) -> str:
    """The XML of a sheet around its rows."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>'


class Site:
    """A `Lookup` that knows two programmes, their stages and two advisers, and counts its questions."""

    PROGRAMMES = {"ips": "ips", "ips bangor": "ips", "work trials": "trials", "treialon gwaith": "trials"}
    STAGES = {
        ("ips", "job search"): "search",
        ("ips", "in work"): "in_work",
        ("trials", "on trial"): "trial",
    }
    ADVISERS = {"mared ellis": "7", "mared@example.org": "7", "owain khan": "9"}

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def find(self, field: str, text: str, context: Mapping[str, str], /) -> str | None:
        """See `Lookup`."""
        self.asked.append((field, text))
        word = t.fold(text) if field != "journey.adviser" else text.casefold()
        if field == "journey.programme":
            return self.PROGRAMMES.get(word)
        if field == "journey.stage":
            return self.STAGES.get((context.get("programme", ""), word))
        return self.ADVISERS.get(word)

    def choices(self, field: str, /) -> Sequence[tuple[str, str]]:
        """See `Lookup`."""
        return [("ips", "IPS"), ("trials", "Work trials")] if field == "journey.programme" else []


def moment(text: str) -> datetime:
    """A moment as a spreadsheet knows it: without a zone."""
    return datetime.fromisoformat(text)


def plan_of(book: t.Workbook, mapping: t.Mapping | None = None, **options: Any) -> t.Plan:
    """A plan with the guessed mapping and the site above."""
    mapping = mapping or t.guess(book, today=TODAY)
    return t.Plan(book, mapping, today=TODAY, lookup=options.pop("lookup", None) or Site(), **options)


def codes(record: t.Record) -> list[str]:
    """The problem codes of a record, in order."""
    return [each.code for each in record.problems]


def fields(mapping: t.Mapping, sheet: int = 0) -> dict[str, tuple[str | None, int]]:
    """Heading -> (field, group) of a mapped sheet."""
    return {column.header: (column.field, column.group) for column in mapping.sheets[sheet].columns}
