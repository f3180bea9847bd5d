# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parameters in use, and the weight of a pair by them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from cydwaith.engines.linkage.comparisons import COMPARISONS, KINSHIPS, OWN, SEX, Comparison

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


def weight_sql(model: Model) -> str:
    """SQL over the columns of `comparing.compare_sql`: the bits of all comparisons and of the start together."""
    parts = {each.name: _weight(each, model) for each in COMPARISONS}
    whole = " + ".join([f"{model.start:.3f} + given_rare + family_rare", *parts.values()])
    own = [_weight(each, model, codes) for each, codes in OWN.items()]
    against = SEX.number("sex_different")
    own.append(f"(CASE WHEN sex = {against} THEN {model.weights['sex'][against]} ELSE 0 END)")
    kin = " ".join(
        f"WHEN {at} THEN {' + '.join([f'{model.kin_start(at):.3f}', *(own if each.own else ())])}"
        for at, each in enumerate(KINSHIPS, 1)
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
