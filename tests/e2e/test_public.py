# SPDX-License-Identifier: AGPL-3.0-or-later
"""Somebody asks for help by themself and is taken on; the toggle and a timed-out session keep what was typed."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from cydwaith.web.public.limits import LEAST_SECONDS
from tests.e2e.site import Site
from tests.e2e.visitor import Visitor

NOTE = "Words that must not be lost"


def test_asking_for_help_by_oneself_until_one_is_taken_on(
    visitor: Callable[..., Visitor], language: str, script: bool
) -> None:
    """From the public pages to the inbox of the place that was asked, and to a record there."""
    name = f"Ifan {language.title()} {'Script' if script else 'Plain'}"
    asking = visitor(language=language, script=script)
    page = asking.page
    asking.go("/help/")
    asking.follow('main a[href*="/help/language/"]')
    asking.save(spoken_language="cy" if language == "cy" else "en")
    page.get_by_role("radio", name="Glannau").check()
    asking.press()
    asking.save(name=name, called="Ifs")
    asking.save(phone="01632 960 111")
    asking.save(communication="Texts, no calls")
    asking.save(why="I would like to work outside")
    asking.see("I would like to work outside")
    asking.look("check your message")
    # A quiet machine answers six questions faster than anybody reads them, and is taken for a robot: told that the
    # message was sent, while nothing is.
    page.wait_for_timeout(LEAST_SECONDS * 1000)
    asking.press()
    page.wait_for_url("**/help/sent/")

    manager = visitor("megan@glannau.example", language=language, script=script)
    manager.go("/advice/referrals/")
    manager.page.get_by_role("link", name=name, exact=True).click()
    manager.see("I would like to work outside")
    manager.follow('main a[href$="/accept/"]')
    manager.fill(record="new")
    manager.save()
    manager.page.wait_for_url("**/advice/people/*/record/")
    manager.see(name)


def test_the_toggle_keeps_what_was_typed(
    visitor: Callable[..., Visitor], language: str, script: bool
) -> None:
    """A half-written contact goes over into the other language and back."""
    adviser = visitor("mair@glannau.example", language=language, script=script)
    page = adviser.page
    adviser.go("/advice/people/")
    adviser.follow("main tbody th a")
    adviser.go(f"{page.url}contacts/new/")
    adviser.fill(summary=NOTE, how="phone", note="Half a sen")
    other = {"en": "cy", "cy": "en"}[language]
    for reads in (other, language):
        with page.expect_navigation():
            page.locator(f'button[name="_language"][value="{reads}"]').click()
        expect(page.locator("html")).to_have_attribute("lang", reads)
        expect(page.locator('[name="summary"]')).to_have_value(NOTE)
        expect(page.locator('[name="note"]')).to_have_value("Half a sen")
        expect(page.locator('[name="how"][value="phone"]')).to_be_checked()


def test_a_form_of_a_session_that_ended_comes_back(
    visitor: Callable[..., Visitor], site: Site, language: str, script: bool
) -> None:
    """After half an hour of doing nothing the form is sent, one signs in again, and it is all there."""
    email = "mair@glannau.example"
    adviser = visitor(email, language=language, script=script)
    page = adviser.page
    adviser.go("/advice/people/")
    adviser.follow("main tbody th a")
    form = f"{page.url}contacts/new/"
    adviser.go(form)
    adviser.fill(summary=NOTE, how="phone")
    site.age_sessions()
    adviser.press()
    page.wait_for_url("**/account/sign-in/**")
    adviser.sign_in(email)
    adviser.go(form)
    expect(page.locator('[name="summary"]')).to_have_value(NOTE)
    adviser.save()
    adviser.see(NOTE)
