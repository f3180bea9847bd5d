# SPDX-License-Identifier: AGPL-3.0-or-later
"""Index terms: short codes, one database row each, by which people are found although a name is misspelt.

All look-ups are by equality (``term IN (…)``), so one plain index on ``(term, person)`` serves SQLite and PostgreSQL
alike and no collation is involved. The index holds few rows a person (10 for two names, at most `MOST_TERMS`);
variants of a name are followed when asking, not when storing, so a new row in `variants` needs no re-indexing.

========  ======================================  =====================================================
code      holds                                   finds
========  ======================================  =====================================================
``n…``    one folded name                         a single name, spelt as recorded
``p…``    sound key of one name                   a single name, however its vowels are spelt
``t…``    first three letters of one name         a single name half typed
``w…``    sound keys of two names, sorted         "Davyd Jonse", "Jones, David": very selective
``q…``    first three letters of two, sorted      "Meg Wil"; beside ``w`` it tells exact spelling apart
``h…``    sound key of one, first sound of other  one name quite wrong, or an initial: "D Jones"
========  ======================================  =====================================================
"""

from collections.abc import Callable, Iterable
from itertools import combinations

from cydwaith.engines.names.alike import split_name
from cydwaith.engines.names.folding import name_tokens
from cydwaith.engines.names.phonetic import initial, neighbours, phonetic
from cydwaith.engines.names.ranking import CUTOFF, Key, rank
from cydwaith.engines.names.variants import variants

MOST_MIDDLE = 3
"""Middle names of one person that are indexed."""
MOST_WORDS = 4
"""Words of a typed name that are looked at."""
MOST_TERMS = 42
"""Most terms that one person has."""
TERM_LENGTH = 20
"""Longest term in characters: what the database column must hold."""
MOST_QUERY_TERMS = 300
"""Most terms in one step of a query: databases limit the parameters of a statement."""

GOOD = 84.0
"""The score from which a name was found and no wider net is cast: the same sounds, or one slip in a longer name."""

_PREFIX = 3


def _pair(one: str, other: str) -> str:
    return "w" + ".".join(sorted((one, other)))


def _starts(one: str, other: str) -> str:
    return "q" + ".".join(sorted((one[:_PREFIX], other[:_PREFIX])))


def _half(whole: str, first_sound: str) -> str:
    return f"h{whole}.{first_sound}"


def _alone(word: str) -> tuple[str, ...]:
    return "n" + word, "p" + phonetic(word), "t" + word[:_PREFIX]


