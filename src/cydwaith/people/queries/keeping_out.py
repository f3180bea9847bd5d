# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whom a person might want to keep out: those who work where the record is kept or may be shared with."""

from __future__ import annotations

from dataclasses import dataclass

from cydwaith.engines.names import fold
from cydwaith.kernel.actor import Actor
from cydwaith.kernel.bilingual import Bilingual
from cydwaith.partnerships import partners

from .lookup import person_by_id_for_change


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who works with people at an organisation."""

    user_id: int
    name: str
    organisation: Bilingual


def staff_named(actor: Actor, text: str, limit: int = 8) -> list[Named]:
    """Staff whose name holds every word of `text`: at the organisation that keeps the actor's own record, and at
    those with which it may be shared now. No word, no name. Raises `NotVisible`.
    """
    person = person_by_id_for_change(actor, actor.person_id or 0)
    wanted = fold(text).split()
    if not wanted:
        return []
    flows = partners.open_flows(source_id=person.organisation_id)
    ids = dict.fromkeys([person.organisation_id, *(flow.recipient_id for flow in flows)])
    places = partners.organisation_names(ids)
    found = [
        Named(one.user_id, one.name, places[pk])
        for pk in ids
        for one in partners.colleagues(pk)
        if all(word in fold(one.name) for word in wanted)
    ]
    return found[:limit]
