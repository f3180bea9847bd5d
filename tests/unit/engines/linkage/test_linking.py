# SPDX-License-Identifier: AGPL-3.0-or-later
"""What linkage promises: decisions are honoured, opting out too, and nothing hangs on order."""

import random
from pathlib import Path

import pyarrow as pa
import pytest

from cydwaith.engines.linkage import LinkProblem, Source, Thresholds, candidates, link, open_index
from cydwaith.engines.linkage.truth import Score, score
from tests.unit.engines.linkage.people import clusters, linked, made_up, some, source, together

SIAN = source(
    "1 | Siân | Treharne | 1985-11-20 | postcode=CF10 3AT | phone=02920000001",
    "2 | Sian | Treharne | 1985-11-20 | postcode=CF10 3AT",
    "3 | Jane | Treharne | 1985-11-20 | phone=02920000001",
    "4 | Owain | Bevan | 1990-02-01 | postcode=LL55 1AA",
)
ONE, TWO, THREE = (("council", key) for key in "123")


def test_records_of_one_person_are_one_cluster_and_sources_stay_as_they_were() -> None:
    before = SIAN.data.to_pylist()
    found = link([SIAN])
    assert together(found, "1", "2", "3")
    assert len(clusters(found)) == 2
    assert found.people.best == 2
    assert SIAN.data.to_pylist() == before


def test_a_split_is_remembered_though_a_chain_of_links_leads_round_it() -> None:
    found = linked([SIAN], split=((ONE, TWO),))
    assert not together(found, "1", "2")
    assert together(found, "1", "3") != together(found, "2", "3")
    assert found.people.best == 3
    assert {(p["id_l"], p["id_r"]) for p in found.pairs.to_pylist() if p["status"] == "linked"} <= {
        ("1", "3"),
        ("2", "3"),
    }


def test_a_confirmed_link_holds_whatever_the_records_say() -> None:
    found = linked([SIAN], confirmed=((ONE, ("council", "4")),))
    assert together(found, "1", "4")
    told = next(p for p in found.pairs.to_pylist() if p["decided"])
    assert told["status"] == "linked"
    row = found.pairs.column("decided").to_pylist().index(True)
    assert [reason.code for reason in found.reasons(row)] == ["confirmed"]


def test_two_decisions_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(LinkProblem) as caught:
        linked([SIAN], confirmed=((ONE, TWO),), split=((TWO, ONE),))
    assert caught.value.code == "decision-both"


def test_a_decision_on_nobody_is_refused_with_its_row() -> None:
    with pytest.raises(LinkProblem, match=r"row 2\. \(council/9\)"):
        linked([SIAN], split=((ONE, TWO), (ONE, ("council", "9"))))


def test_who_opted_out_is_linked_to_nobody() -> None:
    found = linked([SIAN], opted_out=frozenset({TWO}), confirmed=((ONE, TWO),))
    assert together(found, "1", "3")
    row = next(row for row in found.records.to_pylist() if row["id"] == "2")
    assert (row["cluster"], row["opted_out"]) == (None, True)
    assert "2" not in {key for pair in found.pairs.to_pylist() for key in (pair["id_l"], pair["id_r"])}
    assert (found.opted_out, found.people.best) == (1, 2)


def test_opting_out_may_stand_in_the_table() -> None:
    told = source(
        "1 | Siân | Treharne | 1985-11-20 | opted_out=no", "2 | Siân | Treharne | 1985-11-20 | opted_out=yes"
    )
    assert link([told]).opted_out == 1


def test_a_data_set_that_holds_everybody_once_has_one_record_of_a_person() -> None:
    both = [SIAN, source("9 | Siân | Treharne | 1985-11-20 | postcode=CF10 3AT", name="board")]
    found = linked(both, one_each=frozenset({"council", "board"}))
    assert all(len({dataset for dataset, _ in each}) == len(each) for each in clusters(found))
    assert found.one_each == ("board", "council")
    assert found.people.best == 4


def test_pairs_to_review_make_the_range() -> None:
    twins = source(
        "1 | Elin | Jones | 1999-06-01 | postcode=CF10 3AT",
        "2 | Mari | Jones | 1999-06-01 | postcode=CF10 3AT",
    )
    found = link([twins])
    assert found.pairs.column("status").to_pylist() == ["review"]
    assert (found.people.low, found.people.best, found.people.high) == (1, 2, 2)
    strict = linked([SIAN], thresholds=Thresholds(review=0.2, link=0.9, sure=0.99999999))
    assert strict.people.low <= strict.people.best <= strict.people.high == 3


def test_too_little_memory_is_said_to_be_too_little() -> None:
    with pytest.raises(LinkProblem) as caught:
        linked([made_up(some(20_000))], memory="20MB")
    assert caught.value.code == "memory-short"


