# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the codes of this package say, in English: the site looks them up in its catalogue.

Sentences hold no names and no values: those are shown beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


def _(text: str) -> str:
    """Mark a string for translation without translating it here."""
    return text


REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "given_same": _("Same first name"),
        "given_first_same": _("Same first name, other middle names"),
        "given_variant": _("First names that are forms of one name"),
        "given_spelling": _("First names spelt differently"),
        "given_other_name": _("A middle name, or the name they go by, is the same"),
        "given_initial": _("Only an initial to go by"),
        "given_alike": _("First names that are a little alike"),
        "given_different": _("Different first names"),
        "names_swapped": _("First name and family name changed over"),
        "family_same": _("Same family name"),
        "family_former": _("A former family name is the same"),
        "family_variant": _("Family names that are forms of one name"),
        "family_part": _("Part of a double family name is the same"),
        "family_spelling": _("Family names spelt differently"),
        "family_alike": _("Family names that are a little alike"),
        "family_different": _("Different family names: they may have changed it"),
        "dob_same": _("Same date of birth"),
        "dob_placeholder": _("Both recorded as born on 1 January, which often stands for an unknown date"),
        "dob_swapped": _("Day and month of birth changed over"),
        "dob_slip": _("Dates of birth that differ in one figure"),
        "dob_year": _(
            "Same year of birth; one is recorded as 1 January, which often stands for an unknown date"
        ),
        "dob_part": _("Two of day, month and year of birth are the same"),
        "dob_near": _("Dates of birth a few weeks apart"),
        "dob_different": _("Different dates of birth"),
        "twins": _("They may be twins of one household: same date of birth, different first names"),
        "twins_apart": _("They may be twins: same date of birth and family name, different first names"),
        "namesakes": _(
            "They may be kin of one name, such as parent and child: same address, quite different ages"
        ),
        "two_numbers_one_home": _("One name, birthday and home, but two NHS numbers that are both in order"),
        "two_numbers": _("One name and birthday, but two NHS numbers that are both in order"),
        "household": _("They may live together: same address or phone, different first names"),
        "number_same": _("Same NHS number or other number of the person"),
        "number_slip": _("Numbers that differ in one figure"),
        "nhs_different": _("Different NHS numbers"),
        "number_different": _("Different numbers"),
        "address_same": _("Same address"),
        "postcode_same": _("Same postcode"),
        "street_same": _("Same house and street"),
        "postcode_near": _("Same postcode, other house"),
        "postcode_slip": _("Postcodes that differ in one sign"),
        "street_alike": _("Streets that are alike"),
        "district_same": _("Same district: the first half of the postcode, or the town"),
        "place_different": _("Different addresses: they may have moved"),
        "phone_same": _("Same phone number"),
        "phone_slip": _("Phone numbers that differ in one figure"),
        "phone_different": _("Different phone numbers"),
        "email_same": _("Same e-mail address"),
        "email_slip": _("E-mail addresses that are nearly the same"),
        "email_user_same": _("E-mail addresses that begin alike"),
        "email_different": _("Different e-mail addresses"),
        "sex_same": _("Same sex"),
        "sex_different": _("Different sexes"),
        "one_each": _("Both data sets have every person once, and nobody else is left who fits"),
        "confirmed": _("Somebody decided that they are one person"),
    }
)
"""Reason codes of a comparison."""

PROBLEMS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "file-missing": _("There is no such file."),
        "file-unreadable": _(
            "The file cannot be read as CSV or Parquet. Save it as CSV UTF-8 and give that."
        ),
        "file-kind": _("Only .csv, .tsv, .txt and .parquet files can be linked."),
        "file-empty": _("There is no record in the file."),
        "field-unknown": _("There is no such field. Fields are: {fields}."),
        "column-missing": _("There is no column of this heading. Columns are: {columns}."),
        "name-missing": _(
            "No column holds names. Say which one does: given, family or name=HEADING. Columns are: {columns}."
        ),
        "nothing-to-compare": _(
            "Beside names there is nothing to compare, such as a date of birth, a number or a postcode."
            " Columns are: {columns}."
        ),
        "id-missing": _("A record has no id in row {row}."),
        "id-twice": _("Two records of one data set have the same id: rows {row} and {other}."),
        "truth-columns": _(
            "The file of known links needs two columns of ids (id_l, id_r), or an id and a cluster."
            " Columns are: {columns}."
        ),
        "truth-unknown": _("A known link names an id that no record has, in row {row}."),
        "truth-ambiguous": _(
            "A known link names an id that several data sets have, in row {row}."
            " Add the columns source_dataset_l and source_dataset_r."
        ),
        "decision-unknown": _("A decision names an id that no record has, in row {row}."),
        "decision-both": _("The same two records are decided both to be one person and never to be."),
        "threshold-order": _("Thresholds must rise: review, link, sure, each between 0 and 1."),
        "memory-short": _("There are more records than the memory allowed can hold. Allow more."),
        "index-other": _("This index was made by another version. Make it anew."),
        "record-fields": _("A record to look up needs a name and something to compare."),
    }
)
"""Problem codes: why records cannot be linked."""
