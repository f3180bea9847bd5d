# SPDX-License-Identifier: AGPL-3.0-or-later
"""Jobs: several at once, hours and pay by date, reviews that plan themselves; and the other two pathways."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cydwaith.journeys import actions, queries
from cydwaith.journeys.models import Journey, LearningSpell, Review, StageChange, StatusObservation
from cydwaith.journeys.queries import editing
from cydwaith.journeys.shapes import NewJob, NewLearning, NewProfile, NewTerms
from cydwaith.kernel.errors import Conflict, Invalid
from cydwaith.kernel.models import AuditRow

from .world import World

pytestmark = pytest.mark.django_db


def weeks(world: World, journey_id: int) -> list[tuple[int, date]]:
    rows = Review.objects.visible_to(world.mair).filter(journey_id=journey_id, done_on__isnull=True)
    return [(row.week, row.due_on) for row in rows.order_by("due_on")]


def job_of(reference: str, world: World) -> Any:
    return queries.my_jobs(world.themself(reference))


def test_pay_below_the_floor_is_pointed_out_in_each_stretch(world: World) -> None:
    awen, _journey = world.journey("Awen", opened_on=date(2024, 1, 8))
    low = NewTerms(date(2024, 2, 1), 600, 1100, "hour")
    weekly = NewTerms(date(2024, 5, 1), 600, 11000, "week")  # 11.00 an hour, when 11.44 is the least
    fair = NewTerms(date(2025, 4, 1), 600, 1221, "hour")
    written = world.job(awen, date(2024, 2, 1), terms=(low, weekly, fair))
    assert [(one.from_on, one.rate_pence, one.short_pence) for one in written.below_floor] == [
        (date(2024, 5, 1), 1144, 44)
    ]
    assert written.below_floor[0].message.startswith("The pay is below")
    (mine,) = job_of(awen, world)
    assert [terms.finding is not None for terms in mine.terms] == [False, True, False]
    # A volunteer has no floor, and of pay for a day nothing is guessed.
    assert world.job(awen, date(2025, 6, 2), kind="volunteering").below_floor == ()
    by_day = world.job(awen, date(2025, 6, 2), terms=(NewTerms(date(2025, 6, 2), 480, 1000, "day"),))
    assert by_day.below_floor == ()


def test_an_apprentice_has_the_apprentice_rate_for_a_year(world: World) -> None:
    awen, _journey = world.journey("Awen", opened_on=date(2025, 4, 1))
    terms = (NewTerms(date(2025, 4, 1), 1800, 800, "hour"), NewTerms(date(2026, 4, 1), 1800, 810, "hour"))
    written = world.job(awen, date(2025, 4, 1), kind="apprenticeship", terms=terms)
    assert [(one.from_on, one.rate_pence) for one in written.below_floor] == [(date(2026, 4, 1), 1271)]


def test_everything_wrong_with_a_job_is_said_at_once(world: World) -> None:
    awen, _journey = world.journey("Awen")
    wrong = NewJob(
        kind="hobby", employer_name=" ", soc="12", starts_on=date(2025, 6, 2), ends_on=date(2025, 6, 1),
        evidence="?", end_reason="?",
        terms=(
            NewTerms(date(2025, 5, 1), 169 * 60, -1, "moon"),
            NewTerms(date(2025, 5, 1), None, None, "hour"),
        ),
    )  # fmt: skip
    with pytest.raises(Invalid) as raised:
        actions.start_job(by=world.mair, reference=awen, job=wrong)
    assert set(raised.value.errors) == {
        "kind", "employer_name", "soc", "ends_on", "evidence", "end_reason", "terms", "terms.0.hours", "terms.0.pay",
        "terms.0.pay_period", "terms.0.from_on", "terms.1.pay", "terms.1.from_on",
    }  # fmt: skip
    assert job_of(awen, world) == ()


def test_a_corrected_start_moves_the_reviews_and_says_so(world: World) -> None:
    awen, journey = world.journey("Awen", opened_on=date(2025, 5, 1))
    job = world.job(awen, date(2025, 6, 2))
    assert weeks(world, journey)[0] == (13, date(2025, 9, 1))
    written = actions.correct_job(
        by=world.mair, job_id=job.job_id, version=1, values={"starts_on": date(2025, 5, 26)}
    )
    first = written.reviews[0]
    assert (first.week, first.was, first.now) == (13, date(2025, 9, 1), date(2025, 8, 25))
    assert weeks(world, journey)[0] == (13, date(2025, 8, 25))
    with pytest.raises(Conflict):
        actions.correct_job(by=world.mair, job_id=job.job_id, version=1, values={"title": "Baker"})
    # The first hours and pay run from the first day, whichever it is; later ones are no guess of ours.
    later = NewTerms(date(2025, 6, 9), 20 * 60, 1300, "hour")
    actions.change_terms(by=world.mair, job_id=job.job_id, terms=later)
    with pytest.raises(Invalid):
        actions.correct_job(
            by=world.mair, job_id=job.job_id, version=2, values={"starts_on": date(2025, 6, 16)}
        )
    with pytest.raises(Invalid):
        actions.correct_job(by=world.mair, job_id=job.job_id, version=2, values={"person_id": 1})


def test_a_second_job_keeps_the_weeks_running(world: World) -> None:
    awen, journey = world.journey("Awen", opened_on=date(2025, 5, 1))
    first = world.job(awen, date(2025, 6, 2))
    before = weeks(world, journey)
    world.clock.on(date(2025, 8, 4))
    world.job(awen, date(2025, 8, 4), employer_name="Siop y Bont")
    actions.end_job(by=world.mair, job_id=first.job_id, ends_on=date(2025, 8, 8), end_reason="new_job")
    assert weeks(world, journey) == before
    world.clock.on(date(2025, 8, 11))
    now = job_of(awen, world)
    assert [(job.employer_name, job.now) for job in now] == [("Siop y Bont", True), ("Caffi Glas", False)]
    # The review hangs on the job that lasts.
    assert Review.objects.visible_to(world.mair).get(journey_id=journey, week=13).job_id == now[0].id


def test_a_job_stands_on_its_own_until_a_journey_takes_it(world: World) -> None:
    awen = world.person("Awen")
    job = world.job(awen, date(2025, 6, 2))
    assert job.reviews == ()
    journey = actions.open_journey(
        by=world.mair, reference=awen, programme_id=world.programmes["ips"], opened_on=date(2025, 6, 1)
    )
    assert weeks(world, journey) == []
    moved = actions.take_job_into_journey(by=world.mair, job_id=job.job_id, journey_id=journey)
    assert [one.kind.value for one in moved] == ["added"] * 3
    actions.take_job_into_journey(by=world.mair, job_id=job.job_id, journey_id=None)
    assert weeks(world, journey) == []
    _bryn, other = world.journey("Bryn")
    with pytest.raises(Invalid):
        actions.take_job_into_journey(by=world.mair, job_id=job.job_id, journey_id=other)


def test_terms_are_replaced_and_taken_back(world: World) -> None:
    awen, _journey = world.journey("Awen", opened_on=date(2025, 5, 1))
    job = world.job(awen, date(2025, 6, 2))
    actions.change_terms(
        by=world.mair, job_id=job.job_id, terms=NewTerms(date(2025, 6, 2), 300, 1300, "hour")
    )
    later = actions.change_terms(
        by=world.mair, job_id=job.job_id, terms=NewTerms(date(2025, 7, 1), 300, 900, "hour")
    )
    assert [one.from_on for one in later.below_floor] == [date(2025, 7, 1)]
    actions.drop_terms(by=world.mair, job_id=job.job_id, from_on=date(2025, 7, 1))
    (mine,) = job_of(awen, world)
    assert [(terms.hours_minutes_week, terms.pay_pence) for terms in mine.terms] == [(300, 1300)]
    with pytest.raises(Invalid):
        actions.drop_terms(by=world.mair, job_id=job.job_id, from_on=date(2025, 7, 1))
    with pytest.raises(Invalid):
        actions.change_terms(
            by=world.mair, job_id=job.job_id, terms=NewTerms(date(2025, 6, 1), 300, 1300, "hour")
        )


def test_sent_twice_a_job_is_one_job(world: World) -> None:
    awen, _journey = world.journey("Awen", opened_on=date(2025, 5, 1))
    job = NewJob(
        kind="employed", employer_name="Caffi", starts_on=date(2025, 6, 2),
        terms=(NewTerms(date(2025, 6, 2), 600, 500, "hour"),),
    )  # fmt: skip
    sent = [actions.start_job(by=world.mair, reference=awen, job=job, token="form") for _ in range(2)]
    assert sent[0].job_id == sent[1].job_id
    assert [len(one.below_floor) for one in sent] == [1, 1]


def test_a_work_trial_teaches_the_person_and_the_employer(world: World) -> None:
    """The third pathway: a young person tries a workplace, and both say what they learned."""
    awen, journey = world.journey("Awen", "work_trial")
    world.met(awen)
    move = lambda to: actions.move_stage(by=world.mair, journey_id=journey, to=to)  # noqa: E731 - reads as a story
    move("getting_to_know")
    actions.write_profile(by=world.mair, reference=awen, profile=NewProfile(wants="To try a garden"))
    actions.add_goal(by=world.themself(awen), journey_id=journey, words="Try a garden centre")
    actions.agree_plan(by=world.mair, journey_id=journey)
    actions.agree_plan(by=world.themself(awen), journey_id=journey)
    move("finding_trial")
    trial = world.job(awen, date(2025, 6, 2), kind="work_trial", employer_name="Gardd Wen", terms=())
    assert trial.reviews == ()
    move("on_trial")
    world.clock.on(date(2025, 6, 20))
    actions.end_job(by=world.mair, job_id=trial.job_id, ends_on=date(2025, 6, 19), end_reason="trial_ended")
    move("looking_back")
    lacking = {code for one in queries.next_steps(world.mair, journey) for code, _words in one.missing}
    assert {"trial_lessons_person", "trial_lessons_employer"} <= lacking
    actions.write_lessons(
        by=world.mair,
        job_id=trial.job_id,
        person_learned="I like it early",
        employer_learned="One task at a time",
    )
    move("job_search")
    assert editing.job(world.mair, world.themself(awen).person_id or 0, trial.job_id).employer_learned


def test_a_job_is_kept_through_illness(world: World) -> None:
    """Retention: the weeks are counted from the first day back, and follow it."""
    awen, journey = world.journey("Awen", "retention", work_at_start="off_sick")
    job = world.job(awen, date(2019, 3, 4), found_through_support=False, terms=())
    assert weeks(world, journey) == []
    actions.change_journey(
        by=world.mair, journey_id=journey, version=1, values={"back_on": date(2025, 6, 16)}
    )
    assert weeks(world, journey)[0] == (13, date(2025, 9, 15))
    actions.change_journey(
        by=world.mair, journey_id=journey, version=2, values={"back_on": date(2025, 6, 23)}
    )
    assert weeks(world, journey)[0] == (13, date(2025, 9, 22))
    world.clock.on(date(2025, 7, 1))
    actions.end_job(by=world.mair, job_id=job.job_id, ends_on=date(2025, 6, 30))
    assert weeks(world, journey) == []
    with pytest.raises(Invalid) as raised:
        actions.change_journey(
            by=world.mair, journey_id=journey, version=None,
            values={"referred_on": date(2026, 1, 1), "work_at_start": "?", "stage": "x"},
        )  # fmt: skip
    assert set(raised.value.errors) == {"referred_on", "work_at_start", "stage"}


def test_an_old_job_does_not_count_on_a_way_into_work(world: World) -> None:
    awen, journey = world.journey("Awen", opened_on=date(2025, 6, 1))
    world.job(awen, date(2025, 1, 6), found_through_support=None)
    assert weeks(world, journey) == []


def test_a_break_and_a_way_back(world: World) -> None:
    awen, journey = world.journey("Awen")
    world.met(awen)
    actions.move_stage(by=world.mair, journey_id=journey, to="getting_to_know")
    with pytest.raises(Invalid):
        actions.move_stage(by=world.mair, journey_id=journey, to="paused")
    actions.move_stage(by=world.mair, journey_id=journey, to="paused", pause_until=date(2025, 7, 1))
    row = Journey.objects.visible_to(world.mair).get(pk=journey)
    assert (row.pause_until, row.next_due_on, row.next_due_code) == (
        date(2025, 7, 1), date(2025, 7, 1), "action_call_back",
    )  # fmt: skip
    actions.move_stage(by=world.mair, journey_id=journey, to="getting_to_know")
    assert Journey.objects.visible_to(world.mair).get(pk=journey).pause_until is None


def test_whoever_left_may_come_back(world: World) -> None:
    awen, journey = world.journey("Awen")
    world.met(awen)
    actions.move_stage(by=world.mair, journey_id=journey, to="getting_to_know")
    with pytest.raises(Invalid):
        actions.reopen_journey(by=world.mair, journey_id=journey)
    with pytest.raises(Invalid) as raised:
        actions.close_journey(by=world.mair, journey_id=journey, reason="bored")
    assert raised.value.errors == {"": ["This pathway does not have that reason for ending"]}
    actions.close_journey(by=world.mair, journey_id=journey, reason="own_choice")
    world.clock.on(date(2025, 9, 1))
    actions.reopen_journey(by=world.mair, journey_id=journey)
    row = Journey.objects.visible_to(world.mair).get(pk=journey)
    assert (row.stage, row.stage_since, row.closed_on) == ("getting_to_know", date(2025, 9, 1), None)
    # Another one began meanwhile: there cannot be two open ones.
    actions.close_journey(by=world.mair, journey_id=journey, reason="own_choice")
    actions.open_journey(by=world.mair, reference=awen, programme_id=world.programmes["ips"])
    for again in (
        lambda: actions.reopen_journey(by=world.mair, journey_id=journey),
        lambda: actions.open_journey(by=world.mair, reference=awen, programme_id=world.programmes["ips"]),
    ):
        with pytest.raises(Invalid) as raised:
            again()
        assert set(raised.value.errors) == {"programme_id"}
    assert StageChange.objects.visible_to(world.mair).filter(journey_id=journey).count() == 5


def test_days_that_cannot_be_are_refused(world: World) -> None:
    awen = world.person("Awen")
    begin = lambda **given: actions.open_journey(  # noqa: E731 - reads as a story
        by=world.mair, reference=awen, programme_id=world.programmes["ips"], **given
    )
    with pytest.raises(Invalid) as raised:
        begin(opened_on=date(2025, 6, 3), referred_on=date(2025, 6, 4))
    assert set(raised.value.errors) == {"opened_on", "referred_on"}
    with pytest.raises(Invalid):
        begin(work_at_start="?")
    journey = begin()
    world.met(awen)
    for on in (date(2025, 6, 3), date(2025, 6, 1)):
        with pytest.raises(Invalid) as raised:
            actions.move_stage(by=world.mair, journey_id=journey, to="getting_to_know", on=on)
        assert set(raised.value.errors) == {"on"}
    with pytest.raises(Invalid):
        actions.move_stage(by=world.mair, journey_id=journey, to="nowhere")
    with pytest.raises(Conflict):
        actions.move_stage(by=world.mair, journey_id=journey, to="getting_to_know", version=7)


def test_each_write_leaves_its_row_in_the_partnerships_chain(world: World) -> None:
    _awen, journey = world.journey("Awen")
    row = AuditRow.objects.get(verb="journeys.open_journey")
    assert (row.object_id, row.partnership_id, row.user_id) == (
        journey,
        world.partnership.pk,
        world.mair.user_id,
    )


def test_how_it_goes_beside_the_job(world: World) -> None:
    awen, journey = world.journey("Awen", opened_on=date(2025, 5, 1))
    herself = world.themself(awen)
    actions.observe_status(by=world.mair, reference=awen, status="seeking")
    with pytest.raises(Invalid) as raised:
        actions.observe_status(
            by=world.mair, reference=awen, status="happy", on=date(2026, 1, 1), hours_minutes_week=99999
        )
    assert set(raised.value.errors) == {"status", "on", "hours"}
    assert StatusObservation.objects.visible_to(herself).get().status == "seeking"
    course = actions.start_learning(
        by=world.mair, reference=awen,
        learning=NewLearning(kind="course", title="Food safety", starts_on=date(2025, 6, 1)),
    )  # fmt: skip
    with pytest.raises(Invalid):
        actions.end_learning(by=world.mair, learning_id=course, ends_on=date(2025, 5, 1), result="")
    actions.end_learning(
        by=world.mair, learning_id=course, ends_on=date(2025, 6, 20), result="achieved", version=1
    )
    assert LearningSpell.objects.visible_to(herself).get().result == "achieved"
    with pytest.raises(Invalid) as raised:
        actions.start_learning(
            by=world.mair, reference=awen,
            learning=NewLearning(kind="?", title="", starts_on=date(2025, 6, 1), result="left"),
        )  # fmt: skip
    assert set(raised.value.errors) == {"kind", "title", "result"}
    needed = actions.ask_adjustment(by=herself, reference=None, what="A chair with arms")
    with pytest.raises(Invalid):
        actions.settle_adjustment(by=world.mair, adjustment_id=needed)
    actions.settle_adjustment(by=world.mair, adjustment_id=needed, in_place_on=date(2025, 6, 2))
    with pytest.raises(Invalid):
        actions.settle_adjustment(by=herself, adjustment_id=needed, ended_on=date(2025, 6, 1))
    with pytest.raises(Invalid) as raised:
        actions.ask_adjustment(by=world.mair, reference=awen, what=" ", provider="?")
    assert set(raised.value.errors) == {"what", "provider"}
    world.job(awen, date(2025, 5, 5))
    review = Review.objects.visible_to(world.mair).get(journey_id=journey, week=13)
    for on in (date(2026, 1, 1), date(2025, 5, 4)):
        with pytest.raises(Invalid):
            actions.hold_review(by=world.mair, review_id=review.pk, in_work=True, on=on)
