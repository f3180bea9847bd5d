# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reviews re-plan themselves when jobs change; the list for the day is a list of people."""

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from cydwaith.engines import pathways
from cydwaith.engines.pathways import ChangeKind, DoneReview, JourneyToday, PlanStep, Spell, Urgency

TODAY = date(2026, 6, 1)


def job(key: str, start: date, end: date | None = None) -> Spell:
    return Spell(key=key, kind="employed", start=start, end=end)


def told(
    before: list[Spell], after: list[Spell], done: list[DoneReview] | None = None
) -> list[tuple[object, ...]]:
    plans = [
        pathways.due_reviews(jobs, held, today=TODAY) for jobs, held in ((before, []), (after, done or []))
    ]
    found = pathways.changes(*plans, done=done or [])
    assert all(change.message for change in found)
    return [(change.kind.value, change.week, change.was, change.now, change.why) for change in found]


A = job("A", date(2026, 5, 4))


def test_a_corrected_start_moves_every_review() -> None:
    week = timedelta(weeks=1)
    assert told([A], [job("A", date(2026, 5, 11))]) == [
        ("moved", 13, date(2026, 8, 3), date(2026, 8, 3) + week, "replan_start_corrected"),
        ("moved", 26, date(2026, 11, 2), date(2026, 11, 2) + week, "replan_start_corrected"),
        ("moved", 52, date(2027, 5, 3), date(2027, 5, 3) + week, "replan_start_corrected"),
    ]


def test_an_ended_job_drops_what_was_to_come() -> None:
    assert told([A], [job("A", date(2026, 5, 4), date(2026, 9, 30))]) == [
        ("dropped", 26, date(2026, 11, 2), None, "replan_job_ended"),
        ("dropped", 52, date(2027, 5, 3), None, "replan_job_ended"),
    ]


def test_a_new_job_after_a_gap_begins_anew() -> None:
    ended = job("A", date(2026, 5, 4), date(2026, 5, 8))
    assert told([A], [ended, job("B", date(2026, 6, 1))]) == [
        ("moved", 13, date(2026, 8, 3), date(2026, 8, 31), "replan_new_job"),
        ("moved", 26, date(2026, 11, 2), date(2026, 11, 30), "replan_new_job"),
        ("moved", 52, date(2027, 5, 3), date(2027, 5, 31), "replan_new_job"),
    ]


def test_a_second_job_changes_nothing_and_a_first_one_adds_all() -> None:
    assert told([A], [A, job("B", date(2026, 5, 20))]) == []
    assert [change[:2] for change in told([], [A])] == [("added", 13), ("added", 26), ("added", 52)]


def test_a_review_that_was_held_is_no_change() -> None:
    assert told([A], [A], [DoneReview(13, date(2026, 8, 1))]) == []


DAYS = st.integers(0, 700).map(lambda number: date(2025, 1, 6) + timedelta(days=number))
SPELLS = st.builds(
    lambda key, kind, start, length: Spell(
        key=key, kind=kind, start=start, end=start + timedelta(days=length) if length else None
    ),
    key=st.integers(0, 9),
    kind=st.sampled_from(["employed", "self_employed", "volunteering", "work_trial"]),
    start=DAYS,
    length=st.none() | st.integers(0, 400),
)


def in_paid_work(spells: list[Spell], day: date) -> bool:
    """The plain definition, said another way than in the engine."""
    return any(
        s.kind in pathways.PAID_KINDS and s.start and s.start <= day and (not s.end or day <= s.end)
        for s in spells
    )


@given(spells=st.lists(SPELLS, max_size=5))
def test_spells_of_work_hold_every_day_worked_and_part_only_at_long_gaps(spells: list[Spell]) -> None:
    periods = pathways.work_periods(spells)
    for before, after in pairwise(periods):
        assert before.end is not None
        assert (after.start - before.end).days > 8
    for number in range(0, 1200, 3):
        day = date(2025, 1, 6) + timedelta(days=number)
        inside = any(p.start <= day and (p.end is None or day <= p.end) for p in periods)
        assert inside or not in_paid_work(spells, day)
        if inside and not in_paid_work(spells, day):
            near = [in_paid_work(spells, day + timedelta(days=step)) for step in range(-7, 8)]
            assert any(near[:7])
            assert any(near[8:])


