# SPDX-License-Identifier: AGPL-3.0-or-later
"""An account comes by invitation: a secret that works once, until a day, for one address."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.errors import Invalid, NotAllowed, NotVisible
from cydwaith.kernel.models import AuditRow, User
from cydwaith.kernel.roles import Role
from cydwaith.kernel.vocabulary import Purpose
from cydwaith.partnerships import actions, queries
from cydwaith.partnerships.models import Invitation, Membership, Organisation
from cydwaith.people import actions as people_actions
from tests import factories
from tests.web.accounts.signing import account, later, member, signed_in

pytestmark = pytest.mark.django_db


def administrator(at: Organisation, user: User | None = None) -> Actor:
    made = user or account(Role.ADMINISTRATOR, at)
    return Actor(Role.ADMINISTRATOR, Purpose.FIND_WORK, user_id=made.pk, organisation_id=at.pk)


@pytest.fixture
def here() -> Organisation:
    return factories.organisation(
        public_name_en="The Harbour", public_name_cy="Yr Harbwr", name_en="Secret Service"
    )


def invite(here: Organisation, **given: Any) -> actions.Issued:
    values = {"email": "siwan@example.org", "name": "Siwan", "role": "adviser", "language": "en", **given}
    return actions.invite(by=administrator(here), **values)


def path(issued: actions.Issued) -> str:
    return f"/account/invitation/{issued.secret}/"


NEW = {"name": "Siwan Hughes", "password": "three green boats", "language": "cy"}


def test_the_letter_is_neutral_and_its_link_makes_an_account_with_the_role(here: Organisation) -> None:
    browser = signed_in(account(Role.ADMINISTRATOR, here))
    answer = browser.post(
        "/manage/invitations/new/",
        {"email": "siwan@example.org", "name": "Siwan", "role": "adviser", "language": "cy"},
    )
    assert answer.status_code == 302
    letter = mail.outbox[-1]
    assert letter.to == ["siwan@example.org"]
    assert "Yr Harbwr" in letter.body
    for told in ("Secret Service", "adviser", "Siwan"):
        assert told not in letter.subject + letter.body
    link = next(line for line in letter.body.splitlines() if line.startswith("http"))
    client = Client()
    page = client.get(link).content.decode()
    assert "The Harbour" in page
    assert "Secret Service" not in page
    arrived = client.post(link, NEW)
    user = User.objects.get(email="siwan@example.org")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.name, user.language, user.check_password("three green boats")) == (
        "Siwan Hughes",
        "cy",
        True,
    )
    assert [(m.role, m.organisation_id) for m in Membership.objects.filter(user=user)] == [
        ("adviser", here.pk)
    ]
    assert arrived["Location"].startswith("/cy/")
    assert client.session["account.staff"] is True


def test_only_a_digest_of_the_secret_is_kept(here: Organisation) -> None:
    issued = invite(here)
    row = Invitation.objects.get()
    assert issued.secret not in str(row.__dict__)
    assert issued.secret not in str(list(AuditRow.objects.values()))
    assert len(row.token_digest) == 64


def test_it_works_once(here: Organisation) -> None:
    issued = invite(here)
    Client().post(path(issued), NEW)
    again = Client().get(path(issued))
    assert again.status_code == 404
    assert "This invitation does not work any more" in again.content.decode()
    Client().post(path(issued), {**NEW, "name": "Somebody Else"})
    assert User.objects.filter(email="siwan@example.org").count() == 1
    assert User.objects.get(email="siwan@example.org").name == "Siwan Hughes"


def test_it_works_for_two_weeks(here: Organisation) -> None:
    issued = invite(here)
    with later(days=13, hours=23):
        assert Client().get(path(issued)).status_code == 200
    with later(days=14):
        assert Client().post(path(issued), NEW).status_code == 404
    assert not User.objects.filter(email="siwan@example.org").exists()


def test_one_that_was_taken_back_does_not_work(here: Organisation) -> None:
    issued = invite(here)
    actions.withdraw_invitation(by=administrator(here), invitation_id=issued.invitation_id)
    assert Client().post(path(issued), NEW).status_code == 404
    with pytest.raises(NotVisible):
        actions.invite_again(by=administrator(here), invitation_id=issued.invitation_id)


def test_sent_again_the_old_link_stops_and_the_new_one_works(here: Organisation) -> None:
    old = invite(here)
    new = actions.invite_again(by=administrator(here), invitation_id=old.invitation_id)
    assert Client().get(path(old)).status_code == 404
    assert Client().get(path(new)).status_code == 200


def test_a_guessed_secret_tells_nothing(here: Organisation) -> None:
    invite(here)
    answer = Client().get("/account/invitation/not-a-secret/")
    assert answer.status_code == 404
    assert "The Harbour" not in answer.content.decode()


def test_a_faulty_password_keeps_the_link_good(here: Organisation) -> None:
    issued = invite(here)
    answer = Client().post(path(issued), {**NEW, "password": "siwan hughes"})
    assert "too much like your name" in answer.content.decode()
    assert "Siwan Hughes" in answer.content.decode(), "what was typed stays"
    assert "siwan hughes" not in answer.content.decode(), "but never the password"
    assert Client().get(path(issued)).status_code == 200


def test_somebody_with_an_account_signs_in_and_takes_it_up(here: Organisation) -> None:
    user = account()
    issued = invite(here, email=user.email)
    page = Client().get(path(issued)).content.decode()
    assert 'name="password"' not in page
    assert "Sign in to it" in page
    browser = signed_in(user)
    assert "Take it up" in browser.get(path(issued)).content.decode()
    browser.post(path(issued))
    assert Membership.objects.filter(user=user, organisation=here, role="adviser").exists()
    assert browser.session["account.staff"] is True


def test_another_account_cannot_take_it_up(here: Organisation) -> None:
    issued, thief = invite(here), account()
    browser = signed_in(thief)
    assert "another address" in browser.get(path(issued)).content.decode()
    browser.post(path(issued))
    assert not Membership.objects.filter(user=thief).exists()
    with pytest.raises(Invalid):
        actions.accept_invitation(
            by=Actor(Role.ADVISER, Purpose.FIND_WORK, user_id=thief.pk), secret=issued.secret
        )
    with pytest.raises(NotAllowed):
        actions.accept_invitation(by=Actor(Role.ANONYMOUS, Purpose.FIND_WORK), secret=issued.secret)
    assert Client().get(path(issued)).status_code == 200


@pytest.mark.parametrize("role", ["operator", "person", "employer", "anonymous", "wizard"])
def test_nobody_is_invited_to_what_is_no_role_of_an_organisation(here: Organisation, role: str) -> None:
    with pytest.raises(Invalid) as refused:
        invite(here, role=role)
    assert list(refused.value.errors) == ["role"]


def test_a_second_invitation_to_the_same_role_waits_for_the_first(here: Organisation) -> None:
    invite(here)
    with pytest.raises(Invalid) as refused:
        invite(here, email=" SIWAN@example.org")
    assert "is open" in str(refused.value)
    invite(here, role="manager")
    user = account(Role.ADVISER, here)
    with pytest.raises(Invalid) as refused:
        invite(here, email=user.email)
    assert "already has this role" in str(refused.value)


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.ADMINISTRATOR, Role.OPERATOR)])
def test_nobody_else_may_invite(here: Organisation, role: Role) -> None:
    by = Actor(role, Purpose.FIND_WORK, user_id=account().pk, organisation_id=here.pk)
    with pytest.raises(NotAllowed):
        actions.invite(by=by, email="a@example.org", role="adviser")


def test_an_administrator_sees_and_touches_the_own_organisations_alone(here: Organisation) -> None:
    issued = invite(here)
    stranger = administrator(factories.organisation())
    assert queries.invitations(stranger) == []
    for verb in (actions.invite_again, actions.withdraw_invitation):
        with pytest.raises(NotVisible):
            verb(by=stranger, invitation_id=issued.invitation_id)


def test_the_operator_invites_administrators_and_nobody_else(here: Organisation) -> None:
    by = Actor(Role.OPERATOR, Purpose.CHECK_QUALITY, user_id=account(is_operator=True).pk)
    actions.invite(by=by, email="a@example.org", role="administrator", organisation_id=here.pk)
    with pytest.raises(Invalid):
        actions.invite(by=by, email="b@example.org", role="adviser", organisation_id=here.pk)
    with pytest.raises(NotVisible):
        actions.invite(by=by, email="b@example.org", role="administrator", organisation_id=999_999)


def test_a_person_takes_up_their_own_record_on_the_same_page(here: Organisation) -> None:
    adviser = factories.adviser(here)
    person = factories.person(here, adviser, name="Gwen")
    token = people_actions.invite_account(by=adviser, reference=person.reference, email="gwen@example.org")
    client = Client()
    page = client.get(f"/account/invitation/{token}/").content.decode()
    assert "Person supported" in page
    assert "The Harbour" in page
    client.post(f"/account/invitation/{token}/", {**NEW, "name": "Gwen"})
    user = User.objects.get(email="gwen@example.org")
    with factories.system("looking"):
        assert type(person).objects.get(pk=person.pk).user_id == user.pk
    assert client.session["account.staff"] is False
    assert Client().get(f"/account/invitation/{token}/").status_code == 404


def test_the_parts_of_an_account_and_the_switch_between_them(here: Organisation) -> None:
    there = factories.organisation(name_en="There")
    user = account(Role.ADMINISTRATOR, here)
    second = member(user, Role.ADMINISTRATOR, there)
    browser = signed_in(user)
    page = browser.get("/account/").content.decode()
    assert "Secret Service" in page
    assert "There" in page
    assert "Secret Service" in browser.get("/manage/organisation/").content.decode()
    assert browser.post("/account/part/", {"part": f"m{second.pk}"})["Location"] == "/manage/organisation/"
    assert "There" in browser.get("/manage/organisation/").content.decode()
    somebody_elses = member(account(), Role.ADMINISTRATOR, factories.organisation(name_en="Elsewhere"))
    browser.post("/account/part/", {"part": f"m{somebody_elses.pk}"})
    assert "There" in browser.get("/manage/organisation/").content.decode()


def test_the_demonstrations_door_is_shut_on_a_real_site(settings: Any) -> None:
    persona, real = account(is_demo=True, name="Carys"), account()
    assert Client().get("/account/demonstration/").status_code == 404
    assert Client().post("/account/demonstration/", {"email": persona.email}).status_code == 404
    settings.CYDWAITH_DEMO = True
    client = Client()
    page = client.get("/account/demonstration/").content.decode()
    assert "Carys" in page
    assert real.email not in page
    client.post("/account/demonstration/", {"email": persona.email})
    kept_page = Client().post("/account/demonstration/", {"email": persona.email, "next": "/account/roles/"})
    assert kept_page["Location"] == "/account/roles/"
    astray = Client().post("/account/demonstration/", {"email": persona.email, "next": "//evil.example/"})
    assert astray["Location"].startswith("/account/")
    assert client.session["_auth_user_id"] == str(persona.pk)
    other = Client()
    assert other.post("/account/demonstration/", {"email": real.email}).status_code == 404
    assert "_auth_user_id" not in other.session


def test_roles_are_described_in_words() -> None:
    page = Client().get("/account/roles/").content.decode()
    for words in ("Team manager", "Sees nobody&#39;s record", "Signs in with a second step"):
        assert words in page
