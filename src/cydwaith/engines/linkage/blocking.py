# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which pairs are looked at: those that share a key. No pair of one person should need all keys to fail.

Each rule makes one key of a record. A key that more than `LARGEST` records share is passed over: its pairs share
something common, and share a rarer key too if they are one person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cydwaith.engines.linkage.reading import count, text

if TYPE_CHECKING:
    import duckdb

LARGEST: Final = 60
"""Most records that one key brings together."""

ALL_PAIRS: Final = 1_500
"""So few records are all compared with each other."""
WIDE_RECORDS: Final = 250_000
"""Up to so many records the wide rules are tried too."""
WIDE_PAIRS: Final = 8
"""Most pairs a record that one wide rule may bring."""

_SOUNDS: Final = "least(gs, fs) || '.' || greatest(gs, fs)"
RULES: Final[tuple[tuple[str, str], ...]] = (
    ("number", "n"),
    ("birth and first name", "bc || '.' || gs"),
    ("birth and family name", "bc || '.' || fs"),
    ("birth and postcode", "bc || '.' || pc"),
    ("names and year", f"{_SOUNDS} || '.' || b[1:4]"),
    ("names and day of the year", f"{_SOUNDS} || '.' || bc[5:8]"),
    ("names and district", f"{_SOUNDS} || '.' || coalesce(po, tn)"),
    ("postcode and first name", "pc || '.' || gs"),
    ("postcode and family name", "pc || '.' || fs"),
    ("e-mail", "em"),
    ("phone", "ph || '.' || gs[1]"),
    ("house and first name", "hn || '.' || st || '.' || gs"),
)
"""Name of a rule and its key as SQL over ``x``; NULL keys nothing."""

WIDE_RULES: Final[tuple[tuple[str, str], ...]] = (
    ("names", _SOUNDS),
    ("house and street", "hn || '.' || st"),
    ("birth", "bc"),
    ("postcode and year", "pc || '.' || b[1:4]"),
    ("family name and district", "fs || '.' || coalesce(po, tn)"),
    ("first name and street", "gs || '.' || st"),
    ("first name and year", "gs || '.' || b[1:4]"),
    ("family name and year", "fs || '.' || b[1:4]"),
)
"""Rules that cost too much for a large register: each is used as long as it brings few pairs (`WIDE_PAIRS`)."""


def keys_sql(rules: tuple[tuple[str, str], ...] = RULES, table: str = "x") -> str:
    """SQL: columns ``rule``, ``k`` (digest of rule and key) and ``rid``, one row for each key of each record."""
    keys = ", ".join(f"hash({text(name)}, {key})" for name, key in rules)
    there = ", ".join(f"({key}) IS NOT NULL" for _, key in rules)
    numbers = ", ".join(str(number) for number in range(len(rules)))
    return (
        f"SELECT rule, k, rid FROM (SELECT unnest([{numbers}]::TINYINT[]) AS rule, unnest([{keys}]) AS k,"
        f" unnest([{there}]) AS there, rid FROM {table}) WHERE there"
    )


def pairs(connection: duckdb.DuckDBPyConnection, *, among: str = "") -> None:
    """Make the table ``pairs`` (one, two: rid, one below two) of ``x``. among: SQL that a pair must fulfil."""
    records = count(connection, "x")
    if records <= ALL_PAIRS:
        connection.execute(
            f"CREATE TABLE pairs AS SELECT l.rid AS one, r.rid AS two FROM x l JOIN x r ON l.rid < r.rid {among}"
        )
        return
    rules = RULES + (WIDE_RULES if records <= WIDE_RECORDS else ())
    connection.execute(f"CREATE TABLE keys AS {keys_sql(rules)}")
    connection.execute(
        f"CREATE TABLE shared AS SELECT rule, k, count(*) AS n FROM keys GROUP BY ALL HAVING n BETWEEN 2 AND {LARGEST}"
    )
    connection.execute(
        f"DELETE FROM shared WHERE rule IN (SELECT rule FROM shared WHERE rule >= {len(RULES)} GROUP BY rule"
        f" HAVING sum(n * (n - 1) / 2) > {WIDE_PAIRS * records})"
    )
    connection.execute(
        f"""CREATE TABLE pairs AS WITH kept AS (SELECT k, rid FROM keys SEMI JOIN shared USING (rule, k))
        SELECT DISTINCT l.rid AS one, r.rid AS two FROM kept l JOIN kept r ON l.k = r.k AND l.rid < r.rid {among}"""
    )
    connection.execute("DROP TABLE keys")
    connection.execute("DROP TABLE shared")
