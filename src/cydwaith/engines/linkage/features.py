# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is compared of a record: table ``raw`` to table ``x``, one row a record, with all that costs done once.

Names are taken apart once for each *distinct* name, by ``engines.names``; the rest is SQL over columns.

====  ============================================================================================
x     holds (NULL where nothing was recorded)
====  ============================================================================================
g     first and middle names, folded, with one blank between (``sian mair``); ``g1`` the first of them
gs    sound key of ``g1``; ``gv`` rows of the table of variants it stands in; ``gt`` all first names it goes by;
      ``gp`` their sounds and variants
f     family name, folded, parts run together, without ap, ab, ferch (``morganhughes``)
fs    sound key of its last part; ``fp`` all parts, former names too; ``fv`` rows of variants of the parts
fo    whether a former name is among ``fp``
b     date of birth as YYYYMMDD, as written (it may not be a day of any calendar); ``bc`` the same with the
      smaller of day and month first, so that a date and the one changed about share it
n     number (NHS or another), its signs only;  ph, em   phone (last ten figures), e-mail
pc    postcode without blanks; ``po`` its first half
hn    house number; ``st`` street; ``s2`` second line;  tn   town, folded
sx    f or m
====  ============================================================================================
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from cydwaith.engines.linkage.reading import text
from cydwaith.engines.names.alike import split_name
from cydwaith.engines.names.folding import name_tokens
from cydwaith.engines.names.phonetic import phonetic
from cydwaith.engines.names.variants import FAMILY, GIVEN

if TYPE_CHECKING:
    import duckdb

JUNK: Final = 40
"""A phone number, e-mail address or number that more records have says nothing of who is who: it is left out."""

PSEUDO_RECORDS: Final = 1_000
PSEUDO_COUNT: Final = 1.0
"""A name is thought to have been met once in so many records more than there are: few records say little of how rare
a name is."""

_SEPARATOR: Final = "\x1f"
_DATE_FIRST = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})(?:\D.*)?")
_DATE_LAST = re.compile(r"(\d{1,2})\D+(\d{1,2})\D+(\d{4}|\d{2})(?:\D.*)?")
_FOLDED: Final = (
    "nullif(trim(regexp_replace(strip_accents(lower({0})), '[^\\p{{L}}\\p{{N}}]+', ' ', 'g')), '')"
)


@lru_cache(maxsize=1)
def _rows_of_variants() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, row in enumerate((*GIVEN, *FAMILY)):
        for name in row.split():
            found.setdefault(name, []).append(number)
    return found


def birth(written: str) -> str | None:
    """A date as YYYYMMDD from the usual ways of writing it; None when it is not a date at all.

    Days come before months, as here; a figure that is wrong stays as it is (19361332), since it still tells much.
    Two-figure years are of this century up to 30.
    """
    digits = re.sub(r"\D", "", written)
    if len(digits) == 8 and digits == written:
        return digits if 1850 <= int(digits[:4]) <= 2100 or int(digits[4:]) < 1850 else _last(digits)
    if first := _DATE_FIRST.fullmatch(written):
        return f"{first[1]}{first[2]:0>2}{first[3]:0>2}"
    if last := _DATE_LAST.fullmatch(written):
        year = last[3] if len(last[3]) == 4 else ("20" if last[3] <= "30" else "19") + last[3]
        return f"{year}{last[2]:0>2}{last[1]:0>2}"
    return None


def _last(digits: str) -> str:
    return digits[4:] + digits[2:4] + digits[:2]


def _variants(words: tuple[str, ...]) -> list[int] | None:
    rows = _rows_of_variants()
    found = sorted({row for word in words for row in rows.get(word, ())})
    return found or None


def _given(words: tuple[str, ...], called: tuple[str, ...]) -> dict[str, Any]:
    going_by = [word for word in dict.fromkeys((*words, *called[:1])) if len(word) > 1]
    return {
        "g": " ".join(words) or None,
        "g1": words[0] if words else None,
        "gs": phonetic(words[0]) if words else None,
        "gv": _variants(words[:1]),
        "gt": going_by or None,
        "gp": _sounds(going_by),
    }


def _sounds(words: list[str]) -> list[str] | None:
    """Sound keys of first names and of the names they are forms of: a middle name misspelt or in the other language."""
    keys = {phonetic(word) for word in words} | {
        f"v{row}" for word in words for row in _variants((word,)) or ()
    }
    return sorted(key for key in keys if len(key) > 1) or None


def _family(words: tuple[str, ...], former: tuple[str, ...]) -> dict[str, Any]:
    parts = [word for word in dict.fromkeys((*words, *former)) if len(word) > 1]
    return {
        "f": "".join(words) or None,
        "fs": phonetic(words[-1]) if words else None,
        "fp": parts or None,
        "fv": _variants(tuple(parts)),
        "fo": bool(former),
    }


def _name_row(key: str) -> dict[str, Any]:
    """Features of one distinct writing of all names: full, given, middle, called, family, former."""
    full, given, middle, called, family, former = key.split(_SEPARATOR)
    first, last = name_tokens(f"{given} {middle}"), name_tokens(family)
    if full and not (first and last):
        whole = split_name(full)
        first, last = first or whole.given, last or whole.family
    return {"key": key, **_given(first, name_tokens(called)), **_family(last, name_tokens(former))}


