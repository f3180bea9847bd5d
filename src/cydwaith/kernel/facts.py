# SPDX-License-Identifier: AGPL-3.0-or-later
"""How contexts hand their rows to figures: each registers what it reads of its own tables, and how that becomes facts.

A `Read` is plain SQL that SQLite and PostgreSQL both speak, over the context's own tables. A `Fill` is a SELECT in
DuckDB's SQL over the reads, all of them views by then, that yields one table of `engines.measures.facts`. It may use
`person_key(person_id, number)` (the snapshot's own numbers, people outside it absent), `own(id)` (an id that means
nothing outside the snapshot, keys and references alike), `own_text(text)` (the same of words) and `day_of(date)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Read:
    """Rows of one context: the name of the view, the SQL, and each column's DuckDB type."""

    name: str
    sql: str
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fill:
    """One table of facts: its name, the reads it needs, the SELECT that makes it."""

    table: str
    reads: tuple[str, ...]
    select: str


_reads: dict[str, Read] = {}
_fills: dict[str, Fill] = {}


def register(reads: tuple[Read, ...], fills: tuple[Fill, ...]) -> None:
    """Register a context's reads and fills. Raises `ValueError` where a name is taken by another's."""
    for read in reads:
        if _reads.setdefault(read.name, read) is not read:
            raise ValueError(f"two contexts read {read.name}")
    for fill in fills:
        if _fills.setdefault(fill.table, fill) is not fill:
            raise ValueError(f"two contexts fill {fill.table}")


def read(name: str) -> Read:
    """The read of that name. Raises `KeyError`."""
    return _reads[name]


def fills() -> Mapping[str, Fill]:
    """Table of facts -> what fills it."""
    return _fills
