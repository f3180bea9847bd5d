# SPDX-License-Identifier: AGPL-3.0-or-later
"""A sound key that suits Welsh and English spelling at once, and forgives the usual slips.

A key keeps the consonants of a name as a few wide classes and its first vowel as front or back. What people
mistake for each other falls together: ff f ph v; d dd t th; ll l; c k ch q; s z sh; rh r; doubled letters;
all vowels after the first letter, w and y among them. ``Dafydd``, ``Dafyd`` and ``David`` share a key, as
do ``Llywelyn`` and ``Llewellyn``, ``Rhys`` and ``Rees``, ``Cerys`` and ``Kerris``. The key is wide on
purpose: it finds candidates, and `ranking.score` then orders them by how they are really written.
"""

import re
from functools import lru_cache

KEY_LENGTH = 7
"""Longest key in characters; the sounds after that rarely tell two names apart."""

CLASSES = "efghjklmnoprstwb"
"""Every character that a key of a Latin name can hold: what `neighbours` puts in."""

# Spellings that stand for another, before letters are looked at one by one. The order matters.
_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"^(?:kn|gn(?=[^w]))", "n"),  # Knight
        (r"^wr", "r"),  # Wright
        (r"^mac(?=[^aeiouwyk])", "mc"),  # MacDonald, McDonald
        (r"^ps", "s"),
        (r"ght", "t"),  # Wright, Knight
        (r"(?<!n)gh", ""),  # Hughes, Vaughan; not Angharad
        (r"^s[iy](?=[ao])", "s"),  # Siân, Shân; Siôn
        (r"s[ch]h?", "s"),  # Shan; Schmidt falls in too
        (r"tch|tsh|tsi(?=[aeou])", "ts"),
        (r"(?<=.)c(?=[eiy])", "s"),  # Price, Alice, Lucy; the first c of Cerys and Ceri is hard
        (r"ck|cq|ch|c|q", "k"),
        (r"x", "ks"),
        (r"ph|ff|v", "f"),
        (r"th|dd|d", "t"),
        (r"rh", "r"),
        (r"z", "s"),
        (r"dg|j", "j"),
        (r"(?<=.)h", ""),
    )
)
_FRONT, _BACK = frozenset("eiy"), frozenset("aou")
_VOWELS = re.compile(r"[aeiouyw]")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=50_000)
def phonetic(word: str) -> str:
    """The sound key of one folded word: 1 to `KEY_LENGTH` characters; "" for "".

    A word without a Latin letter is its own key, cut to `KEY_LENGTH`.

    >>> phonetic("dafydd") == phonetic("david") == phonetic("davyd")
    True
    """
    if not any("a" <= sign <= "z" for sign in word):
        return word[:KEY_LENGTH]
    sounds = word
    for pattern, sound in _SPELLINGS:
        sounds = pattern.sub(sound, sounds)
    if not sounds:
        return word[:1]
    single = _DOUBLED.sub(r"\1", sounds)
    first = single[0]
    head = "e" if first in _FRONT else "o" if first in _BACK else first
    return (head + _VOWELS.sub("", single[1:]))[:KEY_LENGTH]


def initial(word: str) -> str:
    """The class of the first sound of a folded word: ``cerys`` and ``kerry`` both give ``k``."""
    return phonetic(word)[:1]


@lru_cache(maxsize=2_000)
def neighbours(key: str) -> tuple[str, ...]:
    """All keys one slip away from a sound key: one class lost, added, changed, or two swapped.

    Keys of one character have none: everything would be near. At most about 250 for the longest key.
    """
    if len(key) < 2:
        return ()
    near: set[str] = set()
    for at in range(len(key) + 1):
        head, tail = key[:at], key[at:]
        near.update(head + sound + tail for sound in CLASSES)
        if tail:
            near.add(head + tail[1:])
            near.update(head + sound + tail[1:] for sound in CLASSES)
        if len(tail) > 1:
            near.add(head + tail[1] + tail[0] + tail[2:])
    cut = {found[:KEY_LENGTH] for found in near}
    return tuple(sorted(cut - {key, ""}))
