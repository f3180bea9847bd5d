# SPDX-License-Identifier: AGPL-3.0-or-later
"""The components as they stand on a page: both languages, sound markup, colour never alone, and small."""

import gzip
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template import engines
from django.test import Client, override_settings

import cydwaith.web
from cydwaith.web.components import path, status, theme
from cydwaith.web.components.icons import icon
from cydwaith.web.preferences import colours_href

PAGES = ("/gallery/", "/gallery/person/", "/gallery/question/", "/gallery/employer/", "/gallery/gone/")
BUILT = Path(cydwaith.web.__file__).parent / "static" / "build"
VOID = {"meta", "link", "input", "br", "hr", "img", "path", "circle", "rect", "source", "col"}


@pytest.fixture(autouse=True)
def _gallery() -> Iterator[None]:
    with override_settings(
        ROOT_URLCONF="tests.web.gallery_urls",
        SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies",
    ):
        yield


class _Page(HTMLParser):
    """Notes tags that do not match, ids, headings and references."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.ids: list[str] = []
        self.refers: list[str] = []
        self.tags: list[str] = []
        self.inline: list[str] = []
        self.feed(html)
        self.wrong += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("for", "form", "aria-labelledby", "popovertarget"):
                self.refers.append(value or "")
            if name == "style" or name.startswith("on"):
                self.inline.append(f"{tag} {name}")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)


@pytest.mark.parametrize("prefix", ["", "/cy"])
@pytest.mark.parametrize("page", PAGES)
def test_pages_are_sound_in_both_languages(client: Client, prefix: str, page: str) -> None:
    answer = client.get(prefix + page)
    html = answer.content.decode()
    assert answer.status_code == (404 if "gone" in page else 200)
    assert f'<html lang="{"cy" if prefix else "en"}"' in html
    read = _Page(html)
    assert read.wrong == []
    assert read.inline == []
    assert "style" not in read.tags
    assert len(read.ids) == len(set(read.ids))
    assert set(read.refers) <= set(read.ids)
    assert read.tags.count("main") == 1
    assert read.tags.count("h1") >= 1
    assert 'href="#main"' in html


def test_the_employer_s_page_names_no_service(client: Client) -> None:
    html = client.get("/gallery/employer/").content.decode()
    shown = re.sub(r'(href|src)="[^"]*"', "", html)
    assert "Cydwaith" not in shown
    assert "mark.svg" not in html


def test_refused_and_absent_are_one_page(client: Client) -> None:
    absent = client.get("/nothing/here/")
    assert absent.status_code == 404
    assert "This page is not here" in absent.content.decode()


def test_every_tone_has_a_shape_of_its_own() -> None:
    shapes = list(status.SHAPES.values())
    assert len(set(shapes)) == len(shapes)
    drawn = {str(icon(name)) for name in shapes}
    assert len(drawn) == len(shapes)
    html = str(status.status("<Overdue>", "problem"))
    assert "&lt;Overdue&gt;" in html
    assert "status--problem" in html


def test_an_icon_is_silent_unless_it_is_named() -> None:
    assert 'aria-hidden="true"' in str(icon("tick"))
    assert 'aria-label="a &#34;b&#34;"' in str(icon("tick", label='a "b"'))


def test_a_path_says_where_one_is() -> None:
    names = ["one", "two", "three"]
    assert [path.place(path.stones(names, here)) for here in (0, 1, 2)] == [1, 2, 3]
    assert path.place(path.stones(names, 3)) == 3
    assert path.place(path.stones(names, -1)) == 0
    assert [stone.state for stone in path.stones(names, 1)] == ["walked", "here", "ahead"]


def test_the_line_winds_to_the_other_side_each_time() -> None:
    assert path.line(0) != path.line(1)
    assert path.line(0) == path.line(2)
    assert path.strip_line(0) != path.strip_line(1)


@pytest.mark.parametrize(
    ("done", "total", "width"), [(0, 10, None), (5, 10, 250), (20, 10, 500), (1, 0, None)]
)
def test_long_work_is_a_line_being_walked(done: int, total: int, width: int | None) -> None:
    drawn = re.search(r'<svg width="(\d+)"', str(path.walk_lines(done, total)))
    assert (int(drawn[1]) if drawn else None) == width


def _render(source: str, **context: object) -> str:
    return str(engines["jinja2"].env.from_string(source).render(**context))


def test_macros_escape_what_people_wrote() -> None:
    html = _render(
        '{% from "components/content.html" import words, summary_list, timeline %}'
        '{{ words(text, who=text) }}{{ summary_list([{"key": text, "value": text}]) }}',
        text="<b>x</b>",
    )
    assert "<b>" not in html
    assert html.count("&lt;b&gt;") == 4


def test_a_missing_answer_is_said() -> None:
    source = '{% from "components/content.html" import summary_list %}{{ summary_list([{"key": "a", "value": v}]) }}'
    assert "Not said" in _render(source, v="")
    assert "Not said" in _render(source, v=None)
    assert ">0<" in _render(source, v=0)


def test_a_mistyped_macro_name_of_ours_is_an_error() -> None:
    from jinja2 import UndefinedError

    with pytest.raises(UndefinedError):
        _render("{{ no_such_macro() }}")


def test_job_pages_renew_themselves_without_script() -> None:
    source = (
        '{% from "components/feedback.html" import progress, progress_head %}'
        '{{ progress_head("/j/1/") }}{{ progress("x", 1, 2, "/j/1/", finished=f) }}'
    )
    running, finished = _render(source, f=False), _render(source, f=True)
    assert '<noscript><meta http-equiv="refresh" content="4; url=/j/1/"></noscript>' in running
    assert 'data-follow="/j/1/"' in running
    assert "data-follow" not in finished


@pytest.mark.parametrize(("sent", "kept"), [("dense", "dense"), ("roomy", "")])
def test_density_is_remembered_and_leads_back(client: Client, sent: str, kept: str) -> None:
    answer = client.post("/preferences/density/", {"density": sent, "next": "/gallery/?q=x"})
    assert answer["Location"] == "/gallery/?q=x"
    assert client.cookies["cydwaith_density"].value == kept
    assert ('class="staff dense"' in client.get("/gallery/").content.decode()) is bool(kept)


def test_density_leads_to_no_other_site(client: Client) -> None:
    assert client.post("/preferences/density/", {"next": "//evil.example"})["Location"] == "/"
    assert client.get("/preferences/density/").status_code == 405


@pytest.mark.skipif(not BUILT.is_dir(), reason="the assets were not built; `make test` builds them first")
def test_a_first_load_is_small(client: Client) -> None:
    page = len(gzip.compress(client.get("/gallery/").content))
    packed = sum(len(gzip.compress((BUILT / name).read_bytes())) for name in ("app.css", "app.js"))
    fonts = sum(file.stat().st_size for file in (BUILT / "fonts").glob("*.woff2"))
    assert page <= 20_000
    assert page + packed + fonts <= 150_000


@pytest.mark.skipif(not BUILT.is_dir(), reason="the assets were not built; `make test` builds them first")
def test_built_files_name_no_source_map_and_no_other_host() -> None:
    for name in ("app.css", "app.js"):
        text = (BUILT / name).read_text()
        assert "sourceMappingURL" not in text
        assert not re.search(r"https?://", text)
        assert "GDS Transport" not in text


def test_a_partnership_s_colours_are_a_stylesheet_of_their_own(client: Client) -> None:
    href = colours_href("#123456", "#5A2A6B")
    assert href == "/preferences/colours/123456-5a2a6b.css"
    answer = client.get(href)
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer["Cache-Control"]
    assert answer.content.decode() == theme.stylesheet(teal="#123456", heather="#5a2a6b")


@pytest.mark.parametrize("pair", [("", ""), ("#ffcf33", "#6b3f7d"), ("red", "#6b3f7d")])
def test_colours_that_cannot_be_read_are_left_out(client: Client, pair: tuple[str, str]) -> None:
    assert colours_href(*pair) == ""
    assert client.get("/preferences/colours/ffcf33-6b3f7d.css").status_code == 404
