# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the codes of this package say, in English: the site looks them up in its catalogue
(``gettext(MESSAGES[code])``).

Sentences hold no names: where a reason has values, they are shown beside it (``Reason.values``), since a
name in a Welsh sentence would mutate.
"""


def N_(text: str) -> str:  # noqa: N802 - the name by which gettext's extraction knows a marked string
    """Mark a string for translation without translating it here."""
    return text


MESSAGES: dict[str, str] = {
    # duplicates: names
    "same_name": N_("Same name"),
    "name_run_together": N_("Same name, written together or apart"),
    "name_other_order": N_("Same names in another order"),
    "given_same": N_("Same first name"),
    "given_variant": N_("First names that are forms of one name"),
    "given_spelling": N_("First names spelt differently"),
    "given_initial": N_("Only an initial to go by"),
    "given_other_name": N_("A middle name, or the name they go by, is the same"),
    "given_different": N_("Different first names"),
    "family_same": N_("Same family name"),
    "family_part": N_("Part of a double family name is the same"),
    "family_variant": N_("Family names that are forms of one name"),
    "family_spelling": N_("Family names spelt differently"),
    "family_initial": N_("Only the initial of the family name to go by"),
    "family_different": N_("Different family names: they may have changed it"),
    "name_different": N_("Different names"),
    # duplicates: date of birth
    "dob_same": N_("Same date of birth"),
    "dob_placeholder": N_("Both recorded as born on 1 January, which often stands for an unknown date"),
    "dob_swapped": N_("Day and month of birth changed over"),
    "dob_slip": N_("Dates of birth that differ in one figure"),
    "dob_different": N_("Different dates of birth"),
    "twins": N_("They may be twins: same date of birth and family name, different first names"),
    # duplicates: numbers and places
    "nhs_same": N_("Same NHS number"),
    "nhs_different": N_("Different NHS numbers"),
    "postcode_same": N_("Same postcode"),
    "postcode_different": N_("Different postcodes"),
    "phone_same": N_("Same phone number"),
    "email_same": N_("Same e-mail address"),
}