def _names(connection: duckdb.DuckDBPyConnection) -> None:
    """Tables ``given_names`` and ``family_names`` by their writing; a name in one field fills both."""
    import pyarrow as pa

    words, numbers = pa.string(), pa.list_(pa.int16())
    kinds = {
        "g": words, "g1": words, "gs": words, "gv": numbers, "gt": pa.list_(words), "gp": pa.list_(words),
        "f": words, "fs": words, "fp": pa.list_(words), "fv": numbers, "fo": pa.bool_(),
    }  # fmt: skip
    for table, fields, columns in (
        ("given_names", GIVEN_KEY, ("g", "g1", "gs", "gv", "gt", "gp")),
        ("family_names", FAMILY_KEY, ("f", "fs", "fp", "fv", "fo")),
    ):
        keys = [row[0] for row in connection.execute(f"SELECT DISTINCT {fields} FROM raw").fetchall()]
        rows = [_name_row(key) for key in keys]
        found: dict[str, Any] = {"key": pa.array(keys, words)}
        for column in columns:
            found[column] = pa.array([row[column] for row in rows], kinds[column])
        connection.register(table, pa.table(found))


def _key(*fields: str) -> str:
    six = ("name", "given", "middle", "called", "family", "former")
    return " || chr(31) || ".join(f"coalesce({each}, '')" if each in fields else "''" for each in six)


GIVEN_KEY: Final = _key("name", "given", "middle", "called")
FAMILY_KEY: Final = _key("name", "family", "former")


def _dates(connection: duckdb.DuckDBPyConnection) -> None:
    import pyarrow as pa

    written = [
        row[0] for row in connection.execute("SELECT DISTINCT dob FROM raw WHERE dob IS NOT NULL").fetchall()
    ]
    parsed = [birth(each) for each in written]
    connection.register(
        "dates", pa.table({"dob": pa.array(written, pa.string()), "b": pa.array(parsed, pa.string())})
    )


def _without_junk(connection: duckdb.DuckDBPyConnection, column: str) -> str:
    found = connection.execute(
        f"SELECT {column} FROM prepared WHERE {column} IS NOT NULL GROUP BY 1 HAVING count(*) > {JUNK} ORDER BY 1"
    ).fetchall()
    if not found:
        return column
    listed = ", ".join(text(row[0]) for row in found)
    return f"CASE WHEN {column} IN ({listed}) THEN NULL ELSE {column} END AS {column}"


def _bits(count: str) -> str:
    """SQL: log2(1/u) of a value that ``count`` records have: how often others have it, beside the two in hand."""
    others = f"greatest({count} - 2, 0) + {PSEUDO_COUNT}"
    return f"(-log2(({others}) / ((SELECT count(*) FROM prepared) + {PSEUDO_RECORDS})))::FLOAT"


def make(connection: duckdb.DuckDBPyConnection, *, drop_junk: bool = True) -> None:
    """Make the table ``x`` of ``raw``, without the records in ``opted``.

    ``drop_junk``: whether values that very many records share are left out (not when one record is looked up).
    """
    _names(connection)
    _dates(connection)
    house = "coalesce(regexp_extract({0}, '\\d+'), '')"
    connection.execute(
        f"""CREATE TABLE prepared AS SELECT rid, h, dataset,
        given_names.* EXCLUDE (key), family_names.* EXCLUDE (key), b,
        (b[1:4]::INT * 372 + b[5:6]::INT * 31 + b[7:8]::INT) AS bd,
        b[1:4] || least(b[5:6], b[7:8]) || greatest(b[5:6], b[7:8]) AS bc,
        nullif(regexp_replace(upper(number), '[^A-Z0-9]', '', 'g'), '') AS n,
        nullif(right(regexp_replace(phone, '\\D', '', 'g'), 10), '') AS ph,
        lower(email) AS em,
        nullif(regexp_replace(upper(postcode), '[^A-Z0-9]', '', 'g'), '') AS pc,
        {_FOLDED.format("street")} AS sa, {_FOLDED.format("street2")} AS s2, {_FOLDED.format("town")} AS tn,
        nullif({house.format("house")}, '') AS ho,
        CASE lower(left(sex, 1)) WHEN 'f' THEN 'f' WHEN 'm' THEN 'm' WHEN 'b' THEN 'f' WHEN 'g' THEN 'm'
            WHEN 'w' THEN 'f' WHEN '1' THEN 'm' WHEN '2' THEN 'f' END AS sx
        FROM raw ANTI JOIN opted USING (rid)
        JOIN given_names ON given_names.key = {GIVEN_KEY}
        JOIN family_names ON family_names.key = {FAMILY_KEY}
        LEFT JOIN dates USING (dob)"""
    )
    clean = [_without_junk(connection, column) if drop_junk else column for column in ("n", "ph", "em")]
    connection.execute(
        f"""CREATE TABLE x AS SELECT * EXCLUDE (n, ph, em, sa, ho), {", ".join(clean)},
        {_bits("gc")} AS gw, {_bits("fc")} AS fw,
        CASE WHEN len(pc) >= 5 THEN pc[1:len(pc) - 3] ELSE pc END AS po,
        coalesce(ho, nullif(regexp_extract(sa, '\\d+'), '')) AS hn,
        nullif(trim(regexp_replace(sa, '\\d+[a-z]? ?', '')), '') AS st
        FROM prepared
        LEFT JOIN (SELECT g1, count(*) AS gc FROM prepared GROUP BY 1) USING (g1)
        LEFT JOIN (SELECT f, count(*) AS fc FROM prepared GROUP BY 1) USING (f)"""
    )
    connection.execute("DROP TABLE prepared")
    for view in ("given_names", "family_names", "dates"):
        connection.unregister(view)
