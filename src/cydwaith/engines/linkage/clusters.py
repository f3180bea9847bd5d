# SPDX-License-Identifier: AGPL-3.0-or-later
"""From pairs to people: records that links hold together, and what must not come together.

Links are followed wherever they lead, the surest first. One that would bring two records into a cluster which must stay
apart (a remembered split; two records of a data set that has every person once) is passed over, so that it is the
weakest link of such a chain which gives way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(slots=True)
class Clusters:
    """Disjoint sets of record numbers. apart: record -> records that it must never share a set with.

    single: record -> a number of its data set, for records of which a set may hold only one of each data set.
    """

    apart: Mapping[int, frozenset[int]] = field(default_factory=dict)
    single: Mapping[int, int] = field(default_factory=dict)
    _parent: dict[int, int] = field(default_factory=dict)
    _enemies: dict[int, set[int]] = field(default_factory=dict)
    _kinds: dict[int, set[int]] = field(default_factory=dict)

    def find(self, record: int) -> int:
        """The record that stands for the set of ``record``."""
        parent = self._parent
        root = record
        while (above := parent.get(root, root)) != root:
            root = above
        while record != root:
            parent[record], record = root, parent.get(record, record)
        return root

    def join(self, one: int, other: int) -> bool:
        """Make one set of two; False, and nothing is changed, when they must stay apart."""
        first, second = self.find(one), self.find(other)
        if first == second:
            return True
        if self.apart or self.single:
            if not self._may(first, second):
                return False
            self._unite(first, second)
        low, high = (first, second) if first < second else (second, first)
        self._parent[high] = low
        self._parent.setdefault(low, low)
        return True

    def _enemies_of(self, root: int) -> set[int]:
        return self._enemies.setdefault(root, set(self.apart.get(root, ())))

    def _kinds_of(self, root: int) -> set[int]:
        found = self._kinds.get(root)
        if found is None:
            found = self._kinds[root] = {self.single[root]} if root in self.single else set()
        return found

    def _may(self, first: int, second: int) -> bool:
        if self._kinds_of(first) & self._kinds_of(second):
            return False
        return all(self.find(enemy) != second for enemy in self._enemies_of(first)) and all(
            self.find(enemy) != first for enemy in self._enemies_of(second)
        )

    def _unite(self, first: int, second: int) -> None:
        low, high = (first, second) if first < second else (second, first)
        self._enemies[low] = self._enemies_of(low) | self._enemies_of(high)
        self._kinds[low] = self._kinds_of(low) | self._kinds_of(high)

    def join_all(self, links: Iterable[tuple[int, int]]) -> int:
        """`join` one after the other; answers with how many sets there are fewer."""
        if self.apart or self.single:
            return sum(self.find(one) != self.find(other) and self.join(one, other) for one, other in links)
        return self._join_quickly(links)

    def _join_quickly(self, links: Iterable[tuple[int, int]]) -> int:
        """Without anything to keep apart, and without a call for each link: there may be millions."""
        parent = self._parent
        fewer = 0
        for one, other in links:
            while (above := parent.setdefault(one, one)) != one:
                parent[one] = one = parent[above]
            while (above := parent.setdefault(other, other)) != other:
                parent[other] = other = parent[above]
            if one < other:
                parent[other] = one
                fewer += 1
            elif other < one:
                parent[one] = other
                fewer += 1
        return fewer

    def members(self) -> dict[int, int]:
        """Record -> the record that stands for its set, for all records that were ever joined."""
        parent = self._parent
        found = {}
        for record, above in parent.items():
            root = above
            while (higher := parent[root]) != root:
                root = higher
            found[record] = root
        return found
