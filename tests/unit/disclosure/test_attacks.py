# SPDX-License-Identifier: AGPL-3.0-or-later
"""The attacks that releases of this kind were undone by: each is found, named with its equation, and prevented."""

from dataclasses import replace
from decimal import Decimal

import pytest

from cydwaith.engines.measures import disclosure as d
from tests.unit.disclosure.making import EXACT, ROUNDED, at, grid, published, told


def only(findings: tuple[d.Finding, ...]) -> d.Finding:
    assert len(findings) == 1
    return findings[0]


def test_total_minus_what_is_visible() -> None:
    cells = {at(area="A"): "*", at(area="B"): "14", at(area="C"): "21", at(area="all"): "38"}
    relation = d.total(at(area="all"), [at(area=area) for area in "ABC"])
    found = only(d.audit(published("now", cells, [relation])))
    assert (found.undoing, found.key, found.low, found.high) == (d.Undoing.EXACTLY, at(area="A"), 3, 3)
    equation = {"jobs area=all": "1", "jobs area=B": "-1", "jobs area=C": "-1"}
    assert told(found.at_most) == told(found.at_least) == equation
    assert {term.text for term in found.at_most} == {"38", "14", "21"}
    assert {term.release for term in found.at_most} == {"now"}
    assert found.at_most_constant == "0"


def test_total_minus_what_is_visible_is_prevented() -> None:
    cells = [d.Cell(at(area=area), count) for area, count in (("A", 3), ("B", 14), ("C", 21), ("all", 38))]
    protected = d.protect(d.tabulate("now", cells, [d.Dimension("area", {"all": ()})]), EXACT)
    assert protected.safe
    assert [str(cell.key) for cell in protected.cells if cell.secondary] == ["jobs area=B"]
    assert (protected.people, protected.hidden, protected.optimal) == (14, 1, True)


def test_complementary_cells_sex_total_minus_male() -> None:
    cells = {at(sex="all"): "20", at(sex="male"): "18", at(sex="female"): "*"}
    relation = d.total(at(sex="all"), [at(sex="male"), at(sex="female")])
    found = only(d.audit(published("now", cells, [relation])))
    assert (found.key, found.low, found.high) == (at(sex="female"), 2, 2)
    assert told(found.at_most) == {"jobs sex=all": "1", "jobs sex=male": "-1"}


def test_people_who_stand_only_in_the_total_are_guarded_too() -> None:
    """Other genders are counted in the total alone: what it has beyond male and female is a count."""
    cells = [d.Cell(at(sex=sex), count) for sex, count in (("all", 40), ("male", 18), ("female", 20))]
    incomplete = d.Dimension("sex", {"all": ()}, adds=d.Adds.INCOMPLETE)
    protected = d.protect(d.tabulate("now", cells, [incomplete]), EXACT)
    assert protected.safe
    assert [str(cell.key) for cell in protected.cells if cell.secondary] == ["jobs sex=male"]
    assert not any("rest" in str(cell.key) for cell in protected.cells)
    nobody = [d.Cell(at(sex=sex), count) for sex, count in (("all", 38), ("male", 18), ("female", 20))]
    assert d.protect(d.tabulate("now", nobody, [incomplete]), EXACT).hidden == 0


def test_two_partners_sums() -> None:
    """One partner publishes its own figure, another the sum of both: the second partner's is their difference."""
    both, one, two = at("both"), at("partner one"), at("partner two")
    cells = {both: "31", one: "27", two: "*"}
    found = only(d.audit(published("now", cells, [d.total(both, [one, two])])))
    assert (found.key, found.low, told(found.at_most)) == (two, 4, {"both": "1", "partner one": "-1"})


def test_the_same_cell_in_two_tables_under_two_names() -> None:
    """By area the cell is hidden, by programme it is a margin that is shown."""
    area, programme = at("by area", area="A"), at("by programme", programme="all")
    cells = [d.Cell(area, 3), d.Cell(programme, 3), d.Cell(at("by area", area="B"), 30)]
    found = only(d.audit(published("now", {area: "*", programme: "9"}, [d.same(area, programme)])))
    assert (found.low, found.high, told(found.at_least)) == (9, 9, {"by programme programme=all": "1"})
    protected = d.protect(d.Release("now", tuple(cells), (d.same(area, programme),)), EXACT)
    assert protected.safe
    assert protected.cell(area).hidden
    assert protected.cell(programme).hidden


