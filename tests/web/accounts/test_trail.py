# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who signed in, tried to, or changed what proves that it is them: rows of the site's chain, without a value."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from cydwaith.kernel import audit
from cydwaith.kernel.models import AuditLink, AuditRow
from cydwaith.kernel.roles import Role

from .signing import PASSWORD, account, code, later, set_up_second_step, signed_in

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/sign-in/"


def rows() -> list[tuple[str, int | None, int | None]]:
    """Verb, who acted, which account: since the last call, in order."""
    found = [(row.verb, row.user_id, row.object_id) for row in AuditRow.objects.order_by("pk")]
    new = found[len(_seen) :]
    _seen.extend(new)
    return new


_seen: list[tuple[str, int | None, int | None]] = []


@pytest.fixture(autouse=True)
def _fresh() -> None:
    _seen.clear()


def test_every_way_in_and_out_is_in_the_trail() -> None:
    """Somebody else's adviser account was used at night: when, after how many tries, by which proof?"""
    user = account(Role.ADVISER)
    secret = set_up_second_step(user)
    rows()
    client = Client()
    client.post(SIGN_IN, {"login": user.email, "password": "not this one"})
    client.post(SIGN_IN, {"login": "stranger@example.org", "password": "nor this"})
    assert rows() == [("account.sign_in_failed", None, user.pk), ("account.sign_in_failed", None, None)]
    client.post(SIGN_IN, {"login": user.email, "password": PASSWORD})
    assert rows() == []  # the password alone lets nobody in
    client.post("/account/sign-in/code/", {"code": "000000"})
    client.post("/account/sign-in/code/", {"code": code(secret)})
    assert sorted(rows()) == sorted(
        [
            ("account.second_step_failed", None, user.pk),
            ("account.second_step_proved", user.pk, user.pk),
            ("account.signed_in", user.pk, user.pk),
        ]
    )
    client.post("/account/sign-out/")
    assert rows() == [("account.signed_out", user.pk, user.pk)]


def test_a_session_that_runs_out_and_all_that_are_ended_are_told() -> None:
    user = account(Role.ADVISER)
    client, other = signed_in(user), signed_in(user)
    rows()
    client.post("/account/sign-out-everywhere/")
    assert rows() == [
        ("account.sign_out_everywhere", user.pk, user.pk),
        ("account.signed_out", user.pk, user.pk),
    ]
    other.get("/advice/")
    assert rows() == [("account.signed_out", user.pk, user.pk)]
    idle = signed_in(user)
    rows()
    with later(hours=1):
        idle.get("/advice/")
        assert rows() == [("account.signed_out", user.pk, user.pk)]


def test_what_proves_that_it_is_them_is_told_when_it_changes(
    django_capture_on_commit_callbacks: Any,
) -> None:
    user = account()
    client = Client()
    for address in (user.email, "stranger@example.org"):
        client.post("/account/password/forgotten/", {"email": address})
    assert rows() == [
        ("account.password_reset_asked", None, user.pk),
        ("account.password_reset_asked", None, None),
    ]
    letter = next(one for one in mail.outbox if one.to == [user.email])
    link = re.search(r"http://testserver(/\S+/password/new/\S+)", letter.body)
    assert link is not None
    form = client.get(link[1])["Location"]
    client.post(form, {"password1": "four quiet brown owls"})
    assert rows() == [("account.password_reset", user.pk, user.pk)]
    client.post(SIGN_IN, {"login": user.email, "password": "four quiet brown owls"})
    rows()
    given = {"oldpassword": "four quiet brown owls", "password1": "five quiet brown owls"}
    client.post("/account/password/", given)
    assert [one[0] for one in rows()] == ["account.password_changed"]
    client.get("/account/second-step/set-up/")
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/account/second-step/set-up/", {"code": code(client.session["mfa.totp.secret"])})
    assert "account.second_step_added" in [one[0] for one in rows()]
    client.post("/account/second-step/take-off/")
    assert "account.second_step_removed" in [one[0] for one in rows()]


def test_the_trail_holds_no_address_and_is_sealed_in_the_sites_chain() -> None:
    user = account()
    Client().post(SIGN_IN, {"login": user.email, "password": "not this one"})
    Client().post(SIGN_IN, {"login": user.email, "password": PASSWORD})
    kept = str(list(AuditRow.objects.values()))
    for value in (user.email, "not this one", PASSWORD, "127.0.0.1"):
        assert value not in kept
    audit.seal_all()
    assert set(AuditLink.objects.values_list("chain", flat=True)) == {audit.SITE_CHAIN}
    assert list(audit.verify_chain()) == []
