# SPDX-License-Identifier: AGPL-3.0-or-later
"""Guessing a mapping: by headings, by what stands beside them, and by the values below."""

from __future__ import annotations

import itertools
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from rapidfuzz import fuzz, process

from cydwaith.engines.tables.cells import Row, Value
from cydwaith.engines.tables.fields import FIELDS, TABLES, Field, Kind
from cydwaith.engines.tables.fields.headings import OWN, SHARED, TABLE_WORDS, Heading, take_apart
from cydwaith.engines.tables.headers import Column, Table, find_table
from cydwaith.engines.tables.mapping.evidence import by_values, fit
from cydwaith.engines.tables.mapping.keys import choose_key, guess_fill_down
from cydwaith.engines.tables.mapping.model import ColumnMap, Mapping, SheetMap
from cydwaith.engines.tables.mapping.neighbours import Candidate, group_numbers, in_context, same_table
from cydwaith.engines.tables.reader.book import Workbook
from cydwaith.engines.tables.words import gettext_noop as _

#: Why a column was given its field, for the mapping page.
REASONS: Final[MappingType[str, str]] = {
    "heading": _("The heading is one that we know."),
    "heading-group": _("The heading is one that we know, in a group of columns."),
    "heading-shared": _("The heading can mean several things; the columns beside it decided."),
    "heading-part": _("A part of the heading is one that we know."),
    "heading-near": _("The heading is spelt much like one that we know."),
    "values": _("The values below gave it away."),
    "chosen": _("You chose it."),
    "none": _("Nothing was recognised."),
}
_SAMPLE_ROWS: Final = 300
_LEAST: Final = 0.5
_NEAR: Final = 88
_SURE: Final = ("heading", "heading-group")
_DOUBTFUL: Final = ("heading-shared", "heading-part", "heading-near")
_OWN_WORDS: Final = sorted(OWN)
_TOKENS: Final = {word: frozenset(word.split()) for word in _OWN_WORDS}
_GIVEAWAYS: Final = tuple(
    FIELDS[name]
    for name in (
        "person.nhs_number",
        "person.postcode",
        "person.email",
        "person.phone",
        "person.date_of_birth",
    )
)


@dataclass(frozen=True, slots=True)
class _Sheet:
    table: Table
    rows: list[Row]
    headings: dict[int, Heading]

    def sample(self, column: Column) -> Sequence[Value]:
        found = (row.at(column.index) for row in self.rows)
        return [value for value in found if value is not None and str(value).strip()][:100]


def guess(
    book: Workbook,
    *,
    today: date | None = None,
    header_rows: MappingType[str, Sequence[int]] = MappingProxyType({}),
) -> Mapping:
    """A mapping for every sheet of the workbook; sheets that are hidden or hold nothing known are not in use.

    `today` only serves to judge dates of birth. `header_rows`: sheet -> rows of its headings, where somebody said so.
    ReadProblem if the top of a sheet cannot be read.
    """
    today = today or date.today()  # noqa: DTZ011 - a civil day; only ages are judged by it
    sheets: list[SheetMap] = []
    known: list[tuple[SheetMap, list[Row], Table]] = []
    for sheet in book.sheets:
        table = find_table(sheet, header_rows=header_rows.get(sheet.name, ()))
        rows = list(itertools.islice(table.rows(), _SAMPLE_ROWS))
        headings = {column.index: take_apart(column.header) for column in table.columns}
        columns = _columns(_Sheet(table, rows, headings), today)
        mapped = [column for column in columns if column.field]
        use = not sheet.hidden and len(mapped) >= (2 if len(columns) > 1 else 1) and bool(rows)
        each = SheetMap(sheet=sheet.name, columns=columns, header_rows=table.header_rows, use=use)
        if use:
            known.append((each, rows, table))
        sheets.append(each)
    key = choose_key(known)
    sheets = [guess_fill_down(each, known, key) for each in sheets]
    return Mapping(sheets=tuple(sheets), key=key)


