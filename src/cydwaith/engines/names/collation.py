# SPDX-License-Identifier: AGPL-3.0-or-later
"""Welsh alphabetical order as a sort key that every database sorts alike.

The Welsh alphabet (with the letters that only borrowed names use) is
``a b c ch d dd e f ff g ng h i j k l ll m n o p ph q r rh s t th u v w x y z``: a digraph is one letter, so
*Lloyd* comes after *Lyn* and *Rhys* after *Rowland*. The key holds digits only, two a letter: SQLite,
PostgreSQL and Python then agree whatever collation they were built with (a Welsh locale would read letters
as digraphs again).
"""

import re

from cydwaith.engines.names.folding import PARTICLES, TITLES, fold, tokens

ALPHABET = tuple(
    "a b c ch d dd e f ff g ng h i j k l ll m n o p ph q r rh s t th u v w x y z".split()  # noqa: SIM905 - read aloud
)
"""The letters in their order, digraphs as one letter."""

KEY_LENGTH = 240
"""Longest key, in characters: what the database column must hold."""

_CODE = {letter: f"{place:02d}" for place, letter in enumerate(ALPHABET, start=20)}
_DIGRAPHS = tuple(letter for letter in ALPHABET if len(letter) == 2)
_LETTER = re.compile("|".join((*_DIGRAPHS, ".")))
_SINGLE_NG = re.compile("|".join((*(letter for letter in _DIGRAPHS if letter != "ng"), ".")))
_WORD_END = "00"
_ACCENTS = "0000"
_OTHER_SCRIPT = "90"

# In these beginnings and words n and g meet, they are not the letter ng: names of places and families made
# of two words. A list, because no rule tells them apart.
_N_THEN_G = (
    "bangor",
    "llangollen",
    "llangefni",
    "langford",
    "langley",
    "hengoed",
    "penglais",
    "brongest",
    "llangynwyd",
)


def _code(letter: str) -> str:
    if letter.isascii() and letter.isdigit():
        return f"1{letter}"
    return _CODE.get(letter) or f"{_OTHER_SCRIPT}{ord(letter):07d}"


def _codes(word: str) -> str:
    """The codes of the Welsh letters of a folded word: ``llwyd`` is ll w y d."""
    parted = any(place in word for place in _N_THEN_G)
    return "".join(map(_code, (_SINGLE_NG if parted else _LETTER).findall(word)))


def _key(words: tuple[str, ...], written: str) -> str:
    primary = _WORD_END.join(map(_codes, words))
    # Accents part only names that are otherwise alike: Sian before Siân.
    accents = (
        ""
        if written.isascii()
        else "".join(
            f"{ord(sign) % 100:02d}" for sign in written.casefold() if sign.isalpha() and not sign.isascii()
        )
    )
    return (primary + (_ACCENTS + accents if accents else ""))[:KEY_LENGTH]


def sort_key(name: str) -> str:
    """The key by which names as written sort in Welsh alphabetical order: digits only, at most `KEY_LENGTH`.

    >>> sorted(["Lloyd", "Lyn", "Luned"], key=sort_key)
    ['Luned', 'Lyn', 'Lloyd']
    """
    return _key(tuple(fold(name).split()), name)


def family_sort_key(name: str) -> str:
    """As `sort_key`, by family name and then the other names: what a staff list is ordered by.

    The family name of a name kept in one field is its last word, with *ap*, *ab* or *ferch* before it
    (``Ieuan ap Rhys`` sorts under *ap Rhys*) and with all parts that hyphens join (``Cerys Morgan-Hughes``
    sorts under *Morgan*). A person with one name sorts under it.
    """
    raw = [word for word in name.split() if fold(word)]
    while len(raw) > 1 and fold(raw[0]) in TITLES:
        raw.pop(0)
    if len(raw) < 2:
        return _key(tokens(name), name)
    start = len(raw) - 2 if len(raw) > 2 and fold(raw[-2]) in PARTICLES else len(raw) - 1
    ordered = " ".join(raw[start:] + raw[:start])
    return _key(tuple(fold(ordered).split()), name)
