# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reviews in work: 13, 26 and 52 weeks after a job starts, planned anew from the job history every time.

Nothing is stored but the jobs and the reviews that were held, so that a corrected start date, an ended job
or a new one re-plans by itself. What counts is being **in work**: a spell of work runs while at least one
paid job is open, so a second job, or one job following another, does not begin the weeks again. A gap of up
to `GAP_DAYS` without a job (ends on a Friday, starts on a Monday) is bridged; after a longer one the weeks
begin anew.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cydwaith.engines.pathways.clocks import Urgency, urgency
from cydwaith.engines.pathways.evidence import PAID_KINDS
from cydwaith.engines.pathways.words import MESSAGES

GAP_DAYS = 7
"""Most days without any paid job that do not end a spell of work."""
WEEKS = (13, 26, 52)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """One job spell. key: the caller's own. end: last day, None while it goes on.

    counts_from: the day from which weeks are counted when that is not the start: for a job that was held
    before (retention) the first day back, or the day on which the journey began.
    """

    key: Hashable
    kind: str
    start: date | None
    end: date | None = None
    counts_from: date | None = None

    @property
    def begins(self) -> date | None:
        """The day from which its weeks count."""
        return self.counts_from or self.start


@dataclass(frozen=True, slots=True)
class DoneReview:
    """A review that was held: which week's, and when."""

    week: int
    on: date


@dataclass(frozen=True, slots=True)
class WorkPeriod:
    """A spell of being in work, over all paid jobs. end: None while a job is open. keys: its jobs, by
    start."""

    start: date
    end: date | None
    spells: tuple[Spell, ...]


@dataclass(frozen=True, slots=True)
class DueReview:
    """A review still to be held. jobs: keys of those that are open on its day. why: a key of
    `words.MESSAGES`."""

    week: int
    due: date
    work_from: date
    jobs: tuple[Hashable, ...]
    why: str
    urgency: Urgency

    @property
    def message(self) -> str:
        """The English words for why it is due, to be looked up in the catalogue."""
        return MESSAGES[self.why]


def work_periods(spells: Sequence[Spell], *, gap_days: int = GAP_DAYS) -> tuple[WorkPeriod, ...]:
    """The spells of work in order: paid jobs that overlap, or follow within ``gap_days``, joined.

    Jobs that are not paid, have no start, or end before they count are left out.
    """
    paid = sorted(
        (
            (s.begins, s)
            for s in spells
            if s.kind in PAID_KINDS and s.begins and (s.end is None or s.end >= s.begins)
        ),
        key=lambda pair: (pair[0], str(pair[1].key)),
    )
    periods: list[WorkPeriod] = []
    for begins, spell in paid:
        last = periods[-1] if periods else None
        if last and (last.end is None or begins <= last.end + timedelta(days=gap_days + 1)):
            end = None if last.end is None or spell.end is None else max(last.end, spell.end)
            periods[-1] = WorkPeriod(last.start, end, (*last.spells, spell))
        else:
            periods.append(WorkPeriod(begins, spell.end, (spell,)))
    return tuple(periods)


def _open(period: WorkPeriod, day: date) -> tuple[Spell, ...]:
    return tuple(s for s in period.spells if s.begins and s.begins <= day and (s.end is None or s.end >= day))


def _why(period: WorkPeriod, due: date, *, first: bool, today: date) -> str:
    if period.end is not None and period.end < today:
        return "review_work_ended_since"
    first_job = period.spells[0]
    if first_job.end is not None and first_job.end < due:
        return "review_other_job"
    if first_job.counts_from is not None:
        return "review_kept_job"
    return "review_job_started" if first else "review_new_job"


def due_reviews(
    spells: Sequence[Spell],
    done: Sequence[DoneReview],
    *,
    today: date,
    weeks: Sequence[int] = WEEKS,
    gap_days: int = GAP_DAYS,
) -> tuple[DueReview, ...]:
    """Every review still to be held, soonest first.

    A review counts as held when one for that week was held in the same spell of work (before the next one
    begins), early or late. A review whose day lies after the end of the work is not due; one whose day had
    come while the work lasted stays due, since it tells whether the work lasted.
    """
    periods = work_periods(spells, gap_days=gap_days)
    found = []
    for place, period in enumerate(periods):
        until = periods[place + 1].start if place + 1 < len(periods) else date.max
        held = {review.week for review in done if period.start <= review.on < until}
        for week in weeks:
            due = period.start + timedelta(weeks=week)
            if week in held or (period.end is not None and due > period.end):
                continue
            jobs = tuple(spell.key for spell in _open(period, due))
            why = _why(period, due, first=place == 0, today=today)
            found.append(DueReview(week, due, period.start, jobs, why, urgency(due, today)))
    return tuple(sorted(found, key=lambda review: (review.due, review.week)))


class ChangeKind(StrEnum):
    """What became of a planned review."""

    MOVED = "moved"
    DROPPED = "dropped"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two plans. was, now: due dates; None where there is none. why: a key of
    MESSAGES."""

    kind: ChangeKind
    week: int
    was: date | None
    now: date | None
    why: str

    @property
    def message(self) -> str:
        """The English words, to be looked up in the catalogue."""
        return MESSAGES[self.why]


def changes(
    before: Sequence[DueReview], after: Sequence[DueReview], *, done: Sequence[DoneReview] = ()
) -> tuple[Change, ...]:
    """What a change of the job history did to the plan of reviews, to tell the adviser and the person.

    A review that was held in the meantime (in ``done``) is no change.
    """
    found = []
    for week in sorted({review.week for review in (*before, *after)}):
        old = [review for review in before if review.week == week]
        new = [review for review in after if review.week == week]
        kept = {review.due for review in old} & {review.due for review in new}
        old = [review for review in old if review.due not in kept]
        new = [review for review in new if review.due not in kept]
        for was, now in zip(old, new, strict=False):
            why = "replan_new_job" if now.why == "review_new_job" else "replan_start_corrected"
            found.append(Change(ChangeKind.MOVED, week, was.due, now.due, why))
        for was in old[len(new) :]:
            if not any(review.week == week and review.on >= was.work_from for review in done):
                found.append(Change(ChangeKind.DROPPED, week, was.due, None, "replan_job_ended"))
        found.extend(Change(ChangeKind.ADDED, week, None, now.due, now.why) for now in new[len(old) :])
    return tuple(found)
