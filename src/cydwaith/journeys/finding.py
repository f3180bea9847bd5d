# SPDX-License-Identifier: AGPL-3.0-or-later
"""Rows for an action to change: fetched and authorised in one statement, locked against a second hand.

Who may only read (a partner with a share, a supporter) finds nothing here, which looks like absence.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from cydwaith.journeys.models import Contact, Journey, Review, Step
from cydwaith.journeys.rules import OpenLine
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.guard import Guarded
from cydwaith.kernel.prepared import TEXT, Prepared, given
from cydwaith.kernel.roles import Role
from cydwaith.people.queries import person_for_change

_Row = TypeVar("_Row", bound=Guarded)


def _own(by: Actor) -> Q:
    """Records of the own organisation, or the own record; not one that was joined into another."""
    if by.role is Role.PERSON and by.person_id is not None:
        return Q(person_id=given("person_id", by.person_id), person__joined_into__isnull=True)
    if by.organisation_id is None:
        raise NotVisible("record")
    here = given("organisation_id", by.organisation_id)
    return Q(person__organisation_id=here, person__joined_into__isnull=True)


def own_rows(model: type[_Row], by: Actor) -> Any:
    """Rows of `model` that the actor may change, to look at: a page asks outside a transaction, where none is locked.

    Raises `NotVisible` for who may change nothing.
    """
    return model.objects.visible_to(by, "person").filter(_own(by))


def rows_for_change(model: type[_Row], by: Actor) -> Any:
    """Rows of `model` that the actor may change, locked. Raises `NotVisible` for who may change nothing."""
    return own_rows(model, by).select_for_update(of=("self",))


def row_for_change(model: type[_Row], by: Actor, pk: int) -> Any:
    """One row, or `NotVisible`."""
    return rows_for_change(model, by).filter(pk=pk).one()


def with_dates(rows: Any, by: Actor) -> Any:
    """Journeys with what `upkeep` needs: the first open step and review, when a talk was last arranged, the chain."""
    mine = {"journey_id": OuterRef("pk")}
    steps = (
        Step.objects.visible_to(by)
        .filter(**mine, done_on__isnull=True, dropped_on__isnull=True, due_on__isnull=False)
        .order_by("due_on", "pk")
    )
    reviews = Review.objects.visible_to(by).filter(**mine, done_on__isnull=True).order_by("due_on", "week")
    arranged = Contact.objects.visible_to(by).filter(**mine, next_on__isnull=False).order_by("-on", "-pk")
    return rows.annotate(
        step_due=Subquery(steps.values("due_on")[:1]),
        step_who=Subquery(steps.values("who_does")[:1]),
        review_due=Subquery(reviews.values("due_on")[:1]),
        review_week=Subquery(reviews.values("week")[:1]),
        arranged_on=Subquery(arranged.values("on")[:1]),
        partnership=F("programme__partnership_id"),
    )


def journey_for_change(by: Actor, journey_id: int) -> Any:
    """A journey with its dates (see `with_dates`), or `NotVisible`."""
    found = _journeys(by, _ONE, {"journey": journey_id})
    if len(found) != 1:
        raise NotVisible("Journey")
    return found[0]


_ONE, _OPEN, _ONE_OF, _OPEN_OF = "one", "open", "one of", "open of"
_FIELDS = tuple(field.attname for field in Journey._meta.concrete_fields)
_DATES = ("step_due", "step_who", "review_due", "review_week", "arranged_on", "partnership")


def _own_journeys(by: Actor, which: str) -> Any:
    """At most two journeys that the actor may change: one named, or those that are open; of a person named, or not."""
    rows = with_dates(rows_for_change(Journey, by), by)
    if by.role is not Role.PERSON:
        rows = rows.filter(organisation_id=given("organisation_id", by.organisation_id))
    one = which in (_ONE, _ONE_OF)
    rows = rows.filter(pk=given("journey", 0)) if one else rows.filter(closed_on__isnull=True)
    if which in (_ONE_OF, _OPEN_OF):
        rows = rows.filter(person__reference=given("reference", "", TEXT))
    return rows.values_list(*_FIELDS, *_DATES)[:2]


_JOURNEYS = Prepared(_own_journeys)


def _journeys(by: Actor, which: str, values: dict[str, Any]) -> list[Any]:
    """Rows of `_own_journeys`, as rows that an action may save."""
    found = []
    for row in _JOURNEYS.rows(by, which, values=values):
        journey: Any = Journey.from_db("default", _FIELDS, row[: len(_FIELDS)])
        for name, value in zip(_DATES, row[len(_FIELDS) :], strict=True):
            setattr(journey, name, value)
        found.append(journey)
    return found


def whose(by: Actor, reference: str | None, journey_id: int | None) -> tuple[int, Any]:
    """The person's id, and their journey: the one named, or the only one that is open, or None.

    Raises `NotVisible`, and `Invalid` where several are open and none was named.
    """
    if journey_id is not None:
        which = _ONE if reference is None else _ONE_OF
    else:
        which = _OPEN if reference is None else _OPEN_OF
    found = _journeys(by, which, {"journey": journey_id, "reference": reference})
    if len(found) > 1:
        raise Invalid.on("journey_id", _("There are several journeys: choose which one this belongs to."))
    if found:
        return found[0].person_id, found[0]
    if journey_id is not None:
        raise NotVisible("Journey")
    return person_for_change(by, reference).pk, None


def line_of(journey: Any) -> OpenLine:
    """What `with_dates` found of the plan and the reviews."""
    return OpenLine(journey.step_due, journey.step_who or "", journey.review_due, journey.review_week or 0)


__all__ = [
    "journey_for_change",
    "line_of",
    "own_rows",
    "row_for_change",
    "rows_for_change",
    "whose",
    "with_dates",
]
