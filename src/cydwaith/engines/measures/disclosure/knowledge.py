# SPDX-License-Identifier: AGPL-3.0-or-later
"""What readers know besides each number: relations within a release, and between it and former ones.

Readers keep every release. A count that stands in several is one unknown, unless it was revised since: then the
old number says nothing of the new one, but the difference between them is a count of its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from cydwaith.engines.measures.disclosure.model import Key, Relation, Sense, within
from cydwaith.engines.measures.disclosure.policy import percentage
from cydwaith.engines.measures.disclosure.published import Published, PublishedCell, PublishedShare
from cydwaith.engines.measures.disclosure.system import Bound, Row

CHANGE = "change since "
"""Begins the measure of the unpublished count that a revision makes."""
NO_END = float("inf")


@dataclass(slots=True)
class Knowledge:
    """The unknowns, numbered, and the rows over them.

    before: per unknown what former releases say (smallest, largest). said_low, said_high: which release says so.
    changes: unknown of a change -> (unknown of the count, what the former release showed). own: how many rows come
    from the release itself; those after them from former ones. soft: rows that only say numerator <= denominator.
    """

    keys: list[Key] = field(default_factory=list)
    number: dict[Key, int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    before: list[tuple[Bound, Bound]] = field(default_factory=list)
    said_low: list[str] = field(default_factory=list)
    said_high: list[str] = field(default_factory=list)
    changes: dict[int, tuple[int, int]] = field(default_factory=dict)
    soft: set[int] = field(default_factory=set)
    own: int = 0
    _seen: set[Relation] = field(default_factory=set)

    def variable(self, key: Key) -> int:
        """The unknown of a key, numbered when it is first spoken of."""
        found = self.number.get(key)
        if found is None:
            found = self.number[key] = len(self.keys)
            self.keys.append(key)
            self.before.append((0, NO_END))
            self.said_low.append("")
            self.said_high.append("")
        return found

    def add(self, relation: Relation, *, soft: bool = False) -> None:
        """One more row, once."""
        if relation in self._seen:
            return
        self._seen.add(relation)
        weights: dict[int, int] = {}
        for key, weight in relation.terms:
            variable = self.variable(key)
            weights[variable] = weights.get(variable, 0) + weight
        terms = tuple((variable, weight) for variable, weight in weights.items() if weight)
        low = relation.constant if relation.sense is Sense.EQUAL else -NO_END
        if soft:
            self.soft.add(len(self.rows))
        self.rows.append(Row(terms, low, relation.constant, len(self.relations)))
        self.relations.append(relation)

    def remember(self, cell: PublishedCell, release: str) -> None:
        """What a former release says of a count."""
        variable = self.variable(cell.key)
        low, high = self.before[variable]
        if cell.low > low:
            low = cell.low
            self.said_low[variable] = release
        if cell.high is not None and cell.high < high:
            high = cell.high
            self.said_high[variable] = release
        self.before[variable] = low, high

    def add_change(self, key: Key, then: int, release: str) -> None:
        """The difference between a count and what a former release showed exactly."""
        change = self.variable(Key(f"{CHANGE}{release}: {key.measure}", key.at))
        self.before[change] = -NO_END, NO_END
        self.changes[change] = self.variable(key), then
        self.rows.append(Row(((self.variable(key), 1), (change, -1)), then, then, len(self.relations)))
        self.relations.append(Relation(((key, 1), (self.keys[change], -1)), Sense.EQUAL, then))


def knowledge(
    keys: Iterable[Key],
    relations: Iterable[Relation],
    shares: Iterable[tuple[Key, Key]],
    former: Iterable[Published],
    outdated: Mapping[str, frozenset[Key]],
    *,
    guard_changes: bool,
) -> Knowledge:
    """All that readers know. ``outdated``: per former release, the keys whose number there no longer holds."""
    known = Knowledge()
    current = sorted(set(keys))
    for key in current:
        known.variable(key)
    for relation in relations:
        known.add(relation)
    for of, among in shares:
        known.add(within((of,), among), soft=True)
    known.own = len(known.rows)
    for release in former:
        old = outdated.get(release.name, frozenset())
        for cell in release.cells:
            if cell.key not in old:
                known.remember(cell, release.name)
            elif (
                guard_changes
                and cell.number is not None
                and cell.low == cell.high
                and cell.key in known.number
            ):
                known.add_change(cell.key, cell.low, release.name)
        for relation in release.relations:
            if not old.intersection(relation.keys):
                known.add(relation)
        numbers = {cell.key: cell for cell in release.cells}
        for share in release.shares:
            if not old.intersection((share.of, share.among)):
                known.add(within((share.of,), share.among), soft=True)
                for relation in told_by(share, numbers):
                    known.add(relation)
    return known


def told_by(share: PublishedShare, cells: Mapping[Key, PublishedCell]) -> tuple[Relation, ...]:
    """What a percentage says of the counts behind it; nothing where the published numbers make it.

    A percentage of one decimal lies within 0.05 of the true one: two inequalities over numerator and denominator.
    """
    if share.value is None:
        return ()
    part, whole = cells.get(share.of), cells.get(share.among)
    if (
        part
        and whole
        and part.number is not None
        and whole.number
        and share.value == percentage(part.number, whole.number)
    ):
        return ()
    tenths = int(share.value * 10)
    low, high = 2 * tenths - 1, 2 * tenths + 1  # of 2,000: twentieths of a per cent
    return (
        Relation(((share.among, low), (share.of, -2000)), Sense.AT_MOST),
        Relation(((share.of, 2000), (share.among, -high)), Sense.AT_MOST),
    )


__all__ = ["CHANGE", "Decimal", "Knowledge", "knowledge", "told_by"]
