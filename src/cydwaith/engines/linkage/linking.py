# SPDX-License-Identifier: AGPL-3.0-or-later
"""Linking: read, make features, block, compare, learn, weigh, decide. Links, never merges."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cydwaith.engines.linkage import blocking, features, reading, training
from cydwaith.engines.linkage.clusters import Clusters
from cydwaith.engines.linkage.comparing import compare_sql
from cydwaith.engines.linkage.comparisons import COMPARISONS
from cydwaith.engines.linkage.decisions import Decisions, decide
from cydwaith.engines.linkage.index import save
from cydwaith.engines.linkage.left_over import link_left_over, which_hold_one_each
from cydwaith.engines.linkage.model import bits, starting_model, weight_sql
from cydwaith.engines.linkage.problems import LinkProblem
from cydwaith.engines.linkage.reading import Source
from cydwaith.engines.linkage.result import LINKED, REVIEW, SPLIT, Linked, People
from cydwaith.engines.linkage.settings import DEFAULT, Settings

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

LEAST: Final = -15.0
"""Bits: pairs below are forgotten at once; nothing that comes later raises them to a link."""
_LEVELS: Final = ", ".join([*(each.name for each in COMPARISONS), "kin", "given_rare", "family_rare"])


def link(sources: Sequence[Source], settings: Settings = DEFAULT, *, index: Path | None = None) -> Linked:
    """Which records of the sources are one person. See `Linked`. ``index``: a folder to write an `Index` into.

    Deterministic, and independent of the order of records and sources. Raises `problems.LinkProblem` for what cannot
    be linked, with its place.
    """
    import duckdb

    connection = reading.connect(settings.memory)
    try:
        return _link(connection, sources, settings, index)
    except duckdb.OutOfMemoryException as error:
        raise LinkProblem("memory-short", value=settings.memory) from error
    finally:
        connection.close()


def _link(
    connection: duckdb.DuckDBPyConnection, sources: Sequence[Source], settings: Settings, index: Path | None
) -> Linked:
    records, columns = reading.load(connection, sources)
    settings.say("records read", records)
    decisions = decide(connection, settings)
    features.make(connection)
    settings.say("names and dates taken apart", records)
    blocking.pairs(connection)
    connection.execute(f"CREATE TABLE compared AS {compare_sql()}")
    connection.execute("DROP TABLE pairs")
    compared = reading.count(connection, "compared")
    settings.say("pairs compared", compared)
    model = (
        training.learn(connection, reading.count(connection, "x"), compared)
        if settings.learn
        else starting_model()
    )
    connection.execute(
        f"""CREATE TABLE scored AS SELECT *, false AS one_each, 0::FLOAT AS raised FROM
        (SELECT *, round({weight_sql(model)}, 3)::FLOAT AS weight FROM compared) WHERE weight >= {LEAST}"""
    )
    connection.execute("DROP TABLE compared")
    settings.say("pairs weighed", reading.count(connection, "scored"))
    single = which_hold_one_each(connection, settings)
    if single:
        link_left_over(connection, settings, single)
    people = _people(connection, settings, decisions, single)
    settings.say("people told apart", people.best)
    records_table, pairs = _answer(connection, settings)
    if index is not None:
        save(connection, index, model)
    return Linked(
        records=records_table,
        pairs=pairs,
        people=people,
        opted_out=reading.count(connection, "opted"),
        model=model,
        thresholds=settings.thresholds,
        one_each=single,
        columns=columns,
    )


def _people(
    connection: duckdb.DuckDBPyConnection, settings: Settings, decisions: Decisions, single: tuple[str, ...]
) -> People:
    """Count people at the three thresholds; leave the table ``clusters`` (rid, root) of the middle one.

    The surest links come first, so that what is left out at a threshold has never kept another link away.
    """
    import pyarrow as pa

    limits = settings.thresholds
    whole = reading.count(connection, "x")
    guarded = bool(decisions.apart) or bool(single)
    clusters = Clusters(decisions.apart, _kinds(connection, single)) if guarded else Clusters()
    fewer = clusters.join_all(decisions.confirmed)
    counts: list[int] = []
    above = math.inf
    for threshold in (limits.sure, limits.link, limits.review):
        least = bits(threshold)
        fewer += clusters.join_all(_links(connection, least, above, guarded))
        counts.append(whole - fewer)
        above = least
        if threshold == limits.link:
            members = clusters.members()
    table = pa.table(
        {"rid": pa.array(members.keys(), pa.int32()), "root": pa.array(members.values(), pa.int32())}
    )
    connection.register("found", table)
    connection.execute("CREATE TABLE clusters AS SELECT * FROM found")
    connection.unregister("found")
    high, best, low = counts
    return People(low, best, high)


def _links(
    connection: duckdb.DuckDBPyConnection, least: float, below: float, guarded: bool
) -> Iterator[tuple[int, int]]:
    """Pairs of at least so many bits and below so many; in their order, where order tells what gives way."""
    order = "ORDER BY weight DESC, least(l.h, r.h), greatest(l.h, r.h)" if guarded else ""
    join = "JOIN x l ON l.rid = one JOIN x r ON r.rid = two" if guarded else ""
    until = "" if math.isinf(below) else f"AND weight < {below}"
    found = connection.sql(
        f"SELECT one, two FROM scored {join} WHERE weight >= {least} {until} {order}"
    ).to_arrow_table()
    return zip(found.column("one").to_pylist(), found.column("two").to_pylist(), strict=True)


def _kinds(connection: duckdb.DuckDBPyConnection, single: tuple[str, ...]) -> dict[int, int]:
    """Record -> a number of its data set, for data sets that hold every person once."""
    if not single:
        return {}
    listed = ", ".join(reading.text(name) for name in single)
    rows = connection.execute(f"SELECT rid, dataset FROM x WHERE dataset IN ({listed})").fetchall()
    return {rid: single.index(dataset) for rid, dataset in rows}


def _answer(connection: duckdb.DuckDBPyConnection, settings: Settings) -> tuple[pa.Table, pa.Table]:
    """The tables of records and of pairs."""
    limits = settings.thresholds
    connection.execute(
        """CREATE TABLE persons AS SELECT x.rid, coalesce(min(x.h) OVER (PARTITION BY root), x.h) AS cluster
        FROM clusters JOIN x USING (rid)"""
    )
    records = connection.sql(
        """SELECT dataset, id, CASE WHEN opted.rid IS NULL THEN coalesce(cluster, h) END AS cluster,
        opted.rid IS NOT NULL AS opted_out
        FROM raw LEFT JOIN opted USING (rid) LEFT JOIN persons USING (rid) ORDER BY raw.rid"""
    ).to_arrow_table()
    pairs = connection.sql(_pairs_sql(limits.review, limits.link, limits.sure)).to_arrow_table()
    return records, pairs


def _pairs_sql(review: float, link_from: float, sure: float) -> str:
    """Pairs that are kept, whichever way round they were compared, in the order of their names."""
    return f"""
    WITH told AS (
        SELECT one, two, weight, {_LEVELS}, one_each, raised, false AS decided FROM scored
        WHERE weight >= {bits(review)} AND (one, two) NOT IN (SELECT one, two FROM decided)
        UNION ALL BY NAME
        SELECT one, two, CASE WHEN same THEN 60 ELSE -60 END::FLOAT AS weight, false AS one_each, 0::FLOAT AS raised,
        true AS decided FROM decided WHERE same
    ), named AS (
        SELECT told.*, (l.dataset, l.id) < (r.dataset, r.id) AS upright,
        l.h AS lh, r.h AS rh, l.dataset AS ld, l.id AS li, r.dataset AS rd, r.id AS ri,
        lc.cluster AS lk, rc.cluster AS rk
        FROM told JOIN raw l ON l.rid = one JOIN raw r ON r.rid = two
        LEFT JOIN persons lc ON lc.rid = one LEFT JOIN persons rc ON rc.rid = two
    )
    SELECT CASE WHEN upright THEN ld ELSE rd END AS dataset_l, CASE WHEN upright THEN li ELSE ri END AS id_l,
        CASE WHEN upright THEN rd ELSE ld END AS dataset_r, CASE WHEN upright THEN ri ELSE li END AS id_r,
        round(1 / (1 + pow(2, -weight)), 4) AS probability, weight,
        CASE WHEN weight < {bits(link_from)} THEN '{REVIEW}' WHEN lk = rk THEN '{LINKED}' ELSE '{SPLIT}' END AS status,
        weight >= {bits(sure)} AS sure, decided, one_each, raised, {_LEVELS}
    FROM named ORDER BY least(lh, rh), greatest(lh, rh)"""
