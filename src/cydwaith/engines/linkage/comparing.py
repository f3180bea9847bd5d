# SPDX-License-Identifier: AGPL-3.0-or-later
"""The SQL that compares pairs, written from the table in `comparisons`."""

from __future__ import annotations

from cydwaith.engines.linkage.comparisons import COMPARISONS, FAMILY, GIVEN, KINSHIPS, SWAPPED, Comparison

_NAMES = ((GIVEN, "gi", "gw", ("given_same", "given_first_same")), (FAMILY, "fi", "fw", ("family_same",)))


def compare_sql(pairs: str = "pairs", left: str = "x", right: str = "x") -> str:
    """SQL: columns one, two (rid of left and right), digest, a level for each comparison, kin, and what is rare.

    ``digest`` is the same whichever way round; ``kin`` a number of `KINSHIPS`; ``given_rare`` and ``family_rare`` are
    the bits of the names that both share. ``pairs`` holds one and two; ``left`` and ``right`` are tables like ``x``.
    The tables of distinct names (`features`) must be there.
    """
    whole = [each for each in COMPARISONS if each.table == "x"]
    levels = ",\n".join(f"{_case(each)} AS {each.name}" for each in whole)
    names = ", ".join(each.name for each in whole)
    kin = " ".join(f"WHEN {each.when} THEN {at}" for at, each in enumerate(KINSHIPS, 1))
    swapped = GIVEN.number("names_swapped")
    return f"""
    WITH compared_rows AS MATERIALIZED (SELECT one, two, xor(l.h, r.h) AS digest,
    least(l.gi, r.gi) AS gl, greatest(l.gi, r.gi) AS gr, least(l.fi, r.fi) AS fl, greatest(l.fi, r.fi) AS fr,
    coalesce({SWAPPED}, false) AS swapped,
    {levels}
    FROM {pairs} JOIN {left} l ON l.rid = one JOIN {right} r ON r.rid = two),
    {", ".join(_of_names(*each) for each in _NAMES)}
    SELECT *, (CASE {kin} ELSE 0 END)::TINYINT AS kin FROM (SELECT one, two, digest,
        (CASE WHEN swapped AND given_level > 2 THEN {swapped} ELSE given_level END)::TINYINT AS given,
        (CASE WHEN swapped AND given_level > 2 THEN 0 ELSE family_level END)::TINYINT AS family,
        {names}, given_rare, family_rare
    FROM compared_rows JOIN given_pairs USING (gl, gr) JOIN family_pairs USING (fl, fr))"""


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
