# SPDX-License-Identifier: AGPL-3.0-or-later
"""From columns to fields: guess, change, remember, check, and use again on next month's file."""

from __future__ import annotations

from cydwaith.engines.tables.mapping.bind import Bound, bind
from cydwaith.engines.tables.mapping.check import check_mapping
from cydwaith.engines.tables.mapping.guess import REASONS, guess
from cydwaith.engines.tables.mapping.model import LEAVE_EMPTY, ColumnMap, Mapping, MappingError, SheetMap
from cydwaith.engines.tables.mapping.survey import SurveyedField, SurveyedValue, survey

__all__ = [
    "LEAVE_EMPTY",
    "REASONS",
    "Bound",
    "ColumnMap",
    "Mapping",
    "MappingError",
    "SheetMap",
    "SurveyedField",
    "SurveyedValue",
    "bind",
    "check_mapping",
    "guess",
    "survey",
]
