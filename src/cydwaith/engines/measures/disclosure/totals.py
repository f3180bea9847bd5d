# SPDX-License-Identifier: AGPL-3.0-or-later
"""Turns tables by dimension, with totals among the values, into the relations that a reader knows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from cydwaith.engines.measures.disclosure.model import (
    Cell,
    Key,
    Problem,
    Relation,
    Release,
    ReleaseProblem,
    total,
    union,
    within,
)

REST = "the rest"
"""The value of the unpublished cell that holds what an incomplete total has beyond its parts."""


class Adds(StrEnum):
    """How the parts of a total make it up."""

    EXACTLY = "exactly"
    """The total is their sum."""
    INCOMPLETE = "incomplete"
    """The total holds more than the parts shown (other genders only in the total): what it holds beyond them is
    a count that a reader can work out, and is guarded."""
    OVERLAPPING = "overlapping"
    """Someone may stand in several parts and once in the total: distinct people across partners or periods."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension of a table. ``totals`` says of each value that is a total what its parts are; no parts named
    means all values that are no totals. ``Dimension("area", {"GM": ("A", "B"), "all": ()})``."""

    name: str
    totals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    adds: Adds = Adds.EXACTLY


def tabulate(name: str, cells: Iterable[Cell], dimensions: Iterable[Dimension]) -> Release:
    """A release of the cells, with the relations that the totals of their dimensions make.

    Every cell must have a value for each dimension of its measure and none beside (a measure's dimensions are
    those of its first cell). Only cells that are there are spoken of: a part without a cell counts as nought,
    and where it was not, the total does not add up and `protect` says so.
    Raises ReleaseProblem: ``unknown_dimension``, ``dimension_missing``.
    """
    known = {dimension.name: dimension for dimension in dimensions}
    by_measure: dict[str, dict[Key, Cell]] = defaultdict(dict)
    given = tuple(cells)
    for cell in given:
        by_measure[cell.key.measure].setdefault(cell.key, cell)
    problems = [problem for found in by_measure.values() for problem in _shape_problems(found, known)]
    if problems:
        raise ReleaseProblem(problems)
    relations: list[Relation] = []
    rest: list[Cell] = []
    for _, found in sorted(by_measure.items()):
        for dimension in known.values():
            for relation, missing in _relations(found, dimension):
                relations.append(relation)
                rest.extend(missing)
    return Release(name, (*given, *rest), tuple(relations))


def joined(name: str, *releases: Release) -> Release:
    """Several tables that are published at once, as one release."""
    return Release(
        name,
        tuple(cell for release in releases for cell in release.cells),
        tuple(relation for release in releases for relation in release.relations),
        tuple(share for release in releases for share in release.shares),
    )


def linked(release: Release, *relations: Relation) -> Release:
    """The release, with more that a reader knows."""
    return replace(release, relations=(*release.relations, *relations))


def _shape_problems(found: Mapping[Key, Cell], known: Mapping[str, Dimension]) -> list[Problem]:
    expected = {name for name, _ in next(iter(found)).at}
    problems = []
    for key in found:
        names = {name for name, _ in key.at}
        problems += [
            Problem("unknown_dimension", str(key), (("dimension", name),))
            for name in sorted(names - set(known))
        ]
        problems += [
            Problem("dimension_missing", str(key), (("dimension", name),))
            for name in sorted(expected - names)
        ]
        problems += [
            Problem("unknown_dimension", str(key), (("dimension", name),))
            for name in sorted((names - expected) & set(known))
        ]
    return problems


def _relations(
    found: Mapping[Key, Cell], dimension: Dimension
) -> Iterable[tuple[Relation, tuple[Cell, ...]]]:
    """The relations that one dimension makes among the cells of one measure."""
    lines: dict[Key, dict[str, Cell]] = defaultdict(dict)
    for key, cell in found.items():
        value = key.value(dimension.name)
        if value is not None:
            lines[key.moved(dimension.name, "")][value] = cell
    for line in lines.values():
        for whole, named in dimension.totals.items():
            parts = tuple(
                line[value].key
                for value in (named or tuple(value for value in line if value not in dimension.totals))
                if value in line
            )
            if whole not in line or not parts:
                continue
            if dimension.adds is Adds.OVERLAPPING:
                yield from ((relation, ()) for relation in union(line[whole].key, parts))
            elif dimension.adds is Adds.EXACTLY:
                yield total(line[whole].key, parts), ()
            else:
                yield _with_rest(line, whole, parts, dimension.name)


def _with_rest(
    line: Mapping[str, Cell], whole: str, parts: tuple[Key, ...], name: str
) -> tuple[Relation, tuple[Cell, ...]]:
    counts = {cell.key: cell.count for cell in line.values()}
    if any(type(count) is not int for count in counts.values()):  # `protect` refuses it, naming the cell
        return within(parts, line[whole].key), ()
    over = line[whole].count - sum(counts[key] for key in parts)
    if over < 0:  # `protect` refuses it, naming the total
        return within(parts, line[whole].key), ()
    rest = Cell(line[whole].key.moved(name, f"{REST} of {whole}"), over, shown=False)
    return total(line[whole].key, (*parts, rest.key)), (rest,)