def test_thresholds_must_rise() -> None:
    with pytest.raises(LinkProblem) as caught:
        Thresholds(review=0.9, link=0.5)
    assert caught.value.code == "threshold-order"


def test_neither_order_nor_data_sets_change_the_answer() -> None:
    rows = some(3_000)
    whole = link([made_up(rows)])
    random.Random(3).shuffle(rows)
    half = link([made_up(rows[:1_400]), made_up(rows[1_400:])])
    assert clusters(half) == clusters(whole)
    assert half.pairs.to_pylist() == whole.pairs.to_pylist()
    assert (half.people, half.model) == (whole.people, whole.model)


def test_it_is_good_on_made_up_records() -> None:
    rows = some(3_000, seed=11)
    truth = pa.table(
        {
            "source_dataset": [row[0] for row in rows],
            "id": [row[1] for row in rows],
            "cluster": [row[-1] for row in rows],
        }
    )
    found = score(link([made_up(rows)]), truth)
    assert found.precision > 0.99
    assert found.f1 > 0.98


def test_scores_count_pairs() -> None:
    assert Score(8, 2, 0).precision == 0.8
    assert Score(8, 0, 2).recall == 0.8
    assert Score(8, 2, 2).f1 == 0.8
    found = link([SIAN])
    pairs = pa.table({"id_l": ["1", "1", "1"], "id_r": ["2", "3", "4"]})
    assert score(found, pairs) == Score(2, 1, 1)
    told = pa.table(
        {"id_l": ["1", "1", "2", "1"], "id_r": ["2", "3", "3", "4"], "match_score": [1.0, 1.0, 1.0, 0.0]}
    )
    assert score(found, told) == Score(3, 0, 0)


def test_truth_that_names_nobody_says_where() -> None:
    with pytest.raises(LinkProblem, match=r"row 3\. \(7\)"):
        score(link([SIAN]), pa.table({"id_l": ["1", "7"], "id_r": ["2", "3"]}))
    with pytest.raises(LinkProblem) as caught:
        score(link([SIAN]), pa.table({"a": ["1"], "b": ["2"], "c": ["x"]}))
    assert caught.value.code == "truth-columns"


def test_one_new_record_finds_its_candidates_with_the_weights_of_linking(tmp_path: Path) -> None:
    rows = some(3_000)
    whole = link([made_up(rows)], index=tmp_path)
    index = open_index(tmp_path)
    assert len(index) == len(rows)
    weights = {
        ((p["dataset_l"], p["id_l"]), (p["dataset_r"], p["id_r"])): p["weight"]
        for p in whole.pairs.to_pylist()
    }
    fields = ("dob", "sex", "street", "town", "postcode", "number", "phone", "email")
    asked = found_again = 0
    for row in rows[::10]:
        record = dict(zip(("given", "family", *fields), row[2:-1], strict=True))
        for near in candidates(record, index, limit=50):
            pair = tuple(sorted([(row[0], row[1]), (near.dataset, near.id)]))
            if pair[0] == pair[1] or pair not in weights:
                continue
            asked += 1
            found_again += abs(weights[pair] - near.weight) < 0.01
            assert near.reasons
    assert asked > 150
    assert found_again == asked


def test_a_record_to_look_up_needs_something(tmp_path: Path) -> None:
    link([SIAN], index=tmp_path)
    with pytest.raises(LinkProblem) as caught:
        candidates({"given": "Siân"}, open_index(tmp_path))
    assert caught.value.code == "record-fields"
    (tmp_path / "index.json").write_text('{"layout": 0}')
    with pytest.raises(LinkProblem) as other:
        open_index(tmp_path)
    assert other.value.code == "index-other"


@pytest.mark.parametrize(
    ("table", "code", "told"),
    [
        ({"id": ["1"], "dob": ["1990-01-02"]}, "name-missing", "id, dob"),
        ({"id": ["1"], "name": ["Siân Rees"]}, "nothing-to-compare", "id, name"),
        ({"id": ["1", "1"], "name": ["A B", "C D"], "dob": ["1990-01-02"] * 2}, "id-twice", "rows 3 and 2"),
        ({"id": ["1", None], "name": ["A B", "C D"], "dob": ["1990-01-02"] * 2}, "id-missing", "row 3"),
        ({"id": pa.array([], pa.string()), "name": [], "dob": []}, "file-empty", "no record"),
    ],
)
def test_tables_that_cannot_be_linked(table: dict[str, list[str]], code: str, told: str) -> None:
    with pytest.raises(LinkProblem) as caught:
        link([Source("partner", pa.table(table))])
    assert caught.value.code == code
    assert caught.value.place == "partner"
    assert told in str(caught.value)
