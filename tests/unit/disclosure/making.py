# SPDX-License-Identifier: AGPL-3.0-or-later
"""Small releases for the tests of disclosure control."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cydwaith.engines.measures import disclosure as d

EXACT = d.Policy(mode=d.Mode.EXACT)
ROUNDED = d.Policy()


def at(measure: str = "jobs", **where: str) -> d.Key:
    return d.Key.of(measure, **where)


def grid(table: Mapping[str, Sequence[int]], columns: Sequence[str], name: str = "now") -> d.Release:
    """``{"A": (18, 2), …}`` by area and sex, with all totals."""
    cells = []
    lines = {**table, "all": [sum(column) for column in zip(*table.values(), strict=True)]}
    for area, counts in lines.items():
        for sex, count in zip((*columns, "all"), (*counts, sum(counts)), strict=True):
            cells.append(d.Cell(at(area=area, sex=sex), count))
    return d.tabulate(name, cells, [d.Dimension("area", {"all": ()}), d.Dimension("sex", {"all": ()})])


def published(
    name: str, cells: Mapping[d.Key, str], relations: Sequence[d.Relation] = (), policy: d.Policy = EXACT
) -> d.Published:
    """What somebody published without this engine: numbers and ``*``."""
    made = []
    for key, text in cells.items():
        if text == "*":
            low, high = policy.counts_of_small_mark()
            made.append(d.PublishedCell(key, text, None, low, high, guarded=True))
        else:
            low, most = policy.counts_shown_as(int(text))
            made.append(d.PublishedCell(key, text, int(text), low, most))
    return d.Published(name, tuple(made), tuple(relations), smallest_shown=policy.smallest_shown)


def renamed(release: d.Release, name: str) -> d.Release:
    return replace(release, name=name)


def texts(protected: d.Protected) -> dict[str, str]:
    return {str(cell.key): cell.text for cell in protected.cells}


def told(terms: Sequence[d.Term]) -> dict[str, str]:
    """An equation as weights by cell."""
    return {str(term.key): term.weight for term in terms}
