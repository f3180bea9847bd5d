# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guessing is slowed down by where it comes from; nobody is locked out by somebody else's guesses."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import Client

from tests.web.accounts.signing import PASSWORD, account, code, set_up_second_step

pytestmark = pytest.mark.django_db

SIGN_IN = "/account/sign-in/"
GUESSER, OWNER = "192.0.2.7", "198.51.100.20"


@pytest.fixture(autouse=True)
def _no_tries_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def try_in(email: str, password: str, place: str, client: Client | None = None) -> tuple[bool, str]:
    client = client or Client()
    answer = client.post(SIGN_IN, {"login": email, "password": password}, REMOTE_ADDR=place)
    return "_auth_user_id" in client.session, answer.content.decode()


def test_after_five_wrong_guesses_even_the_right_one_waits_there_and_gets_in_elsewhere() -> None:
    user = account()
    for n in range(5):
        assert "do not fit together" in try_in(user.email, f"guess number {n}", GUESSER)[1]
    got_in, said = try_in(user.email, PASSWORD, GUESSER)
    assert not got_in
    assert "Your account is not locked." in said
    assert try_in(user.email, PASSWORD, OWNER)[0]


def test_guesses_at_one_address_do_not_slow_down_another_at_the_same_place() -> None:
    user, colleague = account(), account()
    for n in range(6):
        try_in(user.email, f"guess number {n}", GUESSER)
    assert try_in(colleague.email, PASSWORD, GUESSER)[0]


def test_one_place_that_tries_many_addresses_is_slowed_down() -> None:
    for n in range(20):
        try_in(f"nobody{n}@example.org", "guess", GUESSER)
    user = account()
    assert not try_in(user.email, PASSWORD, GUESSER)[0]
    assert try_in(user.email, PASSWORD, OWNER)[0]


def test_an_unknown_address_is_slowed_down_in_the_same_words() -> None:
    said = [try_in("nobody@example.org", f"guess number {n}", GUESSER)[1] for n in range(6)]
    assert "do not fit together" in said[4]
    assert "Your account is not locked." in said[5]


def test_signing_in_rightly_does_not_use_up_tries() -> None:
    user = account()
    for _n in range(8):
        assert try_in(user.email, PASSWORD, OWNER)[0]


def test_codes_cannot_be_tried_one_after_another() -> None:
    user = account()
    secret = set_up_second_step(user)
    client = Client()
    try_in(user.email, PASSWORD, GUESSER, client)
    for n in range(5):
        client.post(f"{SIGN_IN}code/", {"code": f"{n:06}"}, REMOTE_ADDR=GUESSER)
    answer = client.post(f"{SIGN_IN}code/", {"code": code(secret)}, REMOTE_ADDR=GUESSER)
    assert "There were many tries" in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_letters_for_a_new_password_are_limited_for_each_address() -> None:
    for n in range(3):
        answer = Client().post(
            "/account/password/forgotten/", {"email": "a@example.org"}, REMOTE_ADDR=f"192.0.2.{n}"
        )
        assert answer.status_code == 302
    answer = Client().post(
        "/account/password/forgotten/", {"email": "a@example.org"}, REMOTE_ADDR="192.0.2.9"
    )
    assert answer.status_code == 429
    assert "Please wait a little" in answer.content.decode()
