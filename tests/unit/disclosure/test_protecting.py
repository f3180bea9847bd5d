# SPDX-License-Identifier: AGPL-3.0-or-later
"""What becomes of a release: marks, reasons, percentages, what is told of the choice, and its limits."""

import subprocess
import sys
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from cydwaith.engines.measures import disclosure as d
from tests.unit.disclosure.making import EXACT, ROUNDED, at, grid, published, texts


def big(areas: int, quarters: int, sexes: int, seed: int = 1, often: float = 12.0) -> d.Release:
    """Invented counts by area, quarter and sex, with all totals."""
    rng = np.random.default_rng(seed)
    counts = rng.negative_binomial(1.0, 1 / (1 + often), size=(areas, quarters, sexes))
    for axis in range(3):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    cells = [
        d.Cell(
            at(
                **{
                    name: "all" if place == last else f"{place:02d}"
                    for name, place, last in zip(
                        ("area", "quarter", "sex"), where, (areas, quarters, sexes), strict=True
                    )
                }
            ),
            int(count),
        )
        for where, count in np.ndenumerate(counts)
    ]
    return d.tabulate("big", cells, [d.Dimension(name, {"all": ()}) for name in ("area", "quarter", "sex")])


def test_ascof_marks() -> None:
    whole, part = at("all people"), at("in work")
    keys = [(at("share", area=a), at("in work", area=a), at("all people", area=a)) for a in "ABCDE"]
    counts = {"A": (9, 40), "B": (3, 40), "C": (2, 3), "D": (0, 0), "E": (0, 12)}
    cells = [
        cell
        for _, of, among in keys
        for cell in (d.Cell(of, counts[of.at[0][1]][0]), d.Cell(among, counts[among.at[0][1]][1]))
    ]
    shares = tuple(d.Share(*key) for key in keys)
    policy = d.Policy(style=d.Style.ASCOF)
    protected = d.protect(d.Release("now", tuple(cells), (), shares), policy)
    assert protected.safe
    assert texts(protected) == {
        f"{part} area=A": "10",
        f"{part} area=B": "[c]",
        f"{part} area=C": "[c]",
        f"{part} area=D": "[x]",
        f"{part} area=E": "[c]",
        f"{whole} area=A": "40",
        f"{whole} area=B": "40",
        f"{whole} area=C": "[c]",
        f"{whole} area=D": "[x]",
        f"{whole} area=E": "10",
    }
    assert [(share.text, share.why) for share in protected.shares] == [
        ("25.0", None),
        ("[c]", d.Why.NUMERATOR),
        ("[c]", d.Why.NUMERATOR),
        ("[x]", d.Why.NOT_APPLICABLE),
        ("[c]", d.Why.NUMERATOR),
    ]
    assert protected.cell(at("in work", area="D")).why is d.Why.NOT_APPLICABLE


def test_sub_national_marks() -> None:
    cells = tuple(d.Cell(at(area=str(count)), count) for count in (0, 1, 7, 8, 12, 13))
    protected = d.protect(d.Release("now", cells), d.Policy(style=d.Style.SUB_NATIONAL))
    assert {cell.key.at[0][1]: cell.text for cell in protected.cells} == {
        "0": "0",
        "1": "*",
        "7": "*",
        "8": "10",
        "12": "10",
        "13": "15",
    }
    assert {cell.interval for cell in protected.cells if cell.hidden} == {d.Interval(1, 7)}


def test_a_share_of_a_nought_that_is_shown() -> None:
    cells = (d.Cell(at("in work"), 0), d.Cell(at("people"), 0))
    share = d.Share(at("share"), at("in work"), at("people"))
    policy = replace(EXACT, zero=d.Zero.SHOWN)
    (made,) = d.protect(d.Release("now", cells, (), (share,)), policy).shares
    assert (made.text, made.value, made.why) == ("[x]", None, d.Why.NOT_APPLICABLE)


def test_a_share_whose_denominator_had_to_be_hidden_for_others() -> None:
    release = grid({"A": (2, 9), "B": (8, 12)}, ("male", "female"))
    share = d.Share(at("share"), at(area="A", sex="all"), at(area="B", sex="female"))
    protected = d.protect(replace(release, shares=(share,)), EXACT)
    assert protected.cell(at(area="B", sex="female")).secondary
    assert [(made.text, made.why) for made in protected.shares] == [("*", d.Why.DENOMINATOR)]


def test_percentages_come_from_the_published_numbers() -> None:
    cells = (d.Cell(at("in work"), 38), d.Cell(at("people"), 59))
    release = d.Release("now", cells, (), (d.Share(at("share"), at("in work"), at("people")),))
    assert d.protect(release, ROUNDED).shares[0].value == Decimal("66.7")
    assert d.protect(release, EXACT).shares[0].value == Decimal("64.4")


