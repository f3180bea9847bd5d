# SPDX-License-Identifier: AGPL-3.0-or-later
"""Mappings that an organisation chose before, put to use on a file that looks like an earlier one.

The same headings: the whole mapping comes back. Other headings: the engine guesses, and every column whose heading
somebody here has matched by hand before gets that match again; so do words of vocabularies.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone

from cydwaith.engines import tables as t

from . import rules
from .models import RememberedMapping

LOOK_BACK = 20  # mappings of one organisation that are asked about single headings, newest first


def signature_of(book: t.Workbook) -> str:
    """The signature of a file's headings."""
    return rules.signature(
        (sheet.name, [t.fold(column.header) for column in t.find_table(sheet).columns])
        for sheet in book.sheets
    )


def propose(organisation_id: int, book: t.Workbook) -> t.Mapping:
    """The mapping to begin with. `ReadProblem` where the top of the file cannot be read."""
    earlier = RememberedMapping.objects.filter(organisation_id=organisation_id).order_by("-used_at")
    same = earlier.filter(signature=signature_of(book)).first()
    if same is not None:
        try:
            return t.Mapping.from_json(same.mapping)
        except t.MappingError:
            pass  # written by a version that this one does not read: guess anew
    guessed = _with_its_only_sheet(t.guess(book), book)
    for row in reversed(earlier[:LOOK_BACK]):
        try:
            guessed = _learn(guessed, t.Mapping.from_json(row.mapping))
        except t.MappingError:
            continue
    return guessed


def _with_its_only_sheet(guessed: t.Mapping, book: t.Workbook) -> t.Mapping:
    """A file of a single sheet is about that sheet, whether or not a heading was recognised."""
    visible = [sheet.name for sheet in book.sheets if not sheet.hidden]
    if len(visible) != 1 or any(sheet.use for sheet in guessed.sheets):
        return guessed
    sheets = tuple(replace(sheet, use=sheet.sheet == visible[0]) for sheet in guessed.sheets)
    return replace(guessed, sheets=sheets)


def _learn(guessed: t.Mapping, earlier: t.Mapping) -> t.Mapping:
    """What was chosen by hand for a heading, or decided for a word, is chosen again."""
    chosen = {
        (t.fold(column.header), column.occurrence): column
        for sheet in earlier.sheets
        for column in sheet.columns
        if column.reason in ("chosen", "remembered") and column.header
    }
    sheets = tuple(
        replace(
            sheet,
            columns=tuple(
                replace(
                    column,
                    field=found.field,
                    group=found.group,
                    date_order=found.date_order,
                    confidence=1.0,
                    reason="remembered",
                )
                if (found := chosen.get((t.fold(column.header), column.occurrence)))
                else column
                for column in sheet.columns
            ),
        )
        for sheet in guessed.sheets
    )
    learnt = replace(guessed, sheets=sheets)
    for field_id, words in earlier.values.items():
        learnt = learnt.with_values(field_id, words)
    return learnt


def remember(organisation_id: int, signature: str, mapping: t.Mapping) -> None:
    """Keep a mapping for the next file of the same headings."""
    RememberedMapping.objects.update_or_create(
        organisation_id=organisation_id,
        signature=signature,
        defaults={"mapping": mapping.as_json(), "used_at": timezone.now()},
    )
