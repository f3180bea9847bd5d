# SPDX-License-Identifier: AGPL-3.0-or-later
"""The types of facts in Arrow and in Ibis, and the tables of an engine as Ibis sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .facts import Table, Type

if TYPE_CHECKING:
    import ibis.expr.types as ir

TYPES: dict[Type, str] = {
    Type.ID: "int64",
    Type.DAY: "int32",
    Type.MONTH: "int32",
    Type.NUMBER: "int64",
    Type.CODE: "string",
    Type.FLAG: "boolean",
}
"""Ibis' name of the type that a column is kept in."""


def columns_of(table: Table) -> dict[str, str]:
    """Column to type, in order."""
    return {column.name: TYPES[column.type] for column in table.columns}


def arrow_schema(table: Table) -> Any:
    """The Arrow schema of a table of facts: 64 and 32 bit integers, text, flags."""
    import pyarrow as pa

    kinds = {"int64": pa.int64(), "int32": pa.int32(), "string": pa.string(), "boolean": pa.bool_()}
    return pa.schema([(name, kinds[kind]) for name, kind in columns_of(table).items()])


def unbound(name: str, columns: dict[str, str]) -> ir.Table:
    """A table that an engine holds under that name, as Ibis sees it: no engine is asked."""
    import ibis

    return ibis.table(columns, name=name)
