# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is said in passing is said once; what may name somebody never leaves the server in a cookie."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from cydwaith.web import passing


def visit(
    session: Any, cookies: dict[str, str], *, said: Any = None, shown: bool = False
) -> tuple[list[str], HttpResponse]:
    """One request: what it says, and what it shows of what was said before."""
    request = RequestFactory().get("/")
    request.session, request.COOKIES = session, dict(cookies)
    seen: list[str] = []

    def answer(asked: HttpRequest) -> HttpResponse:
        if said:
            said(asked)
        if shown:
            seen.extend(str(one) for one in messages.get_messages(asked))
        return HttpResponse()

    response = MessageMiddleware(answer)(request)
    for name, morsel in response.cookies.items():
        cookies.pop(name, None)
        if morsel["max-age"] != 0:
            cookies[name] = morsel.value
    return seen, response


def speak(request: HttpRequest) -> None:
    passing.done(request, "The contact is saved.")
    messages.success(request, "Siân is on your list now.")


def test_both_kinds_are_shown_once_and_only_plain_words_are_in_a_cookie() -> None:
    session, cookies = SessionStore(), {}
    visit(session, cookies, said=speak)
    kept = signing.b64_decode(cookies["messages"].split(":")[0].encode()).decode()
    assert "contact is saved" in kept
    assert "on your list" not in kept
    assert visit(session, cookies, shown=True)[0] == ["The contact is saved.", "Siân is on your list now."]
    assert visit(session, cookies, shown=True)[0] == []
    assert cookies == {}


def test_plain_words_leave_the_session_alone() -> None:
    session, cookies = SessionStore(), {}
    visit(session, cookies, said=lambda request: passing.done(request, "The contact is saved."))
    assert not session.modified
    assert visit(session, cookies, shown=True)[0] == ["The contact is saved."]
