# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is compared of a record: table ``raw`` to table ``x``, one row a record, with all that costs done once.

Names are taken apart once for each *distinct* name (`taking_apart`) and kept in tables of their own; the rest is SQL
over columns.

============  ====================================================================================
x             holds (NULL where nothing was recorded)
============  ====================================================================================
gi, fi        numbers of the names in ``given_names`` and ``family_names``; ``g1``, ``gs``, ``f``, ``fs`` of them;
              ``gk``, ``fk`` digests of ``gs`` and ``fs``, which are quicker to compare
b             date of birth as YYYYMMDD, as written (it may not be a day of any calendar); ``bi`` the same as a number;
              ``bd`` days, about; ``bc`` the same with the smaller of day and month first, so that a date and the one
              changed about share it
n             number (NHS or another), its signs only; ``nv`` whether it is an NHS number whose check digit fits
ph, em        phone (last ten figures); e-mail
pc            postcode without blanks; ``po`` its first half
hn, st, tn    house number; street; town, folded
sx            f or m
============  ====================================================================================

============  ====================================================================================
given_names   holds
============  ====================================================================================
g             first and middle names, folded, with one blank between (``sian mair``); ``g1`` the first of them
gs            sound key of ``g1``; ``gv`` rows of the table of variants that it stands in
gt            all first names somebody goes by; ``gp`` their sounds and variants
gw            log2(1/u) of ``g1``: bits for its being shared, the rarer the more
============  ====================================================================================

============  ====================================================================================
family_names  holds
============  ====================================================================================
f             family name, folded, parts run together, without ap, ab, ferch (``morganhughes``)
fs            sound key of its last part
fp, fv        all parts, former names too; rows of variants of the parts
fo            whether a former name is among ``fp``
fw            log2(1/u) of ``f``
============  ====================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from cydwaith.engines.linkage import taking_apart
from cydwaith.engines.linkage.reading import count, text

if TYPE_CHECKING:
    import duckdb

JUNK: Final = 40
"""A phone number, e-mail address or number that more records have says nothing of who is who: it is left out."""
PSEUDO_RECORDS: Final = 1_000
PSEUDO_COUNT: Final = 1.0
"""A name is thought to have been met once in so many records more than there are: few records say little of how rare
a name is."""

BLANKS: Final = ",-/()_."
APOSTROPHES: Final = "'’"
"""Signs of an address that part words, and that do not."""
DROPPED: Final = " -./()+_"
"""Signs that people write into numbers and codes."""

_DATE_FIRST = re.compile(r"(\d{4})\D+(\d{1,2})\D+(\d{1,2})(?:\D.*)?", re.ASCII | re.DOTALL)
_DATE_LAST = re.compile(r"(\d{1,2})\D+(\d{1,2})\D+(\d{4}|\d{2})(?:\D.*)?", re.ASCII | re.DOTALL)
_EIGHT = re.compile(r"\d{8}", re.ASCII)


def birth(written: str) -> str | None:
    """A date as YYYYMMDD from the usual ways of writing it; None when it is not a date at all.

    Days come before months, as here; a figure that is wrong stays as it is (19361332), since it still tells much.
    Two-figure years are of this century up to 30.
    """
    if _EIGHT.fullmatch(written):
        turned = written[4:] + written[2:4] + written[:2]
        return turned if _is_day(turned) and not _is_day(written) else written
    if first := _DATE_FIRST.fullmatch(written):
        return f"{first[1]}{first[2]:0>2}{first[3]:0>2}"
    if last := _DATE_LAST.fullmatch(written):
        year = last[3] if len(last[3]) == 4 else ("20" if last[3] <= "30" else "19") + last[3]
        return f"{year}{last[2]:0>2}{last[1]:0>2}"
    return None


def _is_day(eight: str) -> bool:
    """Whether YYYYMMDD can be a birthday."""
    return 1850 <= int(eight[:4]) <= 2100 and 1 <= int(eight[4:6]) <= 12 and 1 <= int(eight[6:]) <= 31


