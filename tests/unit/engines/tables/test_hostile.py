# SPDX-License-Identifier: AGPL-3.0-or-later
"""Broken and hostile files: one clear answer that names the place, and nothing but `ReadProblem`."""

import io
import time
import tracemalloc
import zipfile
from dataclasses import replace

import pytest

from cydwaith.engines import tables as t
from tests.unit.engines.tables.books import MAIN, csv, package, sheet, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def told(data: bytes, **limits: int) -> t.Problem:
    """What is said about a file that cannot be read to its end."""
    with pytest.raises(t.ReadProblem) as caught:
        book = t.open_workbook(data, limits=replace(t.DEFAULT_LIMITS, **limits))
        for each in book.sheets:
            each.merges()
            for _ in each.rows():
                pass
    assert caught.value.problem.english() == str(caught.value)
    return caught.value.problem


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package_:
        for name, data in parts.items():
            package_.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (OLE + b"\0" * 600, "old-excel"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"<html><table><tr><td>Name</td></tr></table></html>", "html-file"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><body>", "html-file"),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "xml-spreadsheet",
        ),
        (b'<?xml version="1.0"?><people/>', "xml-file"),
        (b"%PDF-1.7", "other-file"),
        (b"{\\rtf1", "other-file"),
        (
            zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_dot_xml=b"<x/>"),
            "opendocument",
        ),
        (zipped(xl__workbook_dot_bin=b""), "binary-excel"),
        (zipped(word__document_dot_xml=b"<x/>"), "other-file"),
        (zipped(people_dot_csv=b"a,b"), "zip-file"),
        (b"PK\x05\x06" + b"\0" * 18, "zip-file"),
    ],
)
def test_what_is_not_a_spreadsheet_is_called_by_its_name(data: bytes, code: str) -> None:
    assert told(data).code == code


def test_nul_bytes_are_found_with_their_row() -> None:
    problem = told(b"Name,Town\nAnn,Bala\nB\0b,Corwen\n")
    assert (problem.code, problem.place.row) == ("nul-bytes", 3)


def test_nul_characters_hidden_in_utf16_are_found_too() -> None:
    problem = told("Name,Town\nA\0n,Bala\n".encode("utf-16"))
    assert (problem.code, problem.place.row) == ("nul-bytes", 2)


def test_utf16_without_its_mark_is_not_taken_for_rubbish() -> None:
    assert told("Name,Town\nAnn,Bala\n".encode("utf-16-le")).code == "utf16-unmarked"


def test_nothing_but_nul_bytes_is_no_utf16() -> None:
    assert told(b"\0" * 100_000).code == "only-nul"


def test_letters_that_no_encoding_explains() -> None:
    problem = told(b"Name\nAnn\nSi\x81n\n")
    assert (problem.code, problem.place.row) == ("encoding", 3)


def test_two_encodings_in_one_file_are_not_guessed_away() -> None:
    problem = told("Enw\nSiân\n".encode() + "Môn\n".encode("cp1252"))
    assert (problem.code, problem.place.row) == ("mixed-encoding", 3)


def test_utf16_that_breaks_off() -> None:
    assert told("Enw,Tref\nAnn,Bala\n".encode("utf-16") + b"\x00").code == "encoding"


def test_a_line_of_ten_million_columns_is_refused_quickly_and_in_little_memory() -> None:
    data = b"Name,Town\n" + b"," * 10_000_000 + b"\n"
    tracemalloc.start()
    begun = time.process_time()
    problem = told(data)
    seconds = time.process_time() - begun
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (problem.code, problem.place.row) == ("too-many-columns", 2)
    assert peak < 60_000_000
    assert seconds < 10  # a guard against quadratic work, not a measurement


def test_one_endless_word() -> None:
    problem = told(b"Name\n" + b"x" * 3_000_000)
    assert (problem.code, problem.place.row) == ("row-too-long", 2)


def test_a_quote_that_is_never_closed_names_the_row_where_it_opened() -> None:
    problem = told(b'Name,Note\nAnn,ok\nBob,"never\nclosed\nat all\n')
    assert (problem.code, problem.place.row) == ("quote-not-closed", 3)
    far = told(b'Name,Note\nAnn,"open\n' + b"line after line,\n" * 200_000)
    assert (far.code, far.place.row) == ("cell-too-long", 2)


def test_limits_of_rows_columns_and_cells_say_where() -> None:
    assert told(b"a\nb\nc\nd\n", rows=3).place.row == 4
    wide = told(b"a,b\n1,2,3,4\n", columns=3)
    assert (wide.code, wide.place.column, wide.place.row) == ("too-many-columns", "D", 2)
    long = told(b"a,b\n1," + b"x" * 50 + b"\n", cell_chars=20)
    assert (long.code, long.place.column, long.place.row) == ("cell-too-long", "B", 2)
    assert told(b"a,b\n", file_bytes=3).code == "file-too-big"


