# SPDX-License-Identifier: AGPL-3.0-or-later
"""Files as they should not be, made in code: each with what must be said of it and where."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import xlsxwriter

HEAD = "Reference,Full name,Date of birth,Programme,Start date on programme\r\n"
COLUMNS = 10_000_000


@dataclass(frozen=True, slots=True)
class Bad:
    """`make` gives the bytes; `code` is the problem; `row` and `column` its place, where it has one.

    `late`: it can be met only once all rows are read, so the file is taken in and refused by the check.
    """

    name: str
    file: str
    make: Callable[[], bytes]
    code: str
    row: int | None = None
    column: str | None = None
    late: bool = False


def _person(number: int) -> str:
    return f"R{number},Mari Evans {chr(65 + number % 26)},01/02/1990,ips-a,03/04/2023\r\n"


def _nul() -> bytes:
    return (HEAD + _person(1) + "R2,Si\x00n,01/02/1990,ips-a,03/04/2023\r\n").encode()


def _far_nul() -> bytes:
    rows = [_person(number) for number in range(20_000)]
    return (HEAD + "".join(rows)).encode() + b"R20000,Mari\x00,01/02/1990,ips-a,03/04/2023\r\n"


def _late_columns() -> bytes:
    rows = [_person(number) for number in range(20_000)]
    return (HEAD + "".join(rows)).encode() + b"x," * 600 + b"\r\n"


def _ten_million_columns() -> bytes:
    return HEAD.encode() + b"x," * COLUMNS + b"\r\n"


def _wrong_encoding() -> bytes:
    rows = HEAD + "".join(_person(number) for number in range(5))
    return (
        rows.encode()
        + "R9,Siân Ŵyn,01/02/1990,ips-a,03/04/2023\r\n".encode()
        + b"R10,Si\xe2n,01/02/1990,,\r\n"
    )


def _unmarked_utf16() -> bytes:
    return (HEAD + _person(1)).encode("utf-16-le")


def _bomb() -> bytes:
    """An XLSX of some 300 kB whose sheet unpacks to 300 MB."""
    sink = io.BytesIO(_workbook([["Reference", "Full name"], ["R1", "Mari"]]))
    made = io.BytesIO()
    with zipfile.ZipFile(sink) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename == "xl/worksheets/sheet1.xml":
                with new.open(part.filename, "w") as target:
                    target.write(
                        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
                    )
                    for _block in range(300):
                        target.write(b" " * 1024 * 1024)
                    target.write(b"</sheetData></worksheet>")
            else:
                new.writestr(part, old.read(part))
    return made.getvalue()


def _truncated() -> bytes:
    whole = _workbook([["Reference", "Full name"], *([f"R{n}", "Mari Evans"] for n in range(500))])
    return whole[: len(whole) * 2 // 3]


def _workbook(rows: list[list[object]]) -> bytes:
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink)
    sheet = book.add_worksheet("People")
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return sink.getvalue()


BAD = [
    Bad("NUL bytes", "x.csv", _nul, "nul-bytes", row=3),
    Bad("NUL bytes far down", "x.csv", _far_nul, "nul-bytes", row=20_002),
    Bad(
        "too many columns far down",
        "x.csv",
        _late_columns,
        "too-many-columns",
        row=20_002,
        column="SS",
        late=True,
    ),
    Bad("ten million columns", "x.csv", _ten_million_columns, "too-many-columns", row=2, column="SS"),
    Bad("two encodings", "x.csv", _wrong_encoding, "mixed-encoding", row=8),
    Bad("UTF-16 without its mark", "x.csv", _unmarked_utf16, "utf16-unmarked"),
    Bad("a zip bomb", "x.xlsx", _bomb, "zip-bomb"),
    Bad("a truncated workbook", "x.xlsx", _truncated, "truncated"),
    Bad("an empty file", "x.csv", lambda: b"", "empty-file"),
    Bad(
        "a page by another name",
        "x.xlsx",
        lambda: b"<!DOCTYPE html><html><table></table></html>",
        "html-file",
    ),
]


def formulas() -> bytes:
    """A date of birth that is a formula, once worked out and once not."""
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink)
    sheet = book.add_worksheet("People")
    sheet.write_row(0, 0, ["Reference", "Full name", "Date of birth"])
    sheet.write_row(1, 0, ["R1", "Mari Evans", "01/02/1990"])
    sheet.write_row(2, 0, ["R2", "Tomos Rhys"])
    sheet.write_formula(2, 2, '="02/03/"&1991', value="02/03/1991")
    sheet.write_row(3, 0, ["R3", "Huw Prys"])
    sheet.write_formula(3, 2, "=C3+1", value="")
    book.close()
    return sink.getvalue()


def merged() -> bytes:
    """The programme stands once, in a cell merged over three people; headings in two rows."""
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink)
    sheet = book.add_worksheet("People")
    sheet.merge_range(0, 0, 0, 2, "Participant")
    sheet.merge_range(0, 3, 0, 4, "Programme")
    sheet.write_row(1, 0, ["Reference", "Full name", "Date of birth", "Programme", "Start date on programme"])
    for number, name in enumerate(["Mari Evans", "Tomos Rhys", "Huw Prys"]):
        sheet.write_row(2 + number, 0, [f"R{number}", name, f"0{number + 1}/02/1990"])
        sheet.write(2 + number, 4, "03/04/2023")
    sheet.merge_range(2, 3, 4, 3, "ips-a")
    book.close()
    return sink.getvalue()


def dates_three_ways() -> bytes:
    """Dates as text in three formats, one of them no date at all."""
    rows = [
        "R1,Mari Evans,01/02/1990,ips-a,3 April 2023",
        "R2,Tomos Rhys,1991-03-02,ips-a,04.05.2023",
        "R3,Huw Prys,31/02/1992,ips-a,soon",
    ]
    return (HEAD + "\r\n".join(rows) + "\r\n").encode()
