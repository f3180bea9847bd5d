# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every page that somebody can reach by links, found by asking for it; a few addresses a route are enough."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve
from django.utils import translation

from tests.e2e.visitor import Visitor

A_ROUTE = 3  # addresses: the first person in a list may have no job, the third may


class _Links(HTMLParser):
    """Addresses of links, each with the language that it says it leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.anchors: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.anchors.append((str(given["href"]), given.get("hreflang") or ""))


def route(path: str, language: str) -> str:
    """The name of the route behind a path, with the kind of file that it asks for; empty for no route of ours."""
    bare, _, query = path.partition("?")
    with translation.override(language):
        try:
            found = resolve(bare)
        except Resolver404:
            return "gallery" if "/gallery/" in bare else ""
    formats = [part for part in query.split("&") if part.startswith("format=")]
    return "?".join([found.view_name, *formats])


@dataclass
class Found:
    """What a crawl brought: one page a route (the longest), what was wrong."""

    pages: dict[str, tuple[str, str]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def crawl(visitor: Visitor, *starts: str) -> Found:
    """Ask for everything that links reach from `starts` (paths), without a script, at most `A_ROUTE` a route."""
    found, asked, times = Found(), set[str](), Counter[str]()
    waiting = [urlsplit(visitor.address(path)).path for path in starts]
    while waiting:
        path = waiting.pop(0)
        name = route(path, visitor.language)
        if path in asked or times[name] >= A_ROUTE:
            continue
        asked.add(path)
        times[name] += 1
        answer = visitor.context.request.get(f"{visitor.site.address}{path}", max_redirects=5)
        if answer.status >= 400:
            found.wrong.append(f"{answer.status} {path}")
            continue
        landed = answer.url.removeprefix(visitor.site.address)
        if landed.startswith("/cy/") != (visitor.language == "cy"):
            continue  # somebody whose account asks for the other language is taken to it
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        text = answer.text()
        if landed == path and len(text) > len(found.pages.get(name, ("", ""))[1]):
            found.pages[name] = (path, text)
        waiting += _onwards(visitor, landed, text, found)
    return found


def _onwards(visitor: Visitor, here: str, text: str, found: Found) -> list[str]:
    links = _Links()
    links.feed(text)
    paths = []
    for href, hreflang in links.anchors:
        address = urldefrag(urljoin(f"{visitor.site.address}{here}", href)).url
        if not address.startswith(f"{visitor.site.address}/") or hreflang:
            continue
        path = address.removeprefix(visitor.site.address)
        if not route(path, visitor.language):
            found.wrong.append(f"{here} leads out of its language or nowhere: {path}")
            continue
        paths.append(path)
    return paths
