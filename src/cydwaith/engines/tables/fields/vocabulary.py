# SPDX-License-Identifier: AGPL-3.0-or-later
"""Vocabularies: the codes of a field, their labels, and the words that stand for them in life."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from cydwaith.engines.tables.fields.fold import fold


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """`labels`: code -> English label, in the order to offer them. `open`: a word that is not known is kept
    as text under the code "other", beside `<field>_text`; in a closed vocabulary it has to be mapped."""

    name: str
    labels: Mapping[str, str]
    synonyms: Mapping[str, str] = field(repr=False)
    open: bool = False

    def find(self, text: str) -> str | None:
        """The code for a word as found, None if it is not known."""
        return self.synonyms.get(fold(text))


def vocabulary(name: str, *entries: tuple[str, str, str], open: bool = False) -> Vocabulary:
    """A vocabulary from (code, label, words with bars between). ValueError if a word has two meanings."""
    labels: dict[str, str] = {}
    synonyms: dict[str, str] = {}
    for code, label, words in entries:
        labels[code] = label
        for word in (code, label, *words.split("|")):
            folded = fold(word)
            if not folded:
                continue
            if synonyms.setdefault(folded, code) != code:
                raise ValueError(f"{name}: {word!r} means {synonyms[folded]} and {code}")
    return Vocabulary(name, MappingProxyType(labels), MappingProxyType(synonyms), open)


def _bars(text: str) -> frozenset[str]:
    return frozenset(text.split("|"))


#: Folded words that say "nothing is known" rather than anything: such a cell counts as empty.
EMPTY_WORDS: Final = frozenset(
    fold(word)
    for word in _bars(
        "-|--|---|n/a|na|n.a.|none|nil|null|tbc|tba|tbd|?|??|unknown|not known|not recorded|not provided"
        "|not applicable|blank|empty|#n/a|x|.|/|amh|amherthnasol|dim|dim byd|anhysbys|heb ei gofnodi"
        "|ddim yn gwybod|i'w gadarnhau"
    )
)
_SAYS = re.compile(r"[\d@]")


def says_nothing(text: str) -> bool:
    """Whether a text is one of the words that count as empty, or empty. Quick for numbers and addresses."""
    return not text or (_SAYS.search(text) is None and fold(text) in EMPTY_WORDS)


YES: Final = _bars("yes|y|true|1|t|✓|✔|x|ydy|ydi|ie|oes|ydw|do|yndi|cywir|gwir|yep|ok")
NO: Final = _bars(
    "no|n|false|0|f|✗|✘|nac|nage|na|nagoes|naddo|anghywir|nope|nac ydy|nac ydi|nac oes|nac ydw|nag oes|nag ydy"
)
