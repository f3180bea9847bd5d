# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names taken apart, once for each distinct writing, with what ``engines.names`` knows of them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from cydwaith.engines.names.alike import split_name
from cydwaith.engines.names.folding import name_tokens
from cydwaith.engines.names.phonetic import phonetic
from cydwaith.engines.names.variants import FAMILY, GIVEN

SEPARATOR: Final = "\x1f"
"""Stands between the fields of a name in its key."""

GIVEN_FIELDS: Final = ("given", "middle", "called", "name")
FAMILY_FIELDS: Final = ("family", "former", "name")
GIVEN_COLUMNS: Final = ("g", "g1", "gs", "gv", "gt", "gp")
FAMILY_COLUMNS: Final = ("f", "fs", "fp", "fv", "fo")


@lru_cache(maxsize=1)
def _rows_of_variants() -> dict[str, tuple[int, ...]]:
    found: dict[str, tuple[int, ...]] = {}
    for number, row in enumerate((*GIVEN, *FAMILY)):
        for name in row.split():
            found[name] = (*found.get(name, ()), number)
    return found


def _variants(words: tuple[str, ...]) -> list[int] | None:
    rows = _rows_of_variants()
    if len(words) == 1:
        return list(rows.get(words[0], ())) or None
    return sorted({row for word in words for row in rows.get(word, ())}) or None


@lru_cache(maxsize=50_000)
def _sounds(word: str) -> tuple[str, ...]:
    """Sound keys of a first name and of the names it is a form of: for one misspelt or in the other language."""
    keys = (phonetic(word), *(f"v{row}" for row in _rows_of_variants().get(word, ())))
    return tuple(key for key in keys if len(key) > 1)


def given_row(key: str) -> tuple[Any, ...]:
    """`GIVEN_COLUMNS` of the `GIVEN_FIELDS` in a key."""
    given, middle, called, full = key.split(SEPARATOR)
    words = name_tokens(f"{given} {middle}" if middle else given)
    if full and not words:
        words = split_name(full).given
    if not words:
        return (None,) * len(GIVEN_COLUMNS)
    going_by = [word for word in dict.fromkeys((*words, *name_tokens(called)[:1])) if len(word) > 1]
    sounds = sorted({sound for word in going_by for sound in _sounds(word)})
    return (
        " ".join(words),
        words[0],
        phonetic(words[0]),
        _variants(words[:1]),
        going_by or None,
        sounds or None,
    )


def family_row(key: str) -> tuple[Any, ...]:
    """`FAMILY_COLUMNS` of the `FAMILY_FIELDS` in a key."""
    family, former, full = key.split(SEPARATOR)
    words = name_tokens(family)
    if full and not words:
        words = split_name(full).family
    earlier = name_tokens(former) if former else ()
    parts = tuple(word for word in dict.fromkeys((*words, *earlier)) if len(word) > 1)
    return (
        "".join(words) or None,
        phonetic(words[-1]) if words else None,
        list(parts) or None,
        _variants(parts),
        bool(earlier),
    )
