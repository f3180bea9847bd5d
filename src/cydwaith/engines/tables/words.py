# SPDX-License-Identifier: AGPL-3.0-or-later
"""What each problem says in English, what to do about it, and how grave it is.

`gettext_noop` marks the texts for extraction; nothing is translated here. See `problems.WORDS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """`error`: the row is not taken in. `warning`: it is, but look at it. `note`: good to know."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Words:
    """`message` says what is wrong, `remedy` what to do; both are templates for `str.format`."""

    severity: Severity
    message: str
    remedy: str


def gettext_noop(text: str) -> str:
    """Mark a text for extraction."""
    return text


def error(message: str, remedy: str = "") -> Words:
    """Words of an error."""
    return Words(Severity.ERROR, message, remedy)


def warning(message: str, remedy: str = "") -> Words:
    """Words of a warning."""
    return Words(Severity.WARNING, message, remedy)


def note(message: str, remedy: str = "") -> Words:
    """Words of a note."""
    return Words(Severity.NOTE, message, remedy)


_ = gettext_noop
_SAVE_XLSX = _("Open it in your spreadsheet program and save it as an Excel workbook (.xlsx).")
_SAVE_UTF8 = _(
    "Open it in your spreadsheet program and save it as CSV UTF-8 or as an Excel workbook (.xlsx)."
)
_SEND_AGAIN = _("Open it in your spreadsheet program, save it under a new name and choose that file.")

#: The file, or the rest of it, cannot be read; or something about the file as a whole.
READ_WORDS: Final[Mapping[str, Words]] = {
    "empty-file": error(_("The file is empty."), _("Choose the file that holds your records.")),
    "file-too-big": error(
        _("The file is bigger than {limit} MB."),
        _("Split it into several files and bring these in one by one."),
    ),
    "password": error(
        _("The file is protected by a password."),
        _("Save a copy of it without a password and choose that one."),
    ),
    "old-excel": error(_("This is a workbook of an old Excel format (.xls)."), _SAVE_XLSX),
    "binary-excel": error(_("This is a binary Excel workbook (.xlsb)."), _SAVE_XLSX),
    "opendocument": error(_("This is an OpenDocument spreadsheet (.ods)."), _SAVE_XLSX),
    "html-file": error(_("This is a web page, although its name may say otherwise."), _SAVE_XLSX),
    "xml-spreadsheet": error(_("This is an XML spreadsheet of an old Excel format."), _SAVE_XLSX),
    "xml-file": error(_("This is an XML file, not a spreadsheet."), _SAVE_XLSX),
    "other-file": error(_("This is not a spreadsheet but another kind of file: {kind}."), _SAVE_XLSX),
    "zip-file": error(_("This is a zip file."), _("Unpack it and choose the spreadsheet inside.")),
    "truncated": error(
        _("The workbook is damaged: a part of the file is missing or broken."),
        _SEND_AGAIN,
    ),
    "damaged-part": error(_("The workbook is damaged at this place."), _SEND_AGAIN),
    "zip-bomb": error(
        _("Unpacked, this workbook would be far bigger than it looks, so it was not opened."),
        _("If it is yours, copy the cells that you need into a new workbook and choose that one."),
    ),
    "xml-entities": error(
        _("The workbook holds XML definitions that no spreadsheet program writes, so it was not opened."),
        _SEND_AGAIN,
    ),
    "no-sheets": error(
        _("The workbook has no sheet with cells."), _("Choose the file that holds your records.")
    ),
    "too-many-sheets": error(
        _("The workbook has more than {limit} sheets."), _("Remove the sheets that are not needed.")
    ),
    "too-many-merges": error(
        _("The sheet has more than {limit} merged areas."), _("Select all cells, unmerge them, and save.")
    ),
    "nul-bytes": error(
        _("There are NUL bytes in this row: the file is damaged or is not a text file."), _SAVE_UTF8
    ),
    "only-nul": error(
        _("The file begins with nothing but NUL bytes: it was damaged on its way, or never saved."),
        _("Fetch it again from where it is kept, or save it once more in your spreadsheet program."),
    ),
    "utf16-unmarked": error(_("The text is stored as UTF-16 without the mark that says so."), _SAVE_UTF8),
    "encoding": error(_("From this row on there are letters that cannot be read."), _SAVE_UTF8),
    "mixed-encoding": error(
        _("The file mixes two ways to store letters; the first place is this row."), _SAVE_UTF8
    ),
    "encoding-assumed": note(
        _("The file does not say how its letters are stored. It was read as {encoding}."),
        _("Check that names with accents look right."),
    ),
    "row-too-long": error(
        _("This row is longer than {limit} characters."),
        _("Check that the file has line breaks between rows."),
    ),
    "quote-not-closed": error(
        _("A quotation mark is opened in this row and never closed."),
        _("Remove the quotation mark, or add the one that is missing."),
    ),
    "not-readable-row": error(_("This row cannot be read."), _SAVE_UTF8),
    "too-many-columns": error(
        _("This row has more than {limit} columns."), _("Remove the columns that are not needed.")
    ),
    "too-many-rows": error(
        _("The sheet has more than {limit} rows."),
        _("Split it into several files and bring these in one by one."),
    ),
    "cell-too-long": error(_("This cell holds more than {limit} characters."), _("Shorten the text.")),
}
