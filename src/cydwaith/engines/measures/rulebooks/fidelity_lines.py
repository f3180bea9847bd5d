# SPDX-License-Identifier: AGPL-3.0-or-later
"""The lines of the fidelity items, in our own words; how soon is soon enough is an option of the rulebook."""

from __future__ import annotations

from .base import N_, Line, Verdict

_GOT, _NOT, _OUT, _LACK = Verdict.COUNTED, Verdict.NOT_YET, Verdict.EXCLUDED, Verdict.INCOMPLETE

CASELOAD = (
    Line("held", _GOT, N_("Somebody holds this journey at the end of the period."), "staff_assignment"),
    Line("nobody", _LACK, N_("The journey is open, and nobody is recorded as holding it.")),
)
RAPID = (
    Line("within", _GOT, N_("An employer was met soon enough after the start."), "contact"),
    Line("later", _NOT, N_("An employer was met, but too long after the start."), "contact"),
    Line("waiting", _NOT, N_("No employer has been met yet.")),
)
EMPLOYER_CONTACT = (
    Line("met", _GOT, N_("An employer was met."), "contact"),
    Line("not_met", _OUT, N_("The contact with the employer did not take place."), "contact"),
    Line("other_way", _OUT, N_("The employer was reached in another way than face to face."), "contact"),
)
JOB_TYPES = (
    Line("known", _GOT, N_("A paid job found through support, with its occupation."), "job"),
    Line("not_known", _LACK, N_("A paid job found through support, without an occupation code."), "job"),
)
EMPLOYERS = (
    Line("known", _GOT, N_("A paid job found through support, with its employer."), "job"),
    Line("not_known", _LACK, N_("A paid job found through support, without an employer."), "job"),
)
COMPETITIVE = (
    Line("ordinary", _GOT, N_("The work found through support is an ordinary paid job."), "job"),
    Line("other_work", _NOT, N_("The work found through support is a trial, a placement or unpaid."), "job"),
)
COMMUNITY = (
    Line("community", _GOT, N_("The contact was in the community, at home or at a workplace."), "contact"),
    Line("elsewhere", _NOT, N_("The contact was at an office or clinic, or not face to face."), "contact"),
    Line("no_place", _LACK, N_("The contact was face to face, but the place is not recorded."), "contact"),
    Line("no_minutes", _LACK, N_("How long the contact lasted is not recorded."), "contact"),
)
FOLLOW_ALONG = (
    Line("followed", _GOT, N_("In a paid job, and met lately."), "contact"),
    Line("not_followed", _NOT, N_("In a paid job, and not met lately."), "job"),
)
OUTREACH = (
    Line("tried_again", _GOT, N_("After a missed contact somebody soon tried again."), "contact"),
    Line("still_time", _NOT, N_("A contact was missed; there is still time to try again."), "contact"),
    Line("dropped", _NOT, N_("A contact was missed, and nobody tried again in time."), "contact"),
)