def test_a_wide_row_of_nothing_is_no_harm() -> None:
    book = csv("a,b\n1,2" + "," * 600 + "\n")
    assert [row.values for row in book.sheets[0].rows()] == [("a", "b"), ("1", "2")]


def test_a_truncated_workbook_at_every_length() -> None:
    whole = xlsx({"People": [["Name", "Born"], *[[f"name {n}", n] for n in range(200)]]})
    seen = set()
    for cut in range(4, len(whole) - 1, 97):
        seen.add(told(whole[:cut]).code)
    assert seen == {"truncated"}


def test_a_workbook_whose_sheet_breaks_off_inside() -> None:
    problem = told(package(f'<worksheet xmlns="{MAIN}"><sheetData><row r="7"><c r="B7"><v>1</v></c>'))
    assert (problem.code, problem.place.sheet, problem.place.row) == ("damaged-part", "S", 7)


def test_a_flipped_byte_is_caught_by_the_checksum() -> None:
    data = bytearray(
        package(sheet('<row r="1"><c r="A1"><v>12345</v></c></row>'), compress=zipfile.ZIP_STORED)
    )
    data[data.index(b"12345")] ^= 1
    assert told(bytes(data)).code == "truncated"


def test_a_zip_bomb_is_refused_by_its_directory() -> None:
    data = package(sheet('<row r="1"><c r="A1" t="str"><v>' + " " * 30_000_000 + "</v></c></row>"))
    assert len(data) < 100_000
    assert told(data).code == "zip-bomb"


def test_a_zip_bomb_that_lies_in_its_directory_is_refused_while_it_is_unpacked() -> None:
    data = bytearray(package(sheet("<row/>" * 300_000)))
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        size = parts.getinfo("xl/worksheets/sheet1.xml").file_size
    lie = (50).to_bytes(4, "little")
    data[:] = bytes(data).replace(size.to_bytes(4, "little"), lie)
    assert told(bytes(data)).code == "truncated"
    assert told(package(sheet("<row/>" * 300_000)), unpacked_bytes=100_000).code == "zip-bomb"


def test_many_parts_make_no_workbook() -> None:
    data = package(sheet(""), extra={f"junk/{n}": b"" for n in range(60)})
    assert told(data, parts=50).code == "zip-bomb"


def test_two_cells_at_opposite_corners_cost_no_memory() -> None:
    corner = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="{}1048576"><v>2</v></c></row>'
    book = t.open_workbook(package(sheet(corner.format("C"))))
    assert [row.number for row in book.sheets[0].rows()] == [1, 1_048_576]
    problem = told(package(sheet(corner.format("XFD"))))
    assert (problem.code, str(problem.place)) == ("too-many-columns", "S!XFD1048576")


def test_entities_are_refused_before_they_are_counted() -> None:
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
        + sheet('<row r="1"><c r="A1" t="str"><v>&c;</v></c></row>')
    )
    assert told(package(bomb)).code == "xml-entities"
    outside = '<!DOCTYPE x SYSTEM "file:///etc/passwd">' + sheet("")
    assert told(package(outside)).code == "xml-entities"


def test_a_locked_zip_says_that_it_is_locked() -> None:
    data = bytearray(package(sheet("")))
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    assert told(bytes(data)).code == "password"


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1" t="s"><v>5</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>x</v></c></row>',
        '<row r="1"><c r="ABCD1"><v>5</v></c></row>',
        '<row r="1"><c r="é1"><v>5</v></c></row>',
        '<row r="2"/><row r="1"/>',
        '<row r="9999999"/>',
        '<row r="x"/>',
    ],
)
def test_addresses_that_cannot_be(cells: str) -> None:
    assert told(package(sheet(cells))).code == "damaged-part"


def test_a_workbook_without_sheets_and_one_with_too_many() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("xl/workbook.xml", f'<workbook xmlns="{MAIN}"><sheets/></workbook>')
    assert told(out.getvalue()).code == "no-sheets"
    many = xlsx({f"S{n}": [["a"]] for n in range(4)})
    assert told(many, sheets=3).code == "too-many-sheets"


def test_too_long_a_cell_and_too_many_merges_in_a_workbook() -> None:
    long = told(package(sheet(f'<row r="2"><c r="B2" t="str"><v>{"x" * 40_000}</v></c></row>')))
    assert (long.code, str(long.place)) == ("cell-too-long", "S!B2")
    merges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, 40))
    data = package(f'<worksheet xmlns="{MAIN}"><sheetData/><mergeCells>{merges}</mergeCells></worksheet>')
    assert told(data, merges=30).code == "too-many-merges"


def test_shared_strings_have_a_limit_of_their_own() -> None:
    data = package(
        sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), strings=f"<si><t>{'x' * 5000}</t></si>"
    )
    assert told(data, string_chars=4000).code == "zip-bomb"


def test_a_path_that_cannot_be_read_closes_what_it_opened(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "empty.xlsx"
    path.write_bytes(b"")
    with pytest.raises(t.ReadProblem) as caught:
        t.open_workbook(path)
    assert (caught.value.code, caught.value.place) == ("empty-file", t.Place())
