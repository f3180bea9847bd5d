# SPDX-License-Identifier: AGPL-3.0-or-later
"""The rules of small numbers, read from their tables; and the golden case of secondary suppression."""

from dataclasses import replace

import pytest

from cydwaith.engines.measures import disclosure as d
from tests.spec.table import rows

EXACT = d.Policy(mode=d.Mode.EXACT)
POLICIES = {
    "rounded": d.Policy(),
    "ascof": d.Policy(style=d.Style.ASCOF),
    "sub-national": d.Policy(style=d.Style.SUB_NATIONAL),
    "base 10": d.Policy(base=10),
    "zero shown": d.Policy(zero=d.Zero.SHOWN),
    "exact": EXACT,
}
GOLDEN = rows("disclosure/golden")


def alone(count: int, policy: d.Policy) -> str:
    """The text of a count that nothing hangs together with."""
    key = d.Key("people")
    protected = d.protect(d.Release("now", (d.Cell(key, count),)), policy)
    assert protected.safe
    return protected.cell(key).text


@pytest.mark.parametrize("rule", POLICIES)
@pytest.mark.parametrize("row", rows("disclosure/counts"), ids=lambda row: row["count"])
def test_counts(row: dict[str, str], rule: str) -> None:
    assert alone(int(row["count"]), POLICIES[rule]) == row[rule]


@pytest.mark.parametrize("rule", ["rounded", "exact", "ascof"])
@pytest.mark.parametrize(
    "row", rows("disclosure/percentages"), ids=lambda row: row["why it is in this table"]
)
def test_percentages(row: dict[str, str], rule: str) -> None:
    of, among, share = d.Key("in work"), d.Key("people"), d.Key("share")
    cells = (d.Cell(of, int(row["numerator"])), d.Cell(among, int(row["denominator"])))
    release = d.Release("now", cells, (), (d.Share(share, of, among),))
    protected = d.protect(release, POLICIES[rule])
    assert protected.safe
    assert [made.text for made in protected.shares] == [row[rule]]


def golden() -> d.Release:
    cells = []
    lines = [(row["region"], int(row["male"]), int(row["female"])) for row in GOLDEN]
    lines.append(("all", sum(male for _, male, _ in lines), sum(female for _, _, female in lines)))
    for region, male, female in lines:
        for sex, count in (("male", male), ("female", female), ("all", male + female)):
            cells.append(d.Cell(d.Key.of("people", region=region, sex=sex), count))
    return d.tabulate("golden", cells, [d.Dimension("region", {"all": ()}), d.Dimension("sex", {"all": ()})])


def test_the_golden_case() -> None:
    protected = d.protect(golden(), EXACT)
    for row in GOLDEN:
        for sex in ("male", "female"):
            cell = protected.cell(d.Key.of("people", region=row["region"], sex=sex))
            mark = {d.Why.SMALL: "*p", d.Why.PROTECTS: "*s", None: cell.text}[cell.why]
            assert mark == row[f"published {sex}"]
            assert cell.text in ("*", row[sex])
    margins = [
        cell for cell in protected.cells if ("region", "all") in cell.key.at or ("sex", "all") in cell.key.at
    ]
    assert len(margins) == 7
    assert not any(cell.hidden for cell in margins)
    assert (protected.people, protected.hidden, protected.people_bound) == (40, 3, 40)
    assert protected.optimal
    assert protected.safe


def test_the_golden_case_with_the_primary_hidden_alone_is_undone() -> None:
    protected = d.protect(golden(), EXACT)
    primary = d.Key.of("people", region="A", sex="female")
    shown = {cell.key: cell.count for cell in golden().cells}
    careless = replace(
        protected.published,
        cells=tuple(
            cell
            if cell.key == primary
            else d.PublishedCell(
                cell.key, str(shown[cell.key]), shown[cell.key], shown[cell.key], shown[cell.key]
            )
            for cell in protected.published.cells
        ),
    )
    (finding,) = d.audit(careless)
    assert (finding.undoing, finding.key, finding.low, finding.high) == (d.Undoing.EXACTLY, primary, 2, 2)
