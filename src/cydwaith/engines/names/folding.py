# SPDX-License-Identifier: AGPL-3.0-or-later
"""Folding: what is left of a name when spelling habits are put aside.

``Siân``, ``SIAN`` and ``sian`` are one name to somebody who searches. Folding removes accents (the
circumflex of ŵ and ŷ among them), case, apostrophes and punctuation; hyphens part words, as
``Morgan-Hughes`` is two names. Letters of other scripts are kept as they are, in lower case: a name in
Arabic or Chinese stays findable.
"""

import re
import unicodedata
from functools import lru_cache

# Letters that Unicode does not decompose, as people type them on a British keyboard.
_UNDECOMPOSED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
)
# All signs that are met as an apostrophe, and the full stop of "J.R.": they join, they do not part.
_JOINING = re.compile("['\u2018\u2019\u02bc\u02b9`\u00b4\u2032.]")
_PARTING = re.compile(r"[\W_]+")

TITLES = frozenset(
    {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "rev", "parch", "sir", "dame", "lady", "lord"}
)
"""Words before a name that say nothing of whose it is, in folded form (Parch. is the Welsh *Reverend*)."""

PARTICLES = frozenset({"ap", "ab", "ferch", "verch", "merch"})
"""Welsh "son of" and "daughter of", in folded form: they bind to the name that follows."""


def fold(text: str) -> str:
    """The text in lower case without accents, apostrophes and punctuation; words parted by one blank.

    >>> fold("Siân  O’Brien-Ŵyn")
    'sian obrien wyn'
    """
    if text.isascii():
        return _PARTING.sub(" ", _JOINING.sub("", text.lower())).strip()
    # Twice: lower case may bring up new composed letters, and composed forms may hide capitals.
    lowered = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold()).translate(
        _UNDECOMPOSED
    )
    bare = "".join(sign for sign in lowered if not unicodedata.combining(sign))
    return _PARTING.sub(" ", _JOINING.sub("", bare)).strip()


@lru_cache(maxsize=20_000)
def tokens(name: str) -> tuple[str, ...]:
    """The folded words of a name in their order, without a title before it.

    A title is only dropped when words follow, so that someone called ``Dame`` keeps a name.
    """
    words = fold(name).split()
    while len(words) > 1 and words[0] in TITLES:
        words.pop(0)
    return tuple(words)


def name_tokens(name: str) -> tuple[str, ...]:
    """`tokens` without the particles *ap*, *ab*, *ferch*: the words that a search compares."""
    kept = tuple(word for word in tokens(name) if word not in PARTICLES)
    return kept or tokens(name)
