# SPDX-License-Identifier: AGPL-3.0-or-later
"""Attacks by those who are let in: staff, administrators, and what their browsers and letters leave behind.

Each worked once. Mair works with Gwen at one organisation, Owain is a colleague who does not.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cydwaith.kernel import reads
from cydwaith.kernel.actor import ANONYMOUS, Actor
from cydwaith.kernel.errors import Invalid, NotAllowed, NotVisible, Refused
from cydwaith.kernel.models import AuditRow, User
from cydwaith.kernel.roles import Role
from cydwaith.kernel.system import system
from cydwaith.kernel.vocabulary import Category, Purpose
from cydwaith.partnerships import actions as bodies
from cydwaith.partnerships import queries as body_queries
from cydwaith.partnerships.models import Flow
from cydwaith.people import actions, queries
from cydwaith.people.closing import faults
from cydwaith.people.identity import own_records
from cydwaith.people.models import BreakGlass
from cydwaith.people.shapes import NewPerson, Recipient, SelfReferral
from cydwaith.people.visibility import disagreements
from tests.unit.people import world
from tests.unit.people.place import Place
from tests.web.accounts.signing import PASSWORD, account, later, signed_in
from tests.web.people.world import IN_A_YEAR, share
from tests.web.people.world import Place as Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Place:
    return Place()


def test_a_persona_left_on_a_site_of_real_people_proves_its_second_step(settings: Any) -> None:
    """A demonstration's database was taken over for real work; somebody guesses a persona's password."""
    persona = account(Role.ADVISER, is_demo=True)
    browser = Client()
    browser.post("/account/sign-in/", {"login": persona.email, "password": PASSWORD})
    assert browser.session["_auth_user_id"] == str(persona.pk)
    assert browser.get("/advice/")["Location"].startswith("/account/second-step/needed/")
    assert browser.get("/account/second-step/needed/").status_code == 200
    assert "stay as they are" not in browser.post("/account/second-step/set-up/", {}).content.decode()
    settings.CYDWAITH_DEMO = True
    assert browser.get("/advice/").status_code == 200


def test_no_cookie_tells_what_was_said_about_somebody() -> None:
    """A shared computer: the next one reads the cookies, where a message waited for a page never opened."""
    site = Site()
    browser = site.mair.client
    answer = browser.post(site.at("record/identity/"), {"name": "Gwenllian Kingfisher", "version": "1"})
    assert answer.status_code == 302
    kept = {name for name, morsel in browser.cookies.items() if morsel.value}
    assert kept <= {"cydwaith_session", "cydwaith_csrf"}
    assert not any("kept" in morsel.value for morsel in browser.cookies.values())
    assert "The change is kept." in browser.get(answer["Location"]).content.decode()
    assert "The change is kept." not in browser.get(answer["Location"]).content.decode()


def test_guesses_at_the_glass_are_counted_and_told(place: Place) -> None:
    """Owain reads a list of names against the emergency form until one opens; then he tries Huw, who keeps him out."""
    huw = place.add("Huw Rhys", date_of_birth=date(1980, 2, 2))
    actions.exclude(by=place.mair, reference=huw, user_id=place.owain.user_id, how_given="phone")

    def tries(name: str, born: date) -> Invalid:
        with pytest.raises(Invalid) as caught:
            actions.break_glass(by=place.owain, reason="She rang in distress", name=name, date_of_birth=born)
        return caught.value

    said = {str(tries("Nobody At All", date(1991, 4, day))) for day in (1, 2, 3, 4)}
    said.add(str(tries("Huw Rhys", date(1980, 2, 2))))
    assert len(said) == 1
    assert "too often" in str(tries("Gwen Lloyd", date(1991, 4, 3)))  # who is there, and open to the glass
    with system("test"):
        assert not BreakGlass.objects.exists()
    told = queries.refusals(place.governance)
    assert [one.reference for one in told] == [huw, "", "", "", ""]
    assert {one.who for one in told} == {User.objects.get(pk=place.owain.user_id).name}
    kept = str([(row.digests, row.object_type) for row in AuditRow.objects.filter(verb__endswith="_refused")])
    assert "Huw" not in kept
    assert "distress" not in kept
    with later(hours=1):
        opened = actions.break_glass(
            by=place.owain, reason="She rang in distress", name="Gwen Lloyd", date_of_birth=date(1991, 4, 3)
        )
    assert opened == place.reference
    with pytest.raises(NotAllowed):
        queries.refusals(place.manager)
    elsewhere = world.member(place.there, Role.GOVERNANCE)
    assert queries.refusals(elsewhere) == []


def test_the_governance_lead_reads_of_tries_without_what_was_typed() -> None:
    site = Site()
    form = {"reason": "She rang in distress", "reference": "NOBODY12"}
    assert site.owain.post("/advice/emergency/", 200, **form)
    page = site.governance.get("/manage/governance/emergencies/")
    assert "Emergency access to somebody who is not here" in page
    assert "NOBODY12" not in page
    assert "Tried and refused in the last week: 1" in site.governance.get("/manage/governance/")


def test_a_number_asks_nothing_of_a_colleagues_caseload(place: Place) -> None:
    """Owain types NHS numbers from a list to learn who comes here for support."""
    number = {"nhs_number": "9990000018"}
    actions.change_identity(by=place.mair, reference=place.reference, version=None, values=number)
    own = actions.add_person(by=place.owain, person=NewPerson(name="Owain's own"))
    attempts = (
        lambda by, mine: actions.add_person(by=by, person=NewPerson(name="Somebody", **number)),
        lambda by, mine: actions.change_identity(by=by, reference=mine, version=None, values=number),
    )
    for attempt in attempts:
        with pytest.raises(Refused) as caught:
            attempt(place.owain, own)
        words = str(caught.value)
        assert "Somebody else" not in words
        assert "manager" in words
        assert place.reference not in words
    told = queries.refusals(place.governance)
    assert [(one.what.startswith("An NHS number"), one.reference) for one in told] == [
        (True, place.reference)
    ] * 2
    # Who works with both is told which record it is, and nothing is held against them.
    twin = place.add("Gwen Lloyd the younger")
    with pytest.raises(Invalid) as caught:
        actions.change_identity(by=place.mair, reference=twin, version=None, values=number)
    assert place.reference in str(caught.value)
    assert len(queries.refusals(place.governance)) == 2


def test_reading_a_referral_is_a_look_at_the_record_made_of_it(place: Place) -> None:
    """An adviser at the partner who does not work with Huw reads the letter he wrote: Huw is told."""
    asked = SelfReferral(name="Huw Rhys", phone="01632 960001", spoken_language="cy", why="He lost his job")
    sent = actions.self_refer(by=ANONYMOUS, recipient_id=place.there.pk, asked=asked)
    reference = actions.accept_referral(by=place.partner, referral_id=sent)
    other = world.member(place.there)
    with reads.collect(other, "advice:referral"):
        assert queries.referral(other, sent).name == "Huw Rhys"
    huw = world.themself(place.partner, reference)
    assert [one.page for one in queries.who_has_looked(huw).rows] == ["advice:referral"]
    # The sender of a referral reads their own record's: nothing is told of the other organisation's.
    gwens = place.refer()
    theirs = actions.accept_referral(by=place.partner, referral_id=gwens)
    with reads.collect(place.mair, "advice:referral"):
        queries.referral(place.mair, gwens)
    assert queries.who_has_looked(world.themself(place.partner, theirs)).rows == ()


def test_an_adviser_cannot_become_the_person_by_an_address_of_their_own(place: Place) -> None:
    """Mair sends Gwen's link to her private mailbox, and makes an account there that is nobody's at work."""
    second_account = world.account(Role.PERSON)
    token = actions.invite_account(by=place.mair, reference=place.reference, email="mair.at.home@example.org")
    assert token == ""
    (waiting,) = queries.waiting_invitations(place.mair, place.reference)
    with pytest.raises(Invalid):
        actions.confirm_invitation(by=place.mair, invitation_id=waiting.invitation_id)
    for stranger in (place.owain, place.partner):
        with pytest.raises(NotVisible):
            actions.confirm_invitation(by=stranger, invitation_id=waiting.invitation_id)
    # Nor is there a link to somebody in her care under a supporter's name, or one that the confirming colleague uses.
    friend = actions.add_supporter(by=place.mair, reference=place.reference, name="M", relation="friend")
    letter = {"reference": place.reference, "supporter_id": friend, "email": "m@example.org"}
    assert actions.invite_account(by=place.mair, **letter) == ""
    token = actions.confirm_invitation(by=place.manager, invitation_id=waiting.invitation_id)
    with pytest.raises(NotVisible):
        actions.confirm_invitation(by=place.manager, invitation_id=waiting.invitation_id)
    with pytest.raises(NotVisible):
        own = Actor(Role.PERSON, Purpose.GET_SUPPORT, user_id=place.manager.user_id)
        actions.accept_account(by=own, token=token)
    assert (
        actions.accept_account(by=second_account, token=token) == place.reference
    )  # she was asked, and it is hers


def test_no_account_comes_into_a_record_with_an_invented_duplicate(place: Place) -> None:
    """Mair invents a person, has the address of "theirs" checked, and joins the two records."""
    invented = place.add("Gwen Lloyd Invented")
    second_account = world.account(Role.PERSON)
    token = world.invited(by=place.mair, reference=invented, email="mair.at.home@example.org")
    actions.accept_account(by=second_account, token=token)
    for keep, duplicate in ((place.reference, invented), (invented, place.reference)):
        with pytest.raises(Invalid):
            actions.join_duplicates(by=place.mair, keep=keep, duplicate=duplicate)
    assert [one.reference for one in own_records(second_account.user_id or 0)] == [invented]
    # What is really one person a colleague joins.
    actions.join_duplicates(by=place.manager, keep=place.reference, duplicate=invented)
    assert [one.reference for one in own_records(second_account.user_id or 0)] == [place.reference]


def test_where_nobody_else_works_the_link_goes_out_and_says_so() -> None:
    """An organisation of one: there is no colleague to ask, and people still get their account."""
    alone = world.member(world.organisation())
    reference = actions.add_person(by=alone, person=NewPerson(name="Huw Rhys"))
    token = actions.invite_account(by=alone, reference=reference, email="huw@example.org")
    assert actions.accept_account(by=world.account(Role.PERSON), token=token) == reference
    with pytest.raises(NotVisible):
        actions.invite_account(by=alone, reference="NOBODY12", email="huw@example.org")


def test_what_staff_wrote_down_is_not_told_as_the_persons_own_click(place: Place) -> None:
    """A complaint is heard: who said that Nia may see this, and that she no longer may? Not "Gwen, on this site"."""
    nia = world.account(Role.SUPPORTER)
    supporter = actions.add_supporter(by=place.mair, reference=place.reference, name="Nia", relation="sister")
    given: dict[str, Any] = {
        "reference": place.reference,
        "supporter_id": supporter,
        "email": "nia@example.org",
        "categories": int(Category.IDENTITY),
        "ends_on": timezone.localdate() + timedelta(days=30),
    }
    with pytest.raises(Invalid):
        actions.invite_account(by=place.mair, **given)
    token = world.invited(by=place.mair, how_given="phone", **given)
    actions.accept_account(by=nia, token=token)
    actions.exclude(by=place.mair, reference=place.reference, user_id=nia.user_id, how_given="paper")
    with pytest.raises(Invalid):
        actions.exclude(by=place.mair, reference=place.reference, organisation_id=place.there.pk)
    with pytest.raises(Invalid):
        actions.end_supporter(by=place.mair, reference=place.reference, supporter_id=supporter)
    name = User.objects.get(pk=place.mair.user_id).name
    gwen = world.themself(place.mair, place.reference)
    state = queries.sharing_state(gwen)
    assert [(one.how_given, one.recorded_by) for one in state.history] == [("paper", name), ("phone", name)]
    assert [(one.how_words, one.recorded_by) for one in state.exclusions or ()] == [("On paper", name)]


def test_an_administrator_gives_themself_no_role(place: Place) -> None:
    """An administrator, who reads nobody, wants to: by their own row, by their own address, by an address to come."""
    boss = world.member(place.here, Role.ADMINISTRATOR)
    own = User.objects.get(pk=boss.user_id)
    for words in ("you are the only administrator", "Another administrator"):
        with pytest.raises(Invalid) as caught:
            bodies.change_member(by=boss, membership_id=boss.membership_id or 0, role="manager")
        assert words in str(caught.value)
        world.member(place.here, Role.ADMINISTRATOR)
    for role in ("manager", "analyst"):
        with pytest.raises(Invalid):
            bodies.invite(by=boss, email=own.email.upper(), role=role)
    issued = bodies.invite(by=boss, email="boss.at.home@example.org", role="manager")
    User.objects.filter(pk=own.pk).update(email="boss.at.home@example.org")
    with pytest.raises(NotVisible):
        bodies.accept_invitation(by=boss, secret=issued.secret)
    assert {part.role for part in body_queries.parts(own.pk)} == {Role.ADMINISTRATOR}


def test_whoever_looks_after_roles_too_is_told_of_one_that_reads_people(place: Place) -> None:
    """An administrator invites a second account of their own as a manager: no check can know, so others are told."""
    boss = world.member(place.here, Role.ADMINISTRATOR)
    browser = signed_in(User.objects.get(pk=boss.user_id))
    page = "/manage/invitations/new/"
    assert "information-governance lead are told" in browser.get(page).content.decode()
    form = {"email": "boss.at.home@example.org", "role": "manager", "language": "en"}
    browser.post(page, form)
    lead = User.objects.get(pk=place.governance.user_id)
    assert {to for one in mail.outbox for to in one.to} == {"boss.at.home@example.org", lead.email}
    letter = next(one for one in mail.outbox if one.to == [lead.email])
    assert "boss" not in letter.body
    given = body_queries.roles_given(place.governance)
    name = User.objects.get(pk=boss.user_id).name
    assert [(one.who, one.role, one.by, one.taken_up) for one in given] == [
        ("boss.at.home@example.org", Role.MANAGER, name, False)
    ]
    assert "boss.at.home@example.org" in signed_in(lead).get("/manage/governance/").content.decode()
    # In two steps: first a role that reads nobody, then a change of it.
    analyst = world.member(place.here, Role.ANALYST)
    mail.outbox.clear()
    browser.post(f"/manage/members/{analyst.membership_id}/", {"role": "adviser", "hours_share": "100"})
    assert [one.to for one in mail.outbox] == [[lead.email]]
    assert [one.role for one in body_queries.roles_given(place.governance)] == [Role.ADVISER, Role.MANAGER]
    for other in (boss, place.manager):
        with pytest.raises(NotAllowed):
            body_queries.roles_given(other)
    with pytest.raises(NotAllowed):
        body_queries.watchers(place.manager)


def test_where_nobody_else_looks_after_roles_the_page_says_so_and_the_operator_is_told() -> None:
    here = world.organisation()
    browser = signed_in(User.objects.get(pk=world.member(here, Role.ADMINISTRATOR).user_id))
    page = "/manage/invitations/new/"
    assert "nobody is told" in browser.get(page).content.decode()
    operator = account(is_operator=True)
    assert "operator is told" in browser.get(page).content.decode()
    browser.post(page, {"email": "mair@example.org", "role": "adviser", "language": "en"})
    assert operator.email in {to for one in mail.outbox for to in one.to}


def test_what_rests_on_a_flow_closes_with_it_and_the_person_is_told() -> None:
    """The council ends its agreement with a partner over a breach; the partner reads on what people had shared."""
    site = Site()
    boss = world.member(site.here, Role.ADMINISTRATOR)
    flow = Flow.objects.get(source=site.here)
    nia = world.account(Role.SUPPORTER)
    helper = actions.add_supporter(by=site.gwen, reference=None, name="Nia", relation="sister")
    token = actions.invite_account(
        by=site.gwen, reference=None, supporter_id=helper, email="n@example.org",
        categories=int(Category.IDENTITY), ends_on=IN_A_YEAR,
    )  # fmt: skip
    actions.accept_account(by=nia, token=token)
    share(site, int(Category.IDENTITY | Category.GOALS))
    inside = actions.decide_sharing(
        by=site.gwen, reference=None, recipient=Recipient(site.here.pk, role="adviser"), purpose="find_work",
        categories=int(Category.IDENTITY), ends_on=IN_A_YEAR,
    )  # fmt: skip
    site.partner.get(site.at("record/"))
    off = {"by": boss, "partnership_id": flow.agreement.partnership_id, "flow_id": flow.pk}
    bodies.switch_flow(**off, on=False)
    site.partner.get(site.at("record/"), 404)
    state = queries.sharing_state(site.gwen)
    assert [one.recipient.organisation_id for one in state.decisions if one.recipient.organisation_id] == [
        site.here.pk
    ]
    assert inside in {one.decision_id for one in state.decisions}
    assert nia.user_id in {one.recipient.user_id for one in state.decisions}
    assert [(one.state, one.how_given) for one in state.history[:1]] == [("withdrawal", "agreement")]
    assert state.history[0].recorded_by == User.objects.get(pk=boss.user_id).name
    told = AuditRow.objects.filter(verb="partnerships.switch_flow", person_id=site.gwen.person_id)
    assert told.count() == 1
    own = Client()
    own.force_login(User.objects.get(pk=site.gwen.user_id))
    for address in ("/me/", "/me/sharing/"):
        assert "of you any more" in own.get(address).content.decode(), address
    assert "the agreement does not cover it" in own.get("/me/sharing/all/").content.decode()
    receipt = own.get(f"/me/sharing/{state.history[0].decision_id}/").content.decode()
    assert "you choose anew" in receipt
    with system("test"):
        assert disagreements([world.person_row(site.reference).pk]) == {}
        assert list(faults()) == []
    # On again, nothing opens by itself; what she chooses anew does, and then nothing is said of what stopped.
    bodies.switch_flow(**off, on=True)
    site.partner.get(site.at("record/"), 404)
    share(site, int(Category.IDENTITY))
    site.partner.get(site.at("record/"))
    assert "of you any more" not in own.get("/me/").content.decode()


def test_what_another_flow_still_carries_stays_and_verify_finds_what_none_does(place: Place) -> None:
    gwen = world.themself(place.mair, place.reference)
    narrow = world.flow(place.here, place.there, categories=int(Category.IDENTITY))
    wide = Flow.objects.exclude(pk=narrow.pk).get()
    actions.decide_sharing(
        by=gwen, reference=None, recipient=Recipient(place.there.pk), purpose="find_work",
        categories=int(Category.IDENTITY | Category.GOALS), ends_on=IN_A_YEAR,
    )  # fmt: skip
    boss = world.member(place.here, Role.ADMINISTRATOR)
    bodies.switch_flow(by=boss, partnership_id=wide.agreement.partnership_id, flow_id=wide.pk, on=False)
    (left,) = queries.sharing_state(gwen).decisions
    assert (left.categories, left.how_given) == ((Category.IDENTITY,), "agreement")
    assert list(faults()) == []
    Flow.objects.update(switched_on_at=None)  # past every action, as somebody with the database could
    (fault,) = faults()
    assert str(left.decision_id) in fault
