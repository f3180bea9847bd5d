# SPDX-License-Identifier: AGPL-3.0-or-later
"""A referee that enumerates every table holds the audit, the choice and the marks of disclosure control to account.

It shares no code with them: it has its own rules of what a count looks like, makes every table of small numbers, and
keeps those that would have been published with the same numbers.
"""

from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cydwaith.engines.measures import disclosure as d

PATIENT = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
FEW = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])


@dataclass(frozen=True)
class Grid:
    """A table with margins: every cell as a matrix over the inner counts."""

    rows: int
    columns: int

    @property
    def places(self) -> list[tuple[str, str]]:
        return [
            (r, c)
            for r in (*self._names(self.rows, "r"), "all")
            for c in (*self._names(self.columns, "c"), "all")
        ]

    @staticmethod
    def _names(size: int, letter: str) -> list[str]:
        return [f"{letter}{i}" for i in range(size)]

    def matrix(self) -> np.ndarray:
        """One line a cell (in the order of `places`), one column an inner count."""
        lines = []
        for r, c in self.places:
            inside = np.zeros((self.rows, self.columns), dtype=np.int64)
            inside[
                slice(None) if r == "all" else int(r[1:]),
                slice(None) if c == "all" else int(c[1:]),
            ] = 1
            lines.append(inside.ravel())
        return np.array(lines)

    def release(self, inner: list[int], name: str = "table") -> d.Release:
        counts = self.matrix() @ np.array(inner)
        cells = [d.Cell(key(r, c), int(n)) for (r, c), n in zip(self.places, counts, strict=True)]
        return d.tabulate(name, cells, [d.Dimension("row", {"all": ()}), d.Dimension("column", {"all": ()})])

    def everything(self, top: int) -> np.ndarray:
        """Every table with inner counts up to ``top``: one column a table, one line a cell."""
        inner = self.rows * self.columns
        return self.matrix().astype(np.int16) @ np.indices((top + 1,) * inner, dtype=np.int16).reshape(
            inner, -1
        )


def key(r: str, c: str) -> d.Key:
    return d.Key("table", (("column", c), ("row", r)))


