# SPDX-License-Identifier: AGPL-3.0-or-later
"""What always holds of likely duplicates: symmetric, deterministic, sorted, and never from nothing."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from cydwaith.engines import names
from cydwaith.engines.names import Identity

NAMES = st.sampled_from(
    ["Dafydd Jones", "David Jones", "Jones Dafydd", "Siân Morgan-Hughes", "Sian Hughes", "Ieuan ap Rhys"]
) | st.sampled_from(
    ["Evan Price", "D Jones", "Bronwen", "Annmarie Lewis", "Ann Marie Lewis", "", "李小龍", "ap", "Mr"]
)
IDENTITIES = st.builds(
    Identity,
    name=NAMES | st.text(max_size=12),
    called=st.sampled_from(["", "Dai", "Siân", "Ann Marie"]),
    dob=st.sampled_from([None, date(1990, 4, 3), date(1990, 3, 4), date(1990, 4, 4), date(1990, 1, 1)]),
    nhs=st.sampled_from(["", "9434765919", "943 476 5919", "4010232137"]),
    postcode=st.sampled_from(["", "CF10 1AA", "cf101aa", "LL57 2DG"]),
    phone=st.sampled_from(["", "07700 900123", "+447700900123", "01248 000000"]),
    email=st.sampled_from(["", "a@example.org", "A@example.org "]),
)


@given(one=IDENTITIES, other=IDENTITIES)
def test_it_does_not_matter_who_is_compared_with_whom(one: Identity, other: Identity) -> None:
    assert names.compare(one, other) == names.compare(other, one)


@given(one=IDENTITIES, other=IDENTITIES)
def test_every_reason_has_words_and_the_score_is_a_share(one: Identity, other: Identity) -> None:
    match = names.compare(one, other)
    assert 0 <= match.score <= 1
    assert [reason.message for reason in match.reasons] == [names.MESSAGES[r.code] for r in match.reasons]
    weights = [abs(reason.weight) for reason in match.reasons]
    assert weights == sorted(weights, reverse=True)
    assert all(reason.favours == (reason.weight > 0) for reason in match.reasons)


@given(who=IDENTITIES)
def test_a_person_with_a_name_and_a_birthday_is_probably_themself(who: Identity) -> None:
    [found] = names.likely(who, [("self", who)], threshold=0) or [None]
    assert found is not None
    if names.tokens(who.name) and who.dob and who.dob != date(1990, 1, 1):
        assert found.probable


def test_likely_is_sorted_and_cut_and_ties_go_by_key() -> None:
    born = date(1990, 4, 3)
    asked = Identity(name="Dafydd Jones", dob=born)
    people = [
        (3, Identity(name="David Jones", dob=born)),
        (2, Identity(name="Dafydd Jones", dob=born)),
        (1, Identity(name="Dafydd Jones", dob=born)),
        (4, Identity(name="Mari Evans", dob=date(1970, 1, 2))),
    ]
    assert [one.key for one in names.likely(asked, people)] == [1, 2, 3]
    assert [one.key for one in names.likely(asked, people, limit=1)] == [1]
    assert names.likely(asked, []) == ()


def test_a_reason_shows_both_values_beside_its_words_and_equal_ones_not_at_all() -> None:
    one = Identity(name="Siân Morgan", dob=date(1990, 4, 3))
    other = Identity(name="Jane Morgan", dob=date(1990, 3, 4))
    values = {reason.code: reason.values for reason in names.compare(one, other).reasons}
    assert values == {
        "dob_swapped": ("1990-03-04", "1990-04-03"),
        "family_same": (),
        "given_variant": ("Jane", "Sian"),
    }


def test_those_who_may_be_the_same_share_a_term_to_look_them_up_by() -> None:
    pairs = [
        ("Dafydd Jones", "David Jones"),
        ("Siân Morgan-Hughes", "Sian Hughes"),
        ("Ieuan ap Rhys", "Evan Price"),
        ("Jones Dafydd", "Dafydd Jones"),
        ("Gwyneth Pugh", "Gwynedd Puw"),
        ("Cerys Morgan", "Cerys Mathews"),
        ("Dafydd Jones", "D Jones"),
    ]
    for one, other in pairs:
        assert set(names.duplicate_terms(one)) & set(names.search_terms(other)), (one, other)
    assert set(names.duplicate_terms("Gwilym Bowen", "Wil")) & set(names.search_terms("Will Bowen"))
    assert not set(names.duplicate_terms("Dafydd Jones")) & set(names.search_terms("Fatima Begum"))
    assert names.duplicate_terms("") == ()
