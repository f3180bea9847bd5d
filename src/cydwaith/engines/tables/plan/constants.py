# SPDX-License-Identifier: AGPL-3.0-or-later
"""Values that the mapping gives to every row: a programme, a language, "all pay is by the hour"."""

from __future__ import annotations

from datetime import date
from typing import Any

from cydwaith.engines.tables.fields import FIELDS, Kind
from cydwaith.engines.tables.fields.parsed import Context
from cydwaith.engines.tables.fields.parsers import PARSERS
from cydwaith.engines.tables.mapping import Mapping


def typed_constants(mapping: Mapping, *, today: date) -> dict[str, dict[str, Any]]:
    """Table -> field name -> typed value. Codes of the site (programme, stage) are taken as they are; what no
    parser understands is left out (`check_mapping` says so)."""
    typed: dict[str, dict[str, Any]] = {}
    for name, text in mapping.constants.items():
        field = FIELDS.get(name)
        if field is None or not text:
            continue
        context = Context(today=today, vocabulary=field.vocabulary)
        value = text if field.kind is Kind.LOOKUP else PARSERS[field.kind](text, context).value
        if value is not None:
            typed.setdefault(field.table, {})[field.name] = value
    return typed
