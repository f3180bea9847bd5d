# SPDX-License-Identifier: AGPL-3.0-or-later
"""One row to typed values: the mapped columns of a sheet, each with its parser and what it needs to know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import date
from typing import Any, Final

from cydwaith.engines.tables.cells import Row, show
from cydwaith.engines.tables.fields import Field, Kind
from cydwaith.engines.tables.fields.dates import Evidence
from cydwaith.engines.tables.fields.parsed import Context, Parsed
from cydwaith.engines.tables.fields.parsers import PARSERS, REPEATING, Parser
from cydwaith.engines.tables.headers import Column
from cydwaith.engines.tables.mapping import Bound, ColumnMap
from cydwaith.engines.tables.mapping import Mapping as Map
from cydwaith.engines.tables.problems import Place

_REMEMBER: Final = 20_000
#: (table, group) -> field name -> value. A job's terms stand in its own slot under `job_terms`.
Slots = dict[tuple[str, int], dict[str, Any]]
Report = Callable[[str, Place, str | None, str, Mapping[str, Any]], None]


@dataclass(slots=True)
class Reader:
    """One mapped column."""

    index: int
    slot: tuple[str, int]
    name: str
    field: Field
    column: Column
    map: ColumnMap
    parse: Parser
    context: Context
    evidence: Evidence | None
    cache: dict[Any, Parsed] | None

    def place(self, sheet: str, row: int | None) -> Place:
        """A cell of this column."""
        return Place(sheet=sheet, row=row, column=self.column.letter, header=self.column.header or None)


@dataclass(slots=True)
class SheetReader:
    """All mapped columns of one sheet."""

    sheet: str
    bound: Bound
    readers: list[Reader]
    tables: frozenset[str] = dataclass_field(default_factory=frozenset)

    @classmethod
    def of(cls, bound: Bound, mapping: Map, *, today: date) -> SheetReader:
        """Readers for the columns of a bound sheet."""
        readers = []
        for column, each, field in bound.columns:
            auto = field.kind is Kind.DATE and each.date_order == "auto"
            context = Context(
                today=today,
                order="dmy" if each.date_order == "auto" else each.date_order,
                past=field.past,
                birth=field.id == "person.date_of_birth",
                vocabulary=field.vocabulary,
                choices=mapping.values.get(field.id, {}),
            )
            readers.append(
                Reader(
                    index=column.index,
                    slot=(field.table, each.group),
                    name=field.name,
                    field=field,
                    column=column,
                    map=each,
                    parse=PARSERS[field.kind],
                    context=context,
                    evidence=Evidence() if auto else None,
                    cache={} if field.kind in REPEATING else None,
                )
            )
        tables = frozenset(reader.field.table for reader in readers)
        return cls(bound.table.sheet.name, bound, readers, tables)

    def weigh(self, row: Row) -> None:
        """First look: what the dates of this row say about the order of day and month."""
        values = row.values
        size = len(values)
        for reader in self.readers:
            if reader.evidence is not None and reader.index < size:
                value = values[reader.index]
                if value is not None:
                    reader.evidence.add(value, row.number)

    def read(self, row: Row, report: Report) -> Slots:
        """Second look: typed values by slot; what is to be said about a cell goes to `report`."""
        slots: Slots = {}
        values, marks = row.values, row.marks
        size = len(values)
        for reader in self.readers:
            index = reader.index
            value = values[index] if index < size else None
            if value is None:
                if marks and index in marks:
                    report(marks[index], reader.place(self.sheet, row.number), reader.field.id, "", {})
                continue
            cache = reader.cache
            if cache is None:
                parsed = reader.parse(value, reader.context)
            else:
                # 1, True and Decimal(1) are equal but are not the same to a parser
                key = value if value.__class__ is str else (value.__class__, value)
                found = cache.get(key)
                if found is None:
                    if len(cache) >= _REMEMBER:
                        cache.clear()
                    found = cache[key] = reader.parse(value, reader.context)
                parsed = found
            if parsed.issues:
                place = reader.place(self.sheet, row.number)
                for issue in parsed.issues:
                    report(issue.code, place, reader.field.id, show(value), issue.params)
            if parsed.value is not None:
                slot = slots.get(reader.slot)
                if slot is None:
                    slot = slots[reader.slot] = {}
                slot[reader.name] = parsed.value
            if parsed.extra:
                slot = slots.setdefault(reader.slot, {})
                for name, extra in parsed.extra.items():
                    own = name in ("text", "code")
                    slot[f"{reader.name}_{name}" if own else f"{name}_said"] = extra
        return slots

    def source(self, row: int, slot: tuple[str, int]) -> RowSource:
        """Where the values of a slot stood in a row."""
        return RowSource(self, row, slot)


@dataclass(frozen=True, slots=True)
class RowSource:
    """A row as the source of an item; places are worked out when they are asked for."""

    reader: SheetReader
    row: int
    slot: tuple[str, int]

    def place(self, name: str | None = None) -> Place:
        """See `record.Source`."""
        for reader in self.reader.readers if name else ():
            if reader.name == name and reader.slot == self.slot:
                return reader.place(self.reader.sheet, self.row)
        return Place(sheet=self.reader.sheet, row=self.row)
