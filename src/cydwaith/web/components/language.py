# SPDX-License-Identifier: AGPL-3.0-or-later
"""The other language of a page."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import get_script_prefix, get_urlconf, translate_url

from cydwaith.web.components import words

NAMES = {"en": "English", "cy": "Cymraeg"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """The same page in the other language; ``name`` is written in that language."""

    code: str
    name: str
    href: str


def other(code: str | None) -> str:
    """The code of the other language."""
    return "en" if words.language_of(code) == "cy" else "cy"


_twins: dict[tuple[str, str], bool] = {}


def _has_twins(route: str, path: str) -> bool:
    """Whether a route stands in both languages: worked out at the first of its addresses."""
    key = (str(get_urlconf()), route)
    if key not in _twins:
        _twins[key] = translate_url(path, "cy") != translate_url(path, "en")
    return _twins[key]


def _address(request: HttpRequest, code: str) -> str:
    """The same address in the other language: every page of ours stands under `/cy/` too, by the same words."""
    whole, match = request.get_full_path(), request.resolver_match
    before = get_script_prefix()
    if match is None or not match.view_name or not whole.startswith(before):
        return translate_url(whole, code)
    rest = whole.removeprefix(before)
    welsh = rest.startswith("cy/")
    if welsh == (code == "cy") or not _has_twins(match.view_name, request.path):
        return translate_url(whole, code)
    return f"{before}{rest.removeprefix('cy/')}" if welsh else f"{before}cy/{rest}"


def twin(request: HttpRequest) -> Twin:
    """The twin of the page a request asked for, query string and all."""
    found: Twin | None = getattr(request, "_twin", None)
    if found is None:
        code = other(getattr(request, "LANGUAGE_CODE", None))
        found = Twin(code=code, name=NAMES[code], href=_address(request, code))
        request._twin = found  # type: ignore[attr-defined]  # asked for in the head and in the header
    return found