def _folded(column: str) -> str:
    """SQL: lower case, without accents and apostrophes, other signs as blanks; NULL for nothing."""
    plain = f"strip_accents(lower({column}))"
    rest = f"translate({plain}, {text(BLANKS + APOSTROPHES)}, {text(' ' * len(BLANKS))})"
    return f"nullif(trim(replace({_where_needed(plain, '[a-z0-9 ]*', rest)}, '  ', ' ')), '')"


def _signs(column: str) -> str:
    """SQL: a number or code without blanks and what people write between its parts; NULL for nothing."""
    plain = f"replace({column}, ' ', '')"
    return f"nullif({_where_needed(plain, '[A-Z0-9]*', f'translate({column}, {text(DROPPED)}, {text(str())})')}, '')"


def _where_needed(plain: str, pattern: str, rest: str) -> str:
    """SQL: ``plain`` where it is of that pattern already: changing signs one by one costs most of all."""
    return f"(CASE WHEN regexp_full_match({plain}, {text(pattern)}) THEN {plain} ELSE {rest} END)"


def _nhs(number: str) -> str:
    """SQL: whether ten figures are an NHS number: weights 10 to 1 from the first figure, modulus 11."""
    figures = [f"{number} // {10**place} % 10 * {place + 1}" for place in range(10)]
    return f"({' + '.join(figures)}) % 11 = 0"


def _key(fields: tuple[str, ...], there: set[str]) -> str:
    """SQL: the writing of a name: its fields with a sign between them that no name has."""
    cells = [f"coalesce({field}, '')" if field in there else "''" for field in fields]
    return f"concat_ws({text(taking_apart.SEPARATOR)}, {', '.join(cells)})"


def _names(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    key: str,
    number: str,
    columns: tuple[str, ...],
    taken_apart: Callable[[str], tuple[Any, ...]],
) -> None:
    """Table ``table`` of distinct names, and ``table`` + ``_written`` from each writing to its number."""
    import pyarrow as pa

    words, numbers = pa.string(), pa.list_(pa.int16())
    kinds = {"gv": numbers, "fv": numbers, "fo": pa.bool_()}
    kinds |= dict.fromkeys(("gt", "gp", "fp"), pa.list_(words))
    keys = [
        row[0]
        for row in connection.execute(
            f"SELECT DISTINCT {key} FROM raw ANTI JOIN opted USING (rid)"
        ).fetchall()
    ]
    rows: dict[str, int] = {}
    distinct: list[tuple[Any, ...]] = []
    of_key: list[int] = []
    for each in keys:
        row = taken_apart(each)
        place = rows.setdefault(repr(row), len(distinct))
        if place == len(distinct):
            distinct.append(row)
        of_key.append(place)
    found: dict[str, Any] = {number: pa.array(range(len(distinct)), pa.int32())}
    for at, column in enumerate(columns):
        found[column] = pa.array([row[at] for row in distinct], kinds.get(column, words))
    connection.register(f"{table}_told", pa.table(found))
    written = {"key": pa.array(keys, words), number: pa.array(of_key, pa.int32())}
    connection.register(f"{table}_written", pa.table(written))


def _dates(connection: duckdb.DuckDBPyConnection) -> None:
    import pyarrow as pa

    written = [
        row[0] for row in connection.execute("SELECT DISTINCT dob FROM raw WHERE dob IS NOT NULL").fetchall()
    ]
    parsed = [birth(each) for each in written]
    connection.register(
        "dates", pa.table({"dob": pa.array(written, pa.string()), "b": pa.array(parsed, pa.string())})
    )


def _without_junk(connection: duckdb.DuckDBPyConnection, column: str) -> None:
    """Take values from ``x`` that very many records share."""
    connection.execute(
        f"UPDATE x SET {column} = NULL WHERE {column} IN"
        f" (SELECT {column} FROM x WHERE {column} IS NOT NULL GROUP BY 1 HAVING count(*) > {JUNK})"
    )


