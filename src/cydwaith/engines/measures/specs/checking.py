# SPDX-License-Identifier: AGPL-3.0-or-later
"""Holds a rulebook to a specification on an engine: what differs, in the words of the specification."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cydwaith.engines.measures.counting import DIMENSIONS
from cydwaith.engines.measures.engine import Engine
from cydwaith.engines.measures.facts import BY_NAME
from cydwaith.engines.measures.figure import Figure
from cydwaith.engines.measures.rulebooks.base import Rulebook
from cydwaith.engines.measures.run import run
from cydwaith.engines.measures.schema import arrow_schema
from cydwaith.engines.measures.verdicts import Ruling, rulings

from .reading import EXPECT, Spec

if TYPE_CHECKING:
    import pyarrow as pa


def arrow(table: str, rows: list[dict[str, Any]]) -> pa.Table:
    """Rows of facts as an Arrow table."""
    import pyarrow as pa

    return pa.Table.from_pylist(rows, schema=arrow_schema(BY_NAME[table]))


def month_text(part: int) -> str:
    """A month's number as in a specification; 0, no month, is empty."""
    return f"{part // 12}-{part % 12 + 1:02}" if part else ""


def told(ruling: Ruling, number: int) -> dict[str, str]:
    """A ruling as a row of an expectation. `number`: of its period."""
    return {
        "subject": str(ruling.subject),
        "period": str(number),
        "stratum": ruling.stratum,
        "part": month_text(ruling.part),
        "line": ruling.line.code,
        "by": ruling.by_day.isoformat() if ruling.by_day else "",
        "lacks": "" if ruling.lacks is None else str(ruling.lacks),
    }


def differences(engine: Engine, rulebook: Rulebook, spec: Spec) -> list[str]:
    """What the rulebook says otherwise than the specification; nothing: it holds.

    An expectation lists every verdict of its measure, and only columns that it names are compared: `by` and `lacks`
    always are. A figure's row is looked up by its dimensions.
    """
    engine.load({name: arrow(name, rows) for name, rows in spec.facts.items()})
    return [*_verdicts(engine, rulebook, spec), *_figures(engine, rulebook, spec)]


def _verdicts(engine: Engine, rulebook: Rulebook, spec: Spec) -> list[str]:
    wrong = []
    for code, rows in spec.expect.items():
        found = rulings(
            engine,
            rulebook,
            rulebook.measure(code),
            spec.periods,
            as_of=spec.known_until,
            options=spec.options,
        )
        usual = dict.fromkeys(EXPECT, "") | {"period": "0"}
        wanted = sorted(tuple(sorted((usual | row).items())) for row in rows)
        given = sorted(tuple(sorted(told(one, spec.periods.index(one.period)).items())) for one in found)
        wrong += [f"{code}: not found: {dict(row)}" for row in wanted if row not in given]
        wrong += [f"{code}: not expected: {dict(row)}" for row in given if row not in wanted]
        wrong += [f"{code}: {row} stands twice" for row in wanted if wanted.count(row) > 1]
    return wrong


def _figures(engine: Engine, rulebook: Rulebook, spec: Spec) -> list[str]:
    wrong = []
    for code, rows in spec.figures.items():
        grouped = [tuple(name for name in DIMENSIONS if row.get(name)) for row in rows]
        made = run(
            engine,
            rulebook,
            spec.periods,
            as_of=spec.known_until,
            by=list(dict.fromkeys(grouped)),
            options=spec.options,
            measures=[code],
        )
        by_key = {(one.group, one.stratum, one.period): one for one in made}
        for row, names in zip(rows, grouped, strict=True):
            group = tuple((name, row[name]) for name in names)
            period = spec.periods[int(row.get("period") or 0)]
            found = by_key.get((group, row.get("stratum", ""), period))
            if found is None:
                wrong.append(f"{code}: there is no figure for {row}")
                continue
            wrong += [
                f"{code}: {name} of {row} is {has}"
                for name, has in _plain(found).items()
                if name in row and row[name] != has
            ]
    return wrong


def _plain(figure: Figure) -> dict[str, str]:
    names = ("numerator", "denominator", "value", "low", "high", "parts", "incomplete", "why", "benchmark")
    values = ((name, getattr(figure, name)) for name in names)
    return {name: "" if value is None else str(value) for name, value in values}
