# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reads a specification: Markdown that a domain expert can write, into facts and what is expected of them.

# Title                      then a sentence or two on why the case is here
## facts: person             a table; empty cells and columns left out are not known
## period: 2018-04-01 to 2019-03-31      several are numbered 0, 1, 2 in order
## as of: 2019-06-30         optional: the last day that is known, else the last day of the last period
## options: gap_days = 14
## expect: into_work         the verdict of every subject: subject, line, and period, stratum, part, by, lacks
## figure: into_work         columns: dimensions, period, stratum; numerator, denominator, value, low, high, parts
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from cydwaith.engines.measures.facts import BY_NAME, Column, Table, Type, day_of
from cydwaith.engines.measures.periods import Period

HERE = Path(__file__).parent
_MINUTES = re.compile(r"(?:(\d+) h)? ?(?:(\d+)(?: min)?)?")
_SPAN = re.compile(r"(\S+) to (\S+)")


class SpecError(ValueError):
    """A specification that cannot be read: the message says the file, the section and what is wrong there."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it stands in the file: its columns and its cells, as text."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def dicts(self) -> list[dict[str, str]]:
        """Each row by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass
class Spec:
    """One case. `shown` holds the tables as written, in order, for the page: (kind, name, table)."""

    rulebook: str
    name: str
    title: str
    why: str
    facts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    periods: list[Period] = field(default_factory=list)
    as_of: date | None = None
    options: dict[str, Any] = field(default_factory=dict)
    expect: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    figures: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    shown: list[tuple[str, str, Grid]] = field(default_factory=list)

    @property
    def known_until(self) -> date:
        """The as-of day."""
        return self.as_of or max(period.last for period in self.periods)


def cell(column: Column, text: str) -> Any:
    """A cell as a fact. Raises `ValueError` where it is none."""
    if not text:
        return None
    match column.type:
        case Type.DAY:
            return day_of(date.fromisoformat(text))
        case Type.MONTH:
            return month(text)
        case Type.FLAG:
            return {"yes": True, "no": False}[text]
        case Type.CODE:
            return text
        case _:
            return number(text)


def number(text: str) -> int:
    """A whole number; `7 h 30` is minutes. Raises `ValueError`."""
    if "h" not in text:
        return int(text.replace(",", ""))
    found = _MINUTES.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no number of minutes: write 7 h or 7 h 30")
    return 60 * int(found[1] or 0) + int(found[2] or 0)


def month(text: str) -> int:
    """`1990-05` as a month's number. Raises `ValueError`."""
    year, _, rest = text.partition("-")
    if not 1 <= int(rest) <= 12:
        raise ValueError(f"{text!r} is no month")
    return int(year) * 12 + int(rest) - 1


PLACEHOLDER = {"partner", "programme", "pathway"}


def facts_rows(table: Table, grid: Grid) -> list[dict[str, Any]]:
    """Rows of a table of facts; a key that is left out is the row's number, a needed code `p`. Raises `ValueError`."""
    unknown = set(grid.columns) - {column.name for column in table.columns}
    if unknown:
        raise ValueError(f"{table.name} has no column {', '.join(sorted(unknown))}")
    rows = []
    for number_of_row, cells in enumerate(grid.dicts(), 1):
        row: dict[str, Any] = {}
        for column in table.columns:
            try:
                row[column.name] = cell(column, cells.get(column.name, ""))
            except (ValueError, KeyError) as error:
                raise ValueError(f"row {number_of_row}, {column.name}: {error}") from error
            if row[column.name] is None and not column.null:
                row[column.name] = _usual(table, column, number_of_row)
        rows.append(row)
    return rows


def _usual(table: Table, column: Column, number_of_row: int) -> Any:
    if column.name in PLACEHOLDER:
        return "p"
    if column.name == table.key and not column.refers and column.type is Type.ID:
        return number_of_row
    raise ValueError(f"row {number_of_row}: {column.name} must be given")


def option(text: str) -> Any:
    """An option's value: a number, a list of numbers or words, a flag, a day, or text."""
    text = text.strip()
    if "," in text:
        return tuple(option(one) for one in text.split(",") if one.strip())
    if re.fullmatch(r"-?\d+", text):
        return int(text)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return date.fromisoformat(text)
    return {"yes": True, "no": False}.get(text, text)


