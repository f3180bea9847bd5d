# SPDX-License-Identifier: AGPL-3.0-or-later
"""The check that stands where SQL is compiled: no guarded table without admission, none written outside an action.

Called by our database engines (`kernel.db`). It looks at every table of a statement, not at the model the query
began from, so that a join, a subquery or `select_related` from an unguarded model is held to the same rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models.lookups import Exact, In
from django.db.models.sql.query import Query

from .errors import OutsideAction, Unadmitted
from .system import system_reason

if TYPE_CHECKING:
    from django.db.models import Model

_in_action: ContextVar[int] = ContextVar("in_action", default=0)
_raw_allowed: ContextVar[int] = ContextVar("raw_allowed", default=0)


@lru_cache(maxsize=1)
def guarded_tables() -> dict[str, type[Model]]:
    """Table name to model, of every guarded model. Cached once the app registry is ready."""
    from .guard import Guarded  # circular import: guard builds on this module

    return {m._meta.db_table: m for m in apps.get_models(include_auto_created=True) if issubclass(m, Guarded)}


@lru_cache(maxsize=1)
def _table_pattern() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, guarded_tables()), key=len, reverse=True)) or r"(?!)"
    return re.compile(rf"(?<![\w]){'(?:' + names + ')'}(?![\w])")


@contextmanager
def writing() -> Iterator[None]:
    """Inside an action: guarded rows may be written. Entered by `kernel.actions` alone."""
    token = _in_action.set(_in_action.get() + 1)
    try:
        yield
    finally:
        _in_action.reset(token)


@contextmanager
def raw_sql_allowed() -> Iterator[None]:
    """Schema changes and the flush of a test database speak plain SQL. Entered by the engines alone."""
    token = _raw_allowed.set(_raw_allowed.get() + 1)
    try:
        yield
    finally:
        _raw_allowed.reset(token)


def inside_action() -> bool:
    """Whether a guarded row may be written now."""
    return _in_action.get() > 0 or system_reason() is not None


def admitted_aliases(query: Query) -> frozenset[str]:
    """Aliases of `query` that `visible_to` admitted."""
    return getattr(query, "admitted", frozenset())


def check_select(query: Query) -> None:
    """Refuse a FROM clause with a guarded table whose alias was not admitted.

    Raises `Unadmitted`.
    """
    if system_reason() is not None:
        return
    guarded = guarded_tables()
    admitted = admitted_aliases(query)
    for alias, table in query.alias_map.items():
        if query.alias_refcount[alias] and table.table_name in guarded and alias not in admitted:
            raise Unadmitted(f"{table.table_name} (as {alias}) was read without visible_to(actor)")
    for name in query.extra_tables:
        if name in guarded:
            raise Unadmitted(f"{name} was read through extra(tables=…)")


def check_text(sql: str, *, where: str) -> None:
    """Refuse hand-written SQL that names a guarded table. Raises `Unadmitted`."""
    if system_reason() is not None or _raw_allowed.get():
        return
    found = _table_pattern().search(sql)
    if found:
        raise Unadmitted(f"{found.group()} was named in {where}")


def check_insert(model: type[Model]) -> None:
    """Refuse a new guarded row outside an action. Raises `OutsideAction`."""
    if model._meta.db_table in guarded_tables() and not inside_action():
        raise OutsideAction(f"a row of {model._meta.db_table} was made outside an action")


def check_change(query: Query) -> None:
    """Refuse UPDATE or DELETE of guarded rows outside an action, or of rows nobody admitted.

    Raises `OutsideAction`, or `Unadmitted` where the rows are chosen by a query that was not narrowed to what
    the actor may see. A statement shaped like one loaded instance (primary keys alone) passes inside an action:
    the instance was admitted when it was loaded.
    """
    table = query.get_meta().db_table
    if table not in guarded_tables() or system_reason() is not None:
        return
    if not _in_action.get():
        raise OutsideAction(f"rows of {table} were changed outside an action")
    if query.get_initial_alias() not in admitted_aliases(query) and not _by_primary_key_alone(query):
        raise Unadmitted(f"rows of {table} were changed without visible_to(actor)")


def _by_primary_key_alone(query: Query) -> bool:
    children: list[Any] = query.where.children
    if len(children) != 1 or query.where.negated or not isinstance(children[0], (Exact, In)):
        return False
    lookup: Any = children[0]
    target = getattr(lookup.lhs, "target", None)
    return target is not None and target.primary_key and not hasattr(lookup.rhs, "as_sql")
