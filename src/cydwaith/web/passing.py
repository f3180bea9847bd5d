# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is said in passing ("The contact is saved."): shown once, on the next page.

It may name somebody, so it waits on the server, with the session. Words that are the same for everybody, marked
`PLAIN`, go with the answer in a signed cookie instead: the most frequent save of all then leaves the session as it is.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.core import signing
from django.http import HttpRequest
from django.utils.functional import cached_property

PLAIN = "plain"
"""The mark of a message that holds nothing but our own words."""


def done(request: HttpRequest, words: str) -> None:
    """Say that something was done. `words`: of the catalogue, with nothing of anybody put in."""
    messages.success(request, words, extra_tags=PLAIN)


class PlainCookie(CookieStorage):
    """Takes the plain messages and leaves the others."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """The signer is made when there is something to sign or to read: on most pages nothing is said."""
        BaseStorage.__init__(self, request, *args, **kwargs)

    @cached_property
    def signer(self) -> Any:
        """As Django makes it."""
        return signing.get_cookie_signer(salt=CookieStorage.key_salt)

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Any], bool]:
        found, _all = super()._get(*args, **kwargs)  # type: ignore[misc]  # the stubs leave it out
        return found or [], False

    def _store(
        self, messages: list[Any], response: Any, remove_oldest: bool = True, *args: Any, **kwargs: Any
    ) -> list[Any]:
        plain = [one for one in messages if one.extra_tags == PLAIN]
        left = super()._store(plain, response, remove_oldest, *args, **kwargs)  # type: ignore[misc]  # as above
        return [one for one in messages if one.extra_tags != PLAIN] + left


class PassingStorage(FallbackStorage):
    """Plain words in the cookie, everything else with the session."""

    storage_classes = (PlainCookie, SessionStorage)
