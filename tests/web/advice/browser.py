# SPDX-License-Identifier: AGPL-3.0-or-later
"""A browser for tests of the advisers' pages: signed in as somebody, reading text, counting statements."""

from __future__ import annotations

import html
import re
from typing import Any

from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cydwaith.kernel.actor import Actor
from cydwaith.kernel.models import User
from tests.web.accounts.signing import signed_in

# Frames of transactions; the session's "last seen", written twice a minute; Django asking SQLite once what it can do.
_NOT_COUNTED = re.compile(
    r"""(?i)^(savepoint|release|begin|commit)\b|^update "django_session"|^select json\('"""
)


class Browser:
    """Signed in as an actor of the world."""

    def __init__(self, actor: Actor) -> None:
        self.client: Client = signed_in(User.objects.get(pk=actor.user_id))

    def get(self, address: str, status: int = 200) -> str:
        """The page as text with its markup, character references resolved."""
        answer = self.client.get(address)
        assert answer.status_code == status, (address, answer.status_code)
        return html.unescape(answer.content.decode())

    def file(self, address: str) -> tuple[str, bytes]:
        """A file to keep: its type and its bytes."""
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        content = b"".join(answer.streaming_content)
        # Closing tells that the request is over, at which the test's own connection must not be closed.
        request_finished.disconnect(close_old_connections)
        answer.close()
        request_finished.connect(close_old_connections)
        return answer["Content-Type"], content

    def post(self, address: str, answered: int = 302, **fields: Any) -> Any:
        """Send a form; returns the answer."""
        answer = self.client.post(address, fields)
        if answer.status_code != answered:
            found = re.search(r"(?s)error-summary.*?</ul>", answer.content.decode())
            raise AssertionError((address, answer.status_code, found and found.group()))
        return answer

    def sees(self, address: str) -> str:
        """What a reader sees of a page: its words, without markup, one space between them."""
        return seen(self.get(address))

    def statements(self, address: str, **fields: Any) -> int:
        """How many SQL statements a request takes once the session is warm, what is no part of it left out."""
        self.client.get("/advice/board/")
        with CaptureQueriesContext(connection) as caught:
            answer = self.client.post(address, fields) if fields else self.client.get(address)
        assert answer.status_code == (302 if fields else 200), (address, answer.status_code)
        return sum(1 for one in caught if not _NOT_COUNTED.match(one["sql"]))


def seen(page: str) -> str:
    """The words of the main part of a page."""
    main = page[page.find("<main") :]
    return " ".join(html.unescape(re.sub(r"(?s)<(script|style).*?</\1>|<[^>]+>", " ", main)).split())


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found.group(1)


def day(name: str, on: Any) -> dict[str, str]:
    """A date as the three boxes of a field send it."""
    return {f"{name}_0": str(on.day), f"{name}_1": str(on.month), f"{name}_2": str(on.year)}