def test_differencing_a_former_release() -> None:
    """The former release showed the total and both others; now another cell is shown with it."""
    keys = {area: at(area=area) for area in ("A", "B", "C", "all")}
    relation = d.total(keys["all"], [keys[area] for area in "ABC"])
    former = published(
        "spring", {keys["A"]: "*", keys["B"]: "*", keys["C"]: "21", keys["all"]: "38"}, [relation]
    )
    now = published("summer", {keys["A"]: "*", keys["B"]: "14"})
    assert d.audit(now) == ()
    found = only(d.audit(now, [former]))
    assert (found.undoing, found.key, found.low) == (d.Undoing.EXACTLY, keys["A"], 3)
    assert {(str(term.key), term.release) for term in found.at_most} == {
        ("jobs area=all", "spring"),
        ("jobs area=C", "spring"),
        ("jobs area=B", "summer"),
    }


def test_differencing_a_former_release_is_prevented() -> None:
    cells = {"A": 3, "B": 14, "C": 21, "all": 38}
    release = d.tabulate(
        "spring", [d.Cell(at(area=a), n) for a, n in cells.items()], [d.Dimension("area", {"all": ()})]
    )
    spring = d.protect(release, EXACT)
    assert spring.cell(at(area="B")).secondary
    part = d.Release("summer", tuple(d.Cell(at(area=a), cells[a]) for a in ("A", "B", "C")))
    assert d.protect(part, EXACT).cell(at(area="B")).text == "14"  # alone nothing speaks against it
    summer = d.protect(part, EXACT, [spring.published])
    assert summer.safe
    assert summer.cell(at(area="B")).secondary


def test_what_a_former_release_shows_cannot_be_taken_back() -> None:
    former = published("spring", {at(area="A"): "3"}, policy=replace(EXACT, threshold=0))
    protected = d.protect(
        d.Release("now", (d.Cell(at(area="A"), 3), d.Cell(at(area="B"), 20))), EXACT, [former]
    )
    assert not protected.safe
    found = only(protected.findings)
    assert (found.undoing, found.key, found.low, found.high) == (d.Undoing.SHOWN_BEFORE, at(area="A"), 3, 3)
    assert [(term.release, term.text) for term in found.at_most] == [("spring", "3")]


def test_differencing_over_periods() -> None:
    """From April to June less from April to May is June."""
    may, june, both = at(period="to May"), at(period="June"), at(period="to June")
    cells = [d.Cell(may, 17), d.Cell(june, 2, shown=False), d.Cell(both, 19)]
    dimension = d.Dimension("period", {"to June": ("to May", "June")})
    assert (
        only(d.audit(published("now", {may: "17", june: "*", both: "19"}, [d.total(both, [may, june])]))).low
        == 2
    )
    protected = d.protect(d.tabulate("now", cells, [dimension]), EXACT)
    assert protected.safe
    assert [str(cell.key) for cell in protected.cells] == ["jobs period=to June", "jobs period=to May"]
    assert protected.cell(may).secondary


def test_a_correction_by_a_few_people_is_a_count() -> None:
    former = published("spring", {at(area="A"): "57"})
    now = d.Release("summer", (d.Cell(at(area="A"), 59),))
    found = only(d.audit(published("summer", {at(area="A"): "59"}), [former]))
    assert (found.undoing, found.low, found.high) == (d.Undoing.CHANGE, 2, 2)
    assert told(found.at_most) == {"jobs area=A": "1"}
    assert found.at_most_constant == "-57"
    assert d.protect(now, EXACT, [former]).cell(at(area="A")).secondary
    assert d.protect(now, EXACT, [former]).safe
    assert d.protect(now, replace(EXACT, guard_changes=False), [former]).cell(at(area="A")).text == "59"
    assert d.protect(now, ROUNDED, [former]).cell(at(area="A")).text == "60"
    far = d.Release("summer", (d.Cell(at(area="A"), 80),))
    assert d.protect(far, EXACT, [former]).cell(at(area="A")).text == "80"


