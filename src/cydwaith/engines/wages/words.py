# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the codes of this package say, in English: the site looks them up in its catalogue.

Amounts, dates and bands are shown beside the sentence as labels and values, never spliced into it.
"""


def N_(text: str) -> str:  # noqa: N802 - the name by which gettext's extraction knows a marked string
    """Mark a string for translation without translating it here."""
    return text


MESSAGES: dict[str, str] = {
    # bands (`rates.Band`)
    "adult": N_("Adult rate (National Living Wage)"),
    "middle": N_("Rate for people in their early twenties"),
    "youth": N_("Rate for ages 18 to 20"),
    "under_18": N_("Rate for people under 18"),
    "apprentice": N_("Apprentice rate"),
    # verdicts (`checking.Verdict`)
    "ok": N_("The pay is at or above the lowest hourly rate that the law allows."),
    "below": N_("The pay is below the lowest hourly rate that the law allows for this age and date."),
    "not_known": N_("We cannot say whether the pay is enough."),
    "does_not_apply": N_("The minimum wage does not apply to this kind of work."),
    # why nothing can be said (`rates.NotKnown`)
    "before_first_rate": N_("We hold no rates for dates before 1 October 2013."),
    "after_last_rate": N_("We do not yet hold the rates for this date."),
    "age_missing": N_("The rate depends on age, and no date of birth is recorded."),
    "born_later": N_("The date of birth is after the start of the pay period."),
    "below_school_age": N_("Under 16 there is no minimum wage; other rules protect young people at work."),
    "apprentice_year_missing": N_("Whether this is the first year of the apprenticeship is not recorded."),
    "hours_missing": N_("The hours are not recorded, so pay for an hour cannot be worked out."),
    "pay_missing": N_("The pay is not recorded."),
}
