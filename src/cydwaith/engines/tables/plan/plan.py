# SPDX-License-Identifier: AGPL-3.0-or-later
"""The plan of an import: a first look at all rows, then the records, one person at a time.

The first look sets the rows aside, weighs the dates of each column and finds whose row is whose. The second reads
each person's rows, wherever they stood, into one record. Neither keeps the file in memory.
"""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Iterator, Mapping
from datetime import date
from types import TracebackType
from typing import Any, Final, Self

from cydwaith.engines.tables.lookup import Lookup, NoLookup
from cydwaith.engines.tables.mapping import Mapping as Map
from cydwaith.engines.tables.mapping import bind, check_mapping
from cydwaith.engines.tables.plan.columns import SheetReader
from cydwaith.engines.tables.plan.dates import date_problems
from cydwaith.engines.tables.plan.keys import KeyReader
from cydwaith.engines.tables.plan.people import PersonMaker
from cydwaith.engines.tables.plan.record import Record, SourceRow
from cydwaith.engines.tables.plan.spool import Spool, Spooled
from cydwaith.engines.tables.plan.tally import Tally
from cydwaith.engines.tables.problems import Place, Problem, Severity, problem
from cydwaith.engines.tables.reader.book import Workbook

ROWS_OF_ONE: Final = 2_000


