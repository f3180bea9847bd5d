# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guarded models: closed until `visible_to(actor)` narrowed the query to what that actor may see (lock 1).

What is visible = the context's policy (a `Q`, one truth for lists and single checks) **and** the sharing clause
that `people` registers. No rule registered for a model, or no sharing clause: nothing is visible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeVar

from django.core.exceptions import MultipleObjectsReturned, ObjectDoesNotExist
from django.db import models
from django.db.models import F, Q
from django.db.models.sql.query import Query

from . import reads
from .actor import Actor
from .errors import NotVisible, OutsideAction, Unadmitted
from .privacy import Classes
from .statements import admitted_aliases, inside_action
from .system import system_reason
from .vocabulary import Category

Policy = Callable[[Actor, str], Q]
"""(actor, prefix of the model's fields, "" or "journey__") -> which rows the context lets the actor have."""

SharingClause = Callable[[Actor, str, "Category | F"], Q]
"""(actor, lookup of the person's id, category or the column that holds it) -> which people are open."""

NOTHING = Q(pk__in=[])
EVERYTHING = Q()


@dataclass(frozen=True, slots=True)
class Rule:
    """How rows of one guarded model become visible."""

    policy: Policy
    sharing: bool


_rules: dict[type[models.Model], Rule] = {}
_sharing: list[SharingClause] = []
PUBLIC: dict[str, str] = {}
"""Label of a model with a path to a person that is not guarded -> the reason (lock 2)."""


def everything(_actor: Actor, _prefix: str) -> Q:
    """The policy of a model that needs nothing beyond the sharing clause."""
    return EVERYTHING


def register(model: type[models.Model], policy: Policy = everything, *, sharing: bool = True) -> None:
    """Say how rows of `model` become visible. `sharing=False`: the policy alone decides (it must say whom)."""
    _rules[model] = Rule(policy, sharing)


def register_sharing(clause: SharingClause) -> None:
    """Register the one sharing clause. Only `people` calls this."""
    _sharing[:] = [clause]


def rule_of(model: type[models.Model]) -> Rule | None:
    """The registered rule of `model`, or None: nothing visible."""
    return _rules.get(model)


def visible_q(model: type[Guarded], actor: Actor, prefix: str = "") -> Q:
    """The whole condition under which rows of `model`, reached by `prefix`, are visible to `actor`."""
    rule = _rules.get(model)
    if rule is None:
        return Q(**{f"{prefix}pk__in": []})
    condition = rule.policy(actor, prefix)
    if not rule.sharing:
        return condition
    if not _sharing:
        return Q(**{f"{prefix}pk__in": []})
    category: Category | F = (
        F(prefix + model.category_field) if model.category_field else Category(model.category or 0)
    )
    return condition & _sharing[0](actor, prefix + model.person_field, category)


class GuardedQuery(Query):
    """A query that keeps its admission when its aliases are renamed, and loses it when joined with an open one."""

    admitted: frozenset[str] = frozenset()

    def change_aliases(self, change_map: dict[str | None, str]) -> Any:
        if change_map:
            self.admitted = frozenset(change_map.get(a, a) for a in self.admitted)
        return super().change_aliases(change_map)

    def combine(self, rhs: Query, connector: str) -> None:
        # `visible | everything` would admit everything: both sides must be admitted, or none is.
        if admitted_aliases(self) and not admitted_aliases(rhs):
            self.admitted = frozenset()
        super().combine(rhs, connector)


_Model_co = TypeVar("_Model_co", bound=models.Model, covariant=True)


