# SPDX-License-Identifier: AGPL-3.0-or-later
"""Attacks that were tried, each told as a story: who wanted what, and what they were given.

The first seven worked once. Mair works with Gwen at one organisation, Owain is a colleague who does not, and the
partner is an adviser at another.
"""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from cydwaith.engines import tables
from cydwaith.journeys import actions as work
from cydwaith.journeys.shapes import NewContact
from cydwaith.kernel.actor import ANONYMOUS, Actor
from cydwaith.kernel.errors import Invalid, NotVisible
from cydwaith.kernel.models import User
from cydwaith.kernel.roles import Role
from cydwaith.kernel.system import system
from cydwaith.kernel.vocabulary import ALL_CATEGORIES, Category, Purpose
from cydwaith.people import actions, queries
from cydwaith.people.identity import own_records, supported_records
from cydwaith.people.models import AccessLog, BreakGlass
from cydwaith.people.shapes import NewPerson, Recipient, SelfReferral
from cydwaith.people.visibility import reindex
from cydwaith.web.forms.drafts import OWNER_FIELD, owner_token
from tests.unit.people import world
from tests.unit.people.place import Place, names
from tests.web.accounts.signing import second_factor
from tests.web.people.world import Place as Site

pytestmark = pytest.mark.django_db

IN_A_YEAR = timezone.localdate() + timedelta(days=300)


@pytest.fixture
def place() -> Place:
    return Place()


# --- What worked once -------------------------------------------------------------------------------------


def test_an_adviser_cannot_become_the_person_by_a_link_of_their_own_making(place: Place) -> None:
    """Mair sends the link for Gwen's own account to herself: she would read, share and tell employers for ever."""
    token = world.invited(by=place.mair, reference=place.reference, email="mair@example.org")
    as_anybody = Actor(Role.PERSON, Purpose.GET_SUPPORT, user_id=place.mair.user_id)
    with pytest.raises(NotVisible):
        actions.accept_account(by=as_anybody, token=token)
    assert own_records(place.mair.user_id or 0) == []
    gwen = world.account(Role.PERSON)
    assert (
        actions.accept_account(by=gwen, token=token) == place.reference
    )  # the link is hers, and still works


def test_an_adviser_cannot_become_the_supporter_they_invited(place: Place) -> None:
    """Mair is about to leave, writes herself down as a supporter, and ticks every category."""
    supporter = actions.add_supporter(by=place.mair, reference=place.reference, name="M", relation="friend")
    token = world.invited(
        by=place.mair,
        reference=place.reference,
        supporter_id=supporter,
        email="mair@example.org",
        categories=int(ALL_CATEGORIES),
        ends_on=IN_A_YEAR,
        how_given="meeting",
    )
    with pytest.raises(NotVisible):
        actions.accept_account(
            by=Actor(Role.SUPPORTER, Purpose.GET_SUPPORT, user_id=place.mair.user_id), token=token
        )
    assert supported_records(place.mair.user_id or 0) == []


def test_a_link_that_was_sent_before_somebody_was_kept_out_opens_nothing(place: Place) -> None:
    """Gwen invites a friend, falls out with him, and puts him on her list; he still has the letter."""
    gwen = world.themself(place.mair, place.reference)
    friend = world.account(Role.SUPPORTER)
    supporter = actions.add_supporter(by=gwen, reference=None, name="Ifan", relation="friend")
    token = world.invited(
        by=gwen,
        reference=None,
        supporter_id=supporter,
        email="ifan@example.org",
        categories=int(Category.IDENTITY),
        ends_on=IN_A_YEAR,
    )
    actions.exclude(by=gwen, reference=None, user_id=friend.user_id)
    with pytest.raises(NotVisible):
        actions.accept_account(by=friend, token=token)
    assert supported_records(friend.user_id or 0) == []


def test_an_adviser_cannot_write_down_that_the_person_shares_with_them(place: Place) -> None:
    """Mair records "by phone" that Gwen shares everything with Mair: it would outlive her work with Gwen."""
    mine = Recipient(place.here.pk, user_id=place.mair.user_id)
    given: dict[str, Any] = {
        "reference": place.reference,
        "purpose": "find_work",
        "categories": int(ALL_CATEGORIES),
        "ends_on": IN_A_YEAR,
    }
    with pytest.raises(Invalid):
        actions.decide_sharing(by=place.mair, recipient=mine, how_given="phone", **given)
    actions.end_involvement(by=place.manager, reference=place.reference, user_id=place.mair.user_id or 0)
    assert names(place.mair) == []
    gwen = world.themself(place.mair, place.reference)
    actions.decide_sharing(by=gwen, recipient=mine, **{**given, "reference": None})  # her own word counts
    assert names(place.mair) == ["Gwen Lloyd"]