def _grid(lines: list[str]) -> Grid:
    """A Markdown table. Raises `ValueError`."""
    rows = [
        tuple(part.strip() for part in line.strip().removeprefix("|").removesuffix("|").split("|"))
        for line in lines
        if line.strip().startswith("|")
    ]
    if len(rows) < 2 or not all(re.fullmatch(r":?-+:?", part) for part in rows[1]):
        raise ValueError("a table begins with its columns and a line of dashes")
    head, _, *body = rows
    for row in body:
        if len(row) != len(head):
            raise ValueError(f"the row {' | '.join(row)} has {len(row)} cells, the head has {len(head)}")
    return Grid(head, tuple(body))


def read(text: str, rulebook: str, name: str) -> Spec:
    """A specification of its text. Raises `SpecError`."""
    head, *sections = re.split(r"^## +", text, flags=re.MULTILINE)
    title, _, why = head.strip().partition("\n")
    if not title.startswith("# "):
        raise SpecError(f"{rulebook}/{name}: it must begin with a title: # What it shows")
    spec = Spec(rulebook, name, title[2:].strip(), " ".join(why.split()))
    for section in sections:
        heading, *lines = section.splitlines()
        kind, colon, rest = heading.partition(":")
        try:
            if not colon or kind.strip() not in _SECTIONS:
                raise ValueError(f"a section is one of {', '.join(_SECTIONS)}")
            _SECTIONS[kind.strip()](spec, rest.strip(), lines)
        except (ValueError, KeyError) as error:
            raise SpecError(f"{rulebook}/{name}, ## {heading}: {error}") from error
    if not spec.periods or not (spec.expect or spec.figures):
        raise SpecError(f"{rulebook}/{name}: it needs a period, and something that it expects")
    return spec


def _facts(spec: Spec, name: str, lines: list[str]) -> None:
    if name not in BY_NAME:
        raise ValueError(f"there is no table {name}")
    grid = _grid(lines)
    spec.facts.setdefault(name, []).extend(facts_rows(BY_NAME[name], grid))
    spec.shown.append(("facts", name, grid))


def _period(spec: Spec, text: str, _lines: list[str]) -> None:
    found = _SPAN.fullmatch(text)
    if not found:
        raise ValueError("write a period as 2018-04-01 to 2019-03-31")
    spec.periods.append(Period(date.fromisoformat(found[1]), date.fromisoformat(found[2])))


def _as_of(spec: Spec, text: str, _lines: list[str]) -> None:
    spec.as_of = date.fromisoformat(text)


def _options(spec: Spec, text: str, lines: list[str]) -> None:
    for part in [text, *lines]:
        if part.strip():
            name, equals, value = part.strip().removeprefix("- ").partition("=")
            if not equals:
                raise ValueError("write an option as name = value")
            spec.options[name.strip()] = option(value)


def _table_of(kind: str, allowed: frozenset[str], needed: frozenset[str]) -> Any:
    def read_section(spec: Spec, name: str, lines: list[str]) -> None:
        grid = _grid(lines)
        unknown, lacking = set(grid.columns) - allowed, needed - set(grid.columns)
        if unknown or lacking:
            raise ValueError(f"columns unknown: {sorted(unknown)}, lacking: {sorted(lacking)}")
        target = spec.expect if kind == "expect" else spec.figures
        target.setdefault(name, []).extend(grid.dicts())
        spec.shown.append((kind, name, grid))

    return read_section


EXPECT = frozenset({"subject", "period", "stratum", "part", "line", "by", "lacks"})
FIGURE = frozenset(
    {
        *("programme", "partner", "area", "period", "stratum", "numerator", "denominator", "value"),
        *("low", "high", "parts", "incomplete", "why", "benchmark"),
    }
)
_SECTIONS: dict[str, Any] = {
    "facts": _facts,
    "period": _period,
    "as of": _as_of,
    "options": _options,
    "expect": _table_of("expect", EXPECT, frozenset({"subject", "line"})),
    "figure": _table_of("figure", FIGURE, frozenset()),
}


def specs_of(rulebook: str, folder: Path = HERE) -> list[Spec]:
    """The specifications of a rulebook, in order of their file names. Raises `SpecError`."""
    return [
        read(path.read_text(encoding="utf-8"), rulebook, path.stem)
        for path in sorted((folder / rulebook).glob("*.md"))
    ]
