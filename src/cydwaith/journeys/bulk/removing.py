# SPDX-License-Identifier: AGPL-3.0-or-later
"""Taking imported rows out again: set-based, children first, stage changes after their journey."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import router

from cydwaith.journeys import models
from cydwaith.journeys.bulk.adding import plan_reviews
from cydwaith.journeys.bulk.settling import parts, settle_journeys
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.guard import admit
from cydwaith.people.queries import own_organisation
from cydwaith.people.queries.columns import sort_keys


def remove(
    *,
    journeys: Sequence[int] = (),
    jobs: Sequence[int] = (),
    contacts: Sequence[int] = (),
    by: Actor,
) -> None:
    """Take rows of the actor's organisation out again, with their children. For undoing an import.

    A contact or job that is none of these and belongs to one of the journeys stays, without a journey. What falls due
    next is written anew for journeys that stay.
    """
    touched: set[int] = set()
    for part in parts(contacts):
        ids, of = _own(models.Contact, part, by)
        touched |= of
        _delete(models.ContactNote, contact_id__in=ids)
        _delete(models.Contact, pk__in=ids)
    for part in parts(jobs):
        ids, of = _own(models.JobSpell, part, by)
        touched |= of
        for model in (models.Review, models.Adjustment, models.EmployerSnapshot):
            admit(model.objects.filter(job_id__in=ids)).update(job_id=None)
        _delete(models.JobTerms, job_id__in=ids)
        _delete(models.JobSpell, pk__in=ids)
        plan_reviews(of - set(journeys))
    for part in parts(journeys):
        _remove_journeys(part, by)
    settle_journeys(touched - set(journeys), by=by)


def _own(model: Any, ids: list[int], by: Actor) -> tuple[list[int], set[int]]:
    """Those of `ids` that are the organisation's, and the journeys that they belong to."""
    rows = list(admit(model.objects.filter(pk__in=ids)).values_list("pk", "journey_id", "person_id"))
    kept = sort_keys((person for _pk, _journey, person in rows), organisation_id=own_organisation(by))
    found = [(pk, journey) for pk, journey, person in rows if person in kept]
    return [pk for pk, _journey in found], {journey for _pk, journey in found if journey is not None}


def _remove_journeys(ids: list[int], by: Actor) -> None:
    own = admit(models.Journey.objects.filter(pk__in=ids, organisation_id=own_organisation(by)))
    mine = list(own.values_list("pk", flat=True))
    for model in (models.Review, models.Step, models.Goal):
        _delete(model, journey_id__in=mine)
    kept: Any
    for kept in (models.Contact, models.JobSpell):
        admit(kept.objects.filter(journey_id__in=mine)).update(journey_id=None)
    _delete(models.Journey, pk__in=mine)
    # Their trigger lets these go once the journey is gone.
    for frozen in (models.StageChange, models.PlanAgreement):
        _delete(frozen, journey_id__in=mine)


def _delete(model: Any, **where: Any) -> None:
    admit(model.objects.filter(**where))._raw_delete(router.db_for_write(model))
