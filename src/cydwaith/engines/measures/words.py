# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the codes of this package say, in English: the site looks them up in its catalogue.

Tables, columns, rows and numbers are shown beside the sentence as labels and values, never spliced into it.
"""

from .figure import Why
from .problems import Wrong
from .rulebooks.base import N_

PROBLEMS: dict[Wrong, str] = {
    Wrong.FOLDER: N_("There is no such folder of facts."),
    Wrong.MANIFEST: N_("The manifest cannot be read. Ask for the snapshot again, or leave the manifest out."),
    Wrong.VERSION: N_("The facts are of another version. Make the snapshot again with this version."),
    Wrong.TABLE_MISSING: N_("The table is missing. Add it; an empty one is enough where there is nothing."),
    Wrong.TWO_FILES: N_("There are two files for one table. Take one of them away."),
    Wrong.NOT_LISTED: N_("The manifest does not know the table. Make the snapshot again."),
    Wrong.HASH: N_("The file is not the one that the snapshot was made with. Fetch it again."),
    Wrong.ROWS: N_("The file does not hold as many rows as the manifest says. Fetch it again."),
    Wrong.UNREADABLE: N_("The file cannot be read. Make it again, as Parquet or as CSV in UTF-8."),
    Wrong.COLUMN_MISSING: N_("The column is missing. Add it; it may be empty where nothing is known."),
    Wrong.COLUMN_UNKNOWN: N_("No table of facts has this column. Rename it, or take it out."),
    Wrong.COLUMN_TWICE: N_("The column stands there twice. Take one of them out."),
    Wrong.TYPE: N_("The column holds another kind of value than it must."),
    Wrong.VALUE: N_("A value is not of the kind that the column holds. Correct the row named."),
    Wrong.EMPTY: N_("A value that must be known is empty."),
    Wrong.KEY_TWICE: N_("A key stands there twice, so it is not clear which row is meant."),
    Wrong.NOWHERE: N_("A row refers to something that is not there."),
    Wrong.TOO_LOW: N_("A value is lower than it can be, such as pay below nothing."),
    Wrong.TOO_HIGH: N_("A value is higher than it can be, such as more hours than a week has."),
    Wrong.ENDS_BEFORE: N_("Something ends before it starts."),
    Wrong.LINKS_CROSS: N_("Links contradict each other: sure ones must lie within possible ones."),
}
"""What is wrong with a snapshot, and what to do."""

WHY: dict[Why, str] = {
    Why.NO_COHORT: N_("There is nobody whom the rule asks about, so there is no value."),
    Why.NO_BASE: N_("We hold no population base for this area and year, so there is no value."),
}
"""Why a figure has no value."""
