# SPDX-License-Identifier: AGPL-3.0-or-later
"""Holds an engine's verdicts to a referee's, finds the smallest history that differs, tells it as a spec."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import ModuleType
from typing import Any

from cydwaith.engines.measures.engine import Engine
from cydwaith.engines.measures.facts import BY_NAME, Column, Type, date_of, day_of
from cydwaith.engines.measures.periods import Period
from cydwaith.engines.measures.rulebooks.base import Rulebook
from cydwaith.engines.measures.specs.checking import arrow
from cydwaith.engines.measures.verdicts import rulings

from .histories import STRIDE, WORLD_TABLES, History, together

Row = tuple[int, int, int, str, str, int | None, int | None]
"""Subject, period, part, stratum, line, by, lacks."""


def by_engine(
    engine: Engine,
    rulebook: Rulebook,
    measure: str,
    histories: Sequence[History],
    periods: Sequence[Period],
    as_of: date,
    options: Mapping[str, Any],
) -> list[set[Row]]:
    """Each person's verdicts as the engine gives them. The facts must have been loaded (`load`)."""
    found: list[set[Row]] = [set() for _ in histories]
    numbers = {period: number for number, period in enumerate(periods)}
    for one in rulings(engine, rulebook, rulebook.measure(measure), periods, as_of=as_of, options=options):
        person, subject = divmod(one.subject, STRIDE)
        by_day = None if one.by_day is None else day_of(one.by_day)
        row = (subject, numbers[one.period], one.part, one.stratum, one.line.code, by_day, one.lacks)
        found[person].add(row)
    return found


def load(engine: Engine, histories: Sequence[History]) -> None:
    """Give an engine all the people at once."""
    engine.load({name: arrow(name, rows) for name, rows in together(histories).items()})


def by_referee(
    referee: ModuleType,
    measure: str,
    history: History,
    periods: Sequence[Period],
    as_of: date,
    options: Mapping[str, Any],
) -> set[Row]:
    """One person's verdicts as the referee gives them: `judge(history, measure, periods, options)`, with the day
    until which facts are known as `as_of` among the options. A row names `subject` and `line`, and if need be
    `period` (its place), `part` (a month's number), `stratum`, `by` (a day's number or a date) and `lacks`."""
    found = set()
    for row in referee.judge(history, measure, periods, {**options, "as_of": as_of}):
        by_day = row.get("by")
        found.add(
            (
                *(row["subject"], row.get("period", 0), row.get("part") or 0, row.get("stratum") or ""),
                *(row["line"], day_of(by_day) if isinstance(by_day, date) else by_day, row.get("lacks")),
            )
        )
    return found


def smallest(history: History, differs: Any) -> History:
    """The history without every row that it can lose and still differ."""
    kept = {name: list(rows) for name, rows in history.items()}
    shrinking = True
    while shrinking:
        shrinking = False
        for name in [one for one in kept if one not in WORLD_TABLES and one != "person"]:
            for row in list(kept[name]):
                tried = _without(kept, name, row)
                if differs(tried):
                    kept, shrinking = tried, True
                    break
    return kept


def _without(history: History, name: str, row: dict[str, Any]) -> History:
    """Without a row and all that refers to it."""
    tried = {table: list(rows) for table, rows in history.items()}
    tried[name].remove(row)
    gone = [(name, row[BY_NAME[name].key])]
    while gone:
        table, key = gone.pop()
        for other, rows in tried.items():
            for column in BY_NAME[other].columns:
                if column.refers != table:
                    continue
                for one in [one for one in rows if one[column.name] == key]:
                    if column.null:
                        rows[rows.index(one)] = {**one, column.name: None}
                    else:
                        rows.remove(one)
                        gone.append((other, one[BY_NAME[other].key]))
    return tried


def _cell(column: Column, value: Any) -> str:
    if value is None:
        return ""
    if column.type is Type.DAY:
        return date_of(value).isoformat()
    if column.type is Type.MONTH:
        return f"{value // 12}-{value % 12 + 1:02}"
    return {True: "yes", False: "no"}[value] if column.type is Type.FLAG else str(value)


def told(
    history: History,
    measure: str,
    periods: Sequence[Period],
    as_of: date,
    options: Mapping[str, Any],
    engine: set[Row],
    referee: set[Row],
) -> str:
    """The difference as a specification that can be kept: facts, periods, and what either says."""
    out = [f"engine and referee differ on {measure}"]
    for name, rows in history.items():
        if name in ("area", "partner", "programme") or not rows:
            continue
        columns = BY_NAME[name].columns
        out += [f"\n## facts: {name}", "| " + " | ".join(column.name for column in columns) + " |"]
        out += ["|" + "---|" * len(columns)]
        out += [
            "| " + " | ".join(_cell(column, row[column.name]) for column in columns) + " |" for row in rows
        ]
    out += [f"\n## period: {period.first} to {period.last}" for period in periods]
    out += [f"## as of: {as_of}", *(f"## options: {name} = {value}" for name, value in options.items())]
    both = (("only the engine says", engine - referee), ("only the referee says", referee - engine))
    for who, rows in both:
        out.append(f"\n{who} (subject, period, part, stratum, line, by, lacks):")
        out += [f"  {row} {'' if row[5] is None else date_of(row[5])}" for row in sorted(rows, key=repr)]
    return "\n".join(out)
