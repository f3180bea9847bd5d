# SPDX-License-Identifier: AGPL-3.0-or-later
"""The SQL that compares millions of pairs and the Python that compares a few say the same; keys too; dates are read."""

import pytest

from cydwaith.engines.linkage import blocking, features, one_record, reading
from cydwaith.engines.linkage.comparing import compare_sql
from cydwaith.engines.linkage.comparisons import COMPARISONS, KINSHIPS
from cydwaith.engines.linkage.features import birth
from cydwaith.engines.linkage.model import starting_model, weight_sql
from cydwaith.engines.linkage.words import REASONS
from tests.unit.engines.linkage.people import made_up, some

LEVELS = [*(each.name for each in COMPARISONS), "kin"]


def test_both_ways_of_comparing_agree_on_every_pair() -> None:
    connection = reading.connect()
    one = (
        "board",
        "x1",
        "Non",
        "Treharne",
        "1985-11-20",
        "f",
        "1 High Street",
        "Bala",
        "LL23 7AA",
        "9434765919",
    )
    two = ("board", "x2", *one[2:9], "4010232137")
    away = ("board", "x3", *one[2:6], "7 Lôn Felin", "Barry", "CF62 1AA", "4010232137")
    odd = ("board", "x4", *one[2:8], "LL23 7É", "9434765919")  # as many signs as LL23 7AA, and more bytes
    even = ("board", "x5", *one[2:8], "LL23 7EE", "9434765919")
    rows = [*some(6_000), *((*each, "", "", "") for each in (one, two, away, odd, even))]
    reading.load(connection, [made_up(rows)])
    features.make(connection)
    blocking.pairs(connection)
    model = starting_model()
    pairs = connection.sql(f"SELECT *, {weight_sql(model)} AS weight FROM ({compare_sql()})").to_arrow_table()
    rows = {
        row["rid"]: row
        for row in connection.sql("SELECT * FROM x JOIN given_names USING (gi) JOIN family_names USING (fi)")
        .to_arrow_table()
        .to_pylist()
    }
    seen = {name: set() for name in LEVELS}
    unlike = []
    for pair in pairs.to_pylist():
        told = one_record.compare(rows[pair["one"]], rows[pair["two"]])
        if any(told[name] != pair[name] for name in LEVELS) or one_record.weigh(model, told) != pytest.approx(
            pair["weight"], abs=0.01
        ):
            unlike.append((rows[pair["one"]], rows[pair["two"]], told, pair))
        for name in LEVELS:
            seen[name].add(pair[name])
    assert pairs.num_rows > 10_000
    assert unlike == []
    # Nearly every level of every comparison has been met, so that agreement says something.
    missing = sum(len(each.levels) + 1 - len(seen[each.name]) for each in COMPARISONS)
    assert missing <= 4
    assert len(seen["kin"]) == len(KINSHIPS) + 1


def test_features_of_one_record_are_those_of_the_table() -> None:
    rows = some(1_500, seed=8)
    connection = reading.connect()
    reading.load(connection, [made_up(rows)])
    features.prepare(connection)
    connection.execute("CREATE TABLE given_names AS SELECT * FROM given_names_told")
    connection.execute("CREATE TABLE family_names AS SELECT * FROM family_names_told")
    found = (
        connection.sql(
            "SELECT * FROM x JOIN given_names USING (gi) JOIN family_names USING (fi) ORDER BY rid"
        )
        .to_arrow_table()
        .to_pylist()
    )
    keys: dict[int, set[int]] = {}
    for key, rid in connection.execute(blocking.lasting_keys_sql()).fetchall():
        keys.setdefault(rid, set()).add(key)
    fields = ("given", "family", "dob", "sex", "street", "town", "postcode", "number", "phone", "email")
    for at, row in enumerate(rows):
        own = one_record.features_of(
            {name: text for name, text in zip(fields, row[2:-1], strict=True) if text}
        )
        assert {name: found[at][name] for name in own} == own
        assert set(blocking.keys_of(own)) == keys[at]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1985-11-20", "19851120"),
        ("1985-11-20 00:00:00", "19851120"),
        ("20/11/1985", "19851120"),
        ("20.11.85", "19851120"),
        ("1.2.03", "20030201"),
        ("19851120", "19851120"),
        ("20111985", "19851120"),
        ("19361332", "19361332"),
        ("unknown", None),
        ("", None),
        ("٢٠٠٠-٠١-٠٢", None),
    ],
)
def test_dates_as_people_write_them(written: str, read: str | None) -> None:
    assert birth(written) == read


def test_every_level_and_kinship_has_its_words_and_weights_fall() -> None:
    for comparison in COMPARISONS:
        assert {level.code for level in comparison.levels} <= REASONS.keys()
        assert comparison.levels[-1].weight < 0
        assert sum(level.m for level in comparison.levels) == pytest.approx(1, abs=0.06)
    assert {each.code for each in KINSHIPS} <= REASONS.keys()
