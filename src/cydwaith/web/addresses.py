# SPDX-License-Identifier: AGPL-3.0-or-later
"""Addresses of named routes for templates: a list page asks for sixty, and Django works each out anew."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import translation

_SIMPLE = re.compile(r"[A-Za-z0-9_-]+")
"""Text that stands in an address as it is."""

_whole: dict[tuple[str, ...], str] = {}
_around: dict[tuple[str, ...], tuple[str, str]] = {}


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named route in the language of the page (``/cy/…`` in Welsh).

    What stands around one argument is kept, so a route is worked out once for all the rows of a list.
    Raises `NoReverseMatch` for a route that is not there, or at its first use for a value that does not fit it.
    """
    if args or len(kwargs) > 1:
        return reverse(name, args=args or None, kwargs=kwargs or None)
    place = (
        name,
        translation.get_language() or "",
        get_script_prefix(),
        str(get_urlconf() or settings.ROOT_URLCONF),
    )
    if not kwargs:
        found = _whole.get(place)
        if found is None:
            found = _whole[place] = reverse(name)
        return found
    ((key, value),) = kwargs.items()
    text = str(value) if type(value) in (int, str) else ""
    if not _SIMPLE.fullmatch(text):
        return reverse(name, kwargs=kwargs)
    within = (*place, key, type(value).__name__)
    around = _around.get(within)
    if around is None:
        address = reverse(name, kwargs=kwargs)
        head, found_in, tail = address.partition(f"/{text}/")
        if found_in and text not in head and text not in tail:
            _around[within] = (f"{head}/", f"/{tail}")
        return address
    return f"{around[0]}{text}{around[1]}"


def around(name: str, key: str) -> tuple[str, str]:
    """What stands before and after the one value of a route: for lists, whose rows put their own between.

    The value must be plain (letters, digits, hyphens), as references and numbers are.
    """
    head, _value, tail = url(name, **{key: _STAND_IN}).partition(_STAND_IN)
    return head, tail


_STAND_IN = "0STANDIN0"
