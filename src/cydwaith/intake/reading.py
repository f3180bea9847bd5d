# SPDX-License-Identifier: AGPL-3.0-or-later
"""Reading a batch's file: the engine's plan, joined with what is here already. The check and the commit both read
so, which is why the check tells what the commit will do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.utils import timezone

from cydwaith.engines import tables as t
from cydwaith.people.rules import details

from . import parts, words
from .known import Known, KnownRow
from .lookup import OrganisationLookup
from .models import RowKind
from .rules import content_digest, key_digest

SAID_BETTER = frozenset({"journey-without-start"})  # this context also says what it takes instead
SEVERITIES = {"nhs-number-twice": t.Severity.ERROR}  # the database keeps one record a number
CHUNK = 2_000  # records judged, and later written, together


@dataclass(slots=True)
class Part:
    """A journey, job or contact that is new here: its key and digest, and what to write."""

    key: str
    digest: str
    values: parts.Values
    terms: list[parts.Values] = field(default_factory=list)
    item_key: str = ""
    parent: str | None = None
    parent_id: int | None = None  # a journey that is here already
    object_id: int = 0  # once written


@dataclass(slots=True)
class Judged:
    """One person of the file with everything about them, and what there is to say about it.

    `person_id`: the record that is here already; `recognised`: known by the NHS number, never brought in before.
    """

    record: t.Record
    key: str
    digest: str
    problems: list[t.Problem]
    person: parts.Values = field(default_factory=dict)
    since: date | None = None
    person_id: int | None = None
    recognised: bool = False
    journeys: list[Part] = field(default_factory=list)
    jobs: list[Part] = field(default_factory=list)
    contacts: list[Part] = field(default_factory=list)
    same: int = 0

    @property
    def ok(self) -> bool:
        """Whether it may be taken in."""
        return not any(p.severity is t.Severity.ERROR for p in self.problems)

    @property
    def new(self) -> int:
        """How many things it would bring."""
        added = len(self.journeys) + len(self.jobs) + len(self.contacts)
        return added + (self.person_id is None)


@dataclass(slots=True)
class Reader:
    """Judges the records of a plan, a chunk at a time."""

    plan: t.Plan
    lookup: OrganisationLookup
    known: Known
    today: date

    def chunks(self) -> Iterator[list[Judged]]:
        """Every record of the file, in order, `CHUNK` at a time. `ReadProblem` where the file cannot be read on."""
        records = self.plan.records()
        while part := list(islice(records, CHUNK)):
            yield self._judge(part)

    def _judge(self, records: Sequence[t.Record]) -> list[Judged]:
        holders = self.known.nhs(n for r in records if (n := r.person.values.get("nhs_number")))
        judged = [self._begin(record, holders) for record in records]
        known_ids = {one.person_id for one in judged if one.person_id is not None}
        open_to_us = self.known.changeable(known_ids) if known_ids else set()
        for one in judged:
            if one.person_id is not None and one.person_id not in open_to_us:
                self._note(one, "record-closed", one.record.person)
                one.same += 1
            elif one.record.ok:
                self._read_parts(one)
        return judged

    def _begin(self, record: t.Record, holders: dict[str, Any]) -> Judged:
        values = record.person.values
        key = self._key(RowKind.PERSON, record.key)
        said = [p for p in record.problems if p.code not in SAID_BETTER]
        one = Judged(record, key, content_digest(values), said)
        row = self.known.row(RowKind.PERSON, key)
        number = values.get("nhs_number")
        if row is not None:
            one.person_id = row.person_id
            self._compare(one, row, one.digest, record.person)
        elif number and number in holders:
            holder = holders[number]
            if holder.date_of_birth in (None, values.get("date_of_birth")):
                one.person_id, one.recognised = holder.person_id, True
                self._note(one, "already-here", record.person)
            else:
                self._note(one, "nhs-taken", record.person, "nhs_number")
        return one

    def _read_parts(self, one: Judged) -> None:
        record = one.record
        earliest = parts.earliest_day(record.jobs, record.contacts)
        advisers = [self._adviser(item) for item in record.journeys]
        adviser = next((a for a in reversed(advisers) if a is not None), None)
        parents: dict[str, int] = {}
        for item, its_adviser in zip(record.journeys, advisers, strict=True):
            self._journey(one, item, its_adviser, earliest, parents)
        for item in record.jobs:
            self._job(one, item, parents)
        for item in record.contacts:
            self._contact(one, item, adviser, parents)
        days = [v for p in one.journeys if (v := p.values["referred_on"])]
        one.since = min([d for d in (*days, earliest) if d is not None], default=None)
        if one.person_id is None:
            one.person = parts.person(
                record.person.values, since=one.since, adviser_id=adviser, today=self.today
            )
            self._check_person(one)

    def _check_person(self, one: Judged) -> None:
        given = {name: one.person[name] for name in _CHECKED}
        kept, errors = details.checked(given, today=self.today)
        one.person.update(kept)
        for name, messages in errors.items():
            where = one.record.person.where(_FIELD_OF.get(name, name))
            one.problems.append(
                t.Problem(
                    code="site-refuses",
                    severity=t.Severity.ERROR,
                    place=where,
                    field=f"person.{_FIELD_OF.get(name, name)}",
                    value=str(given[name])[:80],
                    params={"why": " ".join(messages)},
                )
            )

    def _journey(
        self, one: Judged, item: t.Item, adviser: int | None, earliest: date | None, parents: dict[str, int]
    ) -> None:
        programme = self.lookup.programmes.get(item.values.get("programme", ""))
        if programme is None:
            self._note(one, "programme-unknown", item, "programme")
            return
        row, part = self._part(one, RowKind.JOURNEY, item)
        if row is not None:
            parents[item.key] = row.object_id
            return
        part.values = parts.journey(
            item,
            programme=programme,
            adviser_id=adviser,
            earliest=earliest,
            today=self.today,
            say=self._say(one, item),
        )
        self._check_overlap(one, item, part)
        one.journeys.append(part)

    def _check_overlap(self, one: Judged, item: t.Item, part: Part) -> None:
        """One open journey a person and programme: in the database, and within the file."""
        if part.values["closed_on"] is not None:
            return
        programme = part.values["programme_id"]
        if one.person_id is not None and (one.person_id, programme) in self.known.open_journeys:
            self._note(one, "journey-open", item, "programme")
        if any(p.values["programme_id"] == programme and p.values["closed_on"] is None for p in one.journeys):
            self._note(one, "journey-twice", item, "programme")

    def _job(self, one: Judged, item: t.Item, parents: dict[str, int]) -> None:
        row, part = self._part(one, RowKind.JOB, item)
        if row is None:
            say = self._say(one, item)
            part.values, part.terms = parts.job(item, say=say), parts.terms(item, say=say)
            part.parent_id = parents.get(item.parent or "")
            one.jobs.append(part)

    def _contact(self, one: Judged, item: t.Item, adviser: int | None, parents: dict[str, int]) -> None:
        row, part = self._part(one, RowKind.CONTACT, item)
        if row is None and item.values.get("when"):
            part.values = parts.contact(item, adviser_id=adviser)
            part.parent_id = parents.get(item.parent or "")
            one.contacts.append(part)

    def _part(self, one: Judged, kind: RowKind, item: t.Item) -> tuple[KnownRow | None, Part]:
        """The row that an item became before, or None and a part to fill."""
        key = self._key(kind, one.record.key, item.key)
        digest = content_digest(_flat(item))
        row = self.known.row(kind, key)
        if row is not None:
            self._compare(one, row, digest, item)
        return row, Part(key, digest, {}, item_key=item.key, parent=item.parent)

    def _key(self, kind: RowKind, *parts_of_it: str) -> str:
        return key_digest(str(self.known.actor.organisation_id), kind.value, *parts_of_it)

    def _compare(self, one: Judged, row: KnownRow, digest: str, item: t.Item) -> None:
        one.same += 1
        if row.digest != digest:
            self._note(one, "differs", item)

    def _adviser(self, item: t.Item) -> int | None:
        code = (
            item.values.get("adviser") or item.values.get("adviser_email") or item.values.get("adviser_name")
        )
        return int(code) if code and str(code).isdigit() else None

    def _say(self, one: Judged, item: t.Item) -> parts.Say:
        return lambda code, name: self._note(one, code, item, name)

    def _note(self, one: Judged, code: str, item: t.Item, name: str = "") -> None:
        place = item.where(name) if name else item.place
        value = item.values.get(name)
        shown = "" if value is None else str(value)[:80]
        one.problems.append(
            words.problem(code, place=place, field=f"{item.table}.{name}" if name else None, value=shown)
        )


_CHECKED = (
    "name", "called", "date_of_birth", "nhs_number", "email", "phone", "address", "postcode", "spoken_language",
    "written_language", "other_language",
)  # fmt: skip
_FIELD_OF = {"name": "full_name", "other_language": "spoken_language"}


def _flat(item: t.Item) -> dict[str, Any]:
    values = dict(item.values)
    for number, term in enumerate(item.terms):
        values |= {f"terms.{number}.{name}": value for name, value in term.values.items()}
    return values


@contextmanager
def reader(
    source: Path, file_name: str, mapping: t.Mapping, known: Known, lookup: OrganisationLookup
) -> Iterator[Reader]:
    """Open a batch's file. Raises `ReadProblem` where it cannot be read."""
    today = timezone.localdate()
    with (
        t.open_workbook(source, filename=file_name) as book,
        t.Plan(book, mapping, lookup=lookup, today=today, severities=SEVERITIES) as plan,
    ):
        yield Reader(plan, lookup, known, today)
