# SPDX-License-Identifier: AGPL-3.0-or-later
"""One person after the other: rows in, a checked record out, with what must be unique in the whole file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from cydwaith.engines.tables.cells import Row, show
from cydwaith.engines.tables.fields.fold import fold
from cydwaith.engines.tables.plan import checks
from cydwaith.engines.tables.plan.columns import SheetReader
from cydwaith.engines.tables.plan.constants import typed_constants
from cydwaith.engines.tables.plan.gather import Gatherer, give_keys, whole_name
from cydwaith.engines.tables.plan.record import Item, Record, Source, SourceRow
from cydwaith.engines.tables.problems import Place, Problem, Severity

if TYPE_CHECKING:
    from cydwaith.engines.tables.plan.plan import Plan

_NOWHERE: Final = Place()


class _Nothing:
    """The source of an item that no row gave."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def place(self, _name: str | None = None) -> Place:
        return self._place


class PersonMaker:
    """Makes records, and remembers from one to the next what may come only once."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._answers: dict[tuple[str, str, str], str | None] = {}
        self._nhs: dict[str, int] = {}
        self._people: dict[int, int] = {}
        self._typed = typed_constants(plan.mapping, today=plan.today)
        site = ("programme", "stage")
        self._plain = {
            table: {name: value for name, value in values.items() if table != "journey" or name not in site}
            for table, values in self._typed.items()
        }
        self.begin()

    def begin(self) -> None:
        """Start the next person."""
        self._problems: list[Problem] = []
        self._gatherer = Gatherer(self.say, self._plain)

    def say(self, code: str, place: Place, field: str | None, value: str, **params: Any) -> None:
        """Report a problem of this person: count it, and keep it unless it is only a note."""
        found = self._plan.problem(code, place, field, value, **params)
        self._plan.tally.add(found)
        if found.severity is not Severity.NOTE:
            self._problems.append(found)

    def _cell(
        self, code: str, place: Place, field: str | None, value: str, params: Mapping[str, Any]
    ) -> None:
        self.say(code, place, field, value, **params)

    def add(self, sheet: SheetReader, row: Row) -> None:
        """Read one row of the person."""
        slots = sheet.read(row, self._cell)
        for slot, values in slots.items():
            if slot[0] == "journey":
                source = sheet.source(row.number, slot)
                self._look_up(values, source)
        self._gatherer.add(sheet, row.number, slots)

    def record(self, key: str, rows: tuple[SourceRow, ...]) -> Record:
        """Put the person together and check them."""
        gatherer = self._gatherer
        items = gatherer.items
        place = Place(sheet=rows[0].sheet, row=rows[0].number) if rows else _NOWHERE
        person = gatherer.person or Item("person", {}, _Nothing(place))
        for name, value in self._plain.get("person", {}).items():
            person.values.setdefault(name, value)
        self._constants(items["journey"], person.source)
        journeys, jobs, contacts = items["journey"], items["job"], items["contact"]
        for each in (journeys, jobs, contacts):
            give_keys(each)
        self._parents(journeys, [*jobs, *contacts])
        self._check(person, journeys, jobs, contacts)
        for job in jobs:
            self._finish_terms(job)
        self._only_once(key, person)
        for journey in journeys:
            journey.values.pop("programme_unknown", None)
        return Record(key, person, tuple(journeys), tuple(jobs), tuple(contacts), tuple(self._problems), rows)

    def _constants(self, journeys: list[Item], source: Source) -> None:
        """Values that the mapping gives to all: a programme makes a journey for those who have none."""
        constants = self._typed.get("journey", {})
        if "programme" in constants and not journeys:
            journeys.append(Item("journey", dict(constants), source))
        for journey in journeys:
            values = journey.values
            for name in ("programme", "stage"):
                if name in constants and name not in values and not values.get(f"{name}_unknown"):
                    values[name] = constants[name]
            values.pop("stage_unknown", None)

    def _look_up(self, values: dict[str, Any], source: Source) -> None:
        """Turn programme, stage and adviser into codes; what is not known is an error or a warning."""
        for name in ("programme", "stage"):
            code = values.pop(f"{name}_code", None)
            text = values.pop(name, None)
            if code is None and text is not None:
                programme = values.get("programme") or self._typed.get("journey", {}).get("programme", "")
                code = self._find(f"journey.{name}", text, programme if name == "stage" else "")
                if code is None:
                    self.say(f"{name}-unknown", source.place(name), f"journey.{name}", show(text))
                    values[f"{name}_unknown"] = True
            if code is not None:
                values[name] = code
        for name in ("adviser_email", "adviser_name"):
            text = values.get(name)
            if text is not None and "adviser" not in values:
                code = self._find("journey.adviser", text, "")
                if code is not None:
                    values["adviser"] = code
        given = values.get("adviser_email") or values.get("adviser_name")
        if given and "adviser" not in values:
            name = "adviser_email" if "adviser_email" in values else "adviser_name"
            self.say("adviser-unknown", source.place(name), f"journey.{name}", show(given))

    def _find(self, field: str, text: str, programme: str) -> str | None:
        asked = (field, fold(text) if field != "journey.adviser" else text.casefold(), programme)
        if asked not in self._answers:
            context = {"programme": programme} if programme else {}
            self._answers[asked] = self._plan.lookup.find(field, text, context)
        return self._answers[asked]

    def _parents(self, journeys: list[Item], items: list[Item]) -> None:
        """A job or contact belongs to the journey of its own row, else to the only one."""
        for item in items:
            if item.parent is not None:
                item.parent = journeys[int(item.parent)].key
            elif len(journeys) == 1:
                item.parent = journeys[0].key
            elif len(journeys) > 1:
                self.say("journey-unclear", item.place, None, "")

    def _check(self, person: Item, journeys: list[Item], jobs: list[Item], contacts: list[Item]) -> None:
        today, say = self._plan.today, self.say
        born = person.values.get("date_of_birth")
        checks.check_person(person, today=today, say=say)
        for item in (person, *journeys, *jobs, *contacts):
            checks.check_dates(item, born=born if isinstance(born, date) else None, today=today, say=say)
        for journey in journeys:
            checks.check_journey(journey, say=say)
        for job in jobs:
            checks.check_job(job, say=say)
        for contact in contacts:
            checks.check_contact(contact, say=say)

    def _finish_terms(self, job: Item) -> None:
        """Terms without a date hold from the start of the job; then by date."""
        for terms in job.terms:
            if "start" not in terms.values and "start" in job.values:
                terms.values["start"] = job.values["start"]
        job.terms = tuple(sorted(job.terms, key=lambda each: each.values.get("start") or date.min))

    def _only_once(self, key: str, person: Item) -> None:
        """The same NHS number, or name and birth, under two keys."""
        row = person.place.row or 0
        nhs = person.values.get("nhs_number")
        if nhs and (first := self._nhs.setdefault(nhs, row)) != row:
            self.say(
                "nhs-number-twice", person.where("nhs_number"), "person.nhs_number", show(nhs), row=first
            )
        born, name = person.values.get("date_of_birth"), whole_name(person)
        if key and born and name:
            who = hash((fold(name), born))
            if (first := self._people.setdefault(who, row)) != row:
                self.say("person-twice", person.place, "person.full_name", show(name), row=first)
