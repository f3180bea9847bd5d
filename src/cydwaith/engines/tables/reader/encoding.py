# SPDX-License-Identifier: AGPL-3.0-or-later
"""How the letters of a text file are stored, proved over the whole file."""

from __future__ import annotations

import codecs
import re
from typing import BinaryIO, Final

from cydwaith.engines.tables.problems import Place, Problem, ReadProblem, problem

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF8_PAIR = re.compile(rb"[\xc3-\xc5][\x80-\xbf]|\xe2\x80[\x93-\x9d]")
_CHUNK: Final = 1 << 20


def recognise_encoding(stream: BinaryIO) -> tuple[str, tuple[Problem, ...]]:
    """The encoding, and what to say about it. ReadProblem for NUL bytes, an unknown or a mixed encoding."""
    stream.seek(0)
    head = stream.read(4)
    for bom, name in _BOMS:
        if head.startswith(bom):
            _decodes(stream, name)
            return name, ()
    _refuse_nul(stream)
    broken = _first_not_utf8(stream)
    if broken is None:
        return "utf-8", ()
    line, pairs = broken
    if pairs:
        raise ReadProblem("mixed-encoding", place=Place(sheet="", row=line))
    try:
        _decodes(stream, "cp1252")
    except ReadProblem as error:
        raise ReadProblem("encoding", place=error.place) from error
    return "cp1252", (problem("encoding-assumed", encoding="Windows-1252"),)


def _decodes(stream: BinaryIO, encoding: str) -> None:
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    while True:
        chunk = stream.read(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeError as error:
            start = getattr(error, "start", 0)
            line += chunk[:start].count(b"\n")
            raise ReadProblem("encoding", place=Place(sheet="", row=line)) from error
        if not chunk:
            return
        line += text.count("\n")


def _refuse_nul(stream: BinaryIO) -> None:
    stream.seek(0)
    line = 1
    while chunk := stream.read(_CHUNK):
        at = chunk.find(b"\0")
        if at >= 0:
            sides = chunk[:200]
            if line == 1 and not sides.strip(b"\0"):
                raise ReadProblem("only-nul")
            utf16 = line == 1 and sides.count(b"\0") > len(sides) // 3
            place = Place(sheet="", row=line + chunk.count(b"\n", 0, at))
            raise ReadProblem("utf16-unmarked") if utf16 else ReadProblem("nul-bytes", place=place)
        line += chunk.count(b"\n")


def _first_not_utf8(stream: BinaryIO) -> tuple[int, bool] | None:
    """Line of the first byte that is not UTF-8, and whether real UTF-8 letters stand in the file too."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")()
    line, tail = 1, b""
    while True:
        chunk = stream.read(_CHUNK)
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            at = max(0, error.start - len(tail))
            return line + chunk[:at].count(b"\n"), _has_utf8_letters(stream)
        if not chunk:
            return None
        line += chunk.count(b"\n")
        tail = decoder.getstate()[0]


def _has_utf8_letters(stream: BinaryIO) -> bool:
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        if _UTF8_PAIR.search(chunk):
            return True
    return False
