# SPDX-License-Identifier: AGPL-3.0-or-later
"""The labelled benchmark of the project: made-up Welsh and English records of which it is known who is who.

`records` is deterministic: the same number and seed give the same records on every machine and every Python, since
only ``random.Random.random`` is drawn from. Nobody in it exists; NHS numbers are of the 999 range, which is never
given to anybody, and mail addresses of domains that are kept for examples.

How a record comes about:

1. *Households* share an address, a family name and often a phone: couples, siblings, a parent and a child of the
   same name (one in 60), **twins** (one household in 40; the same date of birth, sex mostly the same).
2. A *person* is kept by 1 to 4 of five partners (weights 50, 27, 15, 8), now and then twice by the same partner (2 %).
   Women may marry and take, join or keep a name (12 %); one in four has moved between two records; one in seven of
   those whose family name has a patronymic behind it is recorded under that somewhere (``ap Rhys`` for ``Price``).
3. A *record* is what one partner wrote down: each has its own share of missing numbers, slips and habits
   (`PARTNERS`). Slips: a key beside, a letter lost, doubled or changed about, a spelling by ear, circumflexes
   lost, day and month changed about, one figure of a date wrong, 1 January for an unknown date, first and
   family name changed about, an initial, a middle name before or after, a Welsh name for an English one.
"""

from __future__ import annotations

import bisect
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import accumulate
from typing import Final

from cydwaith.engines.linkage import synthetic_words as words

COLUMNS: Final = (
    "source_dataset",
    "unique_id",
    "given_name",
    "family_name",
    "date_of_birth",
    "sex",
    "address",
    "town",
    "postcode",
    "nhs_number",
    "phone",
    "email",
    "cluster",
)
"""Columns of a record, in order; all text. ``cluster`` is the truth: records of one person share it."""


MOST: Final = 1_200_000
"""Most records in one set: the 999 range of NHS numbers has no more people in it."""


@dataclass(frozen=True, slots=True)
class Partner:
    """One keeper of records. Shares, 0 to 1: how often a number is kept, and how often something is wrong."""

    name: str
    number: float
    phone: float
    email: float
    slip: float
    missing: float


PARTNERS: Final = (
    Partner("council", number=0.70, phone=0.60, email=0.35, slip=0.05, missing=0.02),
    Partner("health_board", number=0.97, phone=0.75, email=0.20, slip=0.03, missing=0.01),
    Partner("charity", number=0.15, phone=0.80, email=0.60, slip=0.08, missing=0.06),
    Partner("college", number=0.00, phone=0.70, email=0.85, slip=0.04, missing=0.03),
    Partner("programme", number=0.40, phone=0.65, email=0.50, slip=0.06, missing=0.04),
)


@dataclass(frozen=True, slots=True)
class _Home:
    street: str
    town: str
    postcode: str
    phone: str


@dataclass(frozen=True, slots=True)
class _Person:
    given: str
    middle: str
    family: str
    other_family: str
    patronymic: str
    born: date
    sex: str
    number: str
    mobile: str
    email: str
    homes: tuple[_Home, ...]


