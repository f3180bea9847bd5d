# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names hold to their tables: order, search, questions taken apart, duplicates."""

from collections.abc import Callable, Iterable
from datetime import date

import pytest

from cydwaith.engines import names
from cydwaith.engines.names import Identity
from tests.spec.table import rows

PEOPLE = {
    "Dafydd Jones": "",
    "Daniel Johnson": "",
    "Siân Morgan": "",
    "Simon Morgan": "",
    "Llywelyn Prichard": "",
    "Lynne Pritchett": "",
    "Ieuan ap Rhys": "",
    "Cerys Morgan-Hughes": "",
    "Ceri Morris": "",
    "Gwilym Bowen": "Wil Bach",
    "Catrin Vaughan": "",
    "Muhammad Hussein": "",
    "Aoife O'Brien": "",
    "Łukasz Wójcik": "",
    "Harri Fychan": "",
}
TODAY = date(2026, 11, 21)
NHS = ("9434765919", "4010232137")


def lookup(terms: Iterable[str]) -> list[tuple[str, str, str]]:
    """As a database would answer: people with any of the terms, those with most of them first."""
    asked = set(terms)
    hits = {name: len(asked & set(names.search_terms(name, called))) for name, called in PEOPLE.items()}
    found = sorted((name for name in hits if hits[name]), key=lambda name: -hits[name])
    return [(name, name, PEOPLE[name]) for name in found]


@pytest.mark.parametrize("row", rows("names/search"), ids=lambda row: row["typed"])
def test_search(row: dict[str, str]) -> None:
    found = names.find(names.parse_query(row["typed"]).names, lookup)
    assert (found[0][0] if found else "") == row["found first"]


@pytest.mark.parametrize("row", rows("names/questions"), ids=lambda row: row["typed"])
def test_a_question_is_taken_apart(row: dict[str, str]) -> None:
    query = names.parse_query(row["typed"], today=TODAY)
    assert query.names == row["names"]
    assert {born.isoformat() for born in query.dates} == set(row["dates"].split())
    kind, _, value = row["other"].partition(" ")
    found = {"reference": query.reference, "nhs": query.nhs, "postcode": query.postcode, "phone": query.phone}
    assert {key: text for key, text in found.items() if text} == ({kind: value} if kind else {})


@pytest.mark.parametrize("key", [names.sort_key, names.family_sort_key])
def test_order(key: Callable[[str], str]) -> None:
    ordered = [row["name"] for row in rows("names/order") if " " not in row["name"]]
    by_key = list(set(ordered))
    by_key.sort(key=key)
    assert by_key == ordered


def test_order_of_whole_names() -> None:
    ordered = [row["name"] for row in rows("names/order")]
    assert ordered != sorted(ordered)
    by_key = list(set(ordered))
    by_key.sort(key=names.sort_key)
    assert by_key == ordered


def _identity(row: dict[str, str], which: str, number: int) -> Identity:
    also = row["also shared"]
    nhs = NHS[0] if also == "nhs" else NHS[number] if also == "other nhs" else ""
    return Identity(
        name=row[which],
        dob=date.fromisoformat(row[f"born {which}"]) if row[f"born {which}"] else None,
        nhs=nhs,
        postcode=("CF10 1AA", "cf101aa")[number] if "postcode" in also else "",
        phone=("07700 900123", "+44 7700 900123")[number] if "phone" in also else "",
        email=("elin@example.org", "Elin@Example.org ")[number] if "email" in also else "",
    )


@pytest.mark.parametrize("row", rows("names/duplicates"), ids=lambda row: f"{row['one']} / {row['other']}")
def test_duplicates(row: dict[str, str]) -> None:
    one, other = _identity(row, "one", 0), _identity(row, "other", 1)
    match = names.compare(one, other)
    assert [reason.code for reason in match.reasons] == row["reasons"].split()
    found = names.likely(one, [("other", other)])
    verdict = ("probable" if found[0].probable else "possible") if found else "no"
    assert (verdict, match.score) == (row["verdict"], found[0].score if found else match.score)
