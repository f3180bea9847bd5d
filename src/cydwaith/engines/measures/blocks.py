# SPDX-License-Identifier: AGPL-3.0-or-later
# ruff: noqa: S608 - statements are made of the schema's own words and of numbers
"""People taken some at a time, so that the memory of a count does not grow with how many there are.

A rule never asks about two people in one row, and a human over links is never cut in two, so counts of blocks of
people add up exactly. That this holds of a snapshot is asked of its rows, not taken for granted: where records of one
human, or a row and what it refers to, would come into different blocks, everything is counted in one go. A block is a
range of numbers: where files are written in the order of people, only that part of them is read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

from .engine import Engine
from .facts import BY_NAME, Table

PEOPLE_A_BLOCK = 250_000
"""With which the largest judgement, of 36 months, takes about one gigabyte."""
_PERSON = "person_id"
_FIRST, _LAST = -(2**63), 2**63 - 1
_LINKAGES = ("group_id", "group_low", "group_high")


def blocks(
    engine: Engine, tables: Collection[str], *, linked: bool, people: int | None = None
) -> tuple[str, ...]:
    """What to put before a SELECT over these tables, once for each block, to see that block's rows alone.

    One empty text where there is no need to divide, or no way. `linked`: whether `run_link`
    is there. `people`: how many make a block.
    """
    people = people or PEOPLE_A_BLOCK
    whole = ("",)
    if engine.catalogue is None:
        return whole
    ((many,),) = engine.rows("SELECT count(*) FROM person")
    parts = -(-many // people)
    if parts < 2:
        return whole
    edges = _edges(engine, parts)
    if not edges or any(_cuts_rows(engine, table) for table in _held(tables)):
        return whole
    seen = [*_held(tables), "person_link", *(["run_link"] if linked else [])]
    return tuple(
        _only(engine.catalogue, dict.fromkeys(seen), low, high)
        for low, high in pairwise([_FIRST, *edges, _LAST])
    )


def _held(tables: Collection[str]) -> list[str]:
    return [name for name in tables if any(column.name == _PERSON for column in BY_NAME[name].columns)]


def _only(catalogue: str, tables: Collection[str], low: int, high: int) -> str:
    ranges = f"WHERE {_PERSON} >= {low} AND {_PERSON} < {high}"
    views = (f"{name} AS NOT MATERIALIZED (SELECT * FROM {catalogue}.{name} {ranges})" for name in tables)
    return f"WITH {', '.join(views)} "


def _edges(engine: Engine, parts: int) -> list[int]:
    """The first person of every block but the first; none where a human would come into two."""
    asked = f"edges {parts}"
    if asked not in engine.found:
        edges = _even(engine, parts)
        engine.found[asked] = [] if edges and _cuts_links(engine, edges) else edges
    return list(engine.found[asked])


def _even(engine: Engine, parts: int) -> list[int]:
    """Where blocks of about the same size may begin: with somebody whom no human reaches over."""
    rows = engine.rows(
        f"SELECT min({_PERSON}) FROM (SELECT {_PERSON}, ntile({parts}) OVER (ORDER BY {_PERSON}) AS part,"
        f" max(farthest) OVER (ORDER BY {_PERSON} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS reach FROM"
        f" (SELECT p.{_PERSON}, CASE WHEN l.group_low IS NULL THEN p.{_PERSON}"
        f" ELSE max(p.{_PERSON}) OVER (PARTITION BY l.group_low) END AS farthest"
        f" FROM person AS p LEFT JOIN person_link AS l ON l.{_PERSON} = p.{_PERSON}) AS f) AS e"
        f" WHERE part > 1 AND reach < {_PERSON} GROUP BY part ORDER BY part"
    )
    return [first for (first,) in rows]


def _cuts_links(engine: Engine, edges: list[int]) -> bool:
    """Whether records that are, or may be, one human would come into different blocks."""
    cut = " OR ".join(f"(min({_PERSON}) < {edge} AND max({_PERSON}) >= {edge})" for edge in edges)
    found = (
        f"SELECT count(*) FROM (SELECT 1 AS one FROM person_link GROUP BY {linkage} HAVING {cut}) AS g"
        for linkage in _LINKAGES
    )
    return any(engine.rows(sql)[0][0] for sql in found)


def _cuts_rows(engine: Engine, name: str) -> bool:
    """Whether a row of the table refers to a row about somebody else. Asked once of a table while the engine lasts."""
    asked = f"cuts {name}"
    if asked not in engine.found:
        engine.found[asked] = any(
            engine.rows(
                f"SELECT count(*) FROM {name} AS a JOIN {other.name} AS b ON b.{other.key} = a.{column}"
                f" WHERE a.{_PERSON} <> b.{_PERSON}"
            )[0][0]
            for column, other in _references(BY_NAME[name])
        )
    return bool(engine.found[asked])


def _references(table: Table) -> Iterator[tuple[str, Table]]:
    """Columns that refer to rows about a person, other than the person."""
    for column in table.columns:
        other = BY_NAME.get(column.refers)
        if other is not None and other.name != "person" and _held([other.name]):
            yield column.name, other
