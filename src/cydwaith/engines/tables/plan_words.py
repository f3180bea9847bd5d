# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the problems of columns and people say in English, and what to do about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cydwaith.engines.tables.words import Words, error, note, warning
from cydwaith.engines.tables.words import gettext_noop as _

_ONE_FIELD = _("Choose another field for one of the columns, or leave one out.")

#: About sheets, columns and the mapping.
COLUMN_WORDS: Final[Mapping[str, Words]] = {
    "nothing-mapped": error(
        _("No sheet of this file fits the mapping."), _("Map the columns of this file afresh.")
    ),
    "sheet-missing": warning(
        _("A sheet that the mapping uses is not in the file."), _("Check that this is the right file.")
    ),
    "sheet-not-mapped": note(_("The mapping does not know this sheet, so it was left out.")),
    "sheet-left-out": note(_("This sheet is left out.")),
    "sheet-hidden": note(_("This sheet is hidden in the workbook, so it was left out.")),
    "sheet-hidden-used": warning(
        _("This sheet is hidden in the workbook, and it is used."), _("Check that you mean to bring it in.")
    ),
    "no-heading": warning(
        _("No heading row was found on this sheet."), _("Say which row holds the headings.")
    ),
    "heading-two-rows": note(_("The headings stand in two rows and were joined.")),
    "heading-twice": warning(
        _("Another column has the same heading."), _("Check that each of them is mapped to the right field.")
    ),
    "column-without-heading": note(_("This column has no heading.")),
    "merged-cells": note(
        _("There are {count} merged areas; the value of each was used for all its rows."),
        _("Check that this is what you mean."),
    ),
    "rows-hidden": warning(
        _("{count} rows are hidden on this sheet; they are brought in like the others."),
        _("Delete them if they should not be brought in."),
    ),
    "formulas-read": note(
        _("{count} cells hold formulas; their values were read as they were last worked out.")
    ),
    "column-missing": warning(
        _("A column that the mapping uses is not on the sheet."),
        _("Check its heading, or map the columns afresh."),
    ),
    "column-extra": note(_("The mapping does not know this column, so it was left out.")),
    "field-unknown": error(_("The mapping names a field that does not exist."), _("Choose another field.")),
    "field-twice": error(_("Two columns are mapped to the same field."), _ONE_FIELD),
    "no-name-column": error(
        _("No column is mapped to a name."), _("Map a column to the full name, or to first and last name.")
    ),
    "key-not-chosen": error(
        _("Nothing says which rows are the same person."), _("Choose the columns that tell people apart.")
    ),
    "key-not-on-sheet": error(
        _("This sheet does not have the columns that tell people apart."),
        _("Map them, choose others, or leave the sheet out."),
    ),
    "key-name-only": warning(
        _("People are told apart by their name alone: two people of one name become one."),
        _("Add a column with a reference or a date of birth."),
    ),
    "no-programme": error(
        _("Nothing says which programme the journeys belong to."),
        _("Map a column to the programme, or choose one programme for all rows."),
    ),
    "constant-not-understood": error(
        _("The value chosen for all rows is not one that we understand."), _("Choose another.")
    ),
    "dates-assumed": warning(
        _(
            "{count} dates in this column could be read with the day or the month first."
            " The day was taken to come first."
        ),
        _("Say on the mapping page which comes first."),
    ),
    "dates-like-neighbours": note(
        _(
            "{count} dates in this column could be read with the day or the month first."
            " They were read like the other columns."
        )
    ),
    "dates-mixed": warning(
        _("Some dates in this column can only have the day first, and {count} only the month first."),
        _("Write the dates of this row and others like it as 31/12/2024."),
    ),
    "dates-month-first": warning(
        _("{count} dates in this column can only have the month first, so all were read that way."),
        _("Check that this is right."),
    ),
    "dates-half-turned": warning(
        _("Spreadsheet settings may have swapped day and month in {count} dates of this column."),
        _("Compare a few with the original before you bring them in."),
    ),
}