class Plan:
    """Apply a mapping to a workbook. Close it, or use it as a context manager.

    `severities` overrides the severity of problem codes. `problems` (about the file, the mapping and whole
    columns) is complete after `prepare()`, which `records()` calls. `blocked`: one of these is an error, so there
    are no records. `tally` counts as records go by, anew in each pass. `total_rows`, `total_people`: for progress.
    """

    def __init__(
        self,
        book: Workbook,
        mapping: Map,
        *,
        today: date,
        lookup: Lookup | None = None,
        severities: Mapping[str, Severity] | None = None,
    ) -> None:
        self.book = book
        self.mapping = mapping
        self.today = today
        self.lookup = lookup or NoLookup()
        self.severities = dict(severities or {})
        self.problems: tuple[Problem, ...] = ()
        self.tally = Tally()
        self.total_rows = 0
        self.total_people = 0
        self.headings: dict[str, tuple[str, ...]] = {}
        self._sheets: list[SheetReader] = []
        self._spool: Spool | None = None
        self._keys: list[str] = []
        self._flags: dict[int, list[tuple[str, int, int]]] = {}

    @property
    def blocked(self) -> bool:
        """Whether an error of the mapping or of the file stands in the way of all rows."""
        return any(each.severity is Severity.ERROR for each in self.problems)

    def prepare(self) -> None:
        """The first look. ReadProblem where the file cannot be read on."""
        if self._spool is not None:
            return
        found = [*self.book.notes, *check_mapping(self.mapping, self.book)]
        self.problems = tuple(self._graded(each) for each in found)
        if self.blocked:
            return
        spool = Spool()
        try:
            self._first_look(spool)
        except BaseException:
            spool.close()
            raise
        self._spool = spool

    def records(self) -> Iterator[Record]:
        """One record a person, in the order in which they first appear. ReadProblem as in `prepare`."""
        self.prepare()
        self.tally = tally = Tally()
        tally.extend(self.problems)
        if self.blocked or self._spool is None:
            return
        maker = PersonMaker(self)
        for person, group in itertools.groupby(self._spool.people(), key=lambda pair: pair[0]):
            yield self._record(maker, person, [spooled for _, spooled in group])

    def close(self) -> None:
        """Let go of the rows that were set aside. The workbook stays open."""
        if self._spool is not None:
            self._spool.close()
            self._spool = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def problem(self, code: str, place: Place, field: str | None, value: str, **params: Any) -> Problem:
        """A problem with the severity that holds in this plan."""
        return problem(
            code, place=place, field=field, value=value, severity=self.severities.get(code), **params
        )

    def _graded(self, each: Problem) -> Problem:
        severity = self.severities.get(each.code)
        if severity is None:
            return each
        return problem(
            each.code, place=each.place, field=each.field, value=each.value, severity=severity, **each.params
        )

    def _first_look(self, spool: Spool) -> None:
        key_readers: list[KeyReader] = []
        for bound in bind(self.mapping, self.book):
            sheet = SheetReader.of(bound, self.mapping, today=self.today)
            keys = KeyReader.of(sheet, self.mapping.key)
            if keys is None:
                continue  # check_mapping has said so, as an error
            self._sheets.append(sheet)
            key_readers.append(keys)
            width = max((column.index for column in bound.table.columns), default=-1) + 1
            names = [""] * width
            for column in bound.table.columns:
                names[column.index] = column.header
            self.headings[sheet.sheet] = tuple(names)
            mapped = [reader.index for reader in sheet.readers]
            for row in bound.table.rows():
                if not any(row.at(index) is not None or index in row.marks for index in mapped):
                    continue
                sheet.weigh(row)
                spool.add(len(self._sheets) - 1, row, keys.cells(row))
                self.total_rows += 1
            self.problems += tuple(map(self._graded, date_problems(sheet)))
            self.problems += tuple(map(self._graded, _facts(bound.table.sheet.name, bound.table.sheet.facts)))
        spool.assign(self._owners(spool, key_readers))

    def _owners(self, spool: Spool, key_readers: list[KeyReader]) -> array[int]:
        """The person of each row, in the order of the file."""
        people: dict[str, int] = {}
        last: dict[int, int] = {}
        owners = array("Q")
        for sheet, row, cells in spool.key_cells():
            key, whole = key_readers[sheet].key(cells)
            if key:
                person = people.setdefault(key, len(self._keys))
                if person == len(self._keys):
                    self._keys.append(key)
                if not whole:
                    self._flag(person, "key-in-part", sheet, row)
                last[sheet] = person
            elif self._sheets[sheet].bound.map.fill_down and sheet in last and not any(cells):
                person = last[sheet]
                self._flag(person, "key-from-above", sheet, row)
            else:
                person = len(self._keys)
                self._keys.append("")
                self._flag(person, "key-missing", sheet, row)
            owners.append(person)
        self.total_people = len(self._keys)
        return owners

    def _flag(self, person: int, code: str, sheet: int, row: int) -> None:
        self._flags.setdefault(person, []).append((code, sheet, row))

    def _record(self, maker: PersonMaker, person: int, rows: list[Spooled]) -> Record:
        maker.begin()
        for code, sheet, at in self._flags.get(person, ()):
            place = Place(sheet=self._sheets[sheet].sheet, row=at)
            maker.say(code, place, self.mapping.key[0], "")
        if len(rows) > ROWS_OF_ONE:
            place = Place(sheet=self._sheets[rows[0].sheet].sheet, row=rows[ROWS_OF_ONE].row.number)
            maker.say("too-many-rows-of-one", place, self.mapping.key[0], "", limit=ROWS_OF_ONE)
            del rows[ROWS_OF_ONE:]
        seen: dict[tuple[Any, ...], int] = {}
        for number, row in rows:
            first = seen.setdefault((number, row.values), row.number)
            reader = self._sheets[number]
            if first != row.number:
                maker.say("row-repeated", Place(sheet=reader.sheet, row=row.number), None, "", row=first)
                continue
            maker.add(reader, row)
        sources = tuple(SourceRow(self._sheets[number].sheet, row.number, row.values) for number, row in rows)
        record = maker.record(self._keys[person], sources)
        tally = self.tally
        tally.records += 1
        tally.good += record.ok
        tally.journeys += len(record.journeys)
        tally.jobs += len(record.jobs)
        tally.contacts += len(record.contacts)
        tally.rows += len(rows)
        return record


def _facts(name: str, facts: dict[str, int]) -> Iterator[Problem]:
    """What a whole pass over a sheet brought to light."""
    place = Place(sheet=name)
    for fact, code in (("formulas", "formulas-read"), ("hidden_rows", "rows-hidden")):
        if count := facts.get(fact, 0):
            yield problem(code, place=place, count=count)
