# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a file looks like, for the pages on which its columns and words are matched. Reads the top of a sheet, or (for
the words) the whole file; remembers nothing.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from typing import Final

from cydwaith.engines import tables as t

from .lookup import OrganisationLookup
from .queries import BatchView

LOOK: Final = 200  # rows in which examples are looked for
SAMPLES: Final = 3
TOP: Final = 6  # rows shown as they stand
SHOWN: Final = 60  # characters of one example

KEYS: Final = (
    ("person.reference",),
    ("person.nhs_number",),
    ("person.full_name", "person.date_of_birth"),
    ("person.email",),
    ("person.full_name",),
)
"""What can tell people apart, best first. A full name may stand in two columns."""


@dataclass(frozen=True, slots=True)
class ColumnPreview:
    """A column with a few of its values. `number` is its place in the sheet's map."""

    number: int
    letter: str
    header: str
    samples: tuple[str, ...]
    map: t.ColumnMap


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """A sheet as it was found. `top`: its first rows as they stand (row number, cells)."""

    number: int
    count: int
    name: str
    hidden: bool
    use: bool
    fill_down: bool
    header_rows: tuple[int, ...]
    columns: tuple[ColumnPreview, ...]
    top: tuple[tuple[int, tuple[str, ...]], ...]
    notes: tuple[t.Problem, ...]


def _open(found: BatchView) -> t.Workbook:
    return t.open_workbook(found.folder.source, filename=found.file_name)


def mapping_of(found: BatchView) -> t.Mapping:
    """The batch's mapping as it stands."""
    return t.Mapping.from_json(found.mapping)


def sheet(found: BatchView, number: int) -> SheetPreview | None:
    """The `number`th sheet of the mapping (from 1), None if there is none. Raises `ReadProblem`."""
    mapping = mapping_of(found)
    if not 1 <= number <= len(mapping.sheets):
        return None
    chosen = mapping.sheets[number - 1]
    with _open(found) as book:
        source = next((each for each in book.sheets if each.name == chosen.sheet), None)
        if source is None:
            return None
        table = t.find_table(source, header_rows=chosen.header_rows)
        rows = list(itertools.islice(table.rows(), LOOK))
        top = [
            (row.number, tuple(t.show(v) for v in row.values)) for row in itertools.islice(source.rows(), TOP)
        ]
        maps = {(t.fold(each.header), each.occurrence): (at, each) for at, each in enumerate(chosen.columns)}
        columns = []
        for column in table.columns:
            at, column_map = maps.get((t.fold(column.header), column.occurrence), (-1, None))
            if column_map is not None:
                samples = _samples(rows, column.index)
                if samples or column.header:
                    columns.append(ColumnPreview(at, column.letter, column.header, samples, column_map))
        return SheetPreview(
            number=number,
            count=len(mapping.sheets),
            name=chosen.sheet,
            hidden=source.hidden,
            use=chosen.use,
            fill_down=chosen.fill_down,
            header_rows=table.header_rows,
            columns=tuple(columns),
            top=tuple(top),
            notes=table.notes,
        )


def _samples(rows: list[t.Row], index: int) -> tuple[str, ...]:
    shown = (t.show(value) for row in rows if (value := row.at(index)) is not None)
    distinct = dict.fromkeys(text[:SHOWN] for text in shown if text.strip())
    return tuple(itertools.islice(distinct, SAMPLES))


def with_headings(found: BatchView, number: int, header_rows: tuple[int, ...]) -> t.Mapping:
    """The mapping with the headings of one sheet in other rows, and its columns guessed anew. `ReadProblem`."""
    mapping = mapping_of(found)
    chosen = mapping.sheets[number - 1]
    with _open(found) as book:
        guessed = t.guess(book, header_rows={chosen.sheet: header_rows})
    found_anew = guessed.sheet(chosen.sheet)
    if found_anew is None:
        return mapping
    known = {
        (t.fold(each.header), each.occurrence): each for each in chosen.columns if each.reason == "chosen"
    }
    columns = tuple(known.get((t.fold(c.header), c.occurrence), c) for c in found_anew.columns)
    changed = replace(chosen, header_rows=header_rows, columns=columns)
    sheets = (*mapping.sheets[: number - 1], changed, *mapping.sheets[number:])
    return replace(mapping, sheets=sheets)


def survey(found: BatchView, lookup: OrganisationLookup) -> tuple[t.SurveyedField, ...]:
    """The words of every column with a vocabulary, over the whole file. Raises `ReadProblem`."""
    with _open(found) as book:
        return t.survey(book, mapping_of(found), lookup=lookup)


def problems(found: BatchView) -> tuple[t.Problem, ...]:
    """What there is to say about the mapping and the file before a row is read. Raises `ReadProblem`."""
    with _open(found) as book:
        return t.check_mapping(mapping_of(found), book)


def possible_keys(mapping: t.Mapping) -> list[tuple[str, ...]]:
    """What can tell people apart on every sheet in use."""
    used = [{c.field for c in each.columns if c.field} for each in mapping.sheets if each.use]
    return [key for key in KEYS if used and all(all(_has(have, part) for part in key) for have in used)]


def _has(have: set[str], part: str) -> bool:
    return part in have or (
        part == "person.full_name" and {"person.given_name", "person.family_name"} <= have
    )


def needs_programme(mapping: t.Mapping) -> bool:
    """Whether no column in use says the programme."""
    fields = {c.field for each in mapping.sheets if each.use for c in each.columns if c.field}
    return "journey.programme" not in fields
