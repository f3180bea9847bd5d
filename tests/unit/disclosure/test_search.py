# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parts of the search: bounds, moves between tables, integers where fractions mislead, what nothing protects."""

from dataclasses import replace
from itertools import product
from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cydwaith.engines.measures import disclosure as d
from cydwaith.engines.measures.disclosure.attack import Interval, intervals
from cydwaith.engines.measures.disclosure.choosing import choose
from cydwaith.engines.measures.disclosure.growing import Growth
from cydwaith.engines.measures.disclosure.moving import Moves
from cydwaith.engines.measures.disclosure.solver import State
from cydwaith.engines.measures.disclosure.system import Contradiction, Row, System, tighten
from cydwaith.engines.measures.disclosure.task import Task
from tests.unit.disclosure.making import EXACT, at, published

ODD = Row(((0, 1), (1, 2), (2, -2)), 3, 3)
"""Only odd numbers will do for the first; fractions would let it be anything."""

rows = st.builds(
    lambda weights, low, more: Row(tuple(enumerate(weights)), low, low + more),
    st.lists(st.integers(-3, 3).filter(bool), min_size=3, max_size=3),
    st.integers(-6, 6),
    st.sampled_from([0, 1, 4, inf]),
)


def fitting(system: System) -> list[tuple[int, ...]]:
    """Every table that a system allows."""
    spans = [range(int(low), int(high) + 1) for low, high in zip(system.low, system.high, strict=True)]
    return [
        table
        for table in product(*spans)
        if all(row.low <= sum(table[v] * w for v, w in row.terms) <= row.high for row in system.rows)
    ]


@given(st.lists(rows, min_size=1, max_size=3))
@settings(deadline=None)
def test_intervals_over_any_weights_are_those_of_every_table_that_fits(made: list[Row]) -> None:
    tables = fitting(System([0] * 3, [5] * 3, made))
    system = System([0] * 3, [5] * 3, made)
    if not tables:
        with pytest.raises(Contradiction):
            intervals(system, range(3), 1)
            raise Contradiction(0)  # the others of its rows may be too few to tell
        return
    expected = {v: Interval(min(t[v] for t in tables), max(t[v] for t in tables)) for v in range(3)}
    assert intervals(system, range(3), 1) == expected
    for known in ((), tables[0], tables[-1], (9, 9, 9)):
        assert intervals(System([0] * 3, [5] * 3, made), range(3), 1, table=known) == expected
        near = intervals(System([0] * 3, [5] * 3, made), range(3), 2, 0, known)
        for v, interval in near.items():
            assert interval.holds(2) == expected[v].holds(2)
            assert expected[v].low <= interval.low
            assert (interval.high or 0) <= (expected[v].high or 0)


@given(st.lists(rows, min_size=1, max_size=3))
@settings(deadline=None)
def test_tightening_cuts_off_nothing(made: list[Row]) -> None:
    before = fitting(System([0] * 3, [5] * 3, made))
    system = System([0] * 3, [5] * 3, made)
    try:
        tighten(system)
    except Contradiction:
        assert before == []
    else:
        assert fitting(system) == before


def test_bounds_without_end() -> None:
    system = System([0, 0], [inf, inf], [Row(((0, 1), (1, -1)), -inf, 4)])
    assert intervals(system, [0, 1], 1) == {0: Interval(0, None), 1: Interval(0, None)}


def test_integers_where_fractions_mislead() -> None:
    cells = (
        d.PublishedCell(at("A"), "*", None, 3, 4, guarded=True),
        d.PublishedCell(at("B"), "*", None, 0, None, guarded=True),
        d.PublishedCell(at("C"), "*", None, 0, None, guarded=True),
    )
    relation = d.Relation(((at("A"), 1), (at("B"), 2), (at("C"), -2)), constant=3)
    (finding,) = d.audit(d.Published("now", cells, (relation,)))
    assert (finding.undoing, finding.key, finding.low, finding.high) == (d.Undoing.EXACTLY, at("A"), 3, 3)
    assert finding.at_most == ()  # no linear equation shows it, and none is told


def odd_task(high: float) -> Task:
    truth = (3, 5, 5)
    return Task(
        truth,
        tuple((n, n) for n in truth),
        ((3, high), (0, inf), (0, inf)),
        frozenset({0}),
        frozenset({1, 2}),
        frozenset({0, 1, 2}),
        truth,
        (ODD,),
        1,
    )


def test_what_only_fractions_protect_is_given_up_and_nothing_is_hidden_for_it() -> None:
    growth = Growth(odd_task(4)).run()
    assert growth.lost == {0}
    assert growth.chosen == set()
    assert Growth(odd_task(5)).run().chosen in ({1}, {2})


def test_the_optimum_where_fractions_mislead() -> None:
    choice = choose(odd_task(5), exact=True, effort=10_000)
    assert len(choice.chosen) == 1
    assert choice.proved(odd_task(5))


def test_moves_are_the_nearest_tables() -> None:
    part = System([0] * 4, [9] * 4, [Row(((0, 1), (1, 1), (2, 1), (3, -1)), 0, 0)])
    moves = Moves(part, np.array([2, 3, 1, 6]))
    for value in (0, 1, 3, 5):
        table = moves.to(0, value).whole
        assert table is not None
        assert table[0] == value
        assert table[:3].sum() == table[3]
        assert int(np.abs(table - [2, 3, 1, 6]).sum()) == 2 * abs(value - 2)
    assert moves.to(0, 10).state is State.INFEASIBLE
    assert moves.base(3) == 6


def test_a_wide_protection_that_a_former_release_forbids_is_told_and_hides_nothing_in_vain() -> None:
    """Rounded before, exact now: the former numbers leave 8 to 12 of a count, and no protection of 10."""
    former = published("spring", {at(area="A"): "10"}, policy=d.Policy())
    policy = replace(EXACT, protection=10, threshold=9)
    cells = (d.Cell(at(area="A"), 8), d.Cell(at(area="B"), 50), d.Cell(at(area="all"), 58))
    release = d.tabulate("now", cells, [d.Dimension("area", {"all": ()})])
    protected = d.protect(release, policy, [former])
    (finding,) = protected.findings
    assert (finding.undoing, finding.key) == (d.Undoing.EXACTLY, at(area="A"))
    assert protected.hidden == 0
