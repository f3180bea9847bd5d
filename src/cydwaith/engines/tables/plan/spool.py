# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows set aside on disk between the two looks at them, so that memory does not grow with the file.

The store is a temporary file without a name: nobody else can open it, and it is gone when it is closed. Memory
holds two numbers a row: where it stands in that file, and whose it is.
"""

from __future__ import annotations

import json
import tempfile
from array import array
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple

from cydwaith.engines.tables.cells import NO_MARKS, Row, Value


class Spooled(NamedTuple):
    """A row with the number of its sheet."""

    sheet: int
    row: Row


class Spool:
    """Rows in the order of the file first, then in the order of people."""

    def __init__(self) -> None:
        self._rows = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
        self._keys = tempfile.TemporaryFile()  # noqa: SIM115 - closed in close()
        self._starts = array("Q")
        self._order: array[int] = array("Q")
        self._people: array[int] = array("Q")
        self._at = 0

    def add(self, sheet: int, row: Row, keys: tuple[Value, ...]) -> None:
        """Set a row aside, with the cells that say whose it is."""
        marks = list(row.marks.items()) if row.marks else 0
        line = _encode((sheet, row.number, marks, *row.values)).encode() + b"\n"
        self._starts.append(self._at)
        self._at += len(line)
        self._rows.write(line)
        self._keys.write(_encode((sheet, row.number, *keys)).encode() + b"\n")

    def key_cells(self) -> Iterator[tuple[int, int, list[Value]]]:
        """Sheet, row number and key cells of each row, in the order of the file."""
        self._keys.seek(0)
        for line in self._keys:
            sheet, number, *cells = _decode(line.decode())
            yield sheet, number, cells

    def assign(self, owners: array[int]) -> None:
        """Say which person each row belongs to, in the order of the file."""
        self._people = owners
        ordered = all(one <= other for one, other in pairwise(owners))
        sequence = range(len(owners))
        self._order = array("Q", sequence if ordered else sorted(sequence, key=owners.__getitem__))

    def people(self) -> Iterator[tuple[int, Spooled]]:
        """Rows with their person's number, in the order of people, each person's in the order of the file."""
        rows, at = self._rows, -1
        for number in self._order:
            start = self._starts[number]
            if start != at:
                rows.seek(start)
            line = rows.readline()
            at = start + len(line)
            sheet, row, marks, *cells = _decode(line.decode())
            found = dict(marks) if marks else NO_MARKS
            yield self._people[number], Spooled(sheet, Row(row, tuple(cells), found))

    def close(self) -> None:
        """Forget everything."""
        self._rows.close()
        self._keys.close()


def _plain(value: Any) -> dict[str, Any]:
    if isinstance(value, datetime):
        return {"t": value.isoformat()}
    if isinstance(value, date):
        return {"d": value.toordinal()}
    if isinstance(value, timedelta):
        return {"s": round(value.total_seconds())}
    if isinstance(value, Decimal):
        return {"n": str(value)}
    raise TypeError(type(value))


def _typed(data: dict[str, Any]) -> Value:
    ((kind, value),) = data.items()
    if kind == "d":
        return date.fromordinal(value)
    if kind == "n":
        return Decimal(value)
    return datetime.fromisoformat(value) if kind == "t" else timedelta(seconds=value)


_encode = json.JSONEncoder(default=_plain, check_circular=False, separators=(",", ":")).encode
_decode = json.JSONDecoder(object_hook=_typed).decode
