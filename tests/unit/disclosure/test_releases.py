# SPDX-License-Identifier: AGPL-3.0-or-later
"""Wrong releases are refused with every cell named; tables by dimension become what a reader knows."""

from typing import Any

import pytest

from cydwaith.engines.measures import disclosure as d
from tests.unit.disclosure.making import EXACT, ROUNDED, at, grid

AREAS = d.Dimension("area", {"all": ()})


def refused(release: d.Release) -> list[tuple[str, str]]:
    with pytest.raises(d.ReleaseProblem) as caught:
        d.protect(release, ROUNDED)
    assert all(problem.cell in str(caught.value) for problem in caught.value.problems[:10])
    return [(problem.code, problem.cell) for problem in caught.value.problems]


@pytest.mark.parametrize("count", [-1, 3.0, 2.5, "7", None, True])
def test_what_is_not_a_count(count: Any) -> None:
    release = d.Release("now", (d.Cell(at(area="A"), count), d.Cell(at(area="B"), 7)))
    assert refused(release) == [("not_a_count", "jobs area=A")]


@pytest.mark.parametrize("count", [-1, 3.5, "7"])
def test_what_is_not_a_count_in_a_table_with_totals(count: Any) -> None:
    cells = [d.Cell(at(area="A"), count), d.Cell(at(area="B"), 7), d.Cell(at(area="all"), 10)]
    for adds in d.Adds:
        release = d.tabulate("now", cells, [d.Dimension("area", {"all": ()}, adds=adds)])
        assert refused(release) == [("not_a_count", "jobs area=A")]


def test_a_cell_twice() -> None:
    twice = (d.Cell(at(area="A"), 7), d.Cell(at(area="A"), 7))
    assert [cell.text for cell in d.protect(d.Release("now", twice), EXACT).cells] == ["7"]
    different = (*twice, d.Cell(at(area="A"), 8))
    assert refused(d.Release("now", different)) == [("twice_and_different", "jobs area=A")]


def test_totals_that_do_not_add_up_are_named_with_both_numbers() -> None:
    cells = [d.Cell(at(area=area), count) for area, count in (("A", 7), ("B", 9), ("all", 17))]
    with pytest.raises(d.ReleaseProblem) as caught:
        d.protect(d.tabulate("now", cells, [AREAS]), ROUNDED)
    (problem,) = caught.value.problems
    assert (problem.code, problem.cell) == ("does_not_add_up", "jobs area=all")
    assert problem.numbers == (("count", "17"), ("others_make", "16"))
    assert str(caught.value) == "does_not_add_up: jobs area=all (count 17, others_make 16)"


def test_parts_that_are_more_than_their_incomplete_total() -> None:
    cells = [d.Cell(at(sex=sex), count) for sex, count in (("male", 7), ("female", 9), ("all", 15))]
    release = d.tabulate("now", cells, [d.Dimension("sex", {"all": ()}, adds=d.Adds.INCOMPLETE)])
    assert refused(release) == [("does_not_add_up", "jobs sex=all")]


@pytest.mark.parametrize(("both", "fits"), [(15, False), (16, True), (25, True), (26, False)])
def test_distinct_people_lie_between_the_largest_part_and_the_sum(both: int, fits: bool) -> None:
    cells = [
        d.Cell(at(partner=partner), count) for partner, count in (("one", 16), ("two", 9), ("all", both))
    ]
    release = d.tabulate("now", cells, [d.Dimension("partner", {"all": ()}, adds=d.Adds.OVERLAPPING)])
    if fits:
        assert d.protect(release, EXACT).safe
    else:
        assert ("does_not_add_up", "jobs partner=all") in refused(release)


def test_dimensions_that_nobody_declared_or_that_are_missing() -> None:
    cells = [d.Cell(at(area="A"), 7), d.Cell(at(area="B", colour="red"), 7), d.Cell(at("other", area="A"), 7)]
    with pytest.raises(d.ReleaseProblem) as caught:
        d.tabulate("now", [*cells, d.Cell(at(), 3)], [AREAS])
    assert [(p.code, p.cell, p.numbers) for p in caught.value.problems] == [
        ("unknown_dimension", "jobs area=B colour=red", (("dimension", "colour"),)),
        ("dimension_missing", "jobs", (("dimension", "area"),)),
    ]
    sexes = d.Dimension("sex")
    with pytest.raises(d.ReleaseProblem, match="unknown_dimension: jobs area=B sex=male"):
        d.tabulate("now", [cells[0], d.Cell(at(area="B", sex="male"), 7)], [AREAS, sexes])


