# SPDX-License-Identifier: AGPL-3.0-or-later
"""What advisers write about work: jobs, hours and pay, reviews, status, learning and adjustments."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.web.advice.browser import Browser, day, seen
from tests.web.advice.story import Story


def _job(story: Story, **fields: Any) -> Any:
    begins = story.world.clock.day - timedelta(days=100)
    given = {
        "kind": "employed", "employer_name": "Caffi Glas", "found": "yes", "hours": "16", "pay": "9.00",
        "pay_period": "hour", **day("starts_on", begins),
    }  # fmt: skip
    return story.send("jobs/new/", **{**given, **fields})


def test_a_job_with_pay_below_the_floor_is_saved_and_said(story: Story) -> None:
    _job(story)
    (job,) = story.work.jobs
    assert job.now.finding.below
    assert "The pay is below the lowest lawful rate." in story.browser.get(story.at("work/"))


def test_a_job_that_begins_on_monday_has_not_begun(story: Story) -> None:
    _job(story)
    _job(story, employer_name="Becws y Bont", **day("starts_on", story.world.clock.day + timedelta(days=3)))
    page = seen(story.browser.get(story.at("")))
    assert "Job began: Caffi Glas" in page
    assert "Becws y Bont" in page, "it stands among the jobs"
    assert "Job began: Becws y Bont" not in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"employer_name": ""}, "Write who the work is for."),
        ({"soc": "12"}, "An occupation code has four figures"),
        ({"pay": "much"}, "Write an amount in pounds"),
        ({"pay_period": ""}, "Choose what the pay is for."),
        ({"hours": "200"}, "A week has 168 hours"),
        ({"hours": "sixteen"}, "Write the hours of a week in figures"),
    ],
)
def test_what_is_wrong_with_a_job_stands_beside_it(story: Story, fields: dict[str, str], words: str) -> None:
    page = _job(story, answered=200, **fields).content.decode()
    assert words in seen(page)
    assert story.work.jobs == ()


def test_hours_and_pay_change_the_job_ends_and_is_put_right(story: Story) -> None:
    _job(story)
    job = story.work.jobs[0].id
    raised = story.world.clock.day - timedelta(days=10)
    story.send(f"jobs/{job}/terms/", hours="20", pay="12.60", pay_period="hour", **day("from_on", raised))
    now = story.work.jobs[0].now
    assert (now.from_on, now.hours_minutes_week, now.pay_pence) == (raised, 20 * 60, 1260)
    assert not now.finding.below
    drop = story.at(f"jobs/{job}/terms/take-back/")
    mistake = story.world.clock.day - timedelta(days=5)
    story.send(f"jobs/{job}/terms/", hours="99", **day("from_on", mistake))
    story.browser.post(drop, from_on=mistake.isoformat())
    story.browser.post(drop, from_on="no day")
    assert "No hours and pay are recorded from this day." in story.browser.get(story.at("work/"))
    assert story.work.jobs[0].now == now
    story.send(f"jobs/{job}/learned/", person_learned="I can do mornings", employer_learned="")
    ended = story.world.clock.day - timedelta(days=1)
    story.send(f"jobs/{job}/end/", end_reason="new_job", **day("ends_on", ended))
    assert "The reviews in work were planned anew." in story.browser.get(story.at("work/"))
    page = story.browser.get(story.at(f"jobs/{job}/correct/"))
    assert 'value="Caffi Glas"' in page
    begins = story.world.clock.day - timedelta(days=90)
    story.send(
        f"jobs/{job}/correct/",
        kind="employed",
        employer_name="Caffi Coch",
        found_through_support="yes",
        end_reason="new_job",
        **day("starts_on", begins),
        **day("ends_on", ended),
    )
    right = story.work.jobs[0]
    assert (right.employer_name, right.starts_on, right.ends_on) == ("Caffi Coch", begins, ended)
    assert [one.from_on for one in right.terms] == [begins, raised], "the first terms begin with the job"
    assert right.person_learned == "I can do mornings"


def test_a_review_that_is_due_is_held_from_today(story: Story) -> None:
    story.world.met(story.reference)
    _job(story, **day("starts_on", story.world.clock.day))
    review = story.work.reviews[0]
    story.world.clock.on(review.due_on)
    browser = Browser(story.world.mair)
    page = browser.get(story.at(f"reviews/{review.id}/?then=today"))
    assert "13" in seen(page)
    answer = browser.post(
        story.at(f"reviews/{review.id}/?then=today"), in_work="yes", note="Going well", **day("on", review.due_on)
    )  # fmt: skip
    assert answer["Location"] == "/advice/"
    assert story.work.reviews[0].in_work is True


def test_status_learning_and_adjustments_are_written_down(story: Story) -> None:
    today = story.world.clock.day
    story.send("status/", status="seeking", **day("on", today))
    story.send("learning/new/", kind="course", title="Food hygiene", **day("starts_on", today))
    story.send(f"learning/{story.work.learning[0].id}/end/", result="achieved", **day("ends_on", today))
    story.send("adjustments/new/", what="A quiet place", provider="employer", **day("asked_on", today))
    story.send(f"adjustments/{story.work.adjustments[0].id}/", **day("in_place_on", today))
    work = story.work
    assert work.statuses[0].status == "Not in work, looking for a job"
    assert work.learning[0].result == "Achieved"
    assert work.adjustments[0].in_place_on == today
