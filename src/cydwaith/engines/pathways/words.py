# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the codes of this package say, in English: the site looks them up in its catalogue.

The words of the pathways themselves are bilingual in their TOML files. Dates and numbers are shown beside
these sentences as values, never spliced into them.
"""


def N_(text: str) -> str:  # noqa: N802 - the name by which gettext's extraction knows a marked string
    """Mark a string for translation without translating it here."""
    return text


MESSAGES: dict[str, str] = {
    # what a step still needs (`evidence.EVIDENCE`)
    "step_not_allowed": N_("This pathway has no step from here to there"),
    "first_contact": N_("A first contact with the person"),
    "language_asked": N_("The language the person wants to use, asked at the first contact"),
    "profile": N_("A profile, in the person's own words"),
    "plan_person": N_("The person's agreement to the plan"),
    "plan_adviser": N_("The adviser's agreement to the plan"),
    "employer_contact": N_("A contact with an employer"),
    "job": N_("A paid job"),
    "job_employer": N_("The employer of the job"),
    "job_start": N_("The date on which the job started"),
    "job_later": N_("The job starts on a later day"),
    "job_ended": N_("The job has already ended"),
    "job_still_open": N_("A paid job is still open: record its last day first"),
    "job_end_reason": N_("Why the job ended"),
    "open_job": N_("A paid job that goes on today"),
    "trial": N_("A work trial"),
    "trial_employer": N_("The workplace of the trial"),
    "trial_start": N_("The date on which the trial started"),
    "trial_later": N_("The trial starts on a later day"),
    "trial_ended": N_("The trial has already ended"),
    "trial_still_open": N_("The trial is still open: record its last day first"),
    "trial_lessons_person": N_("What the person and their family learned from the trial"),
    "trial_lessons_employer": N_("What the employer learned from the trial"),
    "work_at_start": N_("Whether the person was at work or off sick at the beginning"),
    "held_job": N_("The job that the person holds"),
    "back_at_work": N_("The first day back at work"),
    "review_13": N_("The review after 13 weeks in work"),
    "pause_until": N_("The day on which to be in touch again"),
    "closing_reason": N_("Why the journey ends"),
    "closing_reason_unknown": N_("This pathway does not have that reason for ending"),
    # why a review is due (`reviews`)
    "review_job_started": N_("Counted from the day the job started"),
    "review_new_job": N_("Counted from the start of a new job, after a time without one"),
    "review_other_job": N_("The first job ended, and work goes on in another"),
    "review_kept_job": N_("Counted from the day that matters for keeping or returning to the job"),
    "review_work_ended_since": N_("The day came while the work lasted; the work has ended since"),
    "replan_start_corrected": N_("The start of work was corrected"),
    "replan_new_job": N_("A new job began"),
    "replan_job_ended": N_("The work ended before that day"),
    # Today: why now
    "today_new_referral": N_("New referral waiting"),
    "today_first_contact_late": N_("First contact is overdue"),
    "today_talk_arranged": N_("A talk is arranged"),
    "today_talk_missed": N_("A talk was arranged and is not recorded"),
    "today_contact_due": N_("Time to be in touch"),
    "today_review_due": N_("Review in work"),
    "today_own_step": N_("Your step in the plan"),
    "today_their_step": N_("Their step in the plan"),
    "today_stage_long": N_("A long time at this stage"),
    "today_break_ends": N_("The break ends"),
    # Today: the one action
    "action_first_contact": N_("Record the first contact"),
    "action_contact": N_("Record a contact"),
    "action_review": N_("Hold the review"),
    "action_own_step": N_("Do the step"),
    "action_their_step": N_("Ask how it is going"),
    "action_stage": N_("Talk about what comes next"),
    "action_call_back": N_("Get in touch"),
}
