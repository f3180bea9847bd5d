# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads that are compiled once and run many times: for the few pages that are opened all day.

    def _held(actor: Actor, sort: str) -> QuerySet:
        rows = Journey.objects.visible_to(actor).filter(adviser_id=given("user_id", actor.user_id))
        return rows.order_by(sort).values_list("person_id", "stage")

    _HELD = Prepared(_held)
    rows = _HELD.rows(actor, "stage")

Building and compiling a guarded query costs more than running it (2 ms of 3 for a list of 25). Here the query is
built, admitted and checked by the guard as any other, its SQL kept under its *shape*, and the values of each run are
bound to it: those of the actor (`user_id`, `organisation_id`, `person_id`, the visibility keys), the moment, and what
the caller gives. A shape is the actor's role, purpose and which ids they have, with the caller's own arguments.

No value of one actor can stay in the SQL of another: each shape is compiled for two actors of different ids, and
refused unless both give the same text and the same constants. No day can stay in it either: a constant that is one
is refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import EmptyResultSet, ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models.expressions import Expression, F
from django.utils import timezone

from . import reads, statements
from .actor import Actor
from .guard import Guarded
from .prepared_statements import Bound, Statement, checked, left_alone, run, taken_as_it_is

_preparing: ContextVar[bool] = ContextVar("preparing", default=False)

SHAPES = 400
"""How many shapes one read keeps before it begins anew."""
_IDS = {"user_id": (1_001, 2_001), "organisation_id": (1_002, 2_002), "person_id": (1_003, 2_003)}
NUMBER = models.BigIntegerField()
MOMENT = models.DateTimeField()
DAY = models.DateField()
TEXT = models.CharField()


