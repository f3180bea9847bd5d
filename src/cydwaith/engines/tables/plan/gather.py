# SPDX-License-Identifier: AGPL-3.0-or-later
"""Putting the rows of one person together: one person, their journeys, jobs and contacts, each once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from cydwaith.engines.tables.cells import show
from cydwaith.engines.tables.fields import FIELDS
from cydwaith.engines.tables.fields.fold import fold
from cydwaith.engines.tables.fields.identity import same_reference
from cydwaith.engines.tables.plan.columns import RowSource, SheetReader, Slots
from cydwaith.engines.tables.plan.record import Item

Say = Callable[..., None]
#: Table -> field name -> typed value.
Constants = Mapping[str, Mapping[str, Any]]

#: An item is there if one of these is; fields that alone say too little; and fields that alone say nothing.
_TELLING: Final = {
    "journey": frozenset(
        (
            "reference",
            "programme",
            "referred_on",
            "started_on",
            "stage",
            "closed_on",
            "adviser_email",
            "adviser_name",
        )
    ),
    "job": frozenset(("reference", "employer", "title", "start", "end", "soc_code")),
    "contact": frozenset(("reference", "when", "note", "outcome", "minutes")),
}
_LOST: Final = frozenset(("hours", "pay", "end_reason", "close_reason"))
#: Fields that two rows about the same thing must share, as far as both have them.
_SAME: Final = {
    "journey": ("programme", "started_on", "referred_on"),
    "job": ("employer", "start", "title"),
}


class Gatherer:
    """Collects the items of one person, row by row. `say(code, place, field, value, **params)` reports; `constants`
    are values by table that fill what has no column."""

    def __init__(self, say: Say, constants: Constants) -> None:
        self._say = say
        self._constants = constants
        self.person: Item | None = None
        self.items: dict[str, list[Item]] = {"journey": [], "job": [], "contact": []}
        self._fresh: list[Item] = []

    def add(self, sheet: SheetReader, row: int, slots: Slots) -> None:
        """Add the slots of one row."""
        source = sheet.source(row, ("person", 1))
        values = slots.pop(("person", 1), {})
        if self.person is None:
            self.person = Item("person", values, source)
        else:
            self._merge(self.person, values, source)
        terms = {group: slots.pop((table, group)) for table, group in list(slots) if table == "job_terms"}
        for group in terms:
            slots.setdefault(("job", group), {})
        self._fresh = []
        journey: Item | None = None
        for slot in sorted(slots, key=lambda each: ("journey job contact".find(each[0]), each[1])):
            table, group = slot
            item = self._item(table, slots[slot], sheet.source(row, slot), terms.get(group), sheet)
            if item is None:
                continue
            if table == "journey":
                journey = journey or item
            elif item.parent is None and journey is not None:
                item.parent = str(next(n for n, each in enumerate(self.items["journey"]) if each is journey))

    def _item(
        self,
        table: str,
        values: dict[str, Any],
        source: RowSource,
        terms: dict[str, Any] | None,
        sheet: SheetReader,
    ) -> Item | None:
        if not _TELLING[table].intersection(values):
            lost = _LOST.intersection(values) or (table == "job" and terms and _LOST.intersection(terms))
            same_job = table == "job" and terms and len(self.items["job"]) == 1 and "job" not in sheet.tables
            if same_job:
                self._add_terms(self.items["job"][0], terms or {}, source)
                return None
            if lost:
                self._say(f"{table}-says-too-little", source.place(), None, "")
            return None
        for name, constant in self._constants.get(table, {}).items():
            values.setdefault(name, constant)
        item = self._find(table, values, sheet)
        if item is None:
            item = Item(table, values, source)
            self.items[table].append(item)
        else:
            self._merge(item, values, source)
        self._fresh.append(item)
        if terms:
            self._add_terms(item, terms, source)
        return item

    def _find(self, table: str, values: dict[str, Any], sheet: SheetReader) -> Item | None:
        """The item of an earlier row that is the same thing, if there is one."""
        if table == "contact" and "reference" not in values and "job" not in sheet.tables:
            return None  # a log of contacts: each row is one
        for item in self.items[table]:
            if any(item is fresh for fresh in self._fresh):
                continue  # two groups of one row are two things
            if "reference" in values or "reference" in item.values:
                if _same(values.get("reference"), item.values.get("reference"), reference=True):
                    return item
                continue
            if table == "contact":
                if item.values == values:
                    return item  # a row a job repeats the person's last contact
                continue
            pairs = [(values.get(name), item.values.get(name)) for name in _SAME[table]]
            both = [(one, other) for one, other in pairs if one is not None and other is not None]
            if both and all(_same(one, other) for one, other in both):
                if table == "job" and not any(
                    values.get(name) is not None and item.values.get(name) is not None
                    for name in ("employer", "start")
                ):
                    continue
                return item
            if table == "journey" and not both and not any(one is not None for one, _ in pairs):
                return item
        return None

    def _merge(self, item: Item, values: dict[str, Any], source: RowSource) -> None:
        """Fill what was empty; say where a later row differs (the first one holds)."""
        for name, value in values.items():
            known = item.values.get(name)
            if known is None:
                item.values[name] = value
                item.others[name] = source
            elif known != value and not _same(known, value, reference=name == "reference"):
                field = FIELDS.get(f"{item.table}.{name}")
                if field is None:
                    continue
                code = "values-differ-identity" if field.identity else "values-differ"
                first = item.where(name).row or 0
                self._say(code, source.place(name), field.id, show(value), row=first)

    def _add_terms(self, job: Item, terms: dict[str, Any], row: RowSource) -> None:
        source = RowSource(row.reader, row.row, ("job_terms", row.slot[1]))
        said = terms.pop("pay_period_said", None)
        if said is not None:
            if terms.get("pay_period", said) != said:
                self._say("pay-period-differs", source.place("pay"), "job_terms.pay", "")
            terms["pay_period"] = said
        if "pay" in terms:
            for name, constant in self._constants.get("job_terms", {}).items():
                terms.setdefault(name, constant)
        if not ({"hours", "pay"} & terms.keys()):
            return
        for known in job.terms:
            if known.values.get("start") == terms.get("start"):
                self._merge(known, terms, source)
                return
        job.terms = (*job.terms, Item("job_terms", terms, source))


def _same(one: Any, other: Any, *, reference: bool = False) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        if reference:
            return same_reference(one) == same_reference(other)
        return one == other or fold(one) == fold(other)
    return bool(one == other)


def give_keys(items: list[Item]) -> None:
    """Keys that stay the same from file to file: a reference, else what tells the thing from its siblings."""
    seen: dict[str, int] = {}
    for item in items:
        key = _key(item)
        seen[key] = seen.get(key, 0) + 1
        item.key = key if seen[key] == 1 else f"{key}#{seen[key]}"


def _key(item: Item) -> str:
    values = item.values
    if "reference" in values:
        return "ref:" + same_reference(str(values["reference"]))
    if item.table == "journey":
        day = values.get("referred_on") or values.get("started_on") or ""
        return f"{values.get('programme', '')}@{day}"
    if item.table == "job":
        return f"{fold(values.get('employer') or values.get('title') or '')}@{values.get('start', '')}"
    return f"{values.get('when', '')}/{values.get('mode', '')}/{values.get('with_whom', '')}"


def whole_name(person: Item) -> str:
    """The full name: as given, else put together from its parts; "" if there is none."""
    full = person.values.get("full_name")
    if full:
        return str(full)
    parts = (person.values.get("given_name"), person.values.get("family_name"))
    return " ".join(part for part in parts if part)
