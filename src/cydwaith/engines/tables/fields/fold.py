# SPDX-License-Identifier: AGPL-3.0-or-later
"""Folding: the same heading or word, however it was typed."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_NOT_WORD = re.compile(r"[^a-z0-9£%+]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_APOSTROPHES = str.maketrans("", "", "'’‘`´ʼ")
_SPACES = re.compile(r"\s+")
_LETTERS: Final = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Lower case, without accents, apostrophes and punctuation, words separated by one space.

    "Date of Birth:", "date_of_birth" and "DateOfBirth" all give "date of birth"; "Siân's" gives "sians".
    A text of other scripts only is folded to its case alone, so that it does not vanish.
    """
    text = text[:500].translate(_APOSTROPHES)
    spread = _CAMEL.sub(" ", text)
    if spread.isascii():
        return _NOT_WORD.sub(" ", spread.lower()).strip() or tidy(text).lower()
    plain = unicodedata.normalize("NFKD", spread).casefold().translate(_LETTERS)
    folded = _NOT_WORD.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()
    return folded or tidy(text).casefold()


def tidy(text: str) -> str:
    """The text without spaces around it, with every run of spaces and line breaks inside made one space."""
    return _SPACES.sub(" ", text).strip()
