# SPDX-License-Identifier: AGPL-3.0-or-later
"""How two full names stand to each other, as one of a few relations: what `duplicates` weighs."""

from dataclasses import dataclass
from enum import StrEnum

from cydwaith.engines.names.folding import PARTICLES, TITLES, fold, name_tokens
from cydwaith.engines.names.ranking import likeness
from cydwaith.engines.names.variants import are_variants

_SPELT_ALIKE = 78.0
"""From this likeness on, two words are taken for one name spelt in two ways."""


class Tie(StrEnum):
    """How a part of one name relates to the same part of another."""

    SAME = "same"
    VARIANT = "variant"
    SPELLING = "spelling"
    PART = "part"
    OTHER_NAME = "other_name"
    INITIAL = "initial"
    UNKNOWN = "unknown"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Parts:
    """A full name taken apart, folded. given: first names in order; family: parts of the family name."""

    given: tuple[str, ...]
    family: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return self.given + self.family


def split_name(name: str) -> Parts:
    """First names and family name of a name kept in one field; a single name is a first name.

    The family name is the last word with all that hyphens join to it; *ap*, *ab* and *ferch* are left out.

    >>> split_name("Cerys Mair Morgan-Hughes")
    Parts(given=('cerys', 'mair'), family=('morgan', 'hughes'))
    """
    written = [word for word in name.split() if fold(word)]
    while len(written) > 1 and fold(written[0]) in TITLES:
        written.pop(0)
    if len([word for word in written if fold(word) not in PARTICLES]) < 2:
        return Parts(name_tokens(name), ())
    return Parts(name_tokens(" ".join(written[:-1])), name_tokens(written[-1]))


def _words(one: str, other: str) -> Tie:
    if one == other:
        return Tie.SAME
    if 1 in (len(one), len(other)):
        return Tie.INITIAL if one[0] == other[0] else Tie.DIFFERENT
    if are_variants(one, other):
        return Tie.VARIANT
    return Tie.SPELLING if likeness(one, other) >= _SPELT_ALIKE else Tie.DIFFERENT


def given_tie(one: Parts, called_one: str, other: Parts, called_other: str) -> Tie:
    """How the first names stand to each other, the names they go by included. Symmetric."""
    if not one.given or not other.given:
        return Tie.UNKNOWN
    first = _words(one.given[0], other.given[0])
    if first is not Tie.DIFFERENT and first is not Tie.INITIAL:
        return first
    all_one = {*one.given, *name_tokens(called_one)[:1]}
    all_other = {*other.given, *name_tokens(called_other)[:1]}
    long_one, long_other = ({word for word in words if len(word) > 1} for words in (all_one, all_other))
    alike = (_words(a, b) for a in long_one for b in long_other)
    if any(tie in (Tie.SAME, Tie.VARIANT) for tie in alike):
        return Tie.OTHER_NAME
    return first


def family_tie(one: Parts, other: Parts) -> Tie:
    """How the family names stand to each other. Symmetric."""
    if not one.family or not other.family:
        return Tie.UNKNOWN
    if one.family == other.family:
        return Tie.SAME
    if set(one.family) & set(other.family):
        return Tie.PART
    ties = {_words(a, b) for a in one.family for b in other.family}
    return next((tie for tie in (Tie.VARIANT, Tie.SPELLING, Tie.INITIAL) if tie in ties), Tie.DIFFERENT)
