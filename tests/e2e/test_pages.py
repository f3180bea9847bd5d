# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every page that each persona reaches by links, in both languages: there, dressed, accessible, valid, light."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import CDPSession

from tests.e2e.checks import Checker, look
from tests.e2e.crawl import Found, crawl
from tests.e2e.visitor import Visitor

FIRST, AFTERWARDS = (
    150_000,
    20_000,
)  # bytes over the wire: the first page with all that it needs, each one after


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody of a role: where links begin, and which routes are theirs to be read in the browser.

    What everybody reaches, the public pages and the account's, is read once: by the anonymous and the adviser.
    """

    email: str
    starts: tuple[str, ...]
    routes: str
    least: int  # pages; fewer mean that the crawl went nowhere


WHOLE = {
    "anonymous": Role("", ("/", "/account/sign-in/", "/account/password/forgotten/"), r"", 10),
    "adviser": Role("mair@glannau.example", ("/advice/", "/account/"), r"advice:|account|mfa", 40),
    "manager": Role(
        "megan@glannau.example", ("/manage/workload/", "/manage/imports/"), r"manage:|imports", 8
    ),
    "person": Role("sian@demo.example", ("/me/",), r"me:", 30),
    "person and employer": Role(
        "lowri@demo.example", ("/me/employer/",), r"me:(employer|new_link|tell|give)", 3
    ),
    "supporter": Role("beti@demo.example", ("",), r"supporting:", 1),
    "administrator": Role("administrator@glannau.example", ("/manage/organisation/",), r"manage:", 12),
    "governance": Role("governance@glannau.example", ("/manage/governance/",), r"manage:|governance", 3),
    "analyst": Role("analyst@glannau.example", ("/figures/",), r"figures:|published:", 12),
    "operator": Role("operator@demo.example", ("/operate/",), r"operate:", 4),
}
# Whoever shares a role with one of these: that every link leads somewhere is enough.
ALIKE = {
    "other caseload": ("owain@glannau.example", "/advice/"),
    "partner": ("dylan@dolen.example", "/advice/"),
    "partner who saw once": ("carys@coleg.example", "/advice/"),
    "person who took back": ("tomos@demo.example", "/me/"),
    "manager in England": ("colin@stepwise.example", "/manage/workload/"),
}


class Weight:
    """Bytes that came over the wire into one window, headers and all, as Chromium counts them.

    What a page is dressed in comes once and stays with the browser; a second font comes with the first letter that
    needs it. So all of it counts for the first load, whenever it came; were it fetched twice, it would count twice.
    The heaviest page counts as the first.
    """

    def __init__(self, cdp: CDPSession) -> None:
        self.dress = self.page = self.heaviest = 0
        self._pages = set[str]()
        cdp.send("Network.enable")
        cdp.on("Network.responseReceived", self._came)
        cdp.on("Network.loadingFinished", self._add)

    def _came(self, event: dict[str, Any]) -> None:
        if event["type"] == "Document":
            self._pages.add(event["requestId"])

    def _add(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._pages:
            self.page = int(event["encodedDataLength"])
            self.heaviest = max(self.heaviest, self.page)
        else:
            self.dress += int(event["encodedDataLength"])


def _visit(visitor: Visitor, found: Found, checker: Checker, weight: Weight) -> list[str]:
    wrong: list[str] = []
    for name, (path, _text) in found.pages.items():
        answer = visitor.go(visitor.site.address + path)
        told = look(visitor.page)
        if weight.page > AFTERWARDS:
            told.append(f"weighs {weight.page:,} bytes")
        checker.keep(f"{visitor.language} {name.replace('?', ' ')}", answer.text())
        wrong += [f"{visitor.language} {name} {path}: {one}" for one in told]
    assert weight.heaviest > 0
    assert weight.dress > 0
    if weight.heaviest + weight.dress > FIRST:
        wrong.append(f"{visitor.language}: the first load weighs {weight.heaviest + weight.dress:,} bytes")
    return wrong


@pytest.mark.parametrize("who", WHOLE)
def test_pages_of(who: str, visitor: Callable[..., Visitor], tmp_path: Path) -> None:
    """All pages of one role hold in both languages."""
    role, checker, wrong = WHOLE[who], Checker(tmp_path), list[str]()
    reached: dict[str, set[str]] = {}
    for language in ("en", "cy"):
        finder = visitor(language=language)
        weight = Weight(finder.context.new_cdp_session(finder.page))  # from the very first page on
        if role.email:
            finder.sign_in(role.email)
        found = crawl(finder, *(start or finder.first_page for start in role.starts))
        found.pages = {name: page for name, page in found.pages.items() if re.match(role.routes, name)}
        reached[language] = set(found.pages)
        wrong += [*found.wrong, *_visit(finder, found, checker, weight)]
    wrong += checker.errors()
    wrong += [f"only in one language: {name}" for name in sorted(reached["en"] ^ reached["cy"])]
    assert not wrong, "\n".join(wrong)
    assert len(reached["en"]) >= role.least, reached


@pytest.mark.parametrize("who", ALIKE)
def test_links_of(who: str, visitor: Callable[..., Visitor], language: str) -> None:
    """Whoever shares a role with another: all links lead somewhere."""
    email, *starts = ALIKE[who]
    found = crawl(visitor(email, language=language), *starts)
    assert not found.wrong, "\n".join(found.wrong)
    assert found.pages
