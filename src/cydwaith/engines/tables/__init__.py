# SPDX-License-Identifier: AGPL-3.0-or-later
"""Tables: from any spreadsheet of people, journeys, jobs and contacts to typed records, and back to safe files.

`open_workbook` reads CSV and XLSX whatever their state; `guess` proposes what the columns mean, as a `Mapping`
that can be changed, stored and used again; `Plan` turns both into records with every problem at once;
`write_annotated` gives the bad rows back with what to mend; `write_csv` and `write_xlsx` write lists that no
spreadsheet will run. Problems are codes with places; their English words are in `WORDS`.

It never touches a database, never decides who may see anything, and never keeps a file in memory.
"""

from __future__ import annotations

from cydwaith.engines.tables.annotate import AnnotateHeadings, write_annotated
from cydwaith.engines.tables.cells import Row, Value, column_letter, show
from cydwaith.engines.tables.export import write_csv, write_xlsx
from cydwaith.engines.tables.fields import FIELDS, TABLES, VOCABULARIES, Field, Kind, Vocabulary
from cydwaith.engines.tables.fields.fold import fold
from cydwaith.engines.tables.guarding import guard, is_risky, unguard
from cydwaith.engines.tables.headers import Column, Table, find_table
from cydwaith.engines.tables.limits import DEFAULT_LIMITS, Limits
from cydwaith.engines.tables.lookup import Lookup, NoLookup
from cydwaith.engines.tables.mapping import (
    LEAVE_EMPTY,
    REASONS,
    Bound,
    ColumnMap,
    Mapping,
    MappingError,
    SheetMap,
    SurveyedField,
    SurveyedValue,
    bind,
    check_mapping,
    guess,
    survey,
)
from cydwaith.engines.tables.plan import Count, Item, Plan, Record, SourceRow, Tally
from cydwaith.engines.tables.problems import WORDS, Place, Problem, ReadProblem, Severity, Words, problem
from cydwaith.engines.tables.reader import Kind as FileKind
from cydwaith.engines.tables.reader import Sheet, Workbook, open_workbook

__all__ = [
    "DEFAULT_LIMITS",
    "FIELDS",
    "LEAVE_EMPTY",
    "REASONS",
    "TABLES",
    "VOCABULARIES",
    "WORDS",
    "AnnotateHeadings",
    "Bound",
    "Column",
    "ColumnMap",
    "Count",
    "Field",
    "FileKind",
    "Item",
    "Kind",
    "Limits",
    "Lookup",
    "Mapping",
    "MappingError",
    "NoLookup",
    "Place",
    "Plan",
    "Problem",
    "ReadProblem",
    "Record",
    "Row",
    "Severity",
    "Sheet",
    "SheetMap",
    "SourceRow",
    "SurveyedField",
    "SurveyedValue",
    "Table",
    "Tally",
    "Value",
    "Vocabulary",
    "Words",
    "Workbook",
    "bind",
    "check_mapping",
    "column_letter",
    "find_table",
    "fold",
    "guard",
    "guess",
    "is_risky",
    "open_workbook",
    "problem",
    "show",
    "survey",
    "unguard",
    "write_annotated",
    "write_csv",
    "write_xlsx",
]
