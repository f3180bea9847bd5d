# SPDX-License-Identifier: AGPL-3.0-or-later
"""What linkage answers: which records are one person, how surely, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from cydwaith.engines.linkage.comparisons import COMPARISONS, KINSHIPS, OWN
from cydwaith.engines.linkage.model import Model
from cydwaith.engines.linkage.settings import Thresholds
from cydwaith.engines.linkage.words import REASONS

if TYPE_CHECKING:
    import pyarrow as pa

LINKED: Final = "linked"
REVIEW: Final = "review"
UNLINKED: Final = "unlinked"
SPLIT: Final = "split"


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for or against two records being one person.

    code: a key of `words.REASONS`. weight: bits, above 0 for; 0.0 where kinship explains it. fields: fields of the
    record (`fields.FIELDS`) to show side by side; () where there is nothing to show.
    """

    code: str
    weight: float
    fields: tuple[str, ...] = ()

    @property
    def favours(self) -> bool:
        """Whether this speaks for one person."""
        return self.weight > 0

    @property
    def message(self) -> str:
        """The English words, to be looked up in the catalogue."""
        return REASONS[self.code]


@dataclass(frozen=True, slots=True)
class People:
    """How many different people there are among the records: ``low <= best <= high``.

    low: if all pairs to review are one person; best: by the threshold; high: if only sure links are.
    """

    low: int
    best: int
    high: int


@dataclass(frozen=True, slots=True)
class Linked:
    """The result. Source rows are untouched: this only names them.

    records: Arrow table dataset, id, cluster (uint64, the same for records of one person; NULL for opted_out),
    opted_out, in the order they came. pairs: Arrow table dataset_l, id_l, dataset_r, id_r, probability, weight (bits),
    status (linked, review, split: kept apart by a decision or a rule), sure (bool), decided (bool), one_each (bool)
    and a level for each comparison, in an order that is always the same. people: see `People`, without those who
    opted out. one_each: data sets that hold every person once. columns: source -> field -> heading that was taken.
    """

    records: pa.Table
    pairs: pa.Table
    people: People
    opted_out: int
    model: Model
    thresholds: Thresholds
    one_each: tuple[str, ...]
    columns: Mapping[str, Mapping[str, str]]

    def reasons(self, row: int) -> tuple[Reason, ...]:
        """Why the pair in that row of `pairs` is what it is, the weightiest first."""
        return reasons(self.model, self.pairs.slice(row, 1).to_pylist()[0])


def reasons(model: Model, pair: Mapping[str, Any]) -> tuple[Reason, ...]:
    """Reasons of a pair with its levels, ``kin``, ``given_rare`` and ``family_rare``; weightiest first.

    They and ``model.start`` (or the start of the kinship, which is among them) add up to the pair's weight.
    """
    if pair.get("decided"):
        return (Reason("confirmed", 0.0),)
    kin = int(pair["kin"])
    found: list[Reason] = []
    if kin:
        found.append(Reason(KINSHIPS[kin - 1].code, model.kin_start(kin)))
    for comparison in COMPARISONS:
        level = int(pair[comparison.name])
        if not level:
            continue
        code = comparison.levels[level - 1].code
        weight = model.weights[comparison.name][level] + float(pair.get(f"{comparison.name}_rare", 0.0))
        own = code == "sex_different" or code in OWN.get(comparison, ())
        if kin and not (own and KINSHIPS[kin - 1].own):
            weight = 0.0
        found.append(Reason(code, round(weight, 2), comparison.values))
    if pair.get("one_each"):
        found.append(Reason("one_each", round(float(pair["raised"]), 2)))
    found.sort(key=lambda reason: -abs(reason.weight))
    return tuple(found)