def test_who_is_kept_out_of_a_record_does_not_read_the_letter_it_was_made_from(place: Place) -> None:
    """Huw asks for help by himself; once he has a record he keeps out an ex-partner who works there."""
    asked = SelfReferral(name="Huw Rhys", phone="01632 960001", spoken_language="cy", why="He must not know")
    sent = actions.self_refer(by=ANONYMOUS, recipient_id=place.there.pk, asked=asked)
    ex = world.member(place.there)
    assert queries.referral(ex, sent).name == "Huw Rhys"  # any adviser there answers who asks
    reference = actions.accept_referral(by=place.partner, referral_id=sent)
    actions.exclude(by=place.partner, reference=reference, user_id=ex.user_id, how_given="phone")
    with pytest.raises(NotVisible):
        queries.referral(ex, sent)
    assert queries.inbox(ex, open_only=False) == []
    assert queries.referral(place.partner, sent).name == "Huw Rhys"


def test_no_browser_keeps_what_a_visitor_is_about_to_send(place: Place) -> None:
    """A library's computer: the next visitor presses "back" and finds a name, a number and a reason."""
    browser = Client()
    browser.get("/help/")
    steps = {
        "language": {"spoken_language": "en"},
        "name": {"name": "Huw Rhys"},
        "reach": {"phone": "01632 960001"},
        "how": {},
        "why": {},
    }
    for key, given in steps.items():
        assert browser.post(f"/help/{key}/", given).status_code == 302, key
    page = browser.get("/help/check/")
    assert "Huw Rhys" in page.content.decode()
    assert page["Cache-Control"] == "no-store"


def test_an_adviser_does_not_learn_who_is_kept_out_by_offering_a_share(place: Place) -> None:
    """Mair writes down one share after another: the answer named who is on the list that Gwen and the manager read."""
    gwen = world.themself(place.mair, place.reference)
    actions.exclude(by=gwen, reference=None, organisation_id=place.there.pk)
    given: dict[str, Any] = {
        "recipient": Recipient(place.there.pk),
        "purpose": "find_work",
        "categories": int(Category.IDENTITY),
        "ends_on": IN_A_YEAR,
    }
    said = {}
    for actor, more in (
        (place.mair, {"reference": place.reference, "how_given": "phone"}),
        (place.manager, {"reference": place.reference, "how_given": "phone"}),
        (gwen, {"reference": None}),
    ):
        with pytest.raises(Invalid) as caught:
            actions.decide_sharing(by=actor, **given, **more)
        said[actor.role] = str(caught.value.errors)
    assert "kept out" not in said[Role.ADVISER]
    assert "kept out" in said[Role.MANAGER]
    assert said[Role.PERSON] == said[Role.MANAGER]


# --- What never did ---------------------------------------------------------------------------------------


def test_a_colleague_changes_nothing_by_naming_a_row_of_somebody_elses(place: Place) -> None:
    """Owain has a person of his own, and puts the number of Gwen's contact into the address."""
    contact = work.record_contact(
        by=place.mair,
        reference=place.reference,
        contact=NewContact(with_whom="person", how="phone", on=timezone.localdate()),
    )
    own = actions.add_person(by=place.owain, person=NewPerson(name="Owain's own"))
    for attempt in (
        lambda: work.add_note(by=place.owain, contact_id=contact, text="Mine now"),
        lambda: work.move_contact(by=place.owain, contact_id=contact, to_reference=own),
        lambda: work.correct_contact(by=place.owain, contact_id=contact, version=None, values={"minutes": 5}),
    ):
        with pytest.raises(NotVisible):
            attempt()
    with pytest.raises(NotVisible):  # nor may Mair move her contact to somebody she does not work with
        work.move_contact(by=place.mair, contact_id=contact, to_reference=own)


def test_nobody_joins_or_accepts_into_a_record_of_another_organisation(place: Place) -> None:
    theirs = actions.add_person(by=place.partner, person=NewPerson(name="Nesta Carew"))
    with pytest.raises(NotVisible):
        actions.join_duplicates(by=place.mair, keep=place.reference, duplicate=theirs)
    sent = place.refer()
    with pytest.raises(NotVisible):
        actions.accept_referral(by=place.partner, referral_id=sent, existing_reference=place.reference)
    assert queries.inbox(place.partner)[0].state == "sent"  # the attempt left nothing behind


def test_a_number_is_no_question_to_another_organisation(place: Place) -> None:
    """The partner adds somebody with an NHS number that is known here: no answer tells so."""
    actions.change_identity(
        by=place.mair, reference=place.reference, version=None, values={"nhs_number": "9990000018"}
    )
    new = NewPerson(name="Gwen Lloyd", nhs_number="9990000018", date_of_birth=date(1991, 4, 3))
    assert queries.duplicates(place.partner, new) == []
    assert actions.add_person(by=place.partner, person=new)


def test_a_manager_of_another_organisation_moves_nobody(place: Place) -> None:
    elsewhere = world.member(place.there, Role.MANAGER)
    with pytest.raises(NotVisible):
        actions.assign(by=elsewhere, reference=place.reference, user_id=place.partner.user_id or 0)
    with pytest.raises(Invalid):  # nor does one here give somebody to a stranger
        actions.assign(by=place.manager, reference=place.reference, user_id=place.partner.user_id or 0)
    with pytest.raises(Invalid):
        actions.cover(
            by=place.manager,
            for_user_id=place.mair.user_id or 0,
            by_user_id=place.partner.user_id or 0,
            starts_at=timezone.now(),
            ends_at=timezone.now() + timedelta(days=3),
        )


