# SPDX-License-Identifier: AGPL-3.0-or-later
"""Linkage holds to its table of pairs: what is linked, what somebody looks at, and why."""

import pyarrow as pa
import pytest

from cydwaith.engines.linkage import Linked, Source, link
from tests.spec.table import rows

SHARED = {
    "number": "9434765919",
    "postcode": "CF10 3AT",
    "phone": "029 2000 0000",
    "email": "cartref@example.org",
}


def record(row: dict[str, str], which: str, name: str) -> dict[str, str]:
    given, _, family = name.partition(" ")
    if name == "John Dafydd Evans":
        given, family = "John Dafydd", "Evans"
    found = {"id": which, "given": given, "family": family, "dob": row[f"born {which}"]}
    found |= {field: SHARED[field] for field in row["both"].split()}
    # Values hold blanks, so that a new field begins where an equals sign follows a word.
    field = ""
    for word in row[f"{which} has"].split():
        name_, equals, value = word.partition("=")
        if equals:
            field, found[name_] = name_, value
        else:
            found[field] += f" {word}"
    return found


def linked(one: dict[str, str], other: dict[str, str]) -> Linked:
    fields = sorted({*one, *other})
    sources = [
        Source(name, pa.table({field: [each.get(field)] for field in fields}))
        for name, each in (("council", one), ("health board", other))
    ]
    return link(sources)


@pytest.mark.parametrize("row", rows("linkage/pairs"), ids=lambda row: f"{row['one']} / {row['other']}")
def test_a_pair(row: dict[str, str]) -> None:
    one, other = record(row, "one", row["one"]), record(row, "other", row["other"])
    found = linked(one, other)
    status = found.pairs.column("status").to_pylist()
    assert (status or ["apart"])[0] == row["verdict"]
    same = len(set(found.records.column("cluster").to_pylist())) == 1
    assert same is (row["verdict"] == "linked")
    if status:
        reasons = found.reasons(0)
        assert row["why"] in {reason.code for reason in reasons}
        start = 0.0 if found.pairs.column("kin")[0].as_py() else found.model.start
        total = start + sum(reason.weight for reason in reasons)
        assert total == pytest.approx(found.pairs.column("weight")[0].as_py(), abs=0.1)
