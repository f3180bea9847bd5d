# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the codes of this package say, in English: the site looks them up in its catalogue.

Years, areas, headings and values found are shown beside the sentence as labels and values, never spliced into it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cydwaith.engines.tables.problems import Words
from cydwaith.engines.tables.words import error, note, warning


def gettext_noop(text: str) -> str:
    """Mark a text for extraction."""
    return text


_ = gettext_noop
_OFFICIAL = _(
    "Fetch the file again from where it is published, and do not open it in a spreadsheet program first."
)
_OUR_LIST = _("Ask whoever runs the site to add it to the list of known ones, if it is right.")

#: What can be wrong with a file of comparators.
IMPORT_WORDS: Final[Mapping[str, Words]] = {
    "no-table": error(_("There is no table in this file."), _OFFICIAL),
    "no-heading": error(_("This column is missing: {heading}."), _OFFICIAL),
    "heading-twice": error(_("There are two columns with this heading: {heading}."), _OFFICIAL),
    "shifted": error(
        _("The cells of this row stand under the wrong headings, so nothing of the file was taken."),
        _OFFICIAL,
    ),
    "wrong-level": error(_("This is not a kind of area that we know."), _OUR_LIST),
    "wrong-part": error(_("This is not a kind of figure that we know."), _OUR_LIST),
    "wrong-area": error(_("This is not the code of an area."), _OFFICIAL),
    "wrong-breakdown": error(_("This is not an age group or gender that we know."), _OUR_LIST),
    "breakdowns-differ": error(
        _("The measure's code and the words for the group of people do not agree."), _OFFICIAL
    ),
    "code-and-group": error(_("The measure's code does not begin with the code of its group."), _OFFICIAL),
    "not-a-number": error(_("This is neither a number nor a known mark for a missing value."), _OFFICIAL),
    "negative": error(_("A figure of this kind cannot be below nought."), _OFFICIAL),
    "over-hundred": error(_("A percentage cannot be above 100."), _OFFICIAL),
    "not-whole": error(_("This counts people and must be a whole number."), _OFFICIAL),
    "part-of-more": error(_("More people are counted than there are to be counted from."), _OFFICIAL),
    "other-meaning": error(
        _("The code is known, but its description is about something else in this file."),
        _("Codes are used again in other years: check the year that you gave for this file."),
    ),
    "said-twice": error(
        _("The same figure stands in two rows with different values; neither was taken."), _OFFICIAL
    ),
    "wrong-year": error(_("This is not a financial year such as 2019-20."), _OFFICIAL),
    "other-year": error(
        _("The row is of another year than the one you gave for this file."), _("Check the year.")
    ),
    "repeated": note(_("The same figure stands in two rows; it was taken once.")),
    "outcome-differs": warning(
        _("The outcome is not what its numerator and denominator give."), _("It was taken as published.")
    ),
    "code-of-other-years": warning(
        _(
            "This code stood for one of our measures in other years. In this one we do not know what it means."
        ),
        _("Its figures were left out."),
    ),
    "unknown-group": warning(
        _("A group of people in a measure that is not one of ours is unknown to us."),
        _("Its rows were left out."),
    ),
    "wrong-date": error(_("This is not a date such as 2023-04-01."), _OFFICIAL),
    "ends-before-start": error(_("The area ends before it begins."), _OFFICIAL),
    "not-json": error(_("This is not a JSON file, or it is damaged at this place."), _OFFICIAL),
    "not-neighbours": error(_("Here a list of area codes was expected."), _OFFICIAL),
    "neighbour-twice": note(_("An area stands twice in one list; it was taken once.")),
    "list-twice": error(_("The same area has two lists; neither was taken."), _OFFICIAL),
}

#: Reasons, findings and causes: `shapes.Missing`, `compare`, `explain`.
COMPARATOR_WORDS: Final[Mapping[str, str]] = {
    "missing-suppressed": _("Hidden to protect people"),
    "missing-not-available": _("Not available"),
    "missing-not-applicable": _("Does not apply"),
    "missing-blank": _("Left empty, without a reason"),
    "missing-not-published": _("Not published"),
    "synthetic": _("Invented figures, for demonstration"),
    "secondary": _("As quoted by somebody else, not read at the source"),
    # what is found (`compare`)
    "up": _("Up on the figure before"),
    "down": _("Down on the figure before"),
    "same": _("The same as the figure before"),
    "above-target": _("Above target"),
    "at-target": _("On target"),
    "below-target": _("Below target"),
    "above-region": _("Above the region"),
    "at-region": _("The same as the region"),
    "below-region": _("Below the region"),
    "above-england": _("Above England"),
    "at-england": _("The same as England"),
    "below-england": _("Below England"),
    "above-neighbours": _("Above most of its nearest neighbours"),
    "among-neighbours": _("In the middle of its nearest neighbours"),
    "below-neighbours": _("Below most of its nearest neighbours"),
    "rank": _("Rank {place} of {ranked}"),
    "rank-shared": _("Rank {place} of {ranked}, shared"),
    "rank-of-some": _("Rank {place} of {ranked}; {missing} without a figure"),
    "rank-shared-of-some": _("Rank {place} of {ranked}, shared; {missing} without a figure"),
    "not-ranked": _("Not ranked: there is no figure"),
    "no-direction": _("Not ranked: neither more nor less is better"),
    "no-own-figure": _("No figure of our own to compare"),
    "no-earlier-figure": _("No earlier figure to compare with"),
    # why (`explain`)
    "numerator-up": _("More people were counted"),
    "numerator-down": _("Fewer people were counted"),
    "denominator-up": _("There were more people to count from"),
    "denominator-down": _("There were fewer people to count from"),
    "within-rounding": _("The difference may come from rounding alone"),
    "years-skipped": _("There is no figure for at least one year between"),
    "definition-changed": _("The definition changed between the two years"),
    "whole-percent": _("It is published as a whole per cent since, cut and not rounded"),
    "area-changed": _("The area itself changed between the two years"),
    "one-person": _("The difference is that of one person, or less"),
    "parts-not-known": _("The numbers behind it are not published, so we cannot say why"),
}
