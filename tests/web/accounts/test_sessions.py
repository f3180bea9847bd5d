# SPDX-License-Identifier: AGPL-3.0-or-later
"""How long one stays signed in, what a second step guards, and that nothing typed is lost when a session ends."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver

from cydwaith.kernel.models import User
from cydwaith.kernel.roles import Role
from cydwaith.web.accounts import sessions
from cydwaith.web.actors import Audience
from tests import factories
from tests.web.accounts.signing import PASSWORD, account, later, second_factor, signed_in

pytestmark = pytest.mark.django_db

HOME = "/account/"
SIGN_IN = "/account/sign-in/"


def is_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


@pytest.mark.parametrize(("role", "minutes", "stays"), [
    (Role.ADVISER, 29, True), (Role.ADVISER, 30, False), (Role.MANAGER, 31, False),
    (Role.ADMINISTRATOR, 31, False), (None, 31, True), (None, 119, True), (None, 120, False),
])  # fmt: skip
def test_doing_nothing_ends_a_session(role: Role | None, minutes: int, stays: bool) -> None:
    client = signed_in(account(role))
    with later(minutes=minutes):
        assert is_in(client) is stays


def test_doing_something_keeps_it_going_but_not_for_ever() -> None:
    client = signed_in(account(Role.ADVISER))
    for half_hours in range(1, 26):
        with later(minutes=28 * half_hours):
            assert is_in(client) is (28 * half_hours < 12 * 60)


def test_an_operator_is_staff() -> None:
    client = signed_in(account(is_operator=True))
    with later(minutes=31):
        assert not is_in(client)


def test_the_sign_in_page_says_why_one_was_signed_out_and_only_then() -> None:
    user = account(Role.ADVISER)
    client = signed_in(user)
    assert "You were signed out" not in Client().get(SIGN_IN).content.decode()
    with later(minutes=40):
        client.get(HOME)
        assert "Nothing had happened for a while" in client.get(SIGN_IN).content.decode()
        client.post(SIGN_IN, {"login": user.email, "password": PASSWORD})
        assert sessions.OVER not in client.session


def test_who_signs_out_is_told_of_nothing_kept() -> None:
    client = signed_in(account())
    page = client.get("/account/sign-out/").content.decode()
    owner = re.search(r'name="_owner" value="([^"]+)"', page)
    assert owner is not None
    client.post("/account/sign-out/", {"_owner": owner[1]})
    page = client.get(SIGN_IN).content.decode()
    assert "You are signed out." in page
    assert "is kept for an hour" not in page


def test_sign_out_everywhere_ends_every_session_and_lets_new_ones_begin() -> None:
    user = account()
    here, there, another = signed_in(user), signed_in(user), signed_in(account())
    assert here.get("/account/sign-out-everywhere/").status_code == 200
    assert is_in(there), "asking does nothing yet"
    with later(seconds=1):
        here.post("/account/sign-out-everywhere/")
    assert (is_in(here), is_in(there), is_in(another)) == (False, False, True)
    with later(seconds=2):
        assert is_in(signed_in(user))


def test_a_page_asks_for_the_session_and_the_account_and_nothing_more() -> None:
    client = signed_in(account())
    client.get("/account/roles/")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/account/roles/")
    tables = [query["sql"].split("FROM")[1].split()[0].strip('"') for query in asked.captured_queries]
    assert tables == ["django_session", "kernel_user"]


def test_seen_is_written_at_most_twice_a_minute() -> None:
    client = signed_in(account())
    with later(seconds=20):
        is_in(client)
        assert client.session[sessions.SEEN] < sessions.now()
    with later(seconds=40):
        is_in(client)
        assert client.session[sessions.SEEN] == sessions.now()


def staff_routes(at: Any = None, prefix: str = "") -> list[tuple[str, URLPattern]]:
    """Every route of the site whose page is for staff or the operator, as (address with made-up parts, pattern)."""
    found: list[tuple[str, URLPattern]] = []
    for one in (at or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            found += staff_routes(one, prefix)
        elif getattr(getattr(one.callback, "rules", None), "audience", None) in (
            Audience.STAFF,
            Audience.OPERATOR,
        ):
            found.append((one.name or "", one))
    return found


def test_no_staff_page_opens_without_a_second_step() -> None:
    found = staff_routes()
    assert len(found) >= 10
    user = account(Role.MANAGER, is_operator=True)
    client = signed_in(user, second_step=False)
    request = type(
        "Request", (), {"user": user, "session": client.session, "get_full_path": lambda _self: "/x/"}
    )()
    middleware = sessions_gate()
    for name, pattern in found:
        answer = middleware.process_view(request, pattern.callback, (), {})
        assert answer is not None, name
        assert answer["Location"].startswith("/account/second-step/needed/"), name


def sessions_gate() -> Any:
    from cydwaith.web.accounts.middleware import SessionMiddleware

    return SessionMiddleware(lambda _request: None)  # type: ignore[arg-type, return-value]


def test_a_proved_second_step_or_a_persona_opens_staff_pages(settings: Any) -> None:
    user = account(Role.ADMINISTRATOR)
    client = signed_in(user, second_step=False)
    assert client.get("/manage/organisation/").status_code == 302
    second_factor(client, user)
    assert client.get("/manage/organisation/").status_code == 200
    settings.CYDWAITH_DEMO = True
    persona = account(Role.ADMINISTRATOR, is_demo=True)
    browser = signed_in(persona, second_step=False)
    assert browser.get("/manage/organisation/").status_code == 200
    assert "made up for the demonstration" in browser.get(HOME).content.decode()


def test_another_accounts_proof_does_not_count() -> None:
    user, other = account(Role.ADMINISTRATOR), account()
    client = signed_in(user, second_step=False)
    second_factor(client, other)
    assert client.get("/manage/organisation/").status_code == 302


def _owner(client: Client, address: str) -> str:
    page = client.get(address).content.decode()
    return page.split('name="_owner" value="')[1].split('"')[0]


EMAIL = "/account/email/"


@pytest.mark.parametrize("prefix", ["", "/cy"])
def test_what_was_typed_comes_back_to_the_same_person_after_signing_in(prefix: str) -> None:
    user = account(Role.ADMINISTRATOR)
    client = signed_in(user)
    page = f"{prefix}/manage/organisation/"
    owner = _owner(client, page)
    with later(minutes=45):
        answer = client.post(page, {"_owner": owner, "name_en": "Half a name I was typing", "token": "x"})
        assert answer.status_code == 302
        assert answer["Location"].startswith(f"{prefix}{SIGN_IN}?next={prefix}/manage/organisation/")
        assert "is kept" in client.get(SIGN_IN).content.decode()
        back = client.post(answer["Location"], {"login": user.email, "password": PASSWORD})
        second_factor(client, user)
        assert back["Location"] == page
        assert "Half a name I was typing" in client.get(page).content.decode()
        assert "Half a name I was typing" not in client.get(page).content.decode(), "it is given back once"


def test_what_was_typed_is_not_shown_to_somebody_else() -> None:
    user = account(Role.ADMINISTRATOR)
    place = factories.organisation()
    other = account(Role.ADMINISTRATOR, place)
    client = signed_in(user)
    owner = _owner(client, "/manage/organisation/")
    with later(minutes=45):
        client.post("/manage/organisation/", {"_owner": owner, "name_en": "Half a name I was typing"})
        assert "Half+a+name" in str(dict(client.session)), "there is something to leak"
        client.post(SIGN_IN, {"login": other.email, "password": PASSWORD})
        second_factor(client, other)
        assert "Half+a+name" not in str(dict(client.session))
        assert "Half a name" not in client.get("/manage/organisation/").content.decode()


def test_passwords_are_never_kept() -> None:
    user = account()
    client = signed_in(user)
    owner = _owner(client, "/account/password/")
    with later(hours=3):
        typed = {"oldpassword": PASSWORD, "password1": "another secret", "why": "the old one is known"}
        client.post("/account/password/", {"_owner": owner, **typed})
        assert "/account/password/" in client.session["cydwaith.drafts"], "the rest of the form was kept"
        assert "another+secret" not in str(dict(client.session))
        assert PASSWORD.replace(" ", "+") not in str(dict(client.session))


def test_a_part_given_during_a_session_makes_it_staffs() -> None:
    user = account()
    client = signed_in(user)
    from tests.web.accounts.signing import member

    member(user, Role.ADMINISTRATOR, factories.organisation())
    assert client.session[sessions.STAFF] is False
    client.get("/manage/organisation/")
    assert client.session[sessions.STAFF] is True


def test_headers_keep_pages_out_of_caches_and_frames() -> None:
    client = signed_in(account())
    own, public = client.get(HOME), Client().get("/account/roles/")
    assert own["Cache-Control"] == "no-store"
    assert own["X-Robots-Tag"] == "noindex, nofollow"
    assert public["Cache-Control"] == "private, no-cache"
    for answer in (own, public):
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Referrer-Policy"] == "same-origin"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "camera=()" in answer["Permissions-Policy"]


def test_the_language_is_kept() -> None:
    user = account()
    client = signed_in(user)
    answer = client.post("/account/language/", {"language": "cy"})
    assert answer["Location"] == "/cy/account/"
    assert User.objects.get(pk=user.pk).language == "cy"
    client.post("/account/language/", {"language": "de"})
    assert User.objects.get(pk=user.pk).language == "cy"
