# SPDX-License-Identifier: AGPL-3.0-or-later
"""One sheet of an XLSX, from XML to rows. This is the hot path: a call per tag, millions of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cydwaith.engines.tables.cells import NO_MARKS, Row, Value, column_index, column_letter
from cydwaith.engines.tables.limits import Limits
from cydwaith.engines.tables.problems import Place, ReadProblem
from cydwaith.engines.tables.reader.formats import ESCAPED, typed, unescape
from cydwaith.engines.tables.reader.package import Xml

_DIGITS: Final = "0123456789"
_LAST_ROW: Final = 1_048_576


class SheetReader:
    """Rows of one sheet. Used once."""

    def __init__(
        self, name: str, strings: list[str], kinds: list[int], *, from_1904: bool, limits: Limits
    ) -> None:
        self._name = name
        self._strings = strings
        self._kinds = kinds
        self._from_1904 = from_1904
        self._limits = limits
        self._ready: list[Row] = []
        self._letters: dict[str, int] = {}
        self._dates: dict[tuple[str, int], Value] = {}
        self._row = 0
        self._count = 0
        self._cells: list[Value] = []
        self._marks: dict[int, str] = {}
        self._column = -1
        self._type = "n"
        self._style = 0
        self._text = ""
        self._collect = False
        self._formula = False
        self._phonetic = False
        self._facts = dict.fromkeys(
            ("rows", "formulas", "formulas_without_value", "errors", "hidden_rows"), 0
        )

    def rows(self, chunks: Iterator[bytes], facts: dict[str, int]) -> Iterator[Row]:
        """Stream rows; `facts` is filled when all have been read."""
        xml = Xml(start=self._start, end=self._end, text=self._data, place=self._here)
        for chunk in chunks:
            xml.feed(chunk)
            if self._ready:
                ready, self._ready = self._ready, []
                yield from ready
        xml.feed(b"", final=True)
        yield from self._ready
        facts.update(self._facts)

    def _here(self) -> Place:
        column = column_letter(self._column) if self._column >= 0 else None
        return Place(sheet=self._name, row=self._row or None, column=column)

    def _start(self, tag: str, flat: list[str]) -> None:
        if tag == "c":
            self._cell(flat)
        elif tag == "v" or tag == "t":
            self._collect = not self._phonetic
            if tag == "v":
                self._text = ""
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            self._new_row(flat)
        elif tag == "rPh":
            self._phonetic = True

    def _cell(self, flat: list[str]) -> None:
        self._type = "n"
        self._style = 0
        self._text = ""
        self._formula = False
        self._column += 1
        for index in range(0, len(flat), 2):
            key = flat[index]
            if key == "r":
                letters = flat[index + 1].rstrip(_DIGITS)
                column = self._letters.get(letters)
                if column is None:
                    column = self._letter(letters)
                self._column = column
            elif key == "t":
                self._type = flat[index + 1]
            elif key == "s":
                style = flat[index + 1]
                self._style = int(style) if style.isdecimal() else 0

    def _letter(self, letters: str) -> int:
        try:
            self._letters[letters] = column = column_index(letters)
        except ValueError as error:
            raise ReadProblem("damaged-part", place=self._here(), value=letters[:20]) from error
        return column

    def _new_row(self, flat: list[str]) -> None:
        number = self._row + 1
        for index in range(0, len(flat), 2):
            key = flat[index]
            if key == "r":
                text = flat[index + 1]
                number = int(text) if text.isdecimal() and len(text) < 8 else 0
            elif key == "hidden" and flat[index + 1] in ("1", "true"):
                self._facts["hidden_rows"] += 1
        if not self._row < number <= _LAST_ROW:
            raise ReadProblem("damaged-part", place=self._here())
        self._row = number
        self._column = -1
        self._cells = []
        self._marks = {}

    def _data(self, text: str) -> None:
        if self._collect:
            self._text += text
            if len(self._text) > self._limits.cell_chars:
                # an escaped character takes seven in the file
                plain = ESCAPED.sub("x", self._text)
                if len(plain) > self._limits.cell_chars or len(self._text) > 8 * self._limits.cell_chars:
                    raise ReadProblem("cell-too-long", place=self._here(), limit=self._limits.cell_chars)

    def _end(self, tag: str) -> None:
        if tag == "v" or tag == "t":
            self._collect = False
        elif tag == "c":
            if self._text or self._formula:
                self._finish_cell()
        elif tag == "row":
            self._finish_row()
        elif tag == "rPh":
            self._phonetic = False

    def _finish_cell(self) -> None:
        column = self._column
        if column >= self._limits.columns:
            raise ReadProblem("too-many-columns", place=self._here(), limit=self._limits.columns)
        value = self._value()
        if self._formula:
            self._facts["formulas"] += 1
            if value is None and column not in self._marks and self._type != "str":
                self._facts["formulas_without_value"] += 1
                self._marks[column] = "formula-without-value"
        cells = self._cells
        missing = column - len(cells)
        if missing >= 0:
            if missing:
                cells.extend([None] * missing)
            cells.append(value)
        else:
            cells[column] = value

    def _value(self) -> Value:
        text, kind = self._text, self._type
        if not text:
            return None
        if kind == "s":
            try:
                return self._strings[int(text)] or None
            except (ValueError, IndexError) as error:
                raise ReadProblem("damaged-part", place=self._here()) from error
        if kind == "n":
            style = self._style
            number = self._kinds[style] if style < len(self._kinds) else 0
            if not number:
                return typed(text, 0, from_1904=False)
            known = self._dates.get((text, number))
            if known is None:
                if len(self._dates) > 20_000:
                    self._dates.clear()
                known = self._dates[text, number] = typed(text, number, from_1904=self._from_1904)
            return known
        if kind in ("inlineStr", "str"):
            return unescape(text) or None
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "e":
            self._facts["errors"] += 1
            self._marks[self._column] = "cell-error"
            return None
        return text

    def _finish_row(self) -> None:
        cells = self._cells
        while cells and (cells[-1] is None) and len(cells) - 1 not in self._marks:
            cells.pop()
        if not cells:
            return
        self._count += 1
        if self._count > self._limits.rows:
            raise ReadProblem("too-many-rows", place=self._here(), limit=self._limits.rows)
        self._facts["rows"] = self._row
        self._ready.append(Row(self._row, tuple(cells), self._marks or NO_MARKS))
