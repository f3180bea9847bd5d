# SPDX-License-Identifier: AGPL-3.0-or-later
"""What always holds of names in search: bounded terms, forgiving keys, scores that order."""

import random
from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cydwaith.engines import names
from cydwaith.engines.names import phonetic, terms
from cydwaith.engines.names.collation import KEY_LENGTH
from cydwaith.engines.names.variants import FAMILY, GIVEN, MOST_VARIANTS

ANY_NAME = st.text(max_size=80) | st.lists(
    st.sampled_from(
        ["Dafydd", "ap", "Rhys", "Morgan-Hughes", "O'Brien", "Ŵyn", "Ann", "de", "la", "Łukasz", "李", "3"]
    ),
    max_size=9,
).map(" ".join)


@given(name=ANY_NAME, called=ANY_NAME)
def test_terms_are_few_short_and_without_repeats(name: str, called: str) -> None:
    stored = names.search_terms(name, called)
    assert len(stored) == len(set(stored)) <= terms.MOST_TERMS
    assert all(1 < len(term) <= terms.TERM_LENGTH for term in stored)


@given(text=ANY_NAME)
def test_questions_are_bounded_and_no_step_repeats_another(text: str) -> None:
    steps = names.query_steps(text)
    asked = [term for step in steps for term in step]
    assert len(steps) <= 4
    assert len(asked) == len(set(asked))
    assert all(0 < len(step) <= terms.MOST_QUERY_TERMS for step in steps)
    assert names.query_terms(text) == tuple(asked)


@given(name=ANY_NAME)
@example(name="Ann:Ann:Ann:Ann:J")  # what stands there again takes no place of another name's
def test_whoever_is_typed_as_recorded_is_found_and_fits_best(name: str) -> None:
    if not names.tokens(name):
        assert names.query_steps(name) == ()
        return
    assert set(names.query_steps(name)[0]) & set(names.search_terms(name))
    assert names.score(name, name) == 100


@given(name=ANY_NAME, other=ANY_NAME)
def test_scores_stay_in_their_range_and_folding_never_matters(name: str, other: str) -> None:
    assert 0 <= names.score(name, other) <= 100
    assert names.score(name, other) == names.score(names.fold(name), names.fold(other))


@given(name=ANY_NAME)
def test_sort_keys_are_digits_of_bounded_length_and_folding_is_stable(name: str) -> None:
    for key in (names.sort_key(name), names.family_sort_key(name)):
        assert len(key) <= KEY_LENGTH
        assert key.isdigit() or key == ""
        assert key.isascii()
    assert names.fold(names.fold(name)) == names.fold(name)


def test_family_names_sort_lists_of_people() -> None:
    people = [
        "Zoe ap Rhys",
        "Bob Lloyd",
        "Ann Lyn",
        "Siân Morgan-Hughes",
        "Mr Al Morgan",
        "Bronwen",
        "Cerys Adams",
    ]
    ordered = sorted(people, key=names.family_sort_key)
    assert ordered == [
        "Cerys Adams",
        "Zoe ap Rhys",
        "Bronwen",
        "Ann Lyn",
        "Bob Lloyd",
        "Mr Al Morgan",
        "Siân Morgan-Hughes",
    ]


@pytest.mark.parametrize(
    "alike",
    [
        "dafydd davyd david davydd",
        "llywelyn llewellyn llewelyn",
        "rhys rees reese",
        "cerys kerris kerys",
        "sian shan siaan",
        "catrin katrin kathryn",
        "angharad angarad",
        "macdonald mcdonald",
        "muhammad mohamed mohammed",
        "ffion fion",
        "huw hugh",
    ],
)
def test_what_sounds_alike_shares_a_key(alike: str) -> None:
    assert len({phonetic.phonetic(word) for word in alike.split()}) == 1


def test_a_word_of_silent_letters_keeps_its_first() -> None:
    assert phonetic.phonetic("gh") == "g"
    assert phonetic.phonetic("") == ""


def test_what_sounds_different_does_not() -> None:
    different = [
        "dafydd",
        "gareth",
        "mair",
        "siân",
        "owain",
        "huw",
        "rhys",
        "bethan",
        "catrin",
        "gwyn",
        "emyr",
    ]
    assert len({phonetic.phonetic(names.fold(word)) for word in different}) == len(different)


