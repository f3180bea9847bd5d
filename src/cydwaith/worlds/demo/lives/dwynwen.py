# SPDX-License-Identifier: AGPL-3.0-or-later
"""Dwynwen has been referred by a partner and somebody has asked for help from the public page: both wait."""

from __future__ import annotations

from datetime import date

from cydwaith.kernel.actor import ANONYMOUS
from cydwaith.people import actions as people
from cydwaith.people.shapes import NewPerson, SelfReferral
from cydwaith.worlds.demo.telling import Stage


def tell(stage: Stage) -> None:
    """Two requests in the coast's inbox."""
    dylan = stage.staff["dylan"]
    reference = people.add_person(
        by=dylan,
        person=NewPerson(
            name="Dwynwen Rhydderch",
            date_of_birth=date(2004, 9, 9),
            phone="01632 960 502",
            spoken_language="cy",
            written_language="cy",
        ),
    )
    people.refer(
        by=dylan,
        reference=reference,
        recipient_id=stage.bodies.organisations["glannau"],
        programme_id=stage.bodies.programmes["ips-glannau"],
        why="Hoffai Dwynwen gael cymorth i ddod o hyd i waith wrth iddi orffen yn y coleg.",
    )
    people.self_refer(
        by=ANONYMOUS,
        recipient_id=stage.bodies.organisations["glannau"],
        asked=SelfReferral(
            name="Alaw Penri",
            phone="01632 960 617",
            spoken_language="en",
            written_language="en",
            why="I have been out of work for two years and want to start again, slowly.",
        ),
    )
