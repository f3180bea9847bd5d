# SPDX-License-Identifier: AGPL-3.0-or-later
"""How near a typed name is to a recorded one: orders the candidates that the index terms brought up."""

from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar

from rapidfuzz import fuzz

from cydwaith.engines.names.collation import sort_key
from cydwaith.engines.names.folding import name_tokens
from cydwaith.engines.names.phonetic import phonetic
from cydwaith.engines.names.variants import are_variants

Key = TypeVar("Key")

CUTOFF = 62.0
"""Below this a name is not shown as an answer to what was typed."""

_VARIANT, _SAME_SOUND, _INITIAL = 92.0, 84.0, 72.0
_EXTRA_NAME, _MOST_EXTRA, _OTHER_ORDER = 1.5, 6.0, 1.0
_RUN_TOGETHER = 96.0


@lru_cache(maxsize=100_000)
def likeness(one: str, other: str) -> float:
    """How alike two folded words are as names: 0 to 100, 100 only when equal. Symmetric."""
    if one == other:
        return 100.0
    if are_variants(one, other):
        return _VARIANT
    letters = float(fuzz.ratio(one, other))
    if 1 in (len(one), len(other)):
        return _INITIAL if phonetic(one)[:1] == phonetic(other)[:1] else 0.0
    if phonetic(one) == phonetic(other):
        return _SAME_SOUND + letters * 0.12
    sounds = float(fuzz.ratio(phonetic(one), phonetic(other)))
    return min(0.75 * letters + 0.2 * sounds, 95.0)


@lru_cache(maxsize=100_000)
def _typed(word: str, name: str) -> float:
    """As `likeness`, but the typed word may be the beginning of the name."""
    alike = likeness(word, name)
    if len(word) > 1 and name.startswith(word):
        return max(alike, 80.0 + 14.0 * len(word) / len(name))
    return alike


def _aligned(typed: tuple[str, ...], names: tuple[str, ...]) -> float:
    """The best one-to-one fit of the typed words to the names, 0 to 100, weighted by the words' lengths."""
    fits = [(-_typed(word, name), at, to) for at, word in enumerate(typed) for to, name in enumerate(names)]
    fits.sort()
    chosen: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for loss, at, to in fits:
        if at not in chosen and to not in taken:
            chosen[at] = (to, -loss)
            taken.add(to)
    weight = sum(len(word) for word in typed)
    got = sum(len(typed[at]) * fit for at, (_, fit) in chosen.items()) / weight
    places = [chosen[at][0] for at in sorted(chosen)]
    got -= _OTHER_ORDER if places != sorted(places) else 0.0
    return got - min(_EXTRA_NAME * max(len(names) - len(typed), 0), _MOST_EXTRA)


def score(query: str, name: str, called: str = "") -> float:
    """How well a typed name fits a person: 0 to 100, 100 when every word is the same in the same order.

    Case, accents, apostrophes and hyphens never matter. A known variant counts nearly as the name itself,
    the same sound a little less, a beginning by how much of the name was typed. Names that were not typed
    cost little, their order next to nothing. With ``called`` the better of the full name and the name they
    go by counts.
    """
    typed = name_tokens(query)
    if not typed:
        return 0.0
    names = name_tokens(name)
    best = _fit(typed, names) if names else 0.0
    if called:
        alias = name_tokens(called)
        whole = alias if len(alias) > 1 else (*alias, *names[1:])
        best = max(best, _fit(typed, whole) - 0.5) if whole else best
    return round(max(0.0, min(best, 100.0)), 2)


def _fit(typed: tuple[str, ...], names: tuple[str, ...]) -> float:
    together = float(fuzz.ratio("".join(typed), "".join(names)))
    joined = _RUN_TOGETHER * together / 100 if together > 85 and len(typed) != len(names) else 0.0
    return max(_aligned(typed, names), joined)


def rank(
    query: str,
    people: Iterable[tuple[Key, str, str]],
    *,
    limit: int = 50,
    cutoff: float = CUTOFF,
) -> list[tuple[Key, float]]:
    """The people that fit a typed name, best first: (key, score), at most ``limit``.

    ``people`` are (key, name, called). Those below ``cutoff`` are left out; ties go by Welsh alphabetical
    order of the name and then by key, so that the same question always has the same answer.
    """
    scored = [(score(query, name, called), name, key) for key, name, called in people]
    kept = [row for row in scored if row[0] >= cutoff]
    kept.sort(key=lambda row: -row[0])
    if len(kept) > limit:  # sort keys cost more than scores: made only for those that may be shown
        kept = [row for row in kept if row[0] >= kept[limit - 1][0]]
    kept.sort(key=lambda row: (-row[0], sort_key(row[1]), str(row[2])))
    return [(key, points) for points, _, key in kept[:limit]]