def _unique(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _full(one: str, other: str) -> tuple[str, ...]:
    """All terms of two names that people are asked for by: a first name with a family name."""
    keys = phonetic(one), phonetic(other)
    return _pair(*keys), _starts(one, other), _half(keys[0], keys[1][:1]), _half(keys[1], keys[0][:1])


def search_terms(name: str, called: str = "") -> tuple[str, ...]:
    """The terms to store for a person: without repeats, in a fixed order, at most `MOST_TERMS`.

    ``called`` is how they like to be called; its first word counts as a first name. Middle names are found alone
    and beside a first or family name, with fewer terms. A name that holds no letter or figure has no terms.
    """
    parts = split_name(name)
    firsts = _unique((*parts.given[:1], *name_tokens(called)[:1]))
    families, middles = parts.family[-2:], _unique((*parts.given[1:], *parts.family[:-2]))[:MOST_MIDDLE]
    terms = [code for word in _unique((*firsts, *families)) for code in _alone(word)]
    for first in firsts:
        for family in families:
            terms += _full(first, family)
    terms += [_pair(phonetic(families[0]), phonetic(other)) for other in families[1:]]
    for middle in middles:
        terms += _alone(middle)[:2]
        terms += [_pair(phonetic(middle), phonetic(word)) for word in (*firsts[:1], *families[-1:])]
    return _unique(tuple(term[:TERM_LENGTH] for term in terms))


def _forms(word: str) -> tuple[str, ...]:
    """The sound keys of a word and of the names it may stand for."""
    return _unique((phonetic(word), *(phonetic(other) for other in variants(word))))


def _steps_of_one(word: str) -> tuple[tuple[str, ...], ...]:
    like = ("t" + word[:_PREFIX], *("p" + form for form in _forms(word)))
    near = tuple("p" + key for key in neighbours(phonetic(word)))
    return ("n" + word,), like, near


def _steps_of_many(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    whole: list[str] = []
    near: list[str] = []
    half: list[str] = []
    for one, other in combinations(words, 2):
        halves = [_half(form, initial(other)) for form in _forms(one)]
        halves += [_half(form, initial(one)) for form in _forms(other)]
        whole += [_starts(one, other), *(_pair(a, b) for a in _forms(one) for b in _forms(other))]
        (whole if 1 in (len(one), len(other)) else half).extend(halves)
        near += [_pair(slip, phonetic(other)) for slip in neighbours(phonetic(one))]
        near += [_pair(slip, phonetic(one)) for slip in neighbours(phonetic(other))]
    part = [code + text for word in words for code, text in (("p", phonetic(word)), ("t", word[:_PREFIX]))]
    return tuple(whole), tuple(near), tuple(half), tuple(part)


def query_steps(text: str) -> tuple[tuple[str, ...], ...]:
    """What to look up for a typed name: steps from narrow to wide, each a set of terms for ``term IN (…)``.

    `find` walks them. No step repeats a term of an earlier one. () when nothing was typed that a name can hold. For
    the names part of a query only: `query.parse_query` takes out dates and numbers first.
    """
    words = _unique(name_tokens(text))[:MOST_WORDS]
    if not words:
        return ()
    raw = _steps_of_one(words[0]) if len(words) == 1 else _steps_of_many(words)
    seen: set[str] = set()
    steps: list[tuple[str, ...]] = []
    for terms in raw:
        fresh = tuple(
            term for term in _unique(tuple(term[:TERM_LENGTH] for term in terms)) if term not in seen
        )[:MOST_QUERY_TERMS]
        seen.update(fresh)
        if fresh:
            steps.append(fresh)
    return tuple(steps)


def query_terms(text: str) -> tuple[str, ...]:
    """All terms of `query_steps` in one tuple, the narrow ones first: for a caller that asks only once."""
    return tuple(term for step in query_steps(text) for term in step)


def find(
    text: str,
    lookup: Callable[[tuple[str, ...]], Iterable[tuple[Key, str, str]]],
    *,
    limit: int = 25,
    cutoff: float = CUTOFF,
) -> list[tuple[Key, float]]:
    """The people whose name fits what was typed, best first, as (key, score): at most ``limit``.

    ``lookup`` is given the terms of one step and answers with (key, name, called) of people who match any of them
    *and whom the actor may see*: a bounded number (100), those that match most terms first. It is called with the
    next, wider step only while nobody fits well (`GOOD`), so mostly once and at most four times.
    """
    people: dict[Key, tuple[Key, str, str]] = {}
    ranked: list[tuple[Key, float]] = []
    for step in query_steps(text):
        people.update((person[0], person) for person in lookup(step))
        ranked = rank(text, people.values(), limit=limit, cutoff=cutoff)
        if ranked and ranked[0][1] >= GOOD:
            break
    return ranked


def duplicate_terms(name: str, called: str = "") -> tuple[str, ...]:
    """Terms that bring up the people who may be the same as somebody about to be added.

    Look up people with any of these terms **or** the same date of birth (or the one with day and month
    swapped), NHS number, phone or e-mail, and give them to `duplicates.likely`.
    """
    found: tuple[str, ...] = ()
    for text in (name, f"{called} {name_tokens(name)[-1]}" if called and name_tokens(name) else ""):
        found += tuple(term for step in query_steps(text)[:1] for term in step)
    words = _unique(name_tokens(name))
    found += tuple(_half(phonetic(one), initial(other)) for one in words for other in words if one != other)
    return _unique(found)[:MOST_QUERY_TERMS]
