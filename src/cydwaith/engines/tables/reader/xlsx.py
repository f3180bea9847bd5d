# SPDX-License-Identifier: AGPL-3.0-or-later
"""XLSX: the parts of a workbook, its shared strings and formats, and its sheets as streams.

Read with the standard library's expat rather than a ready-made reader: those lay a sheet out as one
rectangle, so that two cells at opposite corners (both inside Excel's limits) end the whole process for want
of memory; and they give neither formulas without a value nor the first ten rows without the last.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from cydwaith.engines.tables.cells import Row, column_index
from cydwaith.engines.tables.limits import Limits
from cydwaith.engines.tables.problems import Place, Problem, ReadProblem
from cydwaith.engines.tables.reader.formats import BUILT_IN, NUMBER, kind_of_format, unescape
from cydwaith.engines.tables.reader.package import Xml, attributes, chunks, open_package, parse
from cydwaith.engines.tables.reader.sheetxml import SheetReader

_WORKBOOK: Final = "xl/workbook.xml"
_MERGE = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^<>]{0,200}?ref\s*=\s*[\"']([A-Za-z]{1,3})(\d{1,7}):([A-Za-z]{1,3})(\d{1,7})[\"']"
)
_AFTER_ROWS = re.compile(rb"</(?:\w+:)?sheetData\s*>|<(?:\w+:)?sheetData\s*/>")
_TAIL: Final = 256


@dataclass(frozen=True, slots=True)
class Part:
    """A sheet: its name, whether it is hidden, and its file inside the zip."""

    name: str
    hidden: bool
    path: str


@dataclass(slots=True)
class Package:
    """An opened XLSX. Shared strings and formats are read once, when the first sheet is."""

    zip: zipfile.ZipFile
    limits: Limits
    parts: tuple[Part, ...]
    from_1904: bool
    notes: tuple[Problem, ...] = ()
    _strings: list[str] | None = None
    _kinds: list[int] = field(default_factory=list)

    @classmethod
    def open(cls, stream: BinaryIO, *, limits: Limits) -> Package:
        """Check the zip and list the sheets. ReadProblem if there is none or the workbook is damaged."""
        package = open_package(stream, limits=limits)
        found, from_1904 = _workbook(package, limits)
        targets = _targets(package, limits)
        names = set(package.namelist())
        parts = tuple(
            Part(name, hidden, targets[rel]) for name, hidden, rel in found if targets.get(rel) in names
        )
        if not parts:
            raise ReadProblem("no-sheets")
        if len(parts) > limits.sheets:
            raise ReadProblem("too-many-sheets", limit=limits.sheets)
        return cls(package, limits, parts, from_1904)

    def reader_of(self, part: Part) -> Callable[[dict[str, int]], Iterator[Row]]:
        """A function that streams the rows of a sheet."""

        def rows(facts: dict[str, int]) -> Iterator[Row]:
            if self._strings is None:
                self._kinds = self._formats()
                self._strings = self._shared_strings()
            reader = SheetReader(
                part.name, self._strings, self._kinds, from_1904=self.from_1904, limits=self.limits
            )
            return reader.rows(chunks(self.zip, part.path, limits=self.limits), facts)

        return rows

    def merges_of(self, part: Part) -> Callable[[], list[tuple[int, int, int, int]]]:
        """A function that lists the merged areas of a sheet. They stand behind its rows, hence a pass of its own."""

        def merges() -> list[tuple[int, int, int, int]]:
            areas: list[tuple[int, int, int, int]] = []
            behind, tail = False, b""
            for chunk in chunks(self.zip, part.path, limits=self.limits):
                tail += chunk
                if not behind and (edge := _AFTER_ROWS.search(tail)):
                    behind, tail = True, tail[edge.end() :]
                if behind:
                    end = 0
                    for found in _MERGE.finditer(tail):
                        areas.append(_area(found))
                        end = found.end()
                    if len(areas) > self.limits.merges:
                        raise ReadProblem(
                            "too-many-merges", place=Place(sheet=part.name), limit=self.limits.merges
                        )
                    tail = tail[end:]
                tail = tail[-_TAIL:]
            return sorted(areas)

        return merges

    def _formats(self) -> list[int]:
        """Kind of number for each cell style, by its index."""
        name = "xl/styles.xml"
        if name not in self.zip.namelist():
            return []
        custom: dict[str, int] = {}
        kinds: list[int] = []
        inside = False

        def start(tag: str, flat: list[str]) -> None:
            nonlocal inside
            if tag == "numFmt":
                found = attributes(flat)
                custom[found.get("numFmtId", "")] = kind_of_format(found.get("formatCode", ""))
            elif tag == "cellXfs":
                inside = True
            elif tag == "xf" and inside:
                number = attributes(flat).get("numFmtId", "0")
                plain = BUILT_IN.get(int(number), NUMBER) if number.isdecimal() else NUMBER
                kinds.append(custom.get(number, plain))

        def end(tag: str) -> None:
            nonlocal inside
            inside = inside and tag != "cellXfs"

        parse(self.zip, name, Xml(start=start, end=end), limits=self.limits)
        return kinds

    def _shared_strings(self) -> list[str]:
        name = "xl/sharedStrings.xml"
        if name not in self.zip.namelist():
            return []
        strings: list[str] = []
        pieces: list[str] = []
        collect = phonetic = False
        total = 0

        def start(tag: str, _flat: list[str]) -> None:
            nonlocal collect, phonetic
            if tag == "si":
                pieces.clear()
            elif tag == "rPh":
                phonetic = True
            collect = tag == "t" and not phonetic

        def text(piece: str) -> None:
            nonlocal total
            if collect:
                pieces.append(piece)
                total += len(piece)
                if total > self.limits.string_chars:
                    raise ReadProblem("zip-bomb", value=name, limit=self.limits.unpacked_bytes // 2**20)

        def end(tag: str) -> None:
            nonlocal collect, phonetic
            collect = False
            if tag == "si":
                strings.append(unescape("".join(pieces)))
            elif tag == "rPh":
                phonetic = False

        parse(self.zip, name, Xml(start=start, end=end, text=text), limits=self.limits)
        return strings


def _area(found: re.Match[bytes]) -> tuple[int, int, int, int]:
    first, top, last, bottom = found.groups()
    return int(top), column_index(first.decode()), int(bottom), column_index(last.decode())


def _workbook(package: zipfile.ZipFile, limits: Limits) -> tuple[list[tuple[str, bool, str]], bool]:
    sheets: list[tuple[str, bool, str]] = []
    from_1904 = False

    def start(tag: str, flat: list[str]) -> None:
        nonlocal from_1904
        if tag == "workbookPr":
            from_1904 = attributes(flat).get("date1904", "0").lower() in ("1", "true", "on")
        elif tag == "sheet":
            # the plain "id" of a sheet and the "r:id" of its part differ by their prefix alone
            found = dict(zip(flat[::2], flat[1::2], strict=True))
            rel = next((value for key, value in found.items() if key.endswith(":id")), "")
            sheets.append((found.get("name", ""), found.get("state", "visible") != "visible", rel))

    parse(package, _WORKBOOK, Xml(start=start), limits=limits)
    return sheets, from_1904


def _targets(package: zipfile.ZipFile, limits: Limits) -> dict[str, str]:
    """Worksheet parts by relationship id. Chart and macro sheets have other types and stay out."""
    name = "xl/_rels/workbook.xml.rels"
    targets: dict[str, str] = {}
    if name not in package.namelist():
        return targets

    def start(tag: str, flat: list[str]) -> None:
        found = attributes(flat)
        if tag == "Relationship" and found.get("Type", "").endswith("/worksheet"):
            target = found.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join("xl", target)
            targets[found.get("Id", "")] = posixpath.normpath(path)

    parse(package, name, Xml(start=start), limits=limits)
    return targets