class GuardedQuerySet(models.QuerySet[_Model_co]):
    """A queryset that answers only once admitted, and tells the read log whose rows it fetched."""

    def __init__(self, model: Any = None, query: Any = None, using: Any = None, hints: Any = None) -> None:
        super().__init__(model, query if query is not None else GuardedQuery(model), using, hints)

    def visible_to(self, actor: Actor, *joins: str) -> Self:
        """Narrow to what `actor` may see, and admit the query.

        `joins` are forward paths ("person", "journey__person") whose guarded tables are narrowed and admitted too,
        so that `values("person__name")` or `select_related("person")` may follow. Raises `Unadmitted` for a path
        that is not made of forward foreign keys.
        """
        model: Any = self.model
        found = self.filter(visible_q(model, actor))
        query: Any = found.query
        query.admitted = query.admitted | {query.get_initial_alias()}
        for path in joins:
            found = found._admit_join(actor, path)
        return found

    def _admit_join(self, actor: Actor, path: str) -> Self:
        model: Any = self.model
        for part in path.split("__"):
            field = model._meta.get_field(part)
            if not (field.many_to_one or field.one_to_one) or not field.concrete:
                raise Unadmitted(f"{path}: only forward foreign keys can be joined")
            model = field.related_model
        if not issubclass(model, Guarded):
            return self
        found = self.filter(visible_q(model, actor, f"{path}__"))
        query: Any = found.query
        joined = query.setup_joins(path.split("__"), query.get_meta(), query.get_initial_alias())
        query.admitted = query.admitted | {joined.joins[-1]}
        return found

    def _admitted(self) -> bool:
        return bool(admitted_aliases(self.query)) or system_reason() is not None

    def __or__(self, other: Any) -> Self:
        if self._admitted() != other._admitted():
            raise Unadmitted("an admitted query was OR-ed with one that is not")
        return super().__or__(other)

    def __xor__(self, other: Any) -> Self:
        if self._admitted() != other._admitted():
            raise Unadmitted("an admitted query was XOR-ed with one that is not")
        return super().__xor__(other)

    def raw(self, *_args: Any, **_kwargs: Any) -> Any:
        """Refused: hand-written SQL cannot be admitted."""
        raise Unadmitted("raw SQL on a guarded table")

    def update(self, **kwargs: Any) -> int:
        """Only of admitted rows, inside an action."""
        if not self._admitted():
            raise Unadmitted("update of rows that nobody admitted")
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Only of admitted rows, inside an action."""
        if not self._admitted():
            raise Unadmitted("delete of rows that nobody admitted")
        return super().delete()

    def one(self) -> Any:
        """The single row, or `NotVisible`: absent and forbidden look the same."""
        try:
            return self.get()
        except (ObjectDoesNotExist, MultipleObjectsReturned) as error:
            raise NotVisible(self.model.__name__) from error

    def _fetch_all(self) -> None:
        fresh = self._result_cache is None
        super()._fetch_all()
        if fresh and self._result_cache:
            reads.note(self.model, getattr(self, "_fields", None), self._result_cache)

    def iterator(self, chunk_size: int | None = None) -> Iterator[Any]:
        """Refused while a page is being served: what was read could not be told before it is shown."""
        if reads.collecting():
            raise Unadmitted("iterator() inside a page: fetch the rows, so that the read log knows them")
        return super().iterator(chunk_size) if chunk_size else super().iterator()


GuardedManager = models.Manager.from_queryset(GuardedQuerySet)


class Guarded(models.Model):
    """Base of every model that holds something about a person.

    `category`: which of the twelve categories the table is; or `category_field`: the column that says it, a row.
    `person_field`: the foreign key to the person ("pk" for the person's own table).
    `privacy`: the class of each field.
    """

    category: ClassVar[Category | None] = None
    category_field: ClassVar[str] = ""
    person_field: ClassVar[str] = "person_id"
    privacy: ClassVar[Classes] = {}

    objects = GuardedManager()

    _loaded = False

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any, **options: Any) -> Self:
        instance = super().from_db(db, field_names, values, **options)
        instance._loaded = True
        return instance

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only inside an action; a row that was never loaded can only be new."""
        if not inside_action():
            raise OutsideAction(f"{type(self).__name__} saved outside an action")
        if not self._loaded:
            kwargs["force_insert"] = True
        super().save(*args, **kwargs)
        self._loaded = True

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Only inside an action."""
        if not inside_action():
            raise OutsideAction(f"{type(self).__name__} deleted outside an action")
        return super().delete(*args, **kwargs)


def admit(queryset: Any) -> Any:
    """Admit a queryset as it stands. For the sharing clause's own tables; nothing else may call this."""
    found = queryset._chain()
    found.query.admitted = found.query.admitted | {found.query.get_initial_alias()}
    return found
