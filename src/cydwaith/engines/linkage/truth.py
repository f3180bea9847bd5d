# SPDX-License-Identifier: AGPL-3.0-or-later
"""How good a linkage is, where it is known who is who: pairs of records in one cluster against pairs of one person."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cydwaith.engines.linkage import reading
from cydwaith.engines.linkage.problems import LinkProblem
from cydwaith.engines.linkage.result import Linked
from cydwaith.engines.tables import fold

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_IDS: Final = ("unique id", "id", "rec id", "record id", "record")
_SIDES: Final = ((" l", " r"), (" 1", " 2"), (" a", " b"), (" left", " right"))
_CLUSTERS: Final = ("cluster", "cluster id", "person", "person id", "true id", "entity", "entity id", "truth")
_SCORES: Final = ("clerical match score", "match score", "match", "score", "is match")
_DATASETS: Final = ("source dataset", "dataset", "source")


@dataclass(frozen=True, slots=True)
class Score:
    """Pairs of records: both say one person, only we do, only the truth does. Shares are 0 to 1; 1 of nothing."""

    true_positive: int
    false_positive: int
    false_negative: int

    @property
    def precision(self) -> float:
        """Share of our pairs that are right."""
        found = self.true_positive + self.false_positive
        return self.true_positive / found if found else 1.0

    @property
    def recall(self) -> float:
        """Share of the true pairs that we found."""
        there = self.true_positive + self.false_negative
        return self.true_positive / there if there else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two: 2TP / (2TP + FP + FN)."""
        whole = 2 * self.true_positive + self.false_positive + self.false_negative
        return 2 * self.true_positive / whole if whole else 1.0


def score(linked: Linked, truth: Path | pa.Table) -> Score:
    """Hold the clusters of a result against the truth; records that opted out are left aside.

    ``truth`` has either pairs (``id_l``, ``id_r``, with ``source_dataset_l`` and ``_r`` where ids need them; a score
    below 0.5 says that a pair is none) or an id and a cluster. Raises `LinkProblem`: ``truth-columns``,
    ``truth-unknown``, ``truth-ambiguous``, and what `reading.relation` raises.
    """
    place = truth.name if isinstance(truth, Path) else "truth"
    connection = reading.connect()
    try:
        headings = reading.relation(connection, truth, "truth", place)
        connection.register("linked", linked.records)
        connection.execute(
            "CREATE TABLE records AS SELECT (row_number() OVER ())::INTEGER AS rid, * FROM linked"
        )
        return _by_clusters(connection, headings, place) or _by_pairs(connection, headings, place)
    finally:
        connection.close()


def _pick(folded: dict[str, str], words: tuple[str, ...], side: str = "") -> str | None:
    return next((folded[word + side] for word in words if word + side in folded), None)


def _known(connection: duckdb.DuckDBPyConnection, columns: list[tuple[str, str | None]], place: str) -> str:
    """SQL that gives ``rid_0``, ``rid_1`` … for ids (and data sets) in columns of ``truth``; all must be known."""
    connection.execute("CREATE TABLE told AS SELECT row_number() OVER () AS line, * FROM truth")
    ambiguous = reading.count(connection, "(SELECT id FROM records GROUP BY 1 HAVING count(*) > 1)") > 0
    joins, selected = "", "line"
    for number, (key, dataset) in enumerate(columns):
        on = f"trim(told.{reading.quoted(key)}::VARCHAR) = r{number}.id"
        if dataset is not None and ambiguous:
            on += f" AND trim(told.{reading.quoted(dataset)}::VARCHAR) = r{number}.dataset"
        elif ambiguous:
            row = reading.first(
                connection,
                f"SELECT min(line) + 1 FROM told WHERE trim({reading.quoted(key)}::VARCHAR) IN"
                " (SELECT id FROM records GROUP BY 1 HAVING count(*) > 1)",
            )
            if row and row[0]:
                raise LinkProblem("truth-ambiguous", place=place, row=row[0])
        joins += f" LEFT JOIN records r{number} ON {on}"
        selected += f", r{number}.rid AS rid_{number}, r{number}.opted_out AS out_{number}"
    connection.execute(f"CREATE TABLE named AS SELECT {selected} FROM told{joins}")
    for number, (key, _) in enumerate(columns):
        lost = reading.first(
            connection,
            f"SELECT named.line + 1, told.{reading.quoted(key)}::VARCHAR FROM named JOIN told USING (line)"
            f" WHERE rid_{number} IS NULL ORDER BY named.line LIMIT 1",
        )
        if lost:
            raise LinkProblem("truth-unknown", place=place, value=str(lost[1]), row=lost[0])
    return " AND ".join(f"NOT out_{number}" for number in range(len(columns)))


