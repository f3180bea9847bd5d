# SPDX-License-Identifier: AGPL-3.0-or-later
"""Day first or month first: the decision for each column of dates, and what to say about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cydwaith.engines.tables.plan.columns import SheetReader
from cydwaith.engines.tables.problems import Problem, problem


def date_problems(sheet: SheetReader) -> Iterator[Problem]:
    """Decide each column that was left to its values, and report what is doubtful about it.

    Columns of one sheet were mostly filled in by one hand: a column that cannot decide follows the others, if
    they agree.
    """
    decided = {
        reader.evidence.order
        for reader in sheet.readers
        if reader.evidence is not None
        and (reader.evidence.day_first or reader.evidence.month_first)
        and not reader.evidence.mixed
    }
    for reader in sheet.readers:
        found = reader.evidence
        if found is None:
            continue
        order = found.order
        code, row = "", None
        if found.mixed:
            code = "dates-mixed"
            row = found.first_month_first_row if order == "dmy" else found.first_day_first_row
        elif found.assumed:
            row = found.first_either_row
            if len(decided) == 1:
                (order,) = decided
                code = "dates-like-neighbours"
            else:
                code = "dates-assumed"
        elif found.half_converted:
            code, row = "dates-half-turned", found.first_day_first_row
        elif order == "mdy":
            code, row = "dates-month-first", found.first_month_first_row
        reader.context = replace(reader.context, order=order)
        if code:
            place = reader.place(sheet.sheet, row)
            count = found.either if code in ("dates-assumed", "dates-like-neighbours") else found.month_first
            yield problem(code, place=place, field=reader.field.id, count=count or found.real)
