# SPDX-License-Identifier: AGPL-3.0-or-later
"""Does a mapping make sense, and does it fit this workbook?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from cydwaith.engines.tables.cells import show
from cydwaith.engines.tables.fields import FIELDS, Kind
from cydwaith.engines.tables.fields.fold import fold
from cydwaith.engines.tables.fields.parsed import Context
from cydwaith.engines.tables.fields.parsers import PARSERS
from cydwaith.engines.tables.mapping.bind import Bound, bind
from cydwaith.engines.tables.mapping.keys import key_columns
from cydwaith.engines.tables.mapping.model import Mapping
from cydwaith.engines.tables.problems import Place, Problem, problem
from cydwaith.engines.tables.reader.book import Workbook

_NAMES = ("person.full_name", "person.given_name", "person.family_name")


def check_mapping(mapping: Mapping, book: Workbook) -> tuple[Problem, ...]:
    """Everything to say about a mapping and a workbook before a row is read. ReadProblem if it cannot be read."""
    bounds = list(bind(mapping, book))
    return (
        *_sheets(mapping, book, bounds),
        *(each for bound in bounds for each in _columns(bound)),
        *_whole(mapping, bounds),
    )


def _sheets(mapping: Mapping, book: Workbook, bounds: list[Bound]) -> Iterator[Problem]:
    bound = {id(each.map) for each in bounds}
    for each in mapping.sheets:
        if each.use and id(each) not in bound:
            yield problem("sheet-missing", place=Place(sheet=each.sheet))
    used = {each.table.sheet.name for each in bounds}
    known = {fold(each.sheet) for each in mapping.sheets}
    for sheet in book.sheets:
        place = Place(sheet=sheet.name)
        if sheet.name in used:
            if sheet.hidden:
                yield problem("sheet-hidden-used", place=place)
        elif sheet.hidden:
            yield problem("sheet-hidden", place=place)
        elif fold(sheet.name) not in known:
            yield problem("sheet-not-mapped", place=place)
        else:
            yield problem("sheet-left-out", place=place)
    if not bounds:
        yield problem("nothing-mapped")


def _columns(bound: Bound) -> Iterator[Problem]:
    name = bound.table.sheet.name
    yield from bound.table.notes
    for lost in bound.missing:
        if lost.field:
            place = Place(sheet=name, header=lost.header)
            yield problem("column-missing", place=place, field=lost.field)
    for column in bound.extra:
        if column.header:
            place = Place(sheet=name, column=column.letter, header=column.header)
            yield problem("column-extra", place=place)
    for named in bound.map.columns:
        if named.field and named.field not in FIELDS:
            yield problem("field-unknown", place=Place(sheet=name, header=named.header), value=named.field)
    counts = Counter((field.id, each.group) for _, each, field in bound.columns)
    for column, each, field in bound.columns:
        if counts[field.id, each.group] > 1:
            place = Place(sheet=name, column=column.letter, header=column.header)
            yield problem("field-twice", place=place, field=field.id)


def _whole(mapping: Mapping, bounds: list[Bound]) -> Iterator[Problem]:
    have = {field.id for bound in bounds for _, _, field in bound.columns}
    if bounds and not have.intersection(_NAMES):
        yield problem("no-name-column")
    if not mapping.key or any(part not in FIELDS or not part.startswith("person.") for part in mapping.key):
        yield problem("key-not-chosen")
        return
    for bound in bounds:
        there = {field.id for _, _, field in bound.columns}
        parts = key_columns(bound.map, mapping.key)
        if parts is None or not there.issuperset(field for fields in parts.values() for field in fields):
            yield problem("key-not-on-sheet", place=Place(sheet=bound.table.sheet.name))
    if mapping.key == ("person.full_name",):
        yield problem("key-name-only")
    journeys = any(field.startswith("journey.") for field in have)
    if journeys and "journey.programme" not in have and not mapping.constants.get("journey.programme"):
        yield problem("no-programme", field="journey.programme")
    for name, text in mapping.constants.items():
        field = FIELDS.get(name)
        if field is None:
            yield problem("field-unknown", value=name)
        elif field.kind is not Kind.LOOKUP and text:
            context = Context(today=date.max, vocabulary=field.vocabulary)
            if PARSERS[field.kind](text, context).value is None:
                yield problem("constant-not-understood", field=name, value=show(text))
