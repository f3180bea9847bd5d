# SPDX-License-Identifier: AGPL-3.0-or-later
"""The target: which tables and fields a spreadsheet can fill, and the headings that they go by in life."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from cydwaith.engines.tables.words import gettext_noop as _


class Kind(StrEnum):
    """Which parser reads the cells of a field. What each gives is said in `fields.parsers`."""

    TEXT = "text"
    LONG_TEXT = "long-text"
    REFERENCE = "reference"
    FULL_NAME = "full-name"
    NAME = "name"
    DATE = "date"
    NHS_NUMBER = "nhs-number"
    EMAIL = "email"
    PHONE = "phone"
    POSTCODE = "postcode"
    SOC = "soc"
    YES_NO = "yes-no"
    CODE = "code"
    LOOKUP = "lookup"
    HOURS = "hours"
    MINUTES = "minutes"
    MONEY = "money"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field. `synonyms` are folded headings that mean this field and no other; `shared` are headings
    that several tables use ("start date"), where the neighbours must decide. `hints` are words of which all
    in one group must stand in a longer heading. `vocabulary` names the words of a CODE field.
    `past`: a date that cannot lie in the future. `identity`: two rows of one person may not differ in it.
    """

    id: str
    kind: Kind
    label: str
    synonyms: tuple[str, ...]
    shared: tuple[str, ...] = ()
    vocabulary: str | None = None
    past: bool = False
    identity: bool = False

    @property
    def table(self) -> str:
        """Table that the field belongs to: the part of the id before the point."""
        return self.id.partition(".")[0]

    @property
    def name(self) -> str:
        """Name within the table: the part of the id behind the point."""
        return self.id.partition(".")[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One target table. `repeats`: a row may hold several (Job 1, Job 2). `words` are headings of column groups
    and names of sheets that point to it."""

    id: str
    label: str
    repeats: bool
    words: tuple[str, ...]


def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def field(
    name: str,
    kind: Kind,
    label: str,
    synonyms: str,
    shared: str = "",
    *,
    vocabulary: str | None = None,
    past: bool = False,
    identity: bool = False,
) -> Field:
    """A field, its synonyms written as one text with bars between."""
    return Field(
        id=name,
        kind=kind,
        label=label,
        synonyms=_split(synonyms),
        shared=_split(shared),
        vocabulary=vocabulary,
        past=past,
        identity=identity,
    )


TABLES: Final[Mapping[str, Table]] = MappingProxyType(
    {
        table.id: table
        for table in (
            Table(
                id="person",
                label=_("Person"),
                repeats=False,
                words=_split(
                    "person|people|participant|participants|client|clients|customer|customers|caseload"
                    "|personal details"
                    "|service user|learner|pobl|unigolyn|cyfranogwr|cyfranogwyr|manylion personol"
                ),
            ),
            Table(
                id="journey",
                label=_("Journey"),
                repeats=True,
                words=_split(
                    "journey|journeys|programme|programmes|project|referral|referrals|enrolment|taith"
                    "|teithiau|rhaglen"
                    "|rhaglenni|atgyfeiriad|atgyfeiriadau"
                ),
            ),
            Table(
                id="job",
                label=_("Job"),
                repeats=True,
                words=_split(
                    "job|jobs|employment|employments|placement|placements|work|role|position|job outcome"
                    "|job outcomes"
                    "|employer|employers|vacancy|swydd|swyddi|cyflogaeth|lleoliad|lleoliadau|gwaith|cyflogwr"
                ),
            ),
            Table(
                id="job_terms",
                label=_("Hours and pay"),
                repeats=True,
                words=_split(
                    "hours and pay|pay and hours|terms|hours changes|pay changes|oriau a chyflog|telerau"
                ),
            ),
            Table(
                id="contact",
                label=_("Contact"),
                repeats=True,
                words=_split(
                    "contact|contacts|contact log|appointment|appointments|meeting|meetings|case note"
                    "|case notes|session"
                    "|sessions|activity log|interaction|interactions|cyswllt|cysylltiadau|apwyntiad"
                    "|apwyntiadau|cyfarfod"
                    "|cyfarfodydd|nodiadau achos"
                ),
            ),
        )
    }
)