class _Chance(random.Random):
    """A source of chance of which only ``random()`` is used: the one method whose answers never change."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self.numbers = _numbers(self)

    def below(self, limit: int) -> int:
        return int(self.random() * limit)

    def one(self, things: Sequence[str]) -> str:
        return things[self.below(len(things))]

    def is_so(self, share: float) -> bool:
        return self.random() < share

    def by_rank(self, things: Sequence[str], sums: Sequence[float]) -> str:
        return things[bisect.bisect_right(sums, self.random() * sums[-1])]


def _ranked(count: int, flatness: float, power: float) -> list[float]:
    """Running sums of weights that fall as 1/(place + flatness)^power: few names are very common."""
    return list(accumulate(1 / (place + flatness) ** power for place in range(1, count + 1)))


_TAIL = tuple(start + end for start in words.TAIL_STARTS for end in words.TAIL_ENDS)
_FAMILIES = (*words.FAMILIES, *_TAIL)
_GIVEN_SUMS = {"f": _ranked(len(words.WOMEN), 8, 1.0), "m": _ranked(len(words.MEN), 8, 1.0)}
_FAMILY_SUMS = _ranked(len(_FAMILIES), 3, 0.95)
_GIVEN = {"f": words.WOMEN, "m": words.MEN}
_BARE = str.maketrans("âêîôûŵŷÂÊÎÔÛŴŶ", "aeiouwyAEIOUWY")


def _given(chance: _Chance, sex: str) -> str:
    return chance.by_rank(_GIVEN[sex], _GIVEN_SUMS[sex])


def _family(chance: _Chance) -> str:
    name = chance.by_rank(_FAMILIES, _FAMILY_SUMS)
    if chance.is_so(0.03):
        return f"{name}-{chance.by_rank(_FAMILIES, _FAMILY_SUMS)}"
    return name


def _digits(chance: _Chance, count: int) -> str:
    return f"{chance.below(10**count):0{count}d}"


def _numbers(chance: _Chance) -> Iterator[str]:
    """NHS numbers of the 999 range with a check digit that fits (weights 10 to 2, modulus 11); none comes twice."""
    start = chance.below(1_000_000)
    for place in range(1_000_000):
        nine = (
            f"999{(start + place * 618_033) % 1_000_000:06d}"  # a step without a common factor walks them all
        )
        check = (
            11 - sum(int(figure) * weight for figure, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
        )
        if check != 10:
            yield nine + str(check % 11)


def _home(chance: _Chance) -> _Home:
    town, codes = words.TOWNS[chance.below(len(words.TOWNS))]
    start = chance.one(words.STREET_STARTS)
    name = start.replace("_", " ") if "_" in start else f"{start} {chance.one(words.STREET_ENDS)}"
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    postcode = f"{chance.one(codes)} {chance.below(9) + 1}{chance.one(letters)}{chance.one(letters)}"
    return _Home(f"{chance.below(180) + 1} {name}", town, postcode, "01" + _digits(chance, 9))


def _born(chance: _Chance, youngest: int, oldest: int) -> date:
    return date(2024, 1, 1) - timedelta(days=int(365.25 * (youngest + chance.random() * (oldest - youngest))))


def _person(chance: _Chance, home: _Home, family: str, born: date, sex: str, given: str = "") -> _Person:
    given = given or _given(chance, sex)
    other = ""
    if sex == "f" and chance.is_so(0.12):
        married = _family(chance)
        other = f"{family}-{married}" if "-" not in family + married and chance.is_so(0.3) else married
    pair = words.PATRONYMICS.get(family)
    patronymic = pair[sex == "f"] if pair and chance.is_so(1 / 7) else ""
    homes = (home, _home(chance)) if chance.is_so(0.25) else (home,)
    plain = (given[:1] if chance.is_so(0.4) else given) + chance.one((".", "", "_")) + family
    mail = plain.translate(_BARE).lower().replace("'", "").replace(" ", "")
    mail += str(born.year % 100) if chance.is_so(0.5) else _digits(chance, 3)
    return _Person(
        given=given,
        middle=_given(chance, sex) if chance.is_so(0.6) else "",
        family=family,
        other_family=other,
        patronymic=patronymic,
        born=born,
        sex=sex,
        number=next(chance.numbers),
        mobile="07" + _digits(chance, 9),
        email=f"{mail}@{chance.one(words.MAIL_HOSTS)}",
        homes=homes,
    )


def _household(chance: _Chance) -> Iterator[_Person]:
    home, family, draw = _home(chance), _family(chance), chance.random()
    sex = chance.one("fm")
    if draw < 0.025:  # twins; now and then with the other parent's habit of alike names
        born = _born(chance, 16, 40)
        other = sex if chance.is_so(0.7) else chance.one("fm")
        first = _person(chance, home, family, born, sex)
        yield first
        given = first.given
        while given == first.given or _forms_of_one(given, first.given):  # nobody names twins so
            given = _given(chance, other)
        yield _person(chance, home, family, born, other, given)
    elif draw < 0.042:  # a parent and a child of the same name
        first = _person(chance, home, family, _born(chance, 42, 68), sex)
        yield first
        yield _person(chance, home, family, _born(chance, 16, 30), sex, first.given)
    elif draw < 0.20:  # siblings
        for _ in range(2):
            yield _person(chance, home, family, _born(chance, 16, 35), chance.one("fm"))
    elif draw < 0.30:  # a couple
        yield _person(chance, home, family, _born(chance, 25, 69), "f")
        yield _person(chance, home, family, _born(chance, 25, 69), "m")
    else:
        yield _person(chance, home, family, _born(chance, 16, 69), sex)


def _forms_of_one(one: str, other: str) -> bool:
    """Whether two given names are forms of each other or of a third."""
    families = [{name, *words.FORMS.get(name, ())} for name in (one, other)]
    return bool(families[0] & families[1]) or any(
        {one, other} <= {name, *forms} for name, forms in words.FORMS.items()
    )


def _slip(chance: _Chance, text: str) -> str:
    """The text with one slip of the hand or the ear in it."""
    if len(text) < 3:
        return text
    at, kind = 1 + chance.below(len(text) - 1), chance.below(6)
    if kind == 0:
        beside = words.BESIDE.get(text[at].lower(), "")
        return text[:at] + chance.one(beside) + text[at + 1 :] if beside else text
    if kind == 1:
        return text[:at] + text[at + 1 :]
    if kind == 2:
        return text[:at] + text[at] + text[at:]
    if kind == 3:
        return text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :]
    start = chance.below(len(words.HEARD))
    for step in range(len(words.HEARD)):
        old, new = words.HEARD[(start + step) % len(words.HEARD)]
        found = text.find(old, 1)
        if found > 0:
            return text[:found] + new + text[found + len(old) :]
    return text


def _wrong_figure(chance: _Chance, text: str) -> str:
    """The text with one of its figures wrong, or two that stand beside each other changed about."""
    places = [at for at, sign in enumerate(text) if sign.isdigit()]
    at = places[chance.below(len(places))]
    if chance.is_so(0.3) and at + 1 < len(text) and text[at + 1].isdigit():
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + str((int(text[at]) + 1 + chance.below(9)) % 10) + text[at + 1 :]


def _written_date(chance: _Chance, born: date, slip: float) -> str:
    draw = chance.random()
    if draw < slip * 0.35 and born.day <= 12:
        return f"{born.year:04d}-{born.day:02d}-{born.month:02d}"
    text = born.isoformat()
    if draw < slip * 0.6:
        return text[:2] + _wrong_figure(chance, text[2:])
    return f"{born.year:04d}-01-01" if draw < slip * 0.65 else text


def _written_names(chance: _Chance, who: _Person, slip: float) -> tuple[str, str]:
    given, family = who.given, who.family
    if given in words.FORMS and chance.is_so(0.10):
        given = chance.one(words.FORMS[given])
    if who.other_family and chance.is_so(0.5):
        family = who.other_family
    elif who.patronymic and chance.is_so(0.4):
        family = who.patronymic
    if who.middle and chance.is_so(0.12):
        given = f"{given} {who.middle}" if chance.is_so(0.8) else f"{who.middle} {given}"
    elif chance.is_so(0.012):
        given = given[0]
    if chance.is_so(slip):
        given = _slip(chance, given)
    if chance.is_so(slip):
        family = _slip(chance, family)
    if "-" in family and chance.is_so(0.3):
        family = family.replace("-", " ") if chance.is_so(0.6) else family.split("-")[chance.below(2)]
    if chance.is_so(0.4):
        given, family = given.translate(_BARE), family.translate(_BARE)
    if chance.is_so(0.08):
        given, family = given.upper(), family.upper()
    return (family, given) if chance.is_so(0.006) else (given, family)


def _record(chance: _Chance, who: _Person, partner: Partner) -> tuple[str, ...]:
    slip = partner.slip
    home = who.homes[chance.below(len(who.homes))]
    given, family = _written_names(chance, who, slip)
    address = _slip(chance, home.street) if chance.is_so(slip * 2) else home.street
    postcode = _wrong_figure(chance, home.postcode) if chance.is_so(slip * 0.6) else home.postcode
    number = who.number if chance.is_so(partner.number) else ""
    if number and chance.is_so(slip * 0.25):
        number = _wrong_figure(chance, number)
    phone = ""
    if chance.is_so(partner.phone):
        phone = home.phone if chance.is_so(0.35) else who.mobile
    email = who.email if chance.is_so(partner.email) else ""
    fields = [
        given,
        family,
        _written_date(chance, who.born, slip),
        who.sex if not chance.is_so(slip * 0.1) else "mf"[who.sex == "m"],
        address.translate(_BARE) if chance.is_so(0.3) else address,
        home.town,
        postcode if not chance.is_so(0.2) else postcode.replace(" ", ""),
    ]
    # Names are always there: a record without one is not kept by anybody.
    kept = [text if at < 2 or not chance.is_so(partner.missing) else "" for at, text in enumerate(fields)]
    return (*kept, number, phone, email if not chance.is_so(slip * 0.4) else _slip(chance, email))


def records(count: int = 20_000, seed: int = 1) -> Iterator[tuple[str, ...]]:
    """``count`` records in the order of `COLUMNS`, in an order that says nothing of who is who within 5,000 rows.

    ``seed``: another seed, other people. Raises ``ValueError`` for a count below 1 or above `MOST`.
    """
    if not 1 <= count <= MOST:
        raise ValueError(f"count must be 1 to {MOST}")
    chance = _Chance(seed)
    made, cluster = 0, 0
    batch: list[tuple[str, ...]] = []
    serials = dict.fromkeys((partner.name for partner in PARTNERS), 0)
    while made < count:
        for who in _household(chance):
            # Somebody without any middle name that is used keeps it so in all records.
            who = replace(who, middle=who.middle if chance.is_so(0.7) else "")
            for partner in _keepers(chance):
                serials[partner.name] += 1
                key = f"{partner.name[0].upper()}{partner.name[1]}-{serials[partner.name]:07d}"
                batch.append((partner.name, key, *_record(chance, who, partner), str(cluster)))
            cluster += 1
        if len(batch) >= 5_000 or made + len(batch) >= count:
            _shuffle(chance, batch)
            yield from batch[: count - made]
            made += len(batch)
            batch = []


def _keepers(chance: _Chance) -> list[Partner]:
    draw = chance.random()
    number = 1 + sum(draw > limit for limit in (0.50, 0.77, 0.92))
    left = list(PARTNERS)
    chosen = [left.pop(chance.below(len(left))) for _ in range(number)]
    if chance.is_so(0.02):
        chosen.append(chosen[0])
    return chosen


def _shuffle(chance: _Chance, things: list[tuple[str, ...]]) -> None:
    for at in range(len(things) - 1, 0, -1):
        other = chance.below(at + 1)
        things[at], things[other] = things[other], things[at]
