# SPDX-License-Identifier: AGPL-3.0-or-later
"""What can be wrong with a snapshot of facts, and which rulebooks it withholds: a figure is withheld, never wrong.

The words for the codes stand in `words`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .rulebooks.base import Rulebook


class Wrong(StrEnum):
    """Codes of problems. Those of the whole snapshot come first, then of a table, then of its rows."""

    FOLDER = "folder_missing"
    MANIFEST = "manifest_unreadable"
    VERSION = "other_version"
    TABLE_MISSING = "table_missing"
    TWO_FILES = "two_files"
    NOT_LISTED = "not_listed"
    HASH = "other_hash"
    ROWS = "other_rows"
    UNREADABLE = "unreadable"
    COLUMN_MISSING = "column_missing"
    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_TWICE = "column_twice"
    TYPE = "wrong_type"
    VALUE = "wrong_value"
    EMPTY = "empty"
    KEY_TWICE = "key_twice"
    NOWHERE = "refers_nowhere"
    TOO_LOW = "too_low"
    TOO_HIGH = "too_high"
    ENDS_BEFORE = "ends_before_it_starts"
    LINKS_CROSS = "links_cross"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `table` empty: with the whole snapshot. `key`: of the first row that has it (in a CSV
    file whose key cannot be read, the row's number); `count`: how many rows. `detail`: what was found instead."""

    code: Wrong
    table: str = ""
    column: str = ""
    key: int | str | None = None
    count: int = 0
    detail: str = ""

    def as_json(self) -> dict[str, Any]:
        """For files."""
        return {
            "code": self.code.value,
            "table": self.table,
            "column": self.column,
            "key": self.key,
            "count": self.count,
            "detail": self.detail,
        }


def withholding(problems: Iterable[Problem], rulebook: Rulebook) -> tuple[Problem, ...]:
    """The problems for whose sake a rulebook's figures are withheld: of the snapshot, and of tables that it reads."""
    return tuple(problem for problem in problems if not problem.table or problem.table in rulebook.tables)
