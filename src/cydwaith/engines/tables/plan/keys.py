# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whose row is it? The key of a person, from the fields that the mapping names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cydwaith.engines.tables.cells import Row, Value
from cydwaith.engines.tables.fields.fold import fold
from cydwaith.engines.tables.fields.identity import same_reference
from cydwaith.engines.tables.mapping.keys import key_columns
from cydwaith.engines.tables.plan.columns import Reader, SheetReader


@dataclass(frozen=True, slots=True)
class KeyReader:
    """The key columns of one sheet: for each part of the key, the readers that give it."""

    parts: tuple[tuple[Reader, ...], ...]

    @classmethod
    def of(cls, sheet: SheetReader, key: Sequence[str]) -> KeyReader | None:
        """None if the sheet does not have the whole key."""
        found = key_columns(sheet.bound.map, key)
        if found is None:
            return None
        by_field = {reader.field.id: reader for reader in reversed(sheet.readers)}
        try:
            return cls(tuple(tuple(by_field[name] for name in names) for names in found.values()))
        except KeyError:
            return None

    def cells(self, row: Row) -> tuple[Value, ...]:
        """The cells that the key is made of."""
        return tuple(row.at(reader.index) for part in self.parts for reader in part)

    def key(self, cells: Sequence[Value]) -> tuple[str, bool]:
        """The key ("" if its first part is empty or cannot be read) and whether all of it was there."""
        texts: list[str] = []
        at = 0
        for part in self.parts:
            words = []
            for reader in part:
                value = reader.parse(cells[at], reader.context).value if cells[at] is not None else None
                at += 1
                if value is not None:
                    words.append(_normal(value, reader.field.name))
            texts.append(" ".join(words))
        if not texts[0]:
            return "", False
        return "|".join(texts), all(texts)


def _normal(value: object, name: str) -> str:
    """The same key however it was typed."""
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    if name == "reference":
        return same_reference(text)
    return text.casefold() if name == "email" else fold(text)
