# SPDX-License-Identifier: AGPL-3.0-or-later
"""Index terms: short codes, one database row each, by which people are found although a name is misspelt.

All look-ups are by equality (``term IN (…)``), so one plain index on ``term`` serves SQLite and PostgreSQL
alike and no collation is involved. The index holds few rows a person (7 for two names, at most
`MOST_TERMS`); the variants of a name are followed when asking, not when storing, so a new row in `variants`
needs no re-indexing.

========  =====================================  ==================================================
code      holds                                  finds
========  =====================================  ==================================================
``p…``    sound key of one name                  a single name, however its vowels are spelt
``t…``    first three letters of one name        a name half typed; with ``p`` it marks exact spelling
``w…``    sound keys of two names, sorted        "Davyd Jonse", "Jones, David": very selective
``h…``    sound key of one name, first sound     one of two names badly misspelt, or an initial:
          of the other                           "D Jones", "David Jnoxes"
========  =====================================  ==================================================
"""

from itertools import combinations

from cydwaith.engines.names.folding import name_tokens
from cydwaith.engines.names.phonetic import first_slips, initial, neighbours, phonetic
from cydwaith.engines.names.variants import variants

MOST_TOKENS = 5
"""Names of one person that are indexed: the first four and the last one."""
MOST_TERMS = 25
"""Most terms that one person has."""
TERM_LENGTH = 20
"""Longest term in characters: what the database column must hold."""
MOST_QUERY_TERMS = 300
"""Most terms in one step of a query: databases limit the parameters of a statement."""

_PREFIX = 3


def _pair(one: str, other: str) -> str:
    return "w" + ".".join(sorted((one, other)))


def _half(whole: str, first_sound: str) -> str:
    return f"h{whole}.{first_sound}"


def _unique(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _indexed(name: str, called: str) -> tuple[str, ...]:
    words = name_tokens(name)
    if called:
        words = (*words[:1], *name_tokens(called), *words[1:])
    words = _unique(words)
    return words if len(words) <= MOST_TOKENS else (*words[: MOST_TOKENS - 1], words[-1])


def search_terms(name: str, called: str = "") -> tuple[str, ...]:
    """The terms to store for a person: without repeats, in a fixed order, at most `MOST_TERMS`.

    ``called`` is how they like to be called; it may be one name or a whole one. A name that holds no letter
    or figure has no terms.
    """
    words = _indexed(name, called)
    keys = [phonetic(word) for word in words]
    terms = ["p" + key for key in keys]
    terms += ["t" + word[:_PREFIX] for word in words]
    last = len(words) - 1
    for one, other in combinations(range(len(words)), 2):
        if one == 0 or other == last:
            terms.append(_pair(keys[one], keys[other]))
        if one == 0:
            terms.append(_half(keys[one], keys[other][:1]))
            terms.append(_half(keys[other], keys[one][:1]))
    return _unique(tuple(terms))


def _forms(word: str) -> tuple[str, ...]:
    """The sound keys of a word and of the names it may stand for."""
    return _unique((phonetic(word), *(phonetic(other) for other in variants(word))))


def _steps_of_one(word: str) -> tuple[tuple[str, ...], ...]:
    near = tuple("p" + key for key in neighbours(phonetic(word)))
    return ("t" + word[:_PREFIX], *("p" + form for form in _forms(word))), near


def _steps_of_many(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    whole: list[str] = []
    half: list[str] = []
    for one, other in combinations(words, 2):
        initials = [word for word in (one, other) if len(word) == 1]
        whole += [_pair(a, b) for a in _forms(one) for b in _forms(other)]
        halves = [_half(form, initial(other)) for form in _forms(one)]
        halves += [_half(form, initial(one)) for form in _forms(other)]
        (whole if initials else half).extend(halves)
    for one, other in combinations(words, 2):
        half += [_pair(slip, phonetic(other)) for slip in first_slips(phonetic(one))]
        half += [_pair(slip, phonetic(one)) for slip in first_slips(phonetic(other))]
    part = ["p" + phonetic(word) for word in words] + ["t" + word[:_PREFIX] for word in words]
    return tuple(whole), tuple(half), tuple(part)


def query_steps(text: str) -> tuple[tuple[str, ...], ...]:
    """What to look up for a typed name: steps from narrow to wide, each a set of terms for ``term IN (…)``.

    Run the first step; go on to the next only while there are too few people (fewer than 5, say). Within a
    step order people by the number of terms that they match, most first, then by sort key; take a bounded
    number (200) and hand them to `ranking.rank`. No step repeats a term of an earlier one. () when nothing
    was typed that a name can hold. For the names part of a query only: `query.parse_query` takes out dates
    and numbers first.
    """
    words = _unique(name_tokens(text))[: MOST_TOKENS - 1]
    if not words:
        return ()
    raw = _steps_of_one(words[0]) if len(words) == 1 else _steps_of_many(words)
    seen: set[str] = set()
    steps: list[tuple[str, ...]] = []
    for terms in raw:
        fresh = tuple(term for term in _unique(terms) if term not in seen)[:MOST_QUERY_TERMS]
        seen.update(fresh)
        if fresh:
            steps.append(fresh)
    return tuple(steps)


def query_terms(text: str) -> tuple[str, ...]:
    """All terms of `query_steps` in one tuple, the narrow ones first: for a caller that asks only once."""
    return tuple(term for step in query_steps(text) for term in step)


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
