# SPDX-License-Identifier: AGPL-3.0-or-later
"""Data sets that hold every person once, and who is left over when nearly all of two such sets are linked.

Where two sets hold every person once and nearly all of the smaller one is linked to the other, a record left over
most likely has its fellow among those left over there. Such a pair starts from the odds of that (the share of the
smaller set that is linked) instead of from nothing: it is raised by log2 of those odds, if both are each other's
best. Where less than half is linked, nothing is raised: the two sets hold different people.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Final

from cydwaith.engines.linkage.model import bits
from cydwaith.engines.linkage.reading import first, text
from cydwaith.engines.linkage.settings import Settings

if TYPE_CHECKING:
    import duckdb

FEWEST: Final = 500
"""Fewer records say too little of whether their set holds every person once."""
ALLOWED: Final = 5_000
"""One link within the set for so many records is taken for a mistake."""


def which_hold_one_each(connection: duckdb.DuckDBPyConnection, settings: Settings) -> tuple[str, ...]:
    """The data sets that hold every person once, sorted; links within them are taken from ``scored``."""
    sizes = dict(connection.execute("SELECT dataset, count(*) FROM x GROUP BY 1").fetchall())
    if settings.one_each == "auto":
        if len(sizes) < 2:
            return ()
        within = dict(
            connection.execute(
                f"""SELECT l.dataset, count(*) FROM scored JOIN x l ON l.rid = one JOIN x r ON r.rid = two
                WHERE weight >= {bits(settings.thresholds.link)} AND l.dataset = r.dataset GROUP BY 1"""
            ).fetchall()
        )
        chosen = [
            name for name, size in sizes.items() if size >= FEWEST and within.get(name, 0) * ALLOWED <= size
        ]
    else:
        chosen = [name for name in settings.one_each if name in sizes]
    if chosen:
        listed = ", ".join(text(name) for name in chosen)
        connection.execute(
            f"""DELETE FROM scored USING x l, x r WHERE l.rid = one AND r.rid = two
            AND l.dataset = r.dataset AND l.dataset IN ({listed})"""
        )
    return tuple(sorted(chosen))


def link_left_over(
    connection: duckdb.DuckDBPyConnection, settings: Settings, single: tuple[str, ...]
) -> None:
    """Raise the weights in ``scored`` of pairs left over between each two of the data sets."""
    least = bits(settings.thresholds.link)
    sizes = dict(connection.execute("SELECT dataset, count(*) FROM x GROUP BY 1").fetchall())
    for left, right in combinations(single, 2):
        connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE between AS SELECT one, two, weight FROM scored
            JOIN x l ON l.rid = one JOIN x r ON r.rid = two
            WHERE least(l.dataset, r.dataset) = {text(left)} AND greatest(l.dataset, r.dataset) = {text(right)}"""
        )
        connection.execute(
            f"""CREATE OR REPLACE TEMP TABLE taken AS
            SELECT one AS rid FROM between WHERE weight >= {least}
            UNION SELECT two FROM between WHERE weight >= {least}"""
        )
        found = first(connection, "SELECT count(*) // 2 FROM taken")
        linked = int(found[0]) if found else 0
        smaller = min(sizes[left], sizes[right])
        raised = bits((linked + 1) / (max(smaller, linked) + 2))
        if raised <= 0:
            continue
        connection.execute(
            f"""UPDATE scored SET weight = scored.weight + {raised}, raised = {raised}, one_each = true FROM (
                SELECT one, two FROM between ANTI JOIN taken t ON t.rid = one ANTI JOIN taken u ON u.rid = two
                QUALIFY weight = max(weight) OVER (PARTITION BY one) AND weight = max(weight) OVER (PARTITION BY two)
                AND count(*) OVER (PARTITION BY one, weight) = 1 AND count(*) OVER (PARTITION BY two, weight) = 1
            ) best WHERE best.one = scored.one AND best.two = scored.two"""
        )
