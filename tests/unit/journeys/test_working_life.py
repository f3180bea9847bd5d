# SPDX-License-Identifier: AGPL-3.0-or-later
"""One person's working life, from the referral to a job that lasts, as an adviser would tell it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cydwaith.journeys import actions
from cydwaith.journeys.models import Journey, Review, StageChange
from cydwaith.journeys.shapes import NewProfile, NewTerms
from cydwaith.kernel.errors import Invalid

from .world import World

pytestmark = pytest.mark.django_db


def the_journey(world: World, journey_id: int) -> Journey:
    return Journey.objects.visible_to(world.mair).get(pk=journey_id)


def due(world: World, journey_id: int) -> list[tuple[int, date]]:
    rows = Review.objects.visible_to(world.mair).filter(journey_id=journey_id, done_on__isnull=True)
    return [(row.week, row.due_on) for row in rows.order_by("due_on", "week")]


def lacking(call: object, **given: object) -> list[str]:
    with pytest.raises(Invalid) as raised:
        call(**given)  # type: ignore[operator]
    return raised.value.errors[""]


def test_sions_working_life(world: World) -> None:
    mair = world.mair
    # June 2025: Siôn is referred. The first talk is due within ten days.
    sion, journey = world.journey("Siôn Lewis", referred_on=date(2025, 5, 30))
    assert the_journey(world, journey).next_due_on == date(2025, 6, 9)
    assert the_journey(world, journey).next_due_code == "action_first_contact"

    # Mair cannot go on before she has met him: the step says what is missing.
    assert lacking(actions.move_stage, by=mair, journey_id=journey, to="getting_to_know") == [
        "A first contact with the person"
    ]
    world.clock.on(date(2025, 6, 4))
    world.met(sion, minutes=50, place="community", note="Likes early mornings.")
    actions.move_stage(by=mair, journey_id=journey, to="getting_to_know")
    assert the_journey(world, journey).next_due_on == date(2025, 6, 18)  # be in touch every two weeks

    # They write the profile, in Siôn's own words, and the plan, to which both agree.
    world.clock.on(date(2025, 6, 11))
    world.met(sion)
    assert lacking(actions.move_stage, by=mair, journey_id=journey, to="job_search") == [
        "A profile, in the person's own words",
        "The person's agreement to the plan",
        "The adviser's agreement to the plan",
    ]
    himself = world.themself(sion)
    actions.write_profile(
        by=himself, reference=None,
        profile=NewProfile(wants="Work with bread", never="Night shifts", hours_from=10, hours_to=20, days=("mon",)),
    )  # fmt: skip
    goal = actions.add_goal(by=himself, journey_id=journey, words="A job in a bakery by autumn")
    actions.add_step(
        by=mair,
        journey_id=journey,
        words="Talk to Becws Glan",
        who_does="adviser",
        due_on=date(2025, 6, 16),
        goal_id=goal,
    )
    assert the_journey(world, journey).next_due_code == "action_own_step"
    assert lacking(actions.move_stage, by=mair, journey_id=journey, to="job_search") == [
        "The person's agreement to the plan",
        "The adviser's agreement to the plan",
    ]
    actions.agree_plan(by=mair, journey_id=journey)
    actions.agree_plan(by=himself, journey_id=journey)
    actions.move_stage(by=mair, journey_id=journey, to="job_search")

    # July: two jobs at once. The second pays less than the law allows for his age: pointed out, not refused.
    world.clock.on(date(2025, 7, 7))
    world.met(sion)
    bakery = world.job(sion, date(2025, 7, 7), employer_name="Becws Glan")
    assert bakery.below_floor == ()
    shop = world.job(
        sion,
        date(2025, 7, 7),
        employer_name="Siop y Bont",
        terms=(NewTerms(date(2025, 7, 7), 360, 1000, "hour"),),
    )
    (finding,) = shop.below_floor
    assert (finding.hourly_pence, finding.rate_pence, finding.short_pence) == (1000, 1221, 221)
    actions.move_stage(by=mair, journey_id=journey, to="in_work")
    start = date(2025, 7, 7)
    assert due(world, journey) == [(w, start + timedelta(weeks=w)) for w in (13, 26, 52)]

    # August: the shop puts its pay right, from that day on.
    world.clock.on(date(2025, 8, 4))
    put_right = actions.change_terms(
        by=mair, job_id=shop.job_id, terms=NewTerms(date(2025, 8, 4), 360, 1225, "hour")
    )
    assert [one.from_on for one in put_right.below_floor] == [date(2025, 7, 7)]

    # September: the bakery closes. Siôn is still in work at the shop, so the reviews stay as they are.
    world.clock.on(date(2025, 9, 1))
    ended = actions.end_job(by=mair, job_id=bakery.job_id, ends_on=date(2025, 8, 30), end_reason="redundancy")
    assert ended.reviews == ()
    # Then he leaves the shop too: what is yet to come is dropped, and he looks for work again.
    ended = actions.end_job(by=mair, job_id=shop.job_id, ends_on=date(2025, 8, 31), end_reason="resigned")
    assert [(change.kind.value, change.week) for change in ended.reviews] == [
        ("dropped", w) for w in (13, 26, 52)
    ]
    actions.move_stage(by=mair, journey_id=journey, to="job_search")

    # October: a new job. The weeks begin anew.
    world.clock.on(date(2025, 10, 6))
    world.met(sion)
    cafe = world.job(sion, date(2025, 10, 6), employer_name="Caffi Glas")
    actions.move_stage(by=mair, journey_id=journey, to="in_work")
    assert due(world, journey)[0] == (13, date(2026, 1, 5))

    # January: thirteen weeks. The review is held, and support can step back.
    world.clock.on(date(2026, 1, 6))
    world.met(sion)
    assert lacking(actions.move_stage, by=mair, journey_id=journey, to="settled") == [
        "The review after 13 weeks in work"
    ]
    review = Review.objects.visible_to(mair).get(journey_id=journey, week=13, done_on__isnull=True)
    actions.hold_review(by=mair, review_id=review.pk, in_work=True, note="More hours from spring.")
    actions.move_stage(by=mair, journey_id=journey, to="settled")
    actions.change_terms(by=mair, job_id=cafe.job_id, terms=NewTerms(date(2026, 3, 2), 24 * 60, 1290, "hour"))

    # October 2026: a year in work. The journey ends well.
    world.clock.on(date(2026, 10, 6))
    for week in (26, 52):
        review = Review.objects.visible_to(mair).get(journey_id=journey, week=week, done_on__isnull=True)
        actions.hold_review(by=mair, review_id=review.pk, in_work=True)
    actions.close_journey(by=mair, journey_id=journey, reason="in_work_settled")
    closed = the_journey(world, journey)
    assert (closed.stage, closed.closed_on, closed.close_reason) == (
        "closed",
        date(2026, 10, 6),
        "in_work_settled",
    )
    walked = (
        StageChange.objects.visible_to(mair)
        .filter(journey_id=journey)
        .order_by("pk")
        .values_list("person_id", "to")
    )
    assert [to for _person, to in walked] == [
        "referred", "getting_to_know", "job_search", "in_work", "job_search", "in_work", "settled", "closed",
    ]  # fmt: skip
