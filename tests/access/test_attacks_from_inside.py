# SPDX-License-Identifier: AGPL-3.0-or-later
"""Attacks by those who are let in: staff, administrators, and what their browsers and letters leave behind.

Each worked once. Mair works with Gwen at one organisation, Owain is a colleague who does not.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cydwaith.kernel.roles import Role
from tests.unit.people.place import Place
from tests.web.accounts.signing import PASSWORD, account
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
    assert set(browser.cookies) == {"cydwaith_session", "cydwaith_csrf"} & set(browser.cookies)
    assert not any("kept" in morsel.value for morsel in browser.cookies.values())
    assert "The change is kept." in browser.get(answer["Location"]).content.decode()
    assert "The change is kept." not in browser.get(answer["Location"]).content.decode()
