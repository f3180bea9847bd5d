# SPDX-License-Identifier: AGPL-3.0-or-later
"""What advisers write: every form saves, keeps what was typed where something is wrong, and shows both versions where
somebody was quicker."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cydwaith.journeys import actions, queries
from cydwaith.journeys.shapes import NewProfile
from cydwaith.kernel.roles import Role
from tests.web.advice.browser import Browser, day, hidden, seen
from tests.web.advice.story import Story

QUICK = {
    "summary": "Rang about the interview",
    "how": "phone",
    "with_whom": "person",
    "outcome": "met",
    "day": "0",
    "next": "none",
    "kept_under": "512",
}


def test_a_contact_is_recorded_with_a_line_and_enter(story: Story) -> None:
    page = story.browser.get(story.at("contacts/new/"))
    # Enter presses the first submit button of the form in the document: it must be the form's own.
    assert page.index('form="form" hidden') < page.index('name="_language"')
    answer = story.send("contacts/new/", **QUICK)
    assert answer["Location"] == story.at("")
    (contact,) = story.contacts
    assert (contact.summary, contact.on, contact.how) == (QUICK["summary"], story.world.clock.day, "By phone")
    assert "The contact is saved." in story.browser.get(story.at(""))


def test_a_contact_sent_twice_is_recorded_once(story: Story) -> None:
    token = hidden(story.browser.get(story.at("contacts/new/")), "token")
    for _ in range(2):
        story.browser.post(story.at("contacts/new/"), token=token, **QUICK)
    assert len(story.contacts) == 1


def test_from_today_one_comes_back_to_today(story: Story) -> None:
    answer = story.browser.post(story.at("contacts/new/?then=today"), **QUICK)
    assert answer["Location"] == "/advice/"


def test_a_contact_of_another_day_with_everything(story: Story) -> None:
    on, then = story.world.clock.day - timedelta(days=9), story.world.clock.day + timedelta(days=20)
    story.send(
        "contacts/new/",
        **{**QUICK, "with_whom": "employer", "employer_name": "Caffi Glas", "day": "other", "next": "other"},
        **day("other", on),
        **day("next_other", then),
        minutes="1h 30",
        note="They need somebody on Saturdays.",
        place="workplace",
        at_time="14:30",
    )
    (contact,) = story.contacts
    assert (contact.on, contact.next_on, contact.minutes) == (on, then, 90)
    assert (contact.employer_name, contact.place, str(contact.at_time)) == (
        "Caffi Glas",
        "At the workplace",
        "14:30:00",
    )
    assert contact.notes[0].text == "They need somebody on Saturdays."


def test_what_was_typed_stays_where_something_is_wrong(story: Story) -> None:
    wrong = {**QUICK, "day": "other", "minutes": "soon", "note": "Do not lose this."}
    page = story.send("contacts/new/", 200, **wrong).content.decode()
    assert "Do not lose this." in page
    assert "Write the date." in page
    assert 'value="soon"' in page
    assert story.contacts == ()
    ahead = day("other", story.world.clock.day + timedelta(days=3))
    assert "must not be in the future" in story.send("contacts/new/", 200, **wrong, **ahead).content.decode()


def test_what_was_recorded_today_stands_by_the_form_before_it_is_recorded_twice(story: Story) -> None:
    assert "Recorded already today" not in story.browser.get(story.at("contacts/new/"))
    story.send("contacts/new/", **QUICK)
    page = story.browser.get(story.at("contacts/new/"))
    assert "Recorded already today" in page
    assert "By phone: Rang about the interview" in " ".join(page.split())
    assert "Recorded already today" not in story.browser.get(story.at("jobs/new/"))


def test_somebody_on_two_programmes_is_asked_for_which(story: Story) -> None:
    other = actions.open_journey(
        by=story.world.mair,
        reference=story.reference,
        programme_id=story.world.programmes["retention"],
    )
    page = story.send("contacts/new/", 200, **QUICK).content.decode()
    assert "choose which one" in page
    assert "Rang about the interview" in page
    story.send("contacts/new/", **QUICK, journey_id=str(other))
    assert len(story.contacts) == 1


def test_a_contact_is_put_right_and_a_quicker_colleague_is_shown(story: Story) -> None:
    contact = story.world.met(story.reference, summary="First talk")
    page = story.browser.get(story.at(f"contacts/{contact}/correct/"))
    fields = {
        "version": hidden(page, "version"), "summary": "First talk, at the library", "with_whom": "person",
        "how": "in_person", "outcome": "met", **day("on", story.world.clock.day),
    }  # fmt: skip
    actions.correct_contact(
        by=story.world.manager, contact_id=contact, version=None, values={"summary": "In the garden"}
    )
    answer = story.browser.post(story.at(f"contacts/{contact}/correct/"), 200, **fields)
    clash = answer.content.decode()
    assert "Somebody saved a change while you were writing" in clash
    assert "In the garden" in seen(clash)
    assert "First talk, at the library" in clash
    story.browser.post(
        story.at(f"contacts/{contact}/correct/"), **{**fields, "version": hidden(clash, "version")}
    )
    assert story.contacts[0].summary == "First talk, at the library"


def test_a_note_is_kept_under_the_category_chosen(story: Story) -> None:
    contact = story.world.met(story.reference)
    assert "Write the note." in story.send(f"contacts/{contact}/note/", 200, kept_under="64").content.decode()
    story.send(f"contacts/{contact}/note/", text="Sleeps badly", kept_under="64")
    assert story.contacts[0].notes[0].kept_under == "Health"


def test_a_contact_on_the_wrong_person_is_moved_and_both_records_say_so(story: Story) -> None:
    contact = story.world.met(story.reference, summary="Bryn's talk")
    right, _journey = story.world.journey("Bryn Rees")
    story.world.person("Bryn Elsewhere", by=story.world.owain)
    page = story.browser.get(story.at(f"contacts/{contact}/move/?q=bryn"))
    assert "Bryn Rees" in page
    assert "Bryn Elsewhere" not in page
    where = f"contacts/{contact}/move/?q=bryn"
    assert "Choose the person." in story.send(where, 200, reason="wrong_person").content.decode()
    story.send(where, to=right, reason="wrong_person")
    assert story.contacts == ()
    assert "Moved to another person's record" in story.browser.get(story.at("contacts/"))
    assert "Moved here from another record" in story.browser.get(f"/advice/people/{right}/contacts/")


def _stage(story: Story) -> str:
    return next(one.stage_code for one in story.summary.journeys if one.id == story.journey)


def test_a_journey_is_begun_stepped_ended_and_taken_up_again(story: Story) -> None:
    begins = day("opened_on", story.world.clock.day)
    ips, stay = (str(story.world.programmes[name]) for name in ("ips", "retention"))
    refused = story.send("journeys/begin/", 200, programme_id=ips, **begins).content.decode()
    assert "already has an open journey" in refused
    story.send("journeys/begin/", programme_id=stay, work_at_start="off_sick", **begins)
    assert len(story.summary.journeys) == 2
    assert "Programme retention" in story.browser.get(story.at(""))
    story.send(
        f"journeys/{story.summary.journeys[0].id}/end/",
        reason="own_choice",
        **day("on", story.world.clock.day),
    )
    today = day("on", story.world.clock.day)
    where = f"journeys/{story.journey}/step/"
    page = story.browser.get(story.at(where))
    assert "Still missing: A first contact with the person" in page
    assert story.at("contacts/new/") in page
    refused = story.send(where, 200, to="getting_to_know", **today).content.decode()
    assert refused.count("Still missing: A first contact with the person") == 2, (
        "at the top, and by the stage"
    )
    story.world.met(story.reference)
    story.send(where, to="getting_to_know", **today)
    assert _stage(story) == "getting_to_know"
    story.send(where, 200, to="paused", **today)
    story.send(where, to="paused", **today, **day("pause_until", story.world.clock.day + timedelta(days=30)))
    assert _stage(story) == "paused"
    story.send(f"journeys/{story.journey}/end/", reason="own_choice", **today)
    assert _stage(story) == "closed"
    assert "Take it up again" in story.browser.get(story.at(""))
    story.send(f"journeys/{story.journey}/again/", **today)
    assert _stage(story) == "paused"


def test_a_step_taken_meanwhile_is_shown(story: Story) -> None:
    story.world.met(story.reference)
    where = f"journeys/{story.journey}/dates/"
    page = story.browser.get(story.at(where))
    actions.change_journey(
        by=story.world.mair,
        journey_id=story.journey,
        version=None,
        values={"work_at_start": "in_work"},
    )
    fields = {
        "version": hidden(page, "version"), "work_at_start": "out_of_work",
        **day("referred_on", story.world.clock.day),
    }  # fmt: skip
    clash = seen(story.browser.post(story.at(where), 200, **fields).content.decode())
    assert "In work" in clash
    assert "Out of work" in clash


def test_the_profile_is_written_in_the_person_s_words(story: Story) -> None:
    assert "Write at least one answer." in story.send("profile/", 200, whose="person").content.decode()
    story.send(
        "profile/",
        whose="person",
        wants="Dogs, not shops",
        hours_from="8",
        hours_to="16",
        days=["mon", "tue"],
    )
    newest = story.plan.profiles[0]
    assert (newest.mine, newest.wants, newest.hours_to, newest.days) == (
        True,
        "Dogs, not shops",
        16,
        ("mon", "tue"),
    )
    page = story.browser.get(story.at("profile/"))
    assert "Dogs, not shops" in page
    actions.write_profile(
        by=story.world.mair, reference=story.reference, profile=NewProfile(wants="Dogs or cats")
    )
    clash = story.browser.post(
        story.at("profile/"), 200, version=hidden(page, "version"), whose="person", wants="Only dogs"
    )
    assert "Dogs or cats" in seen(clash.content.decode())
    assert len(story.plan.profiles) == 2


def test_a_plan_is_written_reworded_agreed_and_done(story: Story) -> None:
    story.send(f"journeys/{story.journey}/goals/new/", words="Work with dogs", whose="person")
    (goal,) = story.plan.goals
    due = story.world.clock.day + timedelta(days=7)
    story.send(
        f"journeys/{story.journey}/steps/new/",
        words="Visit the kennels",
        who_does="together",
        whose="adviser",
        goal_id=str(goal.id),
        **day("due_on", due),
    )
    (step,) = story.plan.steps
    assert (step.due_on, step.goal_id, step.own) == (due, goal.id, False)
    page = story.browser.get(story.at("plan/"))
    assert "Waiting for the person's agreement" in page
    story.send(f"journeys/{story.journey}/agreed/", 200)
    story.send(f"journeys/{story.journey}/agreed/", how_given="meeting")
    assert "Waiting for the person's agreement" not in story.browser.get(story.at("plan/"))
    story.send(f"plan/steps/{step.id}/", words="Visit on Friday", who_does="person")
    assert story.plan.steps[0].person_agreed is None
    story.send(f"plan/goals/{goal.id}/", words="Work with dogs and cats")
    story.browser.post(story.at(f"journeys/{story.journey}/agree/"))
    for what, check in (("done", "done_on"), ("again", None), ("drop", "dropped_on")):
        story.browser.post(story.at(f"plan/steps/{step.id}/{what}/"))
        state = story.plan.steps[0]
        assert getattr(state, check) if check else state.open
    story.browser.post(story.at(f"plan/goals/{goal.id}/done/"))
    assert story.plan.goals[0].done_on == story.world.clock.day
    story.browser.post(story.at(f"plan/goals/{goal.id}/burn/"), 404)


FORMS = (
    "contacts/new/", "contacts/{contact}/correct/", "contacts/{contact}/note/", "contacts/{contact}/move/",
    "journeys/begin/", "journeys/{journey}/step/", "journeys/{journey}/end/", "journeys/{journey}/again/",
    "journeys/{journey}/dates/", "profile/", "journeys/{journey}/goals/new/", "journeys/{journey}/steps/new/",
    "journeys/{journey}/agreed/", "plan/goals/{goal}/", "plan/steps/{step}/", "jobs/new/", "jobs/{job}/correct/",
    "jobs/{job}/terms/", "jobs/{job}/end/", "jobs/{job}/learned/", "status/", "reviews/{review}/", "learning/new/",
    "learning/{learning}/end/", "adjustments/new/", "adjustments/{adjustment}/",
)  # fmt: skip


@pytest.fixture
def ids(story: Story) -> dict[str, int]:
    """One of everything in the story's record."""
    by, today = story.world.mair, story.world.clock.day
    contact = story.world.met(story.reference)
    goal = actions.add_goal(by=by, journey_id=story.journey, words="Dogs")
    step = actions.add_step(by=by, journey_id=story.journey, words="Visit")
    job = story.world.job(story.reference, today).job_id
    story.send("learning/new/", kind="course", title="Food", **day("starts_on", today))
    adjustment = actions.ask_adjustment(by=by, reference=story.reference, what="Quiet")
    return {
        "contact": contact, "journey": story.journey, "goal": goal, "step": step, "job": job,
        "review": story.work.reviews[0].id, "learning": story.work.learning[0].id, "adjustment": adjustment,
    }  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_there_for_who_works_with_the_person_and_for_nobody_else(
    story: Story, ids: dict[str, int], form: str
) -> None:
    page = form.format(**ids)
    assert "<h1>" in story.browser.get(story.at(page))
    assert "<h1>" in story.browser.get("/cy" + story.at(page))
    story.browser.get(story.at(page).replace(story.reference, "NOBODYHERE"), 404)
    stranger = Browser(story.world.owain)
    stranger.get(story.at(page), 404)
    assert stranger.client.post(story.at(page), QUICK).status_code == 404
    analyst = Browser(story.world.member(Role.ANALYST, "Ann"))
    analyst.get(story.at(page), 404)


@pytest.mark.parametrize("form", [form for form in FORMS if "{" in form and "{journey}" not in form])
def test_a_row_is_reached_from_its_own_person_alone(story: Story, ids: dict[str, int], form: str) -> None:
    other, _journey = story.world.journey("Bryn Rees")
    story.browser.get(f"/advice/people/{other}/{form.format(**ids)}", 404)


def test_without_a_programme_no_journey_can_begin(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "programmes_for", lambda _actor: ())
    assert "There is no programme to begin on" in story.browser.get(story.at("journeys/begin/"))


def test_a_day_is_read_as_it_is_said() -> None:
    from cydwaith.web.advice.days import as_past

    assert as_past(date(2020, 1, 1)) == {"day": "other", "other": date(2020, 1, 1)}
