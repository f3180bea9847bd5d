# SPDX-License-Identifier: AGPL-3.0-or-later
"""Somebody before a browser: a window of their own, and a note of everything that went wrong in it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response

from tests.e2e.site import Site

PATIENCE = 15_000  # milliseconds that a condition has to come true


@dataclass
class Visitor:
    """One person with one window. `wrong` collects answers of 400 and above, errors of scripts and the console."""

    site: Site
    browser: Browser
    language: str = "en"
    script: bool = True
    wrong: list[str] = field(default_factory=list)
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.context = self.browser.new_context(
            java_script_enabled=self.script, locale=f"{self.language}-GB", accept_downloads=True
        )
        self.context.set_default_timeout(float(os.environ.get("CYDWAITH_E2E_PATIENCE", PATIENCE)))
        self.page = self.context.new_page()
        self.page.on("response", self._answered)
        self.page.on("console", self._printed)
        self.page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self.wrong.append(f"{response.status} {response.request.method} {self.path(response.url)}")

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
        if self.language == "en" and "/cy/" in self.page.url:
            self.go("/account/")

    def expect_refused(self, path: str) -> None:
        """The page is not there for this visitor; that alone is not counted as wrong."""
        before = list(self.wrong)
        answer = self.go(path)
        assert answer.status == 404, f"{path} answered {answer.status}"
        self.wrong[:] = before

    def leave(self) -> None:
        """Close the window; whatever went wrong in it fails the test."""
        self.context.close()
        assert not self.wrong, self.wrong
