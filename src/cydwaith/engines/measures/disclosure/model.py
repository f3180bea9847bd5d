# SPDX-License-Identifier: AGPL-3.0-or-later
"""A release before disclosure control: counts, shares of counts, and how the counts hang together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """Names one count: a measure (or table) and a value for each dimension, in the order of their names.

    The same key in several tables, or in a former release, is the same count.
    """

    measure: str
    at: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, measure: str, **at: str) -> "Key":
        """``Key.of("job_starts", area="A", sex="female")``."""
        return cls(measure, tuple(sorted(at.items())))

    def value(self, dimension: str) -> str | None:
        """The value at a dimension; None where the key has no such dimension."""
        return dict(self.at).get(dimension)

    def moved(self, dimension: str, value: str) -> "Key":
        """The same count at another value of one dimension."""
        return Key(self.measure, tuple((name, value if name == dimension else old) for name, old in self.at))

    def __str__(self) -> str:
        return " ".join((self.measure, *(f"{name}={value}" for name, value in self.at)))


@dataclass(frozen=True, slots=True)
class Cell:
    """A count of people (or of job starts, referrals …).

    shown: False for a count that nobody publishes but that a reader could work out, such as what changed
    between two dates; it is guarded like a hidden cell where it is small, and never printed.
    """

    key: Key
    count: int
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Share:
    """A percentage to be published: ``of`` (numerator) among ``among`` (denominator), both counts of the release."""

    key: Key
    of: Key
    among: Key


class Sense(StrEnum):
    """How the two sides of a relation compare."""

    EQUAL = "="
    AT_MOST = "<="


@dataclass(frozen=True, slots=True)
class Relation:
    """What any reader knows of the true counts: the sum of weight x count equals, or is at most, ``constant``."""

    terms: tuple[tuple[Key, int], ...]
    sense: Sense = Sense.EQUAL
    constant: int = 0

    @property
    def keys(self) -> tuple[Key, ...]:
        """The counts it speaks of."""
        return tuple(key for key, _ in self.terms)


def total(whole: Key, parts: Iterable[Key]) -> Relation:
    """``whole`` is the sum of ``parts``: a margin, a region of its areas, a year of its quarters."""
    return Relation(((whole, 1), *((part, -1) for part in parts)))


def same(one: Key, other: Key) -> Relation:
    """Two names of one count, as where a cell of one table is a margin of another."""
    return Relation(((one, 1), (other, -1)))


def within(parts: Iterable[Key], whole: Key) -> Relation:
    """``parts`` do not overlap and lie within ``whole``, which may hold more."""
    return Relation((*((part, 1) for part in parts), (whole, -1)), Sense.AT_MOST)


def union(whole: Key, parts: Iterable[Key]) -> tuple[Relation, ...]:
    """``whole`` counts everyone of ``parts`` once, and the parts may overlap: distinct people across partners."""
    parts = tuple(parts)
    return (
        Relation(((whole, 1), *((part, -1) for part in parts)), Sense.AT_MOST),
        *(within((part,), whole) for part in parts),
    )


@dataclass(frozen=True, slots=True)
class Release:
    """Everything that is published at once: protecting a table apart from its neighbours protects nothing."""

    name: str
    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...] = ()
    shares: tuple[Share, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a release is refused: a code, the cell, and the numbers that tell it, by name."""

    code: str
    cell: str
    numbers: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        told = ", ".join(f"{name} {value}" for name, value in self.numbers)
        return f"{self.code}: {self.cell}" + (f" ({told})" if told else "")


class ReleaseProblem(ValueError):
    """The release is refused; ``problems`` names every cell that is wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        shown = "; ".join(str(problem) for problem in self.problems[:10])
        more = len(self.problems) - 10
        super().__init__(shown + (f"; and {more} more" if more > 0 else ""))


def counts(release: Release) -> dict[Key, int]:
    """The counts by key, checked.

    Raises ReleaseProblem: ``not_a_count`` (negative or no integer), ``twice_and_different``, ``unknown_cell`` (a
    relation or share speaks of a cell that is not there), ``does_not_add_up``, ``more_than_all`` (a numerator
    above its denominator), ``not_shown`` (a share of a cell that is not published), ``name_taken``.
    """
    problems: list[Problem] = []
    found: dict[Key, Cell] = {}
    for cell in release.cells:
        if type(cell.count) is not int or cell.count < 0:
            problems.append(Problem("not_a_count", str(cell.key), (("count", repr(cell.count)),)))
            continue
        earlier = found.setdefault(cell.key, cell)
        if earlier.count != cell.count:
            numbers = (("count", str(earlier.count)), ("count", str(cell.count)))
            problems.append(Problem("twice_and_different", str(cell.key), numbers))
        elif cell.shown and not earlier.shown:
            found[cell.key] = cell
    values = {key: cell.count for key, cell in found.items()}
    refused = {problem.cell for problem in problems}
    for relation in release.relations:
        problems.extend(_relation_problems(relation, values, refused))
    for share in release.shares:
        problems.extend(_share_problems(share, found, refused))
    if problems:
        raise ReleaseProblem(dict.fromkeys(problems))
    return values


def _relation_problems(relation: Relation, values: Mapping[Key, int], refused: set[str]) -> list[Problem]:
    missing = [key for key in relation.keys if key not in values]
    if missing:
        return [Problem("unknown_cell", str(key)) for key in missing if str(key) not in refused]
    found = sum(weight * values[key] for key, weight in relation.terms)
    if found == relation.constant or (relation.sense is Sense.AT_MOST and found < relation.constant):
        return []
    named, weight = max(relation.terms, key=lambda term: (values[term[0]], term[1]))
    # The odd one out is the total: one weight against all others. `within` names the whole last.
    for key, each in relation.terms if relation.sense is Sense.EQUAL else reversed(relation.terms):
        if sum(other * each > 0 for _, other in relation.terms) == 1:
            named, weight = key, each
            break
    expected = values[named] - (found - relation.constant) // weight if weight in (1, -1) else found
    numbers = (("count", str(values[named])), ("others_make", str(expected)))
    return [Problem("does_not_add_up", str(named), numbers)]


def _share_problems(share: Share, found: Mapping[Key, Cell], refused: set[str]) -> list[Problem]:
    problems = [
        Problem("unknown_cell", str(key))
        for key in (share.of, share.among)
        if key not in found and str(key) not in refused
    ]
    if share.key in found:
        problems.append(Problem("name_taken", str(share.key)))
    if problems or share.of not in found or share.among not in found:
        return problems
    part, whole = found[share.of], found[share.among]
    problems += [Problem("not_shown", str(cell.key)) for cell in (part, whole) if not cell.shown]
    if part.count > whole.count:
        numbers = (("count", str(part.count)), ("among", str(whole.count)))
        problems.append(Problem("more_than_all", str(part.key), numbers))
    return problems
