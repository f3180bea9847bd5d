# SPDX-License-Identifier: AGPL-3.0-or-later
"""Judgements as SQL, written once for each dialect and kept: Ibis takes up to half a second to write one.

The periods asked for stand in tables and the last day known is put in place of a number that occurs nowhere else, so
that one text serves every run with the same options.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from . import facts
from .rulebooks.base import JUDGEMENT, Facts
from .schema import columns_of, unbound

if TYPE_CHECKING:
    import ibis.expr.types as ir

PERIOD = {"period": "int32", "first_day": "int32", "last_day": "int32"}
MONTH = {"month": "int32", "first_day": "int32", "last_day": "int32", "period": "int32"}
_AS_OF = 1_987_654_323
"""Stands for the last day known: beyond every day, still a 32-bit number."""
_IN_TEXT = re.compile(rf"\b{_AS_OF}\b")
KEPT = 1_000

Judge = Callable[[Facts, Mapping[str, Any]], "ir.Table"]


def judged(compiler: Any, judge: Judge, options: Mapping[str, Any], as_of: int) -> tuple[str, dict[str, Any]]:
    """SQL of a judgement, and the small tables that the rule brings itself, by name.

    `compiler`: Ibis' class for the dialect. `options`: their values can be hashed.
    """
    text, brought = _written(compiler, judge, tuple(sorted(options.items())))
    return _IN_TEXT.sub(str(as_of) if as_of >= 0 else f"({as_of})", text), brought


@lru_cache(maxsize=KEPT)
def _written(compiler: Any, judge: Judge, options: tuple[tuple[str, Any], ...]) -> tuple[str, dict[str, Any]]:
    import ibis
    import ibis.expr.operations as ops

    # Merging nested SELECTs takes Ibis seconds over a long rule, and engines do it themselves: six times faster.
    ibis.options.sql.fuse_selects = False
    tables = {table.name: unbound(table.name, columns_of(table)) for table in facts.TABLES}
    given = Facts(
        tables,
        unbound("run_period", PERIOD),
        unbound("run_month", MONTH),
        ibis.literal(_AS_OF, "int32"),
    )
    expression = judge(given, dict(options)).select(*JUDGEMENT)
    brought = {
        table.name: table.data.to_pyarrow(table.schema) for table in expression.op().find(ops.InMemoryTable)
    }
    writer = compiler()
    return str(writer.to_sqlglot(expression).sql(dialect=writer.dialect)), brought