def looks(count: int, mode: str) -> str:
    """What a count below 5 and any other looks like, by the letter of the rule."""
    if count < 5:
        return "*"
    return str(count) if mode == "exact" else str((count + 2) // 5 * 5)


def referee(tables: np.ndarray, texts: list[str], mode: str) -> list[tuple[int, int]]:
    """For each cell the smallest and largest count among the tables that fit what is published."""
    fits = np.ones(tables.shape[1], dtype=bool)
    for line, text in zip(tables, texts, strict=True):
        if text != "*":
            fits &= line == int(text) if mode == "exact" else (line >= 5) & ((line + 2) // 5 * 5 == int(text))
        elif mode == "rounded":
            fits &= line < 5
    kept = tables[:, fits]
    return list(zip(kept.min(axis=1).tolist(), kept.max(axis=1).tolist(), strict=True))


def grids() -> st.SearchStrategy[tuple[Grid, list[int]]]:
    """Small tables; the more cells, the smaller their counts, as every table of them is made."""
    shapes = st.sampled_from([(Grid(2, 2), 7), (Grid(1, 3), 12), (Grid(1, 4), 7), (Grid(3, 1), 12)])

    def filled(shape: tuple[Grid, int]) -> st.SearchStrategy[tuple[Grid, list[int]]]:
        grid, largest = shape
        size = grid.rows * grid.columns
        return st.tuples(st.just(grid), st.lists(st.integers(0, largest), min_size=size, max_size=size))

    return shapes.flatmap(filled)


def edge(inner: list[int]) -> int:
    """How far the referee looks: a reader who knows any margin above a count cannot get beyond it."""
    return sum(inner) + 1


def held(interval: d.Interval | None, low: int, high: int, top: int) -> None:
    """The audit's interval and the referee's are one; where the referee's reaches the end of what it looked at, the
    audit's goes at least so far."""
    assert interval is not None
    assert interval.proved
    assert interval.low == low
    if high < top:
        assert interval.high == high
    else:
        assert interval.high is None or interval.high >= high


@given(grids())
@PATIENT
def test_intervals_of_an_exact_release_are_the_referees(made: tuple[Grid, list[int]]) -> None:
    grid, inner = made
    protected = d.protect(grid.release(inner), d.Policy(mode=d.Mode.EXACT))
    texts = [protected.cell(key(r, c)).text for r, c in grid.places]
    top = edge(inner)
    found = referee(grid.everything(top), texts, "exact")
    assert protected.safe
    for (r, c), (low, high) in zip(grid.places, found, strict=True):
        cell = protected.cell(key(r, c))
        if cell.hidden:
            assert high > low
            held(cell.interval, low, high, top)
        else:
            assert low == high


@given(grids())
@PATIENT
def test_intervals_of_a_rounded_release_are_the_referees(made: tuple[Grid, list[int]]) -> None:
    grid, inner = made
    protected = d.protect(grid.release(inner), d.Policy())
    if protected.hidden:  # then marks stand for more than small counts; the next test looks at those
        return
    texts = [protected.cell(key(r, c)).text for r, c in grid.places]
    counts = grid.matrix() @ np.array(inner)
    assert texts == [looks(int(n), "rounded") for n in counts]
    found = referee(grid.everything(edge(inner) + 4), texts, "rounded")
    for (r, c), (low, high) in zip(grid.places, found, strict=True):
        if protected.cell(key(r, c)).hidden:
            held(protected.cell(key(r, c)).interval, low, high, 10**9)
            assert high > low


@given(grids(), st.integers(1, 5))
@PATIENT
def test_what_is_published_in_exact_mode_is_the_truth_and_safe(
    made: tuple[Grid, list[int]], protection: int
) -> None:
    grid, inner = made
    protected = d.protect(grid.release(inner), d.Policy(mode=d.Mode.EXACT, protection=protection))
    assert protected.safe
    assert d.audit(protected.published) == ()
    counts = dict(zip(grid.places, (grid.matrix() @ np.array(inner)).tolist(), strict=True))
    for (r, c), count in counts.items():
        cell = protected.cell(key(r, c))
        assert cell.text in ("*", str(count))
        assert count >= 5 or cell.primary
        assert cell.interval is None or cell.interval.holds(protection)


def subsets(places: list[int]) -> chain[tuple[int, ...]]:
    return chain.from_iterable(combinations(places, size) for size in range(len(places) + 1))


@given(grids())
@FEW
def test_no_cheaper_choice_is_safe(made: tuple[Grid, list[int]]) -> None:
    """The optimum, against every set of cells that could have been hidden."""
    grid, inner = made
    tables = grid.everything(max(inner) + 2)
    counts = (grid.matrix() @ np.array(inner)).tolist()
    must = [place for place, count in enumerate(counts) if count < 5]
    free = [place for place, count in enumerate(counts) if count >= 5]
    best = None
    for extra in subsets(free):
        cost = (sum(counts[place] for place in extra), len(extra))
        if best is not None and cost >= best:
            continue
        texts = ["*" if place in must or place in extra else str(count) for place, count in enumerate(counts)]
        found = referee(tables, texts, "exact")
        if all(found[place][1] > found[place][0] for place in (*must, *extra)):
            best = cost
    protected = d.protect(grid.release(inner), d.Policy(mode=d.Mode.EXACT))
    assert protected.optimal
    assert (protected.people, protected.hidden) == best


@pytest.mark.parametrize("turn", range(4))
def test_the_order_of_what_is_given_does_not_matter(turn: int) -> None:
    release = Grid(4, 3).release([2, 7, 12, 9, 0, 31, 18, 6, 4, 22, 14, 5])
    again = d.Release(
        release.name,
        release.cells[turn * 3 :] + release.cells[: turn * 3],
        tuple(reversed(release.relations)) if turn % 2 else release.relations,
    )
    one, other = (d.protect(each, d.Policy(mode=d.Mode.EXACT)) for each in (release, again))
    assert one.cells == other.cells


@given(grids(), st.sampled_from([3, 4, 5]))
@PATIENT
def test_two_releases_together_are_attacked_as_the_referee_attacks_them(
    made: tuple[Grid, list[int]], threshold: int
) -> None:
    """A former release under a laxer rule shows more: what is left of each cell, and what the audit tells of."""
    grid, inner = made
    lax = d.protect(grid.release(inner, "lax"), d.Policy(mode=d.Mode.EXACT, threshold=threshold))
    strict = d.protect(grid.release(inner, "strict"), d.Policy(mode=d.Mode.EXACT), [lax.published])
    top = edge(inner)
    texts = []
    for r, c in grid.places:
        shown = {lax.cell(key(r, c)).text, strict.cell(key(r, c)).text} - {"*"}
        assert len(shown) <= 1
        texts.append(shown.pop() if shown else "*")
    told = {finding.key: (finding.low, finding.high) for finding in strict.findings}
    for (r, c), (low, high) in zip(grid.places, referee(grid.everything(top), texts, "exact"), strict=True):
        if strict.cell(key(r, c)).hidden:
            assert (key(r, c) in told) == (low == high)
            if low == high:
                assert told[key(r, c)] == (low, high)