def test_the_glass_opens_no_record_elsewhere_and_says_so_in_the_same_words(place: Place) -> None:
    said = set()
    for actor, name in ((place.partner, "Gwen Lloyd"), (place.partner, "Nobody At All")):
        with pytest.raises(Invalid) as caught:
            actions.break_glass(
                by=actor, reason="She rang in distress", name=name, date_of_birth=date(1991, 4, 3)
            )
        said.add(str(caught.value.errors))
    assert len(said) == 1


def test_after_four_hours_the_page_of_an_emergency_is_gone() -> None:
    site = Site()
    then = site.owain.post("/advice/emergency/", reference=site.reference, reason="She rang in distress")
    site.owain.get(then)
    long_ago = timezone.now() - timedelta(hours=5)
    with system("five hours go by"):
        BreakGlass.objects.update(starts_at=long_ago, ends_at=long_ago + timedelta(hours=4))
    reindex([world.person_row(site.reference).pk])
    site.owain.get(then, 404)


def test_a_share_taken_back_while_the_page_is_open_answers_nothing_more() -> None:
    site = Site()
    decision = actions.decide_sharing(
        by=site.gwen,
        reference=None,
        recipient=Recipient(site.there.pk),
        purpose="find_work",
        categories=int(ALL_CATEGORIES),
        ends_on=IN_A_YEAR,
    )
    site.partner.get(site.at(""))
    actions.withdraw(by=site.gwen, reference=None, decision_id=decision)
    site.partner.get(site.at(""), 404)
    site.partner.post(site.at("record/identity/"), 404, name="Mine")


def test_names_offered_as_likely_duplicates_are_looks() -> None:
    """Adding "Gwen" again and again to read the list beside the form is seen by Gwen."""
    site = Site()
    born = {"date_of_birth_0": "3", "date_of_birth_1": "4", "date_of_birth_2": "1991"}
    form = {"name": "Gwenllian Kingfisher", **born}
    page = site.mair.client.post("/advice/people/add/", form).content.decode()
    assert site.reference in page
    with system("test"):
        looks = AccessLog.objects.filter(page="advice:person_add", user_id=site.mair.actor.user_id)
        assert [one.person_id for one in looks] == [world.person_row(site.reference).pk]
    assert site.reference not in site.owain.client.post("/advice/people/add/", form).content.decode()


def test_a_name_is_text_on_a_page_and_in_a_file() -> None:
    site = Site()
    sharp = "<script>alert(1)</script>"
    actions.change_identity(
        by=site.mair.actor, reference=site.reference, version=None, values={"name": sharp, "called": "=1+1"}
    )
    page = site.mair.get(site.at("record/"))
    assert sharp not in page
    assert "&lt;script&gt;" in page
    for cell in ("=1+1", "+1", "-1+cmd", "@SUM(A1)", "\t=1"):
        sink = io.BytesIO()
        tables.write_csv(sink, ["Name"], [[cell]])
        assert not any(
            line.strip().lstrip('"').startswith(("=", "+", "-", "@"))
            for line in sink.getvalue().decode("utf-8-sig").splitlines()
        ), cell


def test_a_draft_is_given_back_to_nobody_else(rf: Any) -> None:
    """Mair's session has ended with a form on the screen; Owain signs in on the same computer."""
    site = Site()
    request = rf.get("/")
    request.user = User.objects.get(pk=site.mair.actor.user_id)
    browser = Client()
    address = site.at("record/identity/")
    turned_away = browser.post(address, {OWNER_FIELD: owner_token(request), "called": "Hoopoe"})
    assert turned_away.status_code == 302
    browser.force_login(User.objects.get(pk=site.owain.actor.user_id))
    second_factor(browser, User.objects.get(pk=site.owain.actor.user_id))
    assert "Hoopoe" not in browser.get(address).content.decode()


def test_no_address_of_another_site_is_followed() -> None:
    site = Site()
    for evil in ("//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"):
        for answer in (
            site.mair.client.get("/account/second-step/needed/", {"next": evil}),
            site.mair.client.post("/advice/people/add/", {"_language": "cy", "_page": evil}),
        ):
            assert "evil" not in answer.get("Location", "") or "next=" in answer.get("Location", "")
            assert answer.status_code == 302


@override_settings(CYDWAITH_DEMO=False)
def test_a_site_of_real_people_has_no_sign_in_by_one_click() -> None:
    site = Site()
    email = User.objects.get(pk=site.mair.actor.user_id).email
    browser = Client()
    assert browser.get("/account/demonstration/").status_code == 404
    assert browser.post("/account/demonstration/", {"email": email}).status_code == 404
    assert "_auth_user_id" not in browser.session