def test_reasons_and_intervals_stand_with_each_cell() -> None:
    protected = d.protect(grid({"A": (18, 2), "B": (14, 19)}, ("male", "female")), EXACT)
    small = protected.cell(at(area="A", sex="female"))
    assert (small.why, small.primary, small.secondary, small.hidden) == (d.Why.SMALL, True, False, True)
    assert small.interval == d.Interval(0, 20)
    shown = protected.cell(at(area="A", sex="all"))
    assert (shown.number, shown.text, shown.why, shown.interval, shown.hidden) == (
        20,
        "20",
        None,
        None,
        False,
    )
    with pytest.raises(KeyError, match="nowhere"):
        protected.cell(at("nowhere"))


@pytest.mark.parametrize("protection", [1, 3, 6, 10])
def test_the_protection_asked_for_is_kept_by_every_hidden_cell(protection: int) -> None:
    policy = replace(EXACT, protection=protection)
    release = grid({"A": (18, 2), "B": (14, 19), "C": (12, 10), "D": (11, 14)}, ("male", "female"))
    protected = d.protect(release, policy)
    assert protected.safe
    assert protected.optimal
    for cell in protected.cells:
        assert cell.interval is None or (cell.interval.width is None or cell.interval.width >= protection)


def test_readers_who_know_which_marks_are_small_come_nearer() -> None:
    """3 and 4 in one row: whoever knows that both are below 5 knows more than one who does not."""
    release = grid({"A": (4, 4, 12), "B": (20, 31, 40), "C": (12, 15, 26)}, ("male", "female", "other"))
    assert d.protect(release, EXACT).hidden == 2
    known = d.protect(release, replace(EXACT, small_marks_known=True))
    assert known.safe
    assert known.people > d.protect(release, EXACT).people


def test_beyond_the_size_the_heuristic_is_safe_and_tells_its_gap() -> None:
    release = big(12, 6, 2)
    best = d.protect(release, EXACT)
    quick = d.protect(release, replace(EXACT, optimal_cells=10))
    quickest = d.protect(release, replace(EXACT, effort=0))
    assert best.optimal
    assert best.gap == Decimal("0.0")
    for other in (quick, quickest):
        assert other.safe
        assert best.people_bound == best.people <= other.people
        assert other.people_bound <= best.people
        assert other.optimal == (other.people_bound == other.people and other.hidden == best.hidden)
        assert other.gap >= Decimal(100 * (other.people - best.people)) / other.people - Decimal("0.05")
    assert quickest.people > best.people  # else this shows nothing


def test_the_same_release_gives_the_same_marks_every_time() -> None:
    one, other = (d.protect(big(8, 6, 2), EXACT) for _ in range(2))
    assert one == other
    assert one.steps == other.steps
    assert one.cpu_seconds > 0


def test_former_tables_that_are_not_published_again_are_part_of_the_attack() -> None:
    """The former release has a table by age whose cells are not in the new one, and some of them hidden."""
    young, old = at("young"), at("old")
    relation = d.total(at(area="A"), [young, old])
    former = published("spring", {young: "*", old: "*"}, [relation])
    now = d.Release("now", (d.Cell(at(area="A"), 6), d.Cell(at(area="B"), 3)), ())
    assert d.protect(now, EXACT, [former]).safe
    shown = published("spring", {young: "2", old: "4"}, [relation], replace(EXACT, threshold=0))
    hidden_now = d.Release("now", (d.Cell(at(area="A"), 6),), ())
    finding = d.protect(hidden_now, replace(EXACT, threshold=7), [shown]).findings[0]
    assert (finding.undoing, finding.low, {term.release for term in finding.at_most}) == (
        d.Undoing.EXACTLY,
        6,
        {"spring"},
    )


def test_former_relations_that_a_hidden_revision_broke_are_no_longer_believed() -> None:
    """All of a former relation's cells are still what their marks say, and yet they do not add up any more."""
    keys = [at(area=area) for area in ("A", "B", "all")]
    relation = d.total(keys[2], keys[:2])
    former = published("spring", {keys[0]: "*", keys[1]: "*", keys[2]: "*"}, [relation])
    cells = tuple(d.Cell(key, count) for key, count in zip(keys, (3, 9, 14), strict=True))
    protected = d.protect(d.Release("now", cells), EXACT, [former])
    assert protected.safe
    assert texts(protected) == {"jobs area=A": "*", "jobs area=B": "9", "jobs area=all": "14"}


def test_an_empty_release() -> None:
    protected = d.protect(d.Release("now", ()), EXACT)
    assert (protected.cells, protected.findings, protected.gap) == ((), (), Decimal("0.0"))
    assert d.audit(d.Published("now", ())) == ()


def test_the_solver_is_loaded_only_when_it_is_asked() -> None:
    code = (
        "import sys, cydwaith.engines.measures.disclosure as d; d.Policy();"
        "assert not {'highspy', 'numpy'} & set(sys.modules), 'loaded at start'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
