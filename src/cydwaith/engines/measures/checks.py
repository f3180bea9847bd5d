# SPDX-License-Identifier: AGPL-3.0-or-later
# ruff: noqa: S608 - statements are made of the schema's own words
"""What rows of a snapshot must be: keys once, references that lead somewhere, nothing that ends before it starts."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from .duck import quoted
from .engine import Engine
from .facts import BY_NAME, Table, Type
from .problems import Problem, Wrong

PEOPLE = frozenset({"person_id", "group_id", "group_low", "group_high"})
"""Numbers of people: not below 0, since somebody without a link is alone under a number below it (`counting`)."""


def _conditions(table: Table) -> Iterator[tuple[Wrong, str, str]]:
    """(what is wrong, in which column, the condition by which a row has it)."""
    for column in table.columns:
        name = quoted(column.name)
        if not column.null:
            yield (
                Wrong.EMPTY,
                column.name,
                f"{name} IS NULL" + (f" OR {name} = ''" if column.type is Type.CODE else ""),
            )
        low = 0 if column.name in PEOPLE else column.low
        if low is not None:
            yield Wrong.TOO_LOW, column.name, f"{name} < {low}"
        if column.high is not None:
            yield Wrong.TOO_HIGH, column.name, f"{name} > {column.high}"
    if table.end:
        yield Wrong.ENDS_BEFORE, table.end, f"{quoted(table.end)} < {quoted(table.start)}"


def row_problems(engine: Engine, table: Table) -> list[Problem]:
    """What is wrong with the rows of a table that an engine holds, a problem for each column and kind.

    Every value is read: what cannot be, shows here, as the engine's own error.
    """
    name, key = quoted(table.name), quoted(table.key)
    asked = list(_conditions(table))
    sums = ", ".join(
        f"sum(CASE WHEN {one} THEN 1 ELSE 0 END), min(CASE WHEN {one} THEN {key} END)" for _, _, one in asked
    )
    whole = ", ".join(f"max({quoted(column.name)})" for column in table.columns)
    (answers,) = engine.rows(f"SELECT {sums}, {whole} FROM {name}")
    problems = [
        Problem(code, table.name, column, answers[2 * place + 1], int(answers[2 * place]))
        for place, (code, column, _) in enumerate(asked)
        if answers[2 * place]
    ]
    ((twice, first),) = engine.rows(
        f"SELECT count(*), min(k) FROM (SELECT {key} AS k FROM {name} GROUP BY {key} HAVING count(*) > 1) AS t"
    )
    if twice:
        problems.append(Problem(Wrong.KEY_TWICE, table.name, table.key, first, twice))
    return problems + (_crossing(engine) if table.name == "person_link" else [])


def reference_problems(engine: Engine, table: Table, held: Collection[str]) -> list[Problem]:
    """References that lead nowhere. `held`: tables that the engine holds; one that it does not is a problem itself."""
    name, key = quoted(table.name), quoted(table.key)
    problems = []
    for column in table.columns:
        if column.refers not in held:
            continue
        one, target = quoted(column.name), BY_NAME[column.refers]
        ((lost, first),) = engine.rows(
            f"SELECT count(*), min(t.{key}) FROM {name} AS t WHERE t.{one} IS NOT NULL AND NOT EXISTS"
            f" (SELECT 1 FROM {quoted(target.name)} AS o WHERE o.{quoted(target.key)} = t.{one})"
        )
        if lost:
            problems.append(Problem(Wrong.NOWHERE, table.name, column.name, first, lost))
    return problems


def _crossing(engine: Engine) -> list[Problem]:
    """Sure groups must lie within the best ones, and those within the possible ones."""
    found = []
    for inner, outer in (("group_high", "group_id"), ("group_id", "group_low")):
        ((crossing, first),) = engine.rows(
            f"SELECT count(*), min(g) FROM (SELECT {inner} AS g FROM person_link GROUP BY {inner}"
            f" HAVING min({outer}) <> max({outer})) AS t"
        )
        if crossing:
            found.append(Problem(Wrong.LINKS_CROSS, "person_link", inner, first, crossing))
    return found