@given(key=st.text(phonetic.CLASSES, min_size=2, max_size=phonetic.KEY_LENGTH))
def test_every_slip_is_a_neighbour(key: str) -> None:
    near = set(phonetic.neighbours(key))
    for at in range(len(key)):
        lost = key[:at] + key[at + 1 :]
        assert lost in near or lost == key
        if lost:
            assert key in phonetic.neighbours(lost) or len(lost) == 1
    assert key not in near


def test_variants_go_both_ways_and_are_not_joined_up() -> None:
    for row in (*GIVEN, *FAMILY):
        words = row.split()
        assert words == [names.fold(word) for word in words], row
        assert len(set(words)) == len(words) > 1, row
        assert all(
            names.are_variants(a, b) and names.are_variants(b, a) for a in words for b in words if a != b
        )
        assert all(len(names.variants(word)) <= MOST_VARIANTS for word in words), row
    assert "david" in names.variants("dafydd")
    assert names.are_variants("jack", "john")
    assert not names.are_variants("evan", "jack")
    assert names.variants("zebedee") == ()


def test_nearer_names_score_higher() -> None:
    typed = "Dafydd Jones"
    ladder = [
        "Dafydd Jones",
        "Jones Dafydd",
        "David Jones",
        "Davyd Jonse",
        "Dafydd Johnson",
        "Mair Jones",
        "Mair Huws",
    ]
    scores = [names.score(typed, name) for name in ladder]
    assert scores == sorted(scores, reverse=True)
    assert scores[4] > scores[5]
    assert names.score("Wil Bowen", "Gwilym Bowen", "Wil") > names.score("Wil Bowen", "Gwilym Bowen")
    assert names.score("", "Gwilym Bowen") == 0
    assert names.score("Gwilym", "") == 0


def test_rank_cuts_and_breaks_ties_in_welsh_order() -> None:
    people = [(1, "Siân Rhys", ""), (2, "Siân Rowland", ""), (3, "Dafydd Jones", ""), (4, "Siân Rowland", "")]
    assert [key for key, _ in names.rank("Sian R", people)] == [2, 4, 1]
    assert [key for key, _ in names.rank("Sian R", people, limit=1)] == [2]


def test_finding_stops_at_the_first_step_that_finds() -> None:
    asked: list[tuple[str, ...]] = []

    def lookup(step: tuple[str, ...]) -> Iterable[tuple[int, str, str]]:
        asked.append(step)
        return [(1, "Dafydd Jones", "")] if set(step) & set(names.search_terms("Dafydd Jones")) else []

    assert names.find("Dai Jones", lookup) == [(1, names.score("Dai Jones", "Dafydd Jones"))]
    assert len(asked) == 1
    assert names.find("Zebedee Quux", lookup) == []
    assert len(asked) == 5


def test_one_slip_in_a_two_word_name_is_nearly_always_forgiven() -> None:
    """At least 95 in 100 random slips of one letter still find the person among the index terms."""
    chance = random.Random(7)
    people = [
        "Dafydd Jones",
        "Siân Morgan",
        "Gwilym Bowen",
        "Cerys Hughes",
        "Robert Taylor",
        "Katherine Wilson",
    ]
    found = 0
    for number in range(600):
        name = people[number % len(people)]
        at = chance.randrange(len(name))
        letter = chance.choice("aeiourstlnmdgc")
        typed = chance.choice([name[:at] + name[at + 1 :], name[:at] + letter + name[at + 1 :]])
        stored = set(names.search_terms(name))
        found += bool(stored & set(names.query_terms(typed))) and names.score(typed, name) >= names.CUTOFF
    assert found >= 570


def test_years_of_two_figures_and_swapped_days() -> None:
    query = names.parse_query("3/4/90")
    assert query.dates == (date(1990, 4, 3), date(2090, 4, 3))
    assert query.near_dates == (date(1990, 3, 4), date(2090, 3, 4))
    assert names.parse_query("3/4/90", today=date(2026, 1, 1)).dates == (date(1990, 4, 3),)
    assert names.swapped(date(1990, 4, 4)) is None
    assert names.swapped(date(1990, 4, 13)) is None