def test_a_percentage_with_its_denominator_gives_the_numerator_back() -> None:
    of, among, share = at("in work"), at("all people"), at("share")
    made = published("now", {of: "*", among: "40"})
    made = replace(made, shares=(d.PublishedShare(share, of, among, "7.5", Decimal("7.5")),))
    found = only(d.audit(made))
    assert (found.undoing, found.key, found.low, found.high) == (d.Undoing.EXACTLY, of, 3, 3)
    assert told(found.at_most) == {"all people": "151/2000"}


def test_a_percentage_gives_a_hidden_denominator_back() -> None:
    of, among = at("in work"), at("all people")
    made = published("now", {of: "9", among: "*"})
    made = replace(made, shares=(d.PublishedShare(at("share"), of, among, "64.3", Decimal("64.3")),))
    assert (only(d.audit(made)).low, only(d.audit(made)).high) == (14, 14)


def test_a_percentage_of_the_truth_beside_rounded_numbers_says_more_than_they_do() -> None:
    """38 of 59 is 64.4 per cent; of the published 40 of 60 it is 66.7."""
    relation = d.total(at("people"), [at("in work"), at("not in work")])
    cells = {at("in work"): "40", at("people"): "60", at("not in work"): "*"}
    policy = replace(ROUNDED, threshold=22)
    honest = published("now", cells, [relation], policy)
    share = d.PublishedShare(at("share"), at("in work"), at("people"), "66.7", Decimal("66.7"))
    assert d.audit(replace(honest, shares=(share,))) == d.audit(honest) == ()
    telling = replace(honest, shares=(replace(share, text="64.4", value=Decimal("64.4")),))
    assert d.attack(honest).intervals[at("not in work")] == d.Interval(16, 21)
    assert d.attack(telling).intervals[at("not in work")] == d.Interval(21, 21)


def test_percentages_that_are_published_hide_with_their_numbers() -> None:
    cells = (d.Cell(at("in work"), 3), d.Cell(at("people"), 40), d.Cell(at("few"), 2))
    shares = (
        d.Share(at("share"), at("in work"), at("people")),
        d.Share(at("other"), at("few"), at("in work")),
    )
    protected = d.protect(d.Release("now", cells, (), shares), EXACT)
    assert protected.safe
    assert [(str(share.key), share.text, share.why) for share in protected.shares] == [
        ("other", "*", d.Why.NUMERATOR),
        ("share", "*", d.Why.NUMERATOR),
    ]


def test_two_by_two_with_nothing_to_hide_behind() -> None:
    """Every cell of the table has to go, and then a margin too where all of them are published."""
    protected = d.protect(grid({"A": (2, 9), "B": (8, 12)}, ("male", "female")), EXACT)
    assert protected.safe
    assert {str(cell.key) for cell in protected.cells if cell.secondary} == {
        "jobs area=A sex=female",
        "jobs area=B sex=female",
        "jobs area=B sex=male",
    }


def test_one_row_with_nothing_to_hide_behind_hides_its_total() -> None:
    cells = [d.Cell(at(area="A"), 3), d.Cell(at(area="all"), 3)]
    protected = d.protect(d.tabulate("now", cells, [d.Dimension("area", {"all": ()})]), EXACT)
    assert protected.safe
    assert [cell.text for cell in protected.cells] == ["*", "*"]


@pytest.mark.parametrize("policy", [EXACT, ROUNDED])
def test_rows_of_noughts(policy: d.Policy) -> None:
    protected = d.protect(grid({"A": (0, 0), "B": (30, 40), "C": (20, 9)}, ("male", "female")), policy)
    assert protected.safe
    for sex in ("male", "female", "all"):
        assert protected.cell(at(area="A", sex=sex)).text == "*"


