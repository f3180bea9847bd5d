# SPDX-License-Identifier: AGPL-3.0-or-later
"""Fitting a mapping to a workbook: which of its sheets and columns are meant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cydwaith.engines.tables.fields import FIELDS, Field
from cydwaith.engines.tables.fields.fold import fold
from cydwaith.engines.tables.headers import Column, Table, find_table
from cydwaith.engines.tables.mapping.model import ColumnMap, Mapping, SheetMap
from cydwaith.engines.tables.problems import ReadProblem
from cydwaith.engines.tables.reader.book import Sheet, Workbook

_SAME_SHEET = 0.8


@dataclass(frozen=True, slots=True)
class Bound:
    """A sheet of the workbook with the map that fits it. `columns`: the mapped ones, with their fields.
    `missing`: maps whose column is not there. `extra`: columns that no map names."""

    map: SheetMap
    table: Table
    columns: tuple[tuple[Column, ColumnMap, Field], ...]
    missing: tuple[ColumnMap, ...]
    extra: tuple[Column, ...]


def bind(mapping: Mapping, book: Workbook) -> Iterator[Bound]:
    """Pair the sheets in use with their maps: by name, else by their headings (a sheet that was renamed)."""
    wanted = [sheet for sheet in mapping.sheets if sheet.use]
    taken: set[int] = set()
    pairs: list[tuple[SheetMap, Sheet]] = []
    for each in wanted:
        for index, sheet in enumerate(book.sheets):
            if index not in taken and fold(sheet.name) == fold(each.sheet):
                taken.add(index)
                pairs.append((each, sheet))
                break
    known = {fold(each.sheet) for each in mapping.sheets}
    for each in wanted:
        if any(each is mapped for mapped, _ in pairs):
            continue
        for index, sheet in enumerate(book.sheets):
            if index not in taken and fold(sheet.name) not in known and _alike(each, sheet) >= _SAME_SHEET:
                taken.add(index)
                pairs.append((each, sheet))
                break
    for each, sheet in pairs:
        yield _bound(each, sheet)


def _alike(each: SheetMap, sheet: Sheet) -> float:
    """Share of the mapped columns that a sheet has."""
    try:
        table = find_table(sheet)
    except ReadProblem:
        return 0.0
    have = {(fold(column.header), column.occurrence) for column in table.columns}
    want = {(fold(column.header), column.occurrence) for column in each.columns if column.field}
    return len(want & have) / len(want) if want else 0.0


def _bound(each: SheetMap, sheet: Sheet) -> Bound:
    table = find_table(sheet)
    have = {_name(column.header, column.occurrence): column for column in table.columns}
    if each.header_rows and each.header_rows != table.header_rows and _misses(each, have):
        table = find_table(sheet, header_rows=each.header_rows)
        have = {_name(column.header, column.occurrence): column for column in table.columns}
    columns, missing, named = [], [], set()
    for column_map in each.columns:
        column = have.get(_name(column_map.header, column_map.occurrence))
        if column is None:
            missing.append(column_map)
            continue
        named.add(column.index)
        field = FIELDS.get(column_map.field or "")
        if field:
            columns.append((column, column_map, field))
    extra = tuple(column for column in table.columns if column.index not in named)
    columns.sort(key=lambda each: each[0].index)
    return Bound(each, table, tuple(columns), tuple(missing), extra)


def _misses(each: SheetMap, have: dict[tuple[str, int], Column]) -> bool:
    return any(
        column.field and _name(column.header, column.occurrence) not in have for column in each.columns
    )


def _name(header: str, occurrence: int) -> tuple[str, int]:
    return fold(header), occurrence
