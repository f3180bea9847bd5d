# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows of several tables about one person in one statement, each table admitted by its own category.

A page shows a dozen tables; a statement for each would cost more than the page. Every table comes as a column that
holds its rows as JSON; here they become Python values again, and the read log is told of their categories.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, Final

from django.db.models import (
    BooleanField,
    DateField,
    DateTimeField,
    F,
    JSONField,
    OuterRef,
    Subquery,
    TimeField,
)
from django.db.models.functions import JSONObject

from cydwaith.kernel import reads
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotVisible
from cydwaith.kernel.guard import Guarded
from cydwaith.kernel.models import User
from cydwaith.kernel.prepared import Prepared, given
from cydwaith.people.queries.columns import person_row
from cydwaith.people.queries.gathering import gathered


@dataclass(frozen=True, slots=True)
class Arm:
    """One table of a page. `columns`: its own fields; `joined`: name -> path over unguarded tables.

    `newest`: at most so many rows, the greatest of `order` first; 0 for all. `by`: whether the name of who wrote the
    row (`user_id`) comes along, as `by`.
    """

    model: type[Guarded]
    columns: tuple[str, ...]
    joined: Mapping[str, str] = field(default_factory=dict)
    newest: int = 0
    order: tuple[str, ...] = ("pk",)
    by: bool = False
    skip: int = 0
    only: Mapping[str, Any] = field(default_factory=dict)


Row = dict[str, Any]


class Sheet:
    """One page about a person: its tables, read in one statement that is kept compiled.

    `arms`: from the number of the page (1 where there is but one) to the tables by name. `columns`: of the person.
    """

    def __init__(self, arms: Callable[[int], Mapping[str, Arm]], columns: Sequence[str] = ()) -> None:
        self.arms = arms
        self.columns = tuple(columns)
        self._read = Prepared(self._build)

    def _build(self, actor: Actor, page: int) -> Any:
        arms = self.arms(page)
        return (
            person_row(actor, given("about", 0))
            .annotate(**{f"arm_{name}": _column(actor, arm) for name, arm in arms.items()})
            .values_list("pk", *self.columns, *(f"arm_{name}" for name in arms))
        )

    def of(self, actor: Actor, person_id: int, page: int = 1) -> tuple[Row, dict[str, list[Row]]]:
        """The person's own columns and the rows of each table, as dicts with Python values.

        Raises `NotVisible`. Tables of which nothing is open to the actor come empty.
        """
        found = self._read.rows(actor, page, values={"about": person_id})
        if len(found) != 1:
            raise NotVisible("Person")
        arms = self.arms(page)
        own = len(self.columns) + 1
        row = dict(zip(("pk", *self.columns), found[0][:own], strict=True))
        columns = zip(arms.items(), found[0][own:], strict=True)
        return row, {name: _rows(arm, value or [], person_id) for (name, arm), value in columns}


def _column(actor: Actor, arm: Arm) -> Subquery:
    model: Any = arm.model
    about = {"person_id": given("about", 0), **arm.only}
    rows = model.objects.visible_to(actor).filter(**about)
    if arm.newest:
        backwards = [f"-{name}" for name in arm.order]
        kept = rows.order_by(*backwards).values("pk")[arm.skip : arm.skip + arm.newest]
        # By their ids alone: with the person beside them SQLite walks all the rows that the person has.
        rows = model.objects.visible_to(actor).filter(pk__in=kept)
    values: dict[str, Any] = {"pk": F("pk"), **{name: F(name) for name in arm.columns}}
    values |= {name: F(path) for name, path in arm.joined.items()}
    if arm.by:
        values["by"] = Subquery(User.objects.filter(pk=OuterRef("user_id")).values("name"))
    return gathered(rows, JSONObject(**values))


def _rows(arm: Arm, found: list[Row], person_id: int) -> list[Row]:
    if not found:
        return []
    _tell(arm, found, person_id)
    decode = {name: _DECODERS[kind] for name in arm.columns if (kind := _kind(arm.model, name)) is not None}
    for row in found:
        for name, read in decode.items():
            if row[name] is not None:
                row[name] = read(row[name])
    return sorted(found, key=lambda row: tuple(_sortable(row[name]) for name in arm.order))


def _sortable(value: Any) -> tuple[bool, Any]:
    return (value is not None, value)


def _tell(arm: Arm, found: list[Row], person_id: int) -> None:
    """What came along in a column was read as much as any other row."""
    reads.note(arm.model, ("person_id",), [{"person_id": person_id}])
    collected = reads.collecting()
    if collected is not None and not collected.muted and arm.model.category_field:
        for row in found:
            collected.categories |= int(row[arm.model.category_field])


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _json(value: Any) -> Any:
    """SQLite nests JSON as the text that it keeps."""
    return json.loads(value) if isinstance(value, str) else value


_DECODERS: Final[dict[type[Any], Any]] = {
    DateTimeField: _moment,
    DateField: date.fromisoformat,
    TimeField: time.fromisoformat,
    BooleanField: bool,
    JSONField: _json,
}


def _kind(model: type[Guarded], name: str) -> type[Any] | None:
    """Which decoder a column needs; the narrower of two kinds stands first in the table."""
    column = model._meta.get_field(name)
    return next((kind for kind in _DECODERS if isinstance(column, kind)), None)
