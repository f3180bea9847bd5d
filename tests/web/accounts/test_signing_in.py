# SPDX-License-Identifier: AGPL-3.0-or-later
"""Signing in: password, second step, recovery codes, where one arrives, what is said to whom."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from cydwaith.kernel.models import User
from cydwaith.kernel.roles import Role
from tests.web.accounts.signing import (
    PASSWORD,
    account,
    code,
    recovery_codes,
    set_up_second_step,
    signed_in,
)

pytestmark = pytest.mark.django_db

SIGN_IN = "/account/sign-in/"


def try_in(client: Client, email: str, password: str = PASSWORD, **extra: Any) -> Any:
    return client.post(SIGN_IN, {"login": email, "password": password}, **extra)


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_a_person_signs_in_with_address_and_password(client: Client) -> None:
    user = account()
    answer = try_in(client, user.email.upper())
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    assert who(client) == str(user.pk)


def test_a_wrong_password_and_an_unknown_address_read_the_same(client: Client) -> None:
    user = account()
    wrong = try_in(client, user.email, "another word of mine")
    unknown = try_in(client, "nobody@example.org", "another word of mine")
    said = "The email address and the password do not fit together."
    assert said in wrong.content.decode()
    assert wrong.content.decode().replace(user.email, "X").count(said) == unknown.content.decode().count(said)
    assert who(client) is None


def test_a_closed_account_does_not_get_in(client: Client) -> None:
    user = account(is_active=False)
    answer = try_in(client, user.email)
    assert who(client) is None
    assert answer.status_code == 302
    assert "This account is closed" in client.get(answer["Location"]).content.decode()


def test_the_second_step_is_asked_for_and_a_code_opens(client: Client) -> None:
    user = account(Role.ADVISER)
    secret = set_up_second_step(user)
    answer = try_in(client, user.email)
    assert answer["Location"] == "/account/sign-in/code/"
    assert who(client) is None
    refused = client.post("/account/sign-in/code/", {"code": "000000"})
    assert "This code is not right." in refused.content.decode()
    assert who(client) is None
    client.post("/account/sign-in/code/", {"code": code(secret)})
    assert who(client) == str(user.pk)


def test_a_code_opens_once(client: Client) -> None:
    user = account(Role.ADVISER)
    secret = set_up_second_step(user)
    now = code(secret)
    for browser in (client, Client()):
        try_in(browser, user.email)
        browser.post("/account/sign-in/code/", {"code": now})
    assert who(client) == str(user.pk)
    assert who(browser) is None


def test_a_recovery_code_opens_once(client: Client) -> None:
    user = account(Role.ADVISER)
    set_up_second_step(user)
    kept = recovery_codes(user)
    for browser in (client, Client()):
        try_in(browser, user.email)
        browser.post("/account/sign-in/code/", {"code": f"{kept[0][:5]} {kept[0][5:]}"})
    assert who(client) == str(user.pk)
    assert who(browser) is None
    assert len(recovery_codes(user)) == len(kept) - 1


@pytest.mark.django_db(transaction=True)  # what follows a commit is part of the story
def test_setting_up_shows_the_codes_once_and_opens_staff_pages(client: Client) -> None:
    user = account(Role.ADMINISTRATOR)
    try_in(client, user.email)
    assert client.get("/manage/organisation/")["Location"].startswith("/account/second-step/needed/")
    page = client.get("/account/second-step/set-up/")
    secret = client.session["mfa.totp.secret"]
    assert f"{secret[:4]} {secret[4:8]}" in page.content.decode()
    answer = client.post("/account/second-step/set-up/", {"code": code(secret)})
    assert answer["Location"] == "/account/second-step/codes/"
    first = client.get(answer["Location"]).content.decode()
    again = client.get(answer["Location"]).content.decode()
    kept = recovery_codes(user)
    assert [letter.to for letter in mail.outbox] == [[user.email]], "the owner hears of it"
    assert all(f"{one[:5]} {one[5:]}" in first for one in kept)
    assert not any(one[:5] in again for one in kept)
    assert client.get("/manage/organisation/").status_code == 200


def test_the_apps_secret_is_kept_encrypted() -> None:
    user = account()
    secret = set_up_second_step(user)
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    assert secret not in str(row.data)
    assert row.wrap().validate_code(code(secret))


def test_a_secret_that_no_key_opens_fits_no_code(settings: Any) -> None:
    user = account()
    secret = set_up_second_step(user)
    settings.SECRET_KEY = "another key than before"
    row = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    assert not row.wrap().validate_code(code(secret))
    settings.SECRET_KEY_FALLBACKS = ["not a secret: only tests use it"]
    assert row.wrap().validate_code(code(secret))


def test_the_sessions_key_changes_when_somebody_signs_in(client: Client) -> None:
    user = account(Role.ADVISER)
    secret = set_up_second_step(user)
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies["cydwaith_session"] = before
    try_in(client, user.email)
    client.post("/account/sign-in/code/", {"code": code(secret)})
    assert who(client) == str(user.pk)
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


@pytest.mark.parametrize("path", ["/account/sign-up/", "/account/signup/", "/accounts/signup/"])
def test_there_is_no_sign_up(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
    assert "An account comes by invitation." in client.get("/account/how/").content.decode()


@pytest.mark.parametrize(("language", "words"), [("en", "A new password"), ("cy", "")])
def test_a_forgotten_password_says_the_same_for_any_address(
    client: Client, language: str, words: str
) -> None:
    user = account(language=language)
    known = client.post("/account/password/forgotten/", {"email": user.email})
    unknown = client.post("/account/password/forgotten/", {"email": "nobody@example.org"})
    assert known["Location"] == unknown["Location"] == "/account/password/forgotten/sent/"
    assert client.get(known["Location"]).content.decode() == client.get(unknown["Location"]).content.decode()
    assert [letter.to for letter in mail.outbox] == [[user.email], ["nobody@example.org"]]
    assert words in mail.outbox[0].subject
    assert "/account/password/new/" in mail.outbox[0].body
    assert "/account/password/new/" not in mail.outbox[1].body


def test_a_new_password_by_letter_ends_other_sessions_and_the_link_works_once(client: Client) -> None:
    user = account()
    elsewhere = signed_in(user)
    client.post("/account/password/forgotten/", {"email": user.email})
    link = next(line for line in mail.outbox[-1].body.splitlines() if line.startswith("http"))
    path = link.removeprefix("http://testserver")
    page = client.get(path)
    assert page.status_code == 302, "the key leaves the address before anything is shown"
    done = client.post(page["Location"], {"password1": "four quiet brown owls"})
    assert done["Location"] == "/account/password/new/done/"
    assert elsewhere.get("/account/").status_code == 302
    assert User.objects.get(pk=user.pk).check_password("four quiet brown owls")
    again = Client().get(path)
    assert "This link does not work any more" in again.content.decode()


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "Use 10 characters or more."),
        ("1234567890", "Many people use this password"),
        ("user-name-like", "too much like your name"),
    ],
)
def test_a_weak_password_is_refused_in_plain_words(password: str, said: str) -> None:
    user = account(name="User Name Like")
    answer = signed_in(user).post("/account/password/", {"oldpassword": PASSWORD, "password1": password})
    assert said in answer.content.decode()


def test_changing_the_password_ends_all_other_sessions() -> None:
    user = account()
    here, there = signed_in(user), signed_in(user)
    here.post("/account/password/", {"oldpassword": PASSWORD, "password1": "four quiet brown owls"})
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302


def test_a_changed_address_counts_when_it_is_proved() -> None:
    user = account()
    browser = signed_in(user)
    browser.post("/account/email/", {"email": "new@example.org", "action_add": "1"})
    assert User.objects.get(pk=user.pk).email == user.email
    letter = mail.outbox[-1]
    assert letter.to == ["new@example.org"]
    link = next(line for line in letter.body.splitlines() if line.startswith("http"))
    browser.post(link.removeprefix("http://testserver"))
    assert User.objects.get(pk=user.pk).email == "new@example.org"
    assert {tuple(one.to) for one in mail.outbox} >= {(user.email,)}, "the old address hears of it"


def test_another_accounts_address_is_not_told_and_cannot_be_taken() -> None:
    user, other = account(), account()
    browser = signed_in(user)
    answer = browser.post("/account/email/", {"email": other.email, "action_add": "1"}, follow=True)
    assert "cannot be used" not in answer.content.decode()
    letter = mail.outbox[-1]
    assert letter.to == [other.email]
    link = next(line for line in letter.body.splitlines() if line.startswith("http"))
    Client().post(link.removeprefix("http://testserver"))
    assert User.objects.get(pk=user.pk).email == user.email
    assert User.objects.get(pk=other.pk).email == other.email


def test_a_page_asked_for_comes_after_signing_in_and_only_if_it_is_ours(client: Client) -> None:
    user = account()
    own = client.post(f"{SIGN_IN}?next=/account/roles/", {"login": user.email, "password": PASSWORD})
    assert own["Location"] == "/account/roles/"
    other = Client().post(
        f"{SIGN_IN}?next=https://elsewhere.example/", {"login": user.email, "password": PASSWORD}
    )
    assert other["Location"] == "/account/"


def test_the_language_of_the_account_is_the_language_one_arrives_in(client: Client) -> None:
    user = account(language="cy")
    assert try_in(client, user.email)["Location"] == "/cy/account/"
    english = account()
    assert (
        Client().post("/cy" + SIGN_IN, {"login": english.email, "password": PASSWORD})["Location"]
        == "/cy/account/"
    )


def test_a_personas_password_and_second_step_stay_as_they_are(settings: Any) -> None:
    settings.CYDWAITH_DEMO = True
    user = account(is_demo=True)
    client = signed_in(user)
    for path, data in (
        ("password/", {"oldpassword": PASSWORD, "password1": "four quiet brown owls"}),
        ("email/", {"email": "new@example.org", "action_add": "1"}),
        ("second-step/set-up/", {"code": "123456"}),
    ):
        assert client.get(f"/account/{path}").status_code == 200
        assert client.post(f"/account/{path}", data)["Location"] == "/account/"
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    assert mail.outbox == []
