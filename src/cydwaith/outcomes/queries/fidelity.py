# SPDX-License-Identifier: AGPL-3.0-or-later
"""How faithful a programme is to its model: what the records show of each item, beside what a reviewer gave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import NotVisible
from cydwaith.outcomes import counting
from cydwaith.outcomes.models import FidelityScore
from cydwaith.partnerships.queries.figures import Place, ProgrammeOf

from .given import newest_snapshot
from .programme import programmes

PATHWAY = "ips"
SCALES = ("ips-25-uk", "ips-25-us")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a reviewer gave one item, the newest of them."""

    item: str
    score: int
    reviewed_on: date
    reviewer: str
    note: str


@dataclass(frozen=True, slots=True)
class ItemView:
    """One item of the scale. `result`: engines.measures.fidelity's, None where the records cannot show it."""

    code: str
    result: Any
    reviewed: Reviewed | None

    @property
    def apart(self) -> bool:
        """Whether the machine and the reviewer differ."""
        machine = self.result.score if self.result is not None else None
        return self.reviewed is not None and machine is not None and machine != self.reviewed.score


@dataclass(frozen=True, slots=True)
class Fidelity:
    """One programme by one scale over a year. `as_of` None: nothing was counted yet. `machine`, `review`: totals."""

    place: Place
    programme: ProgrammeOf
    scale: str
    version: str
    items: tuple[ItemView, ...]
    as_of: date | None
    first_day: date | None
    machine: Any
    review: Any


def fidelity_programmes(
    actor: Actor, code: str = ""
) -> tuple[Place, tuple[Place, ...], tuple[ProgrammeOf, ...]]:
    """The programmes on an IPS pathway whose figures the actor reads. Raises `NotVisible`, `NotAllowed`."""
    at, places, found = programmes(actor, code)
    return at, places, tuple(one for one in found if one.pathway == PATHWAY)


def reviewed(programme_id: int, scale: str) -> dict[str, Reviewed]:
    """Item -> the newest score that a reviewer gave. One statement."""
    rows = FidelityScore.objects.filter(programme_id=programme_id, scale=scale).order_by("pk")
    return {
        row[0]: Reviewed(*row) for row in rows.values_list("item", "score", "reviewed_on", "reviewer", "note")
    }


def fidelity(actor: Actor, programme_id: int, scale: str = SCALES[0], code: str = "") -> Fidelity:
    """Each item of a scale for one programme, over the twelve months before the newest snapshot.

    Raises `NotVisible`, `counting.NotCountedError`.
    """
    from cydwaith.engines.measures import fidelity as engine_fidelity
    from cydwaith.engines.measures import fidelity_words

    at, _places, found = fidelity_programmes(actor, code)
    programme = next((one for one in found if one.id == programme_id), None)
    if programme is None or scale not in SCALES:
        raise NotVisible("programme")
    chosen = engine_fidelity.scale(scale)
    given = reviewed(programme.id, scale)
    snapshot = newest_snapshot(at.partnership_id)
    results: dict[str, Any] = {}
    first_day = None
    if snapshot is not None:
        first_day = snapshot.as_of - timedelta(days=364)
        results = _results(snapshot, programme.code, first_day, chosen)
    items = tuple(ItemView(item, results.get(item), given.get(item)) for item in fidelity_words.ITEMS)
    machine = {item: one.score for item, one in results.items() if one.score is not None}
    return Fidelity(
        at,
        programme,
        chosen.code,
        chosen.version,
        items,
        snapshot.as_of if snapshot else None,
        first_day,
        engine_fidelity.total(machine, chosen),
        engine_fidelity.total({item: one.score for item, one in given.items()}, chosen),
    )


def _results(snapshot: Any, programme: str, first_day: date, chosen: Any) -> dict[str, Any]:
    from cydwaith.engines.measures import fidelity as engine_fidelity
    from cydwaith.engines.measures import fidelity_counts
    from cydwaith.engines.measures.periods import Period

    period = Period(first_day, snapshot.as_of)
    with counting.opened(snapshot) as engine:
        counts = fidelity_counts.count(engine, (period,), as_of=snapshot.as_of)
    own = counts.get((period, programme))
    if own is None:
        return {}
    return {one.item: one for one in engine_fidelity.results(own.numbers, own.days, chosen)}
