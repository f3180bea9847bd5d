# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people decided before: confirmed links, remembered splits, and who takes no part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cydwaith.engines.linkage.problems import LinkProblem
from cydwaith.engines.linkage.settings import Name, Settings

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Decisions:
    """Decisions by record number. apart: record -> records that it is never one person with."""

    confirmed: tuple[tuple[int, int], ...]
    apart: dict[int, frozenset[int]]


def decide(connection: duckdb.DuckDBPyConnection, settings: Settings) -> Decisions:
    """Look up the records that decisions name; fills ``opted`` and makes the table ``decided`` (one, two, same).

    A decision on a record that has opted out rests. Raises `LinkProblem`: ``decision-unknown`` (row: which decision
    of its list, from 1), ``decision-both``.
    """
    names = {name for pair in (*settings.confirmed, *settings.split) for name in pair} | settings.opted_out
    known = _numbers(connection, names)
    out = sorted(known[name] for name in settings.opted_out if name in known)
    connection.executemany("INSERT INTO opted SELECT ?", [[rid] for rid in out]) if out else None
    connection.execute("CREATE OR REPLACE TABLE opted AS SELECT DISTINCT rid FROM opted")
    resting = {rid for (rid,) in connection.execute("SELECT rid FROM opted").fetchall()}
    same, apart = (set(_pairs(pairs, known, resting)) for pairs in (settings.confirmed, settings.split))
    if both := same & apart:
        one, other = min(both)
        value = ", ".join(sorted("/".join(name) for name, rid in known.items() if rid in (one, other)))
        raise LinkProblem("decision-both", value=value)
    connection.execute("CREATE TABLE decided (one INTEGER, two INTEGER, same BOOLEAN)")
    rows = [[*pair, True] for pair in sorted(same)] + [[*pair, False] for pair in sorted(apart)]
    if rows:
        connection.executemany("INSERT INTO decided VALUES (?, ?, ?)", rows)
    enemies: dict[int, set[int]] = {}
    for one, other in apart:
        enemies.setdefault(one, set()).add(other)
        enemies.setdefault(other, set()).add(one)
    by_name = {rid: name for name, rid in known.items()}
    ordered = sorted(same, key=lambda pair: sorted(by_name[rid] for rid in pair))
    return Decisions(tuple(ordered), {rid: frozenset(found) for rid, found in enemies.items()})


def _numbers(connection: duckdb.DuckDBPyConnection, names: Iterable[Name]) -> dict[Name, int]:
    import pyarrow as pa

    listed = sorted(names)
    if not listed:
        return {}
    table = pa.table(
        {
            "dataset": pa.array([dataset for dataset, _ in listed], pa.string()),
            "id": pa.array([key for _, key in listed], pa.string()),
        }
    )
    connection.register("named", table)
    rows = connection.execute(
        "SELECT dataset, id, rid FROM raw SEMI JOIN named USING (dataset, id)"
    ).fetchall()
    connection.unregister("named")
    return {(dataset, key): rid for dataset, key, rid in rows}


def _pairs(
    pairs: Iterable[tuple[Name, Name]], known: dict[Name, int], resting: set[int]
) -> Iterable[tuple[int, int]]:
    for row, pair in enumerate(pairs, 1):
        for name in pair:
            if name not in known:
                raise LinkProblem("decision-unknown", value="/".join(name), row=row)
        one, other = sorted(known[name] for name in pair)
        if one != other and not {one, other} & resting:
            yield one, other
