# SPDX-License-Identifier: AGPL-3.0-or-later
"""The other language of a page."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import translate_url

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


def twin(request: HttpRequest) -> Twin:
    """The twin of the page a request asked for, query string and all."""
    code = other(getattr(request, "LANGUAGE_CODE", None))
    return Twin(code=code, name=NAMES[code], href=translate_url(request.get_full_path(), code))
