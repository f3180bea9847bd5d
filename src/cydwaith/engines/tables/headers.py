# SPDX-License-Identifier: AGPL-3.0-or-later
"""Finding the table in a sheet: titles above it, one or two heading rows, gaps, merged cells.

A heading row is one whose cells are words rather than data, that many columns share with the rows below
and whose words we may even know. A row of group names above it ("Job 1", "Job 2", often merged) is joined to
it: "Job 1 / Start".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from cydwaith.engines.tables.cells import Row, column_letter, show
from cydwaith.engines.tables.fields.fold import fold, tidy
from cydwaith.engines.tables.fields.headings import known_heading, take_apart_group
from cydwaith.engines.tables.problems import Place, Problem, problem
from cydwaith.engines.tables.reader.book import Sheet
from cydwaith.engines.tables.rowkinds import Filler, is_data, is_total, is_words, repeats

_LOOK_ROWS: Final = 40
_JOIN: Final = " / "


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `header` is its heading ("Job 1 / Start" when joined, "" if it has none),
    `occurrence` its count among columns of the same heading, `index` 0-based, `letter` as the sheet shows it."""

    header: str
    occurrence: int
    index: int
    letter: str


@dataclass(frozen=True, slots=True)
class Table:
    """The table of a sheet. `header_rows` are row numbers as the sheet shows them, () if no heading was found.

    `titles`: texts of the rows above. `notes`: what to know about how the sheet was laid out.
    """

    sheet: Sheet
    columns: tuple[Column, ...]
    header_rows: tuple[int, ...]
    titles: tuple[str, ...]
    notes: tuple[Problem, ...]

    def rows(self) -> Iterator[Row]:
        """Rows of data below the heading: merged areas filled down, headings that repeat on each printed page
        and a closing row of totals left out."""
        first = self.header_rows[-1] if self.header_rows else 0
        headings = {
            column.index: column.header.rpartition(_JOIN)[2].casefold()
            for column in self.columns
            if column.header
        }
        fill = Filler([area for area in self.sheet.merges() if area[2] > first])
        for row in self.sheet.rows():
            if row.number <= first or repeats(row, headings) or is_total(row):
                continue
            yield fill(row)


def find_table(sheet: Sheet, *, header_rows: Sequence[int] = ()) -> Table:
    """Find the heading of a sheet, or take the rows that are named. ReadProblem if the sheet cannot be read."""
    merges = sheet.merges()
    top: list[Row] = []
    for row in sheet.rows():
        top.append(row)
        if len(top) >= _LOOK_ROWS and (not header_rows or row.number >= max(header_rows)):
            break
    chosen = [row for row in top if row.number in header_rows] if header_rows else _heading(top, merges)
    names = _names(chosen, merges)
    used: Counter[str] = Counter()
    columns: list[Column] = []
    last = chosen[-1].number if chosen else 0
    for index in range(max((len(row.values) for row in top), default=0)):
        name = names.get(index, "")
        if not name and not any(row.at(index) is not None for row in top if row.number > last):
            continue
        used[fold(name)] += 1
        columns.append(Column(name, used[fold(name)], index, column_letter(index)))
    first = chosen[0].number if chosen else 0
    titles = tuple(
        show(value, chars=120)
        for row in top
        if row.number < first
        for value in row.values
        if value is not None
    )
    table = Table(sheet, tuple(columns), tuple(row.number for row in chosen), titles, ())
    return replace(table, notes=tuple(_notes(table, merges, chosen)))


def _heading(top: list[Row], merges: list[tuple[int, int, int, int]]) -> list[Row]:
    """The one or two rows of the heading, [] if none looks like one."""
    best, best_score = -1, 0.0
    for index, row in enumerate(top[:25]):
        score = _score(row, top[index + 1 :])
        if score > best_score:
            best, best_score = index, score
    if best < 0:
        return []
    lower = top[best]
    if best and _is_group_row(top[best - 1], lower, merges):
        return [top[best - 1], lower]
    below = top[best + 1] if best + 1 < len(top) else None
    if below and _is_group_row(lower, below, merges) and _score(below, top[best + 2 :]) > 0.6 * best_score:
        return [lower, below]
    return [lower]