#: About a person and what they did.
PERSON_WORDS: Final[Mapping[str, Words]] = {
    "key-missing": error(
        _("Nothing in this row says whose it is."), _("Fill in the columns that tell people apart.")
    ),
    "key-in-part": warning(
        _("A part of what tells people apart is missing in this row."),
        _("Fill it in, so that nobody is mistaken for another."),
    ),
    "key-from-above": warning(
        _("This row does not say whose it is; it was taken to belong to the person above."),
        _("Check that this is right."),
    ),
    "too-many-rows-of-one": error(
        _("More than {limit} rows belong to one person."), _("Check the columns that tell people apart.")
    ),
    "row-repeated": note(_("This row is the same as row {row}, so it counted once.")),
    "values-differ-identity": error(
        _("This differs from what row {row} says about the same person."),
        _("Correct one of them; or, if they are two people, give each a reference of their own."),
    ),
    "values-differ": warning(
        _("This differs from what row {row} says; that one was taken."), _("Correct one of them.")
    ),
    "nhs-number-twice": error(
        _("The person in row {row} has the same NHS number."), _("Correct one of them.")
    ),
    "person-twice": warning(
        _("The person in row {row} has the same name and date of birth."),
        _("If they are one person, give both rows the same reference."),
    ),
    "name-missing": error(_("This person has no name."), _("Fill in the name.")),
    "age-impossible": error(
        _("By this date of birth the person would be {age} years old."), _("Correct the date.")
    ),
    "age-unusual": warning(_("By this date of birth the person is {age} years old."), _("Check the date.")),
    "date-ahead": error(_("This date lies in the future."), _("Correct the date.")),
    "date-far-ahead": warning(_("This date lies more than a year ahead."), _("Check the date.")),
    "before-birth": error(_("This date lies before the person's birth."), _("Correct one of the dates.")),
    "end-before-start": error(_("This ends before it starts."), _("Correct one of the dates.")),
    "start-before-referral": warning(_("This starts before the referral."), _("Check both dates.")),
    "journey-without-start": warning(
        _("This journey has neither a day of referral nor a first day."), _("Fill in one of them.")
    ),
    "programme-missing": error(
        _("Nothing says which programme this journey belongs to."), _("Fill in the programme.")
    ),
    "journey-says-too-little": warning(
        _("There is something about a journey here, but not enough to make one."),
        _("Fill in the programme or its dates."),
    ),
    "journey-unclear": warning(
        _("The person has several journeys, and nothing says which one this belongs to."),
        _("Put the programme in the same row."),
    ),
    "job-without-start": warning(
        _("This job has no first day, so it counts nowhere."), _("Fill in the day on which it started.")
    ),
    "job-without-employer": warning(_("This job has no employer."), _("Fill in the employer.")),
    "job-says-too-little": warning(
        _("There is something about a job here, but not enough to make one."),
        _("Fill in the employer or the first day."),
    ),
    "terms-before-job": warning(
        _("These hours and pay hold from before the job started."), _("Check both dates.")
    ),
    "hours-impossible": error(_("A week has 168 hours."), _("Correct the hours a week.")),
    "hours-unusual": warning(_("These hours a week are unusual."), _("Check them.")),
    "pay-low": warning(
        _("This pay is very low for its period."), _("Check the amount and what it is paid for.")
    ),
    "pay-high": warning(
        _("This pay is very high for its period."), _("Check the amount and what it is paid for.")
    ),
    "pay-period-missing": warning(
        _("Nothing says whether this pay is for an hour, a month or a year."), _("Add it, as 11.44 per hour.")
    ),
    "pay-period-assumed-hour": note(_("Nothing says what this pay is for; an hour was assumed.")),
    "pay-period-assumed-year": note(_("Nothing says what this pay is for; a year was assumed.")),
    "pay-period-differs": warning(
        _("The amount names another period than the column beside it; what the amount says was taken."),
        _("Correct one of them."),
    ),
    "contact-without-date": error(_("This contact has no date."), _("Fill in the day on which it was.")),
    "contact-says-too-little": warning(
        _("There is something about a contact here, but not enough to make one."), _("Fill in its date.")
    ),
}
