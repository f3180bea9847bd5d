# SPDX-License-Identifier: AGPL-3.0-or-later
"""Learning from the records themselves, without being told who is who: expectation and maximisation.

Only *m* (how often two records of one person agree) and the prior are learnt; *u* comes from counts of names and from
 `comparisons`. What `comparisons` says counts as much as `PSEUDO_MATCHES` pairs of one person, so that two records on
their own are judged by it alone, and a large register mostly by itself. Sums are of whole numbers, and the sample is
taken by digests of ids: neither order nor threads change the result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cydwaith.engines.linkage.comparisons import COMPARISONS, KINSHIPS, OWN
from cydwaith.engines.linkage.model import PRIOR, Model, model_of, starting_model, weight_sql
from cydwaith.engines.linkage.reading import first

if TYPE_CHECKING:
    import duckdb

PSEUDO_MATCHES: Final = 200
PSEUDO_PAIRS: Final = 1_000_000
SAMPLE: Final = 200_000
"""Pairs that are learnt from, about."""
FEWEST: Final = 100
"""Fewer pairs have nothing to teach beside what `PSEUDO_MATCHES` know."""
ROUNDS: Final = 8
_FINE: Final = 1_000_000


def learn(connection: duckdb.DuckDBPyConnection, records: int, compared: int) -> Model:
    """The model after `ROUNDS` rounds over the table ``compared`` of ``compared`` pairs among ``records``."""
    model = starting_model()
    if compared < FEWEST:
        return model
    every = max(1, round(compared / SAMPLE))
    levels = ", ".join(each.name for each in COMPARISONS)
    connection.execute(
        f"""CREATE TEMP TABLE sample AS
        SELECT {levels}, kin, round(given_rare + family_rare, 1) AS given_rare, 0 AS family_rare, count(*) AS n
        FROM compared WHERE digest % {every} = 0 GROUP BY ALL"""
    )
    possible = records * (records - 1) / 2
    for _ in range(ROUNDS):
        model = _round(connection, model, every, possible)
    connection.execute("DROP TABLE sample")
    return model


def _round(connection: duckdb.DuckDBPyConnection, model: Model, every: int, possible: float) -> Model:
    chance = f"n * round({_FINE} / (1 + pow(2, -greatest(-60, least(60, {weight_sql(model)})))))::BIGINT"
    cells = ["sum(p)"]
    for comparison in COMPARISONS:
        cells += [f"sum(p) FILTER ({comparison.name} = {at})" for at in range(1, len(comparison.levels) + 1)]
    # Kin of whom nothing was recorded that is their own say nothing of how often kin are one person.
    told = " OR ".join(f"{each.name} > 0" for each in OWN)
    for kinship in range(1, len(KINSHIPS) + 1):
        cells += [f"sum({what}) FILTER (kin = {kinship} AND ({told}))" for what in ("p", f"n * {_FINE}")]
    query = f"SELECT {', '.join(cells)} FROM (SELECT *, {chance} AS p FROM sample)"
    found = first(connection, query) or ()
    sums = [float(each or 0) / _FINE for each in found]
    matches = sums[0] * every
    prior = (matches + PSEUDO_PAIRS * PRIOR) / (possible + PSEUDO_PAIRS)
    shares: dict[str, tuple[float, ...]] = {}
    at = 1
    for comparison in COMPARISONS:
        counts = sums[at : at + len(comparison.levels)]
        at += len(comparison.levels)
        whole = sum(counts) + PSEUDO_MATCHES * sum(level.m for level in comparison.levels)
        shares[comparison.name] = tuple(
            (count + PSEUDO_MATCHES * level.m) / whole
            for count, level in zip(counts, comparison.levels, strict=True)
        )
    kin = []
    for each in KINSHIPS:
        ones, all_of_them = sums[at : at + 2]
        at += 2
        kin.append((ones + each.ones) / (all_of_them + each.ones + each.others))
    return model_of(min(prior, 0.5), tuple(kin), shares)
