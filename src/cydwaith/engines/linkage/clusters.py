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
        fewer = 0
        for one, other in links:
            if self.find(one) != self.find(other) and self.join(one, other):
                fewer += 1
        return fewer

    def members(self) -> dict[int, int]:
        """Record -> the record that stands for its set, for all records that were ever joined."""
        return {record: self.find(record) for record in list(self._parent)}


def joined(ones: list[int], others: list[int]) -> tuple[dict[int, int], int]:
    """`Clusters` without anything to keep apart, as quick as Python can: record -> its set, and how many fewer."""
    parent: dict[int, int] = {}
    fewer = 0
    for one, other in zip(ones, others, strict=True):
        first, second = one, other
        while (above := parent.setdefault(first, first)) != first:
            parent[first] = first = parent[above]
        while (above := parent.setdefault(second, second)) != second:
            parent[second] = second = parent[above]
        if first != second:
            fewer += 1
            if first < second:
                parent[second] = first
            else:
                parent[first] = second
    for record in parent:
        root = record
        while parent[root] != root:
            root = parent[root]
        parent[record] = root
    return parent, fewer
