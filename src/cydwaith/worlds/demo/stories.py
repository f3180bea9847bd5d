# SPDX-License-Identifier: AGPL-3.0-or-later
"""A few lives told in full, through the same verbs as the screens."""

from __future__ import annotations

from datetime import date

from cydwaith.kernel.actor import Actor

from .bodies import Bodies
from .lives import dwynwen, gethin, lowri, reece, sian, tomos
from .telling import Stage


def tell(bodies: Bodies, staff: dict[str, Actor], today: date) -> None:
    """Tell all stories on the day `today`."""
    stage = Stage(bodies, staff, today)
    for life in (sian.tell, tomos.tell, lowri.tell, gethin.tell, dwynwen.tell, reece.tell):
        life(stage)