def test_relations_and_shares_of_cells_that_are_not_there() -> None:
    one = d.Cell(at(area="A"), 7)
    assert refused(d.Release("now", (one,), (d.total(at(area="all"), [at(area="A")]),))) == [
        ("unknown_cell", "jobs area=all")
    ]
    share = d.Share(at("share"), at(area="A"), at(area="B"))
    assert refused(d.Release("now", (one,), (), (share,))) == [("unknown_cell", "jobs area=B")]


def test_shares_that_cannot_be() -> None:
    cells = (d.Cell(at("part"), 9), d.Cell(at("whole"), 7), d.Cell(at("unseen"), 20, shown=False))
    wrong = (
        d.Share(at("share"), at("part"), at("whole")),
        d.Share(at("part"), at("whole"), at("part")),
        d.Share(at("secret"), at("whole"), at("unseen")),
    )
    assert refused(d.Release("now", cells, (), wrong)) == [
        ("more_than_all", "part"),
        ("name_taken", "part"),
        ("not_shown", "unseen"),
    ]


def test_every_problem_is_told_at_once_and_a_long_list_is_cut_short_in_words() -> None:
    release = d.Release("now", tuple(d.Cell(at(area=f"{n:02d}"), -n) for n in range(1, 15)))
    with pytest.raises(d.ReleaseProblem, match="and 4 more") as caught:
        d.protect(release, ROUNDED)
    assert len(caught.value.problems) == 14


def test_totals_of_totals() -> None:
    """Areas make regions, regions make the country; quarters make the year; quarters so far make what is so far."""
    areas = d.Dimension("area", {"north": ("A", "B"), "south": ("C",), "all": ("north", "south")})
    quarters = d.Dimension("quarter", {"to Q2": ("Q1", "Q2"), "year": ()})
    inner = {"A": (6, 7), "B": (8, 9), "C": (10, 11)}
    lines = {**inner, "north": (14, 16), "south": (10, 11), "all": (24, 27)}
    cells = [
        d.Cell(at(area=area, quarter=quarter), count)
        for area, (one, two) in lines.items()
        for quarter, count in (("Q1", one), ("Q2", two), ("to Q2", one + two), ("year", one + two))
    ]
    release = d.tabulate("now", cells, [areas, quarters])
    assert d.protect(release, EXACT).safe
    found = {
        frozenset((str(key), weight) for key, weight in relation.terms)
        for relation in release.relations
        if all(key.value("quarter") == "Q1" for key in relation.keys)
    }
    assert found == {
        frozenset(
            {
                ("jobs area=north quarter=Q1", 1),
                ("jobs area=A quarter=Q1", -1),
                ("jobs area=B quarter=Q1", -1),
            }
        ),
        frozenset({("jobs area=south quarter=Q1", 1), ("jobs area=C quarter=Q1", -1)}),
        frozenset(
            {
                ("jobs area=all quarter=Q1", 1),
                ("jobs area=north quarter=Q1", -1),
                ("jobs area=south quarter=Q1", -1),
            }
        ),
    }
    assert (
        len(
            [r for r in release.relations if {key.value("quarter") for key in r.keys} == {"year", "Q1", "Q2"}]
        )
        == 6
    )


def test_several_tables_that_go_out_at_once() -> None:
    """A cell that is hidden in one table is hidden in the other, which would give it back."""
    by_sex = grid({"A": (2, 20), "B": (14, 19)}, ("male", "female"))
    by_age = d.Release(
        "age", (d.Cell(at(area="A", sex="all"), 22), d.Cell(at("young"), 9), d.Cell(at("old"), 13))
    )
    whole = d.linked(
        d.joined("now", by_sex, by_age), d.total(at(area="A", sex="all"), [at("young"), at("old")])
    )
    protected = d.protect(whole, EXACT)
    assert protected.safe
    assert {cell.key for cell in protected.cells} == {cell.key for cell in whole.cells}
    assert d.audit(protected.published) == ()
