# SPDX-License-Identifier: AGPL-3.0-or-later
"""Views that one gave a name, at the organisation for which one works now."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models.functions import Lower

from cydwaith.journeys.models import SavedView
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotVisible
from cydwaith.people.queries import own_organisation


@dataclass(frozen=True, slots=True)
class View:
    """A view. `asked`: the part of a list's address that says filters, columns and order."""

    id: int
    name: str
    asked: str


def saved_views(actor: Actor) -> tuple[View, ...]:
    """The actor's own views, by name. One statement."""
    rows = SavedView.objects.filter(user_id=actor.user_id or 0, organisation_id=own_organisation(actor))
    return tuple(View(*row) for row in rows.order_by(Lower("name")).values_list("pk", "name", "asked"))


def saved_view(actor: Actor, view_id: int) -> View:
    """One of the actor's own views; `NotVisible` where it is somebody else's or of another organisation."""
    rows = SavedView.objects.filter(
        pk=view_id, user_id=actor.user_id or 0, organisation_id=own_organisation(actor)
    )
    found = rows.values_list("pk", "name", "asked").first()
    if found is None:
        raise NotVisible("SavedView")
    return View(*found)
