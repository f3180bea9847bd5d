# SPDX-License-Identifier: AGPL-3.0-or-later
"""Population bases: how many of a kind live in an area, by the latest source not later than the period."""

from __future__ import annotations

from dataclasses import dataclass, field

from .engine import Engine


@dataclass(frozen=True)
class Bases:
    """`rows`: (kind, area) to people by year. `parents`: area to the area that it lies in."""

    rows: dict[tuple[str, str], dict[int, int]] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, engine: Engine) -> Bases:
        """From the engine's tables `population_base` and `area`."""
        rows: dict[tuple[str, str], dict[int, int]] = {}
        for kind, area, year, people in engine.rows(
            "SELECT kind, area, year, people FROM population_base ORDER BY base_id"
        ):
            rows.setdefault((kind, area), {})[year] = people
        parents = dict(engine.rows("SELECT area, parent FROM area WHERE parent IS NOT NULL"))
        return cls(rows, parents)

    def people(self, kind: str, area: str | None, year: int) -> int:
        """Of one area, or of all: the sum over areas that lie in no other area with a base. 0: none is known."""
        if area is not None:
            return self._latest(kind, area, year)
        have = {place for (sort, place) in self.rows if sort == kind and self._latest(kind, place, year)}
        return sum(self._latest(kind, place, year) for place in have if not self._above(place) & have)

    def _latest(self, kind: str, area: str, year: int) -> int:
        known = self.rows.get((kind, area), {})
        return known[max(y for y in known if y <= year)] if any(y <= year for y in known) else 0

    def _above(self, area: str) -> set[str]:
        """All areas that it lies in, at any height; a ring of areas ends where it began."""
        above: set[str] = set()
        parent = self.parents.get(area)
        while parent is not None and parent not in above:
            above.add(parent)
            parent = self.parents.get(parent)
        return above - {area}