@given(spells=st.lists(SPELLS, max_size=5), order=st.randoms())
def test_reviews_do_not_depend_on_the_order_of_the_records(spells: list[Spell], order: object) -> None:
    mixed = sorted(spells, key=lambda _: order.random())  # type: ignore[attr-defined]
    found = [pathways.due_reviews(jobs, [], today=TODAY) for jobs in (spells, mixed)]
    assert [(r.week, r.due, r.work_from) for r in found[0]] == [
        (r.week, r.due, r.work_from) for r in found[1]
    ]


@given(spells=st.lists(SPELLS, max_size=5))
def test_a_review_is_due_whole_weeks_into_work_and_holding_all_leaves_none(spells: list[Spell]) -> None:
    due = pathways.due_reviews(spells, [], today=TODAY)
    assert all(review.due == review.work_from + timedelta(weeks=review.week) for review in due)
    assert pathways.due_reviews(spells, [DoneReview(r.week, r.due) for r in due], today=TODAY) == ()
    assert [change.kind for change in pathways.changes(due, ())] == [ChangeKind.DROPPED] * len(due)


def journey(key: int, last: date, **more: object) -> JourneyToday:
    return JourneyToday(
        key=key,
        pathway=pathways.get("ips"),
        stage="job_search",
        stage_since=date(2026, 5, 1),
        referred_on=date(2026, 4, 1),
        first_contact_on=date(2026, 4, 3),
        last_contact_on=last,
        **more,  # type: ignore[arg-type]
    )


def test_the_list_is_one_row_a_person_the_longest_overdue_first() -> None:
    people = [
        journey(1, date(2026, 5, 18)),
        journey(2, date(2026, 5, 1)),
        journey(3, date(2026, 5, 30)),
        journey(4, date(2026, 5, 10), steps=(PlanStep("call the bakery", date(2026, 6, 3), True),)),
        journey(5, date(2026, 5, 22)),
        journey(10, date(2026, 5, 18)),
    ]
    rows = pathways.today_rows(people, TODAY)
    assert [(row.key, row.urgency, row.others) for row in rows] == [
        (2, Urgency.OVERDUE, 0),
        (4, Urgency.OVERDUE, 1),
        (1, Urgency.TODAY, 0),
        (10, Urgency.TODAY, 0),
        (5, Urgency.THIS_WEEK, 0),
    ]
    everything = pathways.today_rows(people, TODAY, one_each=False)
    assert [(row.key, row.why, row.about) for row in everything if row.key == 4] == [
        (4, "today_contact_due", None),
        (4, "today_own_step", "call the bakery"),
    ]
    assert pathways.today_rows([], TODAY) == ()


def test_looking_for_another_job_is_no_break() -> None:
    """A stage beside the path keeps its rhythm unless a break until a day was agreed."""
    looking = JourneyToday(
        key=1,
        pathway=pathways.get("retention"),
        stage="new_job",
        stage_since=date(2026, 5, 1),
        referred_on=date(2026, 1, 1),
        first_contact_on=date(2026, 1, 2),
        last_contact_on=date(2026, 5, 1),
    )
    assert [row.why for row in pathways.rows_of(looking, TODAY)] == ["today_contact_due"]


def test_someone_reached_but_without_a_later_contact_counts_from_the_first() -> None:
    reached = journey(1, date(2026, 5, 18))
    rows = pathways.rows_of(
        JourneyToday(
            key=1,
            pathway=reached.pathway,
            stage="getting_to_know",
            stage_since=date(2026, 5, 20),
            referred_on=date(2026, 5, 10),
            first_contact_on=date(2026, 5, 18),
        ),
        TODAY,
    )
    assert [(row.why, row.due) for row in rows] == [("today_contact_due", TODAY)]


def test_every_word_is_there_once_and_says_something() -> None:
    texts = list(pathways.MESSAGES.values())
    assert all(text.strip() for text in texts)
    assert len(texts) == len(set(texts))
