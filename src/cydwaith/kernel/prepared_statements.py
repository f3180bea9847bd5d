# SPDX-License-Identifier: AGPL-3.0-or-later
"""A statement that is kept compiled, and how it is run: values bound to its places, columns made Python values.

For `kernel.prepared` alone, which says what may be kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import connection, models


@dataclass(frozen=True, slots=True)
class Bound:
    """A place in the parameters of a kept statement, filled at each run."""

    name: str
    field: models.Field[Any, Any]


_Converter = tuple[int, tuple[Any, ...], Any, tuple[type, ...]]
"""Which column, its converters, its expression, the types that they leave alone."""
_Place = tuple[str, models.Field[Any, Any], type | None, tuple[int, ...]]
"""A value to bind: its name, its kind, the type of it that a driver takes as it is, where it stands."""


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL, its parameters with places to fill, and how each column becomes a Python value."""

    sql: str
    params: tuple[Any, ...]
    converters: tuple[_Converter, ...] = field(compare=False)
    model: Any
    fields: tuple[str, ...]
    places: tuple[_Place, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        places: dict[Bound, list[int]] = {}
        for place, one in enumerate(self.params):
            if isinstance(one, Bound):
                places.setdefault(one, []).append(place)
        found = ((one.name, one.field, taken_as_it_is(one.field), tuple(at)) for one, at in places.items())
        object.__setattr__(self, "places", tuple(found))


def taken_as_it_is(kind: models.Field[Any, Any]) -> type | None:
    """The type of whose values a field of Django's makes the same value again; None where it does more."""
    if type(kind) is models.CharField:
        return str
    return int if type(kind) in _NUMBERS and connection.vendor == "sqlite" else None


_NUMBERS = (models.BigIntegerField, models.PositiveIntegerField, models.IntegerField, models.ForeignKey)


class checked:  # noqa: N801 - a context manager; entered on every statement, where a generator would cost thrice
    """The guard saw this statement when it was compiled: it need not be searched for tables at each run."""

    __slots__ = ("database",)

    def __init__(self, database: Any) -> None:
        self.database = database

    def __enter__(self) -> None:
        self.database.compiled_depth += 1

    def __exit__(self, *_exc: object) -> None:
        self.database.compiled_depth -= 1


def run(database: Any, statement: Statement, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """The rows as tuples of Python values."""
    params = list(statement.params)
    for name, kind, taken, places in statement.places:
        value = values[name]
        if type(value) is not taken:
            value = kind.get_db_prep_value(value, database)
        for place in places:
            params[place] = value
    with checked(database), database.cursor() as cursor:
        cursor.execute(statement.sql, params)
        with database.wrap_database_errors:
            rows = cursor.cursor.fetchall()
    if not statement.converters:
        return list(rows)
    return [_converted(row, statement.converters, database) for row in rows]


def _converted(row: tuple[Any, ...], converters: tuple[_Converter, ...], database: Any) -> tuple[Any, ...]:
    found: list[Any] | None = None
    for place, functions, expression, done in converters:
        value = row[place]
        if type(value) in done:
            continue
        found = found or list(row)
        for convert in functions:
            value = convert(value, expression, database)
        found[place] = value
    return row if found is None else tuple(found)


def left_alone(functions: Sequence[Any], expression: Any) -> tuple[type, ...]:
    """Types of the values that the converters of a column give back as they are: they need not be asked."""
    names = {function.__name__ for function in functions}
    if names == {"convert_datefield_value"}:
        return type(None), date
    if names == {"from_db_value"} and isinstance(expression.output_field, models.JSONField):
        return (type(None),)
    return ()
