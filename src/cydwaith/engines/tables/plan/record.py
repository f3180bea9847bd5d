# SPDX-License-Identifier: AGPL-3.0-or-later
"""A person with everything that the file says about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from typing import Any, Protocol

from cydwaith.engines.tables.cells import Value
from cydwaith.engines.tables.problems import Place, Problem, Severity


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A row as it was read."""

    sheet: str
    number: int
    values: tuple[Value, ...]


class Source(Protocol):
    """A row that values came from."""

    def place(self, name: str | None = None, /) -> Place:
        """Where the field of that name stood; the row if it had no column, or for None."""


@dataclass(slots=True, eq=False)
class Item:
    """One row of a target table.

    `values`: field name -> typed value, only fields that were filled (see `fields.parsers` for the types).
    `key`: the same for the same thing whenever the file is brought in again, unique among its siblings.
    `parent`: key of the journey that a job or contact belongs to, None if there is none or the file does not
    say. `terms`: of a job, its hours and pay from a date on, earliest first.
    """

    table: str
    values: dict[str, Any]
    source: Source
    key: str = ""
    parent: str | None = None
    terms: tuple[Item, ...] = ()
    others: dict[str, Source] = dataclass_field(default_factory=dict)

    @property
    def place(self) -> Place:
        """The row where the item first stood."""
        return self.source.place()

    def where(self, name: str) -> Place:
        """The cell where a field's value stood; the item's row if it had no column."""
        return self.others.get(name, self.source).place(name)


@dataclass(frozen=True, slots=True)
class Record:
    """All rows of one person, put together.

    `key`: the row key, from the person fields that the mapping names; "" if the row has none.
    `problems`: errors and warnings (notes are only counted, in `Plan.tally`). `ok`: it may be taken in.
    """

    key: str
    person: Item
    journeys: tuple[Item, ...]
    jobs: tuple[Item, ...]
    contacts: tuple[Item, ...]
    problems: tuple[Problem, ...]
    rows: tuple[SourceRow, ...]

    @property
    def ok(self) -> bool:
        """Whether there is no error among its problems."""
        return not any(each.severity is Severity.ERROR for each in self.problems)

    @property
    def values(self) -> Mapping[str, Any]:
        """The person's own values."""
        return self.person.values
