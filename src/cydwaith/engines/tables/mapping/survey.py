# SPDX-License-Identifier: AGPL-3.0-or-later
"""The words that stand in columns with a vocabulary, counted, so that each can be given its code once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cydwaith.engines.tables.cells import show
from cydwaith.engines.tables.fields import FIELDS, VOCABULARIES, Field, Kind
from cydwaith.engines.tables.fields.parsers import word_of
from cydwaith.engines.tables.fields.vocabulary import EMPTY_WORDS, NO, YES
from cydwaith.engines.tables.lookup import Lookup, NoLookup
from cydwaith.engines.tables.mapping.bind import bind
from cydwaith.engines.tables.mapping.model import LEAVE_EMPTY, Mapping
from cydwaith.engines.tables.reader.book import Workbook
from cydwaith.engines.tables.words import gettext_noop as _

_WITH_WORDS: Final = (Kind.CODE, Kind.YES_NO, Kind.LOOKUP)
_YES_NO: Final = (("yes", _("Yes")), ("no", _("No")))


@dataclass(frozen=True, slots=True)
class SurveyedValue:
    """`folded`: as `Mapping.values` knows it; `shown`: as first found; `count`: cells; `code`: what it will be
    taken for (`LEAVE_EMPTY`: left empty), None if that is not known; `decided`: the mapping says so."""

    folded: str
    shown: str
    count: int
    code: str | None
    decided: bool


@dataclass(frozen=True, slots=True)
class SurveyedField:
    """A field with words: its values, most frequent first, and the codes to choose from. `more`: there were
    more distinct words than the limit, so this is hardly a column of codes."""

    field: Field
    values: tuple[SurveyedValue, ...]
    choices: tuple[tuple[str, str], ...]
    more: bool

    @property
    def unknown(self) -> int:
        """How many distinct words have no code yet."""
        return sum(value.code is None for value in self.values)


def survey(
    book: Workbook, mapping: Mapping, *, lookup: Lookup | None = None, limit: int = 200
) -> tuple[SurveyedField, ...]:
    """Count the words of every mapped column that has a vocabulary, over the whole file. ReadProblem."""
    lookup = lookup or NoLookup()
    counts: dict[str, dict[str, list[object]]] = {}
    more: set[str] = set()
    for bound in bind(mapping, book):
        columns = [
            (column.index, counts.setdefault(field.id, {}), field.id)
            for column, _, field in bound.columns
            if field.kind in _WITH_WORDS
        ]
        if not columns:
            continue
        for row in bound.table.rows():
            for index, seen, name in columns:
                value = row.at(index)
                if value is None or not (word := word_of(value)):
                    continue
                entry = seen.get(word)
                if entry is not None:
                    entry[1] += 1  # type: ignore[operator]
                elif len(seen) < limit:
                    seen[word] = [show(value), 1]
                else:
                    more.add(name)
    return tuple(
        _surveyed(FIELDS[name], seen, mapping, lookup, more=name in more)
        for name, seen in counts.items()
        if seen
    )


def _surveyed(
    field: Field, seen: dict[str, list[object]], mapping: Mapping, lookup: Lookup, *, more: bool
) -> SurveyedField:
    decided = mapping.values.get(field.id, {})
    values = [
        SurveyedValue(
            folded=word,
            shown=str(shown),
            count=int(str(count)),
            code=decided[word] if word in decided else _code(field, word, str(shown), lookup),
            decided=word in decided,
        )
        for word, (shown, count) in seen.items()
    ]
    values.sort(key=lambda value: (-value.count, value.folded))
    return SurveyedField(field, tuple(values), choices_of(field, lookup), more)


def choices_of(field: Field, lookup: Lookup) -> tuple[tuple[str, str], ...]:
    """(code, English label) of what may be chosen for a field with words."""
    if field.kind is Kind.YES_NO:
        return _YES_NO
    if field.kind is Kind.LOOKUP:
        return tuple(lookup.choices(field.id))
    return tuple(VOCABULARIES[field.vocabulary or ""].labels.items())


def _code(field: Field, word: str, shown: str, lookup: Lookup) -> str | None:
    if field.kind is Kind.YES_NO:
        code = "yes" if word in YES else "no" if word in NO else None
    elif field.kind is Kind.LOOKUP:
        code = lookup.find(field.id, shown, {})
    else:
        code = VOCABULARIES[field.vocabulary or ""].find(word)
    return LEAVE_EMPTY if code is None and word in EMPTY_WORDS else code
