# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a step on a pathway may ask for, and how the facts of a journey are searched for it.

Each kind of evidence is a small rule from `JourneyFacts` to the codes of what is missing, so that the
adviser reads "the employer of the job" and not "evidence incomplete". A pathway names the kinds it wants;
nothing else is asked.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

PAID_KINDS = frozenset({"employed", "self_employed", "apprenticeship"})
"""Kinds of job spell that are paid work. Traineeships, supported internships, work trials and volunteering
are not."""
TRIAL_KINDS = frozenset({"work_trial", "supported_internship"})
"""Kinds of job spell that are a trial of work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFact:
    """One job spell, as far as a step needs it.

    kind: as `JobSpell` has it. held_before: it was held when the journey began (retention).
    employer_lessons, person_lessons: what the employer, and the person with their family, learned is
    written down.
    """

    kind: str
    start: date | None = None
    end: date | None = None
    employer_named: bool = False
    end_reason: bool = False
    held_before: bool = False
    employer_lessons: bool = False
    person_lessons: bool = False

    def open_on(self, day: date) -> bool:
        """Whether the spell has begun and not ended on a day; its last day counts as worked."""
        return self.start is not None and self.start <= day and (self.end is None or self.end >= day)


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyFacts:
    """What is known of a journey on a day, in counts and dates: no free text, no names.

    contacts: with the person. employer_contacts: with employers for this person. work_at_start: "off_sick",
    "at_risk", "in_work", "out_of_work" or "". back_on: first day back at work (retention). pause_until:
    when to be in touch again. reviews_done: the weeks (13, 26, 52) whose review was held in the present
    spell of work.
    """

    today: date
    first_contact_on: date | None = None
    contacts: int = 0
    employer_contacts: int = 0
    language_asked: bool = False
    profile_versions: int = 0
    plan_agreed_by_person_on: date | None = None
    plan_agreed_by_adviser_on: date | None = None
    jobs: tuple[JobFact, ...] = ()
    reviews_done: frozenset[int] = field(default_factory=frozenset)
    work_at_start: str = ""
    back_on: date | None = None
    pause_until: date | None = None
    closing_reason: str = ""


Rule = Callable[[JourneyFacts], Iterator[str]]


def _first_contact(facts: JourneyFacts) -> Iterator[str]:
    if facts.first_contact_on is None or facts.first_contact_on > facts.today:
        yield "first_contact"


def _language(facts: JourneyFacts) -> Iterator[str]:
    if not facts.language_asked:
        yield "language_asked"


def _profile(facts: JourneyFacts) -> Iterator[str]:
    if facts.profile_versions < 1:
        yield "profile"


def _plan(facts: JourneyFacts) -> Iterator[str]:
    if facts.plan_agreed_by_person_on is None:
        yield "plan_person"
    if facts.plan_agreed_by_adviser_on is None:
        yield "plan_adviser"


def _employer_contact(facts: JourneyFacts) -> Iterator[str]:
    if facts.employer_contacts < 1:
        yield "employer_contact"


def _spell(facts: JourneyFacts, kinds: frozenset[str], word: str, *, begun: bool) -> Iterator[str]:
    """The gaps of the spell that comes nearest to being complete; the latest one of several."""
    spells = [job for job in facts.jobs if job.kind in kinds and not job.held_before]
    spells.sort(key=lambda job: job.start or date.max, reverse=True)
    if not spells:
        yield word
        return

    def gaps(job: JobFact) -> list[str]:
        return [
            code
            for code, lacking in (
                (f"{word}_employer", not job.employer_named),
                (f"{word}_start", job.start is None),
                (f"{word}_later", begun and job.start is not None and job.start > facts.today),
                (f"{word}_ended", begun and job.end is not None and job.end < facts.today),
            )
            if lacking
        ]

    yield from min((gaps(job) for job in spells), key=len)


def _job(facts: JourneyFacts) -> Iterator[str]:
    yield from _spell(facts, PAID_KINDS, "job", begun=True)


def _job_over(facts: JourneyFacts) -> Iterator[str]:
    paid = [job for job in facts.jobs if job.kind in PAID_KINDS]
    if any(job.open_on(facts.today) for job in paid):
        yield "job_still_open"
    elif any(job.end is not None and not job.end_reason for job in paid):
        yield "job_end_reason"


def _trial(facts: JourneyFacts) -> Iterator[str]:
    yield from _spell(facts, TRIAL_KINDS, "trial", begun=True)


def _trial_over(facts: JourneyFacts) -> Iterator[str]:
    trials = [job for job in facts.jobs if job.kind in TRIAL_KINDS]
    if not trials:
        yield "trial"
    elif any(job.end is None or job.end > facts.today for job in trials):
        yield "trial_still_open"


def _trial_lessons(facts: JourneyFacts) -> Iterator[str]:
    trials = [job for job in facts.jobs if job.kind in TRIAL_KINDS]
    if not any(job.person_lessons for job in trials):
        yield "trial_lessons_person"
    if not any(job.employer_lessons for job in trials):
        yield "trial_lessons_employer"


def _work_at_start(facts: JourneyFacts) -> Iterator[str]:
    if not facts.work_at_start:
        yield "work_at_start"


def _held_job(facts: JourneyFacts) -> Iterator[str]:
    if not any(job.kind in PAID_KINDS and job.held_before for job in facts.jobs):
        yield "held_job"


def _back_at_work(facts: JourneyFacts) -> Iterator[str]:
    if facts.work_at_start == "off_sick" and (facts.back_on is None or facts.back_on > facts.today):
        yield "back_at_work"


def _open_job(facts: JourneyFacts) -> Iterator[str]:
    if not any(job.kind in PAID_KINDS and job.open_on(facts.today) for job in facts.jobs):
        yield "open_job"


def _review_13(facts: JourneyFacts) -> Iterator[str]:
    if 13 not in facts.reviews_done:
        yield "review_13"


def _pause_until(facts: JourneyFacts) -> Iterator[str]:
    if facts.pause_until is None or facts.pause_until <= facts.today:
        yield "pause_until"


def _closing_reason(facts: JourneyFacts) -> Iterator[str]:
    if not facts.closing_reason:
        yield "closing_reason"


EVIDENCE: dict[str, Rule] = {
    "first_contact": _first_contact,
    "language_asked": _language,
    "profile": _profile,
    "plan_agreed": _plan,
    "employer_contact": _employer_contact,
    "job_started": _job,
    "job_over": _job_over,
    "open_job": _open_job,
    "trial_started": _trial,
    "trial_over": _trial_over,
    "trial_lessons": _trial_lessons,
    "work_at_start": _work_at_start,
    "held_job": _held_job,
    "back_at_work": _back_at_work,
    "review_13": _review_13,
    "pause_until": _pause_until,
    "closing_reason": _closing_reason,
}
"""Every kind of evidence that a pathway may ask for."""