def _by_clusters(connection: duckdb.DuckDBPyConnection, headings: list[str], place: str) -> Score | None:
    folded = {fold(heading): heading for heading in headings}
    key, cluster = _pick(folded, _IDS), _pick(folded, _CLUSTERS)
    if key is None or cluster is None:
        return None
    taking_part = _known(connection, [(key, _pick(folded, _DATASETS))], place)
    row = reading.first(
        connection,
        f"""WITH both_ways AS (SELECT records.cluster, told.{reading.quoted(cluster)} AS person FROM named
            JOIN told USING (line) JOIN records ON records.rid = rid_0 WHERE {taking_part}),
        pairs AS (SELECT
            (SELECT sum(n * (n - 1) // 2) FROM
                (SELECT count(*) AS n FROM both_ways GROUP BY cluster, person)) AS right_,
            (SELECT sum(n * (n - 1) // 2) FROM (SELECT count(*) AS n FROM both_ways GROUP BY cluster)) AS ours,
            (SELECT sum(n * (n - 1) // 2) FROM (SELECT count(*) AS n FROM both_ways GROUP BY person)) AS theirs)
        SELECT right_, ours - right_, theirs - right_ FROM pairs""",
    )
    return Score(*(int(each or 0) for each in row or (0, 0, 0)))


def _sides(headings: list[str]) -> tuple[str, str, str | None, str | None] | None:
    """Headings of the two ids and of their data sets."""
    folded = {fold(heading): heading for heading in headings}
    for left, right in _SIDES:
        one, other = _pick(folded, _IDS, left), _pick(folded, _IDS, right)
        if one is not None and other is not None:
            return one, other, _pick(folded, _DATASETS, left), _pick(folded, _DATASETS, right)
    # Two columns and nothing else can only be the two ids.
    return (headings[0], headings[1], None, None) if len(headings) == 2 else None


def _by_pairs(connection: duckdb.DuckDBPyConnection, headings: list[str], place: str) -> Score:
    sides = _sides(headings)
    if sides is None:
        raise LinkProblem("truth-columns", place=place, columns=", ".join(headings))
    one, other, one_set, other_set = sides
    taking_part = _known(connection, [(one, one_set), (other, other_set)], place)
    scored = _pick({fold(heading): heading for heading in headings}, _SCORES)
    is_so = f"try_cast({reading.quoted(scored)} AS DOUBLE) >= 0.5" if scored else "true"
    connection.execute(
        f"""CREATE TABLE people AS SELECT DISTINCT least(rid_0, rid_1) AS one, greatest(rid_0, rid_1) AS two
        FROM named JOIN told USING (line) WHERE rid_0 <> rid_1 AND {is_so} AND {taking_part}"""
    )
    row = reading.first(
        connection,
        """WITH ours AS (SELECT l.rid AS one, r.rid AS two FROM records l JOIN records r USING (cluster)
            WHERE l.rid < r.rid)
        SELECT (SELECT count(*) FROM ours SEMI JOIN people USING (one, two)),
            (SELECT count(*) FROM ours), (SELECT count(*) FROM people)""",
    ) or (0, 0, 0)
    both, ours, theirs = (int(each) for each in row)
    return Score(both, ours - both, theirs - both)
