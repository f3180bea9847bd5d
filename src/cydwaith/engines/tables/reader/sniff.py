# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a file is, by its bytes and never by its name."""

from __future__ import annotations

import re
import zipfile
from enum import StrEnum
from typing import BinaryIO, Final

from cydwaith.engines.tables.problems import ReadProblem

HEAD_BYTES: Final = 8192
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(rb"^\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body|table|meta)\b", re.I | re.S)
_XML_SHEET = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet")

#: First bytes of files that people upload by mistake, and what such a file is called.
_OTHER: Final = (
    (b"%PDF", "PDF"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"SQLite format 3", "SQLite"),
)


class Kind(StrEnum):
    """What can be read."""

    CSV = "csv"
    XLSX = "xlsx"


def sniff(stream: BinaryIO, *, size: int) -> Kind:
    """The kind of file. ReadProblem for everything that is neither, naming what it is instead."""
    if size == 0:
        raise ReadProblem("empty-file")
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    if head.startswith(_OLE):
        raise ReadProblem("password" if _holds(stream, _ENCRYPTED) else "old-excel")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.XLSX
    text = head.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(text):
        raise ReadProblem("html-file")
    if text.lstrip().startswith(b"<?xml"):
        raise ReadProblem("xml-spreadsheet" if _XML_SHEET.search(text) else "xml-file")
    for magic, name in _OTHER:
        if head.startswith(magic):
            raise ReadProblem("other-file", kind=name)
    return Kind.CSV


def check_package(package: zipfile.ZipFile) -> None:
    """ReadProblem unless the zip is an XLSX (or XLSM) workbook, naming what it is instead."""
    names = set(package.namelist())
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise ReadProblem("binary-excel")
    if "content.xml" in names and "mimetype" in names:
        raise ReadProblem("opendocument")
    if any(name.startswith("Index/") for name in names):
        raise ReadProblem("other-file", kind="Numbers")
    if any(name.startswith("word/") for name in names):
        raise ReadProblem("other-file", kind="Word")
    if any(name.startswith("ppt/") for name in names):
        raise ReadProblem("other-file", kind="PowerPoint")
    if not any(name.startswith("xl/") for name in names):
        raise ReadProblem("zip-file")


def _holds(stream: BinaryIO, needle: bytes) -> bool:
    stream.seek(0)
    tail = b""
    while chunk := stream.read(1 << 20):
        if needle in tail + chunk:
            return True
        tail = chunk[-len(needle) :]
    return False
