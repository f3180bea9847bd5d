# SPDX-License-Identifier: AGPL-3.0-or-later
"""What stands beside a column: it decides headings that mean several things, and numbers groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cydwaith.engines.tables.fields import TABLES, Field
from cydwaith.engines.tables.fields.fold import fold
from cydwaith.engines.tables.fields.headings import Heading, take_apart_group
from cydwaith.engines.tables.headers import Column


class Candidate(NamedTuple):
    """A field that a column might be."""

    score: float
    at: int
    field: Field
    reason: str


def in_context(
    candidate: Candidate, columns: Sequence[Column], anchors: dict[int, str], sheet_name: str
) -> Candidate:
    """A heading that several tables share is decided by its neighbours and by the name of the sheet."""
    if candidate.reason != "heading-shared":
        return candidate
    table = candidate.field.table
    order = [column.index for column in columns]
    at = order.index(candidate.at)
    left = next((anchors[index] for index in reversed(order[:at]) if index in anchors), None)
    right = next((anchors[index] for index in order[at + 1 :] if index in anchors), None)
    score = candidate.score
    named = take_apart_group(fold(sheet_name))
    if named and same_table(named[0], table):
        score += 0.2
    if table == "person":  # of shared headings only its reference: usually the first column
        score += (
            0.45
            if at == 0
            else 0.0
            if any(same_table(other, "person") for other in anchors.values())
            else 0.1
        )
    else:
        score += 0.2 if left and same_table(left, table) else 0.0
        score += 0.1 if right and same_table(right, table) else 0.0
        score += 0.05 if any(same_table(other, table) for other in anchors.values()) else -0.15
    return candidate._replace(score=score)


def same_table(one: str | None, other: str) -> bool:
    """Whether two tables are the same, a job and its terms counting as one."""
    return one is not None and one.removesuffix("_terms") == other.removesuffix("_terms")


def group_numbers(columns: Sequence[Column], headings: dict[int, Heading]) -> dict[int, int]:
    """Group number of each column: as the heading says, else by the order of named groups ("Current job",
    "Previous job")."""
    seen: dict[str | None, list[str]] = {}
    groups: dict[int, int] = {}
    for column in columns:
        heading = headings[column.index]
        upper = fold(column.header.rpartition(" / ")[0])
        if heading.group:
            groups[column.index] = heading.group
        elif upper and heading.table and TABLES[heading.table].repeats:
            names = seen.setdefault(heading.table, [])
            if upper not in names:
                names.append(upper)
            groups[column.index] = names.index(upper) + 1
        else:
            groups[column.index] = 1
    return groups
