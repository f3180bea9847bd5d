# SPDX-License-Identifier: AGPL-3.0-or-later
"""Somebody leaves, or is back: whole caseloads change hands at one moment, with a journey or without."""

from __future__ import annotations

from collections.abc import Sequence

from cydwaith.journeys.actions.team import hand_over
from cydwaith.kernel.actions import action, nothing_to_write
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotVisible
from cydwaith.kernel.roles import Permission
from cydwaith.partnerships import actions as partnership_actions
from cydwaith.partnerships.queries import absences
from cydwaith.people import actions as people_actions
from cydwaith.people.actions.covering import end_cover as end_standing_in


@action("journeys.hand_over_caseload", permission=Permission.MANAGE_TEAM)
def hand_over_caseload(
    *, by: Actor, journey_ids: Sequence[int], references: Sequence[str], from_user_id: int, to_user_id: int
) -> int:
    """Hand over journeys, and people (`references`) with whom the first adviser works without one.

    All or nothing; returns how many changed hands. Raises as `hand_over` and `people.actions.reassign` do.
    """
    number = hand_over(by=by, journey_ids=journey_ids, to_user_id=to_user_id) if journey_ids else 0
    if references:
        number += people_actions.reassign(
            by=by, references=references, from_user_id=from_user_id, to_user_id=to_user_id
        )
    nothing_to_write()  # the verbs inside have written their rows
    return number


@action("journeys.end_cover", permission=Permission.MANAGE_TEAM)
def end_cover(*, by: Actor, absence_id: int) -> None:
    """Somebody is back today: the absence ends, and who stood in has their own caseload alone again."""
    found = next((one for one in absences(by) if one.absence_id == absence_id), None)
    if found is None:
        raise NotVisible("absence")
    partnership_actions.end_absence(by=by, absence_id=absence_id)
    if found.cover_user_id is not None:
        end_standing_in(by=by, for_user_id=found.user_id, by_user_id=found.cover_user_id)
    nothing_to_write()
