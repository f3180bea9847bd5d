# SPDX-License-Identifier: AGPL-3.0-or-later
"""Workbook and sheet: the same two names whether the file is text or XLSX."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from cydwaith.engines.tables.cells import Row
from cydwaith.engines.tables.limits import DEFAULT_LIMITS, Limits
from cydwaith.engines.tables.problems import Problem, ReadProblem
from cydwaith.engines.tables.reader.sniff import Kind, sniff
from cydwaith.engines.tables.reader.text import TextFile
from cydwaith.engines.tables.reader.xlsx import Package

Area = tuple[int, int, int, int]


@dataclass(slots=True)
class Sheet:
    """One sheet. `name` is "" in a text file; `hidden` sheets are listed like others.

    `rows()` streams the rows that hold something and may be asked for again and again. `facts` counts what
    was met in the last complete pass: `rows`, `formulas`, `formulas_without_value`, `errors`, `hidden_rows`.
    """

    name: str
    hidden: bool
    _rows: Callable[[dict[str, int]], Iterator[Row]]
    _merges: Callable[[], list[Area]]
    facts: dict[str, int] = field(default_factory=dict)
    _areas: list[Area] | None = None

    def rows(self) -> Iterator[Row]:
        """Rows in order. ReadProblem at the place where reading cannot go on."""
        facts: dict[str, int] = {}
        yield from self._rows(facts)
        self.facts = facts

    def merges(self) -> list[Area]:
        """Merged areas: first row (1-based), first column (0-based), last row, last column."""
        if self._areas is None:
            self._areas = self._merges()
        return self._areas


@dataclass(slots=True)
class Workbook:
    """A file that was recognised. Close it, or use it as a context manager.

    `notes` are things to know about the file as a whole. `encoding` and `delimiter` are None for XLSX.
    """

    filename: str
    kind: Kind
    sheets: tuple[Sheet, ...]
    notes: tuple[Problem, ...]
    encoding: str | None
    delimiter: str | None
    _stream: BinaryIO
    _owned: bool

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name, None if there is none."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)

    def close(self) -> None:
        """Close the file, if `open_workbook` opened it."""
        if self._owned:
            self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_workbook(
    source: Path | bytes | BinaryIO, *, filename: str = "", limits: Limits = DEFAULT_LIMITS
) -> Workbook:
    """Recognise a file and list its sheets.

    `source`: a path, the bytes, or a seekable binary file (which stays open and must not be used by others
    meanwhile). `filename` is only kept to be shown. ReadProblem if it is nothing that can be read.
    OSError only from a path that cannot be opened.
    """
    stream: BinaryIO
    if isinstance(source, bytes):
        stream, owned = io.BytesIO(source), True
    elif isinstance(source, Path):
        stream, owned = source.open("rb"), True
        filename = filename or source.name
    else:
        stream, owned = source, False
    try:
        size = stream.seek(0, os.SEEK_END)
        if size > limits.file_bytes:
            raise ReadProblem("file-too-big", limit=limits.file_bytes // 2**20)
        if sniff(stream, size=size) is Kind.XLSX:
            return _from_xlsx(stream, filename=filename, limits=limits, owned=owned)
        return _from_text(stream, filename=filename, limits=limits, owned=owned)
    except BaseException:
        if owned:
            stream.close()
        raise


def _from_text(stream: BinaryIO, *, filename: str, limits: Limits, owned: bool) -> Workbook:
    text = TextFile.recognise(stream, limits=limits)
    return Workbook(
        filename=filename,
        kind=Kind.CSV,
        sheets=(Sheet("", False, text.rows, list),),
        notes=text.notes,
        encoding=text.encoding,
        delimiter=text.delimiter,
        _stream=stream,
        _owned=owned,
    )


def _from_xlsx(stream: BinaryIO, *, filename: str, limits: Limits, owned: bool) -> Workbook:
    package = Package.open(stream, limits=limits)
    sheets = tuple(
        Sheet(part.name, part.hidden, package.reader_of(part), package.merges_of(part))
        for part in package.parts
    )
    return Workbook(
        filename=filename,
        kind=Kind.XLSX,
        sheets=sheets,
        notes=package.notes,
        encoding=None,
        delimiter=None,
        _stream=stream,
        _owned=owned,
    )
