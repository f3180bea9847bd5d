# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of named routes for templates: a list page asks for sixty, and Django works each out anew."""

from __future__ import annotations

import re
from itertools import chain
from typing import Any

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import translation

from cydwaith.web.templating import drawing

_SIMPLE = re.compile(r"[A-Za-z0-9_-]+")
"""Text that stands in an address as it is."""

_Form = tuple[str, tuple[int, ...], tuple[str, ...]]
"""How an address is made: its beginning, which value comes next each time, what stands behind each."""


class Kept:
    """What is kept of one language, below one prefix, of one table of routes."""

    __slots__ = ("foot", "forms", "whole")

    def __init__(self) -> None:
        self.foot: Any = None  # the links at the foot of every page, of `web.jinja`
        self.whole: dict[str, str] = {}
        self.forms: dict[tuple[Any, ...], _Form] = {}


_by_place: dict[tuple[str, str, str], Kept] = {}


def here() -> Kept:
    """What is kept for the language and the prefix of the page: asked once while a page is drawn."""
    page = drawing.get()
    if page is not None and page.addresses is not None:
        kept: Kept = page.addresses
        return kept
    place = (
        translation.get_language() or "",
        get_script_prefix(),
        str(get_urlconf() or settings.ROOT_URLCONF),
    )
    kept = _by_place.setdefault(place, Kept())
    if page is not None:
        page.addresses = kept
    return kept


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named route in the language of the page (``/cy/…`` in Welsh).

    What stands around its values is kept, so a route is worked out once for all the rows of a list.
    Raises `NoReverseMatch` for a route that is not there, or at its first use for a value that does not fit it.
    """
    if args:
        return reverse(name, args=args, kwargs=kwargs or None)
    kept = here()
    if not kwargs:
        found = kept.whole.get(name)
        if found is None:
            found = kept.whole[name] = reverse(name)
        return found
    texts = []
    for value in kwargs.values():
        text = value if type(value) is str else str(value) if type(value) is int else ""
        if not (text.isascii() and text.isalnum()) and not _SIMPLE.fullmatch(text):
            return reverse(name, kwargs=kwargs)
        texts.append(text)
    key = (name, *kwargs, *map(type, kwargs.values()))
    form = kept.forms.get(key)
    if form is None:
        address = reverse(name, kwargs=kwargs)
        form = _form(address, texts)
        if form is not None:
            kept.forms[key] = form
        return address
    head, order, tails = form
    if len(order) == 1:
        return f"{head}{texts[0]}{tails[0]}"
    return head + "".join(
        chain.from_iterable((texts[at], tail) for at, tail in zip(order, tails, strict=True))
    )


def _form(address: str, texts: list[str]) -> _Form | None:
    """How an address is made of its values; None where one of them stands in it more than once, or not by itself."""
    places = [address.find(f"/{text}/") for text in texts]
    if any(place < 0 or address.count(text) != 1 for place, text in zip(places, texts, strict=True)):
        return None
    order = sorted(range(len(texts)), key=places.__getitem__)
    starts = [places[at] + 1 for at in order]
    ends = [places[at] + 1 + len(texts[at]) for at in order]
    tails = tuple(address[end:start] for end, start in zip(ends, [*starts[1:], len(address)], strict=True))
    return address[: starts[0]], tuple(order), tails


def around(name: str, key: str) -> tuple[str, str]:
    """What stands before and after the one value of a route: for lists, whose rows put their own between.

    The value must be plain (letters, digits, hyphens), as references and numbers are.
    """
    head, _value, tail = url(name, **{key: _STAND_IN}).partition(_STAND_IN)
    return head, tail


_STAND_IN = "0STANDIN0"