def _score(row: Row, below: list[Row]) -> float:
    """How much a row looks like a heading: the words that it has, more for known ones, less for data."""
    cells = [value for value in row.values if value is not None]
    words = [value for value in cells if isinstance(value, str) and is_words(value)]
    if not words or len(words) < len(cells) * 0.6:
        return 0.0
    known = sum(known_heading(word) for word in words)
    distinct = len({fold(word) for word in words})
    score = distinct + 3.0 * known - 2.0 * (len(cells) - len(words))
    widths = [sum(value is not None for value in other.values) for other in below[:10]]
    if widths and len(words) < max(widths) * 0.4:
        score *= 0.3  # a title, or the names of groups
    data = sum(1 for other in below[:10] for value in other.values if is_data(value))
    if below and not data and not known:
        score *= 0.5
    return score if len(words) > 1 or known else 0.1 * score


def _is_group_row(upper: Row, lower: Row, merges: list[tuple[int, int, int, int]]) -> bool:
    """Whether the upper row names groups of the lower row's columns, rather than being a title or data."""
    if lower.number - upper.number > 2 or any(is_data(value) for value in upper.values):
        return False
    texts = {
        index: value for index, value in enumerate(upper.values) if isinstance(value, str) and value.strip()
    }
    below = sum(value is not None for value in lower.values)
    if not texts or any(len(value) > 60 for value in texts.values()):
        return False
    wide = [area for area in merges if area[0] == upper.number == area[2] and area[3] > area[1]]
    whole = any(area[3] - area[1] + 1 >= max(below, 2) for area in wide)
    if whole:
        return False
    gaps = any(upper.at(index) is None and value is not None for index, value in enumerate(lower.values))
    holes = any(lower.at(index) is None for index in texts)
    # without merged cells to go by, a group's name must be one that we know; a lone text in front is a title
    named = any((take_apart_group(fold(value)) or (None,))[0] for value in texts.values())
    grouped = bool(wide) or (gaps and named and (len(texts) > 1 or min(texts) > 0))
    if len(texts) >= below and not holes and not wide:
        return False
    tall = any(area[0] == upper.number and area[2] == lower.number for area in merges)
    return grouped or tall


def _names(chosen: list[Row], merges: list[tuple[int, int, int, int]]) -> dict[int, str]:
    """Heading of each column; of two rows, the group's name is carried to the right over its columns."""
    if not chosen:
        return {}
    lower = chosen[-1]
    names = {
        index: tidy(show(value, chars=120)) for index, value in enumerate(lower.values) if value is not None
    }
    if len(chosen) == 1:
        for top, left, _, right in merges:
            if top == lower.number and left in names:
                for index in range(left + 1, min(right, left + 512) + 1):
                    names.setdefault(index, names[left])
        return names
    upper = chosen[0]
    spans = {left: right for top, left, _, right in merges if top == upper.number}
    tall = {left for top, left, bottom, _ in merges if top == upper.number and bottom >= lower.number}
    group, until = "", -1
    width = max(len(upper.values), len(lower.values))
    for index in range(width):
        value = upper.at(index)
        if value is not None:
            group = tidy(show(value, chars=120))
            until = spans.get(index, -1 if spans else width)
            if index in tall or lower.at(index) is None:
                names[index], group = group, ""
                continue
            until = max(until, index)
        if index > until:
            group = ""
        if group and index in names:
            names[index] = f"{group}{_JOIN}{names[index]}"
    return names


def _notes(table: Table, merges: list[tuple[int, int, int, int]], chosen: list[Row]) -> Iterator[Problem]:
    name = table.sheet.name
    if not chosen:
        yield problem("no-heading", place=Place(sheet=name))
        return
    if len(chosen) > 1:
        yield problem("heading-two-rows", place=Place(sheet=name, row=chosen[0].number))
    data = [area for area in merges if area[2] > chosen[-1].number]
    if data:
        place = Place(sheet=name, row=data[0][0], column=column_letter(data[0][1]))
        yield problem("merged-cells", place=place, count=len(data))
    for column in table.columns:
        place = Place(sheet=name, column=column.letter, row=chosen[-1].number, header=column.header)
        if column.occurrence > 1 and column.header:
            yield problem("heading-twice", place=place)
        elif not column.header:
            yield problem("column-without-heading", place=place)
