# SPDX-License-Identifier: AGPL-3.0-or-later
"""Text files with separators: encoding, separator, and rows without surprises.

The encoding is proved over the whole file before the first row is read, so that a file is never half read
in the wrong one. Lines are fed to the standard parser one by one and measured on the way, so a line without
end or a quote that is never closed costs no memory.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Final

from cydwaith.engines.tables.cells import NO_MARKS, Row, column_letter
from cydwaith.engines.tables.guarding import unguard
from cydwaith.engines.tables.limits import Limits
from cydwaith.engines.tables.problems import Place, Problem, ReadProblem
from cydwaith.engines.tables.reader.encoding import recognise_encoding

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

DELIMITERS: Final = (",", ";", "\t", "|")
_SEP_LINE = re.compile(r'^"?sep=(.)"?\r?\n?$', re.I)
_QUOTED_FIRST = re.compile(r'"(?:[^"]|"")*"([,;\t|])')
_CHUNK: Final = 1 << 20
_SAMPLE_RECORDS: Final = 60
#: Fed after the last line: if it does not come out as a row of its own, a quote was left open.
_SENTINEL: Final = "\ue0ffend\ue0ff"


@dataclass(frozen=True, slots=True)
class TextFile:
    """A text file whose encoding and separator are known."""

    stream: BinaryIO
    encoding: str
    delimiter: str
    skip_lines: int
    notes: tuple[Problem, ...]
    limits: Limits

    @classmethod
    def recognise(cls, stream: BinaryIO, *, limits: Limits) -> TextFile:
        """Find encoding and separator. ReadProblem for NUL bytes, an unknown or a mixed encoding."""
        encoding, notes = recognise_encoding(stream)
        plain = cls(stream, encoding, ",", 0, notes, limits)
        first = next(plain._lines(), "")
        if match := _SEP_LINE.match(first):
            return cls(stream, encoding, match[1], 1, notes, limits)
        return cls(stream, encoding, plain._best_delimiter(), 0, notes, limits)

    def rows(self, facts: dict[str, int]) -> Iterator[Row]:
        """Rows that hold something, numbered as a spreadsheet numbers them when it opens the file."""
        limits = self.limits
        most, longest = limits.columns, limits.cell_chars
        number = 0
        for record in self._records(self.delimiter):
            number += 1
            if number > limits.rows:
                raise ReadProblem("too-many-rows", place=Place(sheet="", row=number), limit=limits.rows)
            if len(record) > most:
                if any(cell.strip() for cell in record[most:]):
                    raise _too_wide(number, limits)
                del record[most:]
            if sum(map(len, record)) > longest:
                _refuse_long_cell(record, number, longest)
            while record and not unguard(record[-1]).strip():
                record.pop()
            if record:
                yield Row(
                    number,
                    tuple([None if not cell else unguard(cell) if "'" in cell else cell for cell in record]),
                    NO_MARKS,
                )
        facts["rows"] = number

    def _records(self, delimiter: str) -> Iterator[list[str]]:
        gauge = _Gauge(self._lines(), self.limits, self.skip_lines)
        reader = csv.reader(gauge, delimiter=delimiter)
        last: list[str] = []
        try:
            for record in reader:
                gauge.next_record()
                if gauge.ended:
                    last = record
                    break
                yield record
        except csv.Error as error:
            place = Place(sheet="", row=gauge.record)
            code = "cell-too-long" if "field larger" in str(error) else "not-readable-row"
            raise ReadProblem(code, place=place, limit=self.limits.cell_chars) from error
        if last != [_SENTINEL]:
            raise ReadProblem("quote-not-closed", place=Place(sheet="", row=gauge.record - 1))

    def _lines(self) -> Iterator[str]:
        text = io.TextIOWrapper(
            io.BufferedReader(_View(self.stream), _CHUNK), encoding=self.encoding, newline=""
        )
        number = 0
        try:
            while line := text.readline(self.limits.row_chars + 1):
                number += 1
                yield line
        except UnicodeError as error:
            raise ReadProblem("encoding", place=Place(sheet="", row=number + 1)) from error

    def _best_delimiter(self) -> str:
        """The separator behind a quoted first cell; else the one under which most records have the same number of
        cells, and more than one."""
        if quoted := _QUOTED_FIRST.match(next(self._lines(), "")):
            return quoted[1]
        best, best_score = ",", 0.0
        for delimiter in DELIMITERS:
            widths: Counter[int] = Counter()
            try:
                for record in self._records(delimiter):
                    if any(cell.strip() for cell in record):
                        widths[len(record)] += 1
                    if widths.total() >= _SAMPLE_RECORDS:
                        break
            except ReadProblem:
                pass  # it will be met again, and told, when the rows are read
            wide = {width: count for width, count in widths.items() if width > 1}
            if not wide:
                continue
            width, count = max(wide.items(), key=lambda item: (item[1], item[0]))
            score = count / widths.total() + min(width, 50) / 100
            if score > best_score:
                best, best_score = delimiter, score
        return best


class _View(io.RawIOBase):
    """The stream from its beginning, with a position of its own: two passes do not disturb each other."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._at = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        target = memoryview(buffer).cast("B")
        self._stream.seek(self._at)
        chunk = self._stream.read(len(target))
        target[: len(chunk)] = chunk
        self._at += len(chunk)
        return len(chunk)


class _Gauge:
    """Lines for the parser, measured: no record may grow beyond the limit while it is put together."""

    def __init__(self, lines: Iterator[str], limits: Limits, skip: int) -> None:
        self._lines = lines
        self._limits = limits
        self._chars = 0
        self.record = 1
        self.ended = False
        for _ in range(skip):
            next(lines, None)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.ended:
            raise StopIteration
        line = next(self._lines, None)
        if line is None:
            self.ended = True
            return _SENTINEL
        if "\0" in line:
            raise ReadProblem("nul-bytes", place=Place(sheet="", row=self.record))
        self._chars += len(line)
        if self._chars > self._limits.row_chars:
            if max(map(line.count, DELIMITERS)) > self._limits.columns:
                raise _too_wide(self.record, self._limits)
            code = "row-too-long" if self._chars == len(line) else "quote-not-closed"
            raise ReadProblem(code, place=Place(sheet="", row=self.record), limit=self._limits.row_chars)
        return line

    def next_record(self) -> None:
        self.record += 1
        self._chars = 0


def _refuse_long_cell(record: list[str], number: int, longest: int) -> None:
    for index, cell in enumerate(record):
        if len(cell) > longest:
            place = Place(sheet="", row=number, column=column_letter(index))
            raise ReadProblem("cell-too-long", place=place, limit=longest)


def _too_wide(number: int, limits: Limits) -> ReadProblem:
    place = Place(sheet="", row=number, column=column_letter(limits.columns))
    return ReadProblem("too-many-columns", place=place, limit=limits.columns)
