# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands in the head of every page about a person, as four columns beside the person's row.

Written by hand like `openness`, and for the same reason: as nested querysets the four cost 4 ms to build and compile,
more than the rest of the page; this way they cost the database's 0.1 ms. Each is narrowed here: needs by the sharing
clause for their category, the count of shares by who keeps the record; the other two are of the person's own row,
which the query that they stand in has admitted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import F, Func, IntegerField, JSONField, Value
from django.utils import timezone

from cydwaith.kernel import guard
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.models import User
from cydwaith.kernel.prepared import MOMENT, NUMBER, TEXT, bound
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Category

from . import sharing
from .models import Involvement, Needs, Person, SharingDecision, Visibility

_DIALECT = {
    "sqlite": {"list": "JSON_GROUP_ARRAY", "object": "JSON_OBJECT", "json": "JSON({})"},
    "postgresql": {"list": "JSONB_AGG", "object": "JSONB_BUILD_OBJECT", "json": "{}"},
}
_TABLES = {
    "person": Person._meta.db_table,
    "needs": Needs._meta.db_table,
    "involvement": Involvement._meta.db_table,
    "decision": SharingDecision._meta.db_table,
    "visibility": Visibility._meta.db_table,
    "account": User._meta.db_table,
}
_NEEDS = """(SELECT {object}('formats', {formats}, 'communication', n.communication, 'access', n.access)
 FROM {needs} n WHERE n.person_id = {0} AND {1})"""
_ADVISERS = """(SELECT {list}(u.name) FROM {involvement} i JOIN {account} u ON u.id = i.user_id
 WHERE i.person_id = {0} AND i.organisation_id = {1}
 AND i.starts_at <= %s AND (i.ends_at IS NULL OR i.ends_at > %s))"""
_SHARES = """(SELECT COUNT(DISTINCT d.recipient) FROM {decision} d WHERE d.person_id = {0} AND {1} = %s
 AND d.categories > 0 AND d.starts_at <= %s AND d.ends_at > %s
 AND NOT EXISTS (SELECT 1 FROM {decision} later WHERE later.replaces_id = d.id))"""
_JOINED = "(SELECT {list}(j.name) FROM {person} j WHERE j.joined_into_id = {0})"
_OPENED = """(SELECT {list}(v.categories) FROM {visibility} v WHERE v.person_id = {0}
 AND v.recipient IN ({marks}) AND v.purpose = %s
 AND v.starts_at <= %s AND (v.ends_at IS NULL OR v.ends_at > %s))"""


class _Column(Func):
    """A subselect in words of our own. `parts` are compiled into {0} and {1}; then come `params` (what each is called
    where the read is kept prepared, its value, its kind), then the moment `moments` times; `marks`: how many of the
    params stand in a list."""

    def __init__(
        self,
        sql: str,
        *parts: Any,
        output: Any,
        params: Sequence[tuple[str, Any, Any]] = (),
        moments: int = 0,
        marks: int = 0,
    ) -> None:
        super().__init__(*parts, output_field=output)
        self.sql, self.params, self.moments, self.marks = sql, tuple(params), moments, marks
        self.now = timezone.now()

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        """The parts' parameters come first: they stand before the literals in every template above."""
        dialect = _DIALECT[connection.vendor]
        compiled = [compiler.compile(part) for part in self.source_expressions]
        quoted = {name: connection.ops.quote_name(table) for name, table in _TABLES.items()}
        sql = self.sql.format(
            *(text for text, _params in compiled),
            **quoted,
            list=dialect["list"],
            object=dialect["object"],
            formats=dialect["json"].format("n.formats"),
            marks=", ".join(["%s"] * self.marks),
        )
        params = [param for _text, found in compiled for param in found]
        own = [bound(name, value, kind) if name else value for name, value, kind in self.params]
        return sql, [*params, *own, *[bound("now", self.now, MOMENT)] * self.moments]


def columns(actor: Actor) -> dict[str, Any]:
    """The columns "needs" (object), "advisers" (names), "shares" (how many) and "opened" (masks) for a person's row."""
    person, place, own = F("pk"), F("organisation_id"), actor.role is Role.PERSON
    here = (
        ("organisation_id", actor.organisation_id, NUMBER)
        if actor.organisation_id is not None
        else ("", 0, NUMBER)
    )
    recipients = [(f"recipient.{number}", key, TEXT) for number, key in enumerate(actor.recipients)]
    return {
        "needs": _Column(_NEEDS, person, _may_read_needs(actor), output=JSONField()),
        "advisers": _Column(_ADVISERS, person, place, moments=2, output=JSONField()),
        "shares": _Column(
            _SHARES,
            person,
            Value(1) if own else place,
            params=[("", 1, NUMBER) if own else here],
            moments=2,
            output=IntegerField(),
        ),
        "opened": _Column(
            _OPENED,
            person,
            params=[*recipients, ("", actor.purpose.value, TEXT)],
            marks=len(recipients),
            moments=2,
            output=JSONField(),
        )
        if recipients
        else Value(None, output_field=JSONField()),
    }


def joined_names() -> Any:
    """The names of records that were joined into a person's, as a column: they are found under these too."""
    return _Column(_JOINED, F("pk"), output=JSONField())


def _may_read_needs(actor: Actor) -> Any:
    """The registered rule of needs, asked of the person's row: what the guard says of the table holds here too.

    Raises `ImproperlyConfigured` should needs ever get a policy of their own, which this cannot ask.
    """
    rule = guard.rule_of(Needs)
    if rule is None or rule.policy is not guard.everything:
        raise ImproperlyConfigured("the head of a page asks of needs the sharing clause alone")
    return sharing.clause(actor, "pk", Category.NEEDS) if rule.sharing else Value(True)