def _weigh_names(
    connection: duckdb.DuckDBPyConnection, table: str, number: str, name: str, bits: str
) -> None:
    """Make the table of names, with how rare each is: how often others have it, beside the two in hand."""
    whole = count(connection, "x") + PSEUDO_RECORDS
    others = f"greatest(sum(coalesce(n, 0)) OVER (PARTITION BY {name}) - 2, 0) + {PSEUDO_COUNT}"
    connection.execute(
        f"""CREATE TABLE {table} AS SELECT told.*, (-log2(({others}) / {whole}))::FLOAT AS {bits}
        FROM {table}_told told LEFT JOIN (SELECT {number}, count(*) AS n FROM x GROUP BY 1) USING ({number})"""
    )
    connection.unregister(f"{table}_told")


def make(connection: duckdb.DuckDBPyConnection) -> None:
    """Make ``x``, ``given_names`` and ``family_names`` of ``raw``, without the records in ``opted``."""
    prepare(connection)
    for column in ("n", "ph", "em"):
        _without_junk(connection, column)
    _weigh_names(connection, "given_names", "gi", "g1", "gw")
    _weigh_names(connection, "family_names", "fi", "f", "fw")


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Make ``x`` of ``raw``, and views ``given_names_told`` and ``family_names_told`` without their bits."""
    described = connection.execute("SELECT * FROM told LIMIT 0").description or []
    there = {str(column[0]) for column in described}
    given, family = _key(taking_apart.GIVEN_FIELDS, there), _key(taking_apart.FAMILY_FIELDS, there)
    _names(connection, "given_names", given, "gi", taking_apart.GIVEN_COLUMNS, taking_apart.given_row)
    _names(connection, "family_names", family, "fi", taking_apart.FAMILY_COLUMNS, taking_apart.family_row)
    _dates(connection)
    house = "nullif(regexp_extract({0}, '[0-9]+'), '')"
    connection.execute(
        f"""CREATE TABLE x AS SELECT * EXCLUDE (sa, ho),
        CASE WHEN len(pc) >= 5 THEN pc[1:len(pc) - 3] ELSE pc END AS po,
        coalesce(ho, {house.format("sa")}) AS hn,
        nullif(trim(regexp_replace(sa, '[0-9]+[a-z]? ?', '')), '') AS st
        , coalesce(len(n) = 10 AND {_nhs("try_cast(n AS BIGINT)")}, false) AS nv
        FROM (SELECT rid, h, dataset, gi, fi, g1, gs, f, fs, b,
        hash(gs) AS gk, hash(fs) AS fk, b::INT AS bi, (b[1:4]::INT * 372 + b[5:6]::INT * 31 + b[7:8]::INT) AS bd,
        b[1:4] || least(b[5:6], b[7:8]) || greatest(b[5:6], b[7:8]) AS bc,
        {_signs("upper(number)")} AS n, right({_signs("phone")}, 10) AS ph, lower(email) AS em,
        {_signs("upper(postcode)")} AS pc, {_folded("street")} AS sa, {_folded("town")} AS tn,
        {house.format("house")} AS ho,
        CASE lower(left(sex, 1)) WHEN 'f' THEN 'f' WHEN 'm' THEN 'm' WHEN 'b' THEN 'f' WHEN 'g' THEN 'm'
            WHEN 'w' THEN 'f' WHEN '1' THEN 'm' WHEN '2' THEN 'f' END AS sx
        FROM raw ANTI JOIN opted USING (rid)
        JOIN given_names_written gk ON gk.key = {given} JOIN given_names_told USING (gi)
        JOIN family_names_written fk ON fk.key = {family} JOIN family_names_told USING (fi)
        LEFT JOIN dates USING (dob))"""
    )
    for view in ("given_names_written", "family_names_written", "dates"):
        connection.unregister(view)