class Given(Expression):
    """A value that is bound at each run (see `given`)."""

    def __init__(self, name: str, output_field: models.Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, _compiler: Any, _connection: Any, **_context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """A placeholder."""
        return "%s", [Bound(self.name, self.output_field)]


def given(name: str, value: Any, field: models.Field[Any, Any] = NUMBER) -> Any:
    """`value`, or while a read is prepared the place for it. For filters: `organisation_id=given("…", value)`."""
    return Given(name, field) if _preparing.get() else value


def bound(name: str, value: Any, field: models.Field[Any, Any] = TEXT) -> Any:
    """As `given`, for parameters of an expression that writes its own SQL."""
    return Bound(name, field) if _preparing.get() else field.get_db_prep_value(value, connection)


class _Ids(models.Field[Any, Any]):
    """Many ids as one parameter: JSON for SQLite, an array for PostgreSQL."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: ARG002 - Django's
        """What is bound."""
        return json.dumps(list(value)) if connection.vendor == "sqlite" else list(value)


_IDS_FIELD = _Ids()


class Among(Expression):
    """Whether a column is one of many ids, given as one value so that the statement is the same for any number.

    For filters: `rows.filter(Among("person_id", "people", ids))`. `name`: as of `given`.
    """

    conditional = True

    def __init__(self, column: Any, name: str, ids: Sequence[int]) -> None:
        super().__init__(output_field=models.BooleanField())
        self.column, self.name, self.ids = F(column) if isinstance(column, str) else column, name, ids

    def get_source_expressions(self) -> list[Any]:
        """The column."""
        return [self.column]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        """Resolved by Django."""
        (self.column,) = exprs

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """One placeholder for all of them."""
        sql, params = compiler.compile(self.column)
        ids = bound(self.name, self.ids, _IDS_FIELD)
        inside = "IN (SELECT value FROM json_each(%s))" if connection.vendor == "sqlite" else "= ANY(%s)"
        return f"{sql} {inside}", [*params, ids]


Build = Callable[..., Any]
"""(actor, *shape) -> an admitted queryset with values_list(); constants but those of the shape go through `given`."""


class Prepared:
    """A read kept compiled, by shape."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self._kept: dict[tuple[Any, ...], Statement | None] = {}
        _ALL.append(self)

    def rows(
        self, actor: Actor, *shape: Any, values: Mapping[str, Any] | None = None, shown: int | None = None
    ) -> list[tuple[Any, ...]]:
        """The rows as tuples, told to the read log. `values`: what `given` names beyond the actor's own.

        `shown`: only the first so many are shown, and told; one more was asked for to know whether there is one.
        """
        database = connections[DEFAULT_DB_ALIAS]
        statement = self._statement(database.vendor, actor, shape)
        if statement is None:
            return []
        found = run(database, statement, _values(actor, values))
        if issubclass(statement.model, Guarded):
            reads.note(statement.model, statement.fields, found[:shown])
        return found

    def count(self, actor: Actor, *shape: Any, values: Mapping[str, Any] | None = None) -> int:
        """How many rows there are, as far as the queryset is sliced."""
        database = connections[DEFAULT_DB_ALIAS]
        statement = self._statement(database.vendor, actor, shape, counted=True)
        return 0 if statement is None else int(run(database, statement, _values(actor, values))[0][0])

    def _statement(
        self, vendor: str, actor: Actor, shape: tuple[Any, ...], *, counted: bool = False
    ) -> Statement | None:
        has = (actor.user_id is not None, actor.organisation_id is not None, actor.person_id is not None)
        key = (vendor, actor.role, actor.purpose, has, shape, counted)
        if key in self._kept:
            return self._kept[key]
        found = self._compile(actor, shape)
        if counted and found is not None:
            counting = f"SELECT COUNT(*) FROM ({found.sql}) counted"  # noqa: S608 - SQL that Django compiled
            found = replace(found, sql=counting, converters=())
        if settings.CYDWAITH_KEEP_PREPARED:
            if len(self._kept) >= SHAPES:
                self._kept.clear()  # shapes are few by design; a flood of them must not fill the memory
            self._kept[key] = found
        return found

    def _compile(self, actor: Actor, shape: tuple[Any, ...]) -> Statement | None:
        token = _preparing.set(True)
        try:
            first, second = (_compiled(self.build(_stranger(actor, which), *shape)) for which in (0, 1))
        finally:
            _preparing.reset(token)
        if not _same(first, second):
            raise ImproperlyConfigured(
                f"{self.build} keeps an actor's own values in its SQL: give them by given()"
            )
        if first is not None and any(_is_a_day(one) for one in first.params):
            raise ImproperlyConfigured(f"{self.build} keeps a day in its SQL: give it by given()")
        return first

    def forget(self) -> None:
        """Drop what was kept."""
        self._kept.clear()


def _same(one: Statement | None, other: Statement | None) -> bool:
    """Whether two compilations agree. Parameters by their text: a driver's wrapper of JSON is equal to itself alone."""
    if one is None or other is None:
        return one is other
    return (one.sql, repr(one.params), one.model, one.fields) == (
        other.sql,
        repr(other.params),
        other.model,
        other.fields,
    )


_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _is_a_day(value: Any) -> bool:
    """Whether a constant is a day or a moment, in Python's form or as SQLite's text."""
    return isinstance(value, date) or (isinstance(value, str) and _DAY.match(value) is not None)


class Kept:
    """As `Prepared`, for tables that hold nobody's records: no actor is asked and nothing is told to the read log.

    `build` takes no argument; it gives a queryset with values_list() whose values all go through `given`.
    """

    def __init__(self, build: Callable[[], Any]) -> None:
        self.build = build
        self._kept: dict[str, Statement | None] = {}
        _ALL.append(self)

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows as tuples. `values`: what `given` names."""
        database = connections[DEFAULT_DB_ALIAS]
        statement = self._kept.get(database.vendor)
        if statement is None:
            statement = self._compile()
            if settings.CYDWAITH_KEEP_PREPARED:
                self._kept[database.vendor] = statement
        return [] if statement is None else run(database, statement, values)

    def _compile(self) -> Statement | None:
        token = _preparing.set(True)
        try:
            found = _compiled(self.build())
        finally:
            _preparing.reset(token)
        if found is not None and issubclass(found.model, Guarded):
            raise ImproperlyConfigured(f"{self.build} reads people's records: use Prepared")
        if found is not None and any(_is_a_day(one) for one in found.params):
            raise ImproperlyConfigured(f"{self.build} keeps a day in its SQL: give it by given()")
        return found

    def forget(self) -> None:
        """Drop what was kept."""
        self._kept.clear()


_ALL: list[Prepared | Kept] = []


def insert(model: type[models.Model], **values: Any) -> None:
    """Insert one row in one statement, its columns and values as given (by attribute name): for rows written on every
    page, where building the statement costs more than running it. Guarded tables: inside an action, as ever."""
    statements.check_insert(model)
    database = connections[DEFAULT_DB_ALIAS]
    sql, columns = _insert_sql(database.vendor, model, tuple(values))
    ready = [
        value if type(value) is taken else column.get_db_prep_save(value, database)
        for (column, taken), value in zip(columns, values.values(), strict=True)
    ]
    with checked(database), database.cursor() as cursor:
        cursor.execute(sql, ready)


@cache
def _insert_sql(
    _vendor: str, model: type[models.Model], names: tuple[str, ...]
) -> tuple[str, tuple[Any, ...]]:
    by_name = {column.attname: column for column in model._meta.concrete_fields}
    columns = tuple((by_name[name], taken_as_it_is(by_name[name])) for name in names)
    quote = connection.ops.quote_name
    into = ", ".join(quote(str(column.column)) for column, _taken in columns)
    places = ", ".join("%s" for _ in columns)
    return f"INSERT INTO {quote(model._meta.db_table)} ({into}) VALUES ({places})", columns  # noqa: S608 - names of columns


def forget_all() -> None:
    """Drop every kept statement: for tests that alter rules while the code runs."""
    for one in _ALL:
        one.forget()


def _stranger(actor: Actor, which: int) -> Actor:
    """The actor with ids that are nobody's."""
    ids = {name: pair[which] for name, pair in _IDS.items() if getattr(actor, name) is not None}
    return replace(actor, **ids)  # type: ignore[arg-type]  # ids are numbers


def _compiled(queryset: Any) -> Statement | None:
    """The statement of a queryset; None where it can find nothing, which Django tells before it is run."""
    query = queryset.query
    given_first = tuple(queryset._fields or ())
    fields = (*given_first, *(name for name in query.annotation_select if name not in given_first))
    names = (*query.values_select, *query.annotation_select)
    if query.extra_select or fields != names:
        raise ImproperlyConfigured("a prepared read needs values_list() with annotations last")
    compiler = query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    columns = [column for column, _sql, _alias in compiler.select[: compiler.col_count]]
    converters = tuple(
        (place, tuple(functions), expression, left_alone(functions, expression))
        for place, (functions, expression) in compiler.get_converters(columns).items()
    )
    return Statement(sql, tuple(params), converters, queryset.model, fields)


def _values(actor: Actor, values: Mapping[str, Any] | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "user_id": actor.user_id,
        "organisation_id": actor.organisation_id,
        "person_id": actor.person_id,
        "now": timezone.now(),
    }
    for place, key in enumerate(actor.recipients):
        found[f"recipient.{place}"] = key
    if values:
        found.update(values)
    return found
