# SPDX-License-Identifier: AGPL-3.0-or-later
"""Somebody before a browser: a window of their own, and a note of everything that went wrong in it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import date

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect

from tests.e2e.checks import look
from tests.e2e.site import Site

PATIENCE = 15_000  # milliseconds that a condition has to come true
A_JOB = 180_000.0
"""Milliseconds for a job beside the pages: it waits its turn behind the count of figures that a new site makes."""


@dataclass
class Visitor:
    """One person with one window. `wrong` collects answers of 400 and above, errors of scripts and the console."""

    site: Site
    browser: Browser
    language: str = "en"
    script: bool = True
    wrong: list[str] = field(default_factory=list)
    first_page: str = "/"  # where signing in leads, without its language
    read: dict[str, str] = field(default_factory=dict)  # pages looked at on the way, as they were sent
    _shown: Response | None = None
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.context = self.browser.new_context(
            java_script_enabled=self.script,
            locale=f"{self.language}-GB",
            reduced_motion="reduce",  # a colour on its way to another is neither
        )
        self.context.set_default_timeout(float(os.environ.get("CYDWAITH_E2E_PATIENCE", PATIENCE)))
        self.page = self.context.new_page()
        self.page.on("response", self._answered)
        self.page.on("console", self._printed)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.wrong.append(f"{response.status} {response.request.method} {self.path(response.url)}")

        elif response.request.is_navigation_request() and response.status == 200:
            self._shown = response

    def _printed(self, message: ConsoleMessage) -> None:
        # A refused address is told twice: by its status above, and by Chromium's own words about it.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.wrong.append(f"console: {message.text}")

    def path(self, address: str) -> str:
        """An address without its site."""
        return address.removeprefix(self.site.address)

    def address(self, path: str) -> str:
        """A path in the visitor's language; one that names its language or its site stays as it is."""
        if path.startswith("http"):
            return path
        welsh = self.language == "cy" and not path.startswith("/cy/")
        return f"{self.site.address}{'/cy' if welsh else ''}{path}"

    def go(self, path: str) -> Response:
        """Open a page; returns the answer that was shown."""
        answer = self.page.goto(self.address(path))
        assert answer is not None
        return answer

    def sign_in(self, email: str) -> None:
        """Come in as an invented person, with one click."""
        self.go("/account/demonstration/")
        self.page.locator(f'form:has(input[value="{email}"]) button').click()
        self.page.wait_for_url(lambda url: "/demonstration/" not in url)
        self.first_page = self.path(self.page.url).removeprefix("/cy")
        if self.language == "en" and "/cy/" in self.page.url:
            self.go("/account/")

    def fill(self, **answers: str | date | list[str]) -> None:
        """Answer questions by the names of their fields: a text, a choice's code, several codes, or a day."""
        for name, answer in answers.items():
            if isinstance(answer, date):
                self.fill(**{f"{name}_0": str(answer.day)})
                self.fill(**{f"{name}_1": str(answer.month)})
                self.fill(**{f"{name}_2": str(answer.year)})
                continue
            boxes = self.page.locator(f'main [name="{name}"]:not([type="hidden"])')
            kind = boxes.first.evaluate("e => e.type")
            for each in answer if isinstance(answer, list) else [answer]:
                if kind in {"radio", "checkbox"}:
                    boxes.and_(self.page.locator(f'[value="{each}"]')).check()
                elif kind == "select-one":
                    boxes.select_option(each)
                else:
                    boxes.fill(each)

    def press(self, within: str = 'main form[id="form"]') -> None:
        """Press the main verb of a form and wait for the page that it leads to."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(f"{within} .actions .button").first.click()

    def save(self, **answers: str | date | list[str]) -> None:
        """Answer, send, and be somewhere without a form that complains."""
        self.fill(**answers)
        self.press()
        expect(self.page.locator("[data-error-summary], .govuk-error-message")).to_have_count(0)

    def follow(self, selector: str) -> None:
        """Follow the first such link."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.locator(selector).first.click()

    def expect_refused(self, path: str) -> None:
        """The page is not there for this visitor; that alone is not counted as wrong."""
        before = list(self.wrong)
        answer = self.go(path)
        assert answer.status == 404, f"{path} answered {answer.status}"
        self.wrong[:] = before

    def see(self, text: str) -> None:
        """The page shows this text: what a person wrote, never words of ours, which have two languages."""
        expect(self.page.locator("main")).to_contain_text(text)

    def see_not(self, text: str) -> None:
        """The page does not show this text."""
        expect(self.page.locator("body")).not_to_contain_text(text)

    def look(self, name: str) -> None:
        """Judge a page that no link leads to as those are judged that links do; once, with scripts, is enough."""
        if self.script and self._shown is not None:
            self.wrong += [f"{name}: {found}" for found in look(self.page)]
            self.read[f"{self.language} {name}"] = self._shown.text()

    def leave(self) -> None:
        """Close the window; whatever went wrong in it fails the test."""
        self.context.close()
        assert not self.wrong, self.wrong
