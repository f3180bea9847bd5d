# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which parser reads which kind of field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from cydwaith.engines.tables.cells import Value
from cydwaith.engines.tables.fields import VOCABULARIES
from cydwaith.engines.tables.fields.amounts import parse_hours, parse_minutes, parse_money
from cydwaith.engines.tables.fields.dates import parse_date
from cydwaith.engines.tables.fields.fold import fold, tidy
from cydwaith.engines.tables.fields.identity import (
    parse_email,
    parse_full_name,
    parse_long_text,
    parse_name,
    parse_nhs_number,
    parse_phone,
    parse_postcode,
    parse_reference,
    parse_text,
)
from cydwaith.engines.tables.fields.parsed import NOTHING, Context, Issue, Parsed, failed
from cydwaith.engines.tables.fields.schema import Kind
from cydwaith.engines.tables.fields.vocabulary import EMPTY_WORDS, NO, YES

Parser = Callable[[Value, Context], Parsed]


def parse_yes_no(value: Value, context: Context) -> Parsed:
    """True or False. Fails with `yes-no-not-understood`."""
    if isinstance(value, bool):
        return Parsed(value)
    word = word_of(value)
    chosen = context.choices.get(word)
    if chosen is not None:
        return Parsed(chosen == "yes") if chosen else NOTHING
    first = word.split(" ", 1)[0]
    if word in YES or word in NO:
        return Parsed(word in YES)
    if word in EMPTY_WORDS or not word:
        return NOTHING
    if first in ("yes", "no", "ydy", "oes", "ie", "na"):
        return Parsed(first not in ("no", "na"), (Issue("words-left-out"),))
    return failed("yes-no-not-understood")


def parse_code(value: Value, context: Context) -> Parsed:
    """A code of the field's vocabulary. An open vocabulary keeps a word that it does not know under "other", the
    word itself as extra `text`; a closed one fails with `word-not-known`."""
    vocabulary = VOCABULARIES[context.vocabulary or ""]
    word = word_of(value)
    chosen = context.choices.get(word)
    if chosen is not None:
        return Parsed(chosen) if chosen else NOTHING
    code = vocabulary.find(word)
    if code is not None:
        return Parsed(code)
    if word in EMPTY_WORDS or not word:
        return NOTHING
    if vocabulary.open:
        return Parsed("other", (Issue("word-kept-as-text"),), {"text": tidy(str(value))[:200]})
    return failed("word-not-known")


def parse_soc(value: Value, _context: Context) -> Parsed:
    """A SOC 2020 code of one to four digits as text. Fails with `soc-not-understood`."""
    text = (
        str(int(value))
        if isinstance(value, (int, Decimal)) and not isinstance(value, bool)
        else str(value or "")
    )
    if not text.strip() or fold(text) in EMPTY_WORDS:
        return NOTHING
    match = re.match(r"\s*([1-9]\d{0,3})(?:/\d\d)?(?:\.0+)?(?=\D|$)", text)
    return Parsed(match[1]) if match else failed("soc-not-understood")


def parse_lookup(value: Value, context: Context) -> Parsed:
    """The text as found: what it stands for is asked of the `Lookup` when the row is put together."""
    parsed = parse_text(value, context)
    if parsed.value is None:
        return parsed
    word = fold(parsed.value)
    chosen = context.choices.get(word)
    if chosen is not None:
        return Parsed(parsed.value, (), {"code": chosen}) if chosen else NOTHING
    return NOTHING if word in EMPTY_WORDS else parsed


def word_of(value: Value) -> str:
    """The cell as a folded word, as value maps know it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal) and value == value.to_integral_value():
        value = int(value)
    return fold(str(value)) if value is not None else ""


PARSERS: Final[Mapping[Kind, Parser]] = MappingProxyType(
    {
        Kind.TEXT: parse_text,
        Kind.LONG_TEXT: parse_long_text,
        Kind.REFERENCE: parse_reference,
        Kind.FULL_NAME: parse_full_name,
        Kind.NAME: parse_name,
        Kind.DATE: parse_date,
        Kind.NHS_NUMBER: parse_nhs_number,
        Kind.EMAIL: parse_email,
        Kind.PHONE: parse_phone,
        Kind.POSTCODE: parse_postcode,
        Kind.SOC: parse_soc,
        Kind.YES_NO: parse_yes_no,
        Kind.CODE: parse_code,
        Kind.LOOKUP: parse_lookup,
        Kind.HOURS: parse_hours,
        Kind.MINUTES: parse_minutes,
        Kind.MONEY: parse_money,
    }
)
#: Kinds whose cells are short words that repeat: worth remembering what each one gave.
REPEATING: Final = frozenset(
    (
        Kind.DATE,
        Kind.YES_NO,
        Kind.CODE,
        Kind.LOOKUP,
        Kind.HOURS,
        Kind.MINUTES,
        Kind.MONEY,
        Kind.SOC,
        Kind.EMAIL,
        Kind.TEXT,
    )
)