def _columns(sheet: _Sheet, today: date) -> tuple[ColumnMap, ...]:
    columns = sheet.table.columns
    candidates: dict[int, list[Candidate]] = {
        column.index: _candidates(sheet, column, today) for column in columns
    }
    anchors: dict[int, str] = {}
    for index, found in candidates.items():
        best = max(found, key=lambda each: each.score, default=None)
        if best and best.reason != "heading-shared" and best.score >= _LEAST:
            anchors[index] = best.field.table
    ranked = sorted(
        (
            in_context(candidate, columns, anchors, sheet.table.sheet.name)
            for found in candidates.values()
            for candidate in found
        ),
        key=lambda candidate: (-candidate.score, candidate.at, candidate.field.id),
    )
    groups = group_numbers(columns, sheet.headings)
    taken: dict[int, tuple[Candidate, int]] = {}
    filled: set[tuple[str, int]] = set()
    first = {column.index: column.occurrence == 1 for column in columns}
    for candidate in ranked:
        if candidate.at in taken or candidate.score < _LEAST:
            continue
        group, free = groups[candidate.at], not sheet.headings[candidate.at].group
        while (candidate.field.id, group) in filled and TABLES[candidate.field.table].repeats and free:
            if first[candidate.at] and candidate.reason in _DOUBTFUL:
                break  # rather another field, or none, than a second job that nobody meant
            group += 1
        if (candidate.field.id, group) in filled:
            continue
        filled.add((candidate.field.id, group))
        taken[candidate.at] = (candidate, group)
    return tuple(_column_map(column, taken.get(column.index)) for column in columns)


def _column_map(column: Column, found: tuple[Candidate, int] | None) -> ColumnMap:
    if found is None:
        return ColumnMap(header=column.header, occurrence=column.occurrence, confidence=0.0, reason="none")
    candidate, group = found
    return ColumnMap(
        header=column.header,
        occurrence=column.occurrence,
        field=candidate.field.id,
        group=group if TABLES[candidate.field.table].repeats else 1,
        confidence=round(min(candidate.score, 1.0), 2),
        reason=candidate.reason,
    )


def _candidates(sheet: _Sheet, column: Column, today: date) -> list[Candidate]:
    heading = sheet.headings[column.index]
    sample = sheet.sample(column)
    found: list[tuple[float, Field, str]] = []
    if heading.text in OWN:
        field = FIELDS[OWN[heading.text]]
        grouped = heading.table is not None or heading.group is not None
        odd = (
            grouped
            and heading.table not in (None, field.table)
            and not same_table(heading.table, field.table)
        )
        found.append((0.65 if odd else 0.95, field, "heading-group" if grouped else "heading"))
    for name in SHARED.get(heading.text, ()):
        field = FIELDS[name]
        same = heading.table is not None and (
            heading.table == field.table or same_table(heading.table, field.table)
        )
        found.append((0.9, field, "heading-group") if same else (0.6, field, "heading-shared"))
    if not found and heading.text:
        found.extend(_by_likeness(heading))
    judged = [
        Candidate(
            _judge(score, fit(field, sample, today=today), known=reason in _SURE and field.kind is Kind.CODE),
            column.index,
            field,
            reason,
        )
        for score, field, reason in found
    ]
    if not judged and (seen := by_values(sample, today=today, fields=_GIVEAWAYS)):
        judged.append(Candidate(0.55 * seen[1], column.index, seen[0], "values"))
    return judged


def _judge(score: float, share: float | None, *, known: bool) -> float:
    """The heading's score, mended by the values: nine in ten fit, more sure; one in three, hardly.

    Words that are not known do not speak against a heading that is: they get their codes on the mapping page.
    """
    if share is None or (known and share < 0.9):
        return score
    return score + 0.05 if share >= 0.9 else score if share >= 0.4 else score * 0.6


def _by_likeness(heading: Heading) -> list[tuple[float, Field, str]]:
    words = frozenset(heading.text.split())
    inside = [
        word
        for word, tokens in _TOKENS.items()
        if tokens <= words and (len(tokens) > 1 or (len(word) > 4 and len(words) <= 4))
    ]
    if inside:
        best = max(inside, key=lambda word: (len(_TOKENS[word]), len(word)))
        return [(0.55 + 0.2 * len(_TOKENS[best]) / len(words), FIELDS[OWN[best]], "heading-part")]
    near = process.extractOne(heading.text, _OWN_WORDS, scorer=fuzz.ratio, score_cutoff=_NEAR)
    if near and len(heading.text) > 3 and heading.text not in TABLE_WORDS:
        return [(0.45 + 0.3 * near[1] / 100, FIELDS[OWN[near[0]]], "heading-near")]
    return []
