# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which columns say that two rows are the same person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from cydwaith.engines.tables.cells import Row, Value
from cydwaith.engines.tables.fields.fold import fold
from cydwaith.engines.tables.headers import Table
from cydwaith.engines.tables.mapping.model import SheetMap

#: Best first. A full name may also come as first and last name.
KEYS: Final = (
    ("person.reference",),
    ("person.nhs_number",),
    ("person.full_name", "person.date_of_birth"),
    ("person.email",),
    ("person.full_name",),
)
_NAME_PARTS: Final = ("person.given_name", "person.family_name")
#: Share of rows that must have the key. A reference with gaps is still the best key: the gaps are reported.
_FILLED: Final = 0.9
_FILLED_REFERENCE: Final = 0.6

_Known = Sequence[tuple[SheetMap, list[Row], Table]]


def key_columns(each: SheetMap, key: Sequence[str]) -> dict[str, list[str]] | None:
    """The fields of a sheet that give each part of the key, None if a part has none."""
    have = {column.field for column in each.columns if column.field}
    parts: dict[str, list[str]] = {}
    for part in key:
        if part in have:
            parts[part] = [part]
        elif part == "person.full_name" and have.issuperset(_NAME_PARTS):
            parts[part] = list(_NAME_PARTS)
        else:
            return None
    return parts


def choose_key(known: _Known) -> tuple[str, ...]:
    """The best key that every sheet in use has, and that is filled nearly everywhere on the first of them."""
    best: tuple[str, ...] = ()
    most = 0
    for key in KEYS:
        having = [each for each in known if key_columns(each[0], key) is not None]
        least = _FILLED_REFERENCE if key == KEYS[0] else _FILLED
        if len(having) > most and _filled(having[0], key) >= least:
            best, most = key, len(having)
    return best or ("person.full_name",)


def guess_fill_down(each: SheetMap, known: _Known, key: tuple[str, ...]) -> SheetMap:
    """Set `fill_down` where rows without any field of a person follow rows with one."""
    found = next((entry for entry in known if entry[0] is each), None)
    if found is None:
        return each
    _, rows, table = found
    person, others = _positions(each, table)
    started = below = False
    for row in rows:
        if any(_is(row.at(index)) for index in person):
            started = True
        elif started and any(_is(row.at(index)) for index in others):
            below = True
            break
    return replace(each, fill_down=below and bool(person) and key_columns(each, key) is not None)


def _positions(each: SheetMap, table: Table) -> tuple[list[int], list[int]]:
    where = {(fold(column.header), column.occurrence): column.index for column in table.columns}
    person: list[int] = []
    others: list[int] = []
    for column in each.columns:
        if column.field:
            index = where[fold(column.header), column.occurrence]
            (person if column.field.startswith("person.") else others).append(index)
    return person, others


def _filled(entry: tuple[SheetMap, list[Row], Table], key: Sequence[str]) -> float:
    """Share of the rows with something about a person that have the whole key."""
    each, rows, table = entry
    parts = key_columns(each, key) or {}
    wanted = {field for fields in parts.values() for field in fields}
    person, _ = _positions(each, table)
    where = {(fold(column.header), column.occurrence): column.index for column in table.columns}
    keys = [where[fold(c.header), c.occurrence] for c in each.columns if c.field in wanted]
    counted = [row for row in rows if any(_is(row.at(index)) for index in person)]
    if not counted:
        return 0.0
    return sum(all(_is(row.at(index)) for index in keys) for row in counted) / len(counted)


def _is(value: Value) -> bool:
    return value is not None and bool(str(value).strip())
