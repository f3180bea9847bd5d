# SPDX-License-Identifier: AGPL-3.0-or-later
"""Importers of the Office for Local Government's formats: figures of councils (CSV), nearest neighbours (JSON)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from cydwaith.engines.measures.comparators.problems import Found, Problem, Refused
from cydwaith.engines.measures.comparators.reading import MARKS, Gathering, Reading, fault
from cydwaith.engines.measures.comparators.shapes import Comparator, Missing, Source
from cydwaith.engines.measures.comparators.sheet import (
    File,
    Headings,
    Layout,
    is_area,
    number_of,
    read_table,
    text_of,
)
from cydwaith.engines.measures.comparators.years import FinancialYear
from cydwaith.engines.tables.cells import Row
from cydwaith.engines.tables.limits import MEBI
from cydwaith.engines.tables.problems import Place

LAYOUT: Final = Layout(
    {
        "year": ("financial year",),
        "area": ("local authority code",),
        "name": ("local authority name",),
        "measure": ("code",),
        "value": ("value",),
    }
)
MOST_BYTES: Final = 20 * MEBI
"""The largest file of neighbours that is read; the published one has 0.1 MB."""


def read_oflog(file: File, *, source: Source) -> Reading:
    """Figures of councils, one row a year, council and measure. An empty value is missing, not nought.

    Medians and deviations in the file are left: they are worked out from the figures. Refused as in `ascof`.
    """
    found = Found()
    gathered: dict[FinancialYear, Gathering] = {}
    headings: Headings | None = None
    for headings, row in read_table(file, LAYOUT):
        figure = _figure(headings, row, source, found)
        if figure is not None:
            into = gathered.setdefault(figure.year, Gathering(found, "value"))
            into.add(figure, row.number, headings)
    readings = [gathered[year].reading(headings) for year in sorted(gathered)]
    values = tuple(one for reading in readings for one in reading.values)
    return Reading(values, tuple(found.kept), sum(one.rows for one in readings), found.errors, found.all)


def _figure(headings: Headings, row: Row, source: Source, found: Found) -> Comparator | None:
    cell = {name: text_of(row.at(index)) for name, index in headings.columns.items()}
    if not is_area(cell["area"]):
        for index, value in enumerate(row.values):
            if is_area(text_of(value)):
                raise Refused("shifted", place=headings.at(row.number, index), value=text_of(value))
        found.add("wrong-area", headings.place(row.number, "area"), cell["area"])
        return None
    try:
        year = FinancialYear.parse(cell["year"])
    except ValueError:
        found.add("wrong-year", headings.place(row.number, "year"), cell["year"])
        return None
    value = number_of(row.at(headings.columns["value"]))
    missing = MARKS.get(cell["value"].lower()) if value is None else None
    if value is None and missing is None:
        found.add("not-a-number", headings.place(row.number, "value"), cell["value"])
        return None
    figure = Comparator(
        measure=cell["measure"],
        year=year,
        area=cell["area"],
        area_name=cell["name"],
        value=value if value is not None else missing or Missing.BLANK,
        source=source,
        mark=cell["value"] if missing else "",
    )
    if wrong := fault(figure):
        found.add(wrong, headings.place(row.number, "value"), cell["value"])
        return None
    return figure


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Which councils are most like which. of: code -> codes of its neighbours, itself not among them, in the order
    of the file, which need not tell who is nearest. A council may be left without any."""

    of: Mapping[str, tuple[str, ...]]
    problems: tuple[Problem, ...]


def read_neighbours(file: File) -> Neighbours:
    """An object of lists: {"E06000001": ["E06000001", "E06000002", …], …}. Refused, with line and column, if it is
    anything else."""
    text = _text(file)
    found = Found()
    doubled: set[str] = set()

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _value in items]
        doubled.update(name for name in names if names.count(name) > 1)
        return dict(items)

    try:
        # Numbers stay text: none is wanted, and one of a million digits would take a minute to become one.
        table = json.loads(text, object_pairs_hook=pairs, parse_int=str, parse_float=str, parse_constant=str)
    except json.JSONDecodeError as error:
        raise Refused("not-json", place=Place(row=error.lineno, column=str(error.colno))) from error
    except RecursionError as error:
        raise Refused("not-json", place=Place(row=1, column="1")) from error
    if not isinstance(table, dict):
        raise Refused("not-neighbours", place=Place(row=1, column="1"))
    of: dict[str, tuple[str, ...]] = {}
    for code, listed in table.items():
        if not is_area(code) or not isinstance(listed, list):
            raise Refused("not-neighbours", place=_where(text, code), value=code)
        for one in listed:
            if not isinstance(one, str) or not is_area(one):
                raise Refused("not-neighbours", place=_where(text, code), value=str(one))
        if code in doubled:
            found.add("list-twice", _where(text, code), code)
            continue
        if len(set(listed)) < len(listed):
            found.add("neighbour-twice", _where(text, code), code)
        of[code] = tuple(dict.fromkeys(one for one in listed if one != code))
    return Neighbours(of, tuple(found.kept))


def _text(file: File) -> str:
    if isinstance(file, Path):
        with file.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    elif isinstance(file, bytes):
        content = file
    else:
        file.seek(0)
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Refused("file-too-big", limit=MOST_BYTES // MEBI)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        raise Refused("encoding", place=Place(row=row, column=str(column))) from error


def _where(text: str, name: str) -> Place:
    """Line and column of a name in the text; of its beginning where the name was written with escapes."""
    at = max(0, text.find(json.dumps(name, ensure_ascii=False)))
    return Place(row=text.count("\n", 0, at) + 1, column=str(at - text.rfind("\n", 0, at)))
