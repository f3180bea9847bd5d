# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the codes of fidelity say, in our own English words: the site looks them up in its catalogue.

Numbers are shown beside them as labels and values. The scale's own wording is copyright and stands nowhere here.
"""

from __future__ import annotations

from .rulebooks.base import N_

ITEMS: dict[str, str] = {
    # staff
    "caseload": N_("Caseload"),
    "employment_only": N_("Specialists do employment work alone"),
    "whole_job": N_("One specialist goes the whole way with a person"),
    # organisation
    "part_of_team": N_("Specialists belong to a clinical team"),
    "works_with_team": N_("Specialists and clinicians meet and decide together"),
    "works_with_job_services": N_("Working with public employment services"),
    "unit": N_("Specialists form a unit that meets"),
    "supervision": N_("A supervisor who leads by outcomes"),
    "nobody_excluded": N_("Everybody who wants to work may join"),
    "agency_focus": N_("The whole organisation stands for ordinary work"),
    "leaders": N_("Leaders who support it"),
    # service
    "benefits_advice": N_("Advice on benefits and work"),
    "what_to_tell": N_("What to tell an employer is the person's choice"),
    "profile": N_("Getting to know the person through work"),
    "rapid_job_search": N_("Rapid job search"),
    "own_choice": N_("A job search that follows the person's wishes"),
    "employer_contact": N_("Contacts with employers"),
    "employer_quality": N_("Getting to know what employers need"),
    "job_types": N_("Different types of job"),
    "employers": N_("Different employers"),
    "competitive_jobs": N_("Ordinary paid jobs"),
    "follow_along": N_("Support in work"),
    "no_time_limit": N_("Support in work without an end date"),
    "community_contact": N_("Work in the community"),
    "outreach": N_("Trying again"),
}
"""The 25 items, in order; those that the records cannot show are a reviewer's alone."""

EVIDENCE: dict[str, str] = {
    "held": N_("People on the caseload"),
    "staff": N_("Specialists"),
    "hours_share": N_("Their hours together, per cent of full time"),
    "staff_without_hours": N_("Specialists whose hours are not recorded"),
    "employers_met": N_("Meetings with employers"),
    "days": N_("Days of the period"),
    "types": N_("Different occupations"),
    "jobs_with_type": N_("Paid jobs with an occupation"),
    "employers": N_("Different employers"),
    "jobs_with_employer": N_("Paid jobs with an employer"),
    "ordinary": N_("Ordinary paid jobs"),
    "work": N_("All work found through support"),
    "community_minutes": N_("Minutes in the community"),
    "minutes": N_("Minutes of all contacts"),
    "followed": N_("People in work who were met lately"),
    "in_work": N_("People in work"),
    "tried_again": N_("Missed contacts that were tried again"),
    "missed": N_("Missed contacts"),
    "begun": N_("Journeys that began"),
    "waiting": N_("Journeys without an employer met yet"),
}

WORDS: dict[str, str] = {
    # bands
    "exemplary": N_("Exemplary fidelity"),
    "good": N_("Good fidelity"),
    "fair": N_("Fair fidelity"),
    "not_supported_employment": N_("Not supported employment"),
    # reasons
    "hours_not_known": N_("The working hours of a specialist are not recorded."),
    "no_staff": N_("Nobody holds a journey at the end of the period."),
    "nothing_to_count": N_("Nothing was recorded in the period that this item counts."),
    "half_still_wait": N_("For half of the journeys no employer has been met yet."),
    "cut_off_not_known": N_("The scale's cut-off for this number is not known."),
    # what would raise it
    "fewer_people": N_("Fewer people on the caseload"),
    "meet_employers_within": N_("Days within which half of the people meet an employer"),
    "more_employer_contacts": N_("More contacts with employers in the period"),
    "more_new_types": N_("More jobs of a new type"),
    "more_new_employers": N_("More jobs with a new employer"),
    "more_ordinary_jobs": N_("More ordinary paid jobs"),
    "more_minutes_outside": N_("More minutes in the community"),
    "meet_more_people": N_("More people in work who are met"),
    "try_again_more": N_("More missed contacts that somebody tries again"),
}
"""What the codes say, in English: the site looks them up in its catalogue."""
