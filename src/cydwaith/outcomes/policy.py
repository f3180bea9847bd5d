# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may read which figures. No table here names anybody; yet people stand behind them: exact ones are not for all.

The lead body and the funders of a partnership answer for all of it and read every exact figure. Another partner reads
its own: those that stand under its own code. Everybody reads what was given out.
"""

from __future__ import annotations

from django.db.models import Q

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotAllowed, NotVisible
from cydwaith.kernel.roles import Permission
from cydwaith.partnerships.queries.figures import Place, places


def readable(actor: Actor) -> tuple[Place, ...]:
    """The partnerships of which the actor may read figures, by name. Raises `NotAllowed`."""
    if not actor.may(Permission.READ_FIGURES):
        raise NotAllowed("figures")
    return places(actor.organisation_id)


def place(actor: Actor, code: str = "") -> Place:
    """One of them: by code, or the first. Raises `NotVisible` where there is none."""
    found = next((one for one in readable(actor) if not code or one.code == code), None)
    if found is None:
        raise NotVisible("partnership")
    return found


def place_of(actor: Actor, partnership_id: int) -> Place:
    """The partnership that a row belongs to, if the actor may read its figures. Raises `NotVisible`."""
    found = next((one for one in readable(actor) if one.partnership_id == partnership_id), None)
    if found is None:
        raise NotVisible("partnership")
    return found


def answered_place(actor: Actor, partnership_id: int) -> Place:
    """The same, where the actor's organisation answers for the whole: who draws up and signs what is given out.

    Raises `NotVisible`.
    """
    found = place_of(actor, partnership_id)
    if not found.whole:
        raise NotVisible("partnership")
    return found


def exact(at: Place, prefix: str = "") -> Q:
    """Figures of a partnership whose exact numbers its reader may have."""
    return Q() if at.whole else Q(**{f"{prefix}partner": at.own})
