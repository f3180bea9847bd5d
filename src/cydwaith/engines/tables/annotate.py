# SPDX-License-Identifier: AGPL-3.0-or-later
"""The bad rows given back: a workbook with the rows to mend, what to do in the first column, the cells marked.

Sheets keep their names and columns their headings, so that the mended file can be brought in with the same mapping;
the two columns in front are unknown to it and left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, BinaryIO, Final

import xlsxwriter

from cydwaith.engines.tables.cells import column_index
from cydwaith.engines.tables.export import OPTIONS, Formats, clean, sheet_name, write_cell
from cydwaith.engines.tables.plan import Plan, Record
from cydwaith.engines.tables.problems import Problem, Severity

_FRONT: Final = 2
_ROW_LINES: Final = 1_048_575


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotateHeadings:
    """Words for the two columns in front and for a sheet that had no name, in the reader's language."""

    problems: str = "What to mend"
    row: str = "Row"
    sheet: str = "Rows"


@dataclass(slots=True)
class _Page:
    sheet: Any
    line: int = 1


def write_annotated(
    out: BinaryIO,
    records: Iterable[Record],
    plan: Plan,
    *,
    words: Callable[[Problem], str],
    headings: AnnotateHeadings | None = None,
) -> int:
    """Write every row of the records that have an error; the number of rows written.

    `records` may be all of `plan.records()`: those without an error are passed over. `words` turns a problem into
    what to show. Cells with an error are red, with a warning yellow (and framed, for those who do not see colours).
    """
    headings = headings or AnnotateHeadings()
    book = xlsxwriter.Workbook(out, OPTIONS)
    plain = Formats(book)
    bad = Formats(book, bg_color="#F9D0CC", border=2, border_color="#B10E1E")
    doubtful = Formats(book, bg_color="#FFF2C8", border=1, border_color="#8A6100")
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    pages: dict[str, _Page] = {}
    count = 0
    with book:
        for record in records:
            if record.ok:
                continue
            by_row: dict[tuple[str | None, int | None], list[Problem]] = {}
            for each in record.problems:
                by_row.setdefault((each.place.sheet, each.place.row), []).append(each)
            for source in record.rows:
                page = pages.get(source.sheet)
                if page is None:
                    page = pages[source.sheet] = _new_page(book, source.sheet, plan, plain, headings, pages)
                if page.line >= _ROW_LINES:
                    continue
                found = by_row.get((source.sheet, source.number), [])
                text = "\n".join(dict.fromkeys(words(each) for each in found))
                page.sheet.write_string(page.line, 0, clean(text), wrapped)
                page.sheet.write_number(page.line, 1, source.number)
                marks = _marks(found)
                for column, value in enumerate(source.values):
                    formats = {Severity.ERROR: bad, Severity.WARNING: doubtful}.get(marks.get(column), plain)  # type: ignore[arg-type]
                    write_cell(page.sheet, page.line, column + _FRONT, value, formats)
                for column, severity in marks.items():
                    if column >= len(source.values):
                        formats = bad if severity is Severity.ERROR else doubtful
                        write_cell(page.sheet, page.line, column + _FRONT, None, formats)
                page.line += 1
                count += 1
        if not pages:
            _new_page(book, "", plan, plain, headings, pages)
    return count


def _marks(problems: Iterable[Problem]) -> dict[int, Severity]:
    """Gravest severity by column."""
    marks: dict[int, Severity] = {}
    for each in problems:
        if each.place.column:
            column = column_index(each.place.column)
            if marks.get(column) is not Severity.ERROR:
                marks[column] = each.severity
    return marks


def _new_page(
    book: Any, name: str, plan: Plan, formats: Formats, headings: AnnotateHeadings, pages: dict[str, _Page]
) -> _Page:
    title = sheet_name(name) if name else sheet_name(headings.sheet)
    used = {page.sheet.get_name().casefold() for page in pages.values()}
    if title.casefold() in used:
        title = f"{title[:26]} {len(used) + 1}"
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, _FRONT)
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 1, 6)
    for column, text in enumerate((headings.problems, headings.row, *plan.headings.get(name, ()))):
        sheet.write_string(0, column, clean(text), formats.head)
        if column >= _FRONT:
            sheet.set_column(column, column, 16)
    return _Page(sheet)
