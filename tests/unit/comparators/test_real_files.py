# SPDX-License-Identifier: AGPL-3.0-or-later
"""The real files, where they are: in the folder that CYDWAITH_SHARED_DATA names, else ``../shared/data``.

Nothing of them is in the project. Without the folder these tests say that they did not run.
"""

import os
from datetime import date
from pathlib import Path

import pytest

from cydwaith.engines.measures.comparators import (
    ENGLAND,
    GREATER_MANCHESTER,
    NORTH_WEST,
    WALES,
    Missing,
    Source,
    own_areas,
    read_councils,
    read_lookup,
    read_neighbours,
    read_oflog,
)

ROOT = Path(__file__).resolve().parents[3]
DATA = Path(os.environ.get("CYDWAITH_SHARED_DATA") or ROOT.parent / "shared" / "data")
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(),
    reason=f"THE REAL FILES WERE NOT READ: there is no folder {DATA.name} (CYDWAITH_SHARED_DATA).",
)
OFLOG = Source(name="Office for Local Government", dated=date(2024, 1, 1))


def test_figures_of_councils() -> None:
    reading = read_oflog(DATA / "ascof" / "oflog_ASC_data.csv", source=OFLOG)
    assert (reading.rows, reading.found) == (6376, 0)
    assert len(reading.values) == 6376
    assert len({one.area for one in reading.values}) == 157
    assert {one.measure for one in reading.values} == {f"ASC{number}" for number in range(1, 8)}
    assert sum(one.missing is Missing.BLANK for one in reading.values) == 298
    assert {str(one.year) for one in reading.values} == {f"20{y}-{y + 1}" for y in range(15, 23)}


def test_nearest_neighbours() -> None:
    found = read_neighbours(DATA / "ascof" / "oflog_nearest_neighbours.json")
    assert len(found.of) == 348
    assert not [code for code, others in found.of.items() if code in others]
    assert {problem.code for problem in found.problems} == {"neighbour-twice"}
    assert {len(others) for others in found.of.values()} == {0, 14, 15}


def test_councils_agree_with_our_own_table() -> None:
    found = read_councils(DATA / "geo" / "mysociety_uk_local_authorities_current.csv")
    assert found.problems == ()
    for day in (date(2011, 4, 1), date(2023, 3, 31), date(2023, 4, 1), date(2026, 1, 1)):
        for whole in (NORTH_WEST, GREATER_MANCHESTER, WALES):
            theirs = {one.code for one in found.areas.members(whole, day)}
            assert theirs == {one.code for one in own_areas().members(whole, day)}, (whole, day)
    counts = [len(found.areas.members(ENGLAND, day)) for day in (date(2023, 3, 31), date(2023, 4, 1))]
    assert counts == [152, 153]


@pytest.mark.parametrize(
    ("number", "links"), [("052", 22), ("055", 53), ("193", 348), ("238", 7), ("239", 10), ("252", 9)]
)
def test_lookups(number: str, links: int) -> None:
    found = read_lookup(DATA / "geo" / f"ons_lookup_{number}.csv")
    assert len(found) == links
    if number == "252":
        assert {one.code: one.name_cy for one in found} == {
            one.code: one.cy for one in own_areas().all if one.kind == "region"
        }
    if number == "055":
        ten = {one.code for one in found if one.whole == GREATER_MANCHESTER}
        assert ten == {one.code for one in own_areas().members(GREATER_MANCHESTER, date(2019, 12, 1))}
