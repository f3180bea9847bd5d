# SPDX-License-Identifier: AGPL-3.0-or-later
"""Headings: what a folded heading may mean, and the number of the group that it belongs to ("Job 2 / Start")."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final, NamedTuple

from cydwaith.engines.tables.fields import FIELDS, TABLES
from cydwaith.engines.tables.fields.fold import fold

_ORDINALS: Final = {
    "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "5th": 5, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5,
    "cyntaf": 1, "gyntaf": 1, "ail": 2, "trydydd": 3, "trydedd": 3, "pedwerydd": 4, "pumed": 5,
    "1af": 1, "2il": 2, "3ydd": 3, "4ydd": 4, "5ed": 5, "i": 1, "ii": 2, "iii": 3,
}  # fmt: skip
#: Folded word -> the repeating table that it names, as a group of columns or a sheet.
TABLE_WORDS: Final = {
    word: table.id for table in TABLES.values() if table.repeats for word in map(fold, table.words)
}
_NUMBERED = re.compile(r"([a-z]{3,})(\d{1,2})\b")
_BRACKETS = re.compile(r"\(([^)]*)\)|\[([^\]]*)\]")
_FORMAT_HINT = re.compile(
    r"\b(?:dd? mm? yy(?:yy)?|yyyy mm dd|mm? dd? yy(?:yy)?|y n|yes no|please state|optional|required|mandatory"
    r"|gorfodol)\b"
)
#: Words that may stand before a group's number without changing what the heading means.
_FILLERS: Final = frozenset(("the", "of", "for", "no", "number", "rhif", "y", "yr"))


class Heading(NamedTuple):
    """A heading taken apart. `text`: folded, without group and number. `table`: named by the group, if any.
    `group`: its number, None if there is none. `whole`: folded as it stood."""

    text: str
    table: str | None
    group: int | None
    whole: str


@lru_cache(maxsize=4_096)
def take_apart(header: str) -> Heading:
    """Split "Job 2 / Start date", "Employer2", "Start (job 1)", "Ail swydd: dechrau" into group and heading."""
    whole = _FORMAT_HINT.sub(" ", fold(_BRACKETS.sub(r" \1\2 ", header)))
    whole = " ".join(whole.split()) or fold(header)
    if whole in SYNONYMS:
        return Heading(whole, None, None, whole)
    upper, _, lower = header.rpartition(" / ")
    if upper:
        group = take_apart_group(fold(upper))
        inner = take_apart(lower)
        table, number = group if group else (None, None)
        return Heading(inner.text, inner.table or table, inner.group or number, whole)
    words = _NUMBERED.sub(r"\1 \2", whole).split()
    found_table: str | None = None
    number = None
    rest: list[str] = []
    for index, word in enumerate(words):
        if number is None and word.isdecimal() and len(word) <= 2 and 0 < int(word) <= 20 and index:
            number = int(word)
        elif number is None and word in _ORDINALS and len(words) > 1:
            number = _ORDINALS[word]
        else:
            rest.append(word)
    if number is None:
        return Heading(whole, None, None, whole)
    text = " ".join(rest)
    if text not in SYNONYMS:
        for index, word in enumerate(rest):
            if word in TABLE_WORDS and len(rest) > 1:
                found_table = TABLE_WORDS[word]
                shorter = [each for each in rest[:index] + rest[index + 1 :] if each not in _FILLERS]
                text = " ".join(shorter)
                break
    return Heading(text, found_table, number, whole)


def take_apart_group(folded: str) -> tuple[str | None, int | None] | None:
    """Table and number that a group's name points to ("job 2", "first employer"), None if it names no table."""
    number = None
    words = []
    for word in _NUMBERED.sub(r"\1 \2", folded).split():
        if word.isdecimal() and len(word) <= 2:
            number = int(word) or None
        elif word in _ORDINALS:
            number = _ORDINALS[word]
        else:
            words.append(word)
    text = " ".join(words)
    table = TABLE_WORDS.get(text) or next((TABLE_WORDS[word] for word in words if word in TABLE_WORDS), None)
    if table is None and text in map(fold, TABLES["person"].words):
        table = "person"
    return (table, number) if table or number else None


def _index() -> tuple[Mapping[str, str], Mapping[str, tuple[str, ...]]]:
    own: dict[str, str] = {}
    shared: dict[str, tuple[str, ...]] = {}
    for each in FIELDS.values():
        for word in (each.name, each.label, *each.synonyms):
            folded = fold(word)
            if folded in (fold(one) for one in each.shared) or folded in _SHARED_WORDS:
                continue
            if own.setdefault(folded, each.id) != each.id:
                raise ValueError(f"{word!r} is a heading of {own[folded]} and of {each.id}")
        for word in each.shared:
            shared[fold(word)] = (*shared.get(fold(word), ()), each.id)
    return MappingProxyType(own), MappingProxyType(shared)


_SHARED_WORDS: Final = frozenset(fold(word) for each in FIELDS.values() for word in each.shared)
#: Folded heading -> the one field that it means; and -> the fields of several tables that it may mean.
OWN, SHARED = _index()
SYNONYMS: Final = frozenset(OWN) | frozenset(SHARED)


def known_heading(text: str) -> bool:
    """Whether a cell is a heading that we know, with or without a group's number."""
    return take_apart(text).text in SYNONYMS
