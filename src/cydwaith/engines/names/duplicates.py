# SPDX-License-Identifier: AGPL-3.0-or-later
"""Are two records the same person? A score like a probability, with its reasons, for an adviser to judge.

The score adds weights (natural logarithms of odds, after Fellegi and Sunter) to a low start and turns the
sum into 0 to 1. The weights were set by hand so that the cases in ``tests/spec/names`` come out as a
careful adviser would judge them; they are not estimated from data and nothing is joined by them alone.
Symmetric and deterministic.
"""

import math
import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from cydwaith.engines.names.alike import Parts, Tie, family_tie, given_tie, split_name
from cydwaith.engines.names.folding import fold
from cydwaith.engines.names.query import swapped
from cydwaith.engines.names.words import MESSAGES

Key = TypeVar("Key", bound=Hashable)

LIKELY = 0.6
"""From here on: "this is probably the same person"."""
POSSIBLE = 0.1
"""From here on a candidate is worth showing: "this may be the same person"."""

_START = -5.0
_FAMILY_SHARES = 0.3
"""What is left of a shared postcode, phone or e-mail when first names differ: households share them."""

_GIVEN = {
    Tie.SAME: 1.7,
    Tie.VARIANT: 1.4,
    Tie.SPELLING: 1.2,
    Tie.OTHER_NAME: 1.0,
    Tie.INITIAL: 0.5,
    Tie.UNKNOWN: 0.0,
    Tie.DIFFERENT: -3.5,
}
_FAMILY = {
    Tie.SAME: 1.8,
    Tie.VARIANT: 1.4,
    Tie.PART: 1.4,
    Tie.SPELLING: 1.2,
    Tie.INITIAL: 0.4,
    Tie.UNKNOWN: 0.0,
    Tie.DIFFERENT: -1.2,
}
_WEIGHTS = {
    "dob_same": 4.5,
    "dob_placeholder": 2.0,
    "dob_swapped": 3.5,
    "dob_slip": 2.0,
    "dob_different": -4.5,
    "twins": -3.0,
    "nhs_same": 10.0,
    "nhs_different": -7.0,
    "postcode_same": 1.5,
    "postcode_different": -0.3,
    "phone_same": 2.5,
    "email_same": 3.0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What is compared of a person. Everything but the name may be missing ("" or None)."""

    name: str
    called: str = ""
    dob: date | None = None
    nhs: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a score is what it is.

    code: a key of `words.MESSAGES`. weight: above 0 speaks for the same person, below 0 against.
    values: the two values that were compared, in alphabetical order, to show beside the words; () when equal.
    """

    code: str
    weight: float
    values: tuple[str, ...] = ()

    @property
    def favours(self) -> bool:
        """Whether this speaks for the two being one person."""
        return self.weight > 0

    @property
    def message(self) -> str:
        """The English words, to be looked up in the catalogue."""
        return MESSAGES[self.code]


@dataclass(frozen=True, slots=True)
class Match:
    """The verdict on two records. score: 0 to 1, three decimals. reasons: the weightiest first."""

    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Likely(Generic[Key]):
    """A candidate that may be the same person. key: the caller's own, such as the primary key."""

    key: Key
    score: float
    reasons: tuple[Reason, ...]

    @property
    def probable(self) -> bool:
        """Whether the score reaches `LIKELY`."""
        return self.score >= LIKELY


def _both(one: str, other: str) -> tuple[str, ...]:
    return tuple(sorted((one.strip(), other.strip())))


def _names(a: Identity, b: Identity, one: Parts, other: Parts) -> Iterator[Reason]:
    given, family = given_tie(one, a.called, other, b.called), family_tie(one, other)
    values = _both(a.name, b.name)
    whole = _GIVEN[Tie.SAME] + (_FAMILY[Tie.SAME] if one.family or other.family else 0.0)
    if one.words and one.words == other.words:
        yield Reason("same_name", whole, () if fold(a.name) == fold(b.name) else values)
    elif one.words and "".join(one.words) == "".join(other.words):
        yield Reason("name_run_together", whole - 0.2, values)
    elif one.words and sorted(one.words) == sorted(other.words):
        yield Reason("name_other_order", whole - 0.4, values)
    elif given is Tie.DIFFERENT and family is Tie.DIFFERENT:
        yield Reason("name_different", _GIVEN[given] + _FAMILY[family], values)
    else:
        yield from _parts(given, family, one, other)


def _parts(given: Tie, family: Tie, one: Parts, other: Parts) -> Iterator[Reason]:
    for kind, tie, weights, words in (
        ("given", given, _GIVEN, (one.given, other.given)),
        ("family", family, _FAMILY, (one.family, other.family)),
    ):
        if tie is not Tie.UNKNOWN:
            values = () if tie is Tie.SAME else _both(*(" ".join(part).title() for part in words))
            yield Reason(f"{kind}_{tie}", weights[tie], values)


def _born(one: date | None, other: date | None) -> Iterator[Reason]:
    if one is None or other is None:
        return
    values = _both(one.isoformat(), other.isoformat())
    if one == other:
        code = "dob_placeholder" if (one.month, one.day) == (1, 1) else "dob_same"
        yield Reason(code, _WEIGHTS[code])
    elif swapped(one) == other:
        yield Reason("dob_swapped", _WEIGHTS["dob_swapped"], values)
    else:
        unlike = sum(a != b for a, b in zip(one.isoformat(), other.isoformat(), strict=True))
        code = "dob_slip" if unlike == 1 else "dob_different"
        yield Reason(code, _WEIGHTS[code], values)


def _nhs(one: str, other: str) -> Iterator[Reason]:
    one, other = (re.sub(r"\D", "", number) for number in (one, other))
    if one and other:
        code = "nhs_same" if one == other else "nhs_different"
        yield Reason(code, _WEIGHTS[code])


def _contact(a: Identity, b: Identity, share: float) -> Iterator[Reason]:
    codes = [re.sub(r"\s", "", who.postcode).upper() for who in (a, b)]
    phones = [re.sub(r"\D", "", who.phone)[-10:] for who in (a, b)]
    emails = [who.email.strip().casefold() for who in (a, b)]
    if all(codes):
        same = codes[0] == codes[1]
        code = "postcode_same" if same else "postcode_different"
        yield Reason(code, _WEIGHTS[code] * (share if same else 1.0))
    for kind, values in (("phone_same", phones), ("email_same", emails)):
        if values[0] and values[0] == values[1]:
            yield Reason(kind, _WEIGHTS[kind] * share)


def compare(a: Identity, b: Identity) -> Match:
    """How likely two records are one person, and why. ``compare(a, b) == compare(b, a)``.

    The same NHS number always makes it `LIKELY` at least: either they are one person or one number is
    wrong, and both must be looked at.
    """
    one, other = split_name(a.name), split_name(b.name)
    reasons = [*_names(a, b, one, other), *_born(a.dob, b.dob), *_nhs(a.nhs, b.nhs)]
    codes = {reason.code for reason in reasons}
    differ = bool(codes & {"given_different", "name_different"})
    reasons += _contact(a, b, _FAMILY_SHARES if differ else 1.0)
    if differ and "dob_same" in codes and family_tie(one, other) in (Tie.SAME, Tie.VARIANT, Tie.PART):
        reasons.append(Reason("twins", _WEIGHTS["twins"]))
    reasons = [Reason(reason.code, round(reason.weight, 2), reason.values) for reason in reasons]
    reasons.sort(key=lambda reason: (-abs(reason.weight), reason.code))
    score = 1 / (1 + math.exp(-(_START + math.fsum(reason.weight for reason in reasons))))
    if "nhs_same" in codes:
        score = max(score, LIKELY)
    return Match(round(score, 3), tuple(reasons))


def likely(
    person: Identity,
    candidates: Iterable[tuple[Key, Identity]],
    *,
    threshold: float = POSSIBLE,
    limit: int = 10,
) -> tuple[Likely[Key], ...]:
    """The candidates that may be the same person, the likeliest first; ties go by key as text.

    ``candidates`` are (key, identity) of people whom the adviser may see: this never looks any up itself (see
    `terms.duplicate_terms` for how to find them).
    """
    found = [
        Likely(key, match.score, match.reasons)
        for key, who in candidates
        for match in (compare(person, who),)
    ]
    kept = [one for one in found if one.score >= threshold]
    kept.sort(key=lambda one: (-one.score, str(one.key)))
    return tuple(kept[:limit])