def test_noughts_that_are_shown_hide_nobody() -> None:
    policy = replace(EXACT, zero=d.Zero.SHOWN)
    protected = d.protect(grid({"A": (0, 0), "B": (30, 40)}, ("male", "female")), policy)
    assert protected.hidden == 0
    assert protected.cell(at(area="A", sex="all")).text == "0"


def test_a_margin_of_noughts_with_no_way_out_is_told() -> None:
    """A former total of 0 says that all its parts are 0."""
    former = published("spring", {at(area="all"): "0"}, policy=replace(EXACT, threshold=0))
    cells = [d.Cell(at(area=area), 0) for area in ("A", "B", "all")]
    protected = d.protect(d.tabulate("now", cells, [d.Dimension("area", {"all": ()})]), EXACT, [former])
    assert {str(f.key): (f.low, f.high) for f in protected.findings} == {
        "jobs area=A": (0, 0),
        "jobs area=B": (0, 0),
        "jobs area=all": (0, 0),
    }


def test_seven_fours_round_to_a_total_that_gives_all_of_them_back() -> None:
    """28 is published as 30, which says 28 to 32: seven counts of at most 4 must all be 4."""
    parts = [at(area=str(area)) for area in range(7)]
    cells = {**dict.fromkeys(parts, "*"), at(area="all"): "30"}
    found = d.audit(published("now", cells, [d.total(at(area="all"), parts)], ROUNDED))
    assert [(f.undoing, f.low, f.high) for f in found] == [(d.Undoing.EXACTLY, 4, 4)] * 7
    made = [*(d.Cell(part, 4) for part in parts), d.Cell(at(area="all"), 28)]
    protected = d.protect(d.tabulate("now", made, [d.Dimension("area", {"all": ()})]), ROUNDED)
    assert protected.safe
    assert protected.cell(at(area="all")).secondary


def test_distinct_people_across_partners() -> None:
    """Someone may be with both: the total tells each of them no more than a largest count."""
    cells = {at(partner="one"): "*", at(partner="two"): "30", at(partner="all"): "31"}
    relations = d.union(at(partner="all"), [at(partner="one"), at(partner="two")])
    found = d.attack(published("now", cells, relations))
    assert found.intervals == {at(partner="one"): d.Interval(1, 31)}
    assert found.findings == ()
    cells[at(partner="all")] = "30"
    cells[at(partner="two")] = "6"
    assert d.attack(published("now", cells, relations)).intervals == {at(partner="one"): d.Interval(24, 30)}


def test_linked_tables_need_whole_numbers() -> None:
    """Three hidden counts, of which any two together are known: halves would do for a linear programme where the
    sums are at most something, whole numbers do not."""
    keys = [at(area=area) for area in "ABC"]
    pairs = [at(pair=pair) for pair in ("AB", "BC", "CA")]
    rows = [
        d.within((keys[0], keys[1]), pairs[0]),
        d.within((keys[1], keys[2]), pairs[1]),
        d.within((keys[2], keys[0]), pairs[2]),
        d.total(at("sum"), keys),
    ]
    made = published("now", {**dict.fromkeys(keys, "*"), at("sum"): "*", **dict.fromkeys(pairs, "7")}, rows)
    assert d.attack(made).intervals[at("sum")] == d.Interval(0, 10)


def test_numbers_that_contradict_each_other() -> None:
    cells = {at(area="A"): "9", at(area="B"): "14", at(area="all"): "20"}
    found = only(d.audit(published("now", cells, [d.total(at(area="all"), [at(area="A"), at(area="B")])])))
    assert (found.undoing, found.key) == (d.Undoing.CONTRADICTION, at(area="all"))


def test_a_former_release_that_fits_no_more_is_told_and_left_out() -> None:
    former = published("spring", {at(area="A"): "8", at(area="all"): "*"}, policy=EXACT)
    relation = d.total(at(area="all"), [at(area="A"), at(area="B")])
    now = published("now", {at(area="A"): "*", at(area="B"): "14", at(area="all"): "18"}, [relation])
    assert [f.undoing for f in d.audit(now, [former])] == [d.Undoing.FORMER_CONTRADICTION, d.Undoing.EXACTLY]
