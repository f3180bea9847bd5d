# SPDX-License-Identifier: AGPL-3.0-or-later
"""What the values of a column say about the field that it might be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from cydwaith.engines.tables.cells import Value
from cydwaith.engines.tables.fields import Field, Kind
from cydwaith.engines.tables.fields.dates import Evidence
from cydwaith.engines.tables.fields.parsed import Context
from cydwaith.engines.tables.fields.parsers import PARSERS
from cydwaith.engines.tables.problems import WORDS, Severity

#: Kinds whose parser refuses most of what is meant for others, so that success says something.
TELLING: Final = frozenset(
    (
        Kind.DATE,
        Kind.NHS_NUMBER,
        Kind.EMAIL,
        Kind.PHONE,
        Kind.POSTCODE,
        Kind.YES_NO,
        Kind.HOURS,
        Kind.MINUTES,
        Kind.MONEY,
    )
)
#: Fewer values than this can speak for a field but not against it.
_ENOUGH: Final = 3
_FIRST_BIRTH: Final = 14
_LAST_BIRTH: Final = 90


def fit(field: Field, sample: Sequence[Value], *, today: date) -> float | None:
    """Share of the values that the field's parser takes; None where that says nothing."""
    if not sample or (field.kind not in TELLING and field.kind is not Kind.CODE):
        return None
    order = "dmy"
    if field.kind is Kind.DATE:
        evidence = Evidence()
        for row, value in enumerate(sample):
            evidence.add(value, row)
        order = evidence.order
    context = Context(today=today, order=order, vocabulary=field.vocabulary)  # type: ignore[arg-type]
    parse = PARSERS[field.kind]
    good = bad = 0
    for value in sample:
        parsed = parse(value, context)
        codes = {issue.code for issue in parsed.issues}
        if parsed.value is not None and "word-kept-as-text" not in codes:
            good += 1
        elif codes and (
            "word-kept-as-text" in codes or any(WORDS[code].severity is not Severity.NOTE for code in codes)
        ):
            bad += 1
    return good / (good + bad) if good + bad >= _ENOUGH or (good and not bad) else None


def by_values(sample: Sequence[Value], *, today: date, fields: Sequence[Field]) -> tuple[Field, float] | None:
    """A field that the values alone give away (numbers with a check digit, postcodes, addresses, births)."""
    if len(sample) < 3:
        return None
    for field in fields:
        share = fit(field, sample, today=today)
        if (
            share is not None
            and share >= 0.8
            and (field.kind is not Kind.DATE or _births(field, sample, today))
        ):
            return field, share
    return None


def _births(field: Field, sample: Sequence[Value], today: date) -> bool:
    parse, context = PARSERS[field.kind], Context(today=today, birth=True)
    days = [day for value in sample if isinstance(day := parse(value, context).value, date)]
    ages = sorted(today.year - day.year for day in days)
    return (
        bool(ages)
        and ages[0] >= _FIRST_BIRTH
        and ages[len(ages) // 2] > _FIRST_BIRTH + 4
        and ages[-1] <= _LAST_BIRTH
    )
