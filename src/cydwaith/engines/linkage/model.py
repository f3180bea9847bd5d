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
    column of ``x`` that holds log2(1/u) of the value that both share.
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
    """One thing that is compared. known: SQL: whether both records have it. values: columns shown side by side.

    Level 0 stands for "not known", level k for ``levels[k - 1]``.
    """

    name: str
    known: str
    levels: tuple[Level, ...]
    values: tuple[str, ...]

    def number(self, code: str) -> int:
        """The number of the level of a code."""
        return next(at for at, level in enumerate(self.levels, 1) if level.code == code)


def _jw(column: str, least: float) -> str:
    return f"jaro_winkler_similarity(l.{column}, r.{column}) >= {least}"


_SWAPPED: Final = (
    "((l.gs = r.fs AND r.gs = l.fs) OR l.g1 = r.f OR r.g1 = l.f)"
    " AND jaro_winkler_similarity(l.g1, r.f) >= 0.88 AND jaro_winkler_similarity(l.f, r.g1) >= 0.88"
)

GIVEN: Final = Comparison(
    "given",
    "l.g IS NOT NULL AND r.g IS NOT NULL",
    (
        Level("given_same", 0.80, 0.002, "l.g = r.g", "gw"),
        Level("given_first_same", 0.05, 0.002, "l.g1 = r.g1", "gw"),
        Level("names_swapped", 0.006, 2e-6, _SWAPPED),
        Level("given_variant", 0.04, 0.006, "list_has_any(l.gv, r.gv)"),
        Level("given_spelling", 0.05, 0.004, f"{_jw('g1', 0.88)} OR (l.gs = r.gs AND len(l.gs) > 1)"),
        Level("given_other_name", 0.02, 0.006, "list_has_any(l.gt, r.gt) OR list_has_any(l.gp, r.gp)"),
        Level("given_initial", 0.015, 0.01, "least(len(l.g1), len(r.g1)) = 1 AND l.g1[1] = r.g1[1]"),
        Level("given_alike", 0.008, 0.03, f"{_jw('g1', 0.78)} OR l.gs = r.gs"),
        Level("given_different", 0.01, 0.93, "true"),
    ),
    ("given", "middle", "called", "name"),
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
)
DOB: Final = Comparison(
    "dob",
    "l.b IS NOT NULL AND r.b IS NOT NULL",
    (
        Level("dob_placeholder", 0.005, 0.0008, "l.b = r.b AND l.b[5:8] = '0101'"),
        Level("dob_same", 0.925, 5e-5, "l.b = r.b"),
        Level("dob_swapped", 0.01, 4e-5, "l.bc = r.bc"),
        Level("dob_slip", 0.03, 0.001, "hamming(l.b, r.b) = 1 OR damerau_levenshtein(l.b, r.b) = 1"),
        Level(
            "dob_year",
            0.004,
            3e-4,
            "l.b[1:4] = r.b[1:4] AND (l.b[5:8] = '0101' OR r.b[5:8] = '0101')",
        ),
        Level(
            "dob_part",
            0.012,
            0.005,
            "(l.b[1:4] = r.b[1:4])::INT + (l.b[5:6] = r.b[5:6])::INT + (l.b[7:8] = r.b[7:8])::INT = 2",
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
        Level("number_slip", 0.03, 6e-6, "len(l.n) >= 6 AND damerau_levenshtein(l.n, r.n) = 1"),
        Level("number_different", 0.02, 1.0, "true"),
    ),
    ("number",),
)
_FIGURES: Final = "regexp_replace({0}.em, '[^0-9]', '', 'g')"
_HOUSE: Final = "coalesce(l.hn = r.hn, true) AND coalesce(jaro_winkler_similarity(l.st, r.st) >= 0.85, true)"
PLACE: Final = Comparison(
    "place",
    "(l.pc IS NOT NULL AND r.pc IS NOT NULL) OR (l.st IS NOT NULL AND r.st IS NOT NULL)"
    " OR (l.tn IS NOT NULL AND r.tn IS NOT NULL)",
    (
        Level("address_same", 0.50, 3e-5, f"l.pc = r.pc AND l.hn = r.hn AND {_HOUSE}"),
        Level("postcode_same", 0.12, 1e-4, f"l.pc = r.pc AND {_HOUSE}"),
        Level("street_same", 0.06, 6e-5, "l.hn = r.hn AND jaro_winkler_similarity(l.st, r.st) >= 0.92"),
        Level("postcode_near", 0.02, 6e-4, "l.pc = r.pc"),
        Level("postcode_slip", 0.02, 6e-4, "damerau_levenshtein(l.pc, r.pc) = 1"),
        Level("street_alike", 0.02, 0.003, _jw("st", 0.9)),
        Level("district_same", 0.08, 0.03, f"l.po = r.po OR l.tn = r.tn OR {_jw('tn', 0.9)}"),
        Level("place_different", 0.20, 0.96, "true"),
    ),
    ("house", "street", "street2", "town", "postcode"),
)
PHONE: Final = Comparison(
    "phone",
    "l.ph IS NOT NULL AND r.ph IS NOT NULL",
    (
        Level("phone_same", 0.55, 3e-5, "l.ph = r.ph"),
        Level("phone_slip", 0.02, 2e-5, "damerau_levenshtein(l.ph, r.ph) = 1"),
        Level("phone_different", 0.43, 1.0, "true"),
    ),
    ("phone",),
)
EMAIL: Final = Comparison(
    "email",
    "l.em IS NOT NULL AND r.em IS NOT NULL",
    (
        Level("email_same", 0.80, 1e-5, "l.em = r.em"),
        # Addresses are made of names, so that those of two people of one name are alike but for their figures.
        Level(
            "email_slip", 0.06, 5e-5, f"{_jw('em', 0.93)} AND {_FIGURES.format('l')} = {_FIGURES.format('r')}"
        ),
        Level("email_user_same", 0.02, 1e-4, "split_part(l.em, '@', 1) = split_part(r.em, '@', 1)"),
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
    """

    code: str
    when: str
    ones: float
    others: float


def _among(comparison: Comparison, first: str, last: str) -> str:
    return f"{comparison.name} BETWEEN {comparison.number(first)} AND {comparison.number(last)}"


_OTHER_GIVEN: Final = _among(GIVEN, "given_alike", "given_different")
_SAME_GIVEN: Final = _among(GIVEN, "given_same", "given_other_name")
_SAME_FAMILY: Final = _among(FAMILY, "family_same", "family_spelling")
_SAME_DOB: Final = _among(DOB, "dob_placeholder", "dob_same")
_OTHER_DOB: Final = f"dob = {DOB.number('dob_different')}"
_OTHER_NUMBER: Final = f"number = {NUMBER.number('number_different')}"
_NEAR: Final = f"({_among(PLACE, 'address_same', 'postcode_near')} OR phone = {PHONE.number('phone_same')})"

KINSHIPS: Final = (
    Kinship("twins", f"{_OTHER_GIVEN} AND {_SAME_DOB} AND {_NEAR}", 1, 3),
    Kinship("twins_apart", f"{_OTHER_GIVEN} AND {_SAME_DOB} AND {_SAME_FAMILY}", 1, 6),
    Kinship(
        "namesakes", f"{_SAME_GIVEN} AND ({_OTHER_DOB} OR (dob = 0 AND {_OTHER_NUMBER})) AND {_NEAR}", 1, 2
    ),
    Kinship("household", f"{_OTHER_GIVEN} AND {_NEAR}", 1, 20),
)
"""Kinship k of a pair is ``KINSHIPS[k - 1]``; 0: none."""

OWN: Final = {
    NUMBER: ("number_same", "number_slip", "number_different"),
    EMAIL: ("email_same", "email_different"),
}
"""What is one's own, and counts between kin too. Addresses that are nearly the same do not: kin have such."""

PRIOR: Final = 1 / 20_000
"""How likely two records picked at random are one person, before the data say more (`training`)."""


@dataclass(frozen=True, slots=True)
class Model:
    """Parameters in use. prior: chance of a random pair. weights: comparison -> bits of level 0, 1, 2 …

    kin: chance that a pair of each of `KINSHIPS` is one person. m: the shares from which the weights come.
    """

    prior: float
    kin: tuple[float, ...]
    weights: dict[str, tuple[float, ...]]
    m: dict[str, tuple[float, ...]]

    @property
    def start(self) -> float:
        """Bits before anything was compared."""
        return bits(self.prior)

    def kin_start(self, kinship: int) -> float:
        """Bits with which a pair of kinship 1, 2 … starts."""
        return bits(self.kin[kinship - 1])


def bits(chance: float) -> float:
    """log2 of the odds of a chance between 0 and 1, to three places so that no machine differs."""
    return round(math.log2(chance / (1 - chance)), 3)


def starting_model() -> Model:
    """The model of the numbers written here."""
    return model_of(
        PRIOR,
        tuple(each.ones / (each.ones + each.others) for each in KINSHIPS),
        {each.name: tuple(level.m for level in each.levels) for each in COMPARISONS},
    )


def model_of(prior: float, kin: tuple[float, ...], shares: dict[str, tuple[float, ...]]) -> Model:
    """The model of a prior, of the chances of kin and of m for each level of each comparison."""
    weights: dict[str, tuple[float, ...]] = {}
    for comparison in COMPARISONS:
        found = [0.0]
        for level, share in zip(comparison.levels, shares[comparison.name], strict=True):
            found.append(round(math.log2(share / (1.0 if level.frequency else level.u)), 3))
        weights[comparison.name] = tuple(found)
    return Model(prior, kin, weights, dict(shares))


def compare_sql(pairs: str = "pairs", left: str = "x", right: str = "x") -> str:
    """SQL: columns one, two (rid of left and right), digest, a level for each comparison, kin, and what is rare.

    ``digest`` is the same whichever way round; ``kin`` a number of `KINSHIPS`; ``given_rare`` and
    ``family_rare`` are the bits of the names that both share (`features`). ``pairs`` holds one and two;
    ``left`` and ``right`` are tables like ``x``.
    """
    raw = ",\n".join(f"{_case(each)} AS {each.name}" for each in COMPARISONS)
    levels = ", ".join(each.name for each in COMPARISONS if each is not FAMILY)
    kin = " ".join(f"WHEN {each.when} THEN {at}" for at, each in enumerate(KINSHIPS, 1))
    swapped = f"given = {GIVEN.number('names_swapped')}"
    return f"""
    SELECT * EXCLUDE (gw, fw), (CASE {kin} ELSE 0 END)::TINYINT AS kin,
        (CASE WHEN {_among(GIVEN, "given_same", "given_first_same")} THEN gw ELSE 0 END)::FLOAT AS given_rare,
        (CASE WHEN family = {FAMILY.number("family_same")} THEN fw ELSE 0 END)::FLOAT AS family_rare
    FROM (SELECT one, two, digest, gw, fw, {levels}, (CASE WHEN {swapped} THEN 0 ELSE family END)::TINYINT AS family
    FROM (SELECT one, two, xor(l.h, r.h) AS digest, l.gw, l.fw,
    {raw}
    FROM {pairs} JOIN {left} l ON l.rid = one JOIN {right} r ON r.rid = two))"""


def _case(comparison: Comparison) -> str:
    levels = "\n".join(f"WHEN {level.when} THEN {at}" for at, level in enumerate(comparison.levels, 1))
    return f"(CASE WHEN NOT ({comparison.known}) THEN 0\n{levels}\nEND)::TINYINT"


def weight_sql(model: Model) -> str:
    """SQL over the columns of `compare_sql`: the bits of all comparisons and of the start together."""
    parts = {each.name: _weight(each, model) for each in COMPARISONS}
    whole = " + ".join([f"{model.start:.3f} + given_rare + family_rare", *parts.values()])
    own = [_weight(each, model, codes) for each, codes in OWN.items()]
    against = SEX.number("sex_different")
    own.append(f"(CASE WHEN sex = {against} THEN {model.weights['sex'][against]} ELSE 0 END)")
    kin = " ".join(
        f"WHEN {at} THEN {' + '.join([f'{model.kin_start(at):.3f}', *own])}"
        for at in range(1, len(KINSHIPS) + 1)
    )
    return f"(CASE kin {kin} ELSE {whole} END)"


def _weight(comparison: Comparison, model: Model, codes: tuple[str, ...] = ()) -> str:
    weights = zip(comparison.levels, model.weights[comparison.name][1:], strict=True)
    cases = [
        f"WHEN {at} THEN {found}"
        for at, (level, found) in enumerate(weights, 1)
        if not codes or level.code in codes
    ]
    return f"(CASE {comparison.name} {' '.join(cases)} ELSE 0 END)"
