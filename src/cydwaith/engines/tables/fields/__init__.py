# SPDX-License-Identifier: AGPL-3.0-or-later
"""The target of an import, as data: tables, fields, vocabularies; and a parser for each kind of field."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from cydwaith.engines.tables.fields.job_fields import JOB_FIELDS
from cydwaith.engines.tables.fields.person_fields import PERSON_FIELDS
from cydwaith.engines.tables.fields.schema import TABLES, Field, Kind, Table
from cydwaith.engines.tables.fields.vocabularies import PERSON_VOCABULARIES
from cydwaith.engines.tables.fields.vocabulary import Vocabulary
from cydwaith.engines.tables.fields.work_fields import CONTACT_FIELDS, JOURNEY_FIELDS
from cydwaith.engines.tables.fields.work_vocabularies import WORK_VOCABULARIES

__all__ = ["FIELDS", "TABLES", "VOCABULARIES", "Field", "Kind", "Table", "Vocabulary"]

FIELDS: Final[Mapping[str, Field]] = MappingProxyType(
    {each.id: each for each in (*PERSON_FIELDS, *JOURNEY_FIELDS, *JOB_FIELDS, *CONTACT_FIELDS)}
)
VOCABULARIES: Final[Mapping[str, Vocabulary]] = MappingProxyType({**PERSON_VOCABULARIES, **WORK_VOCABULARIES})
