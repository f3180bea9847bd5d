# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which pairs are looked at: those that share a key. No pair of one person should need all keys to fail.

Each rule makes one key of a record. A key that more than `LARGEST` records share is passed over: its pairs share
something common, and share a rarer key too if they are one person.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from cydwaith.engines.linkage.reading import count, text
from cydwaith.engines.linkage.taking_apart import SEPARATOR

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

PARTS: Final = {
    "bc": "bc", "year": "bi // 10000", "day": "bc[5:8]", "gs": "gs", "fs": "fs", "sound": "least(gs, fs)",
    "other_sound": "greatest(gs, fs)", "n": "n", "pc": "pc", "place": "coalesce(po, tn)", "em": "em", "ph": "ph",
    "initial": "gs[1]", "hn": "hn", "st": "st",
}  # fmt: skip
"""What keys are made of, as SQL over ``x``."""

RULES: Final[tuple[tuple[str, ...], ...]] = (
    ("n",),
    ("bc", "gs"),
    ("bc", "fs"),
    ("bc", "pc"),
    ("sound", "other_sound", "year"),
    ("sound", "other_sound", "day"),
    ("sound", "other_sound", "place"),
    ("pc", "gs"),
    ("pc", "fs"),
    ("em",),
    ("ph", "initial"),
    ("hn", "st", "gs"),
)
"""Parts that two records must share, each by one rule. What is not known keys nothing."""

WIDE_RULES: Final[tuple[tuple[str, ...], ...]] = (
    ("sound", "other_sound"),
    ("hn", "st"),
    ("bc",),
    ("pc", "year"),
    ("fs", "place"),
    ("gs", "st"),
    ("gs", "year"),
    ("fs", "year"),
)
"""Rules that cost too much for a large register: each is used as long as it brings few pairs (`WIDE_PAIRS`)."""


def keys_sql(rules: tuple[tuple[str, ...], ...] = RULES, table: str = "x") -> str:
    """SQL: columns ``rule``, ``k`` (digest of rule and key) and ``rid``, one row for each key of each record."""
    parts = ", ".join(
        f"CASE WHEN ({sql}) IS NULL THEN NULL ELSE hash({sql}) END AS {name}_" for name, sql in PARTS.items()
    )
    keys = []
    for number, rule in enumerate(rules):
        known = " AND ".join(f"{name}_ IS NOT NULL" for name in rule)
        keys.append(f"CASE WHEN {known} THEN hash({number}, {', '.join(f'{name}_' for name in rule)}) END")
    numbers = ", ".join(str(number) for number in range(len(rules)))
    return (
        f"SELECT rule, k, rid FROM (SELECT unnest([{numbers}]::TINYINT[]) AS rule, unnest([{', '.join(keys)}]) AS k,"
        f" rid FROM (SELECT rid, {parts} FROM {table})) WHERE k IS NOT NULL"
    )


def lasting_keys_sql() -> str:
    """SQL: columns ``k`` and ``rid`` as `keys_sql` has them, with digests that do not change with the database.

    A key is the number of its rule and its parts with a sign between them; the digest the lower half of its MD5.
    """
    keys = []
    for number, rule in enumerate(RULES):
        parts = [f"({PARTS[name]})" for name in rule]
        known = " AND ".join(f"{part} IS NOT NULL" for part in parts)
        written = f"concat_ws({text(SEPARATOR)}, {number}, {', '.join(parts)})"
        keys.append(f"CASE WHEN {known} THEN md5_number_lower({written}) END")
    return f"SELECT k, rid FROM (SELECT unnest([{', '.join(keys)}]) AS k, rid FROM x) WHERE k IS NOT NULL"


def keys_of(row: Mapping[str, Any]) -> list[int]:
    """The digests of `lasting_keys_sql` for one record's features (`one_record.features_of`)."""
    gs, fs, b = row["gs"], row["fs"], row["b"]
    both = gs is not None and fs is not None
    parts = {name: row[name] for name in ("bc", "gs", "fs", "n", "pc", "em", "ph", "hn", "st")}
    parts |= {
        "year": str(int(b[:4])) if b else None,
        "day": row["bc"][4:] if b else None,
        "sound": min(gs, fs) if both else gs or fs,
        "other_sound": max(gs, fs) if both else gs or fs,
        "place": row["po"] or row["tn"],
        "initial": gs[:1] if gs is not None else None,
    }
    found = []
    for number, rule in enumerate(RULES):
        values = [parts[name] for name in rule]
        if None not in values:
            written = SEPARATOR.join((str(number), *values))
            digest = hashlib.md5(written.encode(), usedforsecurity=False).digest()
            found.append(int.from_bytes(digest[8:], "little"))
    return found


def pairs(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the table ``pairs`` (one, two: rid, one below two) of ``x``."""
    records = count(connection, "x")
    if records <= ALL_PAIRS:
        connection.execute(
            "CREATE TABLE pairs AS SELECT l.rid AS one, r.rid AS two FROM x l JOIN x r ON l.rid < r.rid"
        )
        return
    rules = RULES + (WIDE_RULES if records <= WIDE_RECORDS else ())
    connection.execute(f"CREATE TABLE keys AS {keys_sql(rules)}")
    connection.execute(
        f"CREATE TABLE shared AS SELECT k, any_value(rule) AS rule, count(*) AS n FROM keys GROUP BY k"
        f" HAVING n BETWEEN 2 AND {LARGEST}"
    )
    connection.execute(
        f"DELETE FROM shared WHERE rule IN (SELECT rule FROM shared WHERE rule >= {len(RULES)} GROUP BY rule"
        f" HAVING sum(n * (n - 1) / 2) > {WIDE_PAIRS * records})"
    )
    connection.execute(
        """CREATE TABLE pairs AS WITH kept AS (SELECT k, rid FROM keys SEMI JOIN shared USING (k))
        SELECT DISTINCT l.rid AS one, r.rid AS two FROM kept l JOIN kept r ON l.k = r.k AND l.rid < r.rid"""
    )
    connection.execute("DROP TABLE keys")
    connection.execute("DROP TABLE shared")
