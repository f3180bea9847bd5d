# SPDX-License-Identifier: AGPL-3.0-or-later
"""The zip around an XLSX: measured before it is unpacked, and measured again while it is."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, Final
from xml.parsers import expat

from cydwaith.engines.tables.limits import Limits
from cydwaith.engines.tables.problems import Place, ReadProblem
from cydwaith.engines.tables.reader.sniff import check_package

_CHUNK: Final = 1 << 16
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ZIP_ERRORS: Final = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
    UnicodeError,
)


def open_package(stream: BinaryIO, *, limits: Limits) -> zipfile.ZipFile:
    """The zip with its directory checked. ReadProblem if it is damaged, locked, a bomb or no workbook."""
    try:
        package = zipfile.ZipFile(stream)
        entries = package.infolist()
    except _ZIP_ERRORS as error:
        raise ReadProblem("truncated") from error
    if len(entries) > limits.parts:
        raise ReadProblem("zip-bomb", limit=limits.parts)
    check_package(package)
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise ReadProblem("zip-bomb", limit=limits.unpacked_bytes // 2**20)
    if len({entry.filename for entry in entries}) != len(entries):
        raise ReadProblem("damaged-part", place=Place(sheet="zip"))
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise ReadProblem("password")
        if entry.compress_type not in _METHODS:
            raise ReadProblem("damaged-part", value=entry.filename)
        big = entry.file_size > limits.ratio_floor_bytes
        if big and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            raise ReadProblem("zip-bomb", value=entry.filename, limit=limits.unpacked_bytes // 2**20)
    return package


def chunks(package: zipfile.ZipFile, name: str, *, limits: Limits) -> Iterator[bytes]:
    """A part, unpacked piece by piece. ReadProblem when it is damaged or unpacks to more than it may."""
    total = 0
    try:
        with package.open(name) as part:
            while chunk := part.read(_CHUNK):
                total += len(chunk)
                if total > limits.unpacked_bytes:
                    raise ReadProblem("zip-bomb", value=name, limit=limits.unpacked_bytes // 2**20)
                yield chunk
    except _ZIP_ERRORS as error:
        raise ReadProblem("truncated", value=name) from error


class Xml:
    """A streaming XML parser that refuses document types, and with them every entity.

    `start(tag, attributes)` gets the attributes as a flat list of names and values; tags come without the
    prefix, if the root has one. `text` gets runs of characters.
    """

    def __init__(
        self,
        *,
        start: Callable[[str, list[str]], None] | None = None,
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
        place: Callable[[], Place] = Place,
    ) -> None:
        self._place = place
        self._parser = parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._root
        self._start, self._end, self._text = start, end, text

    def feed(self, chunk: bytes, *, final: bool = False) -> None:
        """Parse a piece. ReadProblem where the XML is broken."""
        try:
            self._parser.Parse(chunk, final)
        except expat.ExpatError as error:
            raise ReadProblem("damaged-part", place=self._place(), value=str(error)) from error
        except (UnicodeError, LookupError, ValueError) as error:
            raise ReadProblem("damaged-part", place=self._place()) from error

    def _refuse(self, *_: Any) -> None:
        raise ReadProblem("xml-entities", place=self._place())

    def _root(self, tag: str, _attributes: list[str]) -> None:
        """First element: prefixed names (`x:worksheet`) are stripped from then on, plain ones cost nothing."""
        start, end = self._start, self._end
        if ":" in tag:
            strip = len(tag.split(":", 1)[0]) + 1
            if start:
                plain_start = start
                self._parser.StartElementHandler = lambda name, found: plain_start(name[strip:], found)
            if end:
                plain_end = end
                self._parser.EndElementHandler = lambda name: plain_end(name[strip:])
        else:
            self._parser.StartElementHandler = start
            self._parser.EndElementHandler = end
        if not start:
            self._parser.StartElementHandler = None
        self._parser.CharacterDataHandler = self._text


def parse(package: zipfile.ZipFile, name: str, xml: Xml, *, limits: Limits) -> None:
    """Feed a whole part to a parser."""
    for chunk in chunks(package, name, limits=limits):
        xml.feed(chunk)
    xml.feed(b"", final=True)


def attributes(flat: list[str]) -> dict[str, str]:
    """Attributes by name without prefix."""
    return {key.rsplit(":", 1)[-1]: value for key, value in zip(flat[::2], flat[1::2], strict=True)}
