# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first account of a site comes from the command line, with a link to choose a password."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from django.test import Client

from cydwaith.cli.operators import operator
from cydwaith.kernel.models import AuditRow, User
from tests.web.accounts.signing import account

pytestmark = pytest.mark.django_db


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(operator, words)
    return done.exit_code, done.output


def test_the_first_operator_chooses_a_password_and_signs_in() -> None:
    code, said = run("First@Example.org", "--name", "First One")
    assert code == 0
    user = User.objects.get(email="first@example.org")
    assert (user.name, user.is_operator, user.has_usable_password()) == ("First One", True, False)
    assert AuditRow.objects.filter(verb="account.appoint_operator", object_id=user.pk).count() == 1
    link = said.splitlines()[-1]
    client = Client()
    page = client.get(link)
    client.post(page["Location"], {"password1": "three green boats"})
    client.post("/account/sign-in/", {"login": "first@example.org", "password": "three green boats"})
    assert client.session["_auth_user_id"] == str(user.pk)
    assert client.get("/operate/")["Location"].startswith("/account/second-step/needed/")


def test_an_account_that_is_there_is_appointed_once() -> None:
    user = account()
    assert "choose a password" not in run(user.email)[1]
    assert User.objects.get(pk=user.pk).is_operator
    rows = AuditRow.objects.count()
    assert run(user.email)[0] == 0
    assert AuditRow.objects.count() == rows


def test_what_is_no_address_is_refused() -> None:
    assert run("nobody")[0] != 0
    assert not User.objects.filter(is_operator=True).exists()
