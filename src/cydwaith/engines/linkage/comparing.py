# SPDX-License-Identifier: AGPL-3.0-or-later
"""The SQL that compares pairs, written from the table in `comparisons`."""

from __future__ import annotations

from cydwaith.engines.linkage.comparisons import (
    COMPARISONS,
    FAMILY,
    GIVEN,
    KINSHIPS,
    SOUNDS_SWAPPED,
    SWAPPED,
    Comparison,
)

_NAMES = ((GIVEN, "gi", "gw", ("given_same", "given_first_same")), (FAMILY, "fi", "fw", ("family_same",)))


def compare_sql() -> str:
    """SQL: columns one, two, digest, a level for each comparison, kin, and what is rare, for the table ``pairs``.

    ``digest`` is the same whichever way round; ``kin`` a number of `KINSHIPS`; ``given_rare`` and ``family_rare`` are
    the bits of the names that both share. The tables of `features` must be there. Texts are only fetched where numbers
    do not tell enough: of millions of pairs, few have their names changed over.
    """
    whole = [each for each in COMPARISONS if each.table == "x"]
    levels = ",\n".join(f"{_case(each)} AS {each.name}" for each in whole)
    names = ", ".join(each.name for each in whole)
    kin = " ".join(f"WHEN {each.when} THEN {at}" for at, each in enumerate(KINSHIPS, 1))
    swapped = GIVEN.number("names_swapped")
    both = "JOIN x l ON l.rid = one JOIN x r ON r.rid = two"
    return f"""
    WITH compared_rows AS MATERIALIZED (SELECT one, two, xor(l.h, r.h) AS digest,
    least(l.gi, r.gi) AS gl, greatest(l.gi, r.gi) AS gr, least(l.fi, r.fi) AS fl, greatest(l.fi, r.fi) AS fr,
    {SOUNDS_SWAPPED} AS maybe,
    {levels}
    FROM pairs {both}),
    turned AS MATERIALIZED (SELECT one, two, true AS swapped FROM compared_rows {both} WHERE maybe AND {SWAPPED}),
    {", ".join(_of_names(*each) for each in _NAMES)}
    SELECT *, (CASE {kin} ELSE 0 END)::TINYINT AS kin FROM (SELECT one, two, digest,
        (CASE WHEN swapped AND given_level > 2 THEN {swapped} ELSE given_level END)::TINYINT AS given,
        (CASE WHEN swapped AND given_level > 2 THEN 0 ELSE family_level END)::TINYINT AS family,
        {names}, given_rare, family_rare
    FROM compared_rows JOIN given_pairs USING (gl, gr) JOIN family_pairs USING (fl, fr)
    LEFT JOIN turned USING (one, two))"""


def _of_names(comparison: Comparison, number: str, bits: str, same: tuple[str, ...]) -> str:
    """A part of a WITH: each two names that meet, compared once."""
    low, high, name = f"{number[0]}l", f"{number[0]}r", comparison.name
    levels = ", ".join(str(comparison.number(code)) for code in same)
    return f"""{name}_pairs AS MATERIALIZED (SELECT {low}, {high}, {name}_level,
        (CASE WHEN {name}_level IN ({levels}) THEN bits ELSE 0 END)::FLOAT AS {name}_rare
        FROM (SELECT {low}, {high}, l.{bits} AS bits, {_case(comparison)} AS {name}_level
        FROM (SELECT DISTINCT {low}, {high} FROM compared_rows)
        JOIN {comparison.table} l ON l.{number} = {low} JOIN {comparison.table} r ON r.{number} = {high}))"""


def _case(comparison: Comparison) -> str:
    levels = "\n".join(f"WHEN {level.when} THEN {at}" for at, level in enumerate(comparison.levels, 1))
    return f"(CASE WHEN NOT ({comparison.known}) THEN 0\n{levels}\nEND)::TINYINT"
