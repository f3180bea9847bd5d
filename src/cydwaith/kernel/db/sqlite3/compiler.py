# SPDX-License-Identifier: AGPL-3.0-or-later
"""SQL compilers of this engine, with the guard's checks."""

from django.db.models.sql import compiler as django
from django.db.models.sql.compiler import SQLCompiler as BaseSelect
from django.db.models.sql.compiler import SQLInsertCompiler as BaseInsert

from cydwaith.kernel.db.mixins import ChangeChecks, InsertChecks, SelectChecks

__all__ = [
    "SQLAggregateCompiler",
    "SQLCompiler",
    "SQLDeleteCompiler",
    "SQLInsertCompiler",
    "SQLUpdateCompiler",
]


class SQLCompiler(SelectChecks, BaseSelect):
    pass


class SQLInsertCompiler(InsertChecks, SelectChecks, BaseInsert):
    pass


class SQLDeleteCompiler(ChangeChecks, SelectChecks, django.SQLDeleteCompiler):
    pass


class SQLUpdateCompiler(ChangeChecks, SelectChecks, django.SQLUpdateCompiler):
    pass


class SQLAggregateCompiler(SelectChecks, django.SQLAggregateCompiler):
    pass
