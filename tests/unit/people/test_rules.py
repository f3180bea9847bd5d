# SPDX-License-Identifier: AGPL-3.0-or-later
"""Pure rules of the record: what is accepted, in which form it is kept, and in which words it is shown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cydwaith.kernel.actor import organisation_key, role_key, user_key
from cydwaith.kernel.roles import Role
from cydwaith.people.rules import details, facts, languages, needs
from cydwaith.people.shapes import Recipient

TODAY = date(2026, 3, 3)


@pytest.mark.parametrize(
    ("field", "given", "kept"),
    [
        ("name", " Siân \t ap\x00 Rhys ", "Siân ap Rhys"),
        ("nhs_number", "943 476-5919", "9434765919"),
        ("nhs_number", "4010232137", "4010232137"),
        ("nhs_number", "", ""),
        ("postcode", "cf101aa", "CF10 1AA"),
        ("postcode", "sw1a  1aa", "SW1A 1AA"),
        ("email", "g@example.org", "g@example.org"),
        ("phone", "+44 (0)1632 960 001", "+44 (0)1632 960 001"),
        ("spoken_language", "bfi", "bfi"),
        ("date_of_birth", None, None),
        ("date_of_birth", TODAY, TODAY),
    ],
)
def test_what_is_accepted_is_kept_in_one_form(field: str, given: Any, kept: Any) -> None:
    assert details.checked({field: given}, today=TODAY) == ({field: kept}, {})


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("name", "  "),
        ("name", "12"),
        ("name", "x" * 201),
        ("nhs_number", "9434765918"),
        ("nhs_number", "943476591"),
        ("nhs_number", "٩٤٣٤٧٦٥٩١٩"),
        ("postcode", "CF10"),
        ("email", "g@example"),
        ("email", "a b@example.org"),
        ("phone", "ring me"),
        ("phone", "123"),
        ("spoken_language", "klingon"),
        ("date_of_birth", date(2026, 3, 4)),
        ("date_of_birth", date(1899, 12, 31)),
    ],
)
def test_what_is_not_accepted_is_said_in_words(field: str, given: Any) -> None:
    _kept, errors = details.checked({field: given}, today=TODAY)
    assert list(errors) == [field]
    assert errors[field][0].endswith((".", "1AA."))


def test_a_reference_spells_no_word_and_has_a_figure() -> None:
    found = {details.new_reference() for _n in range(500)}
    assert len(found) == 500
    for one in found:
        assert len(one) == 10
        assert one[0].isalpha()
        assert one[1].isdigit()
        assert not set(one) & set("AEIOUY01")


def test_the_999_range_is_given_to_nobody() -> None:
    assert details.is_synthetic_nhs("9990000018")
    assert not details.is_synthetic_nhs("9434765919")


@pytest.mark.parametrize(
    ("written", "spoken", "to"),
    [
        ("cy", "", ("cy",)),
        ("", "en", ("en",)),
        ("", "", ("cy", "en")),
        ("both", "en", ("cy", "en")),
        ("pl", "", ("en",)),
        ("pl", "cy", ("cy",)),
    ],
)
def test_unknown_means_both_languages(written: str, spoken: str, to: tuple[str, ...]) -> None:
    assert languages.to_write_in(written, spoken) == to


def test_another_language_goes_by_its_written_name() -> None:
    assert languages.words("other", "Yoruba") == "Yoruba"
    assert languages.words("cy") == "Welsh"


def test_needs_are_words_and_unknown_codes_are_refused() -> None:
    assert needs.words(["braille", "gone"], " slowly ", "") == ("Braille", "slowly")
    assert needs.problems(["braille"]) == {}
    assert "smoke" in needs.problems(["smoke"])["formats"][0]


@pytest.mark.parametrize(
    ("kind", "value", "starts_on", "ends_on", "wrong"),
    [
        ("carer", "yes", TODAY, None, set()),
        ("carer", "yes", TODAY, TODAY, set()),
        ("clinical_referral", "Early intervention", TODAY, None, set()),
        ("shoe_size", "9", TODAY, None, {"kind"}),
        ("carer", "", TODAY, None, {"value"}),
        ("carer", "perhaps", TODAY, None, {"value"}),
        ("other_funding", "x" * 121, TODAY, None, {"value"}),
        ("carer", "yes", None, None, {"starts_on"}),
        ("carer", "yes", date(2026, 3, 4), date(2026, 3, 1), {"starts_on", "ends_on"}),
    ],
)  # fmt: skip
def test_a_fact_is_of_a_kind_has_a_value_and_a_period(
    kind: str, value: str, starts_on: Any, ends_on: Any, wrong: set[str]
) -> None:
    assert set(facts.problems(kind, value, starts_on, ends_on, today=TODAY)) == wrong


def test_facts_are_shown_in_words() -> None:
    assert facts.label_of("primary_support_reason", "autism") == "Autism"
    assert facts.label_of("carer", "yes") == "Yes"
    assert facts.label_of("other_funding", "A fund") == "A fund"
    assert facts.label_of("shoe_size", "9") == "9"


def test_a_recipient_has_one_key() -> None:
    assert Recipient(3).key == organisation_key(3)
    assert Recipient(3, role="manager").key == role_key(3, Role.MANAGER)
    assert Recipient(3, user_id=7).key == user_key(7, 3)
    assert Recipient(user_id=7).key == user_key(7)
    with pytest.raises(ValueError, match="recipient"):
        _key = Recipient().key
