# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dated facts: recorded, and ended. A new spell of a kind that holds once ends the one before on the day it begins."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _now

from cydwaith.kernel.actions import action, wrote
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid
from cydwaith.kernel.roles import Permission
from cydwaith.people.bringing import FACT_TABLES
from cydwaith.people.queries.lookup import person_for_change
from cydwaith.people.rules import facts
from cydwaith.people.shapes import NewFact


def table_of(kind: str) -> Any:
    """The table that keeps a kind of fact. Raises `Invalid` for a kind that is not known."""
    if kind not in facts.KINDS:
        raise Invalid.on("kind", _now("Choose what this is about."))
    return FACT_TABLES[facts.KINDS[kind].category]


@action("people.record_fact", permission=(Permission.WORK_CASELOAD, Permission.OWN_RECORD))
def record_fact(*, by: Actor, reference: str | None, fact: NewFact) -> int:
    """Record a fact; returns its id. Raises `Invalid`.

    Of a kind that holds once (`Kind.single`), a spell that is still open and began earlier ends on the new one's
    first day; where a later spell exists, the new one ends on that one's first day, so that no two overlap.
    """
    person = person_for_change(by, reference)
    today = timezone.localdate()
    if wrong := facts.problems(fact.kind, fact.value, fact.starts_on, fact.ends_on, today=today):
        raise Invalid(wrong)
    table, ends_on = table_of(fact.kind), fact.ends_on
    if facts.KINDS[fact.kind].single:
        for other in table.objects.visible_to(by).filter(person_id=person.pk, kind=fact.kind):
            if other.starts_on > fact.starts_on:
                ends_on = min(ends_on or other.starts_on, other.starts_on)
            elif other.ends_on is None or other.ends_on > fact.starts_on:
                other.ends_on = fact.starts_on
                other.save(update_fields=["ends_on"])
                wrote(other, changed={"ends_on": other.ends_on})
    row = table.objects.create(
        person_id=person.pk,
        kind=fact.kind,
        value=fact.value.strip(),
        starts_on=fact.starts_on,
        ends_on=ends_on,
    )
    wrote(row, changed={"kind": row.kind, "value": row.value, "starts_on": row.starts_on, "ends_on": ends_on})
    return int(row.pk)


@action("people.end_fact", permission=(Permission.WORK_CASELOAD, Permission.OWN_RECORD))
def end_fact(*, by: Actor, reference: str | None, kind: str, fact_id: int, ends_on: date) -> None:
    """End a spell: `ends_on` is the first day on which it no longer holds; its first day: it never held."""
    person = person_for_change(by, reference)
    row = table_of(kind).objects.visible_to(by).filter(pk=fact_id, kind=kind, person_id=person.pk).one()
    if ends_on < row.starts_on:
        raise Invalid.on("ends_on", _now("This ends before it begins."))
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    wrote(row, changed={"ends_on": ends_on})
