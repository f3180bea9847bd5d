# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may be one human with whom, in the world of the access tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cydwaith.kernel.vocabulary import Category
from cydwaith.people import models as people

from .planting import LONG_AGO, Planting

if TYPE_CHECKING:
    from .world import World


def link_records(world: World) -> None:
    """Gwen and Nesta may be one human, and Huw and Rhodri: only Nesta's organisation sends what the reviewer needs.
    Of Elin and somebody in the crowd it was decided already."""
    for first, second, state in (
        ("gwen", "nesta", "waiting"),
        ("huw", "rhodri", "waiting"),
        ("elin", "crowd_here_0", "apart"),
    ):
        link = people.Link.objects.create(
            partnership=world.partnership,
            probability=900_000,
            reasons=["dob_same"],
            state=state,
            decided_at=None if state == "waiting" else LONG_AGO,
        )
        for place, name in enumerate((first, second)):
            world.rows[name]["people.link"] = link
            planting = Planting(world.aviary, name, Category.IDENTITY, people.LinkSide)
            shown = {"name": planting.canary("shown"), "postcode": planting.canary("shown")}
            world.rows[name]["people.linkside"] = people.LinkSide.objects.create(
                link=link,
                person=world.people[name],
                second=bool(place),
                shown=shown if state == "waiting" else {},
            )
