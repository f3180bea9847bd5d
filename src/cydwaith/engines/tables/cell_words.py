# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the problems of cells say in English, and what to do about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cydwaith.engines.tables.words import Words, error, note, warning
from cydwaith.engines.tables.words import gettext_noop as _

_MEND = _("Correct the cell, or leave it empty.")
_CHOOSE = _("Choose what it stands for on the mapping page, or correct the cell.")
_SAVE_FORMAT = _("Format the column as text, type the number again in full, and save as .xlsx.")

#: About one cell.
CELL_WORDS: Final[Mapping[str, Words]] = {
    "formula-without-value": error(
        _("This cell holds a formula whose value was never worked out."),
        _("Open the file in your spreadsheet program, save it, and choose it again."),
    ),
    "cell-error": error(_("This cell shows an error, such as #REF! or #N/A."), _("Put in the value itself.")),
    "date-not-understood": error(_("This is not a date that we understand."), _("Write it as 31/12/2024.")),
    "date-without-day": error(_("This date has no day."), _("Write it with its day, as 31/12/2024.")),
    "date-impossible": error(_("There is no such date."), _("Correct the date.")),
    "date-other-order": error(
        _("This date has day and month the other way round from the rest of the column."),
        _("Write it as 31/12/2024."),
    ),
    "date-from-number": note(_("A number was read as the date that a spreadsheet shows for it.")),
    "two-digit-year": note(_("The year has two digits; the century was worked out.")),
    "money-not-understood": error(
        _("This is not an amount of money that we understand."), _("Write it as 11.44.")
    ),
    "money-range": error(_("This gives two amounts."), _("Give one amount, and a new row when it changes.")),
    "money-words": warning(
        _("This names the minimum wage without an amount, so it was left empty."), _("Write the amount.")
    ),
    "hours-not-understood": error(
        _("These are not hours a week that we understand."), _("Write them as 16 or 16.5.")
    ),
    "hours-range": error(_("This gives two numbers of hours."), _("Give the usual hours a week.")),
    "hours-words": warning(
        _("This gives no number of hours, so it was left empty."), _("Write the usual hours a week.")
    ),
    "minutes-not-understood": error(
        _("This is not a length of time that we understand."), _("Write it in minutes, as 45.")
    ),
    "minutes-range": error(_("This gives two lengths of time."), _("Write one, in minutes.")),
    "minutes-words": warning(
        _("This gives no length of time, so it was left empty."), _("Write it in minutes.")
    ),
    "name-not-understood": error(_("This is not a name."), _("Correct the cell.")),
    "name-has-digits": warning(_("There are digits in this name."), _("Check that it is a name.")),
    "name-turned": note(_("A name with a comma was turned round: first name first.")),
    "letters-garbled": warning(
        _("Letters with accents were garbled before the file came here."),
        _("Save the original again as .xlsx."),
    ),
    "letters-lost": warning(
        _("A question mark stands where a letter was lost."),
        _("Type the letter, and save as .xlsx or CSV UTF-8."),
    ),
    "number-lost-digits": error(_("The spreadsheet shortened this number and lost digits."), _SAVE_FORMAT),
    "reference-too-long": error(_("This reference is longer than 100 characters."), _("Check the column.")),
    "nhs-number-wrong": error(_("This is not a valid NHS number."), _MEND),
    "nhs-number-synthetic": note(_("This NHS number is from the range kept for tests.")),
    "email-not-understood": warning(_("This is not an email address, so it was left empty."), _MEND),
    "phone-not-understood": warning(_("This is not a phone number, so it was left empty."), _MEND),
    "phones-several": warning(
        _("There are several phone numbers; the first was taken."), _("Check which one to keep.")
    ),
    "postcode-not-understood": warning(_("This is not a postcode, so it was left empty."), _MEND),
    "soc-not-understood": warning(_("This is not a SOC code, so it was left empty."), _MEND),
    "yes-no-not-understood": warning(_("This is neither yes nor no, so it was left empty."), _CHOOSE),
    "words-left-out": note(_("Yes or no was read; the words behind it were left out.")),
    "word-not-known": warning(_("This word is not known, so the field was left empty."), _CHOOSE),
    "word-kept-as-text": note(_("This word is not known; it was kept as text."), _CHOOSE),
    "text-cut": warning(_("This text is longer than {limit} characters and was cut."), _("Shorten it.")),
    "programme-unknown": error(_("There is no such programme."), _CHOOSE),
    "stage-unknown": error(_("The programme has no such stage."), _CHOOSE),
    "adviser-unknown": warning(
        _("Nobody here has this name or address, so the journey has no adviser."),
        _("Invite them first, or correct the cell."),
    ),
}
