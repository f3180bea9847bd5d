# SPDX-License-Identifier: AGPL-3.0-or-later
"""On a Welsh page nothing of the catalogue stands in English: every route, by everybody who may open it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.core.signals import request_finished
from django.db import close_old_connections, transaction

from cydwaith.cli.catalogues import compile_catalogues
from tests.access.walk import Walker, routes
from tests.access.world import build

LOCALE = Path(__file__).resolve().parents[2] / "src" / "cydwaith" / "locale"
SAID = ("aria-label", "title", "alt", "placeholder")
# Each test in a savepoint of the world.
pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# Headings of the spreadsheet that was planted: whoever brought it reads their own words.
BROUGHT = {"manage:import_columns": {"Name", "Date of birth", "Email"}}
VOID = {"br", "hr", "img", "input", "link", "meta", "wbr", "path", "circle", "rect", "use"}


class Words(HTMLParser):
    """Every piece of text of a page and of the attributes that are read out, but for what says it is English."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.page = ""
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.page = given.get("lang") or ""
        silent = (
            bool(self._open and self._open[-1][1])
            or tag in ("script", "style")
            or (given.get("lang") or "").startswith("en")
        )
        if not silent:
            self.found += [given[name] or "" for name in SAID if name in given]
        if tag not in VOID:
            self._open.append((tag, silent))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not (self._open and self._open[-1][1]) and data.strip():
            self.found.append(" ".join(data.split()))


@pytest.fixture(scope="module")
def english() -> set[str]:
    """Strings that read otherwise in Welsh."""
    compile_catalogues(LOCALE)
    with (LOCALE / "cy" / "LC_MESSAGES" / "django.po").open("rb") as handle:
        catalogue = read_po(handle, locale="cy")
    welsh = {text for one in catalogue if isinstance(one.string, str) for text in [one.string]}
    ids = {one.id for one in catalogue if isinstance(one.id, str) and one.id and one.id != one.string}
    return ids - welsh


@pytest.fixture(scope="module")
def walker(django_db_setup: Any, django_db_blocker: Any) -> Iterator[Walker]:
    """A world with a row of everything, and a browser for each persona."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Walker(build())
        transaction.set_rollback(True)


def test_no_page_says_in_english_what_the_catalogue_says_in_welsh(walker: Walker, english: set[str]) -> None:
    names = {user.name for user in walker.world.users.values() if user is not None}
    english = english - names - {"English"}  # a language is called by its own name
    wrong: dict[str, set[str]] = defaultdict(set)
    read = 0
    for route in routes():
        if "GET" not in route.verbs or route.template.startswith(("-/", "preferences/")):
            continue
        for client in walker.clients.values():
            with transaction.atomic():
                response = client.get("/cy" + walker.address(route))
                shown = response.status_code == 200 and "text/html" in response.headers["Content-Type"]
                body = b"".join(response).decode("utf-8") if shown else ""
                # Closing tells that the request is over, at which the test's own connection must not be closed.
                request_finished.disconnect(close_old_connections)
                response.close()
                request_finished.connect(close_old_connections)
                transaction.set_rollback(True)
            if not shown:
                continue
            page = Words()
            page.feed(body)
            read += 1
            assert page.page == "cy", route.name
            wrong[route.name] |= set(page.found) & english - BROUGHT.get(route.base, set())
            break
    assert read > 80
    assert {name: sorted(words) for name, words in wrong.items() if words} == {}
