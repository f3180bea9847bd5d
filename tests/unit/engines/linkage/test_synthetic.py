# SPDX-License-Identifier: AGPL-3.0-or-later
"""The made-up benchmark is the same everywhere, and holds what it says it holds."""

import hashlib
from collections import Counter

import pytest
from stdnum.gb import nhs

from cydwaith.engines.linkage.synthetic import COLUMNS, MOST, records
from tests.unit.engines.linkage.people import some


def test_the_same_seed_gives_the_same_records() -> None:
    text = "\n".join("|".join(row) for row in records(2_000, 1))
    assert hashlib.sha256(text.encode()).hexdigest()[:16] == "129456317106e6d0"
    assert some(50, seed=2) != some(50, seed=3)


def test_records_have_names_of_their_own_and_nobody_elses_number() -> None:
    rows = some(20_000, seed=1)
    at = {name: place for place, name in enumerate(COLUMNS)}
    assert len({(row[0], row[1]) for row in rows}) == len(rows)
    assert all(row[at["given_name"]] and row[at["family_name"]] for row in rows)
    good = [row[at["nhs_number"]] for row in rows if row[at["nhs_number"]]]
    assert all(number.startswith("999") or not nhs.is_valid(number) for number in good)
    assert sum(nhs.is_valid(number) for number in good) / len(good) > 0.98
    sizes = Counter(Counter(row[-1] for row in rows).values())
    assert sizes[1] > sizes[2] > sizes[3] > sizes[4] > 0
    families = " ".join(row[at["family_name"]] for row in rows)
    assert "ap " in families and "ferch " in families and "-" in families


@pytest.mark.parametrize("count", [0, MOST + 1])
def test_counts_that_cannot_be(count: int) -> None:
    with pytest.raises(ValueError, match="count"):
        next(records(count))
