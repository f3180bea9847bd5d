# SPDX-License-Identifier: AGPL-3.0-or-later
"""What two records are compared in, and what each outcome weighs: one table, from which the SQL is written.

After Fellegi and Sunter: a level's weight is log2(m / u), where *m* is how often two records of one person come out so
and *u* how often two records of different people do. Weights of all comparisons and of the prior add up to the log2 of
the odds. The numbers here are where `training` begins and what it falls back on where the data say little: m from
what registers of this kind get wrong, u from how many names, days, postcodes and towns there are.

Comparisons that hang together are one comparison, since evidence of one thing counts once: postcode, house and
street are *place*. And what kin share says nothing of who is who among them. Pairs that kinship would explain
(`KINSHIPS`: twins, namesakes of different ages, people of one household) start from how often such a pair is one
person after all, and only what is one's own is added: number, e-mail, and a different sex against.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome of a comparison. code: its reason (`words.REASONS`). m, u: see the module, 0 to 1.

    when: SQL over the two records ``l`` and ``r``; levels are tried in their order. frequency: the
    column of the table that holds log2(1/u) of the value that both share.
    """

    code: str
    m: float
    u: float
    when: str
    frequency: str = ""

    @property
    def weight(self) -> float:
        """Bits for (above 0) or against one person; with `frequency` what is added to that column."""
        return math.log2(self.m) if self.frequency else math.log2(self.m / self.u)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One thing that is compared. known: SQL: whether both records have it. values: fields to show side by side.

    table: where ``l`` and ``r`` are from: ``x``, or one of the tables of distinct names (`features`), so that two
    names are compared once, however many people have them. Level 0 stands for "not known", level k for
    ``levels[k - 1]``.
    """

    name: str
    known: str
    levels: tuple[Level, ...]
    values: tuple[str, ...]
    table: str = "x"

    def number(self, code: str) -> int:
        """The number of the level of a code."""
        return next(at for at, level in enumerate(self.levels, 1) if level.code == code)


def _jw(column: str, least: float) -> str:
    return f"jaro_winkler_similarity(l.{column}, r.{column}) >= {least}"


def _then(cheap: str, dear: str) -> str:
    """SQL: both, of which the second is only asked where the first holds: AND asks both of every row."""
    return f"(CASE WHEN {cheap} THEN {dear} ELSE false END)"


def _or(*cases: str) -> str:
    """SQL: any, of which each is only asked where those before do not hold."""
    return f"(CASE {' '.join(f'WHEN {case} THEN true' for case in cases)} ELSE false END)"


SOUNDS_SWAPPED: Final = "(l.gk = r.fk OR r.gk = l.fk)"
"""SQL over two rows of ``x``: quickly, whether `SWAPPED` may hold."""

SWAPPED: Final = _then(
    "(l.gs = r.fs AND r.gs = l.fs) OR l.g1 = r.f OR r.g1 = l.f",
    "jaro_winkler_similarity(l.g1, r.f) >= 0.88 AND jaro_winkler_similarity(l.f, r.g1) >= 0.88",
)
"""SQL over two rows of ``x``: the first name of each is the family name of the other."""


def _slip(column: str) -> str:
    """SQL: one sign is wrong, lacks, is too many, or two neighbours are changed about. Lengths are bytes, as
    ``hamming`` wants them."""
    one, other = f"l.{column}", f"r.{column}"
    distance = f"damerau_levenshtein({one}, {other}) = 1"
    return (
        f"(CASE WHEN strlen({one}) = strlen({other})"
        f" THEN (CASE hamming({one}, {other}) WHEN 1 THEN true WHEN 2 THEN {distance} ELSE false END)"
        f" WHEN abs(strlen({one}) - strlen({other})) = 1"
        f" THEN {_then(f'{one}[1:2] = {other}[1:2] OR {one}[-2:] = {other}[-2:]', distance)} ELSE false END)"
    )


def _first_sign(column: str) -> str:
    """SQL: of one first sign."""
    return f"ascii(l.{column}) = ascii(r.{column})"


def _alike(column: str, least: float) -> str:
    """SQL: alike by Jaro and Winkler, and of one first sign: that much is cheap to ask before."""
    return _then(_first_sign(column), _jw(column, least))


GIVEN: Final = Comparison(
    "given",
    "l.g IS NOT NULL AND r.g IS NOT NULL",
    (
        Level("given_same", 0.80, 0.002, "l.g = r.g", "gw"),
        Level("given_first_same", 0.05, 0.002, "l.g1 = r.g1", "gw"),
        # Put in by `comparing`, which sees both names of both records.
        Level("names_swapped", 0.006, 2e-6, "false"),
        Level("given_variant", 0.04, 0.006, "list_has_any(l.gv, r.gv)"),
        Level("given_spelling", 0.05, 0.004, f"(l.gs = r.gs AND len(l.gs) > 1) OR {_jw('g1', 0.88)}"),
        Level("given_other_name", 0.02, 0.006, "list_has_any(l.gt, r.gt) OR list_has_any(l.gp, r.gp)"),
        Level("given_initial", 0.015, 0.01, "least(len(l.g1), len(r.g1)) = 1 AND l.g1[1] = r.g1[1]"),
        Level("given_alike", 0.008, 0.03, f"{_jw('g1', 0.78)} OR l.gs = r.gs"),
        Level("given_different", 0.01, 0.93, "true"),
    ),
    ("given", "middle", "called", "name"),
    "given_names",
)
FAMILY: Final = Comparison(
    "family",
    "l.f IS NOT NULL AND r.f IS NOT NULL",
    (
        Level("family_same", 0.86, 0.001, "l.f = r.f", "fw"),
        Level("family_former", 0.01, 0.004, "(l.fo OR r.fo) AND list_has_any(l.fp, r.fp)"),
        Level("family_part", 0.03, 0.004, "list_has_any(l.fp, r.fp)"),
        Level("family_variant", 0.02, 0.006, "list_has_any(l.fv, r.fv)"),
        Level("family_spelling", 0.05, 0.004, f"{_jw('f', 0.88)} OR (l.fs = r.fs AND len(l.fs) > 2)"),
        Level("family_alike", 0.008, 0.03, _jw("f", 0.78)),
        Level("family_different", 0.03, 0.95, "true"),
    ),
    ("family", "former", "name"),
    "family_names",
)
DOB: Final = Comparison(
    "dob",
    "l.bi IS NOT NULL AND r.bi IS NOT NULL",
    (
        Level("dob_placeholder", 0.005, 0.0008, "l.bi = r.bi AND l.bi % 10000 = 101"),
        Level("dob_same", 0.925, 5e-5, "l.bi = r.bi"),
        Level("dob_swapped", 0.01, 4e-5, "l.bc = r.bc"),
        Level("dob_slip", 0.03, 0.001, _slip("b")),
        Level(
            "dob_year",
            0.004,
            3e-4,
            "l.bi // 10000 = r.bi // 10000 AND (l.bi % 10000 = 101 OR r.bi % 10000 = 101)",
        ),
        Level(
            "dob_part",
            0.012,
            0.005,
            "(l.bi // 10000 = r.bi // 10000)::INT + (l.bi // 100 % 100 = r.bi // 100 % 100)::INT"
            " + (l.bi % 100 = r.bi % 100)::INT = 2",
        ),
        Level("dob_near", 0.004, 0.004, "abs(l.bd - r.bd) <= 62"),
        Level("dob_different", 0.006, 0.98, "true"),
    ),
    ("dob",),
)
NUMBER: Final = Comparison(
    "number",
    "l.n IS NOT NULL AND r.n IS NOT NULL",
    (
        Level("number_same", 0.95, 1e-6, "l.n = r.n"),
        Level("number_slip", 0.03, 6e-6, _then("len(l.n) >= 6", _slip("n"))),
        # Check digits that fit say that neither was mistyped.
        Level("nhs_different", 0.002, 0.5, "l.nv AND r.nv"),
        Level("number_different", 0.02, 1.0, "true"),
    ),
    ("number",),
)
_FIGURES: Final = "regexp_replace({0}.em, '[^0-9]', '', 'g')"
_STREET: Final = _or("l.st IS NULL", "r.st IS NULL", _first_sign("st"), _jw("st", 0.85))
PLACE: Final = Comparison(
    "place",
    "(l.pc IS NOT NULL AND r.pc IS NOT NULL) OR (l.st IS NOT NULL AND r.st IS NOT NULL)"
    " OR (l.tn IS NOT NULL AND r.tn IS NOT NULL)",
    (
        Level("address_same", 0.50, 3e-5, _then("l.pc = r.pc AND l.hn = r.hn", _STREET)),
        Level("postcode_same", 0.12, 1e-4, _then("l.pc = r.pc AND (l.hn IS NULL OR r.hn IS NULL)", _STREET)),
        Level("street_same", 0.06, 6e-5, _then("l.hn = r.hn", _alike("st", 0.92))),
        Level("postcode_near", 0.02, 6e-4, "l.pc = r.pc"),
        Level("postcode_slip", 0.02, 6e-4, _slip("pc")),
        Level("street_alike", 0.02, 0.003, _alike("st", 0.9)),
        Level("district_same", 0.08, 0.03, _or("l.po = r.po", "l.tn = r.tn", _alike("tn", 0.9))),
        Level("place_different", 0.20, 0.96, "true"),
    ),
    ("house", "street", "street2", "town", "postcode"),
)
PHONE: Final = Comparison(
    "phone",
    "l.ph IS NOT NULL AND r.ph IS NOT NULL",
    (
        Level("phone_same", 0.55, 3e-5, "l.ph = r.ph"),
        Level("phone_slip", 0.02, 2e-5, _slip("ph")),
        Level("phone_different", 0.43, 1.0, "true"),
    ),
    ("phone",),
)
_USER: Final = _then(_first_sign("em"), "split_part(l.em, '@', 1) = split_part(r.em, '@', 1)")
EMAIL: Final = Comparison(
    "email",
    "l.em IS NOT NULL AND r.em IS NOT NULL",
    (
        Level("email_same", 0.80, 1e-5, "l.em = r.em"),
        # Addresses are made of names, so that those of two people of one name are alike but for their figures.
        Level(
            "email_slip",
            0.06,
            5e-5,
            _then(_alike("em", 0.93), f"{_FIGURES.format('l')} = {_FIGURES.format('r')}"),
        ),
        Level(
            "email_user_same",
            0.02,
            1e-4,
            _USER,
        ),
        Level("email_different", 0.12, 1.0, "true"),
    ),
    ("email",),
)
SEX: Final = Comparison(
    "sex",
    "l.sx IS NOT NULL AND r.sx IS NOT NULL",
    (Level("sex_same", 0.985, 0.5, "l.sx = r.sx"), Level("sex_different", 0.015, 0.5, "true")),
    ("sex",),
)
COMPARISONS: Final = (GIVEN, FAMILY, DOB, NUMBER, PLACE, PHONE, EMAIL, SEX)
"""All comparisons, in the order in which reasons are told where they weigh the same."""


@dataclass(frozen=True, slots=True)
class Kinship:
    """Pairs that are alike because the two are kin. when: SQL over the levels; tried in their order.

    ones, others: what is thought before the data are seen: of ``ones + others`` such pairs, ``ones`` are one person.
    own: whether what is one's own (`OWN`) is added to that.
    """

    code: str
    when: str
    ones: float
    others: float
    own: bool = True


def _among(comparison: Comparison, first: str, last: str) -> str:
    return f"{comparison.name} BETWEEN {comparison.number(first)} AND {comparison.number(last)}"


_OTHER_GIVEN: Final = _among(GIVEN, "given_alike", "given_different")
_SAME_GIVEN: Final = _among(GIVEN, "given_same", "given_other_name")
_SAME_FAMILY: Final = _among(FAMILY, "family_same", "family_spelling")
_SAME_DOB: Final = _among(DOB, "dob_placeholder", "dob_same")
_OTHER_DOB: Final = f"dob = {DOB.number('dob_different')}"
_OTHER_NUMBER: Final = _among(NUMBER, "nhs_different", "number_different")
_TWO_NUMBERS: Final = (
    f"number = {NUMBER.number('nhs_different')} AND {_SAME_GIVEN} AND {_SAME_FAMILY}"
    f" AND {_among(DOB, 'dob_placeholder', 'dob_slip')}"
)
_NEAR: Final = f"({_among(PLACE, 'address_same', 'postcode_near')} OR phone = {PHONE.number('phone_same')})"

KINSHIPS: Final = (
    Kinship("twins", f"{_OTHER_GIVEN} AND {_SAME_DOB} AND {_NEAR}", 1, 3),
    Kinship("twins_apart", f"{_OTHER_GIVEN} AND {_SAME_DOB} AND {_SAME_FAMILY}", 1, 6),
    Kinship(
        "namesakes", f"{_SAME_GIVEN} AND ({_OTHER_DOB} OR (dob = 0 AND {_OTHER_NUMBER})) AND {_NEAR}", 1, 2
    ),
    # Not kin, but alike as kin are: one name, one birthday, and two NHS numbers that are both in order.
    Kinship("two_numbers_one_home", f"{_TWO_NUMBERS} AND {_NEAR}", 1, 2, own=False),
    Kinship("two_numbers", _TWO_NUMBERS, 1, 30, own=False),
    Kinship("household", f"{_OTHER_GIVEN} AND {_NEAR}", 1, 20),
)
"""Kinship k of a pair is ``KINSHIPS[k - 1]``; 0: none."""

OWN: Final = {
    NUMBER: ("number_same", "number_slip", "nhs_different", "number_different"),
    EMAIL: ("email_same", "email_different"),
}
"""What is one's own, and counts between kin too. Addresses that are nearly the same do not: kin have such."""
